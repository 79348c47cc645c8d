"""What a watch would have brought, out of the stories that were kept."""

from dataclasses import replace
from datetime import timedelta

from alertbot.roles.lookback import look_back
from alertbot.store.recent import keepsake
from alertbot.store.store import Store
from alertbot.surfaces.preview import preview
from tests.made.values import NOW, story, subscriber


async def keep(store: Store, n: int, *, event: str, title: str, text: str = "") -> None:
    made = replace(story(), id=f"story-{n}", title=title, text=text, seen=NOW - timedelta(hours=n))
    kept = keepsake(made, event=event, retention=timedelta(days=14))
    await store.outbox.commit_match(f"0-{n + 1}", [], keep=kept, now=NOW)


async def test_an_event_counts_once_and_shows_why_it_hit(store: Store) -> None:
    await keep(store, 1, event="a", title="Mistral AI raises money")
    await keep(store, 2, event="a", title="More on Mistral")
    await keep(store, 3, event="b", title="Paris", text="A deal. The buyer is Mistral, people say.")
    await keep(store, 4, event="c", title="Weather")
    found = await preview(store.recent, "Mistral", NOW)
    assert (found.count, found.days, found.about) == (2, 7, False)
    assert found.examples[0].passage is None
    passage = found.examples[1].passage
    assert passage is not None
    assert "The buyer is Mistral, people say." in passage.text
    assert "Mistral" in found.understood


async def test_nothing_kept_is_nothing_found(store: Store) -> None:
    assert (await preview(store.recent, "Mistral", NOW)).count == 0


async def test_a_watch_that_can_no_longer_be_read_keeps_no_other_from_a_summary(store: Store) -> None:
    await keep(store, 1, event="a", title="Mistral AI raises money")
    desk = subscriber("desk", "Mistral", "Paris")
    old = replace(desk.watches[1], query="Paris |")
    waiting = await look_back(
        store.recent, replace(desk, watches=(desk.watches[0], old)), now=NOW, max_age=timedelta(days=3)
    )
    assert len(waiting.noted) == 1
