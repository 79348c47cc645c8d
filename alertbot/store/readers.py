"""Who must not be written to, and the keys of the links they say so with. Edge."""

import secrets
from collections.abc import Iterable
from functools import partial

from redis.asyncio import Redis

from alertbot.alerts.alert import Address
from alertbot.alerts.confirming import UNCONFIRMED
from alertbot.alerts.reader import Purpose, Reader, parts_of, reader_of
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
            self._key = bytes.fromhex(str(await self._redis.get(keys.READERS_KEY)).split(",")[0])
        return self._key

    async def keys(self) -> tuple[bytes, ...]:
        """The key that signs, then those whose links are good too: they came with an export."""
        await self.key()
        return tuple(map(bytes.fromhex, str(await self._redis.get(keys.READERS_KEY)).split(",")))

    async def accept(self, known: Iterable[bytes]) -> None:
        """From now on links signed with the keys `known` are good; the first of them signs where there is none."""
        for each in known:
            if not await self._redis.set(keys.READERS_KEY, each.hex(), nx=True) and each not in await self.keys():
                await self._redis.append(keys.READERS_KEY, f",{each.hex()}")

    async def parts(self, purpose: Purpose, token: str) -> tuple[str, ...] | None:
        """What `token` was made of here; None for one that was not, or for something else."""
        made = (parts_of(key, purpose, token) for key in await self.keys())
        return next((parts for parts in made if parts), None)

    async def reader(self, purpose: Purpose, token: str) -> Reader | None:
        """The reader `token` was made for."""
        named = (reader_of(key, purpose, token) for key in await self.keys())
        return next((reader for reader in named if reader), None)

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
