"""What a story costs against a million watches, beside a regular expression a query and PostgreSQL.

    python -m benchmarks.matching [--watches 1000000] [--stories 40] [--postgres 100000]

Prints ratios within the run, and medians over the stories of each story's best processor time of five,
which other work on the machine disturbs least. Reading the story is included everywhere. PostgreSQL
(`tsquery` in a table, one `tsvector` against it) is started for the run where its server is installed.
"""

import argparse
import gc
import re
import resource
import statistics
import sys
import time
from collections.abc import Callable
from itertools import islice

from alertbot.watches.document import Document
from alertbot.watches.index import Index
from alertbot.watches.query import parse
from benchmarks.postgres import postgres_means
from benchmarks.workload import Workload

SIZES = (120, 400, 1200)
Matcher = Callable[[Document], object]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--watches", type=int, default=1_000_000)
    asked.add_argument("--stories", type=int, default=40)
    asked.add_argument("--postgres", type=int, default=100_000, help="watches in PostgreSQL; 0 leaves it out")
    options = asked.parse_args()
    made = Workload()
    stories = {size: [made.story(size) for _ in range(options.stories)] for size in SIZES}
    queries = list(islice(Workload(seed=11).watches(), max(options.postgres, 10_000)))

    _heading("milliseconds a story (median)", *(f"{size} words" for size in SIZES))
    small = _index(queries[:1_000])
    _row("1,000 watches", base := _medians(small.match, stories))
    _row("10,000 watches", ten := _medians(_index(queries[:10_000]).match, stories))
    some = _medians(_index(queries[: options.postgres]).match, stories) if options.postgres else {}
    if some:
        _row(f"{options.postgres:,} watches", some)

    every = list(islice(Workload(seed=11).watches(), options.watches))
    before = _resident()
    began = time.process_time()
    index = _index(every)
    loaded = time.process_time() - began
    grown = _resident() - before
    del every
    _row(f"{options.watches:,} watches", full := _medians(index.match, stories))
    _row("  hits a story", {size: _hits(index, stories[size]) for size in SIZES})
    _row("  times 1,000 watches", {size: full[size] / base[size] for size in SIZES})

    fewer = {size: each[:3] for size, each in stories.items()}
    for number, mine in ((1_000, base), (10_000, ten)):
        regex = _medians(_regexes(queries[:number]), fewer)
        _row(f"a regex a query, {number:,}", regex)
        _row("  times alertbot's", {size: regex[size] / mine[size] for size in SIZES})
    if options.postgres:
        theirs = postgres_means(queries[: options.postgres], stories)
        if isinstance(theirs, str):
            print(theirs)
        else:
            _row(f"PostgreSQL, {options.postgres:,}", theirs)
            _row("  times alertbot's", {size: theirs[size] / some[size] for size in SIZES})

    _heading("", "")
    print(f"loading {options.watches:,} watches: {loaded:.1f} s, parsing included; memory {grown / 1e9:.2f} GB")
    _edits(index)


def _index(queries: object) -> Index:
    index = Index()
    gc.disable()
    for number, query in enumerate(queries):  # type: ignore[arg-type]
        index.add(f"{number:016x}", parse(query))
    gc.enable()
    gc.collect()
    gc.freeze()
    return index


def _medians(match: Matcher, stories: dict[int, list[Document]]) -> dict[int, float]:
    """Milliseconds for each size; every story is read once before, so that its words are known."""
    found = {}
    for size, some in stories.items():
        for story in some:
            match(story)
        found[size] = statistics.median(min(_timed(match, story) for _ in range(5)) for story in some) * 1e3
    return found


def _timed(match: Matcher, story: Document) -> float:
    began = time.process_time()
    match(story)
    return time.process_time() - began


def _hits(index: Index, stories: list[Document]) -> float:
    return statistics.median(len(index.match(story)) for story in stories)


def _regexes(queries: list[str]) -> Matcher:
    """One compiled expression a query, plurals and possessives allowed; AND and NOT are Python's."""

    def word(text: str) -> re.Pattern[str]:
        return re.compile(
            r"\b" + r"\W+".join(rf"{re.escape(each)}(?:s|'s)?" for each in text.split()) + r"\b", re.IGNORECASE
        )

    compiled = []
    for query in queries:
        parts = re.findall(r'(-?)(?:\w+:)?"?([^"()]+?)"?(?=$| AND | -| NEAR| source:| OR )', query)
        compiled.append([(sign == "-", word(text.strip("* ()"))) for sign, text in parts if text.strip("* ()")])

    def match(story: Document) -> int:
        text = f"{story.title}\n{story.text}"
        return sum(all((found.search(text) is None) == absent for absent, found in query) for query in compiled)

    return match


def _edits(index: Index) -> None:
    new = [parse(query) for query in islice(Workload(seed=13).watches(), 20_000)]
    adding, removing = [], []
    for number, query in enumerate(new):
        began = time.perf_counter()
        index.add(f"new{number}", query)
        adding.append(time.perf_counter() - began)
    for number in range(len(new)):
        began = time.perf_counter()
        index.remove(f"new{number}")
        removing.append(time.perf_counter() - began)
    for name, times in (("add", adding), ("remove", removing)):
        times.sort()
        middle, late = statistics.median(times) * 1e6, times[int(len(times) * 0.99)] * 1e6
        print(f"{name}: median {middle:.1f} µs, p99 {late:.1f} µs")


def _resident() -> int:
    """Bytes this process holds, as the system counts them."""
    if sys.platform == "linux":
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * resource.getpagesize()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _heading(name: str, *columns: str) -> None:
    print(f"{name:34}" + "".join(f"{column:>14}" for column in columns))


def _row(name: str, values: dict[int, float]) -> None:
    print(f"{name:34}" + "".join(f"{values[size]:14.3f}" for size in SIZES), flush=True)


if __name__ == "__main__":
    main()
