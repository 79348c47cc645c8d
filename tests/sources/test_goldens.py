"""Feeds as publishers write them (tests/golden/feeds), and what each is read as."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from alertbot.sources.parse import parse_feed
from tests.made.golden import GOLDENS, assert_golden

FEEDS = sorted(path for path in (GOLDENS / "feeds").iterdir() if path.is_file())


@pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.stem)
def test_a_feed_is_read_as_expected(request: pytest.FixtureRequest, path: Path) -> None:
    feed = parse_feed(path.read_bytes(), url="https://feeds.example.com/news/feed.xml", content_type="text/xml")
    fields = asdict(feed)
    for each in fields["entries"]:
        assert each.pop("keys") == ()
    said = json.dumps(fields, ensure_ascii=False, indent=1, default=str)
    assert_golden(request, f"feeds/expected/{path.stem}.json", said + "\n")
