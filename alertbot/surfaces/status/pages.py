"""The status page's routes, and what each page shows. Edge.

Every page only shows; nothing here changes what the bot does.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime
from functools import partial

from aiohttp import web

from alertbot.alerts.preview import Preview, preview
from alertbot.alerts.subscriber import Subscriber
from alertbot.desk.accounting import told
from alertbot.desk.manner import Telling
from alertbot.errors import sentence
from alertbot.language import Language
from alertbot.secret import Secret
from alertbot.store.store import Store
from alertbot.stories.identity import url_key
from alertbot.surfaces.asked import asked_for
from alertbot.surfaces.status import board, play
from alertbot.surfaces.status.answers import field, file, html, nothing, slower
from alertbot.surfaces.status.document import SCRIPT, STYLE, document
from alertbot.surfaces.status.door import Door, Looking
from alertbot.surfaces.status.visit import Visit
from alertbot.surfaces.tracing import explained
from alertbot.watches.query import Query

MOST_PREVIEWS = 60
"""Previews of one visit a minute: as fast as one types, and no faster."""

MOST_LOOKED_BACK = 3
"""Watches of one preview that are held against the stories of the last days."""

LONGEST_FIELD = 2_000


def routes(
    store: Store, *, token: Secret | None, public_url: str, clock: Callable[[], datetime]
) -> list[web.RouteDef]:
    """`/status` and what is below it."""
    door = Door(store, token=token, public_url=public_url, clock=clock)
    pages, operators = Pages(store, clock=clock), partial(door.guarded, operators=True)
    return [
        web.get("/status", door.open(door.lead_in)),
        web.post("/status/enter", door.open(door.enter)),
        web.get("/status/in/{token}", door.open(door.come_by_link)),
        web.post("/status/leave", door.guarded(door.leave)),
        web.get("/status/", door.guarded(pages.stream)),
        web.get("/status/sources", operators(pages.sources)),
        web.get("/status/queues", operators(pages.queues)),
        web.get("/status/why", door.guarded(pages.why)),
        web.get("/status/play", door.guarded(pages.play)),
        web.post("/status/play", door.guarded(pages.play)),
        web.post("/status/preview", door.guarded(pages.preview)),
        web.get("/status/style.css", file(STYLE, "text/css")),
        web.get("/status/play.js", file(SCRIPT, "text/javascript")),
    ]


class Pages:
    """Each page gathers what it shows, then renders it."""

    def __init__(self, store: Store, *, clock: Callable[[], datetime]) -> None:
        self._store, self._clock = store, clock

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
            return nothing(looking.request, sentence("This chat has no watches."))
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
            return slower(looking.request)
        subscriber, words = await self._store.subscribers.get(name), asked_for(looking.request)
        if not url_key(url):
            asked["error"] = words.say("That is not the address of a story.")
        elif subscriber is None:
            asked["error"] = _nobody(name, words)
        else:
            asked["told"] = await self._account(url, subscriber, words, detail=visit.operator)
        return self._page(looking, "why.html", **asked)

    async def _account(
        self, url: str, subscriber: Subscriber, words: Language, *, detail: bool
    ) -> tuple[object, ...]:
        now = self._clock()
        account = await explained(self._store, url, subscriber, now=now)
        return told(account, Telling(words=words, now=now, timezone=subscriber.timezone, detail=detail))

    async def play(self, looking: Looking) -> web.Response:
        """The playground, with what was typed already tried."""
        typed, text = await _typed(looking.request)
        shown = await self._played(looking, typed, text) if typed else None
        if shown is None and typed:
            return slower(looking.request)
        return self._page(looking, "play.html", typed=typed, text=text, **(shown or _NOTHING))

    async def preview(self, looking: Looking) -> web.Response:
        """What the playground shows, alone: for the script that keeps it up to date."""
        typed, text = await _typed(looking.request)
        shown = await self._played(looking, typed, text) if typed else _NOTHING
        if shown is None:
            return slower(looking.request)
        return html(document("played.html", asked_for(looking.request), now=self._clock(), **shown))

    async def _played(self, looking: Looking, typed: str, text: str) -> dict[str, object] | None:
        """What `typed` hits in `text`, or without one in the stories of the last days; None when too fast."""
        if await self._too_fast(looking.visit):
            return None
        words = asked_for(looking.request)
        read = play.read(typed, words)
        if not read.queries:
            return {**_NOTHING, "read": read}
        if text:
            tried = await asyncio.to_thread(play.tried, read.queries, text, words)
            return {**_NOTHING, "read": read, "tried": tried}
        found = [(query.text, await self._looked_back(query)) for query in read.queries[:MOST_LOOKED_BACK]]
        return {**_NOTHING, "read": read, "previews": found}

    async def _looked_back(self, query: Query) -> Preview:
        now = self._clock()
        sample = await self._store.recent.sample(query, now=now)
        return await asyncio.to_thread(preview, query, sample, now=now)

    async def _too_fast(self, visit: Visit) -> bool:
        return await self._store.visits.count(visit.name) > MOST_PREVIEWS

    def _page(self, looking: Looking, template: str, **shown: object) -> web.Response:
        here = template.removesuffix(".html")
        common = {"now": self._clock(), "visit": looking.visit, "form": looking.form, "root": ""}
        return html(document(template, asked_for(looking.request), here=here, **common, **shown))


_NOTHING: dict[str, object] = {"read": None, "tried": None, "previews": ()}


def _nobody(name: str, words: Language) -> str:
    if not name:
        return words.say("Say for whom: a subscriber’s name.")
    return words.say("There is no subscriber {name}.", name=name)


async def _typed(request: web.Request) -> tuple[str, str]:
    """The watch and the text of the playground: from its form, or from the address of a link to it."""
    if request.method == "POST":
        return (await field(request, "query")).strip(), (await field(request, "text")).strip()
    return request.query.get("query", "").strip(), ""


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 16 else 0
