"""What can go wrong, as one tree. Every message is one plain sentence for the person who can act.

The sentence is kept with its values apart, so that whoever reads it gets it in their language.

AlertbotError
├── UsageError          wrong usage or configuration (exit status 2)
│   └── QueryError      a watch that cannot be read or can never match
├── SourceError         a source that could not be fetched or read; `kind` names how
├── StoreError          Redis refused or is away, or the embedded server cannot start
└── ChannelError        a channel that cannot work as it is configured
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words in English with {names} in them, and what stands there: text, a number, or another sentence."""

    text: str
    values: "Mapping[str, str | int | Sentence]" = field(default_factory=dict)

    def about(self, **values: "str | int | Sentence") -> "Sentence":
        """The same with more values."""
        return replace(self, values={**self.values, **values})

    def __str__(self) -> str:
        return self.text.format(**self.values) if self.values else self.text


def sentence(text: str, /, **values: str | int | Sentence) -> Sentence:
    """The catalogues hold the translations of `text`, wherever this is called with it."""
    return Sentence(text, values)


class AlertbotError(Exception):
    """Root of every error alertbot raises on purpose; its text is safe to show to a user."""

    def __init__(self, message: str | Sentence = "") -> None:
        super().__init__(str(message))
        self.sentence = message if isinstance(message, Sentence) else Sentence(message)


class UsageError(AlertbotError):
    """The command or the configuration is wrong; the text says what to change."""


class QueryError(UsageError):
    """A query cannot be read. `query` is what was typed, `position` the character where it broke."""

    def __init__(self, message: str | Sentence, *, query: str, position: int) -> None:
        super().__init__(message)
        self.query = query
        self.position = position


class SourceError(AlertbotError):
    """A source failed. `kind` is a stable short name (`timeout`, `too-big`, `not-a-feed` …)."""

    def __init__(self, message: str | Sentence, *, kind: str, retry_after_seconds: float | None = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.retry_after_seconds = retry_after_seconds


class StoreError(AlertbotError):
    """Redis could not do what was asked."""


class ChannelError(AlertbotError):
    """A channel cannot be used as configured."""
