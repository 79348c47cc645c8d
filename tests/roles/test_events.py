"""One event, one message, whoever judges in whatever order; an update is told again, marked."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from alertbot.alerts.subscriber import Subscriber
from alertbot.events.verdict import Policy
from alertbot.roles.matcher import Matcher
from alertbot.store import keys
from alertbot.store.codec import STORY, dump
from alertbot.store.outbox import Kept
from alertbot.store.store import Store
from alertbot.stories.story import Story
from tests.made.values import NOW, story, subscriber

LEAD = (
    "Mistral AI has raised 830 million dollars in debt to build a data center south of Paris, the French start-up "
    "said on Thursday, in a deal with seven banks that will pay for thousands of processors. The site at "
    "Bruyères-le-Châtel is to start work in the second quarter, and the company wants two hundred megawatts of "
    "capacity across Europe by the end of next year, its chief executive said in a statement."
)
VERSIONS = [
    ("TechCrunch", "Mistral AI raises $830M in debt to set up a data center near Paris", LEAD),
    ("Reuters", "France's Mistral raises $830 million in debt for Paris data center", f"PARIS (Reuters) - {LEAD}"),
    ("Le Monde", "Mistral AI borrows $830 million for a data center near Paris", LEAD[:260]),
    (
        "CNBC",
        "Mistral secures $830 million debt financing to build AI data center near Paris",
        LEAD.replace("said", "told"),
    ),
    ("Bloomberg", "Mistral AI gets $830 million from banks for Paris data center", ""),
]


def version(n: int, *, after: timedelta = timedelta(0)) -> Story:
    outlet, title, text = VERSIONS[n]
    return story(
        id=f"s{n}",
        source=outlet,
        outlet=outlet,
        title=title,
        text=text,
        url=f"https://{n}.example.com/a",
        keys=(f"u:{n}",),
        seen=NOW + after,
        published=NOW + after,
    )


async def judge(store: Store, stories: Sequence[Story], *, matchers: int = 2, policy: Policy = "normal") -> None:
    """Gives `stories` to racing matchers until none is left."""
    who: Subscriber = replace(subscriber("desk", "Mistral"), policy=policy)
    made = [
        Matcher(store, [who], consumer=f"m{n}", clock=lambda: NOW, max_age=timedelta(days=3))
        for n in range(matchers)
    ]
    for each in made:
        await each.open()
    for each in stories:
        await store.redis.xadd(keys.STORIES, {"story": dump(STORY, each)})
    async with asyncio.timeout(20):
        while await store.redis.xlen(keys.STORIES):
            await asyncio.gather(*(each.step() for each in made))


async def deliveries(store: Store) -> list[Kept]:
    """All deliveries, the plain ones first."""
    names = [str(key).removeprefix(keys.delivery("")) async for key in store.redis.scan_iter(keys.delivery("*"))]
    found = [kept for name in names if (kept := await store.outbox.get(name))]
    return sorted(found, key=lambda kept: kept.delivery.alert.label)


def outlets(kept: Kept) -> set[str]:
    alert = kept.delivery.alert
    return {alert.outlet, *alert.also}


@pytest.mark.parametrize("order", list(permutations(range(5)))[::17])
async def test_five_outlets_make_one_message_that_lists_all_five(
    fake_store: Store, order: tuple[int, ...]
) -> None:
    await judge(fake_store, [version(n) for n in order])
    (only,) = await deliveries(fake_store)
    assert outlets(only) == {outlet for outlet, *_ in VERSIONS}


async def test_eight_racing_matchers_alert_once(store: Store) -> None:
    await judge(store, [version(n) for n in (0, 1, 2, 3, 4)], matchers=8)
    (only,) = await deliveries(store)
    assert outlets(only) == {outlet for outlet, *_ in VERSIONS}


async def test_a_correction_is_told_again_marked_and_linked_to_the_first(store: Store) -> None:
    outlet, title, text = VERSIONS[0]
    correction = story(
        id="c",
        outlet=outlet,
        title=f"CORRECTED: {title.replace('830', '380')}",
        text=text.replace("830", "380"),
        url="https://0.example.com/c",
        keys=("u:c",),
    )
    await judge(store, [version(0), version(1), correction])
    first, second = await deliveries(store)
    assert (first.delivery.alert.label, second.delivery.alert.label) == ("", "update")
    assert second.delivery.alert.first_url == first.delivery.alert.url
    assert second.delivery.follows == first.delivery.id


async def test_who_folds_nothing_hears_of_every_article_once(store: Store) -> None:
    again = replace(version(0), id="again", source="other")
    await judge(store, [version(0), version(1), again], policy="strict")
    assert len(await deliveries(store)) == 2


async def test_a_restarted_matcher_knows_what_was_decided(store: Store) -> None:
    await judge(store, [version(0)])
    await judge(store, [version(4), version(1)], matchers=1)
    (only,) = await deliveries(store)
    assert len(outlets(only)) == 3


async def test_a_replayed_story_changes_nothing(store: Store) -> None:
    await judge(store, [version(0), version(0), version(1)])
    (only,) = await deliveries(store)
    assert len(outlets(only)) == 2
