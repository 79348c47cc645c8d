"""The Slack channel through the real client, against a Web API on loopback."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from aiohttp import web

from alertbot.alerts.alert import Address, Delivery
from alertbot.alerts.folding import bundle, split
from alertbot.alerts.outcome import Gone, Outcome, Rejected, Retry, Sent, Unauthorised
from alertbot.channels.slack import Slack, connect
from alertbot.channels.slack.send import SCOPES
from alertbot.errors import ChannelError
from alertbot.settings.environment import read_secrets
from tests.contracts.slack_server import SlackServer, slack_server
from tests.made.values import delivery

TOKEN = "xoxb-very-secret-token"


@pytest.fixture
async def server() -> AsyncIterator[SlackServer]:
    async with slack_server() as made:
        yield made


@pytest.fixture
async def slack(server: SlackServer) -> AsyncIterator[Slack]:
    channel = Slack(TOKEN, server.url, deadline_seconds=0.5)
    yield channel
    await channel.close()


def to_slack(**other: Any) -> Delivery:
    return replace(delivery(channel="slack", to="C0123"), **other)


async def test_an_alert_is_posted_once_without_unfurling_and_with_its_id(
    slack: Slack, server: SlackServer, now: datetime
) -> None:
    assert await slack.send(to_slack(), now=now) == Sent(message_id="C0123:1700000000.000100")
    ((method, said),) = server.calls
    assert method == "chat.postMessage"
    assert said["channel"] == "C0123"
    assert said["text"] == "Mistral story 1 — The Example"
    assert said["metadata"] == {"event_type": "alertbot_delivery", "event_payload": {"id": "delivery-1"}}
    assert (said["unfurl_links"], said["unfurl_media"]) in ((False, False), ("0", "0"), ("false", "false"))
    assert server.tokens == {f"Bearer {TOKEN}"}


async def test_a_message_that_arrived_before_a_broken_answer_is_found_not_repeated(
    slack: Slack, server: SlackServer, now: datetime
) -> None:
    first = await slack.send(to_slack(), now=now)
    assert await slack.send(to_slack(attempts=1), now=now) == first
    assert len(server.of("chat.postMessage")) == 1


async def test_it_is_found_on_a_later_page_and_in_a_direct_message(
    slack: Slack, server: SlackServer, now: datetime
) -> None:
    first = await slack.send(to_slack(address=Address(channel="slack", to="U0123")), now=now)
    (said,) = server.messages

    def page(_: web.Request, asked: dict[str, Any]) -> dict[str, Any]:
        if not asked.get("cursor"):
            return {"ok": True, "messages": [{"ts": "9.9"}], "response_metadata": {"next_cursor": "more"}}
        return {"ok": True, "messages": [said] if asked["channel"] == "D0123" else []}

    server.answers["conversations.open"] = lambda *_: {"ok": True, "channel": {"id": "D0123"}}
    server.answers["conversations.history"] = page
    again = await slack.send(to_slack(attempts=1, address=Address(channel="slack", to="U0123")), now=now)
    assert isinstance(first, Sent)
    assert again == Sent(message_id=f"D0123:{said['ts']}")
    assert len(server.messages) == 1


async def test_while_it_cannot_be_looked_for_it_is_not_sent_a_second_time(
    slack: Slack, server: SlackServer, now: datetime
) -> None:
    await slack.send(to_slack(), now=now)
    server.answers["conversations.history"] = lambda *_: web.json_response(
        {"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "9"}
    )
    outcome = await slack.send(to_slack(attempts=1), now=now)
    assert isinstance(outcome, Retry)
    assert outcome.after == timedelta(seconds=9)
    assert len(server.messages) == 1


async def test_one_that_did_not_arrive_is_sent_again_also_where_history_is_closed(
    slack: Slack, server: SlackServer, now: datetime
) -> None:
    server.answers["conversations.history"] = lambda *_: {"ok": False, "error": "missing_scope"}
    assert isinstance(await slack.send(to_slack(attempts=1), now=now), Sent)


async def test_an_update_goes_into_the_thread_of_what_it_follows(
    slack: Slack, server: SlackServer, now: datetime
) -> None:
    await slack.send(to_slack(first_message="C0123:17.5"), now=now)
    assert server.of("chat.postMessage")[0]["thread_ts"] == "17.5"


async def test_a_joiner_edits_the_message(slack: Slack, server: SlackServer, now: datetime) -> None:
    alert = replace(to_slack().alert, also=("Reuters", "Le Monde"))
    assert await slack.edit(to_slack(alert=alert), "C0123:17.5", now=now) == Sent(message_id="C0123:17.5")
    (said,) = server.of("chat.update")
    assert (said["channel"], said["ts"]) == ("C0123", "17.5")
    assert "also: Reuters, Le Monde" in str(said["blocks"])


async def test_a_burst_is_one_message_and_what_does_not_fit_is_in_its_thread(
    slack: Slack, server: SlackServer, now: datetime
) -> None:
    long = replace(to_slack().alert, url="https://news.example.com/" + "x" * 900)
    burst = bundle([to_slack(id=f"{n}", alert=long) for n in range(40)])
    piece, *others = split(burst, lambda each: slack.fit(each, now=now))
    sent = await slack.send_bundle(piece, now=now)
    assert sent == Sent(message_id="C0123:1700000000.000100")
    for each in others:
        assert isinstance(await slack.send_bundle(replace(each, first_message=sent.message_id), now=now), Sent)
    first, *rest = server.of("chat.postMessage")
    assert "thread_ts" not in first
    assert rest
    assert {each["thread_ts"] for each in rest} == {"1700000000.000100"}


async def test_a_burst_that_broke_off_goes_on_where_it_was(
    slack: Slack, server: SlackServer, now: datetime
) -> None:
    long = replace(to_slack().alert, url="https://news.example.com/" + "x" * 900)
    burst = bundle([to_slack(id=f"{n}", alert=long) for n in range(40)])
    first, second, *_ = split(burst, lambda each: slack.fit(each, now=now))
    sent = await slack.send_bundle(first, now=now)
    assert isinstance(sent, Sent)
    second = replace(second, first_message=sent.message_id)
    told = await slack.send_bundle(second, now=now)
    assert len(server.messages) == 2
    assert await slack.send_bundle(replace(second, attempts=1), now=now) == told
    assert await slack.send_bundle(replace(first, attempts=1), now=now) == sent
    assert len(server.messages) == 2


async def test_a_burst_that_slack_refuses_is_not_cut_down_to_its_title(
    slack: Slack, server: SlackServer, now: datetime
) -> None:
    server.answers["chat.postMessage"] = lambda *_: {"ok": False, "error": "invalid_blocks"}
    burst = bundle([to_slack(id=f"{n}") for n in range(7)])
    assert isinstance(await slack.send_bundle(burst, now=now), Rejected)
    assert len(server.of("chat.postMessage")) == 1


REFUSALS = [
    ("invalid_auth", Unauthorised),
    ("token_revoked", Unauthorised),
    ("missing_scope", Unauthorised),
    ("channel_not_found", Gone),
    ("is_archived", Gone),
    ("not_in_channel", Gone),
    ("user_disabled", Gone),
    ("internal_error", Retry),
    ("ratelimited", Retry),
    ("msg_too_long", Rejected),
    ("invalid_blocks", Rejected),
    ("a_new_code", Rejected),
]


@pytest.mark.parametrize(("code", "kind"), REFUSALS)
async def test_every_refusal_has_its_meaning(
    slack: Slack, server: SlackServer, now: datetime, code: str, kind: type[Outcome]
) -> None:
    server.answers["chat.postMessage"] = lambda *_: {"ok": False, "error": code}
    assert isinstance(await slack.send(to_slack(), now=now), kind)


async def test_refused_blocks_are_sent_once_more_as_plain_text(
    slack: Slack, server: SlackServer, now: datetime
) -> None:
    def only_plain(_: web.Request, said: dict[str, Any]) -> dict[str, Any]:
        if "blocks" in said:
            return {"ok": False, "error": "invalid_blocks"}
        return {"ok": True, "channel": "C0123", "ts": "1.1"}

    server.answers["chat.postMessage"] = only_plain
    assert await slack.send(to_slack(), now=now) == Sent(message_id="C0123:1.1")


async def test_a_rate_limit_says_how_long(slack: Slack, server: SlackServer, now: datetime) -> None:
    server.answers["chat.postMessage"] = lambda *_: web.json_response(
        {"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "37"}
    )
    outcome = await slack.send(to_slack(), now=now)
    assert isinstance(outcome, Retry)
    assert outcome.after == timedelta(seconds=37)


async def _hang(*_: Any) -> web.Response:
    await asyncio.sleep(5)
    return web.Response()


async def _reset(request: web.Request, _: dict[str, Any]) -> web.Response:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


MALFORMED: list[Any] = [
    lambda *_: web.Response(status=500, text="oops"),
    lambda *_: web.Response(status=503, text=""),
    lambda *_: web.Response(status=200, text="<html>a proxy's page</html>", content_type="text/html"),
    lambda *_: web.Response(status=200, text="{", content_type="application/json"),
    lambda *_: {"ok": True},
    lambda *_: web.Response(status=200, body=b"\xff\xfe", content_type="application/json"),
    _hang,
    _reset,
]


@pytest.mark.parametrize("answer", MALFORMED)
async def test_whatever_a_network_does_is_tried_again_and_tells_no_secret(
    slack: Slack, server: SlackServer, now: datetime, answer: Any, caplog: pytest.LogCaptureFixture
) -> None:
    server.answers["chat.postMessage"] = answer
    outcome = await slack.send(to_slack(), now=now)
    assert isinstance(outcome, Retry)
    assert TOKEN not in outcome.why + caplog.text


async def test_a_server_that_is_away_is_tried_again(now: datetime) -> None:
    channel = Slack(TOKEN, "http://127.0.0.1:9/api/", deadline_seconds=1)
    assert isinstance(await channel.send(to_slack(), now=now), Retry)
    await channel.close()


async def test_check_names_the_account_or_the_mend(slack: Slack, server: SlackServer) -> None:
    assert await slack.check() == "alertbot in The Desk"
    server.answers["auth.test"] = lambda *_: {"ok": False, "error": "invalid_auth"}
    with pytest.raises(ChannelError, match="copy it again"):
        await slack.check()


async def test_check_names_the_scopes_that_are_missing(slack: Slack, server: SlackServer) -> None:
    def granted(*scopes: str) -> Any:
        said = {"ok": True, "user": "alertbot", "team": "The Desk"}
        return lambda *_: web.json_response(said, headers={"x-oauth-scopes": ",".join(scopes)})

    server.answers["auth.test"] = granted(*SCOPES)
    assert await slack.check() == "alertbot in The Desk"
    server.answers["auth.test"] = granted(*SCOPES - {"users:read"})
    assert await slack.check() == "alertbot in The Desk; it lacks users:read: install it again from the manifest"
    server.answers["auth.test"] = granted("commands")
    with pytest.raises(ChannelError, match="lacks the scope chat:write"):
        await slack.check()


def test_a_missing_token_is_one_clear_line() -> None:
    with pytest.raises(ChannelError, match="Slack needs SLACK_BOT_TOKEN"):
        connect(read_secrets({}))
