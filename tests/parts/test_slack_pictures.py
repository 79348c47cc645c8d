"""How it looks in Slack, drawn by somebody else's renderer; `--write-goldens` draws those of docs/slack.md."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.made.slack_gallery import GALLERY

RENDERER = Path(os.environ["ALERTBOT_PARTS"]) / "slack" / "render.mjs"
PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
PICTURED = ("alert", "bundle", "home", "modal")
LOGO = (
    "data:image/svg+xml;utf8,<svg xmlns='http://www.w3.org/2000/svg' width='36' height='36'>"
    "<rect width='36' height='36' rx='6' fill='%23334'/><circle cx='18' cy='18' r='7' fill='%23fc3'/></svg>"
)


def draw(name: str, theme: str, folder: Path) -> dict[str, object]:
    said = folder / f"{name}.json"
    said.write_text(json.dumps(GALLERY[name]), encoding="utf-8")
    look = ["--theme", theme, "--name", "alertbot", "--logo", LOGO]
    out = folder / f"slack-{name}-{theme}.png"
    drawn = subprocess.run(
        ["node", str(RENDERER), str(said), str(out), *look], capture_output=True, text=True, timeout=120
    )
    assert drawn.returncode == 0, drawn.stderr
    found: dict[str, object] = json.loads(drawn.stdout)
    return found


def test_an_alert_is_drawn_whole(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("--write-goldens"):
        assert draw("alert", "light", tmp_path)["overflowing"] == 0
        return
    for name in PICTURED:
        for theme in ("light", "dark"):
            draw(name, theme, tmp_path)
            picture = f"slack-{name}-{theme}.png"
            (PICTURES / picture).write_bytes((tmp_path / picture).read_bytes())
