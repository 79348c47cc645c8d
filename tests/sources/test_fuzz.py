"""A short run of the fuzzer; `python -m benchmarks.fuzz` goes on for as long as you like."""

from itertools import islice

from benchmarks.fuzz import documents, verdict
from tests.made.golden import GOLDENS


def test_broken_feeds_break_nothing() -> None:
    corpus = [path.read_bytes() for path in sorted((GOLDENS / "feeds").iterdir()) if path.is_file()]
    outcomes = {verdict(body) for _, body in islice(documents(corpus, 1), 300)}
    assert outcomes == {"not a feed", "a feed, read quickly", "a feed, judged"}
