"""`alertbot cluster`: what the live bot would fold, said of given stories in their order."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from alertbot.cli.main import alertbot
from alertbot.errors import UsageError

STORIES = (
    {
        "id": "a",
        "title": "Mistral AI raises $830M for data center near Paris",
        "url": "https://a.example.com/1-2-3",
        "source": "A",
    },
    {"id": "b", "title": "Mistral AI raises $830 million, data center near Paris", "source": "B"},
    {"id": "c", "title": "Parliament passes law on rents in cities", "source": "A"},
    {
        "id": "d",
        "title": "Mistral AI raises $830M",
        "url": "https://a.example.com/1-2-3?utm_source=x",
        "source": "C",
    },
    {"id": "e", "title": "CORRECTED: Mistral AI raises $380M for data center near Paris", "source": "B"},
)


def written(folder: Path) -> str:
    file = folder / "stories.jsonl"
    file.write_text("".join(json.dumps(each) + "\n" for each in STORIES), encoding="utf-8")
    return str(file)


def said(folder: Path, *options: str) -> dict[str, tuple[str, str]]:
    result = CliRunner().invoke(alertbot, ["cluster", "--json", *options, written(folder)], catch_exceptions=False)
    assert result.exit_code == 0, result.stderr
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["id"] for line in lines] == [each["id"] for each in STORIES]
    return {line["id"]: (line["event"], line["action"]) for line in lines}


def test_each_story_is_given_its_event_and_what_it_is_to_it(tmp_path: Path) -> None:
    verdicts = said(tmp_path)
    assert {name: action for name, (_, action) in verdicts.items()} == {
        "a": "new", "b": "joined", "c": "new", "d": "duplicate", "e": "update",
    }  # fmt: skip
    events = {name: event for name, (event, _) in verdicts.items()}
    assert events["a"] == events["b"] == events["d"] == events["e"] != events["c"]


def test_strict_folds_nothing_but_the_same_article(tmp_path: Path) -> None:
    assert [action for _, action in said(tmp_path, "--policy", "strict").values()] == [
        "new", "new", "new", "duplicate", "new",
    ]  # fmt: skip


def test_broad_events_are_told_apart_from_normal_ones_by_name(tmp_path: Path) -> None:
    normal, broad = said(tmp_path), said(tmp_path, "--policy", "broad")
    assert broad["a"][0] == broad["b"][0]
    assert {event for event, _ in normal.values()}.isdisjoint(event for event, _ in broad.values())


def test_people_read_a_line_a_story_with_the_reason(tmp_path: Path) -> None:
    result = CliRunner().invoke(alertbot, ["cluster", written(tmp_path)], catch_exceptions=False)
    assert len(result.stdout.splitlines()) == len(STORIES)
    assert "the headline is marked corrected" in result.stdout


def test_standard_input_is_read_too() -> None:
    result = CliRunner().invoke(alertbot, ["cluster", "--json", "-"], input=json.dumps(STORIES[0]) + "\n")
    assert (result.exit_code, json.loads(result.stdout)["action"]) == (0, "new")


def refusal(argument: str) -> str:
    with pytest.raises(UsageError) as caught:
        CliRunner().invoke(alertbot, ["cluster", argument], catch_exceptions=False)
    return str(caught.value)


def test_a_line_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    file = tmp_path / "stories.jsonl"
    file.write_text(json.dumps(STORIES[0]) + '\n{"id": "x"}\n', encoding="utf-8")
    assert "line 2" in refusal(str(file))


def test_an_address_is_refused_with_the_way_out() -> None:
    assert "save https://example.com/feed to a file first" in refusal("https://example.com/feed")


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_another_encoding_is_named_as_such(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "stories.jsonl"
    file.write_text('{"id": "a", "title": "Café closes in Paris"}\n', encoding=encoding)
    assert "line 1 is not UTF-8" in refusal(str(file))


def test_nothing_in_a_story_breaks_its_line_or_the_terminal() -> None:
    wild = {
        "id": "\ud800\nb",
        "title": "Half a \ud800 sign\x1b[31m\nof Paris",
        "text": "\ud800 " * 20,
        "source": "\udfff",
    }
    for options in ((), ("--json",)):
        result = CliRunner().invoke(
            alertbot, ["cluster", *options, "-"], input=json.dumps(wild) + "\n", catch_exceptions=False
        )
        (line,) = result.stdout.splitlines()
        assert line.isprintable()
    assert json.loads(line)["id"] == wild["id"]


def test_the_same_id_again_is_the_same_article() -> None:
    lines = "".join(
        json.dumps({"id": "a", "title": title}) + "\n" for title in ("Paris rents rise", "A ferry sinks")
    )
    result = CliRunner().invoke(alertbot, ["cluster", "--json", "-"], input=lines, catch_exceptions=False)
    assert [json.loads(line)["action"] for line in result.stdout.splitlines()] == ["new", "duplicate"]


def test_no_story_says_nothing() -> None:
    result = CliRunner().invoke(alertbot, ["cluster", "-"], input=" \n\n", catch_exceptions=False)
    assert (result.exit_code, result.stdout) == (0, "")
