"""Markup into plain text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alertbot.sources.text import MOST_TEXT, line, paragraphs, parsed, plain, without_tags


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One<br>line<br><br>Two</p>Three<script>x</script> &amp; four", "One line\n\nTwo\n\nThree & four"),
        ("<ul><li>a<li>b</ul>", "a\n\nb"),
        ("a < b & c", "a < b & c"),
        ("plain\r\n \r\ntwo\nlines", "plain\n\ntwo lines"),
        ("<p>J&rsquo;ai <em>d&eacute;j&agrave;</em> vu", "J’ai déjà vu"),
        ("<style>p{}</style><p>seen<!-- not -->", "seen"),
        ("half a <b", "half a"),
        ("<div>" * 100_000 + "deep", "deep"),
        ("<a\x00b>c", "c"),
        ("", ""),
    ],
)
def test_markup_becomes_paragraphs(markup: str, text: str) -> None:
    assert plain(markup) == text


def test_a_title_is_one_line_with_its_entities_read() -> None:
    assert line(" It&#8217;s \n AT&amp;T <now> ") == "It’s AT&T <now>"


def test_a_text_without_end_is_cut_between_words() -> None:
    assert len(plain("<p>" + "word " * MOST_TEXT)) <= MOST_TEXT
    assert plain("<p>" + "word " * MOST_TEXT).endswith("word…")


@given(st.text(alphabet=st.characters(exclude_categories=[]), max_size=200))
def test_every_text_can_be_kept_and_reads_the_same_again(text: str) -> None:
    for clean in (plain(text), paragraphs(text), line(text)):
        clean.encode()
    assert paragraphs(paragraphs(text)) == paragraphs(text)
    assert "\n" not in line(text)
    assert "\n" not in plain(text).replace("\n\n", "")


WORDS = ["word", " two words ", "&amp;", "&eacute;", "\n", "a > b", "\xa0", "\u200b", "<br>", "<BR /> ", "<br/>\n"]
ASIDES = ["<img src='i' alt=\"it's\"/>", "<!-- c -->", "<script>x</script>", "<", "<custom-tag>", "</ b>"]
INLINE = ["<b>{}</b>", '<a href="/x?a>b" b>{}</a>', "<span>{}</span>"]
BLOCKS = ["<p>{}</p>", "<div class='a'>{}</div>", "<h2 >{}</h2>", "<ul><li>{}</li></ul>", "{}"]


def within(tags: list[str], inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    parts = st.lists(inner, max_size=4).map("".join)
    return st.builds(lambda tag, text: tag.format(text), st.sampled_from(tags), parts)


TEXT = st.recursive(st.sampled_from(WORDS + ASIDES), lambda inner: within(INLINE, inner), max_leaves=6)


@given(st.lists(within(BLOCKS, TEXT), max_size=4).map("".join))
def test_everyday_tags_need_no_parser(markup: str) -> None:
    assert without_tags(markup) in (None, parsed(markup))
