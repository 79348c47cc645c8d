"""Documents that are no feed, or one that hurts."""

from tests.made.hostile.rows import ATOM, FEED, ITEM, JSON, RSS_ITEM, RSS_ONLY, holds, row, rss
from tests.made.server import Visit

holds("empty", "not-a-feed", b"")
holds("blank", "not-a-feed", b" \r\n\t " * 1000)
holds("web-page", "not-a-feed", b"<!DOCTYPE html><html><head><title>News</title></head><body>Hello</body></html>")
holds(
    "consent-page",
    "not-a-feed",
    b"<html><body><form>We value your privacy <button>Accept</button></form></body></html>",
)
holds("json-that-is-no-feed", "not-a-feed", b'{"error": "no"}')
holds("json-cut-off", "not-a-feed", JSON[:-20])
holds("json-nested", "not-a-feed", b"[" * 200_000)
holds("picture", "not-a-feed", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
holds("noise", "not-a-feed", bytes((n * 7919) % 251 for n in range(20_000)))
holds("byte-order-mark", 1, b"\xef\xbb\xbf" + FEED)
UTF_16 = rss(head='<?xml version="1.0" encoding="utf-16"?>').decode().encode("utf-16")
holds("utf-16-with-mark", 1, UTF_16)
holds("latin-1", 1, b'<?xml version="1.0" encoding="iso-8859-1"?>' + rss(RSS_ITEM).replace(b"Story", b"\xc9tude"))
holds(
    "latin-1-that-says-utf-8", 1, b'<?xml version="1.0" encoding="utf-8"?>' + FEED.replace(b"Story", b"\xc9tude")
)
holds("text-before-the-declaration", 1, b"\n\n<!-- hello -->\n" + b'<?xml version="1.0"?>' + FEED)
holds("cut-off-in-an-item", 2, rss(RSS_ITEM, ITEM.format(n=2))[:-60])
holds("no-items", 0, b'<rss version="2.0"><channel><title>T</title></channel></rss>')
holds("no-ids-dates-links", 1, rss("<item><title>Only a title</title></item>"))
holds("one-guid-for-all", 3, rss(*(ITEM.format(n=n).replace(f"<guid>{n}<", "<guid>x<") for n in range(3))))
holds("json-of-surrogates", 1, JSON.replace(b"Story", b"\\ud800 \\udfffStory"))
holds("json-of-nonsense", 1, JSON.replace(b'"items": [', b'"hubs": 7, "items": [null, 5, [], {"id": {}}, "x", '))
holds("json-without-items", 0, b'{"version": "https://jsonfeed.org/version/1", "items": {"a": 1}}')
holds("json-numbers", 1, JSON.replace(b'"id": "1"', b'"id": 1e999, "date_published": NaN'))
holds("atom-cut-off", 1, ATOM[:-9])
holds("atom-of-surrogates", 1, ATOM.replace(b"Story", b"&#xD800;Story"))
holds("atom-nested", frozenset({"1", "not-a-feed", "parse-timeout"}), ATOM.replace(b"Story", b"<a>" * 20_000))
holds("atom-without-a-namespace", 1, ATOM.replace(b' xmlns="http://www.w3.org/2005/Atom"', b""))
holds(
    "rdf",
    1,
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel>'
    b"<title>T</title></channel><item><title>S</title><link>https://a.example.com/1</link></item></rdf:RDF>",
)
holds("surrogates", 1, rss(RSS_ITEM.replace("Story", "&#xD800;&#55357;Story&#x110000;&#0;")))
holds("nul-bytes", frozenset({"1", "not-a-feed"}), FEED.replace(b"Story", b"Sto\0ry"))
holds("control-characters", frozenset({"1", "not-a-feed"}), FEED.replace(b"Story", b"\x01\x02\x1b[31mStory"))
holds(
    "wrong-order-of-tags",
    1,
    FEED.replace(b"</title></channel>", b"</channel></title>").replace(b"</guid>", b"</guid></b>"),
)
holds(
    "dates-from-1970-and-the-future",
    2,
    rss(
        RSS_ITEM.replace("</item>", "<pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate></item>"),
        ITEM.format(n=2).replace("</item>", "<pubDate>Fri, 31 Dec 9999 23:59:59 GMT</pubDate></item>"),
    ),
)
holds("dates-of-nonsense", 1, rss(RSS_ITEM.replace("</item>", "<pubDate>99/99/9999 morning-ish</pubDate></item>")))
holds("a-title-of-a-megabyte", 1, rss(RSS_ITEM.replace("Story", "x" * 1_000_000)))
holds(
    "twenty-thousand-items", frozenset({"20000", "parse-timeout"}), rss(*(ITEM.format(n=n) for n in range(20_000)))
)
holds("deep-nesting", "parse-timeout", rss("<item><title>" + "<b>" * 400_000 + "</title></item>"))
holds(
    "attributes-200-000",
    frozenset({"not-a-feed", "parse-timeout"}),
    rss("<item " + " ".join(f'a{n}="1"' for n in range(200_000)) + "/>"),
)
holds(
    "entity-bomb",
    frozenset({"1", "not-a-feed", "parse-timeout"}),
    rss(
        RSS_ITEM.replace("Story", "&c;"),
        head='<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "' + "&a;" * 500 + '"><!ENTITY c "' + "&b;" * 500 + '">]>',
    ),
)
holds(
    "entity-that-reads-a-file",
    1,
    rss(RSS_ITEM.replace("Story", "&f;"), head='<!DOCTYPE l [<!ENTITY f SYSTEM "file:///etc/passwd">]>'),
)
holds("stylesheet", 1, rss(head='<?xml-stylesheet type="text/xsl" href="/secret"?>'))


@row(1)
async def external_definitions(visit: Visit) -> None:
    port = visit.writer.get_extra_info("sockname")[1]
    await visit.answer(rss(head=f'<!DOCTYPE rss SYSTEM "http://127.0.0.1:{port}/secret">'))


RSS_ONLY.add("external-definitions")
