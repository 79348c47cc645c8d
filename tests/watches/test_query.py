"""What people type is read, or refused with the place and the mend."""

import pytest

from alertbot.errors import QueryError
from alertbot.watches.query import parse, parse_watches


def test_commas_and_newlines_separate_watches() -> None:
    read = parse_watches('Mistral, "data center, Paris"\nsovereign AI,, 1,000 jobs')
    assert [query.text for query in read] == ["Mistral", '"data center, Paris"', "sovereign AI", "1,000 jobs"]


REFUSED = [
    ("", "empty"),
    (" , \n", "empty"),
    ("...", "at least one letter or digit"),
    ('"data center', "must be closed"),
    ('mistral "', "must be closed"),
    ("mistral AND ai", "AND is not understood yet"),
    ("-mistral", "-mistral is not understood yet"),
    ("title:mistral", "title:mistral is not understood yet"),
    ("quant*", "not understood yet"),
    ("(mistral", "not understood yet"),
    ("=Chat", "not understood yet"),
    ("a NEAR/5 b", "NEAR/5 is not understood yet"),
    ("x" * 501, "at most 500 characters"),
    (" ".join(f"w{n}" for n in range(13)), "at most 12 terms"),
]


@pytest.mark.parametrize(("typed", "said"), REFUSED)
def test_what_cannot_be_read_is_refused_with_the_mend(typed: str, said: str) -> None:
    with pytest.raises(QueryError) as refused:
        parse_watches(typed)
    assert said in str(refused.value)
    assert str(refused.value).startswith("I could not read ")


def test_the_error_names_the_place() -> None:
    with pytest.raises(QueryError) as refused:
        parse("mistral AND")
    assert (refused.value.query, refused.value.position) == ("mistral AND", 8)


def test_blanks_around_and_inside_do_not_matter() -> None:
    assert parse("  sovereign \t AI ").text == "sovereign AI"
