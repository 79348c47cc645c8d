"""What an outlet puts before each of its texts makes no two of them one article."""

import pytest

from tests.made.verdicts import HOUR, kinds, told

INVITATION = (
    "This article is part of our On Tech newsletter, which you can sign up for here to receive it each weekday "
    "morning in your inbox, free of charge."
)
SHARING = (
    "By Our Foreign Staff. Last updated on Friday. Share this article. Listen to this article in five minutes. "
    "Comments are open to subscribers only."
)
STORIES = (
    (
        "Ferry with 214 aboard runs aground off Zanzibar",
        "A passenger ferry carrying 214 people ran aground on a coral reef off the northern tip of Zanzibar late "
        "on Thursday, and everyone on board was brought to safety by fishing boats and the coast guard, officials "
        "said. The vessel lost power in heavy seas and drifted for nearly two hours before striking the reef.",
    ),
    (
        "Norges Bank holds rate and signals cut in March",
        "Norway's central bank kept its benchmark interest rate unchanged at 4.0 percent on Thursday and said it "
        "was likely to lower it in March if inflation continued to recede, a more definite signal than most "
        "economists had expected. Wage growth was still too strong, the governor said in Oslo after the meeting.",
    ),
    (
        "Kosovo opposition wins snap election",
        "The opposition Democratic Party won the most votes in a snap parliamentary election but fell well short "
        "of a majority, near-complete results showed on Monday, opening what could be months of talks about a "
        "coalition. Turnout was 44 percent, the commission in Pristina said, and the ballot was orderly.",
    ),
)


@pytest.mark.parametrize(
    "furniture", [INVITATION, SHARING, f"{INVITATION} {SHARING}"], ids=["letter", "share", "both"]
)
@pytest.mark.parametrize("sources", [("wire", "wire", "wire"), ("wire", "daily", "post")], ids=["one", "three"])
def test_each_story_behind_the_same_words_is_told(furniture: str, sources: tuple[str, ...]) -> None:
    stories = (
        told(n, title, f"{furniture} {text}", source=source, after=HOUR)
        for n, ((title, text), source) in enumerate(zip(STORIES, sources, strict=True))
    )
    assert {"new", "related"}.issuperset(kinds(*stories))


def test_a_copy_behind_them_is_one_still() -> None:
    title, text = STORIES[0]
    copy = told(2, "Reef stops a ferry on its way to Unguja", f"{INVITATION} {text}", source="daily")
    assert kinds(told(1, title, text), copy) == ["new", "joined"]
