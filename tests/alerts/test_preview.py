"""What a watch would have brought, and the words that split it."""

from datetime import timedelta

from alertbot.alerts.preview import Kept, Preview, Sample, preview
from alertbot.store.recent import keepsake
from alertbot.store.store import Store
from alertbot.watches.query import parse
from tests.made.values import NOW, story

WIND = "The mistral wind blew over the coast at a hundred kilometres."
AI = "Mistral AI released a model for its chat."
SHIP = "The ship Mistral left its harbour."


def kept(n: int, text: str, *, days: int = 0, event: str = "", title: str = "News") -> Kept:
    told = story(id=f"s{n}", title=title, text=text, seen=NOW - timedelta(days=days, hours=1))
    return Kept(story=told, event=event or f"e{n}")


def previewed(query: str, *stories: Kept, every: int = 1) -> Preview:
    return preview(parse(query), Sample(stories=stories, every=every), now=NOW)


def test_events_are_counted_once_on_the_day_of_their_first_story() -> None:
    shown = previewed(
        "mistral",
        kept(1, AI),
        kept(2, AI, event="e1", days=1),
        kept(3, WIND, days=6),
        kept(4, "Nothing of the kind.", days=2),
    )
    assert (shown.events, shown.per_day) == (2, (1, 0, 0, 0, 0, 1, 0))
    assert [each.stories for each in shown.best] == [2, 1]


def test_the_best_show_why_they_hit_the_headline_first() -> None:
    shown = previewed("mistral", kept(1, AI), kept(2, "Text.", title="Mistral opens"))
    first, second = shown.best
    assert [first.story.title[mark.start : mark.end] for mark in first.headline_marks] == ["Mistral"]
    assert first.passage is None
    assert second.passage is not None
    assert second.passage.text == AI
    assert [second.passage.text[mark.start : mark.end] for mark in second.passage.marks] == ["Mistral"]


def test_words_that_split_an_ambiguous_name_are_ready_made_refinements() -> None:
    texts = [AI] * 5 + [WIND] * 4 + [SHIP] * 3
    shown = previewed("mistral", *(kept(n, text) for n, text in enumerate(texts)))
    words = {each.word: each for each in shown.refinements}
    assert len(words) >= 3
    for texts_with, size in ((AI, 5), (WIND, 4), (SHIP, 3)):
        word = next(word for word in words if word in texts_with)
        assert words[word].events == size
        assert words[word].without == f"mistral -{word}"
        left = previewed(words[word].without, *(kept(n, text) for n, text in enumerate(texts)))
        assert left.events == 12 - size
        only = previewed(words[word].only, *(kept(n, text) for n, text in enumerate(texts)))
        assert only.events == size


def test_a_name_that_is_also_a_plural_is_offered_as_it_is_spelled() -> None:
    texts = ["Arm makes chips."] * 4 + ["They sold arms."] * 6
    first, *_ = previewed("Arm", *(kept(n, text) for n, text in enumerate(texts))).refinements
    assert (first.only, first.events) == ('="Arm"', 4)


def test_of_few_hits_nothing_is_refined() -> None:
    assert previewed("mistral", kept(1, AI), kept(2, WIND)).refinements == ()


def test_a_part_of_the_stories_makes_an_estimate() -> None:
    shown = previewed("mistral", kept(1, AI), kept(2, WIND, days=3), every=4)
    assert (shown.events, shown.about, shown.per_day) == (8, True, (0, 0, 0, 4, 0, 0, 4))


async def test_only_stories_that_may_hit_are_read_from_the_store(fake_store: Store) -> None:
    texts = [AI, WIND, "A data center.", "Nothing."]
    for n, text in enumerate(texts):
        keep = keepsake(kept(n, text).story, event=f"e{n}", retention=timedelta(days=14))
        await fake_store.outbox.commit_match("0-1", [], now=NOW, keep=keep)
    for query, found in (("mistral", {"s0", "s1"}), ("datacenter", {"s2"}), ("mistral -wind", {"s0", "s1"})):
        sample = await fake_store.recent.sample(parse(query), now=NOW)
        assert {each.story.id for each in sample.stories} == found
    few = await fake_store.recent.sample(parse("mistral"), now=NOW, most=1)
    assert (few.every, {each.story.id for each in few.stories} <= {"s0", "s1"}) == (2, True)
