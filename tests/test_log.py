"""A line a unit of work; secrets and forged lines never get in."""

import json
import logging

from alertbot.log import Lines
from alertbot.secret import Secret


def record(message: str, **fields: object) -> logging.LogRecord:
    made = logging.LogRecord("alertbot.test", logging.INFO, __file__, 1, message, (), None)
    made.fields = fields
    return made


def test_a_line_reads_as_words_and_pairs() -> None:
    line = Lines("console", []).format(record("polled", source="The Example", new=3))
    assert line.endswith('info    polled source="The Example" new=3')


def test_a_feed_cannot_forge_a_line() -> None:
    line = Lines("console", []).format(record("polled", source="x\n12:00:00 error  all is lost\x1b[2J"))
    assert "\n" not in line
    assert "\x1b" not in line


def test_a_secret_is_hidden_wherever_it_stands() -> None:
    lines = Lines("json", [Secret("xoxb-123456"), Secret("xoxb-123456-long")])
    said = json.loads(lines.format(record("at https://x/xoxb-123456-long/y", why="xoxb-123456")))
    assert (said["event"], said["why"]) == ("at https://x/***/y", "***")


def test_a_field_never_hides_what_the_line_is_about() -> None:
    said = json.loads(Lines("json", []).format(record("matched", event="3f9c", level="low")))
    assert (said["event"], said["level"]) == ("matched", "info")
