"""Feeds that would break or forge what is made of them: messages, terminals, mails, addresses, memory."""

from tests.made.hostile.rows import ATOM, FEED, ITEM, JSON, RSS_ITEM, holds, rss

MB = 1_000_000


def titled(*titles: str) -> bytes:
    return rss(*(ITEM.format(n=n).replace(f"Story {n}", title) for n, title in enumerate(titles)))


def linked(*links: str) -> bytes:
    return rss(*(ITEM.format(n=n).replace(f"https://news.example.com/{n}", link) for n, link in enumerate(links)))


# ── what would be shown ───────────────────────────────────────────────────────────────────────────────────

holds(
    "titles-that-mention-everybody", 3, titled("&lt;!channel> Story", "&lt;@U123> Story", "@everyone *Story* _x_")
)
holds("titles-of-markup", 3, titled("&lt;b>Story&lt;/b>", "[Story](javascript:alert(1))", "&lt;a href=x>Story"))
holds("titles-that-add-mail-headers", 2, titled("Story&#13;&#10;Bcc: a@example.com", "Story\r\n\r\n<x/>Hello"))
holds("titles-for-terminals", 3, titled("&#27;[2J&#27;[31mStory", "&#155;31mStory", "Story&#8;&#8;&#7;"))
holds("titles-written-backwards", 3, titled("Story &#x202E;yrotS", "&#x2067;Story", "&#x202B;Story &#x2066;x"))
holds("titles-of-nothing-to-see", 2, titled("&#x200B;&#x2060;&#xFEFF;", "Sto&#x00AD;ry"))
holds(
    "json-for-terminals",
    1,
    JSON.replace(b"Story", rb"\\u001b[31mSto\\u202ery\\r\\nBcc: a@example.com".replace(rb"\\\\", rb"\\")),
)

# ── where would be led ────────────────────────────────────────────────────────────────────────────────────

holds(
    "links-that-run",
    4,
    linked("javascript:alert(1)", "data:text/html,x", "vbscript:x", "java&#10;script:alert(1)"),
)
holds("links-to-files", 3, linked("file:///etc/passwd", "\\\\server\\share", "ftp://news.example.com/1"))
holds("links-of-a-megabyte", 2, linked("https://news.example.com/" + "x" * MB, "/" + "y" * MB))
holds(
    "links-that-break-lines",
    2,
    linked("https://news.example.com/&#13;&#10;X: y", "https://news.example.com/&quot;>x"),
)
holds("links-to-hosts-of-nonsense", 3, linked("http://[", "http://a:b:c/", "https://"))
holds(
    "a-hub-that-is-a-file", 1, ATOM.replace(b"<entry>", b'<link rel="hub" href="file:///etc/passwd"/><entry>', 1)
)
holds("atom-with-a-base-that-runs", 1, ATOM.replace(b"<entry>", b'<entry xml:base="javascript:">', 1))

# ── what would be kept ────────────────────────────────────────────────────────────────────────────────────

holds(
    "ids-of-a-megabyte",
    2,
    rss(*(ITEM.format(n=n).replace(f"<guid>{n}<", f"<guid>{'x' * MB}{n}<") for n in range(2))),
)
holds(
    "categories-by-the-million",
    frozenset({"1", "parse-timeout", "parser-died", "too-big"}),
    rss(RSS_ITEM.replace("</item>", "<category/>" * 360_000 + "</item>")),
)
holds(
    "an-outlet-of-a-megabyte", 1, rss(RSS_ITEM.replace("</item>", f"<source url='x'>{'x' * MB}</source></item>"))
)
holds("a-language-of-a-megabyte", 1, FEED.replace(b"<title>T", b"<language>%b</language><title>T" % (b"x" * MB)))
holds("a-feed-title-of-a-megabyte", 1, FEED.replace(b"<title>T", b"<title>T" + b"x" * MB))
holds(
    "a-text-of-three-megabytes",
    1,
    rss(RSS_ITEM.replace("</item>", f"<description>{'word ' * 600_000}</description></item>")),
)

# ── what would take for ever ──────────────────────────────────────────────────────────────────────────────

SLOW = frozenset({"0", "1", "not-a-feed", "parse-timeout", "parser-died"})
holds("items-of-nothing", SLOW, rss("<item/>" * 500_000))
holds(
    "namespaces-by-the-thousand",
    SLOW,
    rss("<item " + " ".join(f'xmlns:a{n}="u{n}"' for n in range(50_000)) + "/>"),
)
holds("a-tag-of-a-megabyte", SLOW, rss(f"<item><{'x' * MB}/></item>"))
holds("entities-by-the-million", SLOW, titled("&amp;" * 600_000))
holds(
    "blank-lines-by-the-million",
    SLOW,
    rss(RSS_ITEM.replace("</item>", f"<description>x{chr(10) * 3 * MB}y</description></item>")),
)
holds(
    "brackets-by-the-million",
    SLOW,
    rss(RSS_ITEM.replace("</item>", f"<description>{'&lt;a &quot;' * 200_000}</description></item>")),
)
holds(
    "a-date-of-a-megabyte", SLOW, rss(RSS_ITEM.replace("</item>", f"<pubDate>{'1 ' * 500_000}</pubDate></item>"))
)
holds("comments-by-the-million", SLOW, rss(RSS_ITEM, "<!---->" * 400_000))
holds(
    "json-of-one-number", SLOW, b'{"version": "https://jsonfeed.org/version/1", "items": [' + b"9" * 3 * MB + b"]}"
)
holds("json-of-objects-in-objects", SLOW, b'{"items": [' + b'{"a":' * 100_000)
holds(
    "json-items-of-nothing",
    SLOW,
    b'{"version": "https://jsonfeed.org/version/1", "items": [' + b"{}," * 999_999 + b"{}]}",
)
PARAMETERS = '<!DOCTYPE rss [<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]>'
holds("parameter-entities-of-files", SLOW, rss(head=PARAMETERS))
BLOWN_UP = f'<!DOCTYPE l [<!ENTITY a "{"ha" * 50_000}">]>'
holds("entity-of-a-thousand-times-its-size", SLOW, rss(RSS_ITEM.replace("Story", "&a;" * 1000), head=BLOWN_UP))
INCLUDED = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
holds("included-files", 1, rss(RSS_ITEM.replace("Story", f"Story {INCLUDED}")))
