"""What a watch would bring, said before it is kept. Queries and facts in, paragraphs out. No IO."""

from collections.abc import Iterator

from alertbot.desk.facts import Facts
from alertbot.desk.meaning import meaning, tells_more
from alertbot.desk.narrow import refined, refinements
from alertbot.desk.pieces import a_story, counted
from alertbot.desk.reply import Paragraph, Piece, bold, code, line

MOST_EXAMPLES = 3


def foreseen(query: str, facts: Facts, *, most: int = MOST_EXAMPLES) -> Iterator[Paragraph]:
    """What `query`, which can be read, means and would have brought, with at most `most` examples."""
    words, preview = facts.words, facts.previews.get(query)
    meant = meaning(query, words)
    if tells_more(meant, query):
        yield line(words, "{watch}: {meant}", watch=bold(query), meant=meant)
    yield from counted(preview, words)
    for example in preview.examples[:most] if preview else ():
        yield from a_story(example, facts)


def narrower(query: str, facts: Facts) -> Iterator[Paragraph]:
    """The ways to narrow `query`, as they would be typed."""
    hows = refinements(query, facts.previews.get(query))
    if hows:
        yield line(facts.words, "Narrow {watch} to:", watch=bold(query))
    for how in hows:
        yield Paragraph(pieces=(Piece(text="• "), code(refined(query, how))))
