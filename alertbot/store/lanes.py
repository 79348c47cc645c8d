"""Lanes, one an address: what waits for it is served in order, by one notifier at a time. Edge.

A notifier reads a lane from its channel's stream and holds the entry while it serves. Each attempt is
two commits: `take` notes it before the provider is called, `settle` records what came of it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from redis.asyncio import Redis

from alertbot.alerts.alert import Address, Delivery
from alertbot.alerts.folding import MOST_IN_BUNDLE, MOST_TOLD, Bundle, Piece, Waiting
from alertbot.alerts.limits import Bucket
from alertbot.alerts.step import Bury, Drop, Edited, EditLater, Held, Onward, Part, Record, Step, Unedited, Wait
from alertbot.store import keys
from alertbot.store.codec import DELIVERY, dump
from alertbot.store.holds import moment_of
from alertbot.store.outbox import EDIT_DELAY, kept
from alertbot.store.scripts import counted, script
from alertbot.store.together import Together

GONE_FOR = timedelta(days=1)
"""How long an address that could not be reached is not tried again."""

FIELDS = ("delivery", "state", "attempts", "why", "message_id", "page", "bundle", "alone", "also")


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """A lane that `consumer` serves: it holds `entry` until the lane is left or taken over."""

    lane: str
    entry: str
    consumer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """What is ready in a lane, in order. `gone` says why its address cannot be reached, if so."""

    waiting: tuple[Waiting, ...]
    gone: str


class Lanes:
    """Every step leaves a lane that has nothing ready, or may not be sent to now; it wakes by itself."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._together = Together(redis)
        self._look = script(redis, "look", lanes=True)
        self._take = script(redis, "take", lanes=True)
        self._settle = script(redis, "settle", lanes=True)
        self._hand_back = script(redis, "hand_back", lanes=True)
        self._promote = script(redis, "promote_due", lanes=True)

    async def promote_due(self, *, now: datetime, limit: int = 1000) -> datetime | None:
        """Queues the lanes whose time has come; answers when the next one wakes, if any."""
        _, following = await self._together.script(self._promote, keys=[], args=[now.timestamp(), limit])
        return datetime.fromtimestamp(float(following), UTC) if following else None

    async def pauses(self, address: Address, *, now: datetime) -> tuple[str, datetime] | None:
        """Why nothing is sent to `address` for a while, and until when; None when something is."""
        for key in (keys.pause(keys.lane(address)), keys.pause(address.channel)):
            why, left = await self._redis.get(key), int(await self._redis.pttl(key))
            if why is not None and left > 0:
                return str(why), now + timedelta(milliseconds=left)
        return None

    async def look(self, serving: Serving, *, now: datetime, most: int = MOST_IN_BUNDLE) -> Ready | None:
        """At most `most` of what is ready now; None when nothing is, and the lane was left."""
        answer = await self._together.script(self._look, keys=[], args=[*_held(serving), now.timestamp(), most])
        if not answer:
            return None
        gone, *parts = answer
        rows = [parts[at : at + 1 + len(FIELDS)] for at in range(0, len(parts), 1 + len(FIELDS))]
        return Ready(waiting=tuple(_waiting(row) for row in rows), gone=str(gone))

    async def take(
        self,
        serving: Serving,
        chosen: Sequence[Waiting],
        buckets: Sequence[Bucket],
        *,
        pieces: Sequence[Bundle] = (),
        patience: timedelta,
        now: datetime,
    ) -> timedelta | None:
        """Notes that one message with `chosen` is sent, and takes its place in every bucket.

        `pieces` are those of a bundle, whose members are settled by this; `chosen` is the first of them.
        Answers how long to wait before the send; None when that is longer than `patience`, or the
        lane may not be sent to: then it was left.
        """
        wait = await self._together.script(
            self._take,
            keys=[],
            args=[
                *_held(serving),
                now.timestamp(),
                patience / _MS,
                *counted((each.name, each.every / _MS, each.burst) for each in buckets),
                *counted((each.member,) for each in chosen),
                *counted((each.id, _written(piece.piece)) for piece in pieces for each in piece.members),
            ],
        )
        return None if int(wait) < 0 else timedelta(milliseconds=int(wait))

    async def settle(
        self,
        serving: Serving,
        settled: Sequence[tuple[Waiting, Step]],
        *,
        notices: Iterable[Delivery] = (),
        now: datetime,
    ) -> bool:
        """Commits one attempt: what was sent, each with what follows.

        `notices` are deliveries that tell of it elsewhere. Answers whether more is ready in the lane;
        otherwise it was left, or taken over and only what was sent is recorded.
        """
        steps = [step for _, step in settled]
        waits = [step for step in steps if isinstance(step, Wait)]
        more = await self._together.script(
            self._settle,
            keys=[],
            args=[
                *_held(serving),
                now.timestamp(),
                int(keys.RETENTION.total_seconds()),
                EDIT_DELAY.total_seconds(),
                max([0, *(_pause(wait, now) for wait in waits)]),
                max([0, *(_pause(wait, now) for wait in waits if wait.channel)]),
                next((step.why for step in steps if not isinstance(step, Record | Onward | Edited)), ""),
                next((step.why for step in steps if isinstance(step, Bury) and step.gone), ""),
                int(GONE_FOR.total_seconds()),
                *counted(_settled(*each) for each in settled),
                *counted((each.id, keys.lane(each.address), dump(DELIVERY, each)) for each in notices),
            ],
        )
        return bool(more)

    async def hand_back(self, serving: Serving, *, now: datetime) -> None:
        """Gives the lane to whoever asks next."""
        await self._together.script(self._hand_back, keys=[], args=[*_held(serving), now.timestamp()])


_MS = timedelta(milliseconds=1)


def _held(serving: Serving) -> tuple[str, str, str]:
    return serving.lane, serving.entry, serving.consumer


def _waiting(row: Sequence[Any]) -> Waiting:
    member, *values = (str(each) for each in row)
    fields = dict(zip(FIELDS, values, strict=True))
    found = kept(member.removeprefix("~"), fields)
    return Waiting(
        member=member,
        delivery=found.delivery,
        state=found.state,
        why=found.why,
        message_id=found.message_id,
        piece=_piece(fields["bundle"]),
        alone=bool(fields["alone"]),
        version=fields["also"],
    )


def _written(piece: Piece) -> str:
    return f"{piece.bundle} {piece.number} {piece.told} {piece.size} {piece.head}"


def _piece(text: str) -> Piece | None:
    """What `_written` wrote; releases before 0.2 wrote the bundle's id alone, and settled nothing else."""
    bundle, *rest = text.split(" ", 4)
    if not rest:
        return Piece(bundle=bundle, number=1, told=MOST_TOLD, size=0, head="") if bundle else None
    number, told, size, head = rest
    return Piece(bundle=bundle, number=int(number), told=int(told), size=int(size), head=head)


def _pause(wait: Wait, now: datetime) -> int:
    return max(1, round((wait.due - now) / _MS))


def _settled(each: Waiting, step: Step) -> tuple[str, str, str, str, str]:
    why = "" if isinstance(step, Record | Onward | Edited) else step.why
    return each.member, *_state(each, step), why


def _state(each: Waiting, step: Step) -> tuple[str, str, str]:
    """The name of what follows, and the two things it is about."""
    match step:
        case Record():
            return "sent", each.version, step.message_id
        case Onward():
            return "onward", str(step.page), step.message_id
        case Held():
            return "held", moment_of(step.until), str(step.until.timestamp())
        case EditLater():
            return "later", "", str(step.due.timestamp())
    return NAMES[type(step)], each.version, ""


NAMES: dict[type[Step], str] = {
    Wait: "retrying",
    Drop: "dropped",
    Bury: "dead",
    Part: "alone",
    Edited: "edited",
    Unedited: "unedited",
}
