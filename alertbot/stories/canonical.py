"""The one form of a URL that says which article it is. Strings in, strings out. No IO."""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

TRACKING = frozenset({"fbclid", "gclid", "mc_cid", "mc_eid", "xtor", "ref_src"})


def canonical_url(url: str) -> str:
    """The canonical form of an http or https URL; anything else comes back as it is. Idempotent."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        return url
    query = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if name.lower() not in TRACKING and not name.lower().startswith("utm_")
    ]
    return urlunsplit(("https", parts.netloc.lower(), parts.path.rstrip("/") or "/", urlencode(query), ""))
