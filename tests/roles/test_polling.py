"""What a poll changes, decided without any IO."""

from dataclasses import replace
from datetime import datetime, timedelta

from alertbot.errors import SourceError
from alertbot.roles.polling import SIGHTS_OF_A_MOVE, Pace, after_poll
from alertbot.sources.poll import Answer, Found, Unchanged
from alertbot.store.codec import unfiled
from alertbot.store.sources import Claim
from alertbot.stories.source import Polled, SourceState, source_at
from tests.made.polls import ANSWER, SOURCE, read
from tests.made.values import entry, feed

PACE = Pace(floor=timedelta(minutes=5), ceiling=timedelta(hours=24))
DAY = timedelta(days=1)
GONE = SourceError("gone", kind="gone")
DOWN = SourceError("down", kind="unreachable")


def answer(**other: object) -> Answer:
    return replace(ANSWER, **other)  # type: ignore[arg-type]


def poll(state: SourceState, found: Found, now: datetime) -> Polled:
    return after_poll(Claim(source=SOURCE, state=state, token="t"), found, pace=PACE, now=now, jitter=0.0)


UNCHANGED = Unchanged(answer=answer())


def test_the_first_sight_is_silent_and_the_next_tells_what_is_new(now: datetime) -> None:
    first = poll(SourceState(), read(feed(entry(1), entry(2)), now), now)
    assert not first.stories
    more = read(feed(entry(3), entry(1), entry(2)), now, state=first.state, marks=first.marks)
    again = poll(first.state, more, now)
    assert [story.title for story in unfiled(again.stories)] == ["Story 3"]
    assert (again.state.etag, again.state.last_modified, again.state.body) == ("e", "l", "b")


def test_the_rhythm_is_learned_and_kept_through_silence(now: datetime) -> None:
    first = poll(SourceState(), read(feed(entry(1)), now), now)
    later = now + timedelta(hours=8)
    quiet = poll(first.state, UNCHANGED, later)
    assert quiet.due == later + timedelta(hours=1)
    more = read(feed(entry(2), entry(1)), later, state=quiet.state, marks=first.marks)
    spoke = poll(quiet.state, more, later)
    assert spoke.state.gap_seconds == 8 * 3600
    assert spoke.due == later + timedelta(minutes=30)


def test_a_feed_s_ttl_is_remembered_while_it_does_not_change(now: datetime) -> None:
    slow = replace(feed(entry(1)), ttl=timedelta(hours=3))
    first = poll(SourceState(), read(slow, now), now)
    again = poll(first.state, UNCHANGED, now)
    assert first.due == again.due == now + timedelta(hours=3)
    fresh = poll(SourceState(), Unchanged(answer=answer(max_age=timedelta(hours=2))), now)
    assert fresh.due == now + timedelta(hours=2)


def test_a_permanent_move_is_believed_after_repeated_sight(now: datetime) -> None:
    moving = Unchanged(answer=answer(permanent_url="https://new.example.com/feed"))
    states = [SourceState()]
    for _ in range(SIGHTS_OF_A_MOVE):
        states.append(poll(states[-1], moving, now).state)
    assert [state.url for state in states[:-1]] == [""] * SIGHTS_OF_A_MOVE
    assert states[-1].url == "https://new.example.com/feed"


def test_a_move_that_changes_its_mind_is_not_believed(now: datetime) -> None:
    state = SourceState()
    for n in range(3 * SIGHTS_OF_A_MOVE):
        state = poll(state, Unchanged(answer=answer(permanent_url=f"https://{n % 2}.example.com/")), now).state
        assert state.url == ""
    for _ in range(SIGHTS_OF_A_MOVE):
        state = poll(state, Unchanged(answer=answer(permanent_url="https://a.example.com/")), now).state
        state = poll(state, UNCHANGED, now).state
        assert state.url == ""


def test_a_moved_source_that_fails_is_tried_where_it_was(now: datetime) -> None:
    moved = SourceState(url="https://new.example.com/feed", last_ok=now)
    for error in (DOWN, GONE):
        polled = poll(moved, error, now)
        assert (polled.state.url, polled.due is None) == ("", False)


def test_what_is_gone_is_retired_and_told_once(now: datetime) -> None:
    gone = poll(SourceState(title="The Example", last_ok=now), GONE, now)
    assert (gone.due, gone.state.why) == (None, "gone")
    assert gone.notice is not None
    assert (gone.notice.what, gone.notice.name) == ("gone", "The Example")
    assert poll(gone.state, GONE, now).notice is None


def test_what_moved_and_is_gone_is_told_when_its_own_address_says_so_too(now: datetime) -> None:
    there = poll(SourceState(last_ok=now, url="https://moved.example.com/feed"), GONE, now)
    assert (there.due is None, there.notice) == (False, None)
    here = poll(there.state, GONE, now)
    assert here.due is None
    assert here.notice is not None
    assert here.notice.what == "gone"
    assert poll(here.state, GONE, now).notice is None


def test_a_source_that_is_broken_for_a_day_is_told_once_and_once_more_when_it_is_back(now: datetime) -> None:
    state, told = SourceState(title="The Example", last_ok=now), []
    for hour in range(72):
        polled = poll(state, DOWN, now + timedelta(hours=hour))
        state = polled.state
        told += [(hour, polled.notice.what, polled.notice.why)] if polled.notice else []
    assert told == [(24, "broken", "unreachable")]
    back = poll(state, UNCHANGED, now + 3 * DAY)
    assert back.notice is not None
    assert (back.notice.what, back.notice.since) == ("back", now)
    assert poll(back.state, UNCHANGED, now + 3 * DAY).notice is None
    assert (back.state.failures, back.state.failing_since, back.state.why) == (0, None, "")


def test_a_short_failure_is_told_to_nobody(now: datetime) -> None:
    failed = poll(SourceState(last_ok=now), DOWN, now)
    assert (failed.notice, failed.state.failures, failed.state.why) == (None, 1, "unreachable")
    assert poll(failed.state, UNCHANGED, now + timedelta(hours=23)).notice is None


def test_a_hub_in_a_header_may_be_named_beside_the_source(now: datetime) -> None:
    said = answer(link='</hub>; rel="hub", <self.xml>; rel=self')
    named = replace(feed(entry(1)), hubs=("https://other.example.com/",), topic="https://example.com/old.xml")
    state = poll(SourceState(), read(named, now, answer=said), now).state
    assert state.hubs == ("https://example.com/hub", "https://other.example.com/")
    assert state.topic == "https://example.com/self.xml"
    assert poll(state, read(feed(entry(1)), now), now).state.hubs == ()


def test_credentials_of_a_source_stay_with_it(now: datetime) -> None:
    source = source_at("https://me:hush@example.com/feed")
    for said in (answer(), answer(link='</hub>; rel="hub", <self.xml>; rel=self')):
        found = read(replace(feed(entry(1)), hubs=("https://hub.example.com/",)), now, answer=said)
        claim = Claim(source=source, state=SourceState(), token="")
        polled = after_poll(claim, found, pace=PACE, now=now, jitter=0.5)
        assert "hush" not in str(polled)
