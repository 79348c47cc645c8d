"""A sender's domain that receivers will not take mail from is found by asking a real name server."""

import asyncio

import pytest
from dns.asyncresolver import Resolver

from alertbot.doctor.sender import look_at_sender
from tests.made.names import Zone, name_server

GOOD = {
    ("news.org", "MX"): "10 mail.news.org.",
    ("news.org", "TXT"): '"v=spf1 include:mail.net -all"',
    ("_dmarc.news.org", "TXT"): '"v=DMARC1; p=none"',
}


def without(*names: tuple[str, str]) -> dict[tuple[str, str], str]:
    return {key: value for key, value in GOOD.items() if key not in names}


CASES = [
    (GOOD, []),
    (without(("news.org", "MX")) | {("news.org", "A"): "192.0.2.1"}, []),
    ({}, ["sender-domain"]),
    (GOOD | {("news.org", "MX"): "0 ."}, ["sender-domain"]),
    (without(("news.org", "MX")), ["sender-domain"]),
    (without(("news.org", "TXT")), ["sender-spf"]),
    (GOOD | {("news.org", "TXT"): '"google-site-verification=1"'}, ["sender-spf"]),
    (without(("_dmarc.news.org", "TXT")), ["sender-dmarc"]),
]


@pytest.mark.parametrize(("zone", "names"), CASES)
async def test_what_the_domain_does_not_say_is_found(zone: Zone, names: list[str]) -> None:
    async with name_server(zone) as resolver:
        found = await look_at_sender("alerts@news.org", resolver)
    assert [each.name for each in found] == names


async def test_a_policy_of_the_domain_above_holds_below() -> None:
    zone = GOOD | {("bot.news.org", "MX"): "10 mail.news.org.", ("bot.news.org", "TXT"): '"v=spf1 -all"'}
    async with name_server(zone) as resolver:
        assert await look_at_sender("alerts@bot.news.org", resolver) == []


@pytest.mark.parametrize("sender", ["alerts@localhost", "alerts@mail.example", "alerts@host.lan"])
async def test_a_name_of_one_s_own_network_is_not_asked_about(sender: str) -> None:
    async with name_server({}) as resolver:
        assert await look_at_sender(sender, resolver) == []


async def test_a_name_server_that_does_not_answer_says_nothing_of_the_domain() -> None:
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(asyncio.DatagramProtocol, local_addr=("127.0.0.1", 0))
    resolver = Resolver(configure=False)
    resolver.nameservers, resolver.port = ["127.0.0.1"], transport.get_extra_info("sockname")[1]
    transport.close()
    resolver.lifetime = 0.2
    assert await look_at_sender("alerts@news.org", resolver) == []
