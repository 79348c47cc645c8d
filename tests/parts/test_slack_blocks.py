"""Every Slack message against Block Kit's limits and structure, as others wrote them down."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from alertbot.alerts.folding import bundle
from alertbot.channels.slack.bundle import render_bundle
from alertbot.channels.slack.digest import render_digest
from tests.channels.test_slack import HOSTILE, rendered
from tests.made import digests
from tests.made.values import NOW, delivery

PARTS = Path(os.environ["ALERTBOT_PARTS"]) / "slack"

MESSAGES: dict[str, Any] = {
    "alert": rendered(),
    "update": rendered(label="update", first_headline="The first", first_outlet="Reuters", also=tuple("abcde")),
    **{f"hostile-{n}": rendered(headline=text, outlet=text, watches=(text,)) for n, text in enumerate(HOSTILE)},
    "bundle": render_bundle(bundle([delivery(n, channel="slack") for n in range(40)]), now=NOW)[0],
    "busy day": render_digest(digests.busy())[0],
    "quiet day": render_digest(digests.quiet())[0],
    "200 events": render_digest(digests.two_hundred())[0],
}


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_is_one_that_slack_takes(tmp_path: Path, name: str) -> None:
    path = tmp_path / "message.json"
    path.write_text(json.dumps(MESSAGES[name]), encoding="utf-8")
    judged = subprocess.run(
        [sys.executable, str(PARTS / "validate_blocks.py"), str(path)], capture_output=True, text=True, timeout=60
    )
    assert (judged.returncode, judged.stdout.strip()) == (0, "ok")
    judged = subprocess.run(
        ["node", str(PARTS / "validate_blocks.mjs"), str(path)], capture_output=True, text=True, timeout=60
    )
    assert (judged.returncode, judged.stdout.strip()) == (0, "valid"), judged.stdout + judged.stderr
