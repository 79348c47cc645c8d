"""How a day's summary looks in a mailbox."""

import re
from dataclasses import replace

import pytest

from alertbot.alerts.alert import Digest
from alertbot.channels.email.digest import render_digest
from alertbot.channels.email.links import Links
from alertbot.channels.email.message import Content
from tests.made import digests
from tests.made.golden import assert_golden

LINKS = Links(
    unsubscribe="https://bot.example.org/unsubscribe/token", page="https://bot.example.org/digest/delivery"
)
GMAIL_CLIPS = 102 * 1024


def rendered(digest: Digest, *, whole: bool = False) -> Content:
    return render_digest(digest, LINKS, whole=whole)


@pytest.mark.parametrize("name", ["busy", "quiet", "empty"])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_text_part_stands_alone(request: pytest.FixtureRequest, name: str, lang: str) -> None:
    content = rendered(getattr(digests, name)(lang))
    assert_golden(request, f"email/digest-{name}-{lang}.txt", f"{content.subject}\n\n{content.text}")


def test_the_document_of_a_busy_day(request: pytest.FixtureRequest) -> None:
    assert_golden(request, "email/digest-busy-en.html", rendered(digests.busy()).html)


def test_the_subject_has_the_top_event_and_the_count() -> None:
    busy = rendered(digests.busy()).subject
    assert busy == "Mistral AI borrows $830 million for a data center near Paris · 7 more"
    assert rendered(digests.two_hundred()).subject.endswith("… · 199 more")


def test_two_hundred_events_are_counted_and_linked_and_gmail_shows_them_all() -> None:
    content = rendered(digests.two_hundred())
    assert len(content.html.encode()) < GMAIL_CLIPS / 3
    assert content.html.count("<h3") <= 8
    assert f'<a href="{LINKS.page}"' in content.html
    assert "and 47 more" in content.text


def test_news_on_a_hundred_watches_are_a_screen_or_two_as_well() -> None:
    content = rendered(digests.a_hundred_watches())
    assert len(content.html.encode()) < GMAIL_CLIPS / 3
    events = content.html.partition("Quiet:")[0]
    named = len(set(re.findall(r"example\.com/event-\d+", events)))
    counted = sum(int(number) for number in re.findall(r"and (\d+) more<", events))
    assert named + counted + events.count("and one more<") == 200
    assert re.search(r"Quiet: watch 80, .*watch 91 and 8 more\n", content.text)


def test_the_page_names_every_event_and_is_below_the_clip_too() -> None:
    content = rendered(digests.two_hundred(), whole=True)
    assert len(set(re.findall(r"example\.com/event-\d+", content.html))) == 200
    assert len(content.html.encode()) < GMAIL_CLIPS


def test_every_link_of_the_document_is_in_the_text() -> None:
    content = rendered(digests.two_hundred())
    for url in re.findall(r'href="([^"]+)"', content.html):
        assert url.replace("&amp;", "&") in content.text


def test_there_is_no_image_and_no_script_and_a_language() -> None:
    html = rendered(digests.busy("fr")).html
    assert '<html lang="fr">' in html
    assert not re.search(r"<img|<script|<link|@import|url\(", html)
    assert "Mentions par jour sur une semaine" in html


def test_without_a_public_address_nothing_is_linked_that_is_not_there() -> None:
    html = render_digest(digests.two_hundred(), Links()).html
    assert 'href=""' not in html
    assert "Unsubscribe" not in html


def test_what_a_feed_or_a_watch_says_is_escaped() -> None:
    busy = digests.busy()
    hostile = "<img src=x onerror=alert(1)>&\r\nBcc: a@b"
    item = replace(busy.groups[0].items[0], headline=hostile, outlets=(hostile,), others=(hostile,))
    group = replace(busy.groups[0], watch=hostile, items=(item,))
    content = rendered(replace(busy, groups=(group,), quiet=(hostile,)))
    assert "<img" not in content.html
    assert "&lt;img src=x" in content.html
