"""What people type is read, or refused with the place and the mend."""

import pytest

from alertbot.errors import QueryError
from alertbot.watches.query import describe, parse, parse_watches


def test_commas_and_newlines_separate_watches() -> None:
    read = parse_watches('Mistral, "data center, Paris"\nsovereign AI,, 1,000 jobs')
    assert [query.text for query in read] == ["Mistral", '"data center, Paris"', "sovereign AI", "1,000 jobs"]


REFUSED = [
    ("", "empty", 0),
    (" , \n", "empty", 0),
    ("...", "at least one letter or digit", 0),
    ('""', "at least one letter or digit", 0),
    ('"data center', "must be closed", 0),
    ('mistral "', "must be closed", 8),
    ("mistral AND", "something must follow AND", 8),
    ("AND mistral", "something must stand before AND", 0),
    ("mistral AND OR paris", "something must follow AND", 8),
    ("mistral OR", "something must follow OR", 8),
    ("mistral NOT", "something must follow NOT", 8),
    ("(mistral", "the ( must be closed with )", 0),
    ("mistral)", "a ) without its (", 7),
    ("mistral ()", "something must stand between ( and )", 8),
    ("mistral (OR paris)", "something must stand before OR", 8),
    ("a NEAR b", "NEAR needs a number", 2),
    ("a NEAR/x b", "NEAR needs a number", 2),
    ("a NEAR/0 b", "from 1 to 100", 2),
    ("a NEAR/5", "something must follow NEAR/5", 2),
    ("NEAR/5 b", "something must stand before NEAR/5", 0),
    ("a NEAR/5 (b AND c)", "stands between words", 2),
    ("a NEAR/5 -b", "something must follow NEAR/5", 2),
    ("mistral - wind", "right before what to leave out", 8),
    ("title:", "something must follow title:", 0),
    ("mistral site:", "something must follow site:", 8),
    ("site:bbc.co.uk/news", "without a path", 14),
    ("lang:french-fries!", "short name of a language", 5),
    ("tilte:mistral", "write title:", 0),
    ("intitle:mistral", "write title:", 0),
    ("title:(a site:b.com)", "outside of it", 0),
    ("qu*nt", "only end one word", 0),
    ("*", "only end one word", 0),
    ("q*", "at least two letters", 0),
    ("-mistral", "only says what to leave out", 0),
    ("NOT (a OR b)", "only says what to leave out", 0),
    ("a OR -b", "one side of OR only says what to leave out", 0),
    ("&", "at least one letter or digit", 0),
    ("mistral | paris", "| is not known; write OR", 8),
    ("mistral|paris", "write OR", 0),
    ("mistral && paris", "write AND", 8),
    ("mistral ANDNOT paris", "write NOT", 8),
    ("mistral AROUND(5) paris", "write NEAR/5", 8),
    ("mistral W/7 paris", "write NEAR/7", 8),
    ("mistral near/3 paris", "write NEAR/3", 8),
    ('"mistral paris"~10', "write NEAR/10", 15),
    ("author:smith", "only title:, source:, site: and lang:", 0),
    ("https://www.lemonde.fr/economie", "write site:lemonde.fr", 0),
    ("(a OR b) -a -b", "can never match", 0),
    ("c AND (a OR (b d)) -a -d", "can never match", 0),
    ("mistral -mistral", "can never match", 0),
    ("mistral -Mistral's", "can never match", 0),
    ("sovereign AI -AI", "can never match", 0),
    ("lang:en lang:fr", "a story has one language", 0),
    ("site:a.com site:b.com", "a story is from one site", 0),
    (" ".join(f"w{n}" for n in range(13)), "put AND between", 0),
    ("x" * 2001, "at most 2000 characters", 0),
    (" OR ".join(f"w{n}" for n in range(101)), "at most 100 words", 690),
    ("(" * 30 + "a" + ")" * 30, "nested more than 20 deep", 20),
    ("a\ud800", "half a character", 0),
]


@pytest.mark.parametrize(("typed", "said", "place"), REFUSED)
def test_what_cannot_be_read_is_refused_with_the_mend(typed: str, said: str, place: int) -> None:
    with pytest.raises(QueryError) as refused:
        parse_watches(typed)
    assert said in str(refused.value)
    assert str(refused.value).startswith("I could not read ")
    assert refused.value.position == place


def test_the_error_names_the_place() -> None:
    with pytest.raises(QueryError) as refused:
        parse("mistral AND")
    assert (refused.value.query, refused.value.position) == ("mistral AND", 8)


def test_blanks_around_and_inside_do_not_matter() -> None:
    assert parse("  sovereign \t AI ").text == "sovereign AI"


def test_a_comma_in_one_watch_is_refused() -> None:
    with pytest.raises(QueryError, match="comma"):
        parse("mistral, paris")


def test_a_watchlist_of_a_hundred_thousand_is_refused_in_one_go() -> None:
    with pytest.raises(QueryError, match="at most 1000"):
        parse_watches(",".join(f"w{n}" for n in range(100_000)))


SAME = [
    ("a AND a", "a"),
    ("mistral OR Mistral's", "mistral"),
    ("NOT NOT a", "a"),
    ("((a))", "a"),
    ("a AND (b AND c)", "a AND b AND c"),
    ('"mistral"', "mistral"),
    ("data-center", '"data center"'),
    ("a NOT b", "a -b"),
    ("a AND NOT b", "a -b"),
    ("SITE:https://www.bbc.co.uk/", "site:bbc.co.uk"),
    ("lang:EN_us", "lang:en-us"),
    ("“data center”", '"data center"'),
    ("a NEAR/5 b NEAR/5 c", "a NEAR/5 b AND b NEAR/5 c"),
    ("10%", '"10 percent"'),
    ("up 10 per cent", "up 10 percent"),
    ("Marks & Spencer", "Marks and Spencer"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_what_means_the_same_is_the_same_query(one: str, other: str) -> None:
    assert parse(one) == parse(other)


DESCRIBED = [
    ("mistral", "“mistral”"),
    ("sovereign AI", "“sovereign” and “AI” in capitals within twelve words of each other"),
    ('"data center" -lease lang:en', "“data center” and in the language en, but not “lease”"),
    ('="Le Chat" OR quant*', "exactly “Le Chat” or words that begin with “quant”"),
    ("a NEAR/5 b", "“a” at most 5 words from “b”"),
    ("a OR b -c", "“a” or (“b”, but not “c”)"),
    ("(a OR b) -c", "(“a” or “b”), but not “c”"),
    ("a AND b c", "“a” and (“b” and “c” within twelve words of each other)"),
    ("title:(a OR b)", "(“a” or “b”) in the headline"),
    ("sovereign cloud -lease", "“sovereign” and “cloud” within twelve words of each other, but not “lease”"),
    ("title:a source:b site:c.com", "“a” in the headline and from a source named “b” and on c.com"),
]


@pytest.mark.parametrize(("typed", "said"), DESCRIBED)
def test_a_query_is_said_in_plain_words(typed: str, said: str) -> None:
    assert describe(parse(typed)) == said
