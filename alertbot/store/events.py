"""Which event a story belongs to, decided once for all matchers. Edge."""

from redis.asyncio import Redis

from alertbot.store import keys
from alertbot.store.scripts import script
from alertbot.stories.story import Story


class Events:
    """Events in Redis, found by the identity keys of their stories."""

    def __init__(self, redis: Redis) -> None:
        self._claim = script(redis, "claim_event")

    async def claim(self, story: Story) -> str:
        """The event of `story`, which it founds under its own id when none of its keys is known.

        Racing matchers get one answer, and asking again after a crash gives the same one.
        """
        event = await self._claim(
            keys=[keys.event(key) for key in story.keys],
            args=[story.id, int(keys.RETENTION.total_seconds())],
        )
        return str(event)
