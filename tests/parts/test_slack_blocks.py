"""Every Slack message against Block Kit's limits and structure, as others wrote them down."""

import json
import os
import runpy
import subprocess
from pathlib import Path
from typing import Any

import pytest

from alertbot.alerts.folding import bundle
from alertbot.channels.slack.bundle import render_bundle
from alertbot.channels.slack.digest import render_digest
from tests.channels.test_slack import HOSTILE, rendered
from tests.made import digests
from tests.made.slack_gallery import GALLERY, home, reply, subscriber, watch_modal
from tests.made.values import NOW, delivery

PARTS = Path(os.environ["ALERTBOT_PARTS"]) / "slack"

MESSAGES: dict[str, Any] = {
    "alert": rendered(),
    "update": rendered(label="update", first_headline="The first", first_outlet="Reuters", also=tuple("abcde")),
    **{f"hostile-{n}": rendered(headline=text, outlet=text, watches=(text,)) for n, text in enumerate(HOSTILE)},
    "bundle": render_bundle(bundle([delivery(n, channel="slack") for n in range(40)]), now=NOW),
    "busy day": render_digest(digests.busy())[0],
    "quiet day": render_digest(digests.quiet())[0],
    "200 events": render_digest(digests.two_hundred())[0],
    **{f"shown-{name}": shown for name, shown in GALLERY.items()},
    **{f"list-{n}": reply("list", subscriber("C0001", text[:400])) for n, text in enumerate(HOSTILE)},
    **{f"home-{n}": home(mine=subscriber("U0001", text[:400])) for n, text in enumerate(HOSTILE)},
    **{f"modal-{n}": watch_modal(text) for n, text in enumerate(HOSTILE)},
}


def limits(blocks: list[Any]) -> list[str]:
    """What Block Kit's limits say against `blocks`."""
    module: dict[str, Any] = runpy.run_path(str(PARTS / "validate_blocks.py"))
    found: list[str] = module["check"](blocks)
    return found


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_is_one_that_slack_takes(tmp_path: Path, name: str) -> None:
    assert limits(MESSAGES[name]["blocks"]) == []
    path = tmp_path / "message.json"
    path.write_text(json.dumps(MESSAGES[name]), encoding="utf-8")
    judged = subprocess.run(
        ["node", str(PARTS / "validate_blocks.mjs"), str(path)], capture_output=True, text=True, timeout=60
    )
    assert (judged.returncode, judged.stdout.strip()) == (0, "valid"), judged.stdout + judged.stderr
