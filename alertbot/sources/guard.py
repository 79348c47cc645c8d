"""Which addresses may be connected to. No IO. `fetch` asks for every socket, so nothing connects past it.

A name is judged by the addresses it has at the moment of connecting, every hop anew: whatever notation a
URL uses, and whatever a name server said before, this is where the packets would go.
"""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

NAT64: Final = ip_network("64:ff9b::/96")
COMPATIBLE: Final = ip_network("::/96")
TRANSLATED: Final = ip_network("::ffff:0:0:0/96")  # RFC 2765
NEVER: Final = tuple(
    ip_network(each)
    for each in (
        "192.0.0.0/24",  # protocols; among them a metadata service (RFC 6890)
        "192.88.99.0/24",  # relays of 6to4, given up (RFC 7526)
        "168.63.129.16/32",  # Azure's metadata, at an address that looks public
        "64:ff9b:1::/48",  # NAT64 for local use (RFC 8215)
        "3fff::/20",  # documentation (RFC 9637)
        "5f00::/16",  # segment routing (RFC 9602)
    )
)
NOT_WEB: Final = frozenset(
    {
        *(1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104),
        *(109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515),
        *(526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049),
        *(3659, 4045, 4190, 5060, 5061, 6000, 6379, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080, 11211),
    }
)
"""Ports no browser asks either (https://fetch.spec.whatwg.org/#port-blocking), and those of Redis and memcached: a
publisher's redirect would make us say something there."""


class RefusedError(OSError):
    """The address is one that sources may not lead to."""


class NotWebError(RefusedError):
    """The port is one that belongs to something else than the web."""


class Guard:
    """Lets connections out to the public internet, and to the networks that the operator allows."""

    def __init__(self, allow_networks: Iterable[Network] = ()) -> None:
        self._allowed = tuple(allow_networks)

    def permits(self, address: str) -> bool:
        """Whether `address`, as the resolver or the URL gave it, may be connected to."""
        meant = _meant(address)
        return self._allows(meant) or is_public(meant)

    def check(self, address: str, port: int) -> None:
        """Raises RefusedError unless `port` of `address` may be connected to."""
        meant = _meant(address)
        if self._allows(meant):
            return
        if not is_public(meant):
            raise RefusedError("that address is private")
        if port in NOT_WEB:
            raise NotWebError("that port is not the web's")

    def _allows(self, address: Address) -> bool:
        """Whether the operator names the network of `address`."""
        return any(address in network for network in self._allowed)


def _meant(address: str) -> Address:
    return unwrapped(ip_address(address.partition("%")[0]))


def is_public(address: Address) -> bool:
    """Whether `address` is on the public internet; shared, reserved and multicast ones are not."""
    if not address.is_global or address.is_multicast or any(address in network for network in NEVER):
        return False
    return not (isinstance(address, IPv6Address) and address.is_site_local)


def unwrapped(address: Address) -> Address:
    """The IPv4 address that an IPv6 form of one leads to; other addresses as they are."""
    if isinstance(address, IPv4Address):
        return address
    inner = address.ipv4_mapped or address.sixtofour
    if inner is None and (
        address in NAT64 or address in TRANSLATED or (address in COMPATIBLE and int(address) > 1)
    ):
        inner = IPv4Address(int(address) & 0xFFFF_FFFF)
    return address if inner is None else inner
