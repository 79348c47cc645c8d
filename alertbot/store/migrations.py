"""The form of what is kept in Redis, and the way from each form to the next. Edge.

Form 1 is that of release 0.1. What only adds a field needs no step here: values ignore what they do not
know and have defaults for what they miss. A step is for what would be read wrongly.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from redis.asyncio import Redis

from alertbot.errors import StoreError
from alertbot.log import event
from alertbot.store import keys
from alertbot.store.scripts import script

logger = logging.getLogger(__name__)

FIRST = 1
"""The form of everything that was written before forms were numbered."""

LEASE = timedelta(seconds=60)
LOOK_SECONDS = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """The step to form `to`.

    It goes through keys in pieces that are each one transaction, and may be killed after any of them: done
    again, it changes only what is left. Processes of the release before may still be at work beside it, so
    it leaves what they can read, too, and what they write meanwhile is read by this release.
    """

    to: int
    about: str
    migrate: Callable[[Redis], Awaitable[None]]


MIGRATIONS: tuple[Migration, ...] = ()
"""In order, one a form, without a gap."""


class Forms:
    """Brings a server to the form this release knows. Several processes may try at once: one does it."""

    def __init__(self, redis: Redis, *, migrations: Sequence[Migration] | None = None) -> None:
        self._redis = redis
        self._migrations = tuple(MIGRATIONS if migrations is None else migrations)
        self._token = uuid4().hex
        self._mine = asyncio.Lock()
        self._renew = script(redis, "renew_lease")
        self._release = script(redis, "release_lease")
        self._reach = script(redis, "reach_form")

    @property
    def known(self) -> int:
        """The newest form this release knows."""
        return FIRST + len(self._migrations)

    async def prepare(self) -> None:
        """Returns when the server has the form this release knows.

        Raises StoreError, and changes nothing, when it has a newer one.
        """
        async with self._mine:  # the roles of one process hold the lead together
            while await self.form() < self.known:
                if await self._lead():
                    await self._migrate()
                else:
                    await asyncio.sleep(LOOK_SECONDS)

    async def form(self) -> int:
        """The server's form; an empty server has the newest from now on. Raises StoreError for a newer one."""
        form = int(await self._reach(keys=[keys.FORM, *keys.DURABLE], args=[0, FIRST, self.known]))
        if form > self.known:
            raise StoreError(
                f"what Redis holds was written by a newer alertbot (form {form}, this one knows {self.known}); "
                "upgrade this one, or give it another Redis"
            )
        return form

    async def _migrate(self) -> None:
        """Takes the steps that are left, as long as nobody else does."""
        try:
            for step in self._migrations[await self.form() - FIRST :]:
                event(logger, logging.WARNING, "migrating", form=step.to, about=step.about)
                await self._keeping_the_lead(step.migrate(self._redis))
                await self._reach(keys=[keys.FORM], args=[step.to, FIRST, self.known])
        finally:
            await self._release(keys=[keys.leader("forms")], args=[self._token])

    async def _lead(self) -> bool:
        life = int(LEASE.total_seconds() * 1000)
        return bool(await self._renew(keys=[keys.leader("forms")], args=[self._token, life]))

    async def _keeping_the_lead(self, step: Awaitable[None]) -> None:
        """A long step outlives its lease, which is renewed meanwhile; who lost it ends its step."""
        task = asyncio.ensure_future(step)
        try:
            while not (await asyncio.wait({task}, timeout=LEASE.total_seconds() / 3))[0]:
                if not await self._lead():
                    raise StoreError("another process migrates at the same time; start this one again")
            await task
        finally:
            task.cancel()
