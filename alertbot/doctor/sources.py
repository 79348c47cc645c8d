"""Can each source be read, and did it bring anything lately? Edge."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from alertbot.doctor.finding import Finding, fault, fine, warning
from alertbot.errors import SourceError
from alertbot.sources.links import shown
from alertbot.sources.poll import Busy, Poller, Shown, Unchanged
from alertbot.store.sources import Listed

NONE = warning(
    "no-sources", "there is nothing to read", "name feeds in alertbot.toml, or alertbot sources add URL"
)
GONE = fault(
    "source-gone",
    "the feed is not there any more (404, 410)",
    "find its new address with alertbot sources test and the site's home page, or remove it",
)
NO_FEED = fault(
    "source-not-a-feed",
    "something answers that is no feed, such as a page",
    "alertbot sources test URL says whether the page names a feed; take that address",
)
PRIVATE = fault(
    "source-private",
    "the source leads into a private network, which nothing may reach unless you say so",
    "name the network in [fetch] allow_networks, if it is yours",
)
CERTIFICATE = fault(
    "source-certificate", "the certificate of the source's host cannot be verified", "tell the publisher, or wait"
)
FORBIDDEN = fault(
    "source-forbidden",
    "the publisher refuses to answer us (401, 402, 403)",
    "write user and password into the address if you have them, or take another feed",
)
UNREADABLE = warning(
    "source-unreadable",
    "the source cannot be read at this moment",
    "wait: it is tried again, less and less often; correct the address if it never worked",
)
BROKEN = fault(
    "source-broken",
    "the bot has not been able to read the source for a day",
    "correct or remove it: nothing was read from it meanwhile",
)
NETWORK = fault(
    "no-network",
    "not one source can be reached, so it is this machine that has no way out",
    "look at the network, the name servers and a firewall of this machine",
)
EMPTY = warning(
    "source-empty",
    "the feed lists no stories",
    "look whether it is the feed you mean, or wait for its first story",
)

FAULTS = (NONE, GONE, NO_FEED, PRIVATE, CERTIFICATE, FORBIDDEN, UNREADABLE, BROKEN, EMPTY, NETWORK)

KINDS = {
    "gone": GONE,
    "not-found": GONE,
    "not-a-feed": NO_FEED,
    "refused": PRIVATE,
    "tls": CERTIFICATE,
    "forbidden": FORBIDDEN,
}
"""By the kind of SourceError; every other one may pass."""

AWAY = frozenset({"no-such-host", "unreachable", "timeout"})

LONG = timedelta(days=1)
AT_ONCE = 16
MOST = 200
"""Sources that are read; of the others only what the bot knows is said."""

SECONDS = 20.0


async def look_at_sources(poller: Poller, sources: Sequence[Listed], now: datetime) -> list[Finding]:
    """A finding for each source that is read, and for those others that the bot cannot read."""
    if not sources:
        return [NONE.at("sources", "there are no sources")]
    slots = asyncio.Semaphore(AT_ONCE)

    async def look(listed: Listed) -> tuple[Finding, str]:
        async with slots:
            return await _read(poller, listed, now)

    looked = await asyncio.gather(*map(look, sources[:MOST]))
    read = [finding for finding, _ in looked]
    if len(read) > 1 and all(kind in AWAY for _, kind in looked):
        read = [NETWORK.at("sources", f"none of {len(read)} sources can be reached")]
    known = [found for each in sources[MOST:] if (found := broken(each, now))]
    rest = len(sources) - MOST
    told = [fine("sources", f"{rest} more were not read; what the bot knows of them counts")] if rest > 0 else []
    return [*read, *known, *told]


def broken(listed: Listed, now: datetime) -> Finding | None:
    """Whether the bot itself could not read the source for long."""
    since = listed.state.failing_since
    if since is None or now - since < LONG:
        return None
    return BROKEN.at(_about(listed), f"it cannot be read since {since:%Y-%m-%d %H:%M} UTC ({listed.state.why})")


async def _read(poller: Poller, listed: Listed, now: datetime) -> tuple[Finding, str]:
    """What was found, and the kind of the failure, if it is one."""
    about, known = _about(listed), broken(listed, now)
    try:
        async with asyncio.timeout(SECONDS):
            found = await poller.show(listed.source)
    except SourceError as error:
        said = str(error).partition("; ")[0]  # the mend is ours
        return known or KINDS.get(error.kind, UNREADABLE).at(about, said), error.kind
    except TimeoutError:
        return known or UNREADABLE.at(about, f"{shown(listed.source.url)} did not answer in time"), "timeout"
    return _fine(about, found, now), ""


def _fine(about: str, found: Shown | Unchanged | Busy, now: datetime) -> Finding:
    if isinstance(found, Busy):
        return fine(about, "its host has enough to do at the moment; it was not asked")
    if isinstance(found, Unchanged) or not found.feed.entries:
        return EMPTY.at(about, "it lists no stories at the moment")
    dates = [entry.published for entry in found.feed.entries if entry.published]
    newest = f", the newest {_age(now - max(dates))} old" if dates else ""
    count = len(found.feed.entries)
    return fine(about, f"{count} {'story' if count == 1 else 'stories'}{newest}")


def _about(listed: Listed) -> str:
    return (listed.source.name or listed.state.title or shown(listed.source.url))[:40]


def _age(past: timedelta) -> str:
    hours = int(past.total_seconds() // 3600)
    return f"{hours // 24} days" if hours >= 48 else f"{hours} hours" if hours >= 2 else "less than 2 hours"
