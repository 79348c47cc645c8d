"""What a story says, as terms: names weigh more, and a word is worked out once."""

from hypothesis import given
from hypothesis import strategies as st

from alertbot.events import wording as words
from alertbot.events.wording import NAME_WEIGHT, PAIR_WEIGHT, is_boilerplate, stems, term, weight_of, wording

NAMED = weight_of(round(NAME_WEIGHT / words.WEIGHT_STEP))


def weights(title: str, text: str = "") -> dict[str, float]:
    """The weight of each word of `title`, in small letters."""
    said = wording(title, text).terms
    return {word: said[term(stems(word)[0])] for word in title.lower().split() if term(stems(word)[0]) in said}


def test_what_is_capitalised_inside_a_sentence_is_a_name() -> None:
    found = weights("Storm closes harbour in Oldport")
    assert found == {"storm": 1.0, "closes": 1.0, "harbour": 1.0, "oldport": NAMED}


def test_the_first_word_of_a_sentence_is_no_name() -> None:
    text = 'A storm came. Ferries stopped: "Nobody sails today!" Oldport waits (Ferries too)'
    title = "ferries sails nobody oldport waits"
    assert weights(title, text)["ferries"] > weights(title, text.replace("(Ferries", "(ferries"))["ferries"]
    assert weights(title, text)["nobody"] == weights(title, text.replace("Nobody", "nobody"))["nobody"]
    assert weights(title, text)["oldport"] == weights(title, text.replace("Oldport", "oldport"))["oldport"]


def test_a_headline_in_capitals_names_nobody() -> None:
    assert set(weights("Storm Closes Harbour In Oldport").values()) == {1.0}


def test_accents_and_possessives_make_no_other_word() -> None:
    assert stems("Zürich’s Élysée") == stems("zurich's elysee") == stems("ZURICH elysee")


def test_words_are_forgotten_before_there_are_too_many() -> None:
    known = words._Known(len)
    for number in range(words.WORDS_KNOWN + 10):
        assert known[f"{number}"] == len(f"{number}")
    assert len(known) == 10


def test_a_consent_page_is_known_in_capitals_too() -> None:
    assert is_boilerplate("WE USE COOKIES. Accept ALL, or see our Privacy Policy")
    assert not is_boilerplate("The court heard that cookies were sold without a licence")
    assert is_boilerplate("We use\ncookies. Accept\n  all, or see our privacy\tpolicy")


@given(st.from_regex(words.BOILERPLATE, fullmatch=True))
def test_what_a_site_says_to_everybody_has_one_of_its_parts(said: str) -> None:
    assert any(part in " ".join(said.split()) for part in words.BOILERPLATE_PARTS)


WORDS = st.sampled_from(
    ["The", "ferry", "Ferries", "run", "running.", "U.S.", "us", "it's", "It", "Zürich", "—", "100", "東京タワー"]
)


@given(st.lists(WORDS), st.lists(WORDS))
def test_a_text_takes_up_its_headline_when_their_stems_meet(title: list[str], text: list[str]) -> None:
    about = set(stems(" ".join(title))) - words.COMMON
    meets = not about.isdisjoint(stems(" ".join(text))) or len(about) < words.FEWEST_HEADLINE_STEMS
    assert bool(words.lead(" ".join(title), " ".join([*text, "done"]))) is meets


class TestPairs:
    def test_words_side_by_side_in_a_headline_alone_are_terms_that_weigh_little(self) -> None:
        said = wording("Urban Outfitters sees sales slip", "")
        assert said.terms[term("urban outfitt")] == PAIR_WEIGHT < said.terms[term("outfitt")]

    def test_they_do_not_make_a_short_headline_say_more(self) -> None:
        said = wording("Urban Outfitters", "")
        assert (said.words, len(said.terms)) == (2, 3)

    def test_none_reach_over_a_common_word_or_are_read_beside_a_text(self) -> None:
        assert term("outfitt sale") not in wording("Outfitters of the sale", "").terms
        text = "Urban Outfitters sees its sales slip in a cold March, said its managers. Rain kept away customers."
        assert term("urban outfitt") not in wording("Urban Outfitters sees sales slip", text).terms
