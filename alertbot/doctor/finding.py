"""What a look at one thing found. No IO."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`about` names the thing, `state` how it is: `fine`, `off` (not configured), `warning` or `fault`.

    `said` is one plain sentence; with a warning or a fault it ends with the mend.
    """

    about: str
    state: Literal["fine", "off", "warning", "fault"]
    said: str


def fine(about: str, said: str) -> Finding:
    return Finding(about=about, state="fine", said=said)


def off(about: str, said: str) -> Finding:
    return Finding(about=about, state="off", said=said)


def warning(about: str, said: str) -> Finding:
    return Finding(about=about, state="warning", said=said)


def fault(about: str, said: str) -> Finding:
    return Finding(about=about, state="fault", said=said)
