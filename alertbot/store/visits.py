"""What conversations leave behind for a while: who leads them, who asks a lot, what was shared. Edge."""

import json
import secrets
from datetime import timedelta

from redis.asyncio import Redis

from alertbot.store import keys
from alertbot.store.scripts import script

SHARED = timedelta(days=90)
ASKED = timedelta(days=7)
NEXT = timedelta(minutes=10)
KEY_BYTES = 32
MINUTE = timedelta(minutes=1)
CONTESTED = timedelta(minutes=5)


class Visits:
    """Conversations in Redis; everything here ends by itself."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._renew = script(redis, "renew_lease")
        self._release = script(redis, "release_lease")

    async def count(self, who: str) -> int:
        """Counts one costly wish of `who`; answers how many there were in this minute."""
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.set(keys.rate(who), 0, ex=MINUTE, nx=True)
            pipe.incr(keys.rate(who))
            answer = await pipe.execute()
        return int(answer[1])

    async def share(self, word: str, queries: tuple[str, ...]) -> None:
        """Whoever has `word` can have `queries`, for SHARED from now."""
        await self._redis.set(keys.shared(word), json.dumps(queries), ex=SHARED)

    async def shared(self, word: str) -> tuple[str, ...] | None:
        """The queries shared under `word`, None when there are none (any more)."""
        kept = await self._redis.get(keys.shared(word))
        return tuple(json.loads(kept)) if kept else None

    async def ask(self, place: str, message: str, about: str, *, next_: bool = False) -> None:
        """The answer to `message` at `place` will be about the watch `about`.

        With `next_` so will be what is said there next, unless NEXT has passed.
        """
        await self._redis.set(keys.asked(place, message), about, ex=ASKED)
        if next_:
            await self._redis.set(keys.asked(place, ""), about, ex=NEXT)

    async def asked(self, place: str, message: str) -> str:
        """What an answer to `message` is about, empty when nothing was asked there."""
        return str(await self._redis.get(keys.asked(place, message)) or "")

    async def next_about(self, place: str) -> str:
        """What is said at `place` now is about, empty for nothing; asked once, it is over."""
        return str(await self._redis.getdel(keys.asked(place, "")) or "")

    async def page_key(self) -> bytes:
        """The secret that links to the status page are signed with.

        It is another one than that of the links in mails, which goes with an export.
        """
        await self._redis.set(keys.STATUS_KEY, secrets.token_hex(KEY_BYTES), nx=True)
        return bytes.fromhex(str(await self._redis.get(keys.STATUS_KEY)))

    async def lead(self, what: str, token: str, life: timedelta) -> bool:
        """Takes, or keeps, the lead of `what` for `life`; False while somebody else has it."""
        life_ms = int(life.total_seconds() * 1000)
        return bool(await self._renew(keys=[keys.leader(what)], args=[token, life_ms]))

    async def leave(self, what: str, token: str) -> None:
        """Gives the lead back, so that the next one need not wait for its end."""
        await self._release(keys=[keys.leader(what)], args=[token])

    async def contest(self, what: str) -> None:
        """Keeps for CONTESTED that somebody who is none of us does `what` as well."""
        await self._redis.set(keys.contested(what), "1", ex=CONTESTED)
