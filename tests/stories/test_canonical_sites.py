"""How outlets, their share buttons and their letters name one article; and what only looks like that."""

import pytest

from alertbot.stories.canonical import canonical_url

HERE = "https://www.gazette-times.com/world/2026/11/27/lisbon-tram-strike-enters-third-day"
BLOCK = "https://www.theguardian.com/world/live/2026/nov/27/strike"

SAME = [
    ("marks of letters", f"{HERE}?sfmc_id=22&hsCtaTracking=a&sailthru_id=b&nlid=7&nrid=8&nname=x&bxid=9", HERE),
    ("gifts", f"{HERE}?giftId=a1&gift=true&view_token=b", HERE),
    ("one page, printed", f"{HERE}?single=1&printer=1&seite=all&comments=1", HERE),
    ("hosts for phones", HERE.replace("www.", "mobil."), HERE.replace("www.", "movil.")),
    ("default documents", f"{HERE}/index.xhtml", f"{HERE}/index.phtml"),
    ("Google News as it was", f"https://news.google.com/news/url?sa=t&url={HERE}", HERE),
    ("Disqus", f"https://disq.us/url?url={HERE}%3AaB-c", HERE),
    ("FeedBlitz", f"https://feeds.feedblitz.com/~/t/0/_/gazette/~{HERE}", HERE),
    (
        "the reader's Blogger",
        "https://a.blogspot.co.uk/2026/11/x.html?m=1",
        "https://a.blogspot.com/2026/11/x.html",
    ),
    ("AMP behind a number", "https://example.com/x-1017000001-amp.html", "https://example.com/x-1017000001.html"),
    ("AMP behind a tilde", "https://www.tagesschau.de/x-100~amp.html", "https://www.tagesschau.de/x-100.html"),
    (
        "AMP after a number",
        "https://example.com/article-13000001/amp/X.html",
        "https://example.com/article-13000001/X.html",
    ),
    ("AMP of Google", "https://www.zdnet.com/google-amp/article/x-1/", "https://www.zdnet.com/article/x-1/"),
    ("AMP of Globo", "https://g1.globo.com/google/amp/a/2026/x-1.ghtml", "https://g1.globo.com/a/2026/x-1.ghtml"),
    (
        "AMP of the Süddeutsche",
        "https://www.sueddeutsche.de/x-1.6000001!amp",
        "https://www.sueddeutsche.de/x-1.6000001",
    ),
    (
        "all of an article of the Zeit",
        "https://www.zeit.de/x/2026-11/y/komplettansicht",
        "https://www.zeit.de/x/2026-11/y",
    ),
    (
        "two names of the Times",
        "https://www.thetimes.co.uk/article/x-a1",
        "https://www.thetimes.com/article/x-a1?region=global",
    ),
    (
        "a day's article",
        "https://example.com/2026/11/27/lisbon?ref=upstract.com",
        "https://example.com/2026/11/27/lisbon",
    ),
    ("a post of the Guardian", f"{BLOCK}?page=with:block-1a2b#block-1a2b", f"{BLOCK}#block-1a2b"),
    ("a live blog", f"{BLOCK}?filterKeyEvents=false#key-events", f"{BLOCK}#main-content"),
    ("a footnote of release notes", "https://example.com/release-notes#fn1", "https://example.com/release-notes"),
    ("names in the DNS of today", "https://straße.example/a", "https://xn--strae-oqa.example/a"),
]

DIFFERENT = [
    (
        "days of release notes",
        "https://example.com/release-notes#November_27_2026",
        "https://example.com/release-notes#November_26_2026",
    ),
    ("versions", "https://example.org/changes.html#v2.1.0", "https://example.org/changes.html#v2.0.0"),
    ("entries of a news page", "https://example.org/news/#2026-11-27-a", "https://example.org/news/#2026-11-26-b"),
    (
        "remarks on an issue",
        "https://github.com/a/b/issues/5#issuecomment-1",
        "https://github.com/a/b/issues/5#issuecomment-2",
    ),
    (
        "posts named by two words",
        "https://www.nytimes.com/live/2026/x#tram-drivers",
        "https://www.nytimes.com/live/2026/x#mayor-speaks",
    ),
    (
        "what a section shows",
        "https://example.com/news-and-events/view?ref=lisbon",
        "https://example.com/news-and-events/view?ref=porto",
    ),
    (
        "tracks of a conference",
        "https://example.com/talks-of-2026-day/?track=a",
        "https://example.com/talks-of-2026-day/?track=b",
    ),
    ("numbers of records", "https://example.com/lists?ft_id=1", "https://example.com/lists?ft_id=2"),
    ("numbers under short names", "https://example.com/court?csi=5", "https://example.com/court?csi=6"),
    ("numbers behind a semicolon", "https://example.com/story;sid=12", "https://example.com/story;sid=13"),
    ("the shares of AMP", "https://example.com/stocks/amp/", "https://example.com/stocks/"),
    ("AMP among quotes", "https://example.com/a/quote/AMP", "https://example.com/a/quote"),
    (
        "a slug that ends in amp",
        "https://example.com/music/guitar-amp.html",
        "https://example.com/music/guitar.html",
    ),
    ("ß and ss", "https://straße.example/a", "https://strasse.example/a"),
]


@pytest.mark.parametrize(("one", "other"), [pair for _, *pair in SAME], ids=[why for why, *_ in SAME])
def test_one_article_has_one_form(one: str, other: str) -> None:
    assert canonical_url(one) == canonical_url(other)


@pytest.mark.parametrize(("one", "other"), [pair for _, *pair in DIFFERENT], ids=[why for why, *_ in DIFFERENT])
def test_two_articles_have_two(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


@pytest.mark.parametrize("url", [url for _, *pair in SAME + DIFFERENT for url in pair])
def test_the_canonical_form_is_its_own(url: str) -> None:
    assert canonical_url(canonical_url(url)) == canonical_url(url)
