"""The next of a series, told apart from one more report of the same event. Headlines in, yes or no out. No IO.

Columns come back under a headline that names nothing; templates tell of the next company, county or quarter.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from alertbot.events.clusters import Clusters
from alertbot.events.developments import development, only_numbers_differ, signs
from alertbot.events.frames import FEWEST_COMMON, OUTLET_BEHIND, Heading, heading, one_name, swapped
from alertbot.events.memory import Event
from alertbot.events.wording import COMMON, Wording, stems, term
from alertbot.stories.story import Story

RUBRIC_WORDS = 3
NEXT_ISSUE_SECONDS = 12 * 3600.0
FEWEST_SAME = 2
LEAST_SAME = 1 / 3
"""So many words, and such a part of the longer headline, two have in common that are made by one pattern."""
OPENING = 1e-2
"""A word that fewer than one story in a hundred have may be a name where a headline opens with it."""

NAMES_NOTHING = COMMON | frozenset(
    stems(
        """
        morning afternoon evening night midday today tonight yesterday tomorrow day week weekend month year daily
        weekly monthly monday tuesday wednesday thursday friday saturday sunday
        january february march april may june july august september october november december
        three four five six seven eight nine ten
        briefing brief briefs digest wrap wrapup roundup round recap rundown summary headlines headline news
        newsletter bulletin update updates story stories latest edition highlights takeaways happened happening
        need know thing things start good best top must your what
        matin matinale midi soir jour journée semaine lundi mardi mercredi jeudi vendredi samedi dimanche
        janvier février mars avril mai juin juillet août septembre octobre novembre décembre
        essentiel l'essentiel retenir savoir faut actualité actualités l'actualité l'actu infos titres revue presse
        morgen abend tag tages woche montag dienstag mittwoch donnerstag freitag samstag sonntag heute
        januar februar märz juni juli oktober dezember
        nachrichten lage überblick wichtigste wichtigsten wichtige meldungen wissen müssen kompakt
        hoy semana lunes martes miércoles jueves viernes sábado domingo resumen noticias titulares claves
        enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
        """
    )
)
"""Of these a headline can be made that says when it was written, and nothing of what happened."""


@lru_cache(maxsize=1024)
def is_column(title: str) -> bool:
    """Whether a headline names nothing: "Your Thursday morning briefing: five things to know"."""
    said = stems(title)
    return not COMMON.issuperset(said) and all(stem in NAMES_NOTHING or stem.isdigit() for stem in said)


def recurs(story: Story, event: Event) -> bool:
    """Whether an outlet has a headline again, word by word, above another text: a column, a quiz."""
    now = signs(story.title)
    return story.outlet in event.outlets and now.numbers in event.told.templates.get(now.template, ())


def returns(story: Story, event: Event) -> bool:
    """Whether an outlet has the beginning of a headline again, half a day later: "Stock market today: …"."""
    late = story.seen.timestamp() - event.began > NEXT_ISSUE_SECONDS
    if not late or story.outlet not in event.outlets:
        return False
    rubric = signs(story.title).template.split()[:RUBRIC_WORDS]
    return any(template.split()[:RUBRIC_WORDS] == rubric for template in event.told.templates)


def another_number(story: Story, event: Event) -> bool:
    """Whether the headline is one of `event` with another number: the next of a series, with the same words."""
    now = signs(story.title)
    return only_numbers_differ(now, event.told) and not development(now, event.told)


def about_others(story: Story, said: Wording, event: Event, clusters: Clusters) -> str:
    """How the headline tells that a story is about others than `event`; empty when it does not."""
    if _another_name(story, said, event, clusters):
        return "another name stands in a headline's frame"
    if _another_subject(story, said, event, clusters):
        return "each headline names what the other report never mentions"
    return ""


def _another_name(story: Story, said: Wording, event: Event, clusters: Clusters) -> bool:
    """Whether the headline is one of `event` with another name in it, of which nothing there was about.

    That is how a template tells of the next company, county or player.
    """
    now = signs(OUTLET_BEHIND.sub("", story.title))
    if now.mark or now.template in event.told.templates:
        return False
    return any(
        event.sums.keys().isdisjoint(_terms(here))
        and said.terms.keys().isdisjoint(_terms(there))
        and all(each in said.names or clusters.is_rare(each) for each in _terms(here))
        for here, there in swapped(now.template, event.told.templates)
    )


def _another_subject(story: Story, said: Wording, event: Event, clusters: Clusters) -> bool:
    """Whether the headline and the first one of `event` are made by one pattern, each around names that the other
    side never mentions: earnings of two firms, obituaries. A name in common speaks for one event, unless
    nothing but names differs and no toll is the same.
    """
    here, there = heading(story.title), heading(event.first_title)
    same = here.telling.keys() & there.telling.keys()
    if not same or not _one_pattern(here, there):
        return False
    ours, theirs = _names(here, said.names, clusters) - same, _names(there, frozenset(), clusters) - same
    unknown = event.sums.keys().isdisjoint(ours) and said.terms.keys().isdisjoint(theirs)
    if not ours or not theirs or not unknown or _spelt_otherwise(here, ours, there, theirs):
        return False
    names = here.names | there.names | said.names
    if not any(each in names or clusters.is_rare(each) for each in same):
        return True
    only_names = here.telling.keys() == same | ours and there.telling.keys() == same | theirs
    return only_names and len(same) >= FEWEST_COMMON and not _one_toll(story, event)


def _spelt_otherwise(here: Heading, ours: Iterable[int], there: Heading, theirs: Iterable[int]) -> bool:
    return one_name([here.telling[each] for each in ours], [there.telling[each] for each in theirs])


def _one_toll(story: Story, event: Event) -> bool:
    return bool(signs(story.title).tolls.items() & signs(event.first_title).tolls.items())


def _one_pattern(here: Heading, there: Heading) -> bool:
    same = len(here.words & there.words)
    return same >= max(FEWEST_SAME, LEAST_SAME * max(len(here.words), len(there.words)))


def _names(heading: Heading, known: frozenset[int], clusters: Clusters) -> frozenset[int]:
    """The terms of `heading` that are names, as those are that are `known` to be or hardly any text has."""
    sure = {each for each in heading.telling if each in heading.names or each in known or clusters.is_rare(each)}
    opening = {each for each in heading.first & heading.telling.keys() if clusters.is_rare(each, OPENING)}
    return frozenset(sure | opening)


def _terms(words: Sequence[str]) -> set[int]:
    return {term(stem) for word in words for stem in stems(word)}
