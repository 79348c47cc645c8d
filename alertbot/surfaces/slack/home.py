"""App Home: my watches, my channels' watches, recent alerts and settings. Values in, JSON out. No IO."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from alertbot.alerts.alert import Alert
from alertbot.alerts.subscriber import Subscriber, Watch
from alertbot.channels.slack.bundle import linked
from alertbot.channels.slack.buttons import button, overflow, plain
from alertbot.channels.slack.elements import Json, cut
from alertbot.desk import command as c
from alertbot.desk.action import TIMES, encode
from alertbot.desk.pieces import is_muted
from alertbot.desk.welcome import starters
from alertbot.language import Language

MOST_WATCHES = 20
MOST_CHANNELS = 6
MOST_OF_A_CHANNEL = 8
MOST_ALERTS = 5
LONGEST_WATCH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """What one person's App Home shows. `channels` are those they are in that watch something."""

    user: str
    mine: Subscriber
    channels: tuple[tuple[str, Subscriber], ...]
    recent: tuple[Alert, ...]
    now: datetime
    words: Language


def home_view(home: Home) -> Json:
    """The view for views.publish; far below its 100 blocks."""
    return {
        "type": "home",
        "blocks": [*_mine(home), *_channels(home), *_recent(home), {"type": "divider"}, *_settings(home)],
    }


def _mine(home: Home) -> Iterator[Json]:
    words = home.words
    yield _header(words.say("Your watches"))
    if not home.mine.watches:
        yield _text(words.say("You watch nothing yet. What you watch here comes to you as a direct message."))
        offered = [button(query, encode(c.AddWatches(text=query)), n) for n, query in enumerate(starters(words))]
        yield {"type": "actions", "block_id": f"{home.user}/start", "elements": [_add(home), *offered]}
        return
    yield from _watches(home.user, home.mine, MOST_WATCHES, home)
    yield {"type": "actions", "block_id": f"{home.user}/add", "elements": [_add(home)]}


def _channels(home: Home) -> Iterator[Json]:
    if not home.channels:
        return
    yield _header(home.words.say("Your channels’ watches"))
    for to, subscriber in home.channels[:MOST_CHANNELS]:
        yield {"type": "section", "text": {"type": "mrkdwn", "text": f"<#{to}>"}}
        if not subscriber.addresses:
            yield _small(home.words.say("Nothing is told there: I was removed. /alertbot list brings me back."))
        yield from _watches(to, subscriber, MOST_OF_A_CHANNEL, home)


def _watches(to: str, subscriber: Subscriber, most: int, home: Home) -> Iterator[Json]:
    """One line a watch with its menu; the block's id says whose it is."""
    for watch in subscriber.watches[:most]:
        muted = is_muted(watch, home.now)
        line = _text(cut(watch.query, LONGEST_WATCH) + (" 🔇" if muted else ""))
        menu = [] if subscriber.provisioned else _menu(watch, muted, home.words)
        accessory = {"accessory": overflow(menu, "desk-menu")} if menu else {}
        yield {**line, "block_id": f"{to}/{watch.id}", **accessory}
    more = len(subscriber.watches) - most
    notes = [home.words.say("and {count} more: /alertbot list", count=more)] if more > 0 else []
    if subscriber.provisioned:
        notes.append(home.words.say("Kept by the operator in the configuration."))
    yield from (_small(note) for note in notes)


def _menu(watch: Watch, muted: bool, words: Language) -> list[tuple[str, str]]:
    sound = (
        (words.say("Unmute"), encode(c.MuteWatch(watch=watch.id, when=None)))
        if muted
        else (words.say("Mute for a day"), encode(c.MuteWatch(watch=watch.id, when=TIMES["1d"])))
    )
    return [
        (words.say("Examples"), encode(c.ShowExamples(watch=watch.id))),
        (words.say("Refine"), encode(c.ShowRefinements(watch=watch.id))),
        (words.say("Edit"), encode(c.AskEdit(watch=watch.id))),
        sound,
        (words.say("Delete"), encode(c.RemoveWatch(watch=watch.id))),
    ]


def _recent(home: Home) -> Iterator[Json]:
    if not home.recent:
        return
    yield _header(home.words.say("Recent alerts"))
    items: list[Json] = []
    for alert in home.recent[:MOST_ALERTS]:
        where = " · ".join(
            part for part in (cut(alert.outlet, 80), home.words.age(home.now - alert.published)) if part
        )
        section = list(linked(alert.headline or alert.url or alert.outlet, alert.url, where))
        items.append({"type": "rich_text_section", "elements": section})
    yield {"type": "rich_text", "elements": [{"type": "rich_text_list", "style": "bullet", "elements": items}]}


def _settings(home: Home) -> Iterator[Json]:
    yield _header(home.words.say("Settings"))
    yield {"type": "section", "fields": [plain(text) for text in _state(home)]}
    paused = _is_paused(home)
    told = [
        (home.words.say("Resume") if paused else home.words.say("Pause"), "resume" if paused else "pause"),
        (home.words.say("Quiet hours"), "quiet"),
        (home.words.say("Daily summary"), "digest"),
        (home.words.say("Time zone"), "timezone"),
    ]
    words = home.words
    seldom = [
        (words.say("Help"), "help"),
        (words.say("Sources"), "sources"),
        (words.say("Export"), "export"),
        (words.say("Privacy"), "privacy"),
        (words.say("Forget me"), "forget"),
    ]
    yield {
        "type": "actions",
        "block_id": f"{home.user}/settings",
        "elements": [
            *(button(label, verb, place, kind="say") for place, (label, verb) in enumerate(told)),
            overflow(seldom, "say-more"),
        ],
    }


def _state(home: Home) -> Iterator[str]:
    mine, words = home.mine, home.words
    if _is_paused(home):
        yield words.say("Paused")
    elif mine.mode == "digest":
        yield words.say("Only a daily summary")
    else:
        yield words.say("Alerts at once")
    off, hours = words.say("off"), mine.quiet_hours
    at = f"{mine.digest_at:%H:%M}" if mine.digest_at and mine.mode != "instant" else off
    yield words.say("Daily summary: {at}", at=at)
    span = f"{hours.start:%H:%M} – {hours.end:%H:%M}" if hours else off
    yield words.say("Quiet hours: {hours}", hours=span)
    yield words.say("Time zone: {zone}", zone=mine.timezone)


def _is_paused(home: Home) -> bool:
    return home.mine.paused_until is not None and home.mine.paused_until > home.now


def _add(home: Home) -> Json:
    return {**button(home.words.say("Add a watch"), "add", 0, kind="add"), "style": "primary"}


def _header(text: str) -> Json:
    return {"type": "header", "text": {"type": "plain_text", "text": text[:150], "emoji": False}}


def _text(text: str) -> Json:
    return {"type": "section", "text": {"type": "plain_text", "text": text or " ", "emoji": False}}


def _small(text: str) -> Json:
    return {"type": "context", "elements": [{"type": "plain_text", "text": text, "emoji": False}]}


def newest(alerts: Sequence[tuple[float, Alert]]) -> tuple[Alert, ...]:
    """The alerts, the last one sent first, each event once."""
    ordered = sorted(alerts, key=lambda each: each[0], reverse=True)
    return tuple({alert.event: alert for _, alert in ordered}.values())[:MOST_ALERTS]
