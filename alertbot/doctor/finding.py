"""What can be wrong, and what a look at one thing found. No IO."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`about` names the thing, `state` how it is: `fine`, `off` (not configured), `warning` or `fault`.

    `said` is one plain sentence without its full stop. `name` is the stable name of what is wrong and
    `mend` what to do about it; both are empty when nothing is.
    """

    name: str
    about: str
    state: Literal["fine", "off", "warning", "fault"]
    said: str
    mend: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that can be wrong. docs/check.md lists each with what it `means`, for people."""

    name: str
    state: Literal["warning", "fault"]
    means: str
    mend: str

    def at(self, about: str, said: str) -> Finding:
        """It was found at `about`: `said` is what was seen there."""
        return Finding(name=self.name, about=about, state=self.state, said=said, mend=self.mend)


def fault(name: str, means: str, mend: str) -> Fault:
    """Something without which alerts are late, lost or never sent."""
    return Fault(name=name, state="fault", means=means, mend=mend)


def warning(name: str, means: str, mend: str) -> Fault:
    """Something that works, and will not for long or not for everybody."""
    return Fault(name=name, state="warning", means=means, mend=mend)


def fine(about: str, said: str) -> Finding:
    return Finding(name="", about=about, state="fine", said=said, mend="")


def off(about: str, said: str) -> Finding:
    return Finding(name="", about=about, state="off", said=said, mend="")
