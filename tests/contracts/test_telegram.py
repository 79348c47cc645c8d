"""The Telegram channel with its real client against a local Bot API: what arrives, what each refusal means."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from aiohttp import web

from alertbot.alerts.folding import bundle, split
from alertbot.alerts.outcome import Gone, Outcome, Rejected, Retry, Sent, Unauthorised
from alertbot.alerts.quiet import Hush, QuietHours
from alertbot.channels.telegram.send import Telegram, connect
from alertbot.errors import ChannelError
from alertbot.secret import Secret
from alertbot.settings.environment import read_secrets
from tests.made.bot_api import TOKEN, BotApi, Refusal, bot_api
from tests.made.digests import two_hundred
from tests.made.values import delivery

CHAT = delivery(1, to="4242", channel="telegram")


@asynccontextmanager
async def telegram(url: str, *, token: str = TOKEN, deadline_seconds: float = 5) -> AsyncIterator[Telegram]:
    channel = Telegram(Secret(token), api_url=url, deadline_seconds=deadline_seconds)
    try:
        yield channel
    finally:
        await channel.close()


async def send(now: datetime, *answers: Refusal, to: str = "4242") -> tuple[Outcome, BotApi]:
    async with bot_api() as api, telegram(api.url) as channel:
        api.script.extend(answers)
        return await channel.send(delivery(1, to=to, channel="telegram"), now=now), api


async def test_an_alert_is_one_message_without_a_preview(now: datetime) -> None:
    outcome, api = await send(now)
    assert outcome == Sent(message_id="101")
    (message,) = api.of("sendMessage")
    assert message["chat_id"] == "4242"
    assert message["parse_mode"] == "HTML"
    assert message["link_preview_options"] == {"is_disabled": True}
    assert '<a href="https://news.example.com/1"><b>Mistral</b> story 1</a>' in message["text"]


async def test_an_alert_carries_its_buttons_also_after_an_edit(now: datetime) -> None:
    async with bot_api() as api, telegram(api.url) as channel:
        await channel.send(CHAT, now=now)
        await channel.edit(CHAT, "101", now=now)
    for call in (*api.of("sendMessage"), *api.of("editMessageText")):
        rows = call["reply_markup"]["inline_keyboard"]
        assert [button["text"] for row in rows for button in row] == ["Snooze", "Mute", "Not relevant", "Why?"]


async def test_an_update_answers_the_message_it_follows(now: datetime) -> None:
    async with bot_api() as api, telegram(api.url) as channel:
        await channel.send(replace(CHAT, first_message="55"), now=now)
    (call,) = api.of("sendMessage")
    assert call["reply_parameters"] == {"message_id": 55, "allow_sending_without_reply": True}


async def test_a_burst_goes_as_few_messages_in_order(now: datetime) -> None:
    many = bundle([delivery(n, to="4242", channel="telegram") for n in range(100)])
    async with bot_api() as api, telegram(api.url) as channel:
        pieces = split(many, lambda each: channel.fit(each, now=now))
        assert [await channel.send_bundle(each, now=now) for each in pieces] == [
            Sent(message_id="101"),
            Sent(message_id="102"),
        ]
    texts = [call["text"] for call in api.of("sendMessage")]
    assert texts[0].startswith("<b>100 stories while you were away</b>")
    assert sum(text.count("https://news.example.com/") for text in texts) == 100


async def test_a_burst_that_cannot_be_plain_text_without_loss_is_rejected_and_a_short_one_is_not(
    now: datetime,
) -> None:
    long = replace(CHAT.alert, headline="word " * 60, headline_marks=())
    refused = Refusal(status=400, description="Bad Request: can't parse entities")
    async with bot_api() as api, telegram(api.url) as channel:
        for count, outcome in ((30, Rejected(why="Can't parse entities")), (6, Sent(message_id="101"))):
            api.script.append(refused)
            burst = bundle([replace(CHAT, id=f"{n}", alert=long) for n in range(count)])
            (first, *_) = split(burst, lambda each: channel.fit(each, now=now))
            assert await channel.send_bundle(first, now=now) == outcome


async def test_a_days_summary_goes_page_by_page(now: datetime) -> None:
    summary = replace(CHAT, digest=two_hundred())
    async with bot_api() as api, telegram(api.url) as channel:
        assert await channel.send(summary, now=now) == Sent(message_id="101", more=True)
        page = 1
        while True:
            outcome = await channel.send(replace(summary, page=page, first_message="101"), now=now)
            assert isinstance(outcome, Sent)
            page += 1
            if not outcome.more:
                break
        assert await channel.send(replace(summary, page=page, first_message="101"), now=now) == Sent(
            message_id="101"
        )
    texts = [call["text"] for call in api.of("sendMessage")]
    assert len(set(texts)) == len(texts) == page
    assert "reply_markup" not in api.of("sendMessage")[0]


async def test_a_preview_is_shown_where_it_is_asked_for(now: datetime) -> None:
    asked = replace(CHAT, preview=True)
    async with bot_api() as api, telegram(api.url) as channel:
        await channel.send(asked, now=now)
        await channel.edit(asked, "101", now=now)
        await channel.send(replace(asked, alert=replace(asked.alert, url="")), now=now)
    shown = {"is_disabled": False, "url": "https://news.example.com/1", "prefer_small_media": True}
    options = [call["link_preview_options"] for call in (*api.of("editMessageText"), *api.of("sendMessage"))]
    assert options == [shown, shown, {"is_disabled": True}]


async def test_what_is_silent_at_night_makes_no_sound_and_by_day_it_does() -> None:
    night = QuietHours(start=time(22), end=time(7), silent=True)
    quiet = replace(CHAT, hush=Hush(hours=night, timezone="Europe/Paris"))
    late, noon = datetime(2026, 3, 12, 23, tzinfo=UTC), datetime(2026, 3, 12, 12, tzinfo=UTC)
    async with bot_api() as api, telegram(api.url) as channel:
        await channel.send(quiet, now=late)
        await channel.send(quiet, now=noon)
        await channel.send(replace(quiet, digest=two_hundred()), now=late)
        await channel.send_bundle(bundle([quiet] * 6), now=late)
        await channel.send_bundle(bundle([quiet] * 5 + [CHAT]), now=late)
    sound = [call.get("disable_notification", False) for call in api.of("sendMessage")]
    assert sound == [True, False, *[True] * (len(sound) - 3), False]


async def test_a_topic_is_part_of_the_address(now: datetime) -> None:
    outcome, api = await send(now, to="-1001:5")
    assert isinstance(outcome, Sent)
    assert (api.of("sendMessage")[0]["chat_id"], api.of("sendMessage")[0]["message_thread_id"]) == ("-1001", "5")


async def test_a_group_that_moved_is_followed(now: datetime) -> None:
    moved = Refusal(
        status=400,
        description="Bad Request: group chat was upgraded to a supergroup chat",
        parameters={"migrate_to_chat_id": -100777},
    )
    outcome, api = await send(now, moved, to="-77:3")
    assert outcome == Sent(message_id="101")
    assert [call["chat_id"] for call in api.of("sendMessage")] == ["-77", "-100777"]


async def test_markup_that_telegram_refuses_goes_once_more_as_plain_text(now: datetime) -> None:
    refused = Refusal(status=400, description="Bad Request: can't parse entities: unsupported start tag")
    outcome, api = await send(now, refused)
    assert outcome == Sent(message_id="101")
    again = api.of("sendMessage")[1]
    assert "parse_mode" not in again
    assert again["text"].startswith("Mistral story 1 (https://news.example.com/1)\n")
    assert "<" not in again["text"]


MEANINGS = [
    (429, "Too Many Requests: retry after 7", {"retry_after": 7}, Retry),
    (403, "Forbidden: bot was blocked by the user", {}, Gone),
    (403, "Forbidden: bot was kicked from the supergroup chat", {}, Gone),
    (403, "Forbidden: user is deactivated", {}, Gone),
    (400, "Bad Request: chat not found", {}, Gone),
    (400, "Bad Request: message thread not found", {}, Gone),
    (400, "Bad Request: TOPIC_CLOSED", {}, Gone),
    (400, "Bad Request: not enough rights to send text messages to the chat", {}, Gone),
    (401, "Unauthorized", {}, Unauthorised),
    (404, "Not Found", {}, Unauthorised),
    (409, "Conflict: terminated by other getUpdates request", {}, Retry),
    (500, "Internal Server Error", {}, Retry),
    (502, "Bad Gateway", {}, Retry),
]


@pytest.mark.parametrize(("status", "description", "parameters", "kind"), MEANINGS)
async def test_each_refusal_has_its_meaning(
    now: datetime, status: int, description: str, parameters: dict[str, int], kind: type[Outcome]
) -> None:
    outcome, api = await send(now, Refusal(status=status, description=description, parameters=parameters))
    assert isinstance(outcome, kind)
    assert len(api.of("sendMessage")) == 1


async def test_the_wait_is_the_one_telegram_asks_for(now: datetime) -> None:
    refusal = Refusal(status=429, description="Too Many Requests", parameters={"retry_after": 7})
    outcome, _ = await send(now, refusal)
    assert outcome == Retry(why="Telegram asks to wait", after=timedelta(seconds=7))


async def test_a_message_refused_also_as_plain_text_is_rejected(now: datetime) -> None:
    outcome, _ = await send(now, *[Refusal(status=400, description="Bad Request: message is too strange")] * 2)
    assert outcome == Rejected(why="Message is too strange")


async def test_an_answer_that_never_comes_is_tried_again(now: datetime) -> None:
    async def silent(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(b"{")
        await asyncio.Event().wait()
        return response

    app = web.Application()
    app.router.add_post("/{path:.*}", silent)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.01)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        async with telegram(url, deadline_seconds=0.1) as channel:
            assert await channel.send(CHAT, now=now) == Retry(why="Telegram did not answer in time")
    finally:
        await runner.cleanup()


async def test_garbage_is_no_answer(now: datetime) -> None:
    async with bot_api() as api, telegram(api.url) as channel:
        api.script.append(lambda: web.Response(text="<html>oops</html>"))
        assert isinstance(await channel.send(CHAT, now=now), Retry)


async def test_a_network_without_telegram_is_tried_again_and_shows_no_token(now: datetime) -> None:
    async with bot_api() as api:
        url = api.url
    async with telegram(url) as channel:
        outcome = await channel.send(CHAT, now=now)
    assert outcome == Retry(why="Telegram could not be understood or reached (ConnectError)")


async def test_an_edit_changes_the_message_that_was_sent(now: datetime) -> None:
    async with bot_api() as api, telegram(api.url) as channel:
        assert await channel.edit(CHAT, "101", now=now) == Sent(message_id="101")
    (edit,) = api.of("editMessageText")
    assert (edit["chat_id"], edit["message_id"]) == ("4242", "101")


EDITS = [
    ("Bad Request: message is not modified: specified new message content is the same", Sent(message_id="7")),
    ("Bad Request: message to edit not found", Gone(why="Message to edit not found")),
    ("Bad Request: message can't be edited", Gone(why="Message can't be edited")),
]


@pytest.mark.parametrize(("description", "outcome"), EDITS)
async def test_an_edit_that_changes_nothing_or_comes_too_late_ends(
    now: datetime, description: str, outcome: Outcome
) -> None:
    async with bot_api() as api, telegram(api.url) as channel:
        api.script.append(Refusal(status=400, description=description))
        assert await channel.edit(CHAT, "7", now=now) == outcome


async def test_check_names_the_bot() -> None:
    async with bot_api() as api, telegram(api.url) as channel:
        assert await channel.check() == "Telegram bot @news_bot"


async def test_a_wrong_token_is_named_and_never_shown(now: datetime) -> None:
    async with bot_api() as api, telegram(api.url, token="999:wrong-token") as channel:
        with pytest.raises(ChannelError) as refused:
            await channel.check()
        outcome = await channel.send(CHAT, now=now)
    assert "@BotFather" in str(refused.value)
    assert isinstance(outcome, Unauthorised)
    assert "wrong-token" not in f"{refused.value} {outcome}"


def test_without_a_token_the_channel_is_off_in_one_sentence() -> None:
    with pytest.raises(ChannelError, match="TELEGRAM_BOT_TOKEN"):
        connect(read_secrets({}))


async def test_the_base_url_is_a_setting() -> None:
    async with bot_api() as api:
        channel = connect(read_secrets({"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": f"{api.url}/"}))
        assert await channel.check() == "Telegram bot @news_bot"
        await channel.close()
