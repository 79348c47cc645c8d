"""Summaries of a busy day, a quiet day and a day of 200 events, made up for tests and pictures."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from alertbot.alerts.alert import Alert, Digest, Passage, Span
from alertbot.alerts.digest import Facts, Noted, compose
from alertbot.alerts.notes import Note
from alertbot.alerts.subscriber import Subscriber
from alertbot.store.store import Store
from tests.made.values import delivery, subscriber

MOMENT = datetime(2026, 3, 12, 7, tzinfo=UTC)
READER: Subscriber = replace(
    subscriber("ai-desk", "Mistral", "data center", "sovereign AI", "tariffs", "chip exports", "offshore wind"),
    timezone="Europe/Paris",
)
WEEKS = {
    "Mistral": (3, 0, 1, 4, 2, 6, 14),
    "data center": (5, 7, 6, 9, 4, 8, 11),
    "sovereign AI": (0, 1, 0, 0, 2, 0, 3),
    "tariffs": (12, 9, 14, 11, 3, 2, 7),
}


def noted(
    event: str,
    headline: str,
    passage: str,
    *watches: str,
    outlets: str = "The Example",
    hours_ago: int = 3,
    label: str = "",
    follows: str = "",
) -> Noted:
    """An alert whose `passage` has its words between asterisks; `outlets` has the first and the others."""
    outlet, *also = outlets.split(", ")
    alert: Alert = replace(
        delivery().alert,
        event=event,
        headline=headline,
        headline_marks=(),
        url=f"https://news.example.com/{event}",
        outlet=outlet,
        also=tuple(also),
        published=MOMENT - timedelta(hours=hours_ago),
        passages=(starred(passage),) if passage else (),
        watches=watches,
        label=label,  # type: ignore[arg-type]
    )
    return Noted(alert=alert, follows=follows)


def starred(text: str) -> Passage:
    """A passage with the words between asterisks marked."""
    plain, marks = "", []
    for place, piece in enumerate(text.split("*")):
        if place % 2:
            marks.append(Span(start=len(plain), end=len(plain) + len(piece)))
        plain += piece
    return Passage(text=plain, marks=tuple(marks))


BUSY = (
    noted(
        "loan",
        "Mistral AI borrows $830 million for a data center near Paris",
        "The French start-up wants *sovereign* alternatives in the *AI* ecosystem by summer.",
        "Mistral",
        "data center",
        "sovereign AI",
        outlets="The Ledger, Paris Wire, Le Journal du Soir, Silicon Daily, Nordic Tech, The Grid",
        hours_ago=9,
    ),
    noted(
        "grid",
        "Neighbours ask who will power the data center at Bruyères-le-Châtel",
        "The operator says the *data center* will draw 44 megawatts in its first year.",
        "data center",
        outlets="Paris Wire, Le Journal du Soir",
        hours_ago=5,
        label="related",
        follows="loan",
    ),
    noted(
        "chat",
        "Le Chat learns to read invoices, and Mistral asks businesses to pay for it",
        "*Mistral* says that a third of its revenue now comes from companies in Germany and the Nordic countries.",
        "Mistral",
        outlets="Silicon Daily, The Ledger",
        hours_ago=14,
    ),
    noted(
        "fire",
        "Fire shuts a data center in Lyon for a night; no data was lost",
        "A battery room caught fire, and the *data center* ran on its second power line until morning.",
        "data center",
        outlets="Le Journal du Soir, Paris Wire, The Grid",
        hours_ago=17,
    ),
    noted(
        "ireland",
        "Ireland lets new data centers connect to the grid again, with conditions",
        "New *data centers* must bring batteries or generators of their own.",
        "data center",
        outlets="The Grid",
        hours_ago=11,
    ),
    noted(
        "cloud",
        "Berlin and Paris agree on one label for sovereign cloud and AI services",
        "The label asks that *sovereign* services, *AI* included, answer to European courts alone.",
        "sovereign AI",
        outlets="Nordic Tech, The Ledger",
        hours_ago=6,
    ),
    noted(
        "steel",
        "Steel tariffs rise to a quarter on Monday, and two makers halt orders",
        "The *tariffs* apply to everything that was not on a ship by midnight.",
        "tariffs",
        outlets="The Ledger, Harbour News, Paris Wire",
        hours_ago=4,
        label="update",
    ),
    noted(
        "wine",
        "Wine growers count what a tariff on bottles would cost them",
        "Exporters who met in Bordeaux expect to lose a fifth of what they sell abroad.",
        "tariffs",
        outlets="Le Journal du Soir",
        hours_ago=20,
    ),
)
HELD = {"joined": 19, "muted-source": 2, "too-old": 1}


def busy(lang: str = "en") -> Digest:
    return _digest(BUSY, lang, HELD)


def quiet(lang: str = "en") -> Digest:
    return _digest(BUSY[2:3], lang, {})


def two_hundred(lang: str = "en") -> Digest:
    names = [watch.query for watch in READER.watches]
    many = tuple(
        noted(
            f"event-{n}",
            f"{BUSY[n % len(BUSY)].alert.headline}: part {n + 1} of a story that has been going on for weeks",
            "The operator says the *data center* will draw 44 megawatts in its first year.",
            names[n % 4],
            outlets=", ".join(f"Outlet {letter}" for letter in "ABCDEFGH"[: 1 + n % 7]),
            hours_ago=n % 24,
        )
        for n in range(200)
    )
    return _digest(many, lang, {"joined": 412, "muted-source": 31})


def a_hundred_watches(lang: str = "en") -> Digest:
    """200 events on 80 of 100 watches."""
    who = replace(subscriber("ai-desk", *(f"watch {n}" for n in range(100))), timezone="Europe/Paris")
    many = tuple(noted(f"event-{n}", f"Event {n}", "It happened.", f"watch {n % 80}") for n in range(200))
    facts = Facts(noted=many, outlets={}, mentions={}, held={})
    return compose(replace(who, lang=lang), facts, moment=MOMENT)


def empty(lang: str = "en") -> Digest:
    return _digest((), lang, {})


def _digest(all_noted: tuple[Noted, ...], lang: str, held: dict[str, int]) -> Digest:
    mentions = {
        watch.id: [
            MOMENT - timedelta(days=6 - place, minutes=minute)
            for place, number in enumerate(WEEKS.get(watch.query, ()))
            for minute in range(number)
        ]
        for watch in READER.watches
    }
    facts = Facts(noted=all_noted, outlets={}, mentions=mentions, held=held)
    return compose(replace(READER, lang=lang), facts, moment=MOMENT)


async def note_down(store: Store, *notes: Note, now: datetime) -> None:
    """Keeps `notes` for the next summaries the way a matcher does."""
    await store.outbox.commit_match("0-1", (), now=now, notes=notes)
