"""The demonstration tells its story: one event, one message kept up to date, and nothing beside it."""

from pathlib import Path

from tests.test_cli import alertbot


def test_five_outlets_make_one_message_and_the_follow_up_another(tmp_path: Path) -> None:
    shown = alertbot("demo", "--out", "out", cwd=tmp_path)
    assert (shown.returncode, shown.stderr) == (0, "")
    lines = [line.strip() for line in shown.stdout.splitlines()]
    told = [line.split(" · ")[:2] for line in lines if line.startswith("▶")]
    assert told == [
        ["▶ The Paris Ledger", "Mistral AI secures $830 million to build a data center near Paris"],
        ["▶ Nordic Compute Review", "Fire in a Frankfurt data center takes payment services offline"],
        ["▶ update: Chipwire", "Update: construction begins on Mistral AI's Paris data center"],
    ]
    edits = [line for line in lines if line.startswith("✎")]
    assert edits[-1].endswith("also Chipwire, Nordic Compute Review, Le Journal du Midi, Harbour and Coast")
    assert any("sovereign alternatives in the AI ecosystem" in line for line in lines)
    for channel in ("slack", "telegram", "email"):
        assert len(list((tmp_path / "out" / channel).iterdir())) == 3


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("in the way", encoding="utf-8")
    refused = alertbot("demo", "--out", "out", cwd=tmp_path)
    assert refused.returncode == 2
    assert "Traceback" not in refused.stderr
