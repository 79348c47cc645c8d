"""A language: its words, its plurals, how it writes times. A catalogue is one file, `LANGUAGE.po`.

English is what the code says; every other language is a gettext catalogue beside this module, read
as it is: no compiled copy that could be older. Pure rooms are handed a `Language` and never load one.
"""

import gettext
from collections.abc import Iterable
from datetime import date as Day  # noqa: N812
from datetime import datetime, time, timedelta
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_time, format_timedelta
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from alertbot.errors import Sentence

CATALOGUES = files("alertbot.language")
MINUTE = timedelta(minutes=1)


LOCALES = {"en": "en_GB"}
"""Where dates are written as the other places of a language do not."""


class Language:
    """`tag` is the language's ISO 639 code. Every method answers plain text."""

    def __init__(self, tag: str, words: gettext.NullTranslations) -> None:
        self.tag = tag
        self._words = words
        self._locale = Locale.parse(LOCALES.get(tag, tag))

    def template(self, text: str) -> str:
        """`text` in this language, its {placeholders} still in it."""
        return self._words.gettext(text)

    def templates(self, count: int, one: str, other: str) -> str:
        """The form for `count` of `one` and `other`, its {placeholders} still in it."""
        return self._words.ngettext(one, other, count)

    def say(self, text: str, /, **values: object) -> str:
        return self.template(text).format(**values)

    def tell(self, sentence: Sentence) -> str:
        """A sentence that was made where no language is known, such as an error's."""
        said = self.template(sentence.text)
        values = {
            name: self.tell(value) if isinstance(value, Sentence) else value
            for name, value in sentence.values.items()
        }
        return said.format(**values) if values else said

    def many(self, count: int, one: str, other: str, /, **values: object) -> str:
        """The form for `count`, which is also the value `{count}`."""
        return self.templates(count, one, other).format(count=count, **values)

    def age(self, past: timedelta) -> str:
        """How long ago, in the largest unit: `5 min ago`, `il y a 5 min`; what lies ahead is now."""
        return self._ago(past, "short").replace(".", "")

    def long_age(self, past: timedelta) -> str:
        """The same where there is room: `5 minutes ago`."""
        return self._ago(past, "long")

    def _ago(self, past: timedelta, form: Literal["short", "long"]) -> str:
        if past < MINUTE:
            return self.say("just now")
        return format_timedelta(past * -1, add_direction=True, format=form, threshold=1, locale=self._locale)

    def span(self, length: timedelta) -> str:
        """`2 hours`, `3 days`."""
        return format_timedelta(length, threshold=1, locale=self._locale)

    def clock(self, at: time) -> str:
        """`08:00`, in every language: people type it that way too."""
        return f"{at:%H:%M}"

    def moment(self, at: datetime, *, timezone: str, now: datetime) -> str:
        """`14:30` today, `Fri, Mar 13, 08:00` on another day."""
        zone = ZoneInfo(timezone)
        local = at.astimezone(zone)
        clock = format_time(local, "HH:mm", locale=self._locale)
        if local.date() == now.astimezone(zone).date():
            return clock
        return f"{format_date(local, 'EEE d MMM', locale=self._locale)} {clock}"

    def date(self, at: datetime) -> str:
        return format_datetime(at, "d MMM", locale=self._locale)

    def day(self, at: Day) -> str:
        """`Thursday, 12 March 2026`."""
        return format_date(at, "full", locale=self._locale)

    def time_on(self, at: datetime, *, timezone: str, day: Day) -> str:
        """`14:30` on `day`, `Fri 14:30` on another."""
        local = at.astimezone(ZoneInfo(timezone))
        pattern = "HH:mm" if local.date() == day else "EEE HH:mm"
        return format_datetime(local, pattern, tzinfo=local.tzinfo, locale=self._locale)

    def countries(self) -> Iterable[tuple[str, str]]:
        """The codes and names of countries, in English and in this language."""
        return (*ENGLISH._locale.territories.items(), *self._locale.territories.items())

    def city(self, zone: str) -> str:
        """The name of a time zone's city in this language, empty where it is the English one."""
        return str(self._locale.time_zones.get(zone, {}).get("city", ""))


ENGLISH = Language("en", gettext.NullTranslations())


def languages() -> tuple[str, ...]:
    """The tags of all languages there are, English first."""
    names = (each.name for each in CATALOGUES.iterdir())
    return ("en", *sorted(name.removesuffix(".po") for name in names if name.endswith(".po")))


@lru_cache(maxsize=64)
def language(tag: str) -> Language:
    """The language of a BCP 47 tag such as `fr` or `fr-CA`; English where there is no other."""
    short = tag.replace("_", "-").split("-")[0].lower()
    if short not in languages()[1:]:
        return ENGLISH
    with CATALOGUES.joinpath(f"{short}.po").open("rb") as file:
        catalogue = read_po(file, locale=short)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Language(short, gettext.GNUTranslations(compiled))
