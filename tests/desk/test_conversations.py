"""What people say at the desk, what they are answered, and what then holds."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from alertbot.alerts.account import account
from alertbot.alerts.alert import Address
from alertbot.alerts.quiet import QuietHours
from alertbot.alerts.sought import Sought
from alertbot.alerts.subscriber import MutedSource
from alertbot.desk import command as c
from alertbot.desk.decide import ANSWERS, CHANGES, needs
from alertbot.desk.facts import AddThisSource, Example, ForgetThem, KeepShared, Needs, Preview
from alertbot.desk.reply import Reply
from alertbot.desk.watchlist import MOST_WATCHES
from alertbot.desk.when import FOREVER
from alertbot.errors import SourceError, sentence
from alertbot.stories.source import source_at
from tests.made.desk import Visit, buttons, chat, text
from tests.made.values import NOW, delivery, subscriber

EXAMPLE = Example(headline="Sovereign AI for all", url="https://e.org/1", outlet="The Example", published=NOW)
PREVIEW = Preview(count=21, days=7, examples=(EXAMPLE,) * 6, splitting=("wind",), understood="sovereign near AI")


def visit(*queries: str) -> Visit:
    return Visit(subscriber=chat(*queries))


def test_every_command_has_one_answer() -> None:
    kinds = {each for each in vars(c).values() if isinstance(each, type) and each.__module__ == c.__name__}
    assert kinds == CHANGES.keys() | ANSWERS.keys()
    assert not CHANGES.keys() & ANSWERS.keys()


class TestWatching:
    def test_a_watch_is_kept_at_once_and_shows_what_it_would_have_brought(self) -> None:
        desk = visit()
        desk.facts["previews"] = {"sovereign AI": PREVIEW}
        said = desk.say("watch sovereign AI")
        assert desk.queries == ["sovereign AI"]
        assert text(said).splitlines()[:3] == [
            "Watching sovereign AI: sovereign near AI.",
            "The last 7 days would have brought 21 stories, about 3 a day.",
            "• Sovereign AI for all (The Example, just now)",
        ]
        assert [each.label for each in buttons(said)] == ["Keep", "Refine", "Examples", "Cancel"]

    def test_an_estimate_says_that_it_is_one(self) -> None:
        desk = visit()
        desk.facts["previews"] = {"news": Preview(count=700, days=7, about=True)}
        assert "roughly 700 stories, 100 a day" in text(desk.say("watch news"))

    def test_keeping_only_takes_the_buttons_away(self) -> None:
        desk = visit()
        desk.say("watch Mistral")
        assert desk.press("Keep") == Reply(replaces=True, brief="Kept. I will tell you.")
        assert desk.queries == ["Mistral"]

    def test_cancelling_takes_back_what_was_added_and_can_itself_be_undone(self) -> None:
        desk = visit("Arm")
        desk.say("watch Mistral, data center")
        desk.press("Cancel")
        assert desk.queries == ["Arm"]
        assert text(desk.press("Undo")) == "Watching Mistral, data center again."
        assert desk.queries == ["Arm", "Mistral", "data center"]
        assert text(desk.ask(c.Undo(batch="0"))) == "There is nothing to undo any more."

    def test_narrowing_replaces_the_watch_in_its_place(self) -> None:
        desk = visit("sovereign AI", "Arm")
        desk.ask(c.ShowRefinements(watch=desk.subscriber.watches[0].id))
        said = desk.press('"sovereign AI"')
        assert desk.queries == ['"sovereign AI"', "Arm"]
        assert text(said).startswith('Watching "sovereign AI" instead of sovereign AI.')
        desk.press("Undo")
        assert desk.queries == ["sovereign AI", "Arm"]

    def test_editing_takes_what_is_typed(self) -> None:
        desk = visit("Arm")
        desk.ask(c.Edit(watch=desk.subscriber.watches[0].id, text="Nvidia"))
        assert desk.queries == ["Nvidia"]
        assert "several watches" in text(desk.ask(c.Edit(watch=desk.subscriber.watches[0].id, text="a, b")))
        assert desk.queries == ["Nvidia"]

    def test_a_watch_that_is_there_already_is_not_added_again(self) -> None:
        desk = visit("Mistral")
        assert text(desk.say("watch Mistral")) == "You watch Mistral already."
        assert desk.queries == ["Mistral"]

    def test_what_cannot_be_read_is_named_with_the_mend(self) -> None:
        desk = visit()
        assert text(desk.say('watch "data center')).startswith('I could not read ""data center": a quote')
        desk.in_french()
        said = "Je n’ai pas pu lire « mistral AND » : il faut quelque chose après AND."
        assert text(desk.say("watch mistral AND")) == said
        assert said.removesuffix(".") in text(desk.say("import Arm\nmistral AND"))
        assert desk.queries == ["Arm"]

    def test_a_paste_of_five_hundred_is_one_short_answer(self) -> None:
        desk = visit()
        said = desk.say("watch " + "\n".join(f"topic{n}" for n in range(500)))
        assert text(said) == "Watching 500 more things."
        assert len(desk.queries) == 500
        desk.press("Cancel")
        assert desk.queries == []
        desk.press("Undo")
        assert len(desk.queries) == 500

    def test_a_full_watchlist_says_so(self) -> None:
        desk = visit(*(f"topic{n}" for n in range(MOST_WATCHES - 1)))
        said = desk.say("watch Mistral, Arm")
        assert len(desk.queries) == MOST_WATCHES
        assert "A watchlist holds 1000 watches" in text(said)
        assert "A watchlist holds 1000 watches" in text(desk.say("watch Nvidia"))

    def test_plain_words_are_offered_as_a_watch(self) -> None:
        desk = visit()
        assert text(desk.ask(c.Offer(text="sovereign AI"))) == "Shall I watch sovereign AI for you?"
        desk.press("Yes, watch it")
        assert desk.queries == ["sovereign AI"]

    @pytest.mark.parametrize("words", ['"open', "👍", "-no"])
    def test_what_is_no_watch_is_answered_with_how_to_make_one(self, words: str) -> None:
        desk = visit()
        assert text(desk.ask(c.Offer(text=words))) == "To watch something, send /watch sovereign AI."

    def test_lines_of_plain_words_are_offered_together_as_a_paste_goes_on(self) -> None:
        desk = visit("t1")
        lines = [f"t{n}" for n in range(87)]
        said = desk.ask(c.Offer(text="\n".join(lines)))
        assert text(said).splitlines() == ["Shall I watch these 87 things for you?", "• t0", "• t1", "• t2", "+84"]
        (kept,) = desk.last.effects
        assert kept == KeepShared(shared=kept.shared, queries=tuple(lines))
        desk.facts["shared"] = kept.queries
        assert text(desk.press("Yes, watch it")).startswith("Watching 86 more things.")
        assert len(desk.queries) == 87

    def test_long_words_are_offered_too(self) -> None:
        desk = visit()
        assert text(desk.ask(c.Offer(text="x" * 80))) == f"Shall I watch this for you?\n• {'x' * 80}"

    def test_removing_goes_by_number_or_text_in_any_case(self) -> None:
        desk = visit("Mistral", "data center", "Arm")
        assert text(desk.say("unwatch 2")) == "No longer watching data center."
        desk.say("unwatch arm")
        assert desk.queries == ["Mistral"]
        desk.press("Undo")
        assert desk.queries == ["Mistral", "Arm"]
        assert "You have no watch 9" in text(desk.say("unwatch 9"))

    def test_a_second_tap_does_nothing_twice(self) -> None:
        desk = visit("Mistral")
        gone = c.RemoveWatch(watch=desk.subscriber.watches[0].id)
        desk.ask(gone)
        assert desk.ask(gone) == Reply(brief="That watch is not in the list any more.")


class TestListing:
    def test_a_list_numbers_the_watches_and_opens_each(self) -> None:
        desk = visit("Mistral", "data center")
        said = desk.say("list")
        assert text(said).splitlines() == ["You watch 2 things.", "1. Mistral", "2. data center"]
        opened = desk.press("2. data center")
        assert [each.label for each in buttons(opened)] == [
            "Examples",
            "Refine",
            "Snooze…",
            "Mute",
            "Edit",
            "Delete",
            "‹ List",
        ]

    def test_a_long_list_has_pages(self) -> None:
        desk = visit(*(f"topic{n}" for n in range(20)))
        desk.say("list")
        said = desk.press("›")
        assert [each.label for each in said.rows[-2]] == ["‹", "2/3", "›"]
        assert "9. topic8" in text(said)
        assert "17. topic16" in text(desk.ask(c.ShowList(page=99)))

    def test_everything_is_paused_and_resumed_from_the_list(self) -> None:
        desk = visit("Mistral")
        desk.say("list")
        desk.press("Pause everything")
        assert desk.subscriber.paused_until == FOREVER
        desk.say("list")
        desk.press("Resume")
        assert desk.subscriber.paused_until is None

    def test_an_empty_list_says_how_to_begin(self) -> None:
        assert "Send /watch sovereign AI to begin." in text(visit().say("list"))

    def test_examples_are_a_message_of_their_own(self) -> None:
        desk = visit("sovereign AI")
        desk.facts["previews"] = {"sovereign AI": PREVIEW}
        said = desk.ask(c.ShowExamples(watch=desk.subscriber.watches[0].id))
        assert not said.replaces
        assert text(said).count("• Sovereign AI for all") == 5


class TestQuieting:
    def test_a_pause_holds_everything_until_its_end(self) -> None:
        desk = visit("Mistral")
        assert text(desk.say("pause 2h")) == "Paused until 11:30. What happens meanwhile waits for you."
        assert desk.subscriber.paused_until == desk.now + timedelta(hours=2)
        assert "Everything is paused" in text(desk.say("list"))
        assert text(desk.say("resume")) == "Alerts come again."
        assert desk.subscriber.paused_until is None
        assert text(desk.say("resume")) == "Nothing was paused."

    def test_a_pause_without_an_end_lasts_until_resumed(self) -> None:
        desk = visit()
        assert text(desk.say("pause")).startswith("Paused until you say otherwise.")
        assert desk.subscriber.paused_until == FOREVER

    def test_a_watch_is_muted_and_unmuted(self) -> None:
        desk = visit("Mistral")
        desk.ask(c.ShowWatch(watch=desk.subscriber.watches[0].id))
        desk.press("Snooze…")
        assert text(desk.press("1 week")) == "Mistral is muted until Thu 19 Mar 09:30."
        assert "1. Mistral 🔇" in text(desk.say("list"))
        desk.say("unmute mistral")
        assert desk.subscriber.watches[0].muted_until is None

    def test_an_outlet_is_muted_by_its_name_and_unmuted_in_any_case(self) -> None:
        desk = visit("Mistral")
        assert text(desk.say("mute Le Monde")) == "Nothing from Le Monde until you say otherwise."
        desk.say("mute le monde 2h")
        assert desk.subscriber.muted_sources == (
            MutedSource(outlet="le monde", until=desk.now + timedelta(hours=2)),
        )
        desk.say("unmute LE MONDE")
        assert desk.subscriber.muted_sources == ()
        assert "Nothing called LE MONDE is muted." in text(desk.say("unmute LE MONDE"))

    def test_quiet_hours_are_set_shown_and_turned_off(self) -> None:
        desk = visit()
        desk.say("quiet")
        assert text(desk.press("22:00–07:00")).startswith("Quiet from 22:00 to 07:00 (UTC).")
        assert desk.subscriber.quiet_hours == QuietHours(start=time(22), end=time(7))
        desk.press("No quiet hours")
        assert desk.subscriber.quiet_hours is None

    def test_a_night_is_silent_if_chosen_and_stays_so_when_its_hours_change(self) -> None:
        desk = visit()
        desk.say("quiet 22-7")
        said = text(desk.press("Silently instead"))
        assert said == "From 22:00 to 07:00 (UTC) alerts come without a sound."
        desk.say("quiet 23-6")
        assert desk.subscriber.quiet_hours == QuietHours(start=time(23), end=time(6), silent=True)
        assert "without a sound" in text(desk.say("quiet"))
        assert text(desk.press("Hold until morning instead")).endswith("waits until 06:00.")
        desk.say("quiet 21-5 silent")
        assert desk.subscriber.quiet_hours == QuietHours(start=time(21), end=time(5), silent=True)

    def test_silence_without_hours_means_the_usual_night(self) -> None:
        desk = visit()
        desk.say("quiet silent")
        assert desk.subscriber.quiet_hours == QuietHours(start=time(22), end=time(7), silent=True)

    def test_where_nothing_can_be_silent_it_is_said_that_alerts_wait(self) -> None:
        desk = visit()
        slack, telegram = Address(channel="slack", to="C1"), Address(channel="telegram", to="7")
        desk.subscriber = replace(desk.subscriber, addresses=(slack,))
        desk.say("quiet 22-7")
        assert [each.label for each in buttons(desk.last.reply)] == ["No quiet hours"]
        assert "Only Telegram can be silent: what happens meanwhile waits until 07:00." in text(
            desk.say("quiet 22-7 silent")
        )
        desk.subscriber = replace(desk.subscriber, addresses=(slack, telegram))
        assert "in Telegram; elsewhere they wait until 07:00." in text(desk.say("quiet"))


class TestTelling:
    def test_a_digest_time_asks_for_the_summary_beside_the_alerts(self) -> None:
        desk = visit()
        assert text(desk.say("digest 7:30")) == "Alerts come at once, and a summary every day at 07:30 (UTC)."
        assert (desk.subscriber.mode, desk.subscriber.digest_at) == ("both", time(7, 30))
        desk.say("digest only")
        assert (desk.subscriber.mode, desk.subscriber.digest_at) == ("digest", time(7, 30))
        desk.say("digest 9")
        assert (desk.subscriber.mode, desk.subscriber.digest_at) == ("digest", time(9))
        assert "also without news" in text(desk.say("digest always"))
        assert (desk.subscriber.digest_at, desk.subscriber.digest_empty) == (time(9), True)
        desk.say("digest off")
        assert not desk.subscriber.digest_empty
        assert (desk.subscriber.mode, desk.subscriber.digest_at) == ("instant", None)
        desk.say("digest")
        desk.press("Only a summary at 08:00")
        assert (desk.subscriber.mode, desk.subscriber.digest_at) == ("digest", time(8))

    @pytest.mark.parametrize(
        ("place", "zone"),
        [
            ("Europe/Paris", "Europe/Paris"),
            ("paris", "Europe/Paris"),
            ("new york", "America/New_York"),
            ("São Paulo", "America/Sao_Paulo"),
            ("+2", "Etc/GMT-2"),
            ("UTC-05:00", "Etc/GMT+5"),
            ("utc", "UTC"),
            ("+5:30", "Asia/Kolkata"),
            ("-09:30", "Pacific/Marquesas"),
            ("Germany", "Europe/Berlin"),
            ("Munich", "Europe/Berlin"),
            ("san francisco", "America/Los_Angeles"),
        ],
    )
    def test_a_time_zone_is_a_name_a_city_or_an_offset(self, place: str, zone: str) -> None:
        desk = visit()
        desk.say(f"timezone {place}")
        assert desk.subscriber.timezone == zone

    @pytest.mark.parametrize("place", ["Atlantis", "+15", "+5:15", "Brazil", "../../etc/passwd"])
    def test_an_unknown_place_is_named(self, place: str) -> None:
        desk = visit()
        assert f"I do not know the time zone {place}" in text(desk.say(f"timezone {place}"))
        assert desk.subscriber.timezone == "UTC"


class TestAlerts:
    def desk(self) -> Visit:
        desk = visit("Mistral", '"data center"')
        desk.facts["alert"] = delivery().alert
        return desk

    def test_snoozing_holds_the_whole_chat(self) -> None:
        desk = self.desk()
        assert desk.ask(c.ShowSnooze(delivery="d")).paragraphs == ()
        desk.press("Until tomorrow")
        assert desk.subscriber.paused_until == datetime(2026, 3, 13, 8, tzinfo=UTC)

    def test_muting_asks_whether_the_outlet_or_a_watch(self) -> None:
        desk = self.desk()
        said = desk.ask(c.ShowAlertMute(delivery="d"))
        assert [each.label for each in buttons(said)] == [
            "🔇 The Example", "🔇 Mistral", '🔇 "data center"', "‹ Back",
        ]  # fmt: skip
        desk.press("🔇 The Example")
        assert desk.subscriber.muted_sources == (MutedSource(outlet="The Example"),)

    def test_back_brings_the_alerts_own_buttons(self) -> None:
        desk = self.desk()
        desk.ask(c.ShowSnooze(delivery="d"))
        assert [each.label for each in buttons(desk.press("‹ Back"))] == ["Snooze", "Mute", "Not relevant", "Why?"]

    def test_not_relevant_offers_what_would_help(self) -> None:
        said = self.desk().ask(c.NotRelevant(delivery="d"))
        assert {"Narrow Mistral", "Mute Mistral", "Mute The Example"} <= {each.label for each in buttons(said)}

    def test_why_shows_the_watches_and_the_words(self) -> None:
        said = text(self.desk().ask(c.Why(delivery="d")))
        assert said.splitlines() == [
            "Mistral story 1",
            "Your watch Mistral matched.",
            'Your watch "data center" matched.',
            "Mistral story 1",
            "A data center.",
            "The Example published it just now.",
        ]

    def test_why_by_url_tells_how_far_the_story_came(self) -> None:
        desk = self.desk()
        sought = Sought(
            url="https://e.org/a-story", canonical="https://e.org/a-story", subscriber=subscriber(), sources=3
        )
        desk.facts["account"] = account(sought, now=NOW)
        said = text(desk.say("why https://e.org/a-story")).splitlines()
        assert said == [
            "No source carried the story at https://e.org/a-story.",
            "None of the 3 sources is of that site.",
        ]

    def test_why_without_anything_says_how(self) -> None:
        assert text(visit().say("why")) == "Reply /why to an alert, or send /why https://…."

    def test_an_alert_that_is_forgotten_says_so(self) -> None:
        for command in (c.ShowAlertMute, c.MuteOutlet, c.NotRelevant):
            assert "too old" in visit().ask(command(delivery="d")).brief


class TestMine:
    def test_what_is_exported_can_be_imported(self) -> None:
        mine = visit("Mistral", '"data center"')
        document = mine.say("export").document
        assert document is not None
        other = visit()
        other.say(f"import {document.text}")
        assert other.queries == ["Mistral", '"data center"']

    def test_an_export_carries_the_settings_and_an_import_takes_them(self) -> None:
        mine = visit("Mistral")
        for said in ("timezone Paris", "digest 7:30 only", "quiet 22-7 silent", "mute Le Monde", "mute BBC 2h"):
            mine.say(said)
        document = mine.say("export").document
        assert document is not None
        other = visit()
        assert "Times, summary and muted outlets are set as the list says." in text(
            other.say(f"import {document.text}")
        )
        for setting in ("timezone", "mode", "digest_at", "quiet_hours"):
            assert getattr(other.subscriber, setting) == getattr(mine.subscriber, setting)
        assert other.subscriber.muted_sources == (MutedSource(outlet="Le Monde"),)

    def test_settings_that_cannot_be_read_stay_as_they_are(self) -> None:
        desk = visit()
        text(desk.say("import # timezone: Mars\n# mode: loud\n# quiet: never\n# digest: soon\n# a note\nArm"))
        assert desk.queries == ["Arm"]
        assert replace(desk.subscriber, watches=()) == chat()

    def test_an_import_names_the_lines_it_could_not_read(self) -> None:
        desk = visit("Mistral")
        said = text(desk.say('import Mistral\n"open\nArm'))
        assert desk.queries == ["Mistral", "Arm"]
        assert "Watching one more thing." in said
        assert "One line could not be read:" in said

    def test_a_watchlist_is_shared_by_a_link_and_taken_by_touch(self) -> None:
        mine = visit("Mistral", "Arm")
        mine.facts["link"] = "https://t.me/news_bot?start={word}"
        mine.say("share")
        (effect,) = mine.last.effects
        assert isinstance(effect, KeepShared)
        assert f"https://t.me/news_bot?start={effect.shared}" in text(mine.last.reply)
        other = visit()
        other.facts["shared"] = effect.queries
        assert "Someone shares 2 watches with you:" in text(other.say(f"start {effect.shared}"))
        other.press("Watch all of them")
        assert other.queries == ["Mistral", "Arm"]

    def test_forgetting_asks_first_and_then_deletes_everything(self) -> None:
        desk = visit("Mistral")
        assert "1 watch and its settings" in text(desk.say("forget"))
        assert desk.last.effects == ()
        desk.press("Delete everything")
        assert desk.last.effects == (ForgetThem(),)


class TestSources:
    def test_sources_are_browsed_by_name(self) -> None:
        desk = visit()
        desk.facts["sources"] = tuple(source_at(f"https://{n}.e.org", name=f"Paper {n:02}") for n in range(20))
        assert text(desk.say("sources")).splitlines()[:2] == ["Stories come from 20 sources.", "• Paper 00"]
        assert "• Paper 19" in text(desk.press("›"))

    def test_credentials_of_a_source_are_nobody_s_business(self) -> None:
        desk = visit()
        desk.facts["sources"] = (source_at("https://me:hush@e.org/feed"),)
        reply = desk.say("sources")
        assert "https://e.org/feed" in text(reply)
        assert "hush" not in str(reply)

    def test_only_those_allowed_add_sources(self) -> None:
        desk = visit()
        found = source_at("https://e.org/feed", name="E")
        desk.facts["found"] = found
        assert "Only those the operator named may add sources" in text(desk.say("sources add https://e.org"))
        assert desk.last.effects == ()
        desk.facts["may_add_sources"] = True
        desk.say("sources add https://e.org")
        assert desk.last.effects == (AddThisSource(source=found),)
        desk.facts["sources"] = (found,)
        assert text(desk.say("sources add https://e.org")) == "E is a source already."

    def test_an_address_without_a_feed_is_said_in_the_finders_words(self) -> None:
        desk = visit()
        fault = SourceError(sentence("{url} is not a feed", url="https://e.org"), kind="not-a-feed")
        desk.facts |= {"may_add_sources": True, "found": fault}
        assert text(desk.say("sources add https://e.org")) == "https://e.org is not a feed."
        desk.in_french()
        assert text(desk.say("sources add https://e.org")) == "https://e.org n’est pas un flux."
        desk.facts["found"] = None
        assert text(desk.say("sources add https://e.org")) == "Il n’y a pas de flux à cette adresse."

    def test_previews_of_articles_are_shown_when_asked_for(self) -> None:
        desk = visit("Mistral")
        assert "without a preview" in text(desk.say("previews"))
        assert "show a preview" in text(desk.say("previews on"))
        document = desk.say("export").document
        assert document is not None
        other = visit()
        other.say(f"import {document.text}")
        assert other.subscriber.previews
        desk.say("previews off")
        assert not desk.subscriber.previews


class TestWho:
    def test_a_provisioned_watchlist_is_read_only_but_its_alerts_can_be_silenced(self) -> None:
        desk = Visit(subscriber=chat("Mistral", provisioned=True))
        assert "kept by the operator" in text(desk.say("watch Arm"))
        assert "kept by the operator" in text(desk.say("unwatch 1"))
        assert [each.label for each in buttons(desk.say("list"))] == ["Pause everything"]
        desk.say("pause 2h")
        assert desk.subscriber.paused_until is not None
        assert desk.queries == ["Mistral"]

    def test_in_a_group_only_admins_change_things_until_they_say_otherwise(self) -> None:
        desk = visit("Mistral")
        desk.facts |= {"in_group": True, "may_change": False}
        assert "Only admins" in text(desk.say("watch Arm"))
        assert text(desk.say("list")).startswith("You watch one thing.")
        assert "Only admins" in text(desk.say("admins off"))
        assert desk.subscriber.admins_only
        desk.facts |= {"may_change": True, "is_admin": True}
        assert "Everyone in this group" in text(desk.say("admins off"))
        assert not desk.subscriber.admins_only

    def test_whom_the_operator_does_not_serve_is_told_so(self) -> None:
        desk = visit()
        desk.facts["served"] = False
        for said in ("start", "watch Mistral", "help"):
            assert "serves only those its operator chose" in text(desk.say(said))
        assert desk.queries == []


class TestSaying:
    def test_a_first_word_is_short_and_has_three_things_to_touch(self) -> None:
        desk = visit()
        said = desk.say("start")
        assert len(buttons(said)) == 3
        assert len(text(said)) < 200
        desk.press("sovereign AI")
        assert desk.queries == ["sovereign AI"]

    @pytest.mark.parametrize("said", ["dance", "pause sometime", "watch", "quiet please", "mute"])
    def test_what_is_not_understood_is_answered_with_an_example(self, said: str) -> None:
        assert "/" in text(visit().say(said))

    def test_an_old_button_says_so(self) -> None:
        assert visit().ask(c.Stale()).brief.startswith("This button is too old")

    def test_braces_that_people_type_are_words(self) -> None:
        assert "{x}" in text(visit().say("unwatch {x}"))

    def test_help_and_privacy_are_complete(self) -> None:
        assert "/watch sovereign AI" in text(visit().say("help"))
        assert "/forget" in text(visit().say("privacy"))


def test_what_is_gathered_is_what_the_command_speaks_of() -> None:
    watches = {"id": "Mistral"}
    assert needs(c.AddWatches(text="a b, c, d, e"), watches) == Needs(previews=("a b", "c", "d"))
    assert needs(c.AddWatches(text='"'), watches) == Needs()
    assert needs(c.ShowExamples(watch="id"), watches) == Needs(previews=("Mistral",))
    assert needs(c.ShowExamples(watch="other"), watches) == Needs()
    assert needs(c.ShowExamples(watch="id"), {"id": "Mistral |"}) == Needs()
    assert needs(c.Why(url="https://e.org"), {}) == Needs(story_url="https://e.org")
    assert needs(c.MuteOutlet(delivery="d"), {}) == Needs(delivery="d")
    assert needs(c.Start(shared="s"), {}) == Needs(shared="s")
    assert needs(c.AddSource(url="u"), {}) == Needs(sources=True, source_url="u")


def test_deciding_again_gives_the_same() -> None:
    first, second = visit("Mistral"), visit("Mistral")
    assert first.say("watch Arm") == second.say("watch Arm")
    assert first.last == second.last
