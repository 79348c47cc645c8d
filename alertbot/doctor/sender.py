"""Would receivers take mail from EMAIL_FROM: does its domain say in DNS who may send for it? Edge.

RFC 5321 (MX or an address), RFC 7208 (SPF) and RFC 7489 (DMARC); large providers refuse without.
"""

from collections.abc import Sequence

from dns.asyncresolver import Resolver
from dns.exception import DNSException
from dns.resolver import NXDOMAIN, NoAnswer, NoResolverConfiguration

from alertbot.doctor.finding import Finding, warning

DOMAIN = warning(
    "sender-domain",
    "the domain of EMAIL_FROM does not exist, or takes no mail itself, so receivers refuse its mail",
    "correct EMAIL_FROM, or publish an MX record for its domain",
)
SPF = warning(
    "sender-spf",
    "the domain of EMAIL_FROM does not say who may send for it (SPF)",
    "publish the TXT record v=spf1 … that your mail provider names",
)
DMARC = warning(
    "sender-dmarc",
    "the domain of EMAIL_FROM has no DMARC policy, which large providers ask for",
    "publish a TXT record at _dmarc.DOMAIN, at first v=DMARC1; p=none",
)
FAULTS = (DOMAIN, SPF, DMARC)

ABOUT = "email"
SECONDS = 4.0
NOT_PUBLIC = ("localhost", "local", "lan", "internal", "test", "example", "invalid", "home.arpa")
"""Names that no public name server answers for."""


async def look_at_sender(sender: str, resolver: Resolver | None = None) -> list[Finding]:
    """Findings about the sender's domain; none when no name server answers, which says nothing of it."""
    domain = sender.rpartition("@")[2].lower()
    if any(domain == each or domain.endswith(f".{each}") for each in NOT_PUBLIC):
        return []
    try:
        return await _look(domain, resolver or _resolver())
    except (DNSException, NoResolverConfiguration, OSError, ValueError):
        return []


def _resolver() -> Resolver:
    """What this machine asks."""
    made = Resolver()
    made.lifetime = SECONDS
    return made


async def _look(domain: str, ask: Resolver) -> list[Finding]:
    if not await _takes_mail(domain, ask):
        return [DOMAIN.at(ABOUT, f"{domain} does not exist in DNS, or takes no mail")]
    found = []
    if not _one(await _records(domain, "TXT", ask), "v=spf1"):
        found.append(SPF.at(ABOUT, f"{domain} has no SPF record"))
    if not await _has_policy(domain, ask):
        found.append(DMARC.at(ABOUT, f"{domain} has no DMARC record"))
    return found


async def _takes_mail(domain: str, ask: Resolver) -> bool:
    """Whether there is an MX, else an address; a single `.` says that there is none (RFC 7505)."""
    if mx := await _records(domain, "MX", ask):
        return not all(each.endswith(" .") for each in mx)
    return bool(await _records(domain, "A", ask) or await _records(domain, "AAAA", ask))


async def _has_policy(domain: str, ask: Resolver) -> bool:
    """Whether the domain or one above it has a policy, but none so high that it is a registry's."""
    labels = domain.split(".")
    names = [".".join(labels[start:]) for start in range(max(1, len(labels) - 1))]
    for name in names:
        if _one(await _records(f"_dmarc.{name}", "TXT", ask), "v=dmarc1"):
            return True
    return False


async def _records(name: str, kind: str, ask: Resolver) -> list[str]:
    """The records as text; none where there are none. Raises DNSException when nobody answers."""
    try:
        answer = await ask.resolve(name, kind)
    except (NXDOMAIN, NoAnswer):
        return []
    return [each.to_text() for each in answer]


def _one(records: Sequence[str], start: str) -> bool:
    return any(each.strip('"').lower().startswith(start) for each in records)
