"""How an account is told: in whose words, for which moment, how much of it. No IO."""

from dataclasses import dataclass
from datetime import datetime

from alertbot.language import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """In which words, for which moment. With `detail` ids and every watch are told too, as operators need them."""

    words: Language
    now: datetime
    timezone: str
    detail: bool = False

    def moment(self, at: datetime) -> str:
        return self.words.moment(at, timezone=self.timezone, now=self.now)
