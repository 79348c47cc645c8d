"""Two machines that are none: network namespaces of this one, each with a wire to it, where that is allowed."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from shutil import which

NETWORK = f"10.{128 + os.getpid() % 100}"
"""Another one for every test run on this machine."""

HOST = f"{NETWORK}.1.1"
"""This machine, as both of them see it."""


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


def allowed() -> bool:
    """Whether this process may make namespaces and wires."""
    if os.geteuid() != 0 or which("ip") is None:
        return False
    try:
        with machine(9):
            return True
    except (OSError, subprocess.CalledProcessError):
        return False


@contextmanager
def machine(number: int) -> Iterator[tuple[str, ...]]:
    """A machine with an address of its own: the command that runs another one on it."""
    name, wire = f"alertbot-{os.getpid()}-{number}", f"ab{os.getpid() % 10_000}{number}"
    inside = ("ip", "netns", "exec", name)
    here, there = f"{NETWORK}.{number}.1", f"{NETWORK}.{number}.2"
    try:
        _run("ip", "netns", "add", name)
        _run("ip", "link", "add", wire, "type", "veth", "peer", "name", "wire", "netns", name)
        _run("ip", "address", "add", f"{here}/24", "dev", wire)
        _run("ip", "link", "set", wire, "up")
        _run(*inside, "ip", "address", "add", f"{there}/24", "dev", "wire")
        _run(*inside, "ip", "link", "set", "wire", "up")
        _run(*inside, "ip", "link", "set", "lo", "up")
        _run(*inside, "ip", "route", "add", "default", "via", here)
        yield inside
    finally:
        with suppress(subprocess.CalledProcessError):
            _run("ip", "link", "delete", wire)
        with suppress(subprocess.CalledProcessError):
            _run("ip", "netns", "delete", name)
