"""What a browser says of who sits before it. Requests in, values out."""

from aiohttp import web
from babel import negotiate_locale

from alertbot.language import Language, language, languages


def asked_for(request: web.Request) -> Language:
    """The first language the browser asks for that there is (Accept-Language, RFC 9110 12.5.4), else English."""
    wanted = [each.split(";")[0].strip() for each in request.headers.get("Accept-Language", "").split(",")]
    return language(negotiate_locale(wanted, languages(), sep="-") or "en")
