"""What feeds really bring: each with the verdict a reader would want."""

from dataclasses import replace

import pytest

from alertbot.store.codec import unfiled
from alertbot.stories.freshness import judge as fresh
from tests.made.values import NOW, entry, feed
from tests.made.verdicts import DAY, HOUR, kinds, told

LONG = (
    "The harbour of Oldport was closed on Tuesday after a freighter lost its containers in a storm, the port "
    "authority said. Divers are looking for the containers, some of which hold paint and batteries, and fishing "
    "boats were told to stay at their moorings. The captain told reporters that the lashings had been checked "
    "before the ship left Rotterdam, and that high waves came from two sides at once. Insurers expect claims."
)


class TestRecurringTitles:
    def test_each_days_morning_briefing_is_news(self) -> None:
        days = (
            told(n, "Morning briefing", "Good morning. Here is what you need to know.", after=DAY)
            for n in range(4)
        )
        assert kinds(*days) == ["new"] * 4

    def test_so_is_a_briefing_with_the_same_long_teaser(self) -> None:
        teaser = "What you need to know today, collected for you by our newsroom at six in the morning."
        assert kinds(*(told(n, "The daily news quiz", teaser, after=DAY) for n in range(3))) == ["new"] * 3

    def test_so_is_what_only_a_teaser_that_comes_back_makes_alike(self) -> None:
        teaser = "Try this recipe for a quick dinner that takes thirty minutes and one pan."
        titles = ("Easy weeknight dinner: chicken with lemon", "Easy weeknight dinner: salmon with dill")
        assert kinds(*(told(n, title, teaser, after=DAY) for n, title in enumerate(titles)))[1] in (
            "new",
            "related",
        )

    def test_the_same_title_twice_a_day_at_one_host_is_one_article(self) -> None:
        assert kinds(told(1, "Morning briefing"), told(2, "Morning briefing")) == ["new", "duplicate"]

    def test_two_sites_morning_briefings_are_two_events(self) -> None:
        assert kinds(told(1, "Morning briefing"), told(2, "Morning briefing", source="daily")) == ["new", "new"]


class TestGuidChurn:
    def test_a_new_guid_at_every_poll_is_the_same_article(self) -> None:
        url = "https://wire.example.com/2026/harbour-closed"
        polls = (told(n, "Harbour closed after storm", LONG, url=url, guid=f"g{n * 7919}") for n in range(300))
        assert kinds(*polls) == ["new"] + ["duplicate"] * 299

    def test_a_new_guid_and_a_new_address_with_the_same_text_are_too(self) -> None:
        one, other = told(1, "Harbour closed after storm", LONG), told(2, "Storm: harbour of Oldport closed", LONG)
        assert kinds(one, other) == ["new", "duplicate"]


class TestRedatedArchives:
    def test_an_archive_with_new_dates_is_known_by_its_addresses(self) -> None:
        titles = [f"Council of {name} votes on its budget" for name in ("Aston", "Belden", "Corby", "Dunmore")]
        before = [told(n, title, guid=f"a{n}") for n, title in enumerate(titles)]
        again = [
            told(
                n,
                title,
                guid=f"b{n}",
                published=NOW + 30 * DAY,
                url=f"https://wire.example.com/a/{n}-x-y?utm_source=r",
            )
            for n, title in enumerate(titles)
        ]
        assert kinds(*before, *again)[4:] == ["duplicate"] * 4

    def test_an_archive_under_new_addresses_is_known_by_its_texts(self) -> None:
        assert kinds(told(1, "Harbour closed", LONG), told(900, "Harbour closed", LONG))[1] == "duplicate"


def test_a_feed_that_lists_its_5000_entries_again_brings_nothing_new() -> None:
    entries = [entry(n, guid=f"g{n}") for n in range(5000)]
    first = fresh(feed(*entries), source="s", outlet="o", seen={}, first_sight=True, now=NOW)
    again = [entry(n, guid=f"other{n}", published=NOW + DAY) for n in range(5000)]
    second = fresh(feed(*again), source="s", outlet="o", seen=first.marks, first_sight=False, now=NOW + DAY)
    assert (len(first.stories), len(second.stories)) == (0, 0)


class TestPagesThatAreNoText:
    CONSENT = (
        "We value your privacy. We and our partners use cookies. Accept all or manage your consent in the privacy "
        "settings. To continue without cookies please subscribe or sign in. " * 3
    )

    def test_two_stories_behind_one_consent_wall_are_two_events(self) -> None:
        one = told(1, "Harbour of Oldport closed after storm", self.CONSENT)
        other = told(2, "Parliament passes law on rents in cities", self.CONSENT, source="daily")
        assert kinds(one, other) == ["new", "new"]

    def test_a_page_with_no_word_of_its_headline_is_no_text(self) -> None:
        page = "Dear reader, this article is for members of our club. " + " ".join(f"word{n}" for n in range(60))
        titles = ("Harbour of Oldport closed", "Parliament passes rent law", "Striker signs for Rovers")
        assert kinds(*(told(n, title, page, source=f"site{n}") for n, title in enumerate(titles))) == ["new"] * 3

    @pytest.mark.parametrize("text", ["", " \n ", "…"])
    def test_an_empty_body_leaves_the_headline_to_judge_by(self, text: str) -> None:
        one = told(1, "Harbour of Oldport closed after freighter loses containers", text)
        same = told(2, "Freighter loses containers, Oldport harbour closed", text, source="daily")
        other = told(3, "Parliament passes law on rents in cities", text, source="post")
        assert kinds(one, same, other) == ["new", "joined", "new"]

    def test_a_story_that_says_nothing_at_all_is_news_each_time(self) -> None:
        assert kinds(told(1, "", ""), told(2, "", "", source="daily")) == ["new", "new"]


class TestTemplatesWhereOnlyTheNumberDiffers:
    ALERTS = ("new", "related", "update")

    def test_830_million_and_83_million_are_both_told(self) -> None:
        one = told(1, "Mistral AI raises $830M for data center near Paris", "The money comes from seven banks.")
        other = told(
            2,
            "Mistral AI raises $83M for data center near Paris",
            "The money comes from seven banks.",
            source="daily",
        )
        assert kinds(one, other)[1] in self.ALERTS

    def test_the_same_amount_in_other_words_is_one_event(self) -> None:
        one = told(1, "Mistral AI raises $830M for data center near Paris")
        other = told(2, "Mistral AI raises $830 million for data center near Paris", source="daily")
        assert kinds(one, other) == ["new", "joined"]

    def test_each_quarters_earnings_are_news(self) -> None:
        quarters = [
            told(
                n,
                f"Acme Holdings Q{n} earnings per share ${n}.05",
                f"Acme Holdings reported earnings of ${n}.05 a share.",
            )
            for n in (1, 2, 3)
        ]
        assert all(kind in self.ALERTS for kind in kinds(*quarters))

    def test_two_firms_earnings_from_one_template_are_two_events(self) -> None:
        text = (
            "{} reported quarterly earnings of ${} per share, beating the estimate of analysts. "
            "Revenue came in at ${} million."
        )
        one = told(1, "Borealis beats earnings estimate", text.format("Borealis Mining", "1.10", 220))
        other = told(2, "Quantrix beats earnings estimate", text.format("Quantrix Labs", "0.45", 91))
        assert kinds(one, other)[1] in self.ALERTS

    @pytest.mark.parametrize("text", ["", "Here are the winning numbers of the draw. " + LONG])
    def test_each_lottery_draw_is_news(self, text: str) -> None:
        draws = ("3 7 19 22 40 Powerball 5", "1 8 12 33 51 Powerball 20", "2 9 14 28 60 Powerball 11")
        stories = [told(n, f"Powerball winning numbers: {draw}", text, after=DAY) for n, draw in enumerate(draws)]
        assert all(kind in self.ALERTS for kind in kinds(*stories))


class TestCorrections:
    """Most keep their address and their id, and only the headline says so."""

    URL = "https://wire.example.com/2026/mistral-data-center"

    def test_the_same_item_marked_as_corrected_is_a_new_entry_of_its_feed(self) -> None:
        one = entry(1, title="Mistral AI raises $830M for data center near Paris", url=self.URL)
        mended = entry(1, title="CORRECTED: Mistral AI raises $380M for data center near Paris", url=self.URL)
        seen = fresh(feed(one), source="s", outlet="o", seen={}, first_sight=True, now=NOW).marks
        after = fresh(feed(mended), source="s", outlet="o", seen=seen, first_sight=False, now=NOW + HOUR)
        assert [each.title for each in unfiled(after.stories)] == [mended.title]
        both = {**seen, **after.marks}
        again = fresh(feed(mended), source="s", outlet="o", seen=both, first_sight=False, now=NOW + 2 * HOUR)
        assert not again.stories

    def test_it_is_told_again_as_an_update(self) -> None:
        title = "Mistral AI raises $830M for data center near Paris"
        one = told(1, title, LONG, url=self.URL, guid="g")
        mended = told(2, f"CORRECTED: {title.replace('830', '380')}", LONG, url=self.URL, guid="g")
        assert kinds(one, mended, replace(mended, id="again")) == ["new", "update", "duplicate"]

    def test_another_headline_alone_is_none(self) -> None:
        one = told(1, "Mistral AI raises $830M for data center near Paris", url=self.URL)
        other = told(2, "UPDATE: Mistral AI raises $830M for Paris data center", url=self.URL)
        assert kinds(one, other) == ["new", "duplicate"]


class TestTemplatesWhereOnlyTheNameDiffers:
    """Whoever watches the second name would never hear of it."""

    EARNINGS = (
        "{} reported third-quarter earnings of ${} per share on Thursday, beating the average analyst estimate. "
        "Revenue rose {}% and the company raised its outlook for the full year; shares were up after hours."
    )
    WARNING = (
        "The National Weather Service has issued a severe thunderstorm warning for {} County until {} p.m. Winds "
        "of 60 mph and hail the size of quarters are expected."
    )

    @pytest.mark.parametrize("outlet", ["wire", "daily"])
    def test_another_firms_earnings_are_told(self, outlet: str) -> None:
        title = "{} beats earnings estimates, raises outlook"
        one = told(1, title.format("Acme"), self.EARNINGS.format("Acme Corp", "1.20", 8))
        other = told(2, title.format("Globex"), self.EARNINGS.format("Globex", "0.45", 11), source=outlet)
        assert kinds(one, other) == ["new", "related"]

    def test_so_are_they_without_a_text(self) -> None:
        title = "{} earnings beat estimates on higher prices"
        one, other = told(1, title.format("Coca-Cola")), told(2, title.format("PepsiCo"), source="daily")
        assert kinds(one, other) == ["new", "related"]

    def test_and_the_next_countys_warning(self) -> None:
        title = "Severe thunderstorm warning for {} County"
        one = told(1, title.format("Travis"), self.WARNING.format("Travis", "6:15"))
        other = told(2, title.format("Hays"), self.WARNING.format("Hays", "7:00"))
        assert kinds(one, other) == ["new", "related"]

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ("Zelenskiy says Ukraine ready for talks", "Zelensky says Ukraine ready for talks"),
            ("Strong earthquake kills at least 12 in eastern Turkey", "Quake kills at least 12 in eastern Turkey"),
            (
                "Acme beats earnings estimates, raises outlook",
                "Acme beats earnings estimates, raises outlook - Globex News",
            ),
        ],
    )
    def test_another_spelling_word_or_outlet_is_no_other_name(self, first: str, second: str) -> None:
        assert kinds(told(1, first), told(2, second, source="daily")) == ["new", "joined"]

    def test_a_text_that_knows_the_other_name_makes_it_one_event(self) -> None:
        one = told(
            1, "Facebook cuts 10,000 jobs in second round of layoffs", "Facebook, owned by Meta, cuts 10,000 jobs."
        )
        other = told(
            2, "Meta cuts 10,000 jobs in second round of layoffs", "Meta cuts jobs at Facebook.", source="b"
        )
        assert kinds(one, other) == ["new", "joined"]
