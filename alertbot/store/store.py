"""All that alertbot keeps, on one client. Edge."""

from datetime import timedelta

from redis.asyncio import Redis

from alertbot.store import keys
from alertbot.store.connect import close
from alertbot.store.counts import Counts
from alertbot.store.digests import Digests
from alertbot.store.events import Events
from alertbot.store.forgetting import Forgetting
from alertbot.store.holds import Holds
from alertbot.store.inbox import Inbox
from alertbot.store.lanes import Lanes
from alertbot.store.migrations import Forms
from alertbot.store.notices import Notices
from alertbot.store.outbox import MATCHERS, NOTIFIERS, Outbox
from alertbot.store.pushes import Pushes
from alertbot.store.readers import Readers
from alertbot.store.recent import Recent
from alertbot.store.requests import Requests
from alertbot.store.sources import Sources
from alertbot.store.standing import Standing
from alertbot.store.subscribers import Subscribers
from alertbot.store.upkeep import Upkeep
from alertbot.store.visits import Visits

IDLE = timedelta(seconds=15)
"""A consumer that did not touch its work for so long is taken for dead."""


class Store:
    """The rooms of the store; each owns the keys `keys` names for it."""

    def __init__(self, redis: Redis) -> None:
        self.redis = redis
        self.sources = Sources(redis)
        self.pushes = Pushes(redis)
        self.notices = Notices(redis)
        self.events = Events(redis)
        self.subscribers = Subscribers(redis)
        self.outbox = Outbox(redis)
        self.counts = Counts(redis)
        self.standing = Standing(redis, self.sources)
        self.upkeep = Upkeep(redis)
        self.visits = Visits(redis)
        self.lanes = Lanes(redis)
        self.forms = Forms(redis)
        self.holds = Holds(redis)
        self.forgetting = Forgetting(redis)
        self.digests = Digests(redis)
        self.recent = Recent(redis)
        self.readers = Readers(redis, self.subscribers)
        self.requests = Requests(redis)

    def stories(self, consumer: str, *, idle: timedelta = IDLE) -> Inbox:
        """The stories to match, for one matcher."""
        return Inbox(self.redis, keys.STORIES, MATCHERS, consumer, idle=idle)

    def deliveries(self, channel: str, consumer: str, *, idle: timedelta = IDLE) -> Inbox:
        """The lanes of `channel` with deliveries to send, for one notifier."""
        return Inbox(self.redis, keys.lanes(channel), NOTIFIERS, consumer, idle=idle)

    async def busy(self, *, later: bool = True) -> bool:
        """Whether stories wait to be matched, or deliveries to be sent; `later` as the outbox says."""
        return bool(await self.redis.xlen(keys.STORIES)) or await self.outbox.busy(later=later)

    async def close(self) -> None:
        await close(self.redis)
