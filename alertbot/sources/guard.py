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
NEVER: Final = tuple(
    ip_network(each)
    for each in (
        "192.0.0.0/24",  # protocols; among them a metadata service (RFC 6890)
        "168.63.129.16/32",  # Azure's metadata, at an address that looks public
        "64:ff9b:1::/48",  # NAT64 for local use (RFC 8215)
        "3fff::/20",  # documentation (RFC 9637)
        "5f00::/16",  # segment routing (RFC 9602)
    )
)


class RefusedError(OSError):
    """The address is one that sources may not lead to."""


class Guard:
    """Lets connections out to the public internet, and to the networks that the operator allows."""

    def __init__(self, allow_networks: Iterable[Network] = ()) -> None:
        self._allowed = tuple(allow_networks)

    def permits(self, address: str) -> bool:
        """Whether `address`, as the resolver or the URL gave it, may be connected to."""
        meant = unwrapped(ip_address(address.partition("%")[0]))
        if any(meant in network for network in self._allowed):
            return True
        return is_public(meant)

    def check(self, address: str) -> None:
        """Raises RefusedError unless `address` may be connected to."""
        if not self.permits(address):
            raise RefusedError("that address is private")


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
    if inner is None and (address in NAT64 or (address in COMPATIBLE and int(address) > 1)):
        inner = IPv4Address(int(address) & 0xFFFF_FFFF)
    return address if inner is None else inner
