"""What the links in a message lead to: unsubscribe, confirm, the whole summary. Edge.

Reading a page changes nothing, since mail scanners open every link; only a POST does, which is also
what the one-click button of a mail program sends (RFC 8058). Doing it again is fine.
"""

from collections.abc import Awaitable, Callable
from http import HTTPStatus

from aiohttp import web

from alertbot.alerts.reader import UNSUBSCRIBED, Purpose, Reader
from alertbot.channels.email.digest import render_digest
from alertbot.channels.email.links import Links
from alertbot.channels.email.page import document
from alertbot.store.store import Store

HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'"
    ),
}
Answer = Callable[[web.Request, Reader], Awaitable[web.Response]]
Handler = Callable[[web.Request], Awaitable[web.Response]]


def routes(store: Store) -> list[web.RouteDef]:
    """The pages of `store`'s readers; nobody logs in, the link is what proves who they are."""
    pages = Pages(store)
    return [
        web.get("/unsubscribe/{token}", pages.of("unsubscribe", pages.ask_to_stop)),
        web.post("/unsubscribe/{token}", pages.of("unsubscribe", pages.stop)),
        web.post("/unsubscribe/{token}/undo", pages.of("unsubscribe", pages.undo)),
        web.get("/confirm/{token}", pages.of("confirm", pages.ask_to_confirm)),
        web.post("/confirm/{token}", pages.of("confirm", pages.confirm)),
        web.get("/digest/{token}", pages.summary),
    ]


class Pages:
    """Each page is one short question or one plain answer."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._readers = store.readers

    def of(self, purpose: Purpose, answer: Answer) -> Handler:
        """A handler that answers the reader its token names, and nobody else."""

        async def handle(request: web.Request) -> web.Response:
            reader = await self._readers.reader(purpose, request.match_info["token"])
            return await answer(request, reader) if reader else _unknown()

        return handle

    async def ask_to_stop(self, request: web.Request, reader: Reader) -> web.Response:
        if await self._readers.stopped(reader) == UNSUBSCRIBED:
            return _stopped(request, reader)
        said = f"Shall alertbot stop writing to {reader.address} about the watches of {reader.subscriber}?"
        return _page("Unsubscribe", said, button="Unsubscribe", action=request.path)

    async def stop(self, request: web.Request, reader: Reader) -> web.Response:
        await self._readers.stop(reader, UNSUBSCRIBED)
        return _stopped(request, reader)

    async def undo(self, _: web.Request, reader: Reader) -> web.Response:
        if await self._readers.stopped(reader) == UNSUBSCRIBED:
            await self._readers.resume(reader)
        return _page("You are subscribed again", f"alertbot writes to {reader.address} as before.")

    async def ask_to_confirm(self, request: web.Request, reader: Reader) -> web.Response:
        said = f"Do you want to get news about the watches of {reader.subscriber} at {reader.address}?"
        return _page("Confirm your address", said, button="Yes, write to me", action=request.path)

    async def confirm(self, _: web.Request, reader: Reader) -> web.Response:
        await self._readers.confirm(reader)
        if await self._readers.stopped(reader):
            return _page("Nothing was changed", f"{reader.address} was unsubscribed since this link was sent.")
        return _page("Thank you", f"alertbot now writes to {reader.address}; every message has a way to stop it.")

    async def summary(self, request: web.Request) -> web.Response:
        parts = await self._readers.parts("digest", request.match_info["token"])
        kept = await self._store.outbox.get(parts[0]) if parts else None
        if kept is None or kept.delivery.digest is None:
            return _unknown()
        return _html(render_digest(kept.delivery.digest, Links(), whole=True).html)


def _stopped(request: web.Request, reader: Reader) -> web.Response:
    said = f"alertbot does not write to {reader.address} about the watches of {reader.subscriber} any more."
    return _page("You are unsubscribed", said, button="Undo", action=f"{request.path}/undo")


def _unknown() -> web.Response:
    said = "This link is not one of ours, or what it led to is too old to be kept."
    return _page("There is nothing here", said, status=HTTPStatus.NOT_FOUND)


def _page(
    title: str, said: str, *, button: str = "", action: str = "", status: HTTPStatus = HTTPStatus.OK
) -> web.Response:
    shown = {"lang": "en", "subject": title, "said": said, "button": button, "action": action}
    return _html(document("notice.html", **shown), status)


def _html(text: str, status: HTTPStatus = HTTPStatus.OK) -> web.Response:
    return web.Response(text=text, content_type="text/html", charset="utf-8", headers=HEADERS, status=status)
