"""The store, for commands that need it: a server that is away is one sentence."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from redis.exceptions import RedisError

from alertbot.errors import StoreError
from alertbot.settings.load import Settings
from alertbot.store.server import opened
from alertbot.store.store import Store


@asynccontextmanager
async def stored(settings: Settings) -> AsyncIterator[Store]:
    """The store of this configuration. Raises StoreError when its server cannot do what is asked."""
    try:
        async with opened(settings.secrets.redis_url, settings.secrets.data_dir) as store:
            await store.forms.prepare()
            yield store
    except RedisError as error:
        raise StoreError(f"Redis cannot be used ({type(error).__name__}); alertbot check says more") from error
