"""What people do in Slack, over Socket Mode, with the real SDK on both ends of our code."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from alertbot.alerts.alert import Address, Delivery
from alertbot.desk import command as c
from alertbot.desk.action import encode
from alertbot.desk.when import When
from tests.made.values import NOW, delivery, subscriber
from tests.made.waiting import eventually
from tests.surfaces.slack.conftest import Desk

CHANNEL = "slack:C0001"
ME = "slack:U0001"
HOUR = encode(c.Pause(when=When(length=timedelta(hours=1))))


def words(value: Any) -> str:
    """All that is shown, in order."""
    if isinstance(value, list):
        return " ".join(words(each) for each in value)
    if not isinstance(value, dict):
        return ""
    own = value["text"] if isinstance(value.get("text"), str) else ""
    return f"{own} {words(list(value.values()))}".strip()


def tokens(value: Any) -> dict[str, str]:
    """The buttons, and the entries of menus, by what they say."""
    if isinstance(value, list):
        return {label: token for each in value for label, token in tokens(each).items()}
    if not isinstance(value, dict):
        return {}
    if isinstance(value.get("value"), str) and isinstance(value.get("text"), dict):
        return {value["text"]["text"]: value["value"]}
    return tokens(list(value.values()))


async def told(desk: Desk, *, to: str = "C0001") -> Delivery:
    """An alert that was sent to `to`."""
    one = replace(delivery(channel="slack", to=to), id="delivery-1")
    await desk.store.outbox.commit_match("0-1", [one], now=desk.now)
    return one


async def test_a_watch_is_kept_for_the_channel_and_previewed_to_who_typed_it(connected: Desk) -> None:
    reply = await connected.say('watch "data center", Mistral')
    assert await connected.watches(CHANNEL) == ['"data center"', "Mistral"]
    assert reply["response_type"] == "ephemeral"
    assert "about 1 a day" in words(reply["blocks"])
    assert "Mistral raises money" in words(reply["blocks"])
    await connected.press(tokens(reply["blocks"])["Cancel"], on=reply)
    assert await connected.watches(CHANNEL) == []


async def test_a_new_watchlist_has_the_time_zone_of_who_began_it(connected: Desk) -> None:
    await connected.say("watch Mistral")
    kept = await connected.store.subscribers.get(CHANNEL)
    assert kept is not None
    assert kept.timezone == "Europe/Paris"


async def test_in_a_direct_message_people_watch_for_themselves(connected: Desk) -> None:
    await connected.say("watch Mistral", channel="D0009")
    assert await connected.watches(ME) == ["Mistral"]
    kept = await connected.store.subscribers.get(ME)
    assert kept is not None
    assert kept.addresses == (Address(channel="slack", to="U0001"),)


async def test_every_command_of_the_contract_is_answered(connected: Desk) -> None:
    await connected.say("watch Mistral")
    said = [
        "list",
        "pause 2h",
        "resume",
        "quiet 22-7",
        "digest 08:00",
        "sources",
        "help",
        "",
        "why https://n.example",
    ]
    for text in said:
        reply = await connected.say(text)
        assert "I do not know" not in words(reply["blocks"]), text
    assert "You watch one thing" in words((await connected.say("list"))["blocks"])
    await connected.say("remove 1")
    assert await connected.watches(CHANNEL) == []


async def test_help_shows_what_to_type_here(connected: Desk) -> None:
    assert "/alertbot watch sovereign AI" in words((await connected.say("help"))["blocks"])


async def test_a_query_that_cannot_be_read_is_refused_with_the_place(connected: Desk) -> None:
    reply = await connected.say('watch "data center')
    assert "a quote that is opened must be closed" in words(reply["blocks"])
    assert await connected.watches(CHANNEL) == []


async def test_buttons_of_an_alert_act_for_the_channel_and_answer_only_who_pressed(connected: Desk) -> None:
    await connected.say("watch Mistral")
    await told(connected)
    menu = await connected.press(encode(c.ShowSnooze(delivery="delivery-1")))
    assert (menu["response_type"], menu["replace_original"]) == ("ephemeral", False)
    await connected.press(tokens(menu["blocks"])["1 hour"], on=menu)
    kept = await connected.store.subscribers.get(CHANNEL)
    assert kept is not None
    assert kept.paused_until is not None
    assert kept.paused_until > NOW


async def test_a_source_is_muted_from_the_alert_and_the_menu_goes_away(connected: Desk) -> None:
    await connected.say("watch Mistral")
    await told(connected)
    menu = await connected.press(encode(c.ShowAlertMute(delivery="delivery-1")))
    assert "🔇 Mistral" in tokens(menu["blocks"])
    await connected.press(tokens(menu["blocks"])["🔇 The Example"], on=menu)
    kept = await connected.store.subscribers.get(CHANNEL)
    assert kept is not None
    assert [each.outlet for each in kept.muted_sources] == ["The Example"]
    back = await connected.press(tokens(menu["blocks"])["‹ Back"], on=menu)
    assert back["delete_original"] is True


async def test_why_and_not_relevant_speak_of_the_alert(connected: Desk) -> None:
    await told(connected)
    assert "Your watch Mistral matched" in words((await connected.press("1:y:delivery-1"))["blocks"])
    assert "What should change?" in words((await connected.press("1:n:delivery-1"))["blocks"])


async def test_a_button_of_another_channel_or_an_older_version_does_nothing(connected: Desk) -> None:
    await told(connected, to="C0002")
    assert "too old" in words((await connected.press("1:mo:delivery-1"))["blocks"])
    assert "too old" in words((await connected.press("0:gone:what"))["blocks"])
    payload = connected.slack.press("x")
    payload["actions"][0]["action_id"] = "of_an_older_version"
    assert await connected.slack.socket("interactive", payload) == {}
    assert await connected.store.subscribers.all() == ()


async def test_a_provisioned_channel_is_shown_and_read_only(desk: Desk, connected: Desk) -> None:
    await connected.store.subscribers.provision(
        [subscriber("ai-desk", addresses=(Address(channel="slack", to="C0007"),))]
    )
    connected.provisioned[Address(channel="slack", to="C0007")] = "ai-desk"
    reply = await connected.say("watch Boeing", channel="C0007")
    assert "kept by the operator" in words(reply["blocks"])
    assert await connected.watches("ai-desk") == ["Mistral"]


async def test_the_modal_previews_while_it_is_typed_in_and_refuses_beside_the_line(connected: Desk) -> None:
    slack = connected.slack
    await slack.socket("slash_commands", slack.command("watch"))
    await eventually("a modal", lambda: slack.views)
    (name,) = slack.views
    await slack.socket("interactive", slack.type_in(slack.views[name], "Mistr"))
    await slack.socket("interactive", slack.type_in(slack.views[name], "Mistral"))
    await eventually("a preview", lambda: "about 1 a day" in words(slack.views[name]["blocks"]))
    refused = await slack.socket("interactive", slack.submit(slack.views[name], '"Mistral'))
    assert "must be closed" in refused["errors"]["query"]
    accepted = await slack.socket("interactive", slack.submit(slack.views[name], "Mistral"))
    assert accepted["response_action"] == "update"
    await eventually("the answer", lambda: "Watching" in words(slack.views[name]["blocks"]))
    assert await connected.watches(CHANNEL) == ["Mistral"]


async def test_a_watch_is_edited_in_the_modal(connected: Desk) -> None:
    slack = connected.slack
    reply = await connected.say("watch Mistral")
    kept = await connected.store.subscribers.get(CHANNEL)
    assert kept is not None
    await slack.socket("interactive", slack.press(encode(c.AskEdit(watch=kept.watches[0].id)), on=reply))
    await eventually("a modal", lambda: slack.views)
    (name,) = slack.views
    assert slack.views[name]["blocks"][0]["element"]["initial_value"] == "Mistral"
    await slack.socket("interactive", slack.submit(slack.views[name], "Mistral AI"))
    await eventually("the answer", lambda: "instead of" in words(slack.views[name]["blocks"]))
    assert await connected.watches(CHANNEL) == ["Mistral AI"]


def _is_shown(*wanted: str, in_home: object) -> bool:
    return all(text in words(in_home) for text in wanted)


async def test_app_home_shows_my_watches_those_of_my_channels_and_recent_alerts(connected: Desk) -> None:
    slack = connected.slack
    slack.members["U0001"] = ["C0001", "C0003"]  # before anything is said: each change shows the home again
    await connected.say("watch sovereign AI", channel="D0001")
    await connected.say("watch Mistral", channel="C0001")
    await connected.say("watch Boeing", channel="C0002")
    one = await told(connected)
    slack.messages.append(
        {"ts": "5.1", "metadata": {"event_type": "alertbot_delivery", "event_payload": {"id": one.id}}}
    )
    await slack.socket("events_api", slack.opened_home())
    await eventually(
        "the home", lambda: _is_shown("Mistral story 1", "<#C0001>", in_home=slack.homes.get("U0001"))
    )
    shown = words(slack.homes["U0001"]["blocks"])
    assert "sovereign AI" in shown
    assert "Boeing" not in shown
    assert "Time zone: Europe/Paris" in shown


async def test_app_home_changes_answer_in_a_modal_and_show_at_once(connected: Desk) -> None:
    slack = connected.slack
    await connected.say("watch Mistral", channel="D0001")
    await eventually("a home", lambda: "U0001" in slack.homes)
    menu = tokens(slack.homes["U0001"]["blocks"])
    view = {"type": "home", "id": "H1"}
    await slack.socket("interactive", slack.press_in(view, menu["Delete"], block="U0001/x"))
    await eventually(
        "a modal", lambda: any("No longer watching" in words(v["blocks"]) for v in slack.views.values())
    )
    await eventually("the home", lambda: "You watch nothing yet" in words(slack.homes["U0001"]["blocks"]))
    (name,) = slack.views
    undo = tokens(slack.views[name]["blocks"])["Undo"]
    await slack.socket("interactive", slack.press_in(slack.views[name], undo))
    await eventually("the watch", lambda: "Watching" in words(slack.views[name]["blocks"]))
    assert await connected.watches(ME) == ["Mistral"]


async def test_settings_in_app_home_speak_the_same_grammar(connected: Desk) -> None:
    slack = connected.slack
    view = {"type": "home", "id": "H1"}
    await slack.socket("interactive", slack.press_in(view, "quiet", block="U0001/settings", name="say-1"))
    await eventually("a modal", lambda: any("Set quiet hours" in words(v["blocks"]) for v in slack.views.values()))


async def test_app_home_of_someone_who_left_a_channel_cannot_reach_it(connected: Desk) -> None:
    slack = connected.slack
    await connected.say("watch Mistral")
    kept = await connected.store.subscribers.get(CHANNEL)
    assert kept is not None
    view, token = {"type": "home", "id": "H1"}, encode(c.RemoveWatch(watch=kept.watches[0].id))
    await slack.socket("interactive", slack.press_in(view, token, block="C0001/x"))
    await eventually("a modal", lambda: any("too old" in words(v["blocks"]) for v in slack.views.values()))
    assert await connected.watches(CHANNEL) == ["Mistral"]


async def test_a_message_tells_why_it_came_and_offers_more_of_the_same(connected: Desk) -> None:
    slack = connected.slack
    one = await told(connected)
    said = {"ts": "1.1", "metadata": {"event_type": "alertbot_delivery", "event_payload": {"id": one.id}}}
    await slack.socket("interactive", slack.shortcut("why_this_alert", said))
    await eventually("a reply", lambda: slack.replies)
    assert "Your watch Mistral matched" in words(slack.replies[0]["blocks"])
    await slack.socket("interactive", slack.shortcut("watch_like_this", said))
    await eventually("a modal", lambda: slack.views)
    (name,) = slack.views
    assert slack.views[name]["blocks"][0]["element"]["initial_value"] == "Mistral"


async def test_a_profile_that_slack_does_not_show_changes_nothing_else(connected: Desk) -> None:
    connected.slack.answers["users.info"] = lambda *_: {"ok": False, "error": "missing_scope"}
    await connected.say("watch Mistral")
    assert await connected.watches(CHANNEL) == ["Mistral"]


async def test_a_channel_without_the_bot_is_told_nothing_until_someone_asks_there_again(connected: Desk) -> None:
    await connected.say("watch Mistral")

    async def told_at() -> tuple[Address, ...]:
        kept = await connected.store.subscribers.get(CHANNEL)
        assert kept is not None
        return kept.addresses

    async def is_told(wanted: bool) -> bool:
        return bool(await told_at()) == wanted

    for name, wanted in (("channel_left", False), ("channel_unarchive", True), ("channel_archive", False)):
        await connected.slack.socket("events_api", connected.slack.event(name, channel="C0001"))
        await eventually(name, partial(is_told, wanted))
    assert await connected.watches(CHANNEL) == ["Mistral"]
    await connected.say("list")
    assert await told_at() == (Address(channel="slack", to="C0001"),)


async def test_a_request_is_acknowledged_however_long_its_work_takes(connected: Desk) -> None:
    free = asyncio.Event()

    async def slow(*_: Any) -> dict[str, Any]:
        await free.wait()
        return {"ok": True, "user": {}}

    connected.slack.answers["users.info"] = slow
    await connected.slack.socket("slash_commands", connected.slack.command("list"))
    await connected.slack.socket("interactive", connected.slack.press(HOUR))
    assert connected.slack.replies == []
    free.set()
    await eventually("both replies", lambda: len(connected.slack.replies) == 2)


async def test_a_private_channel_without_the_bot_says_so_at_once(connected: Desk) -> None:
    connected.slack.answers["conversations.info"] = lambda *_: {"ok": False, "error": "channel_not_found"}
    await connected.say("watch Mistral", channel="G0001")
    await eventually(
        "a warning", lambda: any("/invite" in each.get("text", "") for each in connected.slack.replies)
    )
