"""What clustering says about a story, and what it means under each policy. No IO."""

from dataclasses import dataclass
from typing import Literal, assert_never

Kind = Literal["new", "joined", "duplicate", "update", "related"]
Policy = Literal["strict", "normal", "broad", "off"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a story is to those who fold alike: `kind`, and the `event` they hear of once.

    `new` founds `event`. `joined` is another outlet's report of it, `duplicate` an article that was
    seen before. `update` tells something new about it and alerts again. `related` founds `event`
    too, near enough to an older one to be labelled.
    """

    kind: Kind
    event: str


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """The story an event began with, to link an update or a related alert to it."""

    event: str
    story: str
    title: str
    url: str
    outlet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The judgement of one story.

    `article` is the id of the first story that is this same article, the story's own when it is none
    of those. `first` is what an update or a related story follows, None for all others; `outlets` are
    all outlets of the event in order of joining, this story's included, each once; `broad_first` and
    `broad_outlets` are the same for those who fold broadly. `joins` says that this story brought an
    outlet to its event. `reason` is one line for `explain`, `broad_reason` that of `broad` (empty: the same).
    """

    story: str
    article: str
    normal: Verdict
    broad: Verdict
    first: First | None = None
    broad_first: First | None = None
    outlets: tuple[str, ...] = ()
    broad_outlets: tuple[str, ...] = ()
    joins: bool = False
    reason: str
    broad_reason: str = ""

    def under(self, policy: Policy) -> Verdict:
        """The verdict for one who folds by `policy`.

        `strict` hears of every article once, `off` of everything that any source brings.
        """
        match policy:
            case "normal":
                return self.normal
            case "broad":
                return self.broad
            case "strict":
                return Verdict(kind="new" if self.article == self.story else "duplicate", event=self.article)
            case "off":
                return Verdict(kind="new", event=self.story)
        assert_never(policy)

    def outlets_under(self, policy: Policy) -> tuple[str, ...]:
        """The outlets that one who folds by `policy` hears of beside each other."""
        match policy:
            case "normal":
                return self.outlets
            case "broad":
                return self.broad_outlets
            case "strict" | "off":
                return ()
        assert_never(policy)

    def reason_under(self, policy: Policy) -> str:
        """The line for `explain` of one who folds by `policy`."""
        match policy:
            case "broad" if self.broad_reason:
                return self.broad_reason
            case "strict" if self.article == self.story:
                return "every article is told once, as the policy strict asks"
            case "off":
                return "everything is told, as the policy off asks"
            case _:
                return self.reason

    def first_under(self, policy: Policy) -> First | None:
        """What one who folds by `policy` is told it follows."""
        match policy:
            case "normal":
                return self.first
            case "broad":
                return self.broad_first
            case "strict" | "off":
                return None
        assert_never(policy)


def family_of(event: str) -> str:
    """The name of the broad event that `event` began; never the name of a normal one."""
    return f"f:{event}"
