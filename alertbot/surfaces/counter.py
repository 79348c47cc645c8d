"""Where every surface brings what people ask: gathers the facts, lets the desk decide, commits. Edge.

Telegram, Slack and the command line all come here; none of them knows what a watch is.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from alertbot.alerts.alert import Address, Alert
from alertbot.alerts.subscriber import Subscriber
from alertbot.desk import command as c
from alertbot.desk.command import Command
from alertbot.desk.decide import decide, needs
from alertbot.desk.facts import (
    AddThisSource,
    Decision,
    Effect,
    Facts,
    ForgetThem,
    KeepShared,
    Needs,
    PageLink,
    Preview,
)
from alertbot.desk.reply import Reply, plain
from alertbot.desk.watchlist import moved
from alertbot.errors import SourceError
from alertbot.language import language
from alertbot.store.store import Store
from alertbot.stories.source import Source
from alertbot.surfaces.status.visit import Visit, link_token
from alertbot.surfaces.tracing import explained

COSTLY = (
    c.AddWatches,
    c.ShowExamples,
    c.ShowRefinements,
    c.Refine,
    c.Edit,
    c.AddSource,
    c.AddEmail,
    c.Import,
    c.Why,
)
"""What looks through stories, or fetches."""

MOST_COSTLY = 20
"""Costly wishes one person has a minute."""

FindPreview = Callable[[str], Awaitable[Preview | None]]
FindSource = Callable[[str], Awaitable[Source]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who asks, and where.

    `address` is the chat the answer belongs to, `user` the person whose wishes are counted. `lang` is
    the person's language. An `operator` is served everywhere and may add sources. `link` makes a link
    into a new chat, see `Facts.link`. With a `name` the operator speaks for the subscriber of that
    name, from no chat at all.
    """

    address: Address
    user: str
    name: str = ""
    lang: str = "en"
    in_group: bool = False
    is_admin: bool = True
    operator: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What the operator settled. `provisioned` are the names of subscribers by their addresses.

    `public_url` is where people find the web role; empty when they cannot. `email` says that mail can be
    sent, and its readers can agree to it.
    """

    timezone: str = "UTC"
    open: bool = True
    provisioned: Mapping[Address, str]
    public_url: str = ""
    email: bool = False


async def nothing_known(query: str) -> Preview | None:
    """The preview of a bot that keeps no stories."""
    return None


class Counter:
    """Serves one command at a time for each subscriber, many at once for different ones."""

    def __init__(
        self,
        store: Store,
        house: House,
        *,
        clock: Callable[[], datetime],
        find_source: FindSource,
        find_preview: FindPreview = nothing_known,
    ) -> None:
        self._store = store
        self._house = house
        self._clock = clock
        self._find_source = find_source
        self._find_preview = find_preview

    @property
    def email(self) -> bool:
        """Whether people can add an e-mail address."""
        return self._house.email

    async def serve(self, command: Command, visitor: Visitor) -> Reply:
        """Does what `command` asks and answers. The change is kept before the answer is given."""
        if await self._asks_too_much(command, visitor):
            words = language(visitor.lang)
            text = words.say("That is a lot at once; please try again in a minute.")
            return Reply(paragraphs=(plain(text),), brief=text)
        name = self._name(visitor)
        known = await self._store.subscribers.get(name) or self._newcomer(name, visitor)
        asked = needs(command, {watch.id: watch.query for watch in known.watches})
        gathered = await self._gather(command, asked, visitor, known)
        decision = await self._commit(command, visitor, gathered)
        for effect in decision.effects:
            await self._do(effect, name, visitor)
        return decision.reply

    async def _asks_too_much(self, command: Command, visitor: Visitor) -> bool:
        counts = isinstance(command, COSTLY) and not visitor.name
        return counts and await self._store.visits.count(visitor.user) > MOST_COSTLY

    async def follow(self, old: Address, new: Address) -> None:
        """A chat has moved: its watchlist goes with it, and joins what the new one may have already."""
        subscriber = await self._store.subscribers.get(_own_name(old))
        if subscriber is None or subscriber.provisioned:
            return
        name = _own_name(new)
        await self._store.subscribers.update(name, partial(moved, subscriber, name, new))
        await self._store.subscribers.update(_own_name(old), lambda _: None)

    async def gone(self, address: Address, *, back: bool) -> None:
        """The bot was shut out of a chat with its topics (nothing is queued there any more), or let in again."""
        name = _own_name(address)
        for each in (name, *await self._store.subscribers.topics(name)):
            here = replace(address, to=each.partition(":")[2])
            await self._store.subscribers.update(each, partial(_shut_out, here, back))

    async def preview(self, query: str) -> Preview | None:
        """What `query`, which can be read, would have brought; None where nothing is known of the past."""
        return await self._find_preview(query)

    async def subscriber(self, visitor: Visitor) -> Subscriber:
        """Who is told at the visitor's address."""
        name = self._name(visitor)
        return await self._store.subscribers.get(name) or self._newcomer(name, visitor)

    def _name(self, visitor: Visitor) -> str:
        return visitor.name or self._house.provisioned.get(visitor.address) or _own_name(visitor.address)

    def _newcomer(self, name: str, visitor: Visitor) -> Subscriber:
        return Subscriber(
            name=name,
            addresses=(visitor.address,),
            watches=(),
            provisioned=False,
            timezone=self._house.timezone,
            lang=language(visitor.lang).tag,
        )

    async def _gather(self, command: Command, asked: Needs, visitor: Visitor, known: Subscriber) -> Facts:
        previews = {query: await self._find_preview(query) for query in asked.previews}
        found = await self._found(asked.source_url) if asked.source_url and visitor.operator else None
        now = self._clock()
        alert = await self._alert(asked, visitor)
        story = asked.story_url or (alert.url if alert and isinstance(command, c.Why) else "")
        may_change = not visitor.in_group or visitor.is_admin or visitor.operator or not known.admins_only
        return Facts(
            subscriber=known,
            now=now,
            words=language(visitor.lang),
            email=self._house.email,
            served=self._house.open or visitor.operator,
            may_change=may_change,
            may_add_sources=visitor.operator,
            in_group=visitor.in_group,
            is_admin=visitor.is_admin or visitor.operator,
            link=visitor.link,
            previews={query: preview for query, preview in previews.items() if preview},
            alert=alert,
            shared=await self._store.visits.shared(asked.shared) if asked.shared else None,
            sources=tuple(each.source for each in await self._store.sources.listed()) if asked.sources else (),
            found=found,
            status=await self._page(visitor, known) if asked.status else None,
            account=await explained(self._store, story, known, now=now) if story else None,
        )

    async def _commit(self, command: Command, visitor: Visitor, gathered: Facts) -> Decision:
        """Decides on the subscriber as it is, again when it changed meanwhile."""
        decisions: list[Decision] = []

        def change(old: Subscriber | None) -> Subscriber | None:
            subscriber = old or gathered.subscriber
            if not visitor.in_group and not visitor.name and not subscriber.provisioned:
                subscriber = replace(subscriber, lang=gathered.words.tag)
            decision = decide(command, replace(gathered, subscriber=subscriber))
            decisions.append(decision)
            forgotten = any(isinstance(effect, ForgetThem) for effect in decision.effects)
            return None if forgotten else decision.subscriber or old

        await self._store.subscribers.update(gathered.subscriber.name, change)
        return decisions[-1]

    async def _alert(self, asked: Needs, visitor: Visitor) -> Alert | None:
        """The alert a button belongs to, if it was sent to this very chat."""
        kept = await self._store.outbox.get(asked.delivery) if asked.delivery else None
        if kept is None or kept.delivery.address != visitor.address:
            return None
        return kept.delivery.alert

    async def _page(self, visitor: Visitor, known: Subscriber) -> PageLink | None:
        """A link to the status page. What is said in a group all of it read, so there nobody is an operator."""
        if not self._house.public_url:
            return None
        visit = Visit(operator=visitor.operator and not visitor.in_group, subscriber=known.name)
        word = link_token(await self._store.visits.page_key(), visit, now=self._clock())
        return PageLink(url=f"{self._house.public_url}/status/in/{word}", everything=visit.operator)

    async def _found(self, url: str) -> Source | SourceError:
        try:
            return await self._find_source(url)
        except SourceError as error:
            return error

    async def _do(self, effect: Effect, name: str, visitor: Visitor) -> None:
        match effect:
            case AddThisSource():
                await self._store.sources.add(replace(effect.source, added_by=name), now=self._clock())
            case KeepShared():
                await self._store.visits.share(effect.shared, effect.queries)
            case ForgetThem():  # the subscriber went when it was decided
                await self._store.digests.forget(name)
                await self._store.forgetting.forget(name, (visitor.address,), now=self._clock())


def _shut_out(address: Address, back: bool, old: Subscriber | None) -> Subscriber | None:
    """`old` told at `address` again, or not any more; an e-mail address it has stays."""
    if old is None or old.provisioned:
        return old
    others = tuple(each for each in old.addresses if each != address)
    return replace(old, addresses=(address, *others) if back else others)


def _own_name(address: Address) -> str:
    return f"{address.channel}:{address.to}"
