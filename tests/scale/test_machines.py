"""Two machines, as far as the network can tell, on one Redis with a password: they share the work."""

import random
from pathlib import Path

from alertbot.store.connect import connect
from alertbot.store.store import Store
from tests.made import valkey
from tests.made.namespaces import HOST, machine
from tests.made.newsstand import newsstand
from tests.made.processes import fleet, providers
from tests.made.valkey import PASSWORD
from tests.made.waiting import eventually

ROLES = ("scheduler", "matcher", "notifier")
CHANNELS = ("telegram", "slack")
STORIES = range(6)


async def test_two_machines_share_the_work(tmp_path: Path) -> None:
    port = valkey.free_port()
    with machine(1) as one, machine(2) as two, valkey.process(tmp_path / "v", valkey.server(port), host=HOST):
        await valkey.answers(port, tmp_path / "v")
        url = f"redis://:{PASSWORD}@{HOST}:{port}/0"
        async with (
            newsstand(host=HOST) as stand,
            providers(HOST) as told,
            fleet(tmp_path, stand, told, REDIS_URL=url) as bot,
        ):
            store = Store(connect(url))
            processes = [await bot.start(*ROLES, inside=each) for each in (one, two)]
            await eventually("both poll", lambda: all("polled" in bot.log(each) for each in processes), 60)
            for number in STORIES:
                chance = random.Random(number)
                words = ("".join(chance.choices("bdfgklmnprst", k=7)) for _ in range(9))
                stand.publish(f"Mistral {' '.join(words)} story{number}")
            wanted = {(channel, f"story {number}") for channel in CHANNELS for number in STORIES}
            await eventually("all are told", lambda: wanted <= told.told.keys(), 60)
            await eventually("that is recorded", lambda: _idle(store), 60)
            await store.close()
        assert {each: count for each, count in told.told.items() if count > 1} == {}


async def _idle(store: Store) -> bool:
    return not await store.busy()
