"""What each policy makes of one judgement, and why."""

import pytest

from alertbot.events.verdict import Policy
from tests.made.verdicts import judged, told

FERRY = "Ferry with 214 aboard runs aground off Zanzibar"
BEFORE = told(1, FERRY)
JOINER = told(2, f"{FERRY}, all rescued", source="daily")


@pytest.mark.parametrize(
    ("policy", "kind", "reason"),
    [
        ("strict", "new", "every article is told once"),
        ("normal", "joined", f"to {FERRY!r}"),
        ("broad", "joined", f"to {FERRY!r}"),
        ("off", "new", "everything is told"),
    ],
)
def test_a_verdict_says_the_reason_of_its_policy(policy: Policy, kind: str, reason: str) -> None:
    said = judged([BEFORE, JOINER])[1]
    assert said.under(policy).kind == kind
    assert reason in said.reason_under(policy)


def test_what_is_known_already_says_so_to_the_strict() -> None:
    again = judged([BEFORE, told(2, FERRY, url=BEFORE.url, source="daily")])[1]
    assert again.under("strict").kind == "duplicate"
    assert "the same article" in again.reason_under("strict")
