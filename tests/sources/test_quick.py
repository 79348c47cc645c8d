"""The quick reader and feedparser, held against each other: the same entries, or none of its business."""

from dataclasses import replace
from xml.sax.saxutils import escape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from alertbot.sources.judge import read_xml
from alertbot.sources.quick import read_quickly
from alertbot.stories.story import Feed, Head

URL = "https://news.example.com/feed/"
SPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/" '
    'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0" xmlns:x="urn:x" '
    'xmlns:itunes="http://www.itunes.com/DTDs/PodCast-1.0.dtd" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
)
RSS_SPACES = SPACES + ' xmlns:atom="http://www.w3.org/2005/Atom"'

TEXTS = [
    *(
        "One",
        "AT&T",
        "AT&amp;T",
        "a < b",
        "<b>bold</b> word",
        "It&#8217;s",
        "&lt;p&gt;",
        "été",
        "Ã©tÃ©",
        "日本",
        "",
        " ",
    ),
    *(
        "<p>One<p>Two",
        "One\n\nTwo",
        "a<br><br>b",
        "x\x85y",
        "caf\xe9 \x93q\x94",
        "Rates rise - Reuters",
        "<nope>x</nope>",
    ),
    *(
        "]]>",
        "a &nosuch; b",
        "\u2028",
        "<div>only a div</div>",
        "\ufeffmark",
        "&",
        "5 > 4 & 3 < 4",
        "<script>x</script>y",
    ),
]
LINKS = [
    *(
        "https://a.example.com/1",
        "/2?a=1&b=2",
        "3",
        "http:////a.example.com/x",
        "javascript:alert(1)",
        "//h.example.com",
    ),
    *(
        "https://a.example.com/?q=a;b",
        "https://a.example.com/?",
        " https://a.example.com/ 4",
        "",
        "tag:x,2026:1",
        "#f",
    ),
    *(
        "https://é.example.com/ü",
        "http://[",
        "https://user:p@a.example.com/",
        "HTTPS://A.example.com/Z",
        "urn:uuid:1",
    ),
]
DATES = [
    *(
        "Thu, 12 Mar 2026 09:30:00 +0100",
        "2026-03-12T09:30:00Z",
        "Thu, 12 Mar 2026 09:30:00 CET",
        "soon",
        "",
        "2026",
    ),
    *(
        "Thu, 1 Jan 1970 00:00:00 GMT",
        "2026-03-12",
        "12 mars 2026",
        "Thu, 12 Mar 26 9:30 EST",
        "٢٠٢٦-03-12T09:30:00Z",
    ),
]


def tag(names: list[str], values: list[str], attributes: list[str] | None = None) -> st.SearchStrategy[str]:
    return st.builds(
        lambda name, value, cdata, attribute: (
            f"<{name}{attribute}>"
            + (f"<![CDATA[{value}]]>" if cdata and "]]>" not in value else escape(value))
            + f"</{name}>"
        ),
        st.sampled_from(names),
        st.sampled_from(values),
        st.booleans(),
        st.sampled_from(attributes or [""]),
    )


ODD = [
    *(
        "<category domain='x'>c</category>",
        "<author>a@example.com (A)</author>",
        "<slash:comments>3</slash:comments>",
    ),
    *(
        "<enclosure url='/e.mp3' type='audio/mpeg' length='1'/>",
        "<x:title>other</x:title>",
        "<x:thing a='1'>t</x:thing>",
    ),
    *("<media:content url='/i.jpg'><media:title>M</media:title></media:content>", "<media:title>M</media:title>"),
    *(
        "<media:group><media:description>d</media:description></media:group>",
        "<image><url>/i</url><title>i</title></image>",
    ),
    *(
        "<source url='https://r.example.com'>Reuters</source>",
        "<source>Reuters</source>",
        "<dc:title>D</dc:title>",
    ),
    *(
        "<post-id xmlns='urn:wp'>1</post-id>",
        "<title xmlns='urn:wp'>w</title>",
        "<content:encoded/>",
        "text between",
    ),
    *(
        "<itunes:summary>long summary here</itunes:summary>",
        "<itunes:image href='/i'/>",
        "<itunes:title>I</itunes:title>",
    ),
    *(
        "<dc:language>fr</dc:language>",
        "<description><b>real</b> markup</description>",
        "<title>a<!-- c -->b</title>",
    ),
    *(
        "<dcterms:modified>2026-01-01T00:00:00Z</dcterms:modified>",
        "<body>b</body>",
        "<Title>T</Title>",
        "<?pi x?>",
    ),
    *("<description xml:lang='de'>d</description>", "<link href='/l' rel='alternate'/>", "<id>i</id>", "<svg/>"),
    *(
        "<title xml:base='https://b.example.com/'>b</title>",
        "<media:credit role='x'>A</media:credit>",
        "<textInput/>",
    ),
    *("<feedburner:origLink>https://o.example.com/1</feedburner:origLink>", "<item><title>in</title></item>"),
    *(
        "<author><name>N</name><uri>u</uri></author>",
        "<expirationDate>2026</expirationDate>",
        "<content>c</content>",
    ),
    *(
        "<dc:creator>C</dc:creator>",
        "<media:thumbnail url='/t' lang='xx'/>",
        "<x:where><x:pos>1 2</x:pos></x:where>",
    ),
]
RSS_LINKS = [
    *(
        "<atom:link rel='replies' href='/r'/>",
        "<atom:link href='/alt'/>",
        "<atom:link rel='self'>text</atom:link>",
    ),
    *(
        "<atom:updated>2026-03-12T09:30:00Z</atom:updated>",
        "<atom:link rel='alternate' type='text/plain' href='/p'/>",
    ),
]
ATOM_LINKS = [
    *(
        "<link href='/1'/>",
        "<link rel='alternate' href='https://a.example.com/2' type='text/html'/>",
        "<link rel='self'/>",
    ),
    *(
        "<link rel='enclosure' href='/e'/>",
        "<link REL='alternate' href='/u'/>",
        "<link rel='Alternate' href='/U'/>",
    ),
    *(
        "<link href='/p' type='application/pdf'/>",
        "<link url='/u'/>",
        "<link rel='related' href='/x' xml:lang='a'/>",
    ),
]
RSS_ITEM = st.lists(
    st.one_of(
        tag(["title", "description", "content:encoded"], TEXTS),
        tag(["title"], TEXTS),
        tag(["link", "guid", "comments", "feedburner:origLink"], LINKS),
        tag(["guid"], LINKS, [' isPermaLink="false"', ' isPermaLink="true"', ' ispermalink="false"', ' x="1"']),
        tag(["pubDate", "dc:date"], DATES),
        st.sampled_from(ODD + RSS_LINKS),
    ),
    max_size=9,
).map("".join)
ATOM_ENTRY = st.lists(
    st.one_of(
        tag(["title"], TEXTS, ["", ' type="html"', ' type="text"', ' type="HTML"', ' type="text/html"']),
        tag(["title", "summary", "content"], TEXTS, ["", ' type="html"', ' type="text"', ' src="/s"']),
        tag(["id"], LINKS),
        tag(["published", "updated", "modified"], DATES),
        st.sampled_from(ODD + ATOM_LINKS),
        st.just(
            '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One</p><p>Two</p></div></content>'
        ),
    ),
    max_size=9,
).map("".join)
HEADS = [
    *(
        "<title>The Example</title><language>en-US</language>",
        "<title>x</title><image><title>i</title></image>",
        "",
    ),
    *("<image><url>/i</url>", "<textInput><title>s</title></textInput>", "<title/>", "<ttl>60</ttl><Item/>"),
]


def rss(items: list[str], head: str = "", root: str = "", declaration: str = "") -> bytes:
    listed = "".join(f"<item>{item}</item>\n" for item in items)
    inner = f"<channel>{head}{listed}</channel>"
    return f'{declaration}<rss version="2.0" {RSS_SPACES}{root}>{inner}</rss>'.encode()


def atom(entries: list[str], head: str = "", root: str = "", declaration: str = "") -> bytes:
    listed = "".join(f"<entry>{entry}</entry>\n" for entry in entries)
    return f'{declaration}<feed xmlns="http://www.w3.org/2005/Atom" {SPACES}{root}>{head}{listed}</feed>'.encode()


ROOTS = st.sampled_from(
    ["", "", ' xml:lang="fr-FR"', ' xml:base="https://b.example.com/"', ' lang="de"', ' xml:lang=""']
)
DECLARATIONS = st.sampled_from(
    [
        *(
            "",
            "<?xml version='1.0'?>\n",
            '<?xml version="1.0" encoding="UTF-8"?><!-- c -->',
            "\n<?xml version='1.0'?>",
        ),
        *(
            "<!DOCTYPE rss>",
            "<?xml version='1.0' encoding='latin-1'?>",
            "\ufeff",
            "<?xml-stylesheet href='x'?>",
            "junk",
        ),
    ]
)
AROUND = [
    "<link>https://a.example.com/</link>",
    "<description>d &amp;lt;b&amp;gt;</description>",
    "<image><url>/i</url><title>i</title><link>/l</link><width>1</width></image>",
    "<image><title>i</title><description>d</description></image>",
    "<image xmlns='urn:x'><title>i</title></image>",
    "<atom:link rel='hub' href='https://hub.example.com/'/>",
    "<atom:link rel='hub' href='https://a.example.com/'/><atom:link rel='hub' href='https://b.example.com/'/>",
    "<atom:link rel='self' href='https://a.example.com/feed' type='application/rss+xml'/>",
    "<atom:link rel='self' href='/feed'/>",
    "<atom:link rel='HUB' href='https://h.example.com/'/>",
    "<atom:link href='https://a.example.com/'/>",
    "<sy:updatePeriod>hourly</sy:updatePeriod>",
    "<sy:updateFrequency> 2 </sy:updateFrequency>",
    "<ttl>60</ttl>",
    "<ttl>soon</ttl>",
    "<generator uri='u'>g</generator>",
    "<copyright>c</copyright>",
    "<category domain='d'>c</category>",
    "<lastBuildDate>Thu, 12 Mar 2026 09:30:00 +0000</lastBuildDate>",
    "<pubDate>soon</pubDate>",
    "<webMaster>a@example.com (A)</webMaster>",
    "<managingEditor>a@example.com</managingEditor>",
    "<docs>https://d.example.com/</docs>",
    "<cloud domain='d' port='1'/>",
    "<skipHours><hour>1</hour></skipHours>",
    "<dc:title>D</dc:title>",
    "<dc:language>fr</dc:language>",
    "<dc:date>2026-03-12</dc:date>",
    "<itunes:image href='/i'/>",
    "<itunes:owner><itunes:name>n</itunes:name></itunes:owner>",
    "<x:thing>t</x:thing>",
    "<x:thing><title>t</title></x:thing>",
    "<site xmlns='urn:wp'>1</site>",
    "<language xml:lang='it'>de</language>",
    "<title type='html'>&lt;b&gt;T&lt;/b&gt;</title>",
    "<title xml:lang='it'>t</title>",
    "<link rel='hub' href='https://hub.example.com/'/>",
    "<link rel='hub' href='https://a.example.com/'/><link rel='hub' href='https://b.example.com/'/>",
    "<link rel='self' href='https://a.example.com/feed'/>",
    "<author><name>n</name></author>",
    "<subtitle>s</subtitle>",
    "<id>i</id>",
    "<updated>2026-03-12T09:30:00Z</updated>",
    "<icon>/i</icon>",
    "<logo>/l</logo>",
    "<rights>r</rights>",
    "text",
]
HEAD = st.lists(
    st.one_of(tag(["title"], TEXTS), tag(["language"], ["en", "EN_gb", "x y", ""]), st.sampled_from(AROUND)),
    max_size=6,
).map("".join)
DOCUMENTS = st.one_of(
    st.builds(rss, st.lists(RSS_ITEM, max_size=4), st.sampled_from(HEADS), ROOTS, DECLARATIONS),
    st.builds(atom, st.lists(ATOM_ENTRY, max_size=4), st.sampled_from(HEADS), ROOTS, DECLARATIONS),
)
ROUND_ORDINARY = st.one_of(
    st.builds(rss, st.lists(st.just("<title>One</title><guid>1</guid>"), max_size=2), HEAD, ROOTS),
    st.builds(
        atom,
        st.lists(st.just("<title>One</title><link href='https://a.example.com/1'/>"), max_size=2),
        HEAD,
        ROOTS,
    ),
)


def judged(body: bytes) -> Feed | None:
    return read_xml(body, url=URL, content_type="application/xml")


@settings(max_examples=200, deadline=None)
@given(DOCUMENTS)
@example(rss(["<title>a</title><source url='u'>S</source><media:title>m</media:title>"]))
@example(rss(["<title>a</title><guid>7</guid>", "<link>https://a.example.com/?a=1&amp;amp;b;</link>"]))
def test_what_is_read_quickly_is_what_feedparser_reads(body: bytes) -> None:
    quick = read_quickly(body, url=URL)
    assert quick in (None, judged(body))


@settings(max_examples=300, deadline=None)
@given(ROUND_ORDINARY)
def test_a_channel_is_read_as_feedparser_reads_it(body: bytes) -> None:
    assert read_quickly(body, url=URL) in (None, judged(body))


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS)
def test_an_entry_that_is_known_lacks_at_most_its_text(body: bytes) -> None:
    quick = read_quickly(body, url=URL, keyed=lambda head: ((), head.guid != ""))
    full = read_quickly(body, url=URL)
    if quick is None or full is None:
        assert quick == full
        return
    assert [replace(entry, text="") for entry in quick.entries] == [
        replace(entry, text="") for entry in full.entries
    ]
    assert all(
        mine in (entry, replace(entry, text="")) for mine, entry in zip(quick.entries, full.entries, strict=True)
    )


ORDINARY_RSS = (
    "<title>Rates &amp;amp; prices rise</title><link>https://a.example.com/{0}</link><category>News</category>"
    "<pubDate>Thu, 12 Mar 2026 09:30:00 +0000</pubDate><dc:creator>A B</dc:creator>"
    '<guid isPermaLink="false">{0}</guid>'
    "<description><![CDATA[<p>A teaser.</p>]]></description><content:encoded><![CDATA[<p>One.</p><p>Two.</p>]]>"
    "</content:encoded><slash:comments>{0}</slash:comments>"
    "<media:content url='/i.jpg'><media:title>I</media:title>"
    "<media:credit>C</media:credit></media:content><media:thumbnail url='/t.jpg'/>"
    "<post-id xmlns='urn:wp'>1</post-id>"
)
ORDINARY_ATOM = (
    "<id>tag:a.example.com,2026:{0}</id><title type='html'>Rates rise</title>"
    "<updated>2026-03-12T09:30:00Z</updated>"
    "<link rel='alternate' type='text/html' href='https://a.example.com/{0}'/><author><name>A</name></author>"
    "<content type='html'>&lt;p&gt;One.&lt;p&gt;Two.</content>"
)


@pytest.mark.parametrize(
    "body",
    [
        rss([ORDINARY_RSS.format(n) for n in range(5)], "<title>The Example</title>"),
        atom([ORDINARY_ATOM.format(n) for n in range(5)], "<title>The Example</title>", ' xml:lang="en"'),
    ],
)
def test_ordinary_items_are_not_the_judge_s(body: bytes) -> None:
    read: list[Head] = []
    quick = read_quickly(body, url=URL, keyed=lambda head: ((head.guid,), bool(read.append(head))))
    assert quick is not None
    assert [each.keys for each in quick.entries] == [(each.guid,) for each in quick.entries]
    assert replace(quick, entries=tuple(replace(each, keys=()) for each in quick.entries)) == judged(body)
    assert len(read) == 5
