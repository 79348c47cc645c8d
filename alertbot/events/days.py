"""Which days of the week a text names: reports of one event name the same. Terms in, days out. No IO."""

from collections.abc import Collection

from alertbot.events.wording import stems, term

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SAID = (
    "monday tuesday wednesday thursday friday saturday sunday",
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    "lunes martes miércoles jueves viernes sábado domingo",
    "lunedì martedì mercoledì giovedì venerdì sabato domenica",
)
_BY_TERM = {term(stem): day for week in _SAID for day, stem in enumerate(stems(week))}


def other_days(terms: Collection[int], told: Collection[int]) -> str:
    """How `terms` name other days than `told` does, in words for `explain`; empty when they share one, or one of
    them names none."""
    now, before = _days(terms), _days(told)
    if not now or not before or now & before:
        return ""
    return f"it tells of {_listed(now)}, what was told was of {_listed(before)}"


def _days(terms: Collection[int]) -> set[int]:
    return {day for each, day in _BY_TERM.items() if each in terms}


def _listed(days: set[int]) -> str:
    return " and ".join(DAYS[day] for day in sorted(days))
