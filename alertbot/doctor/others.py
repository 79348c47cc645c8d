"""Does every channel work that has no look of its own? It says so itself. Edge."""

from collections.abc import Mapping, Sequence

from alertbot.channels.registry import CHANNELS
from alertbot.doctor.finding import Finding, fault, fine, off
from alertbot.doctor.places import Place
from alertbot.errors import ChannelError
from alertbot.settings.environment import Secrets

OFF = fault("channel-off", "a subscriber is told on a channel that is not configured", "configure it, as is said")
BROKEN = fault("channel-broken", "a channel cannot work as it is configured", "mend what is said")
FAULTS = (OFF, BROKEN)

LOOKED_AT = frozenset({"slack", "telegram", "email", "apprise"})


async def look_at_others(secrets: Secrets, at: Mapping[str, Sequence[Place]]) -> list[Finding]:
    """A finding for each channel of the registry that nobody else looks at."""
    return [await _look(name, secrets, at.get(name, ())) for name in CHANNELS if name not in LOOKED_AT]


async def _look(name: str, secrets: Secrets, places: Sequence[Place]) -> Finding:
    try:
        channel = CHANNELS[name](secrets)
    except ChannelError as error:
        return OFF.at(name, str(error)) if places else off(name, str(error))
    try:
        return fine(name, await channel.check())
    except ChannelError as error:
        return BROKEN.at(name, str(error))
    finally:
        await channel.close()
