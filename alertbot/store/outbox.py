"""Deliveries from the moment they are decided until someone decides to forget them. Edge.

What waits to be sent stands in lanes, one an address: `lanes` serves them.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from pydantic import TypeAdapter
from redis.asyncio import Redis

from alertbot.alerts.alert import Delivery
from alertbot.alerts.notes import Note
from alertbot.alerts.plan import Trace
from alertbot.store import keys
from alertbot.store.codec import DELIVERY, STORY, dump
from alertbot.store.digests import MOST_MARKS, MOST_NOTED, mark_rows, note_row
from alertbot.store.events import UNDECIDED, Claim
from alertbot.store.recent import NOTHING, Keepsake
from alertbot.store.scripts import counted, script

PAGE = 500
MATCHERS = "matchers"
NOTIFIERS = "notifiers"
EDIT_DELAY = timedelta(seconds=5)
"""How long outlets that join are gathered before a message that was sent is edited."""

NO_ENTRY = "0-0"
"""Of what no story in the stream led to."""
JUDGE_AGAIN = -1
ANOTHERS = -2
"""Another matcher took the story over, and committed it."""

OUTLETS = TypeAdapter(tuple[str, ...])
TRACE = TypeAdapter(Trace)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A delivery as the outbox keeps it. `message_id` is the provider's once it was sent.

    `state` is one of queued, held, sending, sent, retrying, dead, dropped; `why` the reason it is held,
    or the provider's last word. `sent` is when it was, `edited` when its message last changed.
    """

    delivery: Delivery
    state: str
    why: str
    message_id: str
    sent: datetime | None = None
    edited: datetime | None = None


class Outbox:
    """Every delivery with its state."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._commit_match = script(redis, "commit_match", lanes=True)
        self._decide = script(redis, "decide", lanes=True)

    async def commit_match(
        self,
        entry: str,
        deliveries: Sequence[Delivery],
        *,
        now: datetime,
        story: str = "",
        traces: Iterable[Trace] = (),
        claim: Claim = UNDECIDED,
        keep: Keepsake = NOTHING,
        notes: Sequence[Note] = (),
        change: str = "",
    ) -> int | None:
        """Queues the deliveries that are new, keeps the story and acknowledges its `entry`, together.

        Answers how many were new; those already known, sent or not, stay as they are. None, and nothing is
        done, when another story was decided since `claim` was made, or somebody was forgotten since
        `change`, the last change of subscribers that is known here. ANOTHERS, and nothing is done, when `entry`
        was taken over and committed meanwhile. `traces` say what became of `story` for whom, `keep` is for
        previews, `notes` are for the next daily summaries. Of an event that `claim` joins, messages that were
        not sent yet will show its outlets, those that were are edited. An update takes the place of the
        delivery it follows when that was never made: who hears of the event only now hears of it once.
        """
        made = await self._commit_match(
            keys=[
                keys.STORIES,
                keys.trail(story),
                *keep.keys,
                keys.EVENTS_COUNT,
                keys.EVENTS_LOG,
                keys.SUBSCRIBERS_CHANGES,
            ],
            args=[
                MATCHERS,
                entry,
                now.timestamp(),
                int(keys.RETENTION.total_seconds()),
                EDIT_DELAY.total_seconds(),
                *claim.arguments,
                *keep.arguments,
                MOST_NOTED,
                MOST_MARKS,
                change,
                *counted(claim.tokens),
                *counted((key,) for key in claim.outlived),
                *counted(claim.fields),
                *counted((each.event, dump(OUTLETS, each.outlets), len(each.outlets)) for each in claim.joined),
                *counted((each.subscriber, dump(TRACE, each)) for each in traces),
                *counted(_queued(each, now) for each in deliveries),
                *counted(mark_rows(notes)),
                *counted(map(note_row, notes)),
            ],
        )
        return None if int(made) == JUDGE_AGAIN else int(made)

    async def get(self, delivery_id: str) -> Kept | None:
        """A delivery with its state, None when it is not known (any more)."""
        answer = await self._redis.hgetall(keys.delivery(delivery_id))
        fields = {str(field): str(value) for field, value in answer.items()}
        return kept(delivery_id, fields) if "delivery" in fields else None  # it may be forgotten while it is sent

    async def trail(self, story: str) -> dict[str, Trace]:
        """What became of `story` by subscriber; under the empty name what holds for everybody."""
        answer = await self._redis.hgetall(keys.trail(story))
        return {str(name): TRACE.validate_json(trace) for name, trace in answer.items()}

    async def trails(self, stories: Sequence[str], name: str = "") -> dict[str, tuple[Trace, Trace | None]]:
        """What became of each of `stories` that was judged, for everybody and for the subscriber `name`."""
        found: dict[str, tuple[Trace, Trace | None]] = {}
        for start in range(0, len(stories), PAGE):
            page = stories[start : start + PAGE]
            async with self._redis.pipeline(transaction=False) as pipe:
                for story in page:
                    pipe.hmget(keys.trail(story), ["", name])
                answers = await pipe.execute()
            for story, (everybody, own) in zip(page, answers, strict=True):
                if everybody:
                    mine = TRACE.validate_json(own) if own and name else None
                    found[story] = TRACE.validate_json(everybody), mine
        return found

    async def several(self, ids: Iterable[str]) -> tuple[Kept, ...]:
        """The deliveries of these ids, in their order; those not known (any more) are left out."""
        return await self._all(ids)

    async def unmatched(self, stories: Container[str]) -> bool:
        """Whether one of `stories` was read from a source and waits to be judged."""
        last = "-"
        while True:
            entries: Any = await self._redis.xrange(keys.STORIES, min=last, count=PAGE)
            if any(STORY.validate_json(fields["story"]).id in stories for _, fields in entries):
                return True
            if len(entries) < PAGE:
                return False
            last = f"({entries[-1][0]}"

    async def waiting(self) -> tuple[Kept, ...]:
        """All that is to be sent, in the order of the lanes and within each of its time."""
        pattern = keys.PREFIX + "lane:*"
        lanes = sorted([str(key) async for key in self._redis.scan_iter(pattern, count=1000, _type="zset")])
        ids = [str(member) for lane in lanes for member in await self._redis.zrange(lane, 0, -1)]
        return await self._all(each for each in ids if not each.startswith("~"))

    async def dead(self) -> tuple[Kept, ...]:
        """All that was given up, the oldest first; each stays until someone decides on it."""
        return await self._all(str(each) for each in await self._redis.zrange(keys.DELIVERIES_DEAD, 0, -1))

    async def newest_dead(self, most: int) -> tuple[int, tuple[Kept, ...]]:
        """How many were given up, and the last `most` of them, newest first."""
        ids = [str(each) for each in await self._redis.zrevrange(keys.DELIVERIES_DEAD, 0, most - 1)]
        return int(await self._redis.zcard(keys.DELIVERIES_DEAD)), await self._all(ids)

    async def decide(
        self, what: Literal["retry", "drop"], deliveries: Iterable[Delivery], *, now: datetime
    ) -> int:
        """Sends `deliveries` again, or forgets them; answers how many of them were dead, others stay."""
        chosen = [part for each in deliveries for part in (each.id, keys.lane(each.address))]
        life = int(keys.RETENTION.total_seconds())
        return int(await self._decide(args=[now.timestamp(), what, life, *chosen]))

    async def busy(self, *, later: bool = True) -> bool:
        """Whether anything is to be sent now or, with `later`, waits for its moment (a retry, a hold, an edit)."""
        if await self._redis.hlen(keys.LANES_QUEUED):
            return True
        return later and bool(await self._redis.zcard(keys.LANES_LATER))

    async def _all(self, ids: Iterable[str]) -> tuple[Kept, ...]:
        found = [await self.get(each) for each in ids]
        return tuple(each for each in found if each is not None)


def kept(delivery_id: str, fields: Mapping[str, str]) -> Kept:
    """A delivery from its id, which it may have taken over, and the fields of its hash."""
    made = DELIVERY.validate_json(fields["delivery"])
    made = replace(
        made, id=delivery_id, attempts=int(fields.get("attempts") or 0), page=int(fields.get("page") or 0)
    )
    if also := fields.get("also"):
        outlets = OUTLETS.validate_json(also)
        others = tuple(outlet for outlet in outlets if outlet != made.alert.outlet)
        made = replace(made, alert=replace(made.alert, also=others))
    return Kept(
        delivery=made,
        state=fields["state"],
        why=fields.get("why") or "",
        message_id=fields.get("message_id") or "",
        sent=_moment(fields.get("sent")),
        edited=_moment(fields.get("edited")),
    )


def _moment(epoch: str | None) -> datetime | None:
    return datetime.fromtimestamp(float(epoch), UTC) if epoch else None


def _queued(delivery: Delivery, now: datetime) -> tuple[str | float, ...]:
    return (
        delivery.id,
        delivery.follows if delivery.alert.label == "update" else "",
        keys.lane(delivery.address),
        delivery.alert.event if delivery.grows else "",
        (delivery.not_before or now).timestamp(),
        "held" if delivery.not_before else "queued",
        delivery.held,
        delivery.breaking or 0,
        dump(DELIVERY, delivery),
    )
