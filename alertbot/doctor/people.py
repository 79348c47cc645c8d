"""Can every subscriber be told anything: addresses, watches, time zones. Values in, findings out. No IO."""

from collections.abc import Iterable, Iterator, Sequence
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from alertbot.alerts.subscriber import Subscriber
from alertbot.doctor.finding import Finding, fault, warning
from alertbot.errors import QueryError
from alertbot.watches.attainable import missing_sources
from alertbot.watches.query import parse
from alertbot.watches.reading import Reading

ADDRESSLESS = fault(
    "subscriber-without-address",
    "a subscriber has no address, so nobody is told",
    "give it slack, telegram, email, apprise or console = true, or remove it",
)
WATCHLESS = warning(
    "subscriber-without-watch",
    "a subscriber of the configuration watches nothing",
    "give it watches, or remove it",
)
NOBODY = warning(
    "no-subscribers",
    "nobody is told anything",
    "add [[subscribers]] to alertbot.toml, or talk to the bot in a chat",
)
NEVER = warning(
    "watch-never-matches",
    "a watch names a source that none of the sources is called",
    "correct the name behind source:, as alertbot sources list shows it, or add the source",
)
UNREADABLE = fault(
    "watch-unreadable",
    "a stored watch cannot be read, so it never hits",
    "remove it and add it again",
)
ZONE = fault(
    "timezone-unknown",
    "a time zone is not one this machine knows",
    'choose one such as "Europe/Paris" (IANA names)',
)
SILENCED = warning(
    "address-stopped",
    "an address of a subscriber of the configuration is not written to",
    "its reader subscribes again by the link in any mail; alertbot email resume for a mailbox that is back",
)

FAULTS = (ADDRESSLESS, WATCHLESS, NOBODY, NEVER, UNREADABLE, ZONE, SILENCED)
MOST_OF_A_KIND = 20


def look_at_people(subscribers: Iterable[Subscriber], names: Sequence[Reading]) -> list[Finding]:
    """Findings about subscribers and their watches.

    `names` are those of all sources, empty when not all
    are known: then no watch is judged by them."""
    found: list[Finding] = []
    count: dict[str, int] = {}
    several = False
    for each in subscribers:
        several = True
        for finding in _look(each, names):
            count[finding.name] = count.get(finding.name, 0) + 1
            if count[finding.name] <= MOST_OF_A_KIND:
                found.append(finding)
    return found if several else [NOBODY.at("subscribers", "there are no subscribers")]


def _look(subscriber: Subscriber, names: Sequence[Reading]) -> Iterator[Finding]:
    about = f"subscriber {subscriber.name}"[:40]
    if not subscriber.addresses:
        yield ADDRESSLESS.at(about, "it has no address")
    if not subscriber.watches and subscriber.provisioned:
        yield WATCHLESS.at(about, "it watches nothing")
    try:
        ZoneInfo(subscriber.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield ZONE.at(about, f"its time zone {subscriber.timezone!r} is unknown")
    for stopped in subscriber.stopped if subscriber.provisioned else ():
        where = stopped.address.to if stopped.address.channel == "email" else stopped.address.channel
        yield SILENCED.at(about, f"nothing is sent to {where}: {stopped.why}")
    for watch in subscriber.watches:
        yield from _watch(about, watch.query, names)


def _watch(about: str, query: str, names: Sequence[Reading]) -> Iterator[Finding]:
    try:
        node = parse(query).node  # the release it was added to may have read more
    except QueryError as error:
        yield UNREADABLE.at(about, str(error))
        return
    asked = names and "source" in query.lower()  # no other field can be judged in advance
    missing = missing_sources(node, names) if asked else ()
    if missing:
        yield NEVER.at(about, f"{query!r} can never hit: no source is called {' or '.join(missing)}")
