"""What publishers do, by mistake or on purpose: each behaviour by name, with what a poll of it must come to."""

from tests.made.hostile import deceit, documents, http, packing, redirects, slow
from tests.made.hostile.rows import FEED, ITEM, KINDS, ROWS, RSS_ONLY, Expected, Other, Row, rss

OF_ANY_KIND = tuple(name for name in ROWS if name not in RSS_ONLY)
"""Behaviours around a document, whatever kind of feed that is."""

__all__ = [
    "FEED",
    "ITEM",
    "KINDS",
    "OF_ANY_KIND",
    "ROWS",
    "Expected",
    "Other",
    "Row",
    "deceit",
    "documents",
    "http",
    "packing",
    "redirects",
    "rss",
    "slow",
]
