"""The index agrees with a matcher that is slow and plainly right, and a query outlives its writing."""

from hypothesis import given, settings
from hypothesis import strategies as st

from alertbot.errors import QueryError
from alertbot.watches.document import Document
from alertbot.watches.fingerprint import fingerprint
from alertbot.watches.index import Index
from alertbot.watches.maybe import maybe
from alertbot.watches.query import Query, describe, format_query, parse, parse_watches
from alertbot.watches.reading import Reading
from tests.watches import oracle

word = st.sampled_from(oracle.WORDS)
written = st.one_of(word, word.map(lambda each: each + "s"), word.map(str.title))
sentence = st.lists(written, min_size=1, max_size=7)
text = st.lists(st.lists(sentence, min_size=1, max_size=3), min_size=0, max_size=3)
headline = st.lists(st.lists(sentence, min_size=1, max_size=1), min_size=1, max_size=1)

words = word.map(lambda each: ("word", each))
phrases = st.lists(word, min_size=2, max_size=4).map(lambda each: ("phrase", *each))
prefixes = st.sampled_from(["dat", "cen", "re", "lyo"]).map(lambda each: ("prefix", each))
term = st.one_of(words, words, phrases, prefixes)
close = st.lists(term, min_size=2, max_size=3, unique=True).map(lambda each: ("close", *each))
near = st.tuples(st.just("near"), st.integers(1, 6), term, term)
leaf = st.one_of(term, close, near, st.one_of(term, close).map(lambda each: ("title", each)))
query = st.recursive(
    leaf,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["and", "or"]), inner, inner),
        st.tuples(st.just("and"), inner, inner.map(lambda each: ("not", each))),
    ),
    max_leaves=5,
)


def read(tree: oracle.Query) -> Query | None:
    try:
        return parse(oracle.typed(tree))
    except QueryError:  # the same asked for and left out, or only left out
        return None


@settings(max_examples=250, deadline=None)
@given(st.lists(query, min_size=1, max_size=6), headline, text, st.lists(st.tuples(st.integers(0, 5), query)))
def test_the_index_hits_what_plainly_hits_after_any_edits(
    trees: list[oracle.Query], title: oracle.Text, body: oracle.Text, edits: list[tuple[int, oracle.Query]]
) -> None:
    index, kept = Index(), {}
    for number, tree in [*enumerate(trees), *edits, (0, trees[-1])]:
        found = read(tree)
        if found is None:
            index.remove(str(number))
            kept.pop(number, None)
        else:
            index.add(str(number), found)
            kept[number] = tree
    story = Document(title=oracle.spelled(title), text=oracle.spelled(body))
    expected = {str(number) for number, tree in kept.items() if oracle.hits(tree, title, body)}
    assert {match.watch for match in index.match(story)} == expected
    assert len(index) == len(kept)


@settings(max_examples=150, deadline=None)
@given(query, headline, text)
def test_evidence_is_words_of_the_story_and_a_kept_story_that_hits_is_never_passed_over(
    tree: oracle.Query, title: oracle.Text, body: oracle.Text
) -> None:
    found = read(tree)
    if found is None:
        return
    story = Document(title=oracle.spelled(title), text=oracle.spelled(body))
    index = Index()
    index.add("w", found)
    for match in index.match(story):
        assert match.evidence
        assert maybe(found.node)(fingerprint(Reading(story.title, story.text).words()))
        for place in match.evidence:
            shown = (story.title if place.field == "title" else story.text)[place.start : place.end]
            assert shown.strip(" .\n") == shown != ""


@settings(max_examples=250, deadline=None)
@given(query)
def test_a_formatted_query_reads_as_the_same_query(tree: oracle.Query) -> None:
    found = read(tree)
    if found is not None:
        assert parse(format_query(found)) == found


SIGNS = st.sampled_from(
    [*'"()-=*,:/#+$&.\n\t \u00a0“”\x00\ud800中京', "AND ", "OR ", "NOT ", "NEAR/3 ", "title:", "site:", "ab", "AI"]
)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(SIGNS, max_size=20).map("".join)), st.text(max_size=200))
def test_whatever_is_typed_is_read_or_refused_and_never_stops_the_matcher(typed: str, body: str) -> None:
    try:
        queries = parse_watches(typed)
    except QueryError:
        return
    index = Index()
    for number, each in enumerate(queries):
        assert parse(format_query(each)) == each
        assert describe(each)
        index.add(str(number), each)
    for match in index.match(Document(title=typed, text=body, source=typed, lang="fr")):
        assert all(place.start < place.end for place in match.evidence)
    for number in range(len(queries)):
        index.remove(str(number))
    assert not index.match(Document(title=typed, text=body))
