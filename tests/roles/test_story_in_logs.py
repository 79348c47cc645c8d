"""One id follows a story through the structured log, from its source to its message."""

import io
import json
import logging
from pathlib import Path

import pytest

from alertbot.channels.console import Console
from alertbot.log import Lines
from tests.made.bot import polled, running, settings
from tests.made.newsstand import newsstand
from tests.made.waiting import eventually

DESK = {"name": "desk", "watches": ["Mistral"], "console": True}


async def test_a_story_has_one_id_from_the_poll_that_brought_it_to_its_message(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="alertbot")
    form = Lines("json", [])

    def said() -> list[dict[str, str]]:
        return [json.loads(form.format(record)) for record in caplog.records]

    async with newsstand() as stand:
        how = settings(tmp_path, stand, subscribers=[DESK])
        async with running(how, {"console": Console(io.StringIO())}):
            await polled(stand)
            stand.publish("Mistral opens an office")
            stand.publish("A bakery wins a prize")
            await eventually("the message", lambda: any(line["event"] == "sent" for line in said()))
            await eventually(
                "both stories",
                lambda: sum(line["event"] == "matched" for line in said()) == len(("Mistral", "bakery")),
            )
    brought = {
        story for line in said() if line["event"] == "polled" for story in line.get("stories", "").split(",")
    }
    matched = {line["story"]: line for line in said() if line["event"] == "matched"}
    [sent] = [line for line in said() if line["event"] == "sent"]
    assert matched.keys() == brought - {""}
    assert matched[sent["story"]]["reason"] == "planned"
    assert sent["id"]
