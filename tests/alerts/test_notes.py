"""What a story leaves behind for those who get a daily summary."""

from dataclasses import replace
from datetime import timedelta

from alertbot.alerts.notes import Note, notes
from alertbot.alerts.plan import Plan, plan
from alertbot.alerts.subscriber import Mode, MutedSource, Subscriber
from alertbot.events.verdict import First, Judged, Verdict
from alertbot.stories.story import Story
from alertbot.watches.document import document
from alertbot.watches.index import Index
from alertbot.watches.query import parse
from tests.made.values import NOW, story, subscriber

MAX_AGE = timedelta(days=3)


def judged(kind: str = "new", first: First | None = None) -> Judged:
    verdict = Verdict(kind=kind, event="event-1")  # type: ignore[arg-type]
    return Judged(story="story-1", article="story-1", normal=verdict, broad=verdict, first=first, reason="")


def planned(who: Subscriber, told: Story, verdict: Judged) -> tuple[Plan, tuple[Note, ...]]:
    index = Index()
    for watch in who.watches:
        index.add(watch.id, parse(watch.query))
    owners = {watch.id: (who, watch) for watch in who.watches}
    matches = index.match(document(told))
    return (
        plan(told, matches, owners, judged=verdict, now=NOW, max_age=MAX_AGE),
        notes(told, matches, owners, judged=verdict, now=NOW, max_age=MAX_AGE),
    )


def test_the_mode_decides_between_an_alert_and_a_note() -> None:
    expected: dict[Mode, tuple[int, int]] = {"instant": (1, 0), "digest": (0, 1), "both": (1, 1)}
    for mode, counts in expected.items():
        who = replace(subscriber("desk", "Mistral", "data center"), mode=mode)
        alerts, noted = planned(who, story(), judged())
        assert (len(alerts.deliveries), len(noted)) == counts


def test_a_note_holds_the_alert_and_every_watch_that_hit() -> None:
    who = replace(subscriber("desk", "Mistral", "data center", "tariffs"), mode="digest")
    [note] = planned(who, story(), judged())[1]
    assert note.told == "event-1"
    assert set(note.watches) == {who.watches[0].id, who.watches[1].id}
    assert note.noted is not None
    assert note.noted.alert.watches == ("Mistral", "data center")


def test_a_related_story_says_what_it_follows_and_an_update_is_told_beside_its_event() -> None:
    who = replace(subscriber("desk", "Mistral"), mode="digest")
    first = First(event="event-0", story="story-0", title="Before", url="", outlet="Reuters")
    [related] = planned(who, story(), judged("related", first))[1]
    [update] = planned(who, story(), judged("update", first))[1]
    assert related.noted is not None
    assert related.noted.follows == "event-0"
    assert update.told != related.told


def test_a_further_report_is_held_back_if_the_event_was_noted_already() -> None:
    who = replace(subscriber("desk", "Mistral"), mode="digest")
    [note] = planned(who, story(), judged("joined"))[1]
    assert (note.held, note.noted is None) == ("joined", False)


def test_an_old_story_is_held_back_and_no_mention_of_today() -> None:
    who = replace(subscriber("desk", "Mistral"), mode="digest")
    [note] = planned(who, story(published=NOW - timedelta(days=9)), judged())[1]
    assert (note.held, note.noted, note.watches) == ("too-old", None, ())


def test_a_muted_outlet_and_a_muted_watch_are_held_back_by_name() -> None:
    who = replace(subscriber("desk", "Mistral"), mode="digest")
    outlet = replace(who, muted_sources=(MutedSource(outlet="The Example"),))
    watch = replace(who, watches=(replace(who.watches[0], muted_until=NOW + timedelta(hours=1)),))
    for muted, reason in ((outlet, "muted-source"), (watch, "muted-watch")):
        [note] = planned(muted, story(), judged())[1]
        assert (note.held, note.noted) == (reason, None)


def test_what_hits_a_muted_watch_and_another_stands_under_the_other_alone() -> None:
    who = replace(subscriber("desk", "Mistral", "data center"), mode="digest")
    mistral, center = who.watches
    muted = replace(who, watches=(replace(mistral, muted_until=NOW + timedelta(hours=1)), center))
    [note] = planned(muted, story(), judged())[1]
    assert note.noted is not None
    assert note.noted.alert.watches == ("data center",)
    assert set(note.watches) == {mistral.id, center.id}


def sentence(told: Story) -> str:
    [note] = planned(replace(subscriber("desk", "Mistral"), mode="digest"), told, judged())[1]
    assert note.noted is not None
    return " | ".join(each.text for each in note.noted.alert.passages)


def test_an_event_whose_headline_shows_it_all_has_its_sentence_too() -> None:
    title = "Mistral AI raises $830 million"
    about = "The money came on Monday. It is the largest loan Mistral ever took. Nobody said why."
    assert sentence(story(title=title, text=about)) == "It is the largest loan Mistral ever took."
    assert sentence(story(title=title, text=f"{title}.\n\nIt pays for chips. And more.")) == "It pays for chips."
    assert sentence(story(title=title, text="word " * 200)).endswith("…")
    assert sentence(story(title=title, text="")) == ""
