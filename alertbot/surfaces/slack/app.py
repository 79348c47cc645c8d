"""Slack's requests to the desk, and its replies back. Edge.

Every request is acknowledged before anything is looked up. What a button means is in its token, and
whom it is for in where it was pressed, so that any process can serve it at any time.
"""

import asyncio
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from redis.exceptions import RedisError
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from alertbot.alerts.alert import Address
from alertbot.channels.slack.elements import Json
from alertbot.desk import command as c
from alertbot.desk.action import decode
from alertbot.desk.command import Command
from alertbot.desk.decide import CHANGES
from alertbot.desk.facts import Facts
from alertbot.desk.reply import Reply, plain
from alertbot.desk.understand import understand
from alertbot.desk.watchlist import find
from alertbot.errors import QueryError
from alertbot.language import Language, language
from alertbot.log import event
from alertbot.store.store import Store
from alertbot.surfaces.counter import Counter, House, Visitor
from alertbot.surfaces.slack import modal
from alertbot.surfaces.slack.home import Home, home_view
from alertbot.surfaces.slack.people import People, delivery_of
from alertbot.surfaces.slack.place import Place, of_command, of_interaction, place_at, watch_of
from alertbot.surfaces.slack.reply import message
from alertbot.watches.query import parse_watches

logger = logging.getLogger(__name__)

Body = dict[str, Any]

TYPING_SECONDS = 0.3
"""A preview is looked for when nobody typed for so long."""

SHUT_OUT = ("channel_left", "group_left", "channel_archive", "group_archive", "channel_deleted", "group_deleted")
LET_IN = ("channel_unarchive", "group_unarchive")
LINK = re.compile(r"<?(https?://[^\s|>]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What the operator settled for Slack. Without `managers` a channel's members manage it."""

    house: House
    managers: frozenset[str] = frozenset()


class Conversations:
    """All that people do in Slack. Holds nothing that another process would miss."""

    def __init__(
        self,
        counter: Counter,
        store: Store,
        client: AsyncWebClient,
        rules: Rules,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._counter, self._store, self._client, self._rules = counter, store, client, rules
        self._clock = clock
        self._people = People(client, store, rules.house.provisioned)
        self._typing: dict[str, object] = {}

    def listen(self, app: AsyncApp) -> None:
        """Registers everything below with Bolt."""
        app.command("/alertbot")(self.said)
        app.action(re.compile(r"^(desk|say)-"))(self.pressed)
        app.action(re.compile(r"^add-"))(self.asked_to_add)
        app.action("query")(self.typed)
        app.view("watch")(self.submitted)
        app.shortcut("add_watch")(self.asked_to_add)
        app.shortcut("watch_like_this")(self.asked_for_alike)
        app.shortcut("why_this_alert")(self.asked_why)
        app.event("app_home_opened")(self.came_home)
        for name in SHUT_OUT:
            app.event(name)(self.was_shut_out)
        for name in LET_IN:
            app.event(name)(self.was_let_in)
        app.error(failed)

    async def said(self, ack: AsyncAck, body: Body, respond: AsyncRespond) -> None:
        """`/alertbot …`; the word watch alone opens the modal."""
        await ack()
        text, place = str(body.get("text") or "").strip(), of_command(body)
        if text.lower() == "watch":
            await self._open_watch(place, body["trigger_id"])
            return
        command = understand(text or "help")
        reply = await self._serve(command, place)
        await respond(**message(reply), response_type="ephemeral")
        if isinstance(command, c.AddWatches) and place.is_channel and not await self._people.reachable(place.to):
            await respond(**message(_unreachable(await self._words(place.user))), response_type="ephemeral")
        await self._refresh(command, place.user)

    async def pressed(self, ack: AsyncAck, body: Body, respond: AsyncRespond) -> None:
        """A button, or an entry of a menu. Its answer is for who pressed it; what it does, for all."""
        await ack()
        command, place = _command_of(body["actions"][0]), of_interaction(body)
        if isinstance(command, c.AskEdit):
            await self._open_watch(place, body["trigger_id"], watch=command.watch)
            return
        view = body.get("view")
        if view is None:
            await _answer(await self._serve(command, place), body, respond, await self._words(place.user))
        else:
            await self._press_in_view(command, place, view, body["trigger_id"])
        await self._refresh(command, place.user)

    async def asked_to_add(self, ack: AsyncAck, body: Body) -> None:
        await ack()
        await self._open_watch(of_interaction(body), body["trigger_id"])

    async def asked_for_alike(self, ack: AsyncAck, body: Body) -> None:
        """Watch stories like this: the modal with the names in the headline, to be changed at will."""
        await ack()
        place, said = of_interaction(body), body["message"]
        kept = await self._store.outbox.get(_delivery_in(said)) if _delivery_in(said) else None
        mine = kept is not None and kept.delivery.address == place.address
        headline = kept.delivery.alert.headline if kept and mine else LINK.sub(" ", str(said.get("text") or ""))
        await self._open_watch(place, body["trigger_id"], query=modal.suggestion(headline))

    async def asked_why(self, ack: AsyncAck, body: Body, respond: AsyncRespond) -> None:
        """Why this alert: of a message of ours its evidence, of any other what is known of its link."""
        await ack()
        said = body["message"]
        delivery, link = _delivery_in(said), LINK.search(str(said.get("text") or ""))
        command = c.Why(delivery=delivery) if delivery else c.Why(url=link[1] if link else "")
        await respond(**message(await self._serve(command, of_interaction(body))), response_type="ephemeral")

    async def typed(self, ack: AsyncAck, body: Body) -> None:
        """The line of a watch modal changed: once nobody types any more, the preview follows."""
        await ack()
        view, turn = body["view"], object()
        self._typing[view["id"]] = turn
        await asyncio.sleep(TYPING_SECONDS)
        if self._typing.get(view["id"]) is not turn:
            return
        del self._typing[view["id"]]
        text = str(body["actions"][0].get("value") or modal.typed_in(view))
        await self._show_preview(of_interaction(body), view, text, watch_of(view))

    async def submitted(self, ack: AsyncAck, body: Body) -> None:
        """The watch of a modal: what cannot be read is said beside the line, before anything closes."""
        view, place = body["view"], of_interaction(body)
        text, watch = modal.typed_in(view), watch_of(view)
        words = language(self._people.lang(place.user))  # asking Slack now could take too long
        if fault := modal.fault_in(text, words):
            await ack(response_action="errors", errors={"query": fault})
            return
        await ack(response_action="update", view=modal.working_modal(place, words))
        command: Command = c.Edit(watch=watch, text=text) if watch else c.AddWatches(text=text)
        await self._put(view["id"], place, await self._serve(command, place))
        await self._refresh(command, place.user)

    async def came_home(self, body: Body) -> None:
        if body["event"].get("tab", "home") == "home":
            await self._publish(str(body["event"]["user"]))

    async def was_shut_out(self, body: Body) -> None:
        """The bot was removed from a channel, or it is no more: nothing is queued for it; its watches stay."""
        await self._counter.gone(_channel_in(body), back=False)

    async def was_let_in(self, body: Body) -> None:
        await self._counter.gone(_channel_in(body), back=True)

    async def _serve(self, command: Command, place: Place) -> Reply:
        """The desk's answer; a new watchlist has the time zone of who began it."""
        person = await self._people.person(place.user)
        managers, words = self._rules.managers, language(person.lang)
        if managers and place.is_channel and place.user not in managers and type(command) in CHANGES:
            return _plainly(words.say("Only the people the operator named may change what this channel is told."))
        visitor = self._visitor(place, person.lang)
        name = self._people.name_of(place.address)
        try:
            kept = await self._store.subscribers.get(name)
            if kept and not kept.addresses:  # shut out once; who asks here wants it back
                await self._counter.gone(place.address, back=True)
            reply = await self._counter.serve(command, visitor)
            if kept is None and person.timezone and await self._store.subscribers.get(name):
                await self._counter.serve(c.SetTimezone(text=person.timezone), visitor)
        except RedisError:
            return _plainly(words.say("I cannot reach my memory right now; please try again in a minute."))
        return reply

    def _visitor(self, place: Place, lang: str) -> Visitor:
        operator = place.user in self._rules.managers
        return Visitor(
            address=place.address,
            user=f"slack:{place.user}",
            lang=lang,
            in_group=place.is_channel,
            is_admin=operator or not self._rules.managers,
            operator=operator,
        )

    async def _press_in_view(self, command: Command, place: Place, view: Json, trigger: str) -> None:
        """App Home answers in a modal, a modal in itself. Home may be older than who is in a channel."""
        shown = view["id"]
        if view["type"] == "home":
            working = modal.working_modal(place, await self._words(place.user))
            opened = await self._client.views_open(trigger_id=trigger, view=working)
            shown = opened["view"]["id"]
            if place.is_channel and place.to not in await self._people.channels(place.user):
                command = c.Stale()
        await self._put(shown, place, await self._serve(command, place))

    async def _put(self, view: str, place: Place, reply: Reply) -> None:
        words = await self._words(place.user)
        await self._client.views_update(view_id=view, view=modal.answer_modal(place, reply, words))

    async def _open_watch(self, place: Place, trigger: str, *, watch: str = "", query: str = "") -> None:
        """Opens the modal at once, since a trigger lives for three seconds, and then shows the preview."""
        if watch:
            kept = find(await self._subscriber(place), watch)
            query, watch = (kept.query, watch) if kept else ("", "")
        opened = await self._client.views_open(
            trigger_id=trigger,
            view=modal.watch_modal(place, await self._words(place.user), watch=watch, query=query),
        )
        await self._show_preview(place, opened["view"], query, watch, query)

    async def _show_preview(self, place: Place, view: Json, text: str, watch: str, query: str = "") -> None:
        previews = {each: await self._counter.preview(each) for each in _queries(text)}
        words = await self._words(place.user)
        facts = Facts(
            subscriber=await self._subscriber(place),
            now=self._clock(),
            words=words,
            previews={each: found for each, found in previews.items() if found},
        )
        below = modal.previewed(text, facts)
        try:
            await self._client.views_update(
                view_id=view["id"],
                hash=view.get("hash"),
                view=modal.watch_modal(place, words, watch=watch, query=query, below=below),
            )
        except SlackApiError as error:
            event(logger, logging.DEBUG, "preview came too late", why=str(error.response.get("error", "")))

    async def _subscriber(self, place: Place) -> Any:
        return await self._counter.subscriber(self._visitor(place, "en"))

    async def _words(self, user: str) -> Language:
        return language((await self._people.person(user)).lang)

    async def _refresh(self, command: Command, user: str) -> None:
        """App Home shows what was changed, wherever that was done."""
        if type(command) in CHANGES:
            await self._publish(user)

    async def _publish(self, user: str) -> None:
        channels = await self._people.channels(user)
        watching = await self._people.watching(channels)
        home = Home(
            user=user,
            mine=await self._subscriber(place_at("", user)),
            channels=watching,
            recent=await self._people.recent(user, (to for to, _ in watching)),
            now=self._clock(),
            words=await self._words(user),
        )
        await self._client.views_publish(user_id=user, view=home_view(home))


async def failed(error: Exception, body: Body) -> BoltResponse | None:
    """What nobody foresaw is one line; what nobody listens to, such as an older version's button, is nothing."""
    if isinstance(error, BoltUnhandledRequestError):
        return BoltResponse(status=200)
    why = str(error.response.get("error", "")) if isinstance(error, SlackApiError) else ""
    event(
        logger,
        logging.WARNING,
        "slack request failed",
        kind=body.get("type", "command"),
        why=why or type(error).__name__,
    )
    return None


async def _answer(reply: Reply, body: Body, respond: AsyncRespond, words: Language) -> None:
    """Only for who pressed. An answer takes the place of an earlier answer, never of an alert."""
    ephemeral = bool((body.get("container") or {}).get("is_ephemeral"))
    if ephemeral and not reply.paragraphs and not reply.brief:
        await respond(text="", delete_original=True, response_type="ephemeral")
        return
    said = message(reply)
    if not reply.paragraphs and not reply.brief:
        said["text"] = words.say("This is for everyone here:")
        label = {"type": "plain_text", "text": said["text"], "emoji": False}
        said["blocks"] = [{"type": "context", "elements": [label]}, *said["blocks"]]
    await respond(
        **said,
        response_type="ephemeral",
        replace_original=ephemeral and reply.replaces,
        thread_ts=None if ephemeral else (body.get("message") or {}).get("thread_ts"),
    )


def _channel_in(body: Body) -> Address:
    """The channel an event is about."""
    return Address(channel="slack", to=str(body["event"]["channel"]))


def _plainly(text: str) -> Reply:
    return Reply(paragraphs=(plain(text),), brief=text)


def _unreachable(words: Language) -> Reply:
    return _plainly(words.say("I am not in this channel, so no alert can arrive: type /invite @alertbot here."))


def _command_of(action: Mapping[str, Any]) -> Command:
    """What a button or a menu's entry asks for: a token, or the words of a command."""
    said = str(action.get("value") or (action.get("selected_option") or {}).get("value") or "")
    return understand(said) if str(action.get("action_id")).startswith("say-") else decode(said)


def _delivery_in(said: Mapping[str, Any]) -> str:
    """The delivery a message tells of, by its metadata or by the tokens of its buttons."""
    if found := delivery_of(said):
        return found
    for block in said.get("blocks") or ():
        for element in block.get("elements") or () if block.get("type") == "actions" else ():
            command = decode(str(element.get("value") or ""))
            if isinstance(command, c.Why) and command.delivery:
                return command.delivery
    return ""


def _queries(text: str) -> tuple[str, ...]:
    try:
        return tuple(query.text for query in parse_watches(text)[: modal.MOST_PREVIEWS])
    except QueryError:
        return ()
