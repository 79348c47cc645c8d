"""The door of the status page: who comes in, and who is still inside. Edge.

Forms carry a token of their visit, so no other site can send them.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from urllib.parse import urlsplit

from aiohttp import web
from redis.exceptions import RedisError

from alertbot.errors import sentence
from alertbot.secret import Secret
from alertbot.store.store import Store
from alertbot.surfaces.asked import asked_for
from alertbot.surfaces.status.answers import Handler, field, html, nothing, notice, root, to
from alertbot.surfaces.status.document import document
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

COOKIE = "alertbot_status"


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking:
    """A request with who makes it, and what its forms carry."""

    request: web.Request
    visit: Visit
    form: str


Page = Callable[[Looking], Awaitable[web.Response]]


class Door:
    """Lets in by the operator's `token`, None for only by links, at `public_url` (empty: unknown)."""

    def __init__(
        self, store: Store, *, token: Secret | None, public_url: str, clock: Callable[[], datetime]
    ) -> None:
        self._store, self._token, self._clock = store, token, clock
        self._secure = public_url.startswith("https://")
        self._path = urlsplit(public_url).path.rstrip("/") + "/status"
        """Where cookies are good: a proxy may put the web role below a path of its own."""

    def open(self, answer: Handler) -> Handler:
        """A handler that anyone may ask; Redis being away is one sentence."""

        async def handle(request: web.Request) -> web.Response:
            try:
                return await answer(request)
            except RedisError:
                status = HTTPStatus.SERVICE_UNAVAILABLE
                return notice(
                    request, sentence("Redis does not answer."), sentence("Try again in a minute."), status
                )
            except web.HTTPRequestEntityTooLarge:
                title, status = sentence("That is too much."), HTTPStatus.REQUEST_ENTITY_TOO_LARGE
                return notice(request, title, sentence("Send less."), status)

        return handle

    def guarded(self, answer: Page, *, operators: bool = False) -> Handler:
        """A handler for those who came in; what is for operators is not there for others."""

        async def handle(request: web.Request) -> web.Response:
            key, cookie = await self._store.visits.page_key(), request.cookies.get(COOKIE, "")
            visit = visit_by_cookie(key, cookie, now=self._clock(), secret=self._token)
            if visit is None:
                return self._closed(request)
            if operators and not visit.operator:
                return nothing(request)
            if request.method == "POST" and not is_form_token(key, cookie, await field(request, "form")):
                title, said = sentence("This form is too old."), sentence("Open the page again.")
                return notice(request, title, said, HTTPStatus.FORBIDDEN)
            return await answer(Looking(request=request, visit=visit, form=form_token(key, cookie)))

        return self.open(handle)

    async def lead_in(self, request: web.Request) -> web.Response:
        """To the first page; a token in the address goes into a cookie, and out of the address."""
        given = request.query.get("token")
        return await self._admit(request, given, "status/") if given is not None else to("status/")

    async def enter(self, request: web.Request) -> web.Response:
        return await self._admit(request, await field(request, "token"), "./")

    async def come_by_link(self, request: web.Request) -> web.Response:
        key, now = await self._store.visits.page_key(), self._clock()
        visit = visit_by_link(key, request.match_info["token"], now=now)
        if visit is None:
            title = sentence("This link has ended, or is not one of ours.")
            said = sentence("Ask the bot for another with {command}.", command="/status")
            return notice(request, title, said, HTTPStatus.FORBIDDEN)
        return await self._let_in(visit, "../")

    async def leave(self, looking: Looking) -> web.Response:
        answer = to("./")
        answer.del_cookie(COOKIE, path=self._path)
        return answer

    async def _admit(self, request: web.Request, given: str, onward: str) -> web.Response:
        secret = self._token
        if secret is None or not is_operators(secret, given):
            return self._closed(request, refused=secret is not None)
        proof = proof_of(await self._store.visits.page_key(), secret)
        return await self._let_in(Visit(operator=True, proof=proof), onward)

    async def _let_in(self, visit: Visit, onward: str) -> web.Response:
        answer = to(onward)
        answer.set_cookie(
            COOKIE,
            cookie_of(await self._store.visits.page_key(), visit, now=self._clock()),
            path=self._path,
            max_age=int(VISIT_LASTS.total_seconds()),
            httponly=True,
            samesite="Lax",  # Strict would be lost on the way in from a chat
            secure=self._secure,
        )
        return answer

    def _closed(self, request: web.Request, *, refused: bool = False) -> web.Response:
        asked = {"root": root(request), "has_token": self._token is not None, "refused": refused}
        return html(document("enter.html", asked_for(request), **asked), HTTPStatus.FORBIDDEN)
