"""kill -9 of the bot, and of the server it keeps everything on: nothing is lost, nothing told twice."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from redis.exceptions import RedisError

from alertbot.store.connect import connect
from alertbot.store.embedded import Embedded
from alertbot.store.store import Store
from tests.made.bot import polled
from tests.made.newsstand import Newsstand, newsstand
from tests.made.waiting import eventually

ROOT = Path(__file__).parents[2]


class Bot:
    """`alertbot run` as a process of its own; `lines` are what it printed, over all its lives."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._log = (folder / "log").open("ab")
        self._out = folder / "out"
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        with self._out.open("ab") as out:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "alertbot", "run"),
                cwd=self._folder,
                env={
                    "PATH": os.environ["PATH"],
                    "PYTHONPATH": str(ROOT),
                    "ALERTBOT_CONFIG": "alertbot.toml",
                    "ALERTBOT_DATA_DIR": str(self._folder / "data"),
                },
                stdout=out,
                stderr=self._log,
            )

    async def end(self, how: signal.Signals) -> int:
        assert self._process is not None
        self._process.send_signal(how)
        return await self._process.wait()

    async def close(self) -> None:
        if self._process is not None and self._process.returncode is None:
            await self.end(signal.SIGTERM)
        self._log.close()
        server = Embedded(self._folder / "data" / "valkey")
        if server.alive():  # a test that failed left it behind
            server.start()
            server.stop()

    def lines(self) -> list[str]:
        return [line.split(" · ")[1] for line in self._out.read_text(encoding="utf-8").splitlines()]


@asynccontextmanager
async def bot(folder: Path, stand: Newsstand) -> AsyncIterator[Bot]:
    (folder / "alertbot.toml").write_text(
        f"""
        [fetch]
        interval = "1s"
        max_interval = "1s"
        allow_networks = ["127.0.0.0/8"]
        full_text = false
        [[sources]]
        url = "{stand.url}"
        [[subscribers]]
        name = "desk"
        watches = ["Mistral"]
        console = true
        """,
        encoding="utf-8",
    )
    made = Bot(folder)
    await made.start()
    try:
        yield made
    finally:
        await made.close()


async def told(bot: Bot, title: str) -> None:
    await eventually(f"{title} is told", lambda: title in bot.lines())


async def test_kill_9_of_the_bot_loses_and_repeats_nothing(tmp_path: Path) -> None:
    async with newsstand() as stand, bot(tmp_path, stand) as mine:
        await polled(stand)
        stand.publish("Mistral before")
        await told(mine, "Mistral before")
        await eventually("that is recorded", lambda: _outbox_is_empty(tmp_path))
        await mine.end(signal.SIGKILL)
        stand.publish("Mistral while it was dead")
        await mine.start()
        await told(mine, "Mistral while it was dead")
        assert await mine.end(signal.SIGTERM) == 0
        assert mine.lines() == ["Mistral before", "Mistral while it was dead"]


async def test_kill_9_of_the_embedded_server_is_mended(tmp_path: Path) -> None:
    async with newsstand() as stand, bot(tmp_path, stand) as mine:
        await polled(stand)
        stand.publish("Mistral before")
        await told(mine, "Mistral before")
        await eventually("that is recorded", lambda: _outbox_is_empty(tmp_path))
        os.kill(await _server_of(tmp_path), signal.SIGKILL)
        stand.publish("Mistral after")
        await told(mine, "Mistral after")
        assert await mine.end(signal.SIGTERM) == 0
        assert mine.lines() == ["Mistral before", "Mistral after"]


async def _server_of(folder: Path) -> int:
    """The process id of the embedded server in `folder`, asked of itself."""

    redis = connect(Embedded(folder / "data" / "valkey").url)
    with suppress(RedisError):
        info = await redis.info("server")
        directory = await redis.config_get("dir")
        await redis.aclose()
        assert Path(str(directory["dir"])).parent == folder / "data"
        return int(info["process_id"])
    raise AssertionError("the embedded server does not answer")


async def _outbox_is_empty(folder: Path) -> bool:
    """Before that, a message that was just told may be told again: nobody could know of it."""
    store = Store(connect(Embedded(folder / "data" / "valkey").url))
    empty = not await store.outbox.waiting()
    await store.close()
    return empty
