"""Is the library there that Apprise URLs need, and does it know them? Edge."""

from collections.abc import Sequence
from importlib.util import find_spec

from alertbot.channels.apprise import understands
from alertbot.doctor.finding import Finding, fault, fine, off
from alertbot.doctor.places import Place

MISSING = fault(
    "apprise-missing",
    "a subscriber is told through Apprise, and the library is not installed",
    "pip install 'alertbot[apprise]'",
)
URL = fault(
    "apprise-url",
    "Apprise does not understand a subscriber's URL",
    "compare it with the service's page on https://github.com/caronc/apprise/wiki",
)
FAULTS = (MISSING, URL)
ABOUT = "apprise"


def look_at_apprise(places: Sequence[Place]) -> list[Finding]:
    """Findings about the library and each URL, which is not shown: it is mostly made of secrets."""
    if find_spec("apprise") is None:
        if places:
            return [MISSING.at(ABOUT, f"{places[0].subscriber} is told through a library that is not installed")]
        return [off(ABOUT, "off: the extra apprise is not installed")]
    strange = [each for each in places if not understands(each.to)]
    found = [URL.at(ABOUT, f"the URL of {each.subscriber} is not understood") for each in strange]
    return found or [fine(ABOUT, "its URLs are understood; each service says for itself whether it works")]
