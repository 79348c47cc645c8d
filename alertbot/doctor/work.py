"""Does the work go on: is everything served, and does nothing pile up? Edge to ask, pure to judge."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from alertbot.alerts.alert import Address
from alertbot.channels.registry import CHANNELS
from alertbot.doctor.finding import Fault, Finding, fault, fine, warning
from alertbot.store.store import Store
from alertbot.store.upkeep import Queue

NO_MATCHER = fault("no-matcher", "stories wait, and no matcher runs", "alertbot run matcher, or all roles")
NO_NOTIFIER = fault(
    "no-notifier",
    "alerts wait, and no notifier serves their channel",
    "alertbot run notifier, with that channel's tokens in its environment",
)
NO_SCHEDULER = warning(
    "no-scheduler", "sources are overdue, and nobody polls them", "alertbot run scheduler, or all roles"
)
BACKLOG = warning(
    "backlog", "what waits is not served in time, although somebody works on it", "start more of the role"
)
DEAD = warning(
    "dead-deliveries",
    "deliveries were given up and wait for a decision",
    "alertbot outbox list says why; then alertbot outbox retry, or drop",
)
PAUSED = warning(
    "channel-paused",
    "a whole channel pauses, because its provider asked for it or refuses the token",
    "mend what is said; it goes on by itself within a minute",
)
UNREACHED = warning(
    "address-gone",
    "the last alert could not be delivered to an address, and nothing is tried there for a day",
    "invite or unblock the bot there, or correct the address; then alertbot outbox retry",
)

FAULTS = (NO_MATCHER, NO_NOTIFIER, NO_SCHEDULER, BACKLOG, DEAD, PAUSED, UNREACHED)

SILENT = timedelta(seconds=60)
"""A living process asks for work several times a second."""

LATE = timedelta(minutes=10)
MOST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """How the work stands. `overdue` is how late the source is that was due first; `paused` and `gone` say why."""

    stories: Queue
    channels: dict[str, Queue]
    overdue: timedelta
    dead: int
    paused: dict[str, str]
    gone: dict[Address, str]


async def look_at_work(store: Store, addresses: Iterable[Address], now: datetime) -> list[Finding]:
    """Findings about queues, who serves them, and what was given up."""
    sources = await store.sources.listed()
    work = Work(
        stories=await store.upkeep.stories(now),
        channels=await store.upkeep.channels(CHANNELS, now),
        overdue=max((now - each.due for each in sources if each.due), default=timedelta()),
        dead=await store.upkeep.dead(),
        paused=await store.upkeep.paused(CHANNELS),
        gone=await store.upkeep.gone(addresses),
    )
    return judge_work(work)


def judge_work(work: Work) -> list[Finding]:
    """What is wrong with the work, judged."""
    found = [
        *_queue("stories", work.stories, NO_MATCHER, "matcher"),
        *(each for name, queue in work.channels.items() for each in _queue(name, queue, NO_NOTIFIER, "notifier")),
        *_others(work),
    ]
    waiting = work.stories.depth + sum(queue.depth for queue in work.channels.values())
    return found or [fine("work", f"{waiting} wait" if waiting else "nothing waits")]


def _queue(name: str, queue: Queue, unserved: Fault, role: str) -> Iterator[Finding]:
    if not queue.depth or queue.age < SILENT:
        return
    waited = f"the oldest of {queue.depth} on {name} has waited {_long(queue.age)}"
    if queue.asked is None or queue.asked > SILENT:
        yield unserved.at("work", f"{waited}, and no {role} asks for it")
    elif queue.age > LATE:
        yield BACKLOG.at("work", f"{waited}, although a {role} runs")


def _others(work: Work) -> Iterator[Finding]:
    if work.overdue > LATE:
        yield NO_SCHEDULER.at("work", f"a source should have been polled {_long(work.overdue)} ago")
    if work.dead:
        yield DEAD.at("work", f"deliveries that were given up: {work.dead}")
    for channel, why in work.paused.items():
        yield PAUSED.at(channel, f"nothing is sent by {channel} at the moment: {why}")
    for address, why in list(work.gone.items())[:MOST]:
        to = "" if address.channel == "apprise" else f" {address.to}"
        yield UNREACHED.at(f"{address.channel}{to}", f"it could not be reached: {why}")


def _long(past: timedelta) -> str:
    minutes = int(past.total_seconds() // 60)
    return f"{minutes // 1440} days" if minutes >= 2880 else f"{minutes // 60} h {minutes % 60} min"
