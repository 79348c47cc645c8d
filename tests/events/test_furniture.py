"""What an outlet or a firm puts around each of its texts makes no two of them one article."""

from datetime import timedelta

import pytest

from alertbot.events.copies import sketch
from alertbot.stories.story import Story
from tests.made.verdicts import DAY, HOUR, judged, kinds, told

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


ABOUT = (
    "Acme Holdings Inc. is a leading global provider of industrial automation, robotics and software solutions "
    "for the manufacturing, logistics and energy industries. Founded in 1962 and headquartered in Cleveland, "
    "the company serves more than 10,000 customers in 60 countries and employs 25,000 people worldwide. This "
    "release contains forward-looking statements that involve risks and uncertainties, and results may differ."
)
RELEASES = (
    (
        "Acme Holdings Appoints Maria Keller as Chief Financial Officer",
        "the appointment of Maria Keller as chief financial officer, effective April 1. Keller joins from "
        "Borealis Mining, where she led finance for nine years. She succeeds Tom Hartley, who is retiring.",
    ),
    (
        "Acme Holdings Opens Plant in Guadalajara, Mexico",
        "the opening of a new plant in Guadalajara, Mexico, which will make welding robots for car makers. The "
        "plant will employ 800 people and start production in autumn, and Jalisco supports the investment.",
    ),
    (
        "Acme Holdings and Quantrix Labs Partner on Machine Vision",
        "a partnership with Quantrix Labs to bring machine vision to warehouse robots. The first systems will "
        "ship to customers in Europe this summer and recognise parcels of any shape.",
    ),
)


def release(
    n: int, *, title: str = "", source: str = "wire", after: timedelta = HOUR, at: int | None = None
) -> Story:
    headline, news = RELEASES[n]
    text = (
        "CLEVELAND, March 12, 2026 (GLOBE NEWSWIRE) -- Acme Holdings Inc. (NYSE: ACM), a leading global provider "
        f"of industrial automation, robotics and software solutions, today announced {news}\n\n{ABOUT}"
    )
    return told(n if at is None else at, title or headline, text, source=source, after=after)


@pytest.mark.parametrize("sources", [("wire", "wire", "wire"), ("wire", "daily", "post")], ids=["one", "three"])
def test_each_press_release_of_a_firm_is_told(sources: tuple[str, ...]) -> None:
    stories = [release(n, source=source) for n, source in enumerate(sources)]
    assert kinds(*stories) == ["new", "related", "related"]


def test_so_is_one_that_comes_when_the_first_is_forgotten() -> None:
    assert kinds(release(0), release(1, after=5 * DAY)) == ["new", "new"]


def test_a_copy_of_the_second_joins_the_second() -> None:
    other = release(1, title="Acme to make welding robots in Mexico", source="daily", at=3)
    first, second, copy = judged([release(0), release(1), other])
    assert (copy.normal.kind, copy.normal.event) == ("joined", second.story)
    assert first.normal.event != second.normal.event


def test_two_outlets_whose_short_names_are_alike_are_two() -> None:
    title, text = STORIES[0]
    one, other = (sketch(title, text, name).traits for name in ("Delta", "Hotel"))
    assert one.outlet == other.outlet
    said = judged([told(1, title, text, source="Delta"), told(2, title, text, source="Hotel")])[1]
    assert (said.normal.kind, said.outlets) == ("joined", ("Delta", "Hotel"))


def test_a_whole_text_under_a_headline_from_further_down_joins_its_teaser() -> None:
    teaser = (
        "Mistral AI has raised 830 million dollars in debt to build a data center south of Paris, the French "
        "start-up said on Thursday."
    )
    whole = (
        f"{teaser} The site at Bruyeres is to hold 13,800 Nvidia processors of the latest kind, which the company "
        "will run for banks and ministries, and is to start work in the second quarter, its chief executive said."
    )
    other = told(2, "Nvidia processors for banks and ministries at Bruyeres", whole, source="daily")
    assert kinds(told(1, "Mistral raises debt for a data center", teaser), other) == ["new", "joined"]
