"""What goes to a chat together, and how it is shown."""

from dataclasses import replace

from alertbot.alerts.alert import Delivery
from alertbot.alerts.folding import bundle
from tests.made.values import delivery


def reported(n: int, *outlets: str) -> Delivery:
    made = delivery(n)
    return replace(made, alert=replace(made.alert, also=outlets))


def test_a_bundle_leaves_nothing_out() -> None:
    waiting = [delivery(n) for n in range(1, 8)]
    made = bundle(waiting)
    assert (len(made.told), len(made.named)) == (5, 2)
    assert {each.id for each in made.members} == {each.id for each in waiting}


def test_what_most_outlets_report_is_told_first_and_the_rest_keeps_its_order() -> None:
    waiting = [*(delivery(n) for n in range(1, 7)), reported(7, "Reuters", "Le Monde")]
    made = bundle(waiting)
    assert [each.id for each in made.told] == [f"delivery-{n}" for n in (7, 1, 2, 3, 4)]
    assert [each.id for each in made.named] == ["delivery-5", "delivery-6"]


def test_the_same_members_are_the_same_bundle_whatever_happened_to_them() -> None:
    waiting = [delivery(n) for n in range(1, 8)]
    again = [replace(each, attempts=2) for each in reversed(waiting)]
    assert bundle(waiting).id == bundle(again).id
    assert bundle(waiting[:6]).id != bundle(waiting).id
    assert (bundle(waiting).attempts, bundle(again).attempts) == (0, 2)
