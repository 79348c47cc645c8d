from ipaddress import ip_network

import pytest

from alertbot.sources.guard import Guard, NotWebError, RefusedError

PRIVATE = """127.0.0.1 127.8.8.8 0.0.0.0 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.100.100.200
100.64.0.1 192.0.0.192 192.88.99.1 192.0.2.1 198.18.0.1 224.0.0.1 240.0.0.1 255.255.255.255 168.63.129.16
::1 :: fe80::1 fe80::1%eth0 fc00::1 fd00:ec2::254 fec0::1 ff02::1 ::ffff:127.0.0.1 ::ffff:0:10.0.0.1 ::127.0.0.1
64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::1 2002:7f00:1::1 2001::1 2001:db8::1 100::1 3fff::1 5f00::1"""
PUBLIC = "93.184.215.14 8.8.8.8 2606:2800:21f:cb07::1 ::ffff:8.8.8.8 64:ff9b::808:808"


@pytest.mark.parametrize("address", PRIVATE.split())
def test_what_is_not_on_the_internet_is_refused(address: str) -> None:
    assert not Guard().permits(address)


@pytest.mark.parametrize("address", PUBLIC.split())
def test_what_is_on_the_internet_is_not(address: str) -> None:
    assert Guard().permits(address)


def test_allowed_networks_are_allowed_in_every_form_and_nothing_else_is() -> None:
    guard = Guard([ip_network("127.0.0.0/8"), ip_network("fd00::/8")])
    assert all(map(guard.permits, ("127.0.0.1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "fd00::1")))
    assert not any(map(guard.permits, ("10.0.0.1", "::1", "fe80::1")))


@pytest.mark.parametrize("port", [22, 25, 587, 6379, 6667])
def test_ports_of_other_services_are_refused_unless_the_operator_names_their_network(port: int) -> None:
    with pytest.raises(NotWebError):
        Guard().check("8.8.8.8", port)
    Guard([ip_network("8.8.8.8/32")]).check("8.8.8.8", port)


def test_the_webs_ports_are_not_refused_and_make_no_private_address_public() -> None:
    for port in (80, 443, 8080, 8443, 49_152):
        Guard().check("8.8.8.8", port)
        with pytest.raises(RefusedError):
            Guard().check("10.0.0.1", port)
