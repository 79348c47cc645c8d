"""An article's page into its text, and what that adds to a story. Bytes and values in and out. No IO.

trafilatura takes the text out of the page. A page that is not the article but a wall in front of it (consent,
a subscription, a check for robots) gives none: better the feed's teaser than a cookie notice that matches.
"""

import re
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

from lxml import etree

from alertbot.sources.judge import language
from alertbot.sources.links import absolute, host_of
from alertbot.sources.text import paragraphs
from alertbot.stories.canonical import declared_canonical
from alertbot.stories.filed import is_teaser
from alertbot.stories.identity import url_key
from alertbot.stories.story import Story

FEWEST_WORDS: Final = 60
"""Shorter texts are captions, notices or what a wall lets through."""
WALL_WORDS: Final = 400
"""An article this long may speak of cookies and subscriptions; a wall does not go on for so long."""

WALLS: Final = re.compile(
    "|".join(
        (
            # consent
            r"we (?:and our (?:\d+ )?partners|use cookies)|accept all|manage (?:your )?(?:cookies|choices)",
            r"nous et nos (?:\d+ )?partenaires|utilisons des cookies|tout accepter|accepter et continuer",
            r"wir und unsere (?:\d+ )?partner|alle akzeptieren|mit werbung (?:weiter)?lesen",
            r"nosotros y nuestros (?:\d+ )?socios|aceptar (?:todo|y continuar)",
            r"noi e i nostri (?:\d+ )?partner|accetta tutti",
            r"wij en onze (?:\d+ )?partners|alles accepteren|(?:alle )?cookies accepteren|accepteren en doorgaan",
            r"nós e (?:os )?nossos (?:\d+ )?parceiros|aceitar (?:tudo|todos|e continuar)",
            r"my i nasi (?:\d+ )?partnerzy|(?:za)?akceptuj(?:ę)? (?:wszystkie|wszystko)|akceptuję i przechodzę",
            # subscription
            r"subscribe to (?:continue|read|keep)|already a subscriber|(?:only|exclusive) (?:for|to) subscribers",
            r"to continue reading|create a free account|réservée? aux abonnée?s|il vous reste [\d.,]+ ?%",
            r"nur für abonnenten|jetzt abonnieren|(?:exclusivo|solo) para suscriptores|riservat[oa] agli abbonati",
            r"(?:alleen|exclusief) voor abonnees|(?:al|reeds) abonnee\?|om verder te lezen",
            r"(?:exclusivo|só|apenas) para assinantes|já é assinante|para continuar (?:a ler|lendo)",
            r"tylko dla (?:subskrybentów|prenumeratorów)|masz już (?:subskrypcję|prenumeratę)|aby czytać dalej",
            # a check
            r"enable javascript|(?:are you|not) a robot|verify (?:that )?you are (?:a )?human",
            r"checking your browser|access denied|unusual traffic|page (?:not found|introuvable)",
        )
    ),
    re.IGNORECASE,
)
LOCKED: Final = re.compile(rb"[\"']isAccessibleForFree[\"']\s*:\s*[\"']?false", re.IGNORECASE)
WALL_HOSTS: Final = re.compile(r"^(?:consent|guce|login|signin|account|accounts|auth|sso|idp)\.")


SLUG: Final = re.compile(r"\d|-.*-")
"""What the end of an article's address has and that of a section has not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What a page says: its text in paragraphs, empty when it is behind a wall or too short to be one; the
    address it calls its own (`rel=canonical`), empty unless it is an article's; its language, or empty.
    """

    text: str
    canonical: str
    lang: str


NOTHING: Final = Article(text="", canonical="", lang="")


def needs_text(story: Story) -> bool:
    """Whether the feed gave only a teaser of a story that has a page."""
    return is_teaser(story.text, story.url)


def read_article(body: bytes, *, url: str) -> Article:
    """What the page at `url` says. May take long on a hostile page; may raise what its parsers raise."""
    import trafilatura  # here, because it takes a while and only the process that reads pages needs it

    page = etree.fromstring(body, etree.HTMLParser(no_network=True))
    if page is None or WALL_HOSTS.match(host_of(url)):
        return NOTHING
    canonical, lang = _canonical(page, url), language(page.get("lang"))
    if LOCKED.search(body):
        return Article(text="", canonical=canonical, lang=lang)
    found = trafilatura.extract(body, url=url, include_comments=False, include_tables=False)
    text = paragraphs("\n\n".join((found or "").splitlines()))
    return NOTHING if is_wall(text) else Article(text=text, canonical=canonical, lang=lang)


def is_wall(text: str) -> bool:
    """Whether the text of a page is not an article's."""
    words = len(text.split())
    return words < FEWEST_WORDS or (words < WALL_WORDS and WALLS.search(text) is not None)


def completed(story: Story, article: Article) -> Story:
    """The story with what its page adds: its text, when that is longer, one more identity, its language.

    Nothing of a text that speaks of something else: it is not the article's. A page says nothing about the
    identity of another site's articles: what copies them is found by its text.
    """
    if not _same_matter(story.title, article.text):
        return story
    text = _without_headline(article.text, story.title)
    key = url_key(declared_canonical(story.url, article.canonical), story.title) if article.canonical else ""
    return replace(
        story,
        text=text if len(text) > len(story.text) else story.text,
        keys=story.keys if not key or key in story.keys else (*story.keys, key),
        lang=story.lang or article.lang,
    )


def _canonical(page: etree._Element, url: str) -> str:
    links = (tag.get("href") for tag in page.iter("link") if "canonical" in (tag.get("rel") or "").lower().split())
    found = next((link for link in (absolute(each, url) for each in links) if link), "")
    return found if SLUG.search(urlsplit(found).path.rstrip("/").rpartition("/")[2]) else ""


def _same_matter(title: str, text: str) -> bool:
    """Whether the text, if any, uses a third of the headline's longer words; fewer than three say little."""
    wanted = set(re.findall(r"\w{5,}", title.casefold()))
    if not text or len(wanted) < 3:
        return True
    said = text.casefold()
    return 3 * sum(word in said for word in wanted) >= len(wanted)


def _without_headline(text: str, title: str) -> str:
    """The text without the headline the page repeats on top: it has a field of its own."""
    first, _, rest = text.partition("\n\n")
    return rest if rest and first.casefold() == title.casefold() else text
