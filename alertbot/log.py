"""One line per unit of work, at its end: `polled source=… status=ok new=3 took=0.21s`. Edge.

Secrets that were registered never reach a line, whoever logs it, tracebacks of libraries included.
"""

import json
import logging
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Literal

from alertbot.secret import Secret

SHORTEST_SECRET = 6
"""Shorter strings are words; hiding them would make the log unreadable and protect nothing."""


def event(logger: logging.Logger, level: int, message: str, **fields: object) -> None:
    """Logs `message` with its fields; ids, not payloads. No line shows where that is, so it is not looked up."""
    if logger.isEnabledFor(level):
        said = {"fields": fields}
        logger.handle(logger.makeRecord(logger.name, level, __file__, 0, message, (), None, extra=said))


def configure(form: Literal["console", "json"], hidden: Iterable[Secret], level: int = logging.INFO) -> None:
    """Sends every log line to standard error, in `form`, with the `hidden` secrets as `***`."""
    handler = logging.StreamHandler()
    handler.setFormatter(Lines(form, hidden))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in ("apscheduler", "httpx", "telegram", "slack_sdk", "slack_bolt", "aiohttp.access"):
        logging.getLogger(noisy).setLevel(max(level, logging.WARNING))


class Lines(logging.Formatter):
    """Formats records as `message key=value …` or as one JSON object a line."""

    def __init__(self, form: Literal["console", "json"], hidden: Iterable[Secret]) -> None:
        super().__init__()
        self._form = form
        secrets = {secret.reveal() for secret in hidden}
        self._hidden = sorted((each for each in secrets if len(each) >= SHORTEST_SECRET), key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        fields: dict[str, object] = getattr(record, "fields", {})
        line = self._json(record, fields) if self._form == "json" else self._console(record, fields)
        for secret in self._hidden:
            line = line.replace(secret, "***")
        return line

    def _json(self, record: logging.LogRecord, fields: dict[str, object]) -> str:
        own = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        said: dict[str, object] = {
            **own,
            **fields,
            **own,
        }  # what the line is about is never hidden by a field of the same name
        if record.exc_info:
            said["traceback"] = self.formatException(record.exc_info)
        return json.dumps(said, default=str, ensure_ascii=False)

    def _console(self, record: logging.LogRecord, fields: dict[str, object]) -> str:
        time = datetime.fromtimestamp(record.created, UTC).strftime("%H:%M:%S")
        pairs = "".join(f" {key}={_value(value)}" for key, value in fields.items())
        line = f"{time} {record.levelname.lower():7} {record.getMessage()}{pairs}"
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


def _value(value: object) -> str:
    """A value on one line, quoted when it has blanks: a feed cannot forge a log line."""
    text = str(value)
    plain = text.isprintable() and not any(char in text for char in ' "=')
    return text if text and plain else json.dumps(text, ensure_ascii=False)
