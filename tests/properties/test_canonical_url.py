"""Canonical URLs, for any URL."""

from hypothesis import given
from hypothesis import strategies as st

from alertbot.stories.canonical import canonical_url

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
        *("youtu.be", "a--b-c.translate.goog", "go.example.com", "archive.ph", "müller.de", "EXAMPLE.com."),
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
    ]
) | st.text(max_size=8)
PARAMETERS = st.tuples(
    st.sampled_from(["id", "utm_x", "ref", "page", "m", "url", "u", "q", "amp;a", "", "é"]), st.text(max_size=8)
)
FRAGMENTS = st.sampled_from(["", "#", "#comments", "#!/a", "#block-1"])


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
