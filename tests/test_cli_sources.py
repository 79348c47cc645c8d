"""`alertbot sources`, as a user runs it, against a server of this machine."""

import json
import re
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from alertbot.sources.opml import MOST_BYTES
from alertbot.store.server import opened
from alertbot.stories.source import Polled, SourceState, source_at
from tests.test_cli import alertbot

FEED = (
    b"<rss version='2.0'><channel><title>The Example</title><language>en</language>"
    b"<item><title>One story</title><guid>1</guid><pubDate>Thu, 12 Mar 2026 09:30:00 GMT</pubDate></item>"
    b"<item><title>Two stories</title><guid>2</guid></item></channel></rss>"
)
PAGES = {
    "/": b"<!doctype html><link rel=alternate type=application/rss+xml href=/feed.xml>",
    "/feed.xml": FEED,
    "/empty.xml": b"<rss version='2.0'><channel><title>Nothing yet</title></channel></rss>",
}


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = PAGES.get(self.path)
        self.send_response(200 if body else 404)
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *said: object) -> None:
        """Tests are quiet."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def home(tmp_path: Path, site: str) -> Path:
    """A folder with a configuration that provisions one source."""
    (tmp_path / "config").mkdir()
    (tmp_path / "config/alertbot.toml").write_text(
        f'[fetch]\nallow_networks = ["127.0.0.0/8"]\n[[sources]]\nurl = "{site}/provisioned.xml"\nname = "P"\n'
    )
    return tmp_path


def test_a_home_page_s_feed_is_added_listed_and_removed(home: Path, site: str) -> None:
    added = alertbot("sources", "add", site, "--tag", "tech", "--json", cwd=home)
    assert (added.stderr, added.returncode) == ("", 0)
    said = {"added": True, "url": f"{site}/feed.xml", "title": "The Example", "lang": "en", "stories": 2}
    assert json.loads(added.stdout) == said | {"name": "", "tags": ["tech"]}
    listed = [json.loads(line) for line in alertbot("sources", "list", "--json", cwd=home).stdout.splitlines()]
    assert [(each["url"], each["origin"], each["tags"], each["state"]) for each in listed] == [
        (f"{site}/feed.xml", "added", ["tech"], "not polled yet"),
        (f"{site}/provisioned.xml", "provisioned", [], "not polled yet"),
    ]
    assert alertbot("sources", "remove", f"{site}/feed.xml", cwd=home).stdout == f"removed {site}/feed.xml\n"


def test_a_source_that_is_there_gets_the_name_and_the_tags(home: Path, site: str) -> None:
    def add(*more: str) -> str:
        return alertbot("sources", "add", f"{site}/feed.xml", *more, cwd=home).stdout

    feed = f"The Example: 2 stories at {site}/feed.xml\n"
    assert add("--tag", "tech") == f"added {feed}"
    assert alertbot("sources", "list", cwd=home).stdout.splitlines() == [
        f"{site}/feed.xml",
        "  not polled yet · #tech · added",
        "P",
        f"  {site}/provisioned.xml",
        "  not polled yet",
    ]
    assert add("--name", " Paper\n1 ", "--tag", "b\x07", "--tag", "tech") == (
        f"there already, called Paper 1 now, with #b: {feed}"
    )
    assert add("--name", "Paper 1") == add() == f"there already: {feed}"
    (listed,) = [
        each for each in alertbot("sources", "list", "--json", cwd=home).stdout.splitlines() if "feed" in each
    ]
    assert (json.loads(listed)["name"], json.loads(listed)["tags"]) == ("Paper 1", ["tech", "b"])


def test_what_stands_in_the_file_is_renamed_there(home: Path, site: str) -> None:
    config = home / "config/alertbot.toml"
    config.write_text(config.read_text().replace("provisioned.xml", "feed.xml"))
    refused = alertbot("sources", "add", f"{site}/feed.xml", "--name", "Q", cwd=home)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "stands in config/alertbot.toml; change its name and tags there" in refused.stderr
    assert alertbot("sources", "add", f"{site}/feed.xml", "--name", "P", cwd=home).stdout.startswith(
        "there already:"
    )


def test_credentials_are_shown_nowhere(home: Path, site: str) -> None:
    secret = f"{site}/feed.xml".replace("://", "://me:hush@")
    said = [
        alertbot("sources", "add", secret, cwd=home),
        alertbot("sources", "add", secret, cwd=home),
        alertbot("sources", "test", secret, cwd=home),
        alertbot("sources", "test", secret + "x", cwd=home),
        alertbot("sources", "list", cwd=home),
        alertbot("sources", "list", "--json", cwd=home),
        alertbot("sources", "export", cwd=home),
        alertbot("sources", "add", "me:hush@localhost/feed", cwd=home),
        alertbot("sources", "add", "https://me:hu/sh@localhost/feed", cwd=home),
        alertbot("sources", "remove", "https://me:hush@localhost/feed", cwd=home),
        alertbot("sources", "remove", secret, cwd=home),
    ]
    assert not [each.args for each in said if re.search("me:|hu/?sh", each.stdout + each.stderr)]
    assert said[-1].stdout == f"removed {site}/feed.xml\n"


def test_test_shows_the_newest_stories(home: Path, site: str) -> None:
    shown = alertbot("sources", "test", site, cwd=home)
    assert shown.returncode == 0
    assert shown.stdout.splitlines() == [
        f"The Example: 2 stories at {site}/feed.xml",
        "  2026-03-12 09:30  One story",
        "                    Two stories",
    ]


@pytest.mark.parametrize(
    ("path", "says"),
    [("/empty.xml", "is a feed without stories"), ("/missing", "is not there (404)")],
)
def test_test_says_in_one_sentence_why_no_story_could_be_read(home: Path, site: str, path: str, says: str) -> None:
    refused = alertbot("sources", "test", site + path, cwd=home)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith(f"alertbot: {site}{path}")
    assert says in refused.stderr
    assert refused.stderr.count("\n") == 1


def test_what_is_imported_is_exported(home: Path) -> None:
    opml = (
        '<opml version="2.0"><body><outline text="tech"><outline text="A" xmlUrl="https://u:secret@a.example.com/"/>'
        '</outline><outline text="junk" xmlUrl="junk"/></body></opml>'
    )
    imported = alertbot("sources", "import", "-", cwd=home, stdin=opml)
    assert imported.stdout == "added 1 of 1 source; not http or https: junk\n"
    exported = alertbot("sources", "export", cwd=home)
    assert 'xmlUrl="https://a.example.com/" category="tech"' in exported.stdout
    assert "secret" not in exported.stdout + exported.stderr
    assert "1 address lost user name and password" in exported.stderr
    again = alertbot("sources", "import", "-", cwd=home, stdin=exported.stdout)
    assert again.stdout == "added 0 of 2 sources; 2 there already\n"
    assert len(alertbot("sources", "list", "--json", cwd=home).stdout.splitlines()) == 2


async def test_a_source_is_exported_by_its_feed_s_title_and_a_retired_one_has_no_next_poll(
    tmp_path: Path, now: datetime
) -> None:
    long = f"https://a.example.com/feed?q={'a' * 300}"
    async with opened(None, tmp_path / "data") as store:
        await store.sources.add(source_at(long, origin="added"), now=now)
        (claim,) = (await store.sources.claim_due(now=now, lease=timedelta(days=9), token="t", limit=1)).claims
        gone = SourceState(title="The A", failures=1, why="gone")
        await store.sources.commit_poll(claim, Polled(state=gone, due=None, marks={}))
    assert f'text="The A" xmlUrl="{long}"' in alertbot("sources", "export", cwd=tmp_path).stdout
    listed = json.loads(alertbot("sources", "list", "--json", cwd=tmp_path).stdout)
    assert (listed["state"], listed["next_poll"]) == ("gone ×1", None)


def test_a_file_that_is_no_list_is_refused_in_one_sentence(home: Path) -> None:
    (home / "large.opml").write_bytes(b" " * (MOST_BYTES + 1))
    (home / "empty.opml").write_bytes(b"")
    for name, says in (
        ("large", "larger than 20 MB"),
        ("empty", "there is no feed in this file"),
        ("none", "No such file"),
    ):
        refused = alertbot("sources", "import", f"{name}.opml", cwd=home)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert says in refused.stderr
        assert "Traceback" not in refused.stderr


def test_a_source_nobody_knows_cannot_be_removed(home: Path) -> None:
    refused = alertbot("sources", "remove", "P", cwd=home)
    assert refused.returncode == 2
    assert refused.stderr == "alertbot: there is no source P; alertbot sources list shows them\n"


@pytest.mark.parametrize("typed", ["nonsense", "ftp://a.example.com/feed"])
def test_what_is_no_address_is_said_with_what_would_be_one(home: Path, typed: str) -> None:
    refused = alertbot("sources", "add", typed, cwd=home)
    assert (refused.returncode, refused.stdout) == (2, "")
    said = f"{typed} is no address on the web; give a site, such as lemonde.fr, or a feed"
    assert said in refused.stderr
