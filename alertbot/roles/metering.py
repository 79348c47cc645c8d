"""Keeps what this process counts in Redis, where every web role can show it."""

import asyncio
import logging

from redis.exceptions import RedisError

from alertbot.metrics import Meter
from alertbot.roles.waiting import sleep
from alertbot.store.counts import Counts

FLUSH_SECONDS = 2.0


async def keep_counts(counts: Counts, stop: asyncio.Event) -> None:
    """Counts until `stop` is set, and once more then; while Redis is away, nothing counted is lost."""
    meter = Meter()
    logging.getLogger("alertbot").addHandler(meter)
    try:
        while not stop.is_set():
            await sleep(stop, FLUSH_SECONDS)
            await _flush(meter, counts)
    finally:
        logging.getLogger("alertbot").removeHandler(meter)


async def _flush(meter: Meter, counts: Counts) -> None:
    taken = meter.take()
    try:
        await counts.add(taken)
    except RedisError:
        meter.give_back(taken)
