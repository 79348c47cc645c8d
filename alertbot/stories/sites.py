"""Sites that serve one article under several addresses. Hosts and paths in, the one form out. No IO."""

import re
from functools import lru_cache

from publicsuffixlist import PublicSuffixList

from alertbot.stories.tracking import words

DRESSED_HOST = re.compile(r"^(?:www\.)?(?:m|mobile|mobil|movil|amp|touch|wap|amphtml)\.(?P<rest>.+)$")
BLOGGER = re.compile(r"\.blogspot\.(?:com?\.)?[a-z]{2,3}$")
"""A reader was sent to the name of their country."""
WIKI_MOBILE = re.compile(r"^(?P<lang>[a-z-]{2,12})\.(?:m|mobile)\.(?P<rest>.+)$")

TENANTS = words(
    """
    substack.com beehiiv.com ghost.io medium.com tumblr.com wordpress.com typepad.com livejournal.com
    wixsite.com weebly.com squarespace.com hatenablog.com hatenablog.jp over-blog.com canalblog.com fc2.com
    blogspot.com github.io gitlab.io netlify.app vercel.app pages.dev web.app herokuapp.com buttondown.email
    bearblog.dev mataroa.blog micro.blog write.as blogger.com skyrock.com hypotheses.org patreon.com itch.io
    neocities.org
    """
)
"""Hosts that give every customer a name of their own below them, also the names `m` and `amp`."""

FORGES = frozenset({"github.com", "gitlab.com", "bitbucket.org", "codeberg.org"})

SAME_HOST = {
    "edition.cnn.com": "cnn.com",
    "us.cnn.com": "cnn.com",
    "lite.cnn.com": "cnn.com",
    "bbc.co.uk": "bbc.com",
    "twitter.com": "x.com",
    "mobile.twitter.com": "x.com",
    "old.reddit.com": "reddit.com",
    "new.reddit.com": "reddit.com",
    "np.reddit.com": "reddit.com",
    "amp.reddit.com": "reddit.com",
    "feedproxy.google.com": "feeds.feedburner.com",
    "feeds2.feedburner.com": "feeds.feedburner.com",
    "mobile.reuters.com": "reuters.com",
    "youtube-nocookie.com": "youtube.com",
    "music.youtube.com": "youtube.com",
    "dx.doi.org": "doi.org",
    "telegram.me": "t.me",
    **dict.fromkeys(("nitter.net", "xcancel.com", "fxtwitter.com", "vxtwitter.com", "fixupx.com"), "x.com"),
    **dict.fromkeys(("archive.today", "archive.is", "archive.li", "archive.md", "archive.fo"), "archive.ph"),
    "archive.vn": "archive.ph",
    "export.arxiv.org": "arxiv.org",
    "lanl.arxiv.org": "arxiv.org",
    "theguardian.co.uk": "theguardian.com",
    "guardian.co.uk": "theguardian.com",
    "thetimes.co.uk": "thetimes.com",
    "timesofindia.com": "timesofindia.indiatimes.com",
}

REWRITES: tuple[tuple[str, str], ...] = (
    (r"youtu\.be/([\w-]{6,})", r"youtube.com/watch?v=\1"),
    (r"youtube\.com/(?:embed|shorts|live|v)/([\w-]{6,})", r"youtube.com/watch?v=\1"),
    (r"news\.yahoo\.com/(?!rss|video/?$)(?:news/)?([^/]+\.html)", r"yahoo.com/news/\1"),
    (r"cnn\.com/cnn/(.+)", r"cnn.com/\1"),
    (r"open\.substack\.com/pub/([\w-]+)/(p/.+)", r"\1.substack.com/\2"),
    (r"news\.google\.com/(?:rss/|__i/rss/rd/)?(?:articles|read)/(.+)", r"news.google.com/articles/\1"),
    (r"arxiv\.org/(?:pdf|html|abs)/(\d{4}\.\d{4,5})(?:\.pdf)?", r"arxiv.org/abs/\1"),
    (r"arxiv\.org/(?:pdf|html|abs)/(\d{4}\.\d{4,5}v\d+)(?:\.pdf)?", r"arxiv.org/abs/\1"),
    (r"x\.com/(?:#!/)?(?:[\w]+|i/web)/status(?:es)?/(\d+)(?:/.*)?", r"x.com/i/status/\1"),
    (r"redd\.it/(\w+)", r"reddit.com/comments/\1"),
    (r"reddit\.com/(?:(?:r|u|user)/[^/]+/)?comments/(\w+)(?:/[^/]*)?", r"reddit.com/comments/\1"),
    (r"t\.me/s/([^/]+/\d+)", r"t.me/\1"),
    (r"n\.news\.naver\.com/(?:mnews/)?article/(\d+/\d+)", r"n.news.naver.com/article/\1"),
    (r"(.+)/amp_articleshow/(.+)", r"\1/articleshow/\2"),
    (r"zeit\.de/(.+)/komplettansicht", r"zeit.de/\1"),
    (r"indianexpress\.com/(article/.+)/lite", r"indianexpress.com/\1"),
    (r"ndtv\.com/(.+)/amp/1", r"ndtv.com/\1"),
    (r"spiegel\.de/(.+-a-[0-9a-f-]+)-amp", r"spiegel.de/\1"),
    (r"sueddeutsche\.de/(.+)!amp", r"sueddeutsche.de/\1"),
)

RULED = words(
    """
    youtu.be youtube.com news.yahoo.com cnn.com open.substack.com news.google.com arxiv.org x.com
    redd.it reddit.com t.me n.news.naver.com zeit.de indianexpress.com
    urldefense.com urldefense.proofpoint.com
    """
)
"""Hosts with rules for their paths, here or in `redirectors`."""

CHOOSES = {
    "youtube.com/watch": frozenset({"v"}),
    "news.google.com/articles/": frozenset(),
    "news.google.com/stories/": frozenset(),
    "x.com/i/status/": frozenset(),
    "instagram.com/p/": frozenset(),
    "instagram.com/reel/": frozenset(),
    "threads.net/@": frozenset(),
    "tiktok.com/@": frozenset(),
    "arxiv.org/abs/": frozenset(),
    "n.news.naver.com/article/": frozenset(),
}
"""Places where an article's path says nearly everything: the only parameters that matter there."""

ONLY_HERE = {
    "npr.org": frozenset({"ft", "f", "t"}),
    "businessinsider.com": frozenset({"r", "ir"}),
    "wsj.com": frozenset({"st", "mod", "page_type"}),
    "marketwatch.com": frozenset({"siteid", "mod", "dist"}),
    "nytimes.com": words(
        """
        partner emc rss _r hp action module pgtype region wt.nav smprod campaign_id instance_id segment_id user_id
        regi_id te nl searchresultposition
        """
    ),
    "spotify.com": frozenset({"si"}),
    "yahoo.com": frozenset({"_fsig", "fr", "format"}),
    "reddit.com": frozenset({"context", "share_id", "rdt", "st", "sh"}),
    "bbc.com": frozenset({"ocid", "sthisfb", "print"}),
    "espn.com": frozenset({"src", "platform"}),
    "forbes.com": frozenset({"sh", "ss"}),
    "medium.com": frozenset({"source", "sk", "gi"}),
    "reuters.com": frozenset({"il"}),
    "msn.com": frozenset({"ei", "pc", "cvid"}),
    "substack.com": frozenset({"r", "s", "publication_id", "post_id"}),
    "washingtonpost.com": frozenset({"nid", "arcid", "account_location", "tid"}),
    "elpais.com": frozenset({"ssm", "rel", "event_log", "prod"}),
    "arstechnica.com": frozenset({"post"}),
    "scmp.com": frozenset({"module", "pgtype"}),
    "politico.com": frozenset({"nid"}),
    "theatlantic.com": frozenset({"gift"}),
    "ft.com": frozenset({"segmentid"}),
    "faz.net": frozenset({"premium"}),
    "sueddeutsche.de": frozenset({"reduced", "ieditorial"}),
    "lemonde.fr": frozenset({"random"}),
    "mediapart.fr": frozenset({"onglet"}),
    "haaretz.com": frozenset({"lts"}),
    "kyodonews.net": frozenset({"phrase", "words"}),
    "nikkei.com": frozenset({"del_type", "pub_date", "seq_num", "si"}),
    "yna.co.kr": frozenset({"section"}),
    "prnewswire.com": frozenset({"tc"}),
    "seekingalpha.com": words("mailingid messageid serial userid feed_item_type fr"),
    "springer.com": frozenset({"error", "code"}),
    "nature.com": frozenset({"error", "code"}),
    "sciencedirect.com": frozenset({"via=ihub"}),
    "tandfonline.com": frozenset({"af"}),
    "wiley.com": frozenset({"af"}),
    "thetimes.com": frozenset({"region"}),
    "metro.co.uk": frozenset({"ico"}),
    "axios.com": frozenset({"stream"}),
    "theregister.com": frozenset({"td"}),
    "phys.org": frozenset({"devicetype"}),
    "theguardian.com": frozenset({"filterkeyevents"}),
}
"""Parameters that chose nothing on these sites, though they may elsewhere."""


@lru_cache(maxsize=4096)
def site_of(host: str) -> str:
    """The registrable domain of `host`: what one owner holds, `example.co.uk` of `news.example.co.uk`."""
    return _suffixes().privatesuffix(host) or host


@lru_cache(maxsize=4096)
def undressed(host: str) -> str:
    """`host` without `www.`, mobile and AMP names, never eating into what one owner holds."""
    host = _without(host, "www")
    wiki = WIKI_MOBILE.match(host)
    if wiki and _owned(wiki["rest"]):
        host = f"{wiki['lang']}.{wiki['rest']}"
    dressed = DRESSED_HOST.match(host)
    if dressed and _owned(dressed["rest"]) and dressed["rest"] not in TENANTS:
        host = _without(dressed["rest"], "www")
    host = BLOGGER.sub(".blogspot.com", host)
    return SAME_HOST.get(host, host)


def rewritten(place: str) -> str:
    """`place` (host and path) in the form its site is known by, which may bring a query along."""
    for shape, form in REWRITES:
        match = re.fullmatch(shape, place)
        if match:
            return match.expand(form)
    return place


def is_forge(host: str) -> bool:
    """Whether paths of `host` begin with names that people chose."""
    return host in FORGES


def chooses(place: str, name: str) -> bool | None:
    """Whether the parameter `name` matters at `place` (host and path); None when the site says nothing."""
    name = name.lower()
    if place.startswith(_CHOOSING):
        return any(name in names for start, names in CHOOSES.items() if place.startswith(start))
    if name in ONLY_HERE.get(site_of(place.partition("/")[0]), frozenset()):
        return False
    return None


_CHOOSING = tuple(CHOOSES)


def _without(host: str, name: str) -> str:
    rest = host.removeprefix(f"{name}.")
    return rest if rest != host and _owned(rest) else host


def _owned(host: str) -> bool:
    return _suffixes().privatesuffix(host) is not None


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()
