"""The places alerts go to, asked about a few at a time. Edge."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass

from alertbot.alerts.subscriber import Subscriber, told_at
from alertbot.doctor.finding import Finding, fine

AT_ONCE = 4
MOST = 100
"""Of one channel. Slack answers some fifty such questions a minute, and whoever asks for more waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One address of a subscriber on some channel."""

    channel: str
    to: str
    subscriber: str


def places(subscribers: Iterable[Subscriber]) -> dict[str, list[Place]]:
    """The places by channel, each once; provisioned subscribers first."""
    found: dict[str, dict[str, Place]] = {}
    for each in sorted(subscribers, key=lambda each: not each.provisioned):
        for address in told_at(each):
            place = Place(channel=address.channel, to=address.to, subscriber=each.name)
            found.setdefault(address.channel, {}).setdefault(address.to, place)
    return {channel: list(several.values()) for channel, several in found.items()}


async def each_place(several: Sequence[Place], ask: Callable[[Place], Awaitable[list[Finding]]]) -> list[Finding]:
    """What `ask` finds at each place, in order; at most MOST are asked about."""
    slots = asyncio.Semaphore(AT_ONCE)

    async def one(place: Place) -> list[Finding]:
        async with slots:
            return await ask(place)

    found = [each for some in await asyncio.gather(*map(one, several[:MOST])) for each in some]
    if len(several) > MOST:
        found.append(fine(several[0].channel, f"{MOST} of {len(several)} places were asked about"))
    return found
