"""What a page adds to a story."""

import pytest

from alertbot.sources.article import NOTHING, Article, completed, needs_text, read_article
from alertbot.stories.identity import url_key
from tests.made.values import story

URL = "https://news.example.com/2026/rates-rise-again"
SENTENCES = [f"In town number {n} the central bank spoke about rates and prices again." for n in range(20)]
TITLE = "Central bank raises rates again"
BODY = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)


def page(inner: str, head: str = "") -> bytes:
    head = f"<!doctype html><html lang='en-GB'><head><title>T</title>{head}</head>"
    body = f"<body><nav><a href='/'>Home</a></nav><article><h1>{TITLE}</h1>{inner}</article><footer>Us</footer>"
    return (head + body).encode()


def words(count: int, end: str = ".") -> str:
    return " ".join(["word"] * count) + end


@pytest.mark.parametrize(
    ("text", "needed"),
    [("", True), (words(30), True), (words(149), True), (words(200), False), (words(200, " Read more »"), True)],
)
def test_a_teaser_needs_the_page(text: str, needed: bool) -> None:
    assert needs_text(story(text=text)) is needed
    assert not needs_text(story(text=text, url=""))


def test_a_page_s_article_is_read_without_what_surrounds_it() -> None:
    canonical = "<link rel='canonical' href='/2026/rates-rise-again?'>"
    article = read_article(page(BODY, canonical), url=URL)
    assert article.text.split("\n\n")[-20:] == SENTENCES
    assert (article.canonical, article.lang) == ("https://news.example.com/2026/rates-rise-again", "en-gb")


@pytest.mark.parametrize(
    "inner",
    [
        "<p>We and our 842 partners store information on your device.</p>" + BODY[:800],
        BODY[:1500] + "<p>Subscribe to continue reading.</p>",
        "<p>Cet article est réservé aux abonnés.</p>" + BODY[:1500],
        "<p>Wij en onze 120 partners slaan gegevens op uw apparaat op.</p>" + BODY[:1500],
        "<p>Dit artikel is exclusief voor abonnees.</p>" + BODY[:1500],
        "<p>Nós e os nossos parceiros guardamos dados no seu dispositivo.</p>" + BODY[:1500],
        "<p>Conteúdo exclusivo para assinantes.</p>" + BODY[:1500],
        "<p>My i nasi 97 partnerzy przechowujemy dane na urządzeniu.</p>" + BODY[:1500],
        "<p>Artykuł dostępny tylko dla subskrybentów.</p>" + BODY[:1500],
        "<p>Please enable JavaScript and cookies to continue.</p>",
        "<p>A caption.</p>",
        "",
    ],
)
def test_a_wall_is_not_an_article(inner: str) -> None:
    assert read_article(page(inner), url=URL) == NOTHING


def test_a_page_that_moved_to_a_consent_host_is_a_wall() -> None:
    assert read_article(page(BODY), url="https://consent.example.com/collect?id=1") == NOTHING


def test_a_locked_article_gives_its_address_only() -> None:
    head = (
        '<script type="application/ld+json">{"isAccessibleForFree": false}</script>'
        "<link rel='canonical' href='/2026/rates-rise-again'>"
    )
    assert read_article(page(BODY, head), url=URL + "?ref=1") == Article(text="", canonical=URL, lang="en-gb")


@pytest.mark.parametrize("canonical", ["/", "/news/", "https://news.example.com/world", "javascript:1"])
def test_a_section_is_no_article_s_address(canonical: str) -> None:
    head = f"<link rel='canonical' href='{canonical}'>"
    assert read_article(page(BODY, head), url=URL).canonical == ""


@pytest.mark.parametrize("body", [b"", b"\x00", b"<" * 1000, b"{}", b"<html>" * 1000])
def test_what_is_no_page_gives_nothing(body: bytes) -> None:
    assert read_article(body or b" ", url=URL) == NOTHING


TEXT = "\n\n".join([TITLE, *SENTENCES])


def test_a_story_takes_the_longer_text_the_address_and_the_language() -> None:
    before = story(title=TITLE, text="The central bank raises rates.", lang="")
    after = completed(before, Article(text=TEXT, canonical=URL, lang="en"))
    assert after.text == "\n\n".join(SENTENCES)
    assert after.keys == (*before.keys, url_key(URL))
    assert after.lang == "en"


def test_a_page_says_nothing_of_the_identity_of_another_site_s_article() -> None:
    before = story(title=TITLE, text="", keys=(url_key(story().url),))
    after = completed(before, Article(text=TEXT, canonical="https://other.example.org/2026/rates-rise", lang="en"))
    assert after.keys == before.keys


def test_a_text_about_something_else_adds_nothing() -> None:
    before = story(title=TITLE, text="")
    assert completed(before, Article(text="Kittens. " * 90, canonical=URL, lang="en")) == before


def test_a_shorter_text_leaves_the_feed_s() -> None:
    before = story(title=TITLE, text=TEXT * 2)
    assert completed(before, Article(text=TEXT, canonical="", lang="")) == before
