"""Who depends on a source, and what they are told of it. Notices and subscribers in, deliveries out. No IO.

A subscriber depends on a source when one of its stories hit a watch of theirs lately, when a watch names it
(`source:`, `site:`), or when they added it; and everybody does while no other source can be read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from alertbot.alerts.alert import Address, Delivery
from alertbot.alerts.daily import DEFAULT_TIME, as_if_sent, next_due, zone_of
from alertbot.alerts.holding import Hold, holding, hushed_at, is_muted, mutes
from alertbot.alerts.notices import notice
from alertbot.alerts.subscriber import Subscriber, told_at
from alertbot.errors import QueryError
from alertbot.language import Language
from alertbot.stories.identity import digest
from alertbot.stories.source import Notice
from alertbot.watches.document import Document, host_of
from alertbot.watches.judge import judge
from alertbot.watches.nodes import And, Node, Or, Site, Source
from alertbot.watches.query import parse
from alertbot.watches.reading import Story

MOST_NAMED: Final = 5
"""Sources that one sentence names; of the rest only their number is said."""

What = Literal["broken", "back", "gone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """A notice with what is known of its source.

    `url` and `added_by` are the source's; `heard` are the subscribers a story of it hit lately, `told` those
    who were told that it is broken. `last` says that no other source can be read.
    """

    notice: Notice
    url: str
    added_by: str = ""
    heard: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()
    last: bool = False


def concerns(news: News, subscriber: Subscriber, *, now: datetime) -> bool:
    """Whether `subscriber` is told: of a recovery whoever was told of the fault, of a fault who depends on it."""
    if news.notice.what == "back":
        return subscriber.name in news.told
    if not subscriber.watches or mutes(subscriber, outlet=news.notice.name, now=now):
        return False
    if news.last or subscriber.name == news.added_by or subscriber.name in news.heard:
        return True
    origin = Story(Document(title="", source=news.notice.name, host=host_of(news.url)))
    return any(_names(watch.query, origin) for watch in subscriber.watches if not is_muted(watch, now))


def deliveries(
    several: Sequence[News], subscriber: Subscriber, words: Language, *, now: datetime
) -> tuple[Delivery, ...]:
    """What `subscriber` is told of all that concerns them: one message for what broke, is gone and is back.

    The same news make the same deliveries. They are held as alerts are; who wants only the daily summary gets
    them at its hour.
    """
    mine = [news.notice for news in several if concerns(news, subscriber, now=now)]
    return tuple(
        _delivery(same, subscriber, to, words, now) for same in _by_kind(mine) for to in told_at(subscriber)
    )


def _delivery(
    notices: Sequence[Notice], subscriber: Subscriber, address: Address, words: Language, now: datetime
) -> Delivery:
    hold = _hold(subscriber, address, now)
    return Delivery(
        id=digest("sources", _name_of(notices), subscriber.name, address.channel, address.to),
        address=address,
        alert=notice(subscriber, sentence(notices, words), now),
        created=now,
        lang=subscriber.lang,
        not_before=hold.until if hold else None,
        held=hold.reason if hold else "",
        hush=hushed_at(subscriber, address),
    )


def sentence(notices: Sequence[Notice], words: Language) -> str:
    """What is said of sources that came to the same."""
    number, first = len(notices), notices[0]
    named = ", ".join(each.name for each in notices[:MOST_NAMED])
    if number > MOST_NAMED:
        named += f", +{number - MOST_NAMED}"
    match first.what:
        case "broken" if number == 1:
            return words.say(
                "{source} has been broken for a day: {why}. You hear when it is back.",
                source=first.name,
                why=why(first.why, words),
            )
        case "broken":
            return words.say(
                "These have been broken for a day: {sources}. You hear when they are back.", sources=named
            )
        case "gone" if number == 1:
            return words.say(
                "{source} is gone for good, says its publisher. Nothing more comes from it.", source=named
            )
        case "gone":
            return words.say(
                "These are gone for good, say their publishers: {sources}. Nothing more comes from them.",
                sources=named,
            )
        case "back" if number == 1:
            return words.say("{source} is back. What it publishes reaches you again.", source=named)
        case "back":
            return words.say("These are back: {sources}. What they publish reaches you again.", sources=named)


def why(kind: str, words: Language) -> str:
    """The kind of a failure for people."""
    match kind:
        case "no-such-host" | "unreachable" | "cut-off" | "bad-http" | "redirects" | "bad-address" | "refused":
            return words.say("it cannot be reached")
        case "timeout":
            return words.say("it does not answer in time")
        case "tls":
            return words.say("its certificate cannot be trusted")
        case "not-found" | "gone":
            return words.say("its feed is not there any more")
        case "forbidden" | "rate-limited":
            return words.say("it does not let us in")
        case "unavailable" | "server-error" | "status":
            return words.say("it has a fault of its own")
        case _:
            return words.say("what it sends cannot be read")


def _by_kind(notices: Sequence[Notice]) -> Iterator[list[Notice]]:
    kinds: tuple[What, ...] = ("broken", "gone", "back")
    for what in kinds:
        same = [each for each in notices if each.what == what]
        if same:
            yield same


def _name_of(notices: Sequence[Notice]) -> str:
    """What these notices are called, whatever their order."""
    return " ".join(sorted(f"{each.what}:{each.source}:{each.since.isoformat()}" for each in notices))


def _hold(subscriber: Subscriber, address: Address, now: datetime) -> Hold | None:
    if subscriber.mode != "digest":
        return holding(subscriber, outlets=0, now=now, address=address)
    at, zone = subscriber.digest_at or DEFAULT_TIME, zone_of(subscriber.timezone)
    hour = next_due(at=at, zone=zone, last=as_if_sent(at=at, zone=zone, now=now), now=now)
    hold = holding(subscriber, outlets=0, now=hour, address=address)
    return hold or Hold(until=hour, reason="digest-only")


def _names(query: str, origin: Story) -> bool:
    """Whether a watch asks for this source by its name or host."""
    if "source:" not in query.casefold() and "site:" not in query.casefold():
        return False
    try:
        return _asks(parse(query).node, origin)
    except QueryError:
        return False


def _asks(node: Node, origin: Story) -> bool:
    """Only what is wished for counts: an exclusion asks for everything else."""
    match node:
        case And() | Or():
            return any(_asks(each, origin) for each in node.nodes)
        case Source() | Site():
            return judge(node, origin) is not None
        case _:
            return False
