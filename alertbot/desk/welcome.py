"""First words, help, and what is said when something cannot be done. No IO."""

from alertbot.desk import command as c
from alertbot.desk.action import encode
from alertbot.desk.facts import Decision, Facts
from alertbot.desk.pieces import answer
from alertbot.desk.reply import Button, Paragraph, Piece, Reply, bold, code, line, lines, plain, typed
from alertbot.language import Language


def starters(words: Language) -> tuple[str, ...]:
    """Watches to begin with at a touch, as readers of a language would type them."""
    return (words.say("sovereign AI"), words.say('"data center"'), words.say("climate"))


def start(command: c.Start, facts: Facts) -> Decision:
    """One short message and three things to touch; a shared watchlist is offered as it stands."""
    words = facts.words
    hello = line(
        words,
        "I watch the news and tell you once, with the reason. "
        "What do you care about? Send {example}, or touch one:",
        example=typed("watch Mistral"),
    )
    if command.shared and facts.shared:
        return _offered(facts.shared, command.shared, words)
    row = tuple(Button(label=query, action=encode(c.AddWatches(text=query))) for query in starters(words))
    return answer(hello, row)


def help_(command: c.Help, facts: Facts) -> Decision:
    words = facts.words
    listed = [_explained(text, meaning) for text, meaning in commands(words, email=facts.email)]
    language = line(
        words,
        "{phrase} means the words side by side, {near} the words near each other, {without} not that word; "
        "commas separate watches.",
        phrase=code('"data center"'),
        near=code("sovereign AI"),
        without=code("-lease"),
    )
    return Decision(reply=Reply(paragraphs=(*listed, language)))


def commands(words: Language, *, email: bool) -> list[tuple[str, str]]:
    """What can be said, with its meaning, in the order of use."""
    mail = [("email me@example.org", words.say("the same by e-mail, once its owner agrees; off ends it"))]
    return [
        ("watch sovereign AI", words.say("tell me of that from now on")),
        ("list", words.say("my watches, each with its buttons")),
        ("unwatch 2", words.say("remove a watch by its number or text")),
        ("pause 2h", words.say("hold everything for a while, until resume")),
        ("mute TechCrunch 1d", words.say("silence a watch or an outlet, until unmute")),
        ("quiet 22-7", words.say("no alerts at night, or with silent no sound; off ends it")),
        ("digest 8:00", words.say("a daily summary; only, both or off")),
        *(mail if email else []),
        ("previews on", words.say("a preview of the article under an alert")),
        ("timezone Paris", words.say("where you are")),
        ("sources", words.say("where stories come from")),
        ("why https://…", words.say("why a story was told, or was not")),
        ("status", words.say("a page with what came and why")),
        ("share", words.say("a link to my watchlist")),
        ("export", words.say("my watchlist as a file, for import")),
        ("privacy", words.say("what is kept about you")),
        ("forget", words.say("delete everything about this chat")),
    ]


def privacy(command: c.Privacy, facts: Facts) -> Decision:
    words = facts.words
    texts = (
        line(
            words,
            "I keep this chat's number, its watches and settings, and for two weeks which alerts it was sent.",
        ),
        line(words, "I keep no messages, names or contacts, and pass nothing on."),
        line(
            words,
            "{export} shows what is kept, {forget} deletes all of it.",
            export=typed("export"),
            forget=typed("forget"),
        ),
    )
    return Decision(reply=Reply(paragraphs=texts))


def unknown(command: c.Unknown, facts: Facts) -> Decision:
    text = line(
        facts.words,
        "I do not know {verb}. {help} shows what I understand.",
        verb=bold(command.verb[:40]),
        help=typed("help"),
    )
    return answer(text)


def malformed(command: c.Malformed, facts: Facts) -> Decision:
    """Names what could not be read, and shows what could."""
    example = typed(f"{EXAMPLES.get(command.verb, command.verb)}")
    if command.text:
        text = line(
            facts.words,
            "I could not read {text}. Send for example {example}.",
            text=bold(command.text[:80]),
            example=example,
        )
    else:
        text = line(facts.words, "Say what: for example {example}.", example=example)
    return answer(text)


EXAMPLES = {
    "watch": "watch sovereign AI",
    "unwatch": "unwatch 2",
    "mute": "mute TechCrunch 2h",
    "unmute": "unmute TechCrunch",
    "pause": "pause 2h",
    "snooze": "snooze 1h",
    "quiet": "quiet 22:00-07:00",
    "digest": "digest 08:00",
    "email": "email me@example.org",
    "sources": "sources add https://example.com",
    "admins": "admins on",
    "previews": "previews on",
    "import": "import Mistral",
}


def stale(command: c.Stale, facts: Facts) -> Decision:
    return Decision(reply=Reply(brief=facts.words.say("This button is too old; please ask for the list again.")))


def not_served(command: c.Command, facts: Facts) -> Decision:
    return answer(line(facts.words, "This bot serves only those its operator chose; please ask the operator."))


def provisioned(command: c.Command, facts: Facts) -> Decision:
    return _refusal(facts.words.say("This watchlist is kept by the operator; it cannot be changed here."))


def admins_only(command: c.Command, facts: Facts) -> Decision:
    return _refusal(facts.words.say("Only admins of this group may change its watches."))


def _refusal(text: str) -> Decision:
    """In passing where a button was pressed, else in full."""
    return Decision(reply=Reply(paragraphs=(plain(text),), brief=text))


def _offered(queries: tuple[str, ...], shared: str, words: Language) -> Decision:
    head = lines(
        words, len(queries), "Someone shares a watch with you:", "Someone shares {count} watches with you:"
    )
    listed = [Paragraph(pieces=(Piece(text="• "), bold(query))) for query in queries[:10]]
    more = [Paragraph(pieces=(Piece(text=f"+{len(queries) - 10}"),))] if len(queries) > 10 else []
    button = Button(label=words.say("Watch all of them"), action=encode(c.TakeShared(shared=shared)))
    return Decision(reply=Reply(paragraphs=(head, *listed, *more), rows=((button,),)))


def _explained(text: str, meaning: str) -> Paragraph:
    return Paragraph(pieces=(typed(text), Piece(text=f" – {meaning}")))
