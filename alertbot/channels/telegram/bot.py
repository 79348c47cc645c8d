"""The client for Telegram's Bot API, and where it speaks to. Edge."""

import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TypeVar

os.environ.setdefault("PTB_TIMEDELTA", "true")  # the library's own switch: Retry-After as a timedelta

from telegram import Bot
from telegram.error import ChatMigrated
from telegram.request import HTTPXRequest

from alertbot.secret import Secret

T = TypeVar("T")

API = "https://api.telegram.org"
CONNECTIONS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A chat, and the topic in it that messages go to."""

    chat: int
    topic: int | None = None


def place_of(to: str) -> Place:
    """`chat` or `chat:topic`, as an address holds it."""
    chat, _, topic = to.partition(":")
    return Place(chat=int(chat), topic=int(topic) if topic else None)


def make_request() -> HTTPXRequest:
    """A pool of connections with time-outs of our own."""
    return HTTPXRequest(
        connection_pool_size=CONNECTIONS,
        connect_timeout=5.0,
        read_timeout=10.0,
        write_timeout=10.0,
        pool_timeout=10.0,
    )


def make_bot(token: Secret, request: HTTPXRequest, *, api_url: str = API) -> Bot:
    """A client without rate limiter and without retries: the outbox waits, and outlives a restart."""
    return Bot(
        token.reveal(),
        base_url=f"{api_url}/bot",
        base_file_url=f"{api_url}/file/bot",
        request=request,
        get_updates_request=request,
    )


async def there(place: Place, call: Callable[[Place], Awaitable[T]]) -> T:
    """What `call` answers at `place`, or where the group has moved to: its topics keep their numbers."""
    try:
        return await call(place)
    except ChatMigrated as moved:
        return await call(replace(place, chat=moved.new_chat_id))
