"""The starter packs of sources in config/sources."""

from pathlib import Path

import pytest

from alertbot.sources.opml import read_opml

PACKS = sorted((Path(__file__).parents[2] / "config" / "sources").glob("*.opml"))


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.stem)
def test_a_starter_pack_is_named_tagged_and_whole(pack: Path) -> None:
    listing = read_opml(pack.read_bytes())
    assert listing.refused == ()
    assert len(listing.sources) >= 5
    assert all(source.name and source.tags and source.url.startswith("https://") for source in listing.sources)


def test_no_source_stands_in_two_packs() -> None:
    urls = [source.url for pack in PACKS for source in read_opml(pack.read_bytes()).sources]
    assert len(urls) == len(set(urls)) > 90
