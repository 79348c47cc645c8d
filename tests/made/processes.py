"""`alertbot run ROLE…` as processes of their own, and the two providers they write to, on loopback."""

import asyncio
import os
import re
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from aiohttp import web

from tests.made.newsstand import Newsstand

BOT = {"id": 123456, "is_bot": True, "first_name": "News", "username": "news_bot"}
ROOT = Path(__file__).parents[2]
Manners = Literal["answers", "takes and is silent", "is silent"]


@dataclass(slots=True, kw_only=True)
class Providers:
    """A Telegram and a Slack. `told` counts (channel, headline); `silent` holds who was left without an answer.

    `manners` says how each behaves: one that only `takes` a message tells it, and never answers.
    """

    url: str = ""
    manners: dict[str, Manners] = field(default_factory=lambda: {"telegram": "answers", "slack": "answers"})
    told: Counter[tuple[str, str]] = field(default_factory=Counter)
    silent: Counter[str] = field(default_factory=Counter)
    messages: list[dict[str, Any]] = field(default_factory=list)

    async def telegram(self, request: web.Request) -> web.Response:
        said, method = await request.post(), request.match_info["method"]
        if method == "getUpdates":
            with suppress(TimeoutError):  # nobody says anything
                await asyncio.wait_for(asyncio.Event().wait(), float(str(said.get("timeout", 0))))
            return web.json_response({"ok": True, "result": []})
        if method != "sendMessage":
            return web.json_response({"ok": True, "result": BOT if method == "getMe" else True})
        await self._mannered("telegram", str(said["text"]))
        result = {"message_id": sum(self.told.values()), "date": 1, "chat": {"id": 1, "type": "private"}}
        return web.json_response({"ok": True, "result": result})

    async def slack(self, request: web.Request) -> web.Response:
        said: Any = await request.json() if "json" in request.content_type else await request.post()
        if request.match_info["method"] == "conversations.history":
            return web.json_response({"ok": True, "messages": self.messages})
        if request.match_info["method"] != "chat.postMessage":
            return web.json_response({"ok": True, "user": "a", "team": "b"})
        if self.manners["slack"] != "is silent":
            self.messages.append({"ts": f"{len(self.messages) + 1}.0", "metadata": said["metadata"]})
        await self._mannered("slack", str(said))
        return web.json_response({"ok": True, "channel": said["channel"], "ts": f"{len(self.messages)}.0"})

    async def _mannered(self, channel: str, text: str) -> None:
        manners = self.manners[channel]
        if manners != "is silent":
            self.told.update((channel, f"story {number}") for number in set(re.findall(r"story ?(\d+)", text)))
        if manners != "answers":
            self.silent[channel] += 1
            await asyncio.Event().wait()


@asynccontextmanager
async def providers(host: str = "127.0.0.1") -> AsyncIterator[Providers]:
    made = Providers()
    app = web.Application()
    app.router.add_post("/bot{token}/{method}", made.telegram)
    app.router.add_route("*", "/api/{method}", made.slack)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.01)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, 0).start()
        made.url = f"http://{host}:{runner.addresses[0][1]}"
        yield made
    finally:
        await runner.cleanup()


class Fleet:
    """Processes of one configuration, which names one feed by two addresses."""

    def __init__(self, folder: Path, stand: Newsstand, told: Providers, environ: Mapping[str, str]) -> None:
        self.folder = folder
        self._processes: list[asyncio.subprocess.Process] = []
        self._environ = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "ALERTBOT_CONFIG": str(folder / "alertbot.toml"),
            "ALERTBOT_DATA_DIR": str(folder / "data"),
            "TELEGRAM_BOT_TOKEN": "123456:token-of-a-test",
            "TELEGRAM_API_URL": told.url,
            "SLACK_BOT_TOKEN": "xoxb-token-of-a-test",
            "SLACK_API_URL": f"{told.url}/api/",
            **environ,
        }
        (folder / "alertbot.toml").write_text(
            f"""
            [fetch]
            interval = "1s"
            max_interval = "1s"
            allow_networks = ["127.0.0.0/8", "10.128.0.0/9"]
            full_text = false
            [[sources]]
            url = "{stand.url}"
            [[sources]]
            url = "{stand.url}?again"
            [[subscribers]]
            name = "desk"
            watches = ["Mistral"]
            slack = "C012345"
            telegram = 42
            """,
            encoding="utf-8",
        )

    async def start(self, *roles: str, inside: Sequence[str] = (), **environ: str) -> asyncio.subprocess.Process:
        """`alertbot run` with these roles; `inside` is the command that runs it elsewhere."""
        with (self.folder / f"log-{len(self._processes)}").open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                *(*inside, sys.executable, "-m", "alertbot", "run", *roles),
                env={**self._environ, **environ},
                stdout=log,
                stderr=log,
            )
        self._processes.append(process)
        return process

    def log(self, process: asyncio.subprocess.Process) -> str:
        """What a process has said so far."""
        return (self.folder / f"log-{self._processes.index(process)}").read_text(encoding="utf-8")

    async def end(self, process: asyncio.subprocess.Process, how: signal.Signals = signal.SIGKILL) -> int:
        process.send_signal(how)
        return await process.wait()

    async def close(self) -> None:
        for process in self._processes:
            if process.returncode is None:
                await self.end(process, signal.SIGTERM)


@asynccontextmanager
async def fleet(folder: Path, stand: Newsstand, told: Providers, **environ: str) -> AsyncIterator[Fleet]:
    made = Fleet(folder, stand, told, environ)
    try:
        yield made
    finally:
        await made.close()
