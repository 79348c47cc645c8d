"""The counter every surface comes to: facts gathered, decisions kept, nobody else's things touched."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

from alertbot.alerts.alert import Address
from alertbot.alerts.plan import Trace, delivery_id
from alertbot.desk import command as c
from alertbot.desk.action import decode
from alertbot.desk.facts import Preview
from alertbot.desk.reply import Reply
from alertbot.desk.understand import understand
from alertbot.errors import SourceError
from alertbot.store import keys
from alertbot.store.recent import keepsake
from alertbot.store.store import Store
from alertbot.stories.identity import digest, url_key
from alertbot.stories.source import Source, source_at
from alertbot.surfaces.counter import MOST_COSTLY, Counter, House, Visitor
from alertbot.surfaces.status.visit import Visit, visit_by_link
from tests.made.desk import button, text
from tests.made.values import NOW, delivery, story, subscriber

CHAT = Address(channel="telegram", to="4242")
VISITOR = Visitor(address=CHAT, user="telegram:7", link="https://t.me/news_bot?start={word}")
HOUSE = House(timezone="Europe/Paris", provisioned={})


async def found(url: str) -> Source:
    if "none" in url:
        raise SourceError(f"{url} is no feed", kind="not-a-feed")
    return source_at(url, name="Found")


async def previewed(query: str) -> Preview:
    return Preview(count=2, days=7, understood=query.upper())


def counter(store: Store, house: House = HOUSE) -> Counter:
    return Counter(store, house, clock=lambda: NOW, find_source=found, find_preview=previewed)


async def say(store: Store, said: str, visitor: Visitor = VISITOR, house: House = HOUSE) -> Reply:
    return await counter(store, house).serve(understand(said), visitor)


async def queries(store: Store, name: str = "telegram:4242") -> list[str]:
    kept = await store.subscribers.get(name)
    return [watch.query for watch in kept.watches] if kept else []


async def test_a_chat_becomes_a_subscriber_by_what_it_asks(store: Store) -> None:
    await say(store, "help")
    assert await store.subscribers.get("telegram:4242") is None
    reply = await say(store, "watch Mistral", replace(VISITOR, lang="fr-CA"))
    kept = await store.subscribers.get("telegram:4242")
    assert kept is not None
    assert (kept.addresses, kept.timezone, kept.provisioned) == ((CHAT,), "Europe/Paris", False)
    assert await queries(store) == ["Mistral"]
    assert "Veille sur Mistral." in text(reply)


async def test_topics_of_one_group_are_subscribers_of_their_own(store: Store) -> None:
    topic = replace(VISITOR, address=Address(channel="telegram", to="-1001:5"))
    await say(store, "watch Mistral", topic)
    assert await queries(store, "telegram:-1001:5") == ["Mistral"]
    assert await queries(store, "telegram:-1001") == []


async def test_a_forged_button_reaches_no_other_chats_watches(store: Store) -> None:
    await say(store, "watch Mistral")
    other = replace(VISITOR, address=Address(channel="telegram", to="666"))
    (watch,) = (await store.subscribers.all())[0].watches
    for command in (c.RemoveWatch(watch=watch.id), c.ShowWatch(watch=watch.id), c.ShowExamples(watch=watch.id)):
        assert "Mistral" not in text(await counter(store).serve(command, other))
    assert await queries(store) == ["Mistral"]


async def test_an_alert_is_explained_only_where_it_was_sent(store: Store, now: datetime) -> None:
    sent = delivery(to="4242", channel="telegram")
    await store.outbox.commit_match("0-1", [sent], now=now)
    why = c.Why(delivery=sent.id)
    assert "Your watch Mistral matched." in text(await counter(store).serve(why, VISITOR))
    other = replace(VISITOR, address=Address(channel="telegram", to="666"))
    assert "Mistral" not in text(await counter(store).serve(why, other))


async def test_a_provisioned_chat_is_its_subscriber_and_read_only(store: Store) -> None:
    house = replace(HOUSE, provisioned={CHAT: "ai-desk"}, open=False)
    await store.subscribers.provision([replace(subscriber("ai-desk", "Arm"), addresses=(CHAT,))])
    assert "Arm" in text(await say(store, "list", house=house))
    assert "kept by the operator" in text(await say(store, "watch Mistral", house=house))
    assert await queries(store, "ai-desk") == ["Arm"]


async def test_a_closed_house_serves_operators_only(store: Store) -> None:
    house = replace(HOUSE, open=False)
    assert "serves only those" in text(await say(store, "watch Mistral", house=house))
    await say(store, "watch Mistral", replace(VISITOR, operator=True), house)
    assert await queries(store) == ["Mistral"]


async def test_sources_are_added_by_operators_only(store: Store) -> None:
    assert "Only those the operator named" in text(await say(store, "sources add https://e.org/feed"))
    operator = replace(VISITOR, operator=True)
    assert "Found is a source now." in text(await say(store, "sources add https://e.org/feed", operator))
    assert [each.source.name for each in await store.sources.listed()] == ["Found"]
    assert text(await say(store, "sources add https://none", operator)) == "https://none is no feed."


async def test_costly_wishes_are_limited_for_each_person(store: Store) -> None:
    for n in range(MOST_COSTLY):
        await say(store, f"watch topic{n}")
    assert "That is a lot at once" in text(await say(store, "watch Mistral"))
    assert len(await queries(store)) == MOST_COSTLY
    assert "You watch" in text(await say(store, "list"))
    await say(store, "watch Mistral", replace(VISITOR, user="telegram:8"))
    assert len(await queries(store)) == MOST_COSTLY + 1


async def test_a_shared_watchlist_reaches_another_chat_by_its_word(store: Store) -> None:
    await say(store, "watch Mistral, Arm")
    shared = text(await say(store, "share")).rpartition("=")[2]
    other = replace(VISITOR, address=Address(channel="telegram", to="8"))
    offered = await say(store, f"start {shared}", other)
    await counter(store).serve(decode(button(offered, "Watch all of them").action), other)
    assert await queries(store, "telegram:8") == ["Mistral", "Arm"]


async def test_forgetting_leaves_nothing_behind(store: Store) -> None:
    await say(store, "watch Mistral")
    await counter(store).serve(c.Forget(confirmed=True), VISITOR)
    assert await store.subscribers.all() == ()


async def test_a_chat_that_moved_keeps_its_watchlist(store: Store) -> None:
    await say(store, "watch Mistral", replace(VISITOR, address=Address(channel="telegram", to="-7")))
    new = Address(channel="telegram", to="-1007")
    for _ in range(2):
        await counter(store).follow(Address(channel="telegram", to="-7"), new)
    (kept,) = await store.subscribers.all()
    assert (kept.name, kept.addresses) == ("telegram:-1007", (new,))
    assert await queries(store, "telegram:-1007") == ["Mistral"]


async def test_a_chat_that_spoke_before_its_move_was_known_has_both_watchlists(store: Store) -> None:
    old, new = Address(channel="telegram", to="-7"), Address(channel="telegram", to="-1007")
    await say(store, "watch Mistral, Arm", replace(VISITOR, address=old))
    await say(store, "watch Arm, Nvidia", replace(VISITOR, address=new))
    await counter(store).follow(old, new)
    assert [each.name for each in await store.subscribers.all()] == ["telegram:-1007"]
    assert await queries(store, "telegram:-1007") == ["Arm", "Nvidia", "Mistral"]


async def test_a_chat_that_shut_the_bot_out_is_told_nothing_until_it_is_back(store: Store) -> None:
    await say(store, "watch Mistral")
    await counter(store).gone(CHAT, back=False)
    (kept,) = await store.subscribers.all()
    assert kept.addresses == ()
    await counter(store).gone(CHAT, back=True)
    (kept,) = await store.subscribers.all()
    assert kept.addresses == (CHAT,)


async def test_a_chat_that_let_the_bot_in_again_is_not_taken_for_gone(store: Store) -> None:
    await say(store, "watch Mistral")
    await counter(store).gone(CHAT, back=False)
    await store.redis.set(keys.gone(CHAT), "the bot was blocked", ex=60)
    await counter(store).gone(CHAT, back=True)
    assert not await store.redis.exists(keys.gone(CHAT))


async def test_two_who_change_one_watchlist_at_once_lose_nothing(store: Store) -> None:
    await asyncio.gather(*(say(store, f"watch topic{n}") for n in range(8)))
    assert sorted(await queries(store)) == sorted(f"topic{n}" for n in range(8))


async def test_one_leads_and_the_next_takes_over_when_it_leaves(store: Store) -> None:
    minute = timedelta(minutes=1)
    assert await store.visits.lead("telegram", "a", minute)
    assert not await store.visits.lead("telegram", "b", minute)
    assert await store.visits.lead("telegram", "a", minute)
    await store.visits.leave("telegram", "b")
    assert not await store.visits.lead("telegram", "b", minute)
    await store.visits.leave("telegram", "a")
    assert await store.visits.lead("telegram", "b", minute)


async def test_why_by_url_finds_a_story_of_the_last_days_by_any_form_of_its_address(store: Store) -> None:
    source = source_at("https://news.example.com/feed")
    await store.sources.add(source, now=NOW)
    url = "https://news.example.com/mistral"
    made = replace(story(), id=digest(source.id, url_key(url)), source=source.id, url=url)
    sent = delivery(to="4242", channel="telegram")
    sent = replace(sent, id=delivery_id(made.id, "telegram:4242", CHAT), alert=replace(sent.alert, story=made.id))
    await store.outbox.commit_match(
        "0-1",
        [sent],
        story=made.id,
        traces=[
            Trace(subscriber="", reason="planned", event=made.id, kind="new", at=NOW),
            Trace(subscriber="telegram:4242", reason="planned", watches=("data center",), deliveries=(sent.id,)),
        ],
        keep=keepsake(made, event=made.id, retention=timedelta(days=14)),
        now=NOW,
    )
    await say(store, "watch data center, Boeing")
    said = text(await say(store, f"why {url}?utm_source=rss"))
    assert "The money pays for a data center near Paris." in said
    assert "Watch Boeing missed: Boeing is not in it." in said
    assert "It waits to be sent by telegram." in said
    assert sent.id not in said
    assert "No source carried" in text(await say(store, "why https://news.example.com/other"))


async def test_a_status_link_shows_an_operator_everything_and_all_others_their_own(store: Store) -> None:
    house = replace(HOUSE, public_url="https://bot.example.org")
    operator = replace(VISITOR, operator=True)
    group = Address(channel="telegram", to="-1001")
    key = await store.visits.page_key()

    async def seen(visitor: Visitor) -> Visit | None:
        (opens, _) = (await say(store, "status", visitor, house)).paragraphs
        [piece] = opens.pieces
        at, _, word = piece.url.rpartition("/")
        assert at == "https://bot.example.org/status/in"
        return visit_by_link(key, word, now=NOW)

    assert await seen(operator) == Visit(operator=True, subscriber="telegram:4242")
    assert await seen(VISITOR) == Visit(operator=False, subscriber="telegram:4242")
    in_a_group = replace(operator, address=group, in_group=True)
    assert await seen(in_a_group) == Visit(operator=False, subscriber="telegram:-1001")
    assert "has not set PUBLIC_URL" in text(await say(store, "status", operator))
