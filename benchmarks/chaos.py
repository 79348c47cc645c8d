"""Every role killed again and again, providers failing in bursts: what is lost, what is told twice?

    python -m benchmarks.chaos                                  # a minute or two: 200 alerts
    python -m benchmarks.chaos --alerts 10000 --chats 100       # the long form

Two processes of each role on one Valkey; every two seconds one of them is killed with SIGKILL and started
again. Stories come from a feed on loopback, messages go to a Telegram and a Slack on loopback that fail in
bursts: 500, a broken connection, and 429 with a Retry-After, whose violation is counted.
"""

import argparse
import asyncio
import os
import random
import re
import signal
import sys
import tempfile
import time
from collections import Counter
from email.utils import formatdate
from pathlib import Path
from typing import Any

from aiohttp import web

from alertbot.store.embedded import Embedded
from benchmarks.made import headline

ROLES = ("scheduler", "matcher", "notifier")
KILL_SECONDS = 2.0
BURST_SECONDS = 3.0
ROOT = Path(__file__).parents[1]


class World:
    """The publisher and both providers; it fails during every other three seconds."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.published: list[int] = []
        self.told: Counter[tuple[str, int]] = Counter()
        self.slack_ids: Counter[str] = Counter()
        self.slack_messages: list[dict[str, Any]] = []
        self.not_before: dict[str, float] = {}
        self.limited = self.violated = self.polls = 0

    async def feed(self, _: web.Request) -> web.Response:
        self.polls += 1
        items = "".join(
            f"<item><title>{headline(n)}</title><guid>{n}</guid>"
            f"<link>https://news.example.com/{n}</link><pubDate>{formatdate()}</pubDate></item>"
            for n in self.published[-400:]
        )
        body = f"<rss version='2.0'><channel><title>The Example</title>{items}</channel></rss>"
        return web.Response(text=body, content_type="application/rss+xml")

    def trouble(self, chat: str, limit: web.Response) -> web.Response | None:
        """How the provider fails now, if it does."""
        now = time.monotonic()
        if now < self.not_before.get(chat, 0):
            self.violated += 1
        if int(now / BURST_SECONDS) % 2 or self.chance.random() < 0.5:
            return None
        if self.chance.random() < 0.5:
            return web.Response(status=500, text="oops")
        self.limited += 1
        self.not_before[chat] = now + 1
        return limit

    async def telegram(self, request: web.Request) -> web.Response:
        said = await request.post()
        chat = str(said.get("chat_id", ""))
        if request.match_info["method"] != "sendMessage":
            return web.json_response({"ok": True, "result": {"id": 1, "is_bot": True, "first_name": "a"}})
        refused = {"ok": False, "error_code": 429, "description": "Too Many", "parameters": {"retry_after": 1}}
        if bad := self.trouble(chat, web.json_response(refused, status=429)):
            return bad
        for number in set(re.findall(r"news\.example\.com/(\d+)", str(said["text"]))):
            self.told[f"telegram:{chat}", int(number)] += 1
        result = {"message_id": len(self.told), "date": 1, "chat": {"id": int(chat), "type": "private"}}
        return web.json_response({"ok": True, "result": result})

    async def slack(self, request: web.Request) -> web.Response:
        form: Any = await request.json() if "json" in request.content_type else await request.post()
        said: dict[str, Any] = {**request.query, **form}
        chat = str(said.get("channel", ""))
        if request.match_info["method"] in ("conversations.history", "conversations.replies"):
            thread = said.get("ts")  # of replies: the message they stand under
            mine = [each for each in reversed(self.slack_messages) if each["channel"] == chat]
            found = [each for each in mine if each["thread"] == thread][:100]
            return web.json_response({"ok": True, "messages": found})
        if request.match_info["method"] != "chat.postMessage":
            return web.json_response({"ok": True, "user": "a", "team": "b"})
        limit = web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "1"})
        if bad := self.trouble(chat, limit):
            return bad
        metadata = said.get("metadata") or {}
        ts = f"{len(self.slack_messages) + 1}.0"
        self.slack_messages.append(
            {"channel": chat, "ts": ts, "thread": said.get("thread_ts"), "metadata": metadata}
        )
        for number in set(re.findall(r"news\.example\.com/(\d+)", str(said))):
            self.told[f"slack:{chat}", int(number)] += 1
        if identity := metadata.get("event_payload", {}).get("id"):
            self.slack_ids[identity] += 1
        return web.json_response({"ok": True, "channel": chat, "ts": ts})


class Bot:
    """Two processes of each role."""

    def __init__(self, folder: Path, environ: dict[str, str]) -> None:
        self._environ = environ
        self._log = (folder / "log").open("ab")
        self.processes: list[tuple[str, asyncio.subprocess.Process]] = []
        self.kills: Counter[str] = Counter()

    async def start(self, role: str) -> None:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "alertbot", "run", role), env=self._environ, stdout=self._log, stderr=self._log
        )
        self.processes.append((role, process))

    async def kill_one(self, chance: random.Random) -> None:
        role, process = self.processes.pop(chance.randrange(len(self.processes)))
        process.send_signal(signal.SIGKILL)
        await process.wait()
        self.kills[role] += 1
        await self.start(role)

    async def end(self) -> None:
        for _, process in self.processes:
            process.send_signal(signal.SIGTERM)
        await asyncio.gather(*(process.wait() for _, process in self.processes))
        self._log.close()


def configuration(url: str, chats: int) -> str:
    people = "".join(
        f'[[subscribers]]\nname = "p{n}"\nwatches = ["Mistral"]\n{address}\n'
        for n in range(chats)
        for address in [f"telegram = {1000 + n}" if n % 2 else f'slack = "C{1000 + n}"']
    )
    return (
        '[fetch]\ninterval = "1s"\nmax_interval = "1s"\nallow_networks = ["127.0.0.0/8"]\nfull_text = false\n'
        f'[[sources]]\nurl = "{url}/feed"\n{people}'
    )


async def run(alerts: int, chats: int, seed: int) -> bool:
    chance = random.Random(seed)
    world = World(chance)
    app = web.Application(client_max_size=1 << 22)
    app.router.add_get("/feed", world.feed)
    app.router.add_post("/bot{token}/{method}", world.telegram)
    app.router.add_route("*", "/api/{method}", world.slack)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = Embedded(folder / "v")
        server.start()
        (folder / "alertbot.toml").write_text(configuration(url, chats), encoding="utf-8")
        bot = Bot(folder, environment(folder, server.url, url))
        for role in ROLES * 2:
            await bot.start(role)
        while world.polls < 3:  # noqa: ASYNC110  (the first sight is silent, and processes take their time to start)
            await asyncio.sleep(0.1)
        began = time.monotonic()
        stories = -(-alerts // chats)
        wanted = {(_chat(n), number) for n in range(chats) for number in range(stories)}
        killed = began
        while wanted - world.told.keys() and time.monotonic() - began < 120 + stories * 3:
            if len(world.published) < stories:
                world.published.append(len(world.published))
            if time.monotonic() - killed > KILL_SECONDS:
                await bot.kill_one(chance)
                killed = time.monotonic()
            await asyncio.sleep(0.3)
        await asyncio.sleep(3)
        took = time.monotonic() - began
        await bot.end()
        server.stop()
    await runner.cleanup()
    return report(world, bot, wanted, took)


def environment(folder: Path, redis: str, url: str) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "ALERTBOT_CONFIG": str(folder / "alertbot.toml"),
        "ALERTBOT_DATA_DIR": str(folder),
        "REDIS_URL": redis,
        "TELEGRAM_BOT_TOKEN": "123456:token-of-a-benchmark",
        "TELEGRAM_API_URL": url,
        "SLACK_BOT_TOKEN": "xoxb-token-of-a-benchmark",
        "SLACK_API_URL": f"{url}/api/",
    }


def _chat(number: int) -> str:
    return f"telegram:{1000 + number}" if number % 2 else f"slack:C{1000 + number}"


def report(world: World, bot: Bot, wanted: set[tuple[str, int]], took: float) -> bool:
    lost = wanted - world.told.keys()
    twice = sum(count - 1 for (chat, _), count in world.told.items() if chat.startswith("telegram"))
    slack = sum(count - 1 for count in world.slack_ids.values())
    kills = sum(bot.kills.values())
    print(f"alerts             {len(wanted)} in {took:.0f} s, to {len({chat for chat, _ in wanted})} chats")
    print(
        f"kills              {kills} ({', '.join(f'{role} {count}' for role, count in sorted(bot.kills.items()))})"
    )
    print(f"lost               {len(lost)}")
    print(f"second copies      Telegram {twice}, Slack {slack}")
    print(f"429 received       {world.limited}, violated before their time {world.violated}")
    return not lost and twice + slack <= kills and not world.violated


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--alerts", type=int, default=200)
    parser.add_argument("--chats", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    sys.exit(0 if asyncio.run(run(given.alerts, given.chats, given.seed)) else 1)
