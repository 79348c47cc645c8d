"""The starter packs of sources in config/sources."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from alertbot.sources.links import absolute
from alertbot.sources.opml import read_opml, write_opml

PACKS = sorted((Path(__file__).parents[2] / "config" / "sources").glob("*.opml"))


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.stem)
def test_a_starter_pack_is_named_tagged_and_whole(pack: Path) -> None:
    listing = read_opml(pack.read_bytes())
    assert listing.refused == ()
    assert len(listing.sources) >= 5
    for source in listing.sources:
        parts = urlsplit(source.url)
        assert all((source.name, source.tags)), source
        assert parts.scheme == "https", source
        assert re.fullmatch(r"(?:[a-z0-9-]+\.)+[a-z]{2,}", parts.hostname or ""), source
        assert parts.username is parts.port is None, source
        assert absolute(source.url, "") == source.url


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.stem)
def test_a_pack_survives_the_way_out_and_in_again(pack: Path) -> None:
    sources = read_opml(pack.read_bytes()).sources
    assert read_opml(write_opml(sources).encode()).sources == sources


def test_no_source_stands_in_two_packs() -> None:
    urls = [source.url for pack in PACKS for source in read_opml(pack.read_bytes()).sources]
    places = {re.sub(r"^https://(?:www\.)?|/$", "", url).lower() for url in urls}
    assert len(urls) == len(places) > 90
