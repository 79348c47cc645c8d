"""What every answer of the status page has in common: its language, and what no browser may do with it."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus

from aiohttp import web

from alertbot.errors import Sentence, sentence
from alertbot.surfaces.asked import asked_for
from alertbot.surfaces.bodies import in_time
from alertbot.surfaces.status.document import document

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Server": "alertbot",
    "Vary": "Accept-Language, Cookie",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}

NO_MORE = Sentence("")
"""There is no more to say."""

Handler = Callable[[web.Request], Awaitable[web.Response]]


def html(text: str, status: HTTPStatus = HTTPStatus.OK) -> web.Response:
    return web.Response(text=text, content_type="text/html", charset="utf-8", headers=HEADERS, status=status)


def to(place: str) -> web.Response:
    """Leads on to `place`, from the page at hand."""
    return web.Response(status=HTTPStatus.SEE_OTHER, headers={**HEADERS, "Location": place})


def file(text: str, kind: str) -> Handler:
    """A handler that answers `text` to everyone; it may be kept for an hour."""

    async def handle(_: web.Request) -> web.Response:
        headers = {**HEADERS, "Cache-Control": "public, max-age=3600"}
        return web.Response(text=text, content_type=kind, charset="utf-8", headers=headers)

    return handle


def root(request: web.Request) -> str:
    """From the page at hand to those of the status page: a proxy may have put a path before all of them."""
    below = request.path.removeprefix("/status").count("/")
    return "../" * (below - 1) if below else "status/"


def notice(request: web.Request, title: Sentence, said: Sentence, status: HTTPStatus) -> web.Response:
    """One plain sentence, and what to do, in the reader's language."""
    words = asked_for(request)
    shown = {"root": root(request), "title": words.tell(title), "said": words.tell(said)}
    return html(document("notice.html", words, **shown), status)


def slower(request: web.Request) -> web.Response:
    title, said = sentence("That is a lot at once."), sentence("Try again in a minute.")
    return notice(request, title, said, HTTPStatus.TOO_MANY_REQUESTS)


def nothing(request: web.Request, said: Sentence = NO_MORE) -> web.Response:
    return notice(request, sentence("There is nothing here."), said, HTTPStatus.NOT_FOUND)


async def field(request: web.Request, name: str) -> str:
    """A field of a form as our pages send it; empty in whatever else somebody sent."""
    if request.content_type != "application/x-www-form-urlencoded":
        return ""
    try:
        async with in_time():
            value = (await request.post()).get(name, "")
    except LookupError:  # a charset that does not exist
        return ""
    return value if isinstance(value, str) else ""
