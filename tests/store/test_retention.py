"""Nothing stays in Redis without an end: a key ends by itself, or what is in it is bounded or somebody's."""

import re
from datetime import timedelta

from alertbot.roles.matcher import Matcher
from alertbot.store import keys
from alertbot.store.store import Store
from tests.made.forms import FOREVER, live, publish
from tests.made.values import NOW, subscriber

STAYS = re.compile(
    keys.PREFIX
    + r"(form|sources(:due|:states|:leases)?|source:[^:]+:seen|websub|stories|subscribers(:changes)?|counts"
    r"|events:(count|log)|lane:.*|lanes:.*|deliveries:dead|digests:(due|leases|last)|readers:key)"
)
"""What people made, what waits to be done, and logs that are cut at a length: see the table in `keys`."""

UNTIL_DECIDED = {"queued", "held", "sending", "retrying", "dead"}


async def test_every_key_ends_or_belongs_to_somebody(valkey_store: Store) -> None:
    await live(valkey_store)
    redis = valkey_store.redis
    for key in [str(each) async for each in redis.scan_iter()]:
        if key.startswith(keys.delivery("")):
            state = await redis.hget(key, "state")
            assert (await redis.pttl(key) > 0) is (state not in UNTIL_DECIDED), (key, state)
        elif not STAYS.fullmatch(key):
            assert 0 < await redis.ttl(key) <= timedelta(days=91).total_seconds(), key


async def test_stories_are_kept_as_long_as_the_operator_says(valkey_store: Store) -> None:
    await valkey_store.subscribers.update("desk", lambda _: subscriber())
    matcher = Matcher(
        valkey_store, (), consumer="m", clock=lambda: NOW, max_age=FOREVER, retention=timedelta(days=3)
    )
    await matcher.open()
    await publish(valkey_store, 1)
    await matcher.step()
    day = f"{NOW:%Y-%m-%d}"
    for key in (keys.recent_words(day), keys.recent_stories(day)):
        left = timedelta(seconds=await valkey_store.redis.ttl(key))
        assert timedelta(days=3) - timedelta(minutes=1) < left <= timedelta(days=4)
