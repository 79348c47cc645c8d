"""When someone does not want to be disturbed. No IO."""

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """From `start` to `end`, local time, over midnight when `end` is the earlier one."""

    start: time
    end: time
