"""What goes to a chat together, and how it is shown."""

from dataclasses import replace

from alertbot.alerts.alert import Delivery
from alertbot.alerts.folding import MOST_IN_BUNDLE, Waiting, bundle, choose
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


def waiting(*each: int, **other: object) -> list[Waiting]:
    return [replace(Waiting(member=f"delivery-{n}", delivery=delivery(n)), **other) for n in each]  # type: ignore[arg-type]


def chosen(*each: Waiting, bundles: bool = True) -> list[str]:
    return [one.member for one in choose(each, bundles=bundles)]


def test_up_to_five_go_one_by_one_and_more_go_together() -> None:
    assert chosen(*waiting(1, 2, 3, 4, 5)) == ["delivery-1"]
    assert len(chosen(*waiting(1, 2, 3, 4, 5, 6))) == 6
    assert chosen(*waiting(1, 2, 3, 4, 5, 6), bundles=False) == ["delivery-1"]


def test_what_was_held_goes_together_when_it_is_more_than_one() -> None:
    held = waiting(1, 2, state="held")
    assert chosen(*held, *waiting(3)) == ["delivery-1", "delivery-2"]
    assert chosen(*waiting(1, state="held"), *waiting(2)) == ["delivery-1"]
    assert chosen(*waiting(3), *held) == ["delivery-3"]


def test_what_was_tried_goes_as_it_was_tried() -> None:
    tried = replace(delivery(1), attempts=1)
    assert chosen(Waiting(member=tried.id, delivery=tried), *waiting(2, 3, 4, 5, 6, 7)) == ["delivery-1"]
    assert chosen(*waiting(1, 2, bundle="b"), *waiting(3, 4, 5, 6, 7, 8)) == ["delivery-1", "delivery-2"]
    assert chosen(*waiting(1, alone=True), *waiting(2, 3, 4, 5, 6, 7)) == ["delivery-1"]


def test_messages_go_before_edits_of_older_ones() -> None:
    edit = Waiting(member="~delivery-9", delivery=delivery(9), message_id="m")
    assert chosen(edit, *waiting(1)) == ["delivery-1"]
    assert chosen(edit) == ["~delivery-9"]


def test_a_bundle_has_an_end() -> None:
    assert len(chosen(*waiting(*range(150)))) == MOST_IN_BUNDLE
