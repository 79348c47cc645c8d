"""What every answer of the status page has in common: what no browser may do with it, and its plain notices."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus

from aiohttp import web

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
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}

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


def notice(request: web.Request, title: str, said: str, status: HTTPStatus) -> web.Response:
    """One plain sentence, and what to do."""
    return html(document("notice.html", root=root(request), title=title, said=said), status)


def slower(request: web.Request) -> web.Response:
    return notice(request, "That is a lot at once.", "Try again in a minute.", HTTPStatus.TOO_MANY_REQUESTS)


def nothing(request: web.Request, said: str = "") -> web.Response:
    return notice(request, "There is nothing here.", said, HTTPStatus.NOT_FOUND)


async def field(request: web.Request, name: str) -> str:
    """A field of a form as our pages send it; empty in whatever else somebody sent."""
    if request.content_type != "application/x-www-form-urlencoded":
        return ""
    try:
        value = (await request.post()).get(name, "")
    except LookupError:  # a charset that does not exist
        return ""
    return value if isinstance(value, str) else ""
