"""What Slack users see, one ordinary example of each: for goldens, for the checks of others, for the pictures."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

from alertbot.alerts.alert import Address, Alert, Delivery, Passage, Span
from alertbot.alerts.folding import bundle
from alertbot.alerts.quiet import QuietHours
from alertbot.alerts.subscriber import Subscriber, watchlist
from alertbot.channels.slack.bundle import render_bundle
from alertbot.channels.slack.render import render
from alertbot.desk.decide import decide
from alertbot.desk.facts import Example, Facts, Preview
from alertbot.desk.understand import understand
from alertbot.language import ENGLISH, language
from alertbot.surfaces.slack import modal
from alertbot.surfaces.slack.home import Home, home_view
from alertbot.surfaces.slack.place import Place
from alertbot.surfaces.slack.reply import message
from tests.made.values import NOW

HEADLINE = "Mistral AI borrows $830 million for a data center near Paris"
SENTENCE = "The company says the site will give Europe sovereign alternatives in the AI ecosystem next year."


def alert(n: int, headline: str, outlet: str, *words: str, sentence: str = "", **other: Any) -> Delivery:
    """An alert on `words`, sent as many hours after the story as its number says."""
    told = Alert(
        event=f"event-{n}",
        story=f"story-{n}",
        subscriber="slack:C0001",
        headline=headline,
        headline_marks=_marks(headline, words),
        url=f"https://news.example.com/{n}",
        outlet=outlet,
        published=NOW - timedelta(hours=n),
        lang="en",
        passages=(Passage(text=sentence, marks=_marks(sentence, words)),) if sentence else (),
        watches=words,
    )
    address = Address(channel="slack", to="C0001")
    return Delivery(id=f"delivery-{n}", address=address, alert=replace(told, **other), created=NOW)


def _marks(text: str, words: tuple[str, ...]) -> tuple[Span, ...]:
    terms = [term for word in words for term in ([word.strip('"')] if '"' in word else word.split())]
    return tuple(
        sorted(
            (Span(start=text.index(term), end=text.index(term) + len(term)) for term in terms if term in text),
            key=lambda span: span.start,
        )
    )


ALERT = alert(
    1,
    HEADLINE,
    "The Example Courier",
    "Mistral",
    '"data center"',
    "sovereign AI",
    sentence=SENTENCE,
    also=("Le Quotidien", "Handelsbote", "Nordlys Post", "Kilowatt Weekly"),
)
UPDATE = alert(
    2,
    "Mistral AI raises the loan to $900 million",
    "Le Quotidien",
    "Mistral",
    label="update",
    first_headline=HEADLINE,
    first_outlet="The Example Courier",
)
BURST = [
    ALERT,
    UPDATE,
    alert(3, "Three cloud companies open their books", "Handelsbote", "sovereign AI", sentence=SENTENCE),
    alert(4, "Grid operator warns of a data center queue", "Kilowatt Weekly", '"data center"'),
    alert(5, "Fire closes a data center in Oslo for a day", "Nordlys Post", '"data center"'),
    *(
        alert(n, f"What a data center costs a town, part {n - 5}", "Handelsbote", '"data center"')
        for n in range(6, 10)
    ),
]
PREVIEW = Preview(
    count=9,
    days=7,
    understood="“sovereign” near “AI”",
    examples=(
        Example(
            headline=HEADLINE,
            url="https://news.example.com/1",
            outlet="The Example Courier",
            published=NOW - timedelta(hours=1),
            passage=Passage(text=SENTENCE, marks=_marks(SENTENCE, ("sovereign AI",))),
        ),
        Example(
            headline="Three cloud companies open their books",
            url="https://news.example.com/3",
            outlet="Handelsbote",
            published=NOW - timedelta(days=2),
        ),
    ),
)


def subscriber(to: str, *queries: str, **other: Any) -> Subscriber:
    name = f"slack:{to}"
    made = Subscriber(
        name=name,
        addresses=(Address(channel="slack", to=to),),
        watches=watchlist(name, queries),
        provisioned=False,
        timezone="Europe/Paris",
    )
    return replace(made, **other)


ME = subscriber(
    "U0001",
    "sovereign AI",
    '"data center"',
    mode="both",
    digest_at=time(8),
    quiet_hours=QuietHours(start=time(22), end=time(7)),
)


def home(**other: Any) -> dict[str, Any]:
    made = Home(
        user="U0001",
        mine=ME,
        channels=(("C01GEN", subscriber("C01GEN", "Mistral", "quantum", provisioned=False)),),
        recent=(ALERT.alert, BURST[2].alert, BURST[3].alert),
        now=NOW,
        words=ENGLISH,
    )
    return home_view(replace(made, **other))


def reply(text: str, asked_by: Subscriber = ME, tag: str = "en") -> dict[str, Any]:
    facts = Facts(subscriber=asked_by, now=NOW, words=language(tag), previews={"sovereign AI": PREVIEW})
    return message(decide(understand(text), facts).reply)


def watch_modal(text: str, tag: str = "en") -> dict[str, Any]:
    words = language(tag)
    facts = Facts(subscriber=ME, now=NOW, words=words, previews={"sovereign AI": PREVIEW})
    place = Place(to="C01GEN", user="U0001")
    return modal.watch_modal(place, words, query=text, below=modal.previewed(text, facts))


GALLERY: dict[str, dict[str, Any]] = {
    "alert": render(ALERT, now=NOW, buttons=True),
    "update": render(UPDATE, now=NOW, buttons=True),
    "bundle": render_bundle(bundle(BURST), now=NOW, buttons=True),
    "home": home(),
    "home-empty": home(mine=subscriber("U0001"), channels=(), recent=()),
    "home-french": home(words=language("fr")),
    "modal": watch_modal("sovereign AI"),
    "modal-french": watch_modal('"data', "fr"),
    "watch": reply("watch sovereign AI", subscriber("C0001")),
    "list": reply("list"),
    "help": reply("help"),
    "export": reply("export"),
}
