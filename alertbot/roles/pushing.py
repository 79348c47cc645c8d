"""WebSub beside the polls: hubs are asked, what they push is taken, and polls check that they do. Edge.

Every poll of a source is the occasion to ask a hub of it, or to renew; a hub that does not answer costs nothing
but the wait for the next poll. Polling goes on as if there were no hub until it has proved that it pushes.
"""

import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, Protocol

from alertbot.errors import SourceError
from alertbot.log import event
from alertbot.roles.polling import Pace, after_push, names, pushed
from alertbot.sources.websub import subscription, token
from alertbot.store.pushes import MOST_WAITING, Push
from alertbot.store.sources import Claim
from alertbot.store.store import Store
from alertbot.stories.push import DAILY, Subscription, asking, hubs_to_ask
from alertbot.stories.source import Polled, Source, SourceState
from alertbot.stories.story import Feed

logger = logging.getLogger(__name__)

Complete = Callable[[Polled], Awaitable[Polled]]
"""Looks up what new stories lack."""

JUST_NOW: Final = timedelta(minutes=5)
"""A poll that finds what was published so recently has only been quicker than the push."""


class Hubs(Protocol):
    """What of the poller is needed here."""

    async def ask_hub(self, hub: str, form: Mapping[str, str]) -> None: ...

    async def read_push(self, source: Source, state: SourceState, body: bytes, content_type: str) -> Feed: ...


class Pushing:
    """WebSub for one scheduler. `public_url` is where hubs reach the web role, without a slash at its end."""

    def __init__(self, store: Store, hubs: Hubs, *, public_url: str, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._hubs = hubs
        self._public_url = public_url
        self._clock = clock

    async def pace(self, claim: Claim, pace: Pace) -> Pace:
        """The pace of the source: daily, or as its lease needs, while its hub can be trusted to push."""
        known = await self._store.pushes.subscription(claim.source.id) if claim.state.hub else None
        now = self._clock()
        return pushed(pace, known.pause(now)) if known is not None and known.trusted(now) else pace

    async def take(self, claim: Claim, complete: Complete) -> bool:
        """Commits what was pushed for a claimed source, as its poll; False when nothing waits.

        What cannot be read or lists nothing is dropped, and so is what came when too much waited: the poll that
        follows at once finds what it was about.
        """
        if not claim.state.hub or claim.state.last_ok is None:
            return False
        pushes = await self._store.pushes.waiting(claim.source.id)
        if not pushes:
            return False
        feeds = [feed for push in pushes if (feed := await self._read(claim, push)) and feed.entries]
        if not feeds:
            await self._store.pushes.taken(claim.source.id, pushes)
            return False
        seen = await self._store.sources.seen(claim.source.id)
        known = await self._store.pushes.subscription(claim.source.id)
        now = self._clock()
        pause = known.pause(now) if known is not None else DAILY
        if len(feeds) < len(pushes) or len(pushes) >= MOST_WAITING:
            pause = timedelta()
        polled = await complete(after_push(claim, feeds, seen=seen, pause=pause, now=now))
        if await self._store.sources.commit_poll(claim, polled):
            await self._store.pushes.taken(claim.source.id, pushes)
        name = claim.state.title or claim.source.name or claim.source.id
        event(
            logger,
            logging.INFO,
            "polled",
            source=name,
            status="pushed",
            new=len(polled.stories),
            **names(polled.stories),
        )
        return True

    async def after(self, source: Source, state: SourceState, *, new: int) -> None:
        """After a poll that brought `new` stories: asks the hub when it is time, and checks that it pushes."""
        if not state.hub or not self._public_url:
            return
        now = self._clock()
        known = await self._store.pushes.subscription(source.id)
        if known is not None and new and known.trusted(now) and now - (known.pushed or now) > JUST_NOW:
            known = replace(known, missed=True)
            await self._store.pushes.keep(source.id, known)
            event(logger, logging.WARNING, "hub missed", source=source.id, new=new)
        await self._ask(source, state, known, now)

    async def _ask(self, source: Source, state: SourceState, known: Subscription | None, now: datetime) -> None:
        """Asks hubs, if it is time, until one takes it. What is asked is kept first: hubs verify, then answer."""
        topic, hubs = state.topic, state.hubs
        for hub in hubs_to_ask(known, hubs=hubs, topic=topic, now=now):
            secret = secrets.token_urlsafe(32)
            known = asking(known, hub=hub, hubs=hubs, topic=topic, secret=secret, now=now)
            await self._store.pushes.keep(source.id, known)
            if await self._is_taken(source.id, known):
                return

    async def _is_taken(self, source: str, asked: Subscription) -> bool:
        """Whether the hub takes what it is asked, or has verified it already, whatever it answers."""
        callback = f"{self._public_url}/websub/{source}/{token(asked.secret)}"
        form = subscription(topic=asked.topic, callback=callback, secret=asked.secret)
        try:
            await self._hubs.ask_hub(asked.hub, form)
        except SourceError as error:
            event(logger, logging.WARNING, "hub failed", source=source, why=str(error))
            known = await self._store.pushes.subscription(source)
            return known is not None and known.until != asked.until
        return True

    async def _read(self, claim: Claim, push: Push) -> Feed | None:
        try:
            return await self._hubs.read_push(claim.source, claim.state, push.body, push.content_type)
        except SourceError as error:
            event(logger, logging.WARNING, "push unread", source=claim.source.id, why=str(error))
            return None
