"""The status page's routes: who comes in, what each page shows, and what no browser may do with it. Edge.

Every page only shows; nothing here changes what the bot does. Forms carry a token of their visit, so no
other site can send them, and each answer forbids scripts, frames and addresses that are not its own.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from http import HTTPStatus
from urllib.parse import urlsplit

from aiohttp import web
from redis.exceptions import RedisError

from alertbot.alerts.preview import Preview, preview
from alertbot.alerts.subscriber import Subscriber
from alertbot.desk.accounting import Telling, told
from alertbot.language import ENGLISH
from alertbot.secret import Secret
from alertbot.store.store import Store
from alertbot.stories.identity import url_key
from alertbot.surfaces.status import board, play
from alertbot.surfaces.status.document import SCRIPT, STYLE, document
from alertbot.surfaces.status.visit import (
    VISIT_LASTS,
    Visit,
    cookie_of,
    form_token,
    is_form_token,
    is_operators,
    proof_of,
    visit_by_cookie,
    visit_by_link,
)
from alertbot.surfaces.tracing import explained
from alertbot.watches.query import Query

COOKIE = "alertbot_status"
MOST_PREVIEWS = 60
"""Previews of one visit a minute: as fast as one types, and no faster."""

MOST_LOOKED_BACK = 3
"""Watches of one preview that are held against the stories of the last days."""

LONGEST_FIELD = 2_000
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """How one comes in: by the operator's token, None for only by links, at `public_url` (empty: unknown)."""

    token: Secret | None
    public_url: str = ""

    @property
    def path(self) -> str:
        """Where cookies are good: a proxy may put the web role below a path of its own."""
        return urlsplit(self.public_url).path.rstrip("/") + "/status"


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking:
    """A request with who makes it, and what its forms carry."""

    request: web.Request
    visit: Visit
    form: str


Page = Callable[[Looking], Awaitable[web.Response]]


def routes(
    store: Store, *, token: Secret | None, public_url: str, clock: Callable[[], datetime]
) -> list[web.RouteDef]:
    """`/status` and what is below it."""
    pages = Pages(store, Door(token=token, public_url=public_url), clock)
    operators = partial(pages.guarded, operators=True)
    return [
        web.get("/status", pages.open(pages.lead_in)),
        web.get("/status/", pages.guarded(pages.stream)),
        web.get("/status/sources", operators(pages.sources)),
        web.get("/status/queues", operators(pages.queues)),
        web.get("/status/play", pages.guarded(pages.play)),
        web.post("/status/play", pages.guarded(pages.play)),
        web.post("/status/preview", pages.guarded(pages.preview)),
        web.get("/status/why", pages.guarded(pages.why)),
        web.post("/status/enter", pages.open(pages.enter)),
        web.get("/status/in/{token}", pages.open(pages.come_by_link)),
        web.post("/status/leave", pages.guarded(pages.leave)),
        web.get("/status/style.css", _file(STYLE, "text/css")),
        web.get("/status/play.js", _file(SCRIPT, "text/javascript")),
    ]


class Pages:
    """Each page gathers what it shows, then renders it."""

    def __init__(self, store: Store, door: Door, clock: Callable[[], datetime]) -> None:
        self._store, self._door, self._clock = store, door, clock

    def open(self, answer: Handler) -> Handler:
        """A handler that anyone may ask; Redis being away is one sentence."""

        async def handle(request: web.Request) -> web.Response:
            try:
                return await answer(request)
            except RedisError:
                return _notice(
                    request, "Redis does not answer.", "Try again in a minute.", HTTPStatus.SERVICE_UNAVAILABLE
                )
            except web.HTTPRequestEntityTooLarge:
                return _notice(request, "That is too much.", "Send less.", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)

        return handle

    def guarded(self, answer: Page, *, operators: bool = False) -> Handler:
        """A handler for those who came in; what is for operators is not there for others."""

        async def handle(request: web.Request) -> web.Response:
            key, cookie = await self._store.visits.page_key(), request.cookies.get(COOKIE, "")
            visit = visit_by_cookie(key, cookie, now=self._clock(), secret=self._door.token)
            if visit is None:
                return self._closed(request)
            if operators and not visit.operator:
                return _notice(request, "There is nothing here.", "", HTTPStatus.NOT_FOUND)
            if request.method == "POST" and not is_form_token(key, cookie, await _field(request, "form")):
                return _notice(request, "This form is too old.", "Open the page again.", HTTPStatus.FORBIDDEN)
            return await answer(Looking(request=request, visit=visit, form=form_token(key, cookie)))

        return self.open(handle)

    async def lead_in(self, request: web.Request) -> web.Response:
        """To the first page; a token in the address goes into a cookie, and out of the address."""
        given = request.query.get("token")
        return await self._admit(request, given, "status/") if given is not None else _to("status/")

    async def enter(self, request: web.Request) -> web.Response:
        return await self._admit(request, await _field(request, "token"), "./")

    async def come_by_link(self, request: web.Request) -> web.Response:
        key, now = await self._store.visits.page_key(), self._clock()
        visit = visit_by_link(key, request.match_info["token"], now=now)
        if visit is None:
            said = "Ask the bot for another with /status."
            return _notice(request, "This link has ended, or is not one of ours.", said, HTTPStatus.FORBIDDEN)
        return await self._let_in(visit, "../")

    async def leave(self, looking: Looking) -> web.Response:
        answer = _to("./")
        answer.del_cookie(COOKIE, path=self._door.path)
        return answer

    async def stream(self, looking: Looking) -> web.Response:
        if not looking.visit.operator:
            return await self._mine(looking)
        query = looking.request.query
        now, before = self._clock(), _number(query.get("before", ""))
        alerted = query.get("only") == "alerted"
        shown = await board.stream_of(self._store, before=before, alerted=alerted, now=now)
        feeds, queues = await board.feeds_of(self._store), await board.queues_of(self._store, now=now)
        return self._page(looking, "stream.html", stream=shown, alerted=alerted, feeds=feeds, queues=queues)

    async def _mine(self, looking: Looking) -> web.Response:
        subscriber = await self._store.subscribers.get(looking.visit.subscriber)
        if subscriber is None:
            said = "This chat has no watches."
            return _notice(looking.request, "There is nothing here.", said, HTTPStatus.NOT_FOUND)
        rows = await board.mine_of(self._store, subscriber.name)
        return self._page(looking, "mine.html", subscriber=subscriber, shown=rows)

    async def sources(self, looking: Looking) -> web.Response:
        return self._page(looking, "sources.html", feeds=await board.feeds_of(self._store))

    async def queues(self, looking: Looking) -> web.Response:
        return self._page(looking, "queues.html", queues=await board.queues_of(self._store, now=self._clock()))

    async def why(self, looking: Looking) -> web.Response:
        """The account of a story; who is no operator asks for themselves alone."""
        query, visit = looking.request.query, looking.visit
        url = query.get("url", "")[:LONGEST_FIELD].strip()
        name = query.get("subscriber", "")[:LONGEST_FIELD].strip() if visit.operator else visit.subscriber
        asked: dict[str, object] = {"url": url, "name": name, "told": (), "error": ""}
        if not url:
            return self._page(looking, "why.html", **asked)
        if await self._too_fast(visit):
            return _slower(looking.request)
        subscriber = await self._store.subscribers.get(name)
        if not url_key(url):
            asked["error"] = "That is not the address of a story."
        elif subscriber is None:
            asked["error"] = f"There is no subscriber {name}." if name else "Say for whom: a subscriber's name."
        else:
            asked["told"] = await self._account(url, subscriber, detail=visit.operator)
        return self._page(looking, "why.html", **asked)

    async def _account(self, url: str, subscriber: Subscriber, *, detail: bool) -> tuple[object, ...]:
        now = self._clock()
        account = await explained(self._store, url, subscriber, now=now)
        return told(account, Telling(words=ENGLISH, now=now, timezone=subscriber.timezone, detail=detail))

    async def play(self, looking: Looking) -> web.Response:
        """The playground, with what was typed already tried."""
        typed, text = await _typed(looking.request)
        shown = await self._played(looking.visit, typed, text) if typed else None
        if shown is None and typed:
            return _slower(looking.request)
        return self._page(looking, "play.html", typed=typed, text=text, **(shown or _NOTHING))

    async def preview(self, looking: Looking) -> web.Response:
        """What the playground shows, alone: for the script that keeps it up to date."""
        typed, text = await _typed(looking.request)
        shown = await self._played(looking.visit, typed, text) if typed else _NOTHING
        if shown is None:
            return _slower(looking.request)
        return _html(document("played.html", now=self._clock(), **shown))

    async def _played(self, visit: Visit, typed: str, text: str) -> dict[str, object] | None:
        """What `typed` hits in `text`, or without one in the stories of the last days; None when too fast."""
        if await self._too_fast(visit):
            return None
        read = play.read(typed)
        if not read.queries:
            return {**_NOTHING, "read": read}
        if text:
            return {**_NOTHING, "read": read, "tried": await asyncio.to_thread(play.tried, read.queries, text)}
        found = [(query.text, await self._looked_back(query)) for query in read.queries[:MOST_LOOKED_BACK]]
        return {**_NOTHING, "read": read, "previews": found}

    async def _looked_back(self, query: Query) -> Preview:
        now = self._clock()
        sample = await self._store.recent.sample(query, now=now)
        return await asyncio.to_thread(preview, query, sample, now=now)

    async def _too_fast(self, visit: Visit) -> bool:
        return await self._store.visits.count(visit.name) > MOST_PREVIEWS

    async def _admit(self, request: web.Request, given: str, onward: str) -> web.Response:
        secret = self._door.token
        if secret is None or not is_operators(secret, given):
            return self._closed(request, refused=secret is not None)
        proof = proof_of(await self._store.visits.page_key(), secret)
        return await self._let_in(Visit(operator=True, proof=proof), onward)

    async def _let_in(self, visit: Visit, onward: str) -> web.Response:
        answer = _to(onward)
        answer.set_cookie(
            COOKIE,
            cookie_of(await self._store.visits.page_key(), visit, now=self._clock()),
            path=self._door.path,
            max_age=int(VISIT_LASTS.total_seconds()),
            httponly=True,
            samesite="Lax",  # Strict would be lost on the way in from a chat
            secure=self._door.public_url.startswith("https://"),
        )
        return answer

    def _closed(self, request: web.Request, *, refused: bool = False) -> web.Response:
        shown = document(
            "enter.html", root=_root(request), has_token=self._door.token is not None, refused=refused
        )
        return _html(shown, HTTPStatus.FORBIDDEN)

    def _page(self, looking: Looking, template: str, **shown: object) -> web.Response:
        here = template.removesuffix(".html")
        common = {"now": self._clock(), "visit": looking.visit, "form": looking.form, "root": ""}
        return _html(document(template, here=here, **common, **shown))


_NOTHING: dict[str, object] = {"read": None, "tried": None, "previews": ()}


async def _field(request: web.Request, name: str) -> str:
    """A field of a form as our pages send it; empty in whatever else somebody sent."""
    if request.content_type != "application/x-www-form-urlencoded":
        return ""
    try:
        value = (await request.post()).get(name, "")
    except LookupError:  # a charset that does not exist
        return ""
    return value if isinstance(value, str) else ""


async def _typed(request: web.Request) -> tuple[str, str]:
    """The watch and the text of the playground: from its form, or from the address of a link to it."""
    if request.method == "POST":
        return (await _field(request, "query")).strip(), (await _field(request, "text")).strip()
    return request.query.get("query", "").strip(), ""


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 16 else 0


def _file(text: str, kind: str) -> Handler:
    async def handle(_: web.Request) -> web.Response:
        headers = {**HEADERS, "Cache-Control": "public, max-age=3600"}
        return web.Response(text=text, content_type=kind, charset="utf-8", headers=headers)

    return handle


def _to(place: str) -> web.Response:
    return web.Response(status=HTTPStatus.SEE_OTHER, headers={**HEADERS, "Location": place})


def _root(request: web.Request) -> str:
    """From the page at hand to those of the status page: a proxy may have put a path before all of them."""
    below = request.path.removeprefix("/status").count("/")
    return "../" * (below - 1) if below else "status/"


def _slower(request: web.Request) -> web.Response:
    return _notice(request, "That is a lot at once.", "Try again in a minute.", HTTPStatus.TOO_MANY_REQUESTS)


def _notice(request: web.Request, title: str, said: str, status: HTTPStatus) -> web.Response:
    return _html(document("notice.html", root=_root(request), title=title, said=said), status)


def _html(text: str, status: HTTPStatus = HTTPStatus.OK) -> web.Response:
    return web.Response(text=text, content_type="text/html", charset="utf-8", headers=HEADERS, status=status)
