"""What goes to a chat together, and how it is shown."""

from dataclasses import replace

from alertbot.alerts.alert import Delivery
from alertbot.alerts.folding import MOST_IN_BUNDLE, Piece, Waiting, bundle, choose, split
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
    piece = Piece(bundle="b", number=1, told=2, size=2, head="delivery-1")
    assert chosen(*waiting(1, 2, piece=piece), *waiting(3, 4, 5, 6, 7, 8)) == ["delivery-1", "delivery-2"]
    assert chosen(*waiting(1, alone=True), *waiting(2, 3, 4, 5, 6, 7)) == ["delivery-1"]


def test_messages_go_before_edits_of_older_ones() -> None:
    edit = Waiting(member="~delivery-9", delivery=delivery(9), message_id="m")
    assert chosen(edit, *waiting(1)) == ["delivery-1"]
    assert chosen(edit) == ["~delivery-9"]


def test_a_bundle_has_an_end() -> None:
    assert len(chosen(*waiting(*range(150)))) == MOST_IN_BUNDLE


def test_a_bundle_that_is_too_long_goes_in_pieces_that_leave_nothing_out_and_tell_the_top_five() -> None:
    whole = bundle([*(delivery(n) for n in range(1, 12)), reported(12, "Reuters")])
    pieces = split(whole, lambda each: 3)
    assert [len(each.members) for each in pieces] == [3, 3, 3, 3]
    assert [each.piece.told for each in pieces] == [3, 2, 0, 0]
    assert [each.id for piece in pieces for each in piece.members] == [each.id for each in whole.members]
    assert [each.id for each in pieces] == [whole.id, *(f"{whole.id}:{n}" for n in (2, 3, 4))]
    assert {each.piece.head for each in pieces} == {"delivery-12"}


def test_a_piece_that_is_sent_again_says_the_same() -> None:
    for piece in split(bundle([delivery(n) for n in range(30)]), lambda each: 4):
        tried = [replace(each, attempts=1) for each in reversed(piece.members)]
        again = bundle(sorted(tried, key=lambda each: int(each.id.partition("-")[2])), piece.piece)
        assert {each.id for each in again.told} == {each.id for each in piece.told}
        assert {each.id for each in again.named} == {each.id for each in piece.named}


def test_a_single_one_that_does_not_fit_goes_all_the_same() -> None:
    assert [len(each.members) for each in split(bundle([delivery(1), delivery(2)]), lambda each: 0)] == [1, 1]


def test_the_pieces_of_a_bundle_go_in_their_order_before_anything_new() -> None:
    first = Piece(bundle="b", number=1, told=1, size=3, head="delivery-3")
    second = replace(first, number=2, told=0)
    named = [*waiting(1, 2, piece=second), *waiting(3, piece=first), *waiting(4)]
    assert chosen(*named) == ["delivery-3"]
    assert chosen(*named[:2], named[3]) == ["delivery-1", "delivery-2"]
