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
from alertbot.language import Language, language
from alertbot.store.store import Store
from alertbot.surfaces.asked import asked_for

HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'"
    ),
}
Answer = Callable[[web.Request, Reader, Language], Awaitable[web.Response]]
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
    """Each page is one short question or one plain answer, in the language of the reader's messages."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._readers = store.readers

    def of(self, purpose: Purpose, answer: Answer) -> Handler:
        """A handler that answers the reader its token names, and nobody else."""

        async def handle(request: web.Request) -> web.Response:
            reader = await self._readers.reader(purpose, request.match_info["token"])
            if reader is None:
                return _unknown(request)
            return await answer(request, reader, await self._words(request, reader))

        return handle

    async def ask_to_stop(self, request: web.Request, reader: Reader, words: Language) -> web.Response:
        if await self._readers.stopped(reader) == UNSUBSCRIBED:
            return _stopped(request, reader, words)
        said = words.say(
            "Shall alertbot stop writing to {address} about the watches of {subscriber}?", **_named(reader)
        )
        title = words.say("Unsubscribe")
        return _page(words, title, said, button=title, action=_here(request))

    async def stop(self, request: web.Request, reader: Reader, words: Language) -> web.Response:
        await self._readers.stop(reader, UNSUBSCRIBED)
        return _stopped(request, reader, words)

    async def undo(self, _: web.Request, reader: Reader, words: Language) -> web.Response:
        if await self._readers.stopped(reader) == UNSUBSCRIBED:
            await self._readers.resume(reader)
        said = words.say("alertbot writes to {address} as before.", address=reader.address)
        return _page(words, words.say("You are subscribed again"), said)

    async def ask_to_confirm(self, request: web.Request, reader: Reader, words: Language) -> web.Response:
        said = words.say(
            "Do you want to get news about the watches of {subscriber} at {address}?", **_named(reader)
        )
        button = words.say("Yes, write to me")
        return _page(words, words.say("Confirm your address"), said, button=button, action=_here(request))

    async def confirm(self, _: web.Request, reader: Reader, words: Language) -> web.Response:
        await self._readers.confirm(reader)
        if await self._readers.stopped(reader):
            said = words.say("{address} was unsubscribed since this link was sent.", address=reader.address)
            return _page(words, words.say("Nothing was changed"), said)
        said = words.say(
            "alertbot now writes to {address}; every message has a way to stop it.", address=reader.address
        )
        return _page(words, words.say("Thank you"), said)

    async def summary(self, request: web.Request) -> web.Response:
        parts = await self._readers.parts("digest", request.match_info["token"])
        kept = await self._store.outbox.get(parts[0]) if parts else None
        if kept is None or kept.delivery.digest is None:
            return _unknown(request)
        return _html(render_digest(kept.delivery.digest, Links(), whole=True).html)

    async def _words(self, request: web.Request, reader: Reader) -> Language:
        subscriber = await self._store.subscribers.get(reader.subscriber)
        return language(subscriber.lang) if subscriber else asked_for(request)


def _stopped(request: web.Request, reader: Reader, words: Language) -> web.Response:
    said = words.say(
        "alertbot does not write to {address} about the watches of {subscriber} any more.", **_named(reader)
    )
    title = words.say("You are unsubscribed")
    return _page(words, title, said, button=words.say("Undo"), action=f"{_here(request)}/undo")


def _unknown(request: web.Request) -> web.Response:
    words = asked_for(request)
    said = words.say("This link is not one of ours, or what it led to is too old to be kept.")
    return _page(words, words.say("There is nothing here"), said, status=HTTPStatus.NOT_FOUND)


def _here(request: web.Request) -> str:
    """This page as a link beside it: the public address may have a path that a proxy takes away."""
    return request.match_info["token"]


def _named(reader: Reader) -> dict[str, str]:
    return {"address": reader.address, "subscriber": reader.subscriber}


def _page(
    words: Language,
    title: str,
    said: str,
    *,
    button: str = "",
    action: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> web.Response:
    shown = {"lang": words.tag, "subject": title, "said": said, "button": button, "action": action}
    return _html(document("notice.html", **shown), status)


def _html(text: str, status: HTTPStatus = HTTPStatus.OK) -> web.Response:
    return web.Response(text=text, content_type="text/html", charset="utf-8", headers=HEADERS, status=status)
