"""Addresses of one article have one canonical form; addresses of two never do."""

import pytest

from alertbot.stories.canonical import canonical_url, declared_canonical

HERE = "https://www.example-news.com/2026/03/12/tech/mistral-raises-830m"
GOOGLE_NEWS = "https://news.google.com/rss/articles/CBMiG2h0dHBzOi8vZXhhbXBsZS5jb20vYS1iLWMtZNIBAA?oc=5"

SAME = [
    ("scheme and www", "http://example-news.com/2026/03/12/tech/mistral-raises-830m/", HERE),
    (
        "case of the host, default port",
        "HTTPS://WWW.Example-News.com:443/2026/03/12/tech/mistral-raises-830m",
        HERE,
    ),
    ("campaign in any case", f"{HERE}?UTM_Source=rss&fbclid=x&at_medium=y", HERE),
    ("a doubly escaped campaign", f"{HERE}?utm_source=rss&amp;utm_medium=feed", HERE),
    ("a named channel", f"{HERE}?ref=rss&source=twitter", HERE),
    ("a number a share tool adds", f"{HERE}?sf123456789=1", HERE),
    ("a place in the page", f"{HERE}#comments", HERE),
    ("a text fragment", f"{HERE}#:~:text=Paris", HERE),
    ("AMP as ending", f"{HERE}/amp/", HERE),
    ("AMP as parameter", f"{HERE}?outputType=amp&amp=1", HERE),
    ("AMP as host", HERE.replace("www.", "amp."), HERE),
    ("the AMP viewer", f"https://www.google.com/amp/s/{HERE.removeprefix('https://')}/amp", HERE),
    (
        "the AMP cache",
        f"https://www-example--news-com.cdn.ampproject.org/v/s/{HERE.removeprefix('https://')}?usqp=x",
        HERE,
    ),
    ("AMP inside the path", "https://news.example.com/story/amp/x-123", "https://news.example.com/story/x-123"),
    ("AMP before the ending", "https://www.example.com/story-1.amp.html", "https://www.example.com/story-1.html"),
    ("a mobile host", "https://m.example.co.uk/story?m=1", "https://www.example.co.uk/story"),
    ("a mobile wiki", "https://en.m.wikipedia.org/wiki/Paris", "https://en.wikipedia.org/wiki/Paris"),
    ("a default document", f"{HERE}/index.html", HERE),
    ("print", f"{HERE}?print=1", HERE),
    ("a session", f"{HERE};jsessionid=0A1B2C", HERE),
    ("order of parameters", "https://example.com/s?b=2&a=1", "https://example.com/s?a=1&b=2"),
    ("the first page", f"{HERE}?page=1", HERE),
    ("dots and doubled slashes", "https://example.com//a/../story", "https://example.com/story"),
    ("escapes", "https://www.example.com/%7Ejohn/caf%c3%a9", "https://www.example.com/~john/café"),
    ("a name in Unicode", "https://müller.example/x", "https://xn--mller-kva.example/x"),
    ("credentials", "https://user:word@example.com/story", "https://example.com/story"),
    ("a link shim", "https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.com%2Fa&h=A", "https://example.com/a"),
    (
        "an alert's link",
        "https://www.google.com/url?sa=t&url=https://example.com/a&usg=A",
        "https://example.com/a",
    ),
    ("a mail scanner", "https://urldefense.com/v3/__https://example.com/a__;!!x", "https://example.com/a"),
    ("an archive", "https://web.archive.org/web/20260312101010/https://example.com/a", "https://example.com/a"),
    ("a dated archive", "https://archive.ph/2026.03.12-101010/https://example.com/a", "https://example.com/a"),
    ("a translation", "https://www-example-com.translate.goog/a?_x_tr_tl=en", "https://www.example.com/a"),
    ("a readable Google News id", GOOGLE_NEWS, "https://example.com/a-b-c-d"),
    (
        "an opaque Google News id",
        "https://news.google.com/rss/articles/CBMiYkFVX3l?oc=5",
        "https://news.google.com/read/CBMiYkFVX3l?hl=fr",
    ),
    ("two names of the BBC", "https://www.bbc.co.uk/news/articles/c0a", "https://www.bbc.com/news/articles/c0a"),
    ("a short video link", "https://youtu.be/abcdefghijk?si=x", "https://www.youtube.com/watch?v=abcdefghijk&t=9"),
    (
        "names that count for nothing beside an article",
        f"{HERE}?session_id=5&cmp=4&linkid=12&mbid=social_twitter",
        HERE,
    ),
    ("all pages in one", f"{HERE}?page=all", HERE),
    ("a visitor's session of ASP.NET", f"{HERE}?ASP.NET_SessionId=x", HERE),
    (
        "a video in a playlist",
        "https://youtu.be/abcdefghijk",
        "https://music.youtube.com/watch?v=abcdefghijk&list=PL1&index=4",
    ),
    (
        "one post of a live blog said twice",
        "https://www.theguardian.com/world/live/x?page=with:block-1a#block-1a",
        "https://www.theguardian.com/world/live/x?CMP=share&page=with%3Ablock-1a",
    ),
    (
        "an anchor that names no post of a live blog",
        "https://www.example.com/live/x#comment-12",
        "https://www.example.com/live/x",
    ),
    ("Medium's way out", "https://medium.com/r/?url=https%3A%2F%2Fexample.com%2Fa", "https://example.com/a"),
    (
        "a mail scanner that put characters aside",
        "https://urldefense.com/v3/__https://example.com/a?q=b*2Fc**Ad__;JcOpw6g!!x!y$",
        "https://example.com/a?q=b%2Fcéèd",
    ),
    ("an archive without a date", "https://web.archive.org/web/https://example.com/a", "https://example.com/a"),
    ("names of one archive", "https://archive.today/AbCdE", "https://archive.ph/AbCdE"),
    ("the old resolver of DOIs", "https://dx.doi.org/10.1038/a-1", "https://doi.org/10.1038/a-1"),
    (
        "a discussion without its words",
        "https://redd.it/1abc",
        "https://old.reddit.com/r/news/comments/1abc/a_title/",
    ),
    ("a mirror of X", "https://nitter.net/someone/status/20#m", "https://x.com/someone/status/20"),
    ("a channel's preview", "https://t.me/s/channel/12", "https://telegram.me/channel/12"),
    (
        "brackets and commas",
        "https://en.wikipedia.org/wiki/Valencia_%28city%29%2C_a",
        "https://en.wikipedia.org/wiki/Valencia_(city),_a",
    ),
    ("feedburner's two hosts", "https://feedproxy.google.com/~r/a/~3/b/", "http://feeds.feedburner.com/~r/a/~3/b"),
]

DIFFERENT = [
    ("an id", "https://www.example.com/story.php?id=4711", "https://www.example.com/story.php?id=4712"),
    ("a post number", "https://www.example.com/?p=1", "https://www.example.com/?p=2"),
    ("a page", "https://www.example.com/story?page=2", "https://www.example.com/story?page=3"),
    (
        "a number under a channel's name",
        "https://www.example.com/news?src=123",
        "https://www.example.com/news?src=9",
    ),
    ("posts of a live blog", "https://www.example.com/live/x#block-1a", "https://www.example.com/live/x#block-2b"),
    ("routes in the fragment", "https://www.example.com/#!/a", "https://www.example.com/#!/b"),
    ("two blogs of one host", "https://alice.substack.com/p/weekly", "https://bob.substack.com/p/weekly"),
    ("a tenant named amp", "https://amp.substack.com/p/a", "https://substack.com/p/a"),
    ("a site named m", "https://m.com/story", "https://com/story"),
    ("a mobile host of a suffix", "https://m.co.uk/story", "https://co.uk/story"),
    ("a page about amplifiers", "https://www.example.com/tag/amp", "https://www.example.com/tag"),
    ("a repository named amp", "https://github.com/amp/amp", "https://github.com/amp"),
    ("sub-domains", "https://blog.example.com/story", "https://www.example.com/story"),
    ("an escaped slash", "https://www.example.com/a%2Fb", "https://www.example.com/a/b"),
    ("bytes that are no UTF-8", "https://example.com/s?q=%E9", "https://example.com/s?q=%EA"),
    ("case of the path", "https://example.com/A", "https://example.com/a"),
    ("another port", "https://www.example.com:8443/story", "https://www.example.com/story"),
    ("languages", "https://www.example.com/fr/story", "https://www.example.com/en/story"),
    ("short links", "https://bit.ly/abc", "https://bit.ly/abd"),
    ("searches", "https://www.example.com/search?q=mistral", "https://www.example.com/search?q=nvidia"),
    ("numbers of links", "https://go.example.com/fwlink/?linkid=123", "https://go.example.com/fwlink/?linkid=124"),
    (
        "sessions of a conference",
        "https://example.com/agenda?session_id=12",
        "https://example.com/agenda?session_id=13",
    ),
    ("petitions", "https://example.com/view.php?campaign=1", "https://example.com/view.php?campaign=2"),
    (
        "issues of a newsletter",
        "https://example.com/read?newsletter_id=12",
        "https://example.com/read?newsletter_id=13",
    ),
    (
        "states in an election",
        "https://example.com/2026/results.html?st=CA",
        "https://example.com/2026/results.html?st=NY",
    ),
    (
        "short numbers",
        "https://example.com/article-view-page?sid=12",
        "https://example.com/article-view-page?sid=13",
    ),
    ("posts of any live blog", "https://example.com/live/x.html#id-11", "https://example.com/live/x.html#id-12"),
    (
        "posts with words for names",
        "https://example.com/live/2026/x#the-first-post",
        "https://example.com/live/2026/x",
    ),
    (
        "places in a comment's thread",
        "https://www.reddit.com/r/a/comments/1/t/c1/",
        "https://www.reddit.com/r/a/comments/1/t/",
    ),
    (
        "feeds of channels",
        "https://www.youtube.com/feeds/videos.xml?channel_id=A",
        "https://www.youtube.com/feeds/videos.xml?channel_id=B",
    ),
    ("searches for news", "https://news.google.com/rss/search?q=a", "https://news.google.com/rss/search?q=b"),
    ("an escaped question mark", "https://example.com/a%3Fb=1", "https://example.com/a?b=1"),
    ("videos", "https://www.youtube.com/watch?v=aaaaaaaaaaa", "https://www.youtube.com/watch?v=bbbbbbbbbbb"),
]


@pytest.mark.parametrize(("why", "one", "other"), SAME, ids=[why for why, *_ in SAME])
def test_one_article_has_one_form(why: str, one: str, other: str) -> None:
    assert canonical_url(one) == canonical_url(other)


@pytest.mark.parametrize(("why", "one", "other"), DIFFERENT, ids=[why for why, *_ in DIFFERENT])
def test_two_articles_have_two(why: str, one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


@pytest.mark.parametrize("url", [url for _, *pair in SAME + DIFFERENT for url in pair])
def test_the_canonical_form_is_its_own(url: str) -> None:
    assert canonical_url(canonical_url(url)) == canonical_url(url)


@pytest.mark.parametrize("url", ["", "mailto:a@example.com", "tag:example.com,2026:1", "http://[::1/x", "/story"])
def test_what_is_no_web_address_stays_as_it_is(url: str) -> None:
    assert canonical_url(url) == url


class TestWhatAPageDeclares:
    def test_an_article_is_believed(self) -> None:
        assert declared_canonical("https://www.example.com/story?x=y", "https://example.com/story") == (
            "https://example.com/story"
        )

    @pytest.mark.parametrize(
        "declared",
        ["https://www.example.com/", "https://www.example.com/news", "https://other.example.org/news/a"],
    )
    def test_a_front_page_a_section_or_another_site_is_not(self, declared: str) -> None:
        page = "https://www.example.com/news/a"
        assert declared_canonical(page, declared) == page

    @pytest.mark.parametrize(
        ("page", "declared"),
        [
            ("https://www.example.com/view.php?id=5", "https://www.example.com/view.php"),
            ("https://www.example.com/2026/a-flood-in-valencia", "https://www.example.com/live"),
        ],
    )
    def test_nor_is_a_page_whose_address_names_no_article(self, page: str, declared: str) -> None:
        assert declared_canonical(page, declared) == page
