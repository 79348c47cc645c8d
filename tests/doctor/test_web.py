"""A port that is taken, a public URL that leads elsewhere: found over real sockets."""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from fakeredis import FakeAsyncRedis

from alertbot.doctor.finding import Finding
from alertbot.doctor.web import look_at_port, look_at_public_url
from alertbot.store.store import Store
from alertbot.surfaces import websub
from alertbot.surfaces.web import routes
from tests.contracts.mail_server import Trust
from tests.made.served import served


def now() -> datetime:
    return datetime.now(UTC)


def ours() -> list[web.RouteDef]:
    """What the web role has, on a store of the test's own."""
    store = Store(FakeAsyncRedis(decode_responses=True))
    return [*routes(store, clock=now), *websub.routes(store, clock=now)]


async def look(url: str, shift: timedelta = timedelta()) -> list[Finding]:
    return await look_at_public_url(url, lambda: now() + shift)


def names(found: list[Finding]) -> list[str]:
    return [each.name for each in found]


def port_of(url: str) -> int:
    return int(url.rpartition(":")[2])


async def test_the_web_role_is_recognised_also_behind_a_proxy_that_keeps_its_health() -> None:
    async with served(ours()) as url:
        assert names(await look(url)) == [""]
    store = Store(FakeAsyncRedis(decode_responses=True))
    async with served(websub.routes(store, clock=now)) as url:
        assert names(await look(url)) == [""]


async def test_nothing_at_the_public_url_is_found() -> None:
    async with served(ours()) as url:
        pass
    assert names(await look(url)) == ["public-url-unreachable"]


async def test_something_else_at_the_public_url_is_found() -> None:
    async def welcome(_: web.Request) -> web.Response:
        return web.Response(text="<h1>Welcome to nginx!</h1>", content_type="text/html")

    async with served([web.get("/{path:.*}", welcome)]) as url:
        assert names(await look(url)) == ["public-url-elsewhere"]


async def test_a_clock_that_is_off_is_found() -> None:
    async with served(ours()) as url:
        assert names(await look(url, timedelta(minutes=5))) == ["clock-skew"]


@asynccontextmanager
async def secured(context: ssl.SSLContext) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_routes(ours())
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
        yield f"https://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@pytest.mark.parametrize(
    ("days", "names_found"), [(-1, ["public-url-certificate"]), (3, ["certificate-ending"]), (90, [""])]
)
async def test_a_certificate_that_ended_or_ends_soon_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, days: int, names_found: list[str]
) -> None:
    trust = Trust()
    trust.authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    trust.authority.issue_cert("127.0.0.1", not_after=now() + timedelta(days=days)).configure_cert(trust.server)
    async with secured(trust.server) as url:
        assert names(await look(url)) == names_found


async def test_a_port_another_program_has_is_found_and_our_own_web_role_is_not() -> None:
    async with served([]) as url:
        assert names(await look_at_port(port_of(url))) == ["port-taken"]
    async with served(ours()) as url:
        (found,) = await look_at_port(port_of(url))
    assert found.said.startswith("the web role answers")
    assert names(await look_at_port(port_of(url))) == [""]
    assert await look_at_port(0) == []
