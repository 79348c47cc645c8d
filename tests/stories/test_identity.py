"""What makes two entries one story, by their titles alone."""

import pytest

from alertbot.stories.identity import identity_keys
from tests.made.values import entry

ONE = "Mistral raises $830M for a data center"


@pytest.mark.parametrize(
    "title",
    [
        ONE,
        f" {ONE.upper()} ",
        ONE.replace(" ", "  "),
        ONE.replace(" ", "\N{NO-BREAK SPACE}"),
        ONE.replace(" ", "\t\n"),
        ONE.replace(" ", "\N{IDEOGRAPHIC SPACE}"),
    ],
    ids=["itself", "capitals", "two blanks", "no-break", "tabs", "ideographic"],
)
def test_a_title_is_the_same_however_it_is_spaced(title: str) -> None:
    assert identity_keys(entry(title=title, guid=""), "s") == identity_keys(entry(title=ONE, guid=""), "s")


@pytest.mark.parametrize(
    ("title", "corrected"),
    [
        (f"CORRECTED: {ONE}", True),
        (f"[Correction] {ONE}", True),
        (f"{ONE} (corrected)", True),
        (f"{ONE} [Korrigiert].", True),
        (f"{ONE} (of which much is corrected)", False),
        (f"{ONE}, corrected", False),
        (f"Corrected figures: {ONE}", False),
    ],
)
def test_a_correction_marked_before_or_behind_a_headline_is_another_story(title: str, corrected: bool) -> None:
    before, after = (identity_keys(entry(title=each), "s")[:2] for each in (ONE, title))
    assert (before != after) is corrected
