"""A third language is one file: with its catalogue beside the others, no word of English is left anywhere.

The made-up one writes ø for every letter. What is shown is data without letters of our alphabet, so that
each such letter found is a word somebody forgot to look up.
"""

import importlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from alertbot.alerts.alert import Alert, Digest, Group, Item, Line, Passage
from alertbot.alerts.folding import bundle
from alertbot.channels.email.confirm import render_confirmation
from alertbot.channels.email.digest import render_digest as email_digest
from alertbot.channels.email.links import Links
from alertbot.channels.email.render import render as email
from alertbot.channels.slack.bundle import render_bundle as slack_bundle
from alertbot.channels.slack.digest import render_digest as slack_digest
from alertbot.channels.slack.render import render as slack
from alertbot.channels.telegram.pages import render_bundle, render_digest
from alertbot.channels.telegram.render import render
from alertbot.desk.action import decode
from alertbot.desk.alerting import buttons as alert_buttons
from alertbot.desk.facts import Example, Preview
from alertbot.desk.reply import Reply
from alertbot.desk.welcome import starters
from alertbot.errors import SourceError, sentence
from alertbot.language import ENGLISH, Language, language
from alertbot.stories.source import source_at
from alertbot.surfaces.slack.home import Home, home_view
from alertbot.surfaces.slack.modal import watch_modal
from alertbot.surfaces.slack.place import Place
from alertbot.surfaces.telegram.menu import group_menu
from tests.made.desk import Visit, buttons, chat
from tests.made.values import NOW, delivery

CATALOGUES = importlib.import_module("alertbot.language.language")
TAG = "fi"
"""A language babel knows the dates of, which there is no catalogue for."""

URL = "https://1.example/1"
NAMES = re.compile(r"https?://\S+|alertbot|UTC|Etc/GMT-2|<#C1>|#\w+|\bAND\b|title:")
"""What stands as it is in every language."""


@pytest.fixture
def words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Language]:
    """The made-up language, from a file in a folder of its own."""
    made = Catalog(locale=TAG)
    with Path(str(CATALOGUES.CATALOGUES)).joinpath("fr.po").open("rb") as file:
        for message in read_po(file, locale="fr"):
            if isinstance(message.id, str) and message.id:
                made.add(message.id, string=_hidden(message.id))
            elif message.id:
                made.add(message.id, string=tuple(map(_hidden, message.id)))
    with (tmp_path / f"{TAG}.po").open("wb") as file:
        write_po(file, made)
    monkeypatch.setattr(CATALOGUES, "CATALOGUES", tmp_path)
    language.cache_clear()
    yield language(TAG)
    language.cache_clear()


def _hidden(text: str) -> str:
    return "".join(
        part if part.startswith("{") else re.sub("[A-Za-z]", "ø", part) for part in re.split(r"(\{\w+\})", text)
    )


def english_in(texts: Iterable[str]) -> list[str]:
    """Those of `texts` that still hold a letter of ours."""
    return [text for text in texts if re.search("[A-Za-z]", NAMES.sub("", text))]


ALERT = Alert(
    event="1",
    story="1",
    subscriber="1",
    headline="Σοφία 1",
    headline_marks=(),
    url=URL,
    outlet="Έψιλον",
    published=NOW,
    lang="",
    passages=(Passage(text="Σοφία", marks=()),),
    watches=("σοφία", "αβγ"),
    also=("Ζήτα", "Ήτα", "Θήτα", "Ιώτα", "Κάππα"),
)
NEWS = replace(delivery(), alert=ALERT, lang=TAG)
UPDATE = replace(
    NEWS, alert=replace(ALERT, label="update", first_headline="Άλφα", first_url=URL, first_outlet="Ζήτα")
)
RELATED = replace(NEWS, alert=replace(UPDATE.alert, label="related"))
ITEM = Item(
    event="1",
    headline="Σοφία",
    marks=(),
    url=URL,
    outlets=("Έψιλον", "Ζήτα", "Ήτα", "Θήτα"),
    published=NOW,
    passage=None,
    others=("αβγ",),
    update=True,
    related=(Line(headline="Άλφα", url=URL, outlet="Ζήτα"),),
)
DIGEST = Digest(
    day=NOW.date(),
    timezone="UTC",
    lang=TAG,
    groups=(
        Group(
            watch="σοφία", items=(ITEM,), more=(Line(headline="Βήτα", url=URL, outlet="Ήτα"),) * 20, week=(1,) * 7
        ),
    ),
    quiet=("αβγ",),
    held=tuple((reason, 2) for reason in ("joined", "muted-source", "muted-watch", "too-many", "too-old")),
    events=21,
)


def json_texts(value: Any) -> Iterator[str]:
    """What people see of a message to Slack."""
    if isinstance(value, dict):
        code = (value.get("style") or {}).get("code") if isinstance(value.get("style"), dict) else None
        for name, each in value.items():
            if isinstance(each, str) and name == "text" and not code:
                yield each
            elif name != "elements" or not code:
                yield from json_texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from json_texts(each)


def seen(html: str) -> str:
    return unescape(re.sub(r"<(style|title)\b.*?</\1>|<[^<>]*>", " ", html, flags=re.DOTALL))


def test_alerts_and_bursts_are_in_it_on_every_channel(words: Language) -> None:
    many = bundle([NEWS, UPDATE, RELATED] * 3)
    links = Links(unsubscribe=URL, page=URL, confirm=URL)
    for each in (NEWS, UPDATE, RELATED):
        assert english_in([seen(render(each, now=NOW))]) == []
        assert english_in(json_texts(slack(each, now=NOW, buttons=True))) == []
        mail = email(each.alert, now=NOW, lang=TAG, links=links)
        assert english_in([mail.subject, mail.text, seen(mail.html)]) == []
    assert english_in([seen(render_bundle(many, now=NOW))]) == []
    assert english_in(json_texts(slack_bundle(many, now=NOW, buttons=True))) == []
    asked = render_confirmation(ALERT, URL, lang=TAG)
    assert english_in([asked.subject, asked.text, seen(asked.html)]) == []


def test_summaries_are_in_it_on_every_channel(words: Language) -> None:
    def shown(texts: Iterable[str]) -> list[str]:
        day = re.compile(re.escape(words.day(DIGEST.day)), re.IGNORECASE)
        return english_in(day.sub("", text) for text in texts)

    mail = email_digest(DIGEST, Links(unsubscribe=URL, page=URL))
    assert shown([mail.subject, mail.text, seen(mail.html)]) == []
    assert shown(map(seen, render_digest(DIGEST))) == []
    assert shown(json_texts(slack_digest(DIGEST))) == []


EXAMPLES = starters(ENGLISH)
"""Watches offered to begin with: words of the news, not of the bot."""

PREVIEW = Preview(
    count=3,
    days=7,
    about=False,
    examples=(Example(headline="Σοφία", url=URL, outlet="Ζήτα", published=NOW),),
    splitting=("γδε",),
)
FOUND = source_at(URL, name="Ζήτα")
SAID = (
    "start", "help", "privacy", "watch σοφία αβγ", "watch σοφία αβγ", "watch α AND", "watch", "list", "unwatch 9",
    "unwatch 1", "mute Ζήτα", "mute Ζήτα 1h", "unmute Ζήτα", "unmute Ζήτα", "mute 1 1h", "pause", "pause 1h",
    "list", "resume", "resume", "quiet", "quiet 22-7", "quiet silent", "quiet", "quiet off", "digest",
    "digest 8:00", "digest only", "digest off", "timezone", "timezone +2", "timezone ψ", "sources",
    "sources add https://1.example", "why", "share", "export", "import α\n(", "forget", "admins", "dance",
    "snooze ψ", "previews", "previews on", "email", "email ω@1.22", "email ω@1.22", "email ψ@1.22", "email χ@1.22",
    "email φ@1.22", "email", "email ψ", "email off", "watch α, β, γ, δ", "unwatch 1",
)  # fmt: skip


def spoken(reply: Reply) -> Iterator[str]:
    """The bot's own words in a reply: not what is to be typed."""
    yield reply.brief
    for paragraph in reply.paragraphs:
        yield "".join(piece.text for piece in paragraph.pieces if not (piece.command or piece.code or piece.url))
    for each in buttons(reply):
        yield each.label


def test_every_answer_of_the_desk_is_in_it(words: Language) -> None:
    visit = Visit(subscriber=chat("σοφία"))
    visit.facts |= {
        "words": words,
        "may_add_sources": True,
        "email": True,
        "sources": (FOUND,),
        "previews": {"σοφία αβγ": PREVIEW},
        "alert": ALERT,
        "link": "https://1.example/{word}",
        "found": SourceError(sentence("{url} is not a feed", url=URL), kind="not-a-feed"),
    }
    for said in SAID:
        left = english_in(
            text.replace(said.partition(" ")[0], "") if said == "dance" else text
            for text in spoken(visit.say(said))
        )
        assert [each for each in left if each not in EXAMPLES] == [], said


def test_what_buttons_open_is_in_it(words: Language) -> None:
    visit = Visit(subscriber=chat("σοφία αβγ"))
    visit.facts |= {
        "words": words,
        "previews": {"σοφία αβγ": PREVIEW},
        "alert": replace(ALERT, watches=("σοφία αβγ",)),
    }
    seen_already: set[str] = set()
    waiting = [
        each.action
        for said in ("list", "quiet", "digest", "forget", "watch σοφία")
        for each in buttons(visit.say(said))
    ]
    waiting += [each.action for row in alert_buttons("1", words) for each in row]
    while waiting:
        token = waiting.pop()
        if token in seen_already or token.startswith("1:f:yes"):
            continue
        seen_already.add(token)
        before = visit.subscriber
        reply = visit.ask(decode(token))
        visit.subscriber = before
        moments = re.compile(r"\w+ 1[39] \w+\.? \d\d:\d\d|\w+ 1[39]\.? \w+ \d\d:\d\d")
        assert english_in(moments.sub("", text) for text in spoken(reply)) == [], token
        waiting += [each.action for each in buttons(reply)]
    assert len(seen_already) > 20


def test_menus_and_slacks_own_rooms_are_in_it(words: Language) -> None:
    menu = [re.sub(r"/watch .*", "", each.description) for each in group_menu(words, email=True)]
    assert english_in(menu) == []
    for mine in (chat(), chat("σοφία")):
        home = Home(user="1", mine=mine, channels=(("2", chat("αβγ")),), recent=(ALERT,), now=NOW, words=words)
        left = english_in(json_texts(home_view(home)))
        assert [each for each in left if each not in EXAMPLES] == []
    modal = [text for text in json_texts(watch_modal(Place(to="C1", user="U1"), words)) if text not in EXAMPLES]
    assert english_in(text.replace('"data center"', "") for text in modal) == []
