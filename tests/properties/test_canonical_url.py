"""Canonical URLs, for any URL."""

from hypothesis import given
from hypothesis import strategies as st

from alertbot.stories.canonical import canonical_url, stepwise

HOSTS = st.sampled_from(
    [
        *(
            "example.com",
            "www.m.example.co.uk",
            "amp.example.com:8080",
            "news.google.com",
            "x.com",
            "www.bbc.co.uk",
        ),
        *("www.google.com", "web.archive.org", "a-b.cdn.ampproject.org", "l.facebook.com", "en.m.wikipedia.org"),
        *(
            "youtu.be",
            "a--b-c.translate.goog",
            "go.example.com",
            "archive.ph",
            "archive.today",
            "urldefense.com",
            "reddit.com",
            "müller.de",
            "EXAMPLE.com.",
        ),
    ]
)
SEGMENTS = st.sampled_from(
    [
        "amp",
        "s",
        "web",
        "2026",
        "a%2fb",
        "é",
        "..",
        ".",
        "",
        "index.html",
        "x.amp.html",
        "url",
        "p;sid=1",
        "%7e+ b",
        "live",
        "v3",
        "__https:",
        "a%28S%28b%29%29",
    ]
) | st.text(max_size=8)
PARAMETERS = st.tuples(
    st.sampled_from(["id", "utm_x", "ref", "page", "m", "url", "u", "q", "amp;a", "", "é"]), st.text(max_size=8)
)
FRAGMENTS = st.sampled_from(["", "#", "#comments", "#!/a", "#block-1", "#id-11", "#1"])


@st.composite
def urls(draw: st.DrawFn, depth: int = 2) -> str:
    path = "/".join(draw(st.lists(SEGMENTS, max_size=4)))
    query = "&".join(f"{name}={value}" for name, value in draw(st.lists(PARAMETERS, max_size=3)))
    inside = draw(urls(depth=depth - 1)) if depth and draw(st.booleans()) else ""
    url = f"http://{draw(HOSTS)}/{path}"
    if inside and draw(st.booleans()):
        return f"{url}/{inside}"
    query = f"{query}&url={inside}" if inside else query
    return f"{url}?{query}{draw(FRAGMENTS)}" if query else url + draw(FRAGMENTS)


@given(urls())
def test_canonical_url_is_idempotent(url: str) -> None:
    assert canonical_url(canonical_url(url)) == canonical_url(url)


@given(st.text())
def test_any_text_has_a_canonical_form(text: str) -> None:
    assert canonical_url(canonical_url(text)) == canonical_url(text)


PLAIN_HOSTS = st.sampled_from(
    [
        *(
            "example.com",
            "www.example.com",
            "m.example.co.uk",
            "www.m.example.co.uk",
            "m.www.example.com",
            "co.uk",
        ),
        *("edition.cnn.com", "www.cnn.com", "bbc.co.uk", "m.youtube.com", "github.com", "npr.org", "x.com"),
        *(
            "1.2.3.4",
            "en.m.wikipedia.org",
            "r.jina.ai",
            "redd.it",
            "www.reddit.com",
            "t.me",
            "youtube.com",
            "nitter.net",
            "dx.doi.org",
            "12ft.io",
            "go.theregister.com",
            "m.substack.com",
        ),
        *("archive.org", "www.google.com", "a.translate.goog", "old.reddit.com", "go.example.com", "arxiv.org"),
    ]
)
PLAIN_SEGMENTS = st.sampled_from(
    "amp AMP print index.html Default.aspx story-1.amp.html 2026 a.b tag search feed www.example.org cnn abs "
    "2101.00001 redirect a-b-c x.amp amp_articleshow live comments r watch s articles".split()
) | st.text("abAB12._~-", min_size=1, max_size=6)
PLAIN_PARAMETERS = st.sampled_from(
    "utm_source=rss id=5 ref=rss page=1 v=abc amp=1 ft=1 sid=0 q b=2 a=1 = url=http UTM_X=y print sf1234567=1 "
    "a=b=c output=amp session_id=5 newsletter_id=6 cmp=x list=PL1 page=all ".split(" ")
)


@given(PLAIN_HOSTS, st.lists(PLAIN_SEGMENTS, max_size=4), st.lists(PLAIN_PARAMETERS, max_size=4), st.booleans())
def test_the_short_way_leads_where_all_the_rules_lead(
    host: str, segments: list[str], parameters: list[str], slash: bool
) -> None:
    path = "/".join(["", *segments]) + "/" * slash
    url = f"https://{host}{path}" + ("?" + "&".join(parameters) if parameters else "")
    assert canonical_url(url) == stepwise(url)


@given(urls())
def test_it_does_so_for_any_address(url: str) -> None:
    assert canonical_url(url) == stepwise(url)
