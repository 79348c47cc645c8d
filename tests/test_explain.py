"""`alertbot explain`, for every way a story can go. The real bot on a real server, asked as the command asks."""

import asyncio
import io
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from alertbot.alerts.alert import Address, Delivery
from alertbot.alerts.outcome import Outcome, Rejected, Retry
from alertbot.alerts.subscriber import MutedSource, Subscriber, watchlist, with_stopped
from alertbot.channels.channel import Channel
from alertbot.channels.console import Console
from alertbot.cli.explain import accounted, explain, facts, shown
from alertbot.desk.command import Why
from alertbot.errors import UsageError
from alertbot.settings.load import Settings
from alertbot.store import keys
from alertbot.store.server import opened
from alertbot.store.store import Store
from alertbot.surfaces.counter import Visitor
from alertbot.surfaces.opened import open_counter
from tests.made.bot import polled, running, settings
from tests.made.desk import text
from tests.made.newsstand import Newsstand, newsstand
from tests.made.waiting import eventually
from tests.test_cli import alertbot

pytestmark = pytest.mark.asyncio(loop_scope="module")

SITE = "https://news.example.com/"
MISTRAL: dict[str, Any] = {"watches": ["Mistral"], "console": True}


def people() -> list[dict[str, Any]]:
    now = datetime.now(UTC)
    night = f"{now - timedelta(hours=1):%H:%M}-{now + timedelta(hours=2):%H:%M}"
    return [
        {"name": "desk", "watches": ["Mistral", '"data center" -lease', "Boeing"], "console": True},
        {"name": "night", "quiet_hours": night, **MISTRAL},
        {"name": "morning", "mode": "digest", "digest_at": "08:00", **MISTRAL},
        *({"name": name, **MISTRAL} for name in ("away", "deaf", "mute", "grouped", "gone", "later")),
        {"name": "nobody", "watches": [], "console": True},
        {"name": "dead", "watches": ["Mistral"], "slack": "C0123"},
        {"name": "busy", "watches": ["football"], "telegram": 42},
        {"name": "queued", "watches": ["Mistral"], "email": "desk@example.com"},
    ]


@dataclass
class Bot:
    """A bot that runs: its settings, its store, and its publisher."""

    folder: Path
    settings: Settings
    store: Store
    stand: Newsstand
    other: Newsstand
    gone: Newsstand

    async def explain(self, url: str, name: str = "desk") -> tuple[str, dict[str, Any]]:
        """What the command says, in words and as JSON."""
        account = await accounted(self.settings, url, name)
        return shown(account, now=datetime.now(UTC)), json.loads(json.dumps(facts(account)))

    async def change(self, name: str, **fields: object) -> None:
        """Changes a subscriber, and waits until a matcher would see it: it reads changes before it matches."""

        def changed(old: Subscriber | None) -> Subscriber | None:
            return replace(old, **fields) if old else None  # type: ignore[arg-type]

        await self.store.subscribers.update(name, changed)

    async def outcome(self, url: str, outcome: str, name: str = "desk") -> str:
        """Waits until the story has come so far, and answers what is said then."""

        async def there() -> bool:
            return (await self.explain(url, name))[1]["outcome"] == outcome

        await eventually(f"{outcome} for {name}", there)
        return (await self.explain(url, name))[0]


@dataclass
class Refusing:
    """A channel that answers every send in one way."""

    outcome: Outcome

    async def send(self, delivery: Delivery, *, now: datetime) -> Outcome:
        return self.outcome

    async def check(self) -> str:
        return "always the same"

    async def close(self) -> None:
        pass


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bot(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Bot]:
    """A bot that has seen its three sources for the first time, with everybody on it."""
    folder = tmp_path_factory.mktemp("b")
    refusing: dict[str, Channel] = {
        "console": Console(io.StringIO()),
        "slack": Refusing(Rejected(why="channel_is_archived")),
        "telegram": Refusing(Retry(why="too many requests", after=timedelta(hours=1))),
    }
    async with newsstand() as stand, newsstand("Another") as other, newsstand("Soon Gone") as gone:
        stand.publish("Mistral of yesterday", url=SITE + "yesterday")
        how = settings(folder / "data", stand, other, gone, subscribers=people())
        async with running(how, refusing):
            await polled(stand, other, gone)  # the bot has started the server, which outlives whoever else uses it
            async with opened(None, folder / "data") as store:
                yield Bot(folder, how, store, stand, other, gone)


async def test_a_story_that_was_told_is_followed_from_its_source_to_its_message(bot: Bot) -> None:
    title, url = "Mistral AI raises $830 million for a data center near Paris", SITE + "mistral-raises-830-million"
    bot.stand.publish(title, "The lenders are seven banks. The lease of the land is signed.", url=url)
    said = await bot.outcome(url + "?utm_source=newsletter", "sent")
    _, told = await bot.explain(url)
    lines = said.splitlines()
    assert lines[0] == f"{title} <{url}>"
    assert "It came from: The Example." in lines
    assert any(line.startswith(f"Its address is known as {url}, the story as ") for line in lines)
    assert "It was news: the first story of its event." in lines
    assert "The reason: nothing like it in three days." in lines
    assert "Watch Mistral matched." in lines
    assert f"  *Mistral*{title.removeprefix('Mistral')}" in lines
    assert 'Watch "data center" -lease missed: it says lease, and lease is excluded.' in lines
    assert "Watch Boeing missed: Boeing is not in it." in lines
    [delivery] = told["deliveries"]
    assert any(line.startswith("Sent by console ") and delivery["message"] in line for line in lines)
    assert told["story"]["seen"] <= delivery["sent"]
    assert [(each["query"], each["hit"]) for each in told["watches"]] == [
        ("Mistral", True),
        ('"data center" -lease', False),
        ("Boeing", False),
    ]


async def test_a_correction_that_keeps_its_address_is_what_is_told_of_it(bot: Bot) -> None:
    title, url = "Mistral Compute leases nine halls in Aveyron", SITE + "mistral-compute-aveyron"
    bot.stand.publish(title, url=url)
    assert (await bot.outcome(url, "sent")).startswith(f"{title} <")
    bot.stand.publish(f"Correction: {title.replace('nine', 'seven')}", url=url)

    async def corrected() -> bool:
        return (await bot.explain(url))[1]["story"]["title"].startswith("Correction:")

    await eventually("the correction is judged", corrected)
    said = await bot.outcome(url, "sent")
    assert said.startswith(f"Correction: {title.replace('nine', 'seven')} <{url}>")
    assert (await bot.explain(url))[1]["event"]["verdict"] == "update"


async def test_what_was_not_sent_says_which_rule_held_it_or_kept_it_back(bot: Bot) -> None:
    url, soon = SITE + "the-rules", datetime.now(UTC) + timedelta(hours=1)
    known = {each.name: each for each in await bot.store.subscribers.all()}
    watches = known["mute"].watches
    await bot.change("away", paused_until=soon)
    await bot.change("deaf", muted_sources=(MutedSource(outlet="The Example"),))
    await bot.change("mute", watches=tuple(replace(each, muted_until=soon) for each in watches))
    await bot.change("grouped", grouping=timedelta(hours=1))
    unsubscribed = with_stopped(known["gone"], known["gone"].addresses[0], "unsubscribed by its reader")
    await bot.change("gone", stopped=unsubscribed.stopped)
    await bot.change("later", watches=())
    bot.stand.publish("Mistral hires three hundred engineers in Lyon", url=url)
    assert ": quiet hours, " in await bot.outcome(url, "held", "night")
    assert "It is held until " in await bot.outcome(url, "held", "night")
    assert ": everything is paused." in await bot.outcome(url, "held", "away")
    assert ", to be told together with others." in await bot.outcome(url, "held", "grouped")
    assert "its source was muted" in await bot.outcome(url, "muted-source", "deaf")
    assert "Watch Mistral matched; it is muted now." in await bot.outcome(url, "muted-watch", "mute")
    assert "it waits for the next one" in await bot.outcome(url, "digest-only", "morning")
    assert "no address that may be written to" in await bot.outcome(url, "no-address", "gone")
    assert "the watchlist is empty" in await bot.outcome(url, "no-watches", "nobody")
    assert "It waits to be sent by email." in await bot.outcome(url, "queued", "queued")
    await bot.change("away", paused_until=None)
    assert "Sent by console " in await bot.outcome(url, "sent", "away")
    await bot.change("later", watches=watches)
    assert "was not in the list when the story came" in await bot.outcome(url, "no-watch-hit", "later")
    await bot.change("mute", watches=())
    assert "Watch Mistral matched; it is not in the list any more." in await bot.outcome(
        url, "muted-watch", "mute"
    )


async def test_what_could_not_be_sent_says_the_last_word_of_the_provider(bot: Bot) -> None:
    url = SITE + "not-sent"
    bot.stand.publish("Mistral quits the board of a football club", url=url)
    assert "It could not be sent by slack: channel_is_archived." in await bot.outcome(url, "dead", "dead")
    assert "is tried again: too many requests." in await bot.outcome(url, "retrying", "busy")
    await bot.change("busy", watches=(*watchlist("busy", ["football", "regatta"]),))
    bot.stand.publish("Regatta of Malmo is called off in the fog", url=SITE + "regatta")
    waits = await bot.outcome(SITE + "regatta", "queued", "busy")
    assert "It waits to be sent by telegram, which may not be written to until " in waits
    assert ": too many requests." in waits
    dead = [each.delivery for each in await bot.store.outbox.dead()]
    await bot.store.outbox.decide("drop", dead, now=datetime.now(UTC))
    assert "was given up" in await bot.outcome(url, "dropped", "dead")


async def test_a_story_that_no_watch_hits_says_so(bot: Bot) -> None:
    bot.stand.publish("A bakery in Oslo wins a prize for its rye bread", url=SITE + "bakery")
    said = await bot.outcome(SITE + "bakery", "no-watch-hit")
    assert "Watch Mistral missed: Mistral is not in it." in said
    assert "Nothing was sent: no watch matched it." in said


async def test_a_story_of_a_known_event_says_which_story_told_it(bot: Bot) -> None:
    title = "Harbour strike halts Mistral ferries in Marseille for a third day"
    url, second = SITE + "ferries", "https://another.example/ferries-halted"
    bot.stand.publish(title, url=url)
    await bot.outcome(url, "sent")
    bot.other.publish("Strike in the harbour of Marseille halts Mistral ferries for third day", url=second)
    said = await bot.outcome(second, "sent")
    assert "It came from: Another." in said
    assert f"It joined an event that was known: {title} <{url}>" in said
    assert f"That alert told of the event by The Example: {title}" in said
    bot.other.publish("Ferries halted", url=url + "?from=rss")
    await polled(bot.other)
    await eventually("the copy", lambda: _judged(bot, url, 2))
    said, told = await bot.explain(url)
    assert "It came from: The Example, Another." in said
    assert [each["verdict"] for each in told["sources"]] == ["new", "duplicate"]


async def _judged(bot: Bot, url: str, count: int) -> bool:
    _, told = await bot.explain(url)
    return len([each for each in told["sources"] if each["judged"]]) == count


async def test_a_story_that_only_another_of_its_event_told_says_so(bot: Bot) -> None:
    url, second = SITE + "canal", "https://another.example/canal"
    bot.stand.publish("Mistral barge blocks the Panama canal lock at Gatun", url=url)
    await bot.outcome(url, "sent")
    bot.other.publish("Barge blocks the Gatun lock of the Panama canal", url=second)
    said = await bot.outcome(second, "told-otherwise")
    assert "Watch Mistral missed: Mistral is not in it." in said
    assert "Nothing was sent for it: its event was told by another story." in said


async def test_a_story_from_before_the_first_sight_of_its_source_says_so(bot: Bot) -> None:
    url = SITE + "yesterday"
    for _ in range(2):
        said, told = await bot.explain(url)
        assert told["outcome"] == "first-sight"
        assert said.startswith(f"The Example listed the story at {url} when it was read for the first time")
        await polled(bot.stand)


async def test_a_story_that_was_too_old_says_so(bot: Bot) -> None:
    url = SITE + "old"
    bot.stand.publish("Mistral opens an office", url=url, published=datetime.now(UTC) - timedelta(days=30))
    said = await bot.outcome(url, "too-old")
    assert "Nothing was sent: it was published too long ago when it was read." in said
    assert "Watch Mistral matched." in said


async def test_a_story_that_no_source_carried_is_told_with_the_nearest(bot: Bot) -> None:
    title, url = "Lighthouse keeper of Skerryvore retires after forty winters", SITE + "lighthouse-keeper"
    bot.stand.publish(title, url=url)
    await bot.outcome(url, "no-watch-hit")
    said, told = await bot.explain("https://www.other.example/2026/skerryvore-lighthouse-keeper-retires.html")
    assert told["outcome"] == "unseen"
    assert "No source carried the story" in said
    assert "None of the 3 sources is of that site." in said
    assert f"• {title} <{url}> (The Example, just now)" in said
    said, told = await bot.explain(bot.stand.url.replace("/feed", "/about-boats"))
    assert told["nearest"] == []
    assert "is of that site, was read just now, and has not listed it." in said


async def test_a_story_older_than_what_is_kept_says_so(bot: Bot) -> None:
    url = SITE + "kept"
    bot.stand.publish("Mistral paints its towers of glass blue", url=url)
    await bot.outcome(url, "sent")
    _, told = await bot.explain(url)
    redis, story = bot.store.redis, told["story"]["id"]
    async for day in redis.scan_iter(f"{keys.PREFIX}recent:stories:*"):
        await redis.hdel(day, story)
    said, _ = await bot.explain(url)
    assert "Its text is not kept any more" in said
    assert "Watch Mistral matched." in said
    assert "Sent by console " in said
    await redis.delete(keys.trail(story))
    said, told = await bot.explain(url)
    assert told["outcome"] == "forgotten"
    assert "so long ago that what became of it is not kept" in said


async def test_a_story_whose_source_was_removed_is_still_known(bot: Bot) -> None:
    url = "https://gone.example/last-words"
    bot.gone.publish("Mistral wins the regatta of Kiel by an hour", url=url)
    await bot.outcome(url, "sent")
    listed = await bot.store.sources.listed()
    await bot.store.sources.remove(next(each.source.id for each in listed if each.source.url == bot.gone.url))
    said, told = await bot.explain(url)
    assert (told["outcome"], told["sources"][0]["source"]) == ("sent", "")
    assert "It came from: —." in said


async def test_an_unknown_subscriber_is_one_sentence_that_names_those_there_are(bot: Bot) -> None:
    with pytest.raises(
        UsageError, match="there is no subscriber dusk; those there are: away, busy, dead, deaf, desk"
    ):
        await bot.explain(SITE, name="dusk")


async def test_the_command_says_the_same(bot: Bot) -> None:
    url = SITE + "command"
    bot.stand.publish("Mistral sponsors a chess tournament in Tromsø", url=url)
    said = await bot.outcome(url, "sent")
    answer = await asyncio.to_thread(alertbot, "explain", url, "--subscriber", "desk", cwd=bot.folder)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.splitlines()[0] == said.splitlines()[0]


async def test_a_chat_is_told_the_same_without_ids_by_address_and_by_button(bot: Bot) -> None:
    url = SITE + "chat"
    bot.stand.publish("Mistral restores the organ of Reims cathedral", url=url)
    await bot.outcome(url, "sent")
    _, told = await bot.explain(url)
    [delivery] = told["deliveries"]
    desk = await bot.store.subscribers.get("desk")
    assert desk is not None
    visitor = Visitor(address=desk.addresses[0], user="console:desk")
    async with open_counter(bot.settings, bot.store, clock=lambda: datetime.now(UTC)) as counter:
        by_address = await counter.serve(Why(url=url), visitor)
        by_button = await counter.serve(Why(delivery=delivery["id"]), visitor)
        elsewhere = await counter.serve(
            Why(delivery=delivery["id"]), replace(visitor, address=Address(channel="telegram", to="666"))
        )
    said = text(by_address).splitlines()
    assert text(by_button).splitlines() == said
    assert "Watch Mistral matched." in said
    assert any(line.startswith("Sent by console ") for line in said)
    assert not any(each in text(by_address) for each in (delivery["id"], told["story"]["id"]))
    assert "Mistral" not in text(elsewhere)


async def test_an_address_of_no_story_is_wrong_usage() -> None:
    assert explain.callback is not None
    with pytest.raises(UsageError, match="mistral is not the address of a story; give one such as https://"):
        explain.callback("mistral", "desk", as_json=False)


async def test_a_story_that_waits_to_be_matched_says_so(tmp_path: Path) -> None:
    async with newsstand() as stand:
        how = settings(tmp_path, stand, subscribers=[{"name": "desk", **MISTRAL}])
        async with running(how, {}, ("scheduler",)):
            await polled(stand)
            stand.publish("Mistral waits", url=SITE + "waits")
            await polled(stand)
            said = shown(await accounted(how, SITE + "waits", "desk"), now=datetime.now(UTC))
    assert said.startswith(f"The story at {SITE}waits was read and waits to be matched.")
