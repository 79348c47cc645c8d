"""Makes `alertbot/events/background.txt`: how common words are in news languages, by stem.

Needs wordfreq (Apache-2.0, its data CC BY-SA 4.0), which is no dependency: run it as
`uv run --with wordfreq python -m benchmarks.background` when the stemmer changes.
"""

import math
from collections import defaultdict
from pathlib import Path

from wordfreq import get_frequency_dict

from alertbot.events.wording import COMMON, stems

LANGUAGES = {"en": 2e-6, "fr": 2e-5, "de": 2e-5, "es": 2e-5, "it": 4e-5, "pt": 4e-5, "nl": 4e-5}
"""Down to which share of all words each language is listed."""

HEADER = """\
# How common word stems are: a line per tenth of a power of ten below one, commonest first.
# Derived from wordfreq 3.1 by Robyn Speer and others, https://github.com/rspeer/wordfreq,
# licensed CC BY-SA 4.0, https://creativecommons.org/licenses/by-sa/4.0/; so is this file.
"""


def main() -> None:
    shares: defaultdict[str, float] = defaultdict(float)
    for lang, rarest in LANGUAGES.items():
        mine: defaultdict[str, float] = defaultdict(float)
        for word, share in get_frequency_dict(lang, wordlist="best").items():
            found = stems(word)
            if share >= rarest / 4 and len(found) == 1:
                mine[found[0]] += share
        for stem, share in mine.items():
            if share >= rarest:
                shares[stem] = max(shares[stem], share)
    lines: defaultdict[int, list[str]] = defaultdict(list)
    for stem in sorted(shares.keys() - COMMON):
        lines[round(-10 * math.log10(shares[stem]))].append(stem)
    out = Path(__file__).parents[1] / "alertbot" / "events" / "background.txt"
    body = "".join(f"{tenth} {' '.join(lines[tenth])}\n" for tenth in sorted(lines))
    out.write_text(HEADER + body, encoding="utf-8")
    print(f"{sum(map(len, lines.values()))} stems, {out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
