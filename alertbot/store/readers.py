"""Who must not be written to, and the key that signs the links they say so with. Edge."""

import secrets
from functools import partial

from redis.asyncio import Redis

from alertbot.alerts.alert import Address
from alertbot.alerts.confirming import UNCONFIRMED
from alertbot.alerts.reader import Reader
from alertbot.alerts.subscriber import Subscriber, why_stopped, with_stopped
from alertbot.store import keys
from alertbot.store.subscribers import Subscribers

KEY_BYTES = 32


class Readers:
    """Readers who are not written to, each with the reason; kept with the subscriber they belong to."""

    def __init__(self, redis: Redis, subscribers: Subscribers) -> None:
        self._redis = redis
        self._subscribers = subscribers
        self._key = b""

    async def key(self) -> bytes:
        """The secret that all processes of this bot sign links with; made once, kept for ever."""
        if not self._key:
            await self._redis.set(keys.READERS_KEY, secrets.token_hex(KEY_BYTES), nx=True)
            self._key = bytes.fromhex(str(await self._redis.get(keys.READERS_KEY)))
        return self._key

    async def stopped(self, reader: Reader) -> str:
        """Why nothing may be sent to `reader`; empty when something may."""
        subscriber = await self._subscribers.get(reader.subscriber)
        return why_stopped(subscriber, _address(reader)) if subscriber else ""

    async def stop(self, reader: Reader, why: str) -> None:
        """Sends nothing to `reader` any more, for the named reason; doing it again changes nothing."""
        await self._subscribers.update(reader.subscriber, partial(_stopped, reader, why))

    async def resume(self, reader: Reader) -> None:
        """Writes to `reader` again."""
        await self._subscribers.update(reader.subscriber, partial(_stopped, reader, ""))

    async def confirm(self, reader: Reader) -> None:
        """Begins to write to `reader`, who agreed; changes nothing for one who said no since."""
        await self._subscribers.update(reader.subscriber, partial(_confirmed, reader))


def _address(reader: Reader) -> Address:
    return Address(channel="email", to=reader.address)


def _stopped(reader: Reader, why: str, subscriber: Subscriber | None) -> Subscriber | None:
    return with_stopped(subscriber, _address(reader), why) if subscriber else None


def _confirmed(reader: Reader, subscriber: Subscriber | None) -> Subscriber | None:
    if subscriber and why_stopped(subscriber, _address(reader)) == UNCONFIRMED:
        return with_stopped(subscriber, _address(reader), "")
    return subscriber
