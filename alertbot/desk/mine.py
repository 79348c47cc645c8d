"""What belongs to a subscriber, taken along: sharing, export, import, forgetting. No IO."""

from alertbot.desk import command as c
from alertbot.desk import watchlist
from alertbot.desk.action import encode
from alertbot.desk.carrying import with_settings, written
from alertbot.desk.facts import Decision, Facts, ForgetThem, KeepShared
from alertbot.desk.pieces import answer
from alertbot.desk.reply import Button, Document, Paragraph, Reply, line, lines, link, plain, typed
from alertbot.desk.watchlist import batch_of
from alertbot.errors import QueryError
from alertbot.stories.identity import digest
from alertbot.watches.query import parse_watches

MOST_NAMED = 5
"""Lines of an import that are named when they cannot be read."""


def share(command: c.Share, facts: Facts) -> Decision:
    """A link that offers this watchlist to whoever opens it."""
    queries = tuple(each.query for each in facts.subscriber.watches)
    if not queries:
        return answer(
            line(
                facts.words, "You watch nothing yet. Send {example} to begin.", example=typed("watch sovereign AI")
            )
        )
    if not facts.link:
        return answer(line(facts.words, "A watchlist can be shared in Telegram."))
    shared = digest(*queries)
    url = facts.link.format(word=shared)
    text = line(facts.words, "Whoever opens this link is offered your watches: {link}", link=link(url, url))
    return Decision(reply=Reply(paragraphs=(text,)), effects=(KeepShared(shared=shared, queries=queries),))


def take_shared(command: c.TakeShared, facts: Facts) -> Decision:
    if facts.shared is None:
        return Decision(reply=Reply(brief=facts.words.say("That watchlist is not shared any more.")))
    return _taken(facts.shared, (), facts)


def export(command: c.Export, facts: Facts) -> Decision:
    if not facts.subscriber.watches:
        return answer(
            line(
                facts.words, "You watch nothing yet. Send {example} to begin.", example=typed("watch sovereign AI")
            )
        )
    text = line(
        facts.words, "Your watchlist. {import_} takes it back, here or in another chat.", import_=typed("import")
    )
    document = Document(name="watchlist.txt", text=written(facts.subscriber))
    return Decision(reply=Reply(paragraphs=(text,), document=document))


def take_in(command: c.Import, facts: Facts) -> Decision:
    """Every line that can be read becomes a watch, or sets what it names; the others are named."""
    queries: list[str] = []
    unread: list[str] = []
    for text in command.text.splitlines():
        if not text.strip() or text.lstrip().startswith("#"):
            continue
        try:
            queries += [query.text for query in parse_watches(text)]
        except QueryError as error:
            unread.append(facts.words.tell(error.sentence))
    return _taken(tuple(queries), tuple(unread), facts, command.text)


def forget(command: c.Forget, facts: Facts) -> Decision:
    words = facts.words
    if command.confirmed:
        text = line(words, "Everything about this chat is deleted. {start} begins anew.", start=typed("start"))
        return Decision(reply=Reply(paragraphs=(text,), replaces=True), effects=(ForgetThem(),))
    count = len(facts.subscriber.watches)
    text = lines(
        words,
        count,
        "Delete everything about this chat: {count} watch and its settings? This cannot be undone.",
        "Delete everything about this chat: {count} watches and their settings? This cannot be undone.",
    )
    sure = Button(label=words.say("Delete everything"), action=encode(c.Forget(confirmed=True)))
    first = Button(label=words.say("Export first"), action=encode(c.Export()))
    return answer(text, (sure,), (first,))


def _taken(queries: tuple[str, ...], unread: tuple[str, ...], facts: Facts, text: str = "") -> Decision:
    words, batch = facts.words, batch_of(facts.now, "added")
    told = with_settings(facts.subscriber, text, words)
    subscriber, added = watchlist.add(told, queries, batch)
    known = len(set(queries)) - len(added)
    paragraphs: list[Paragraph] = []
    if added:
        paragraphs.append(lines(words, len(added), "Watching one more thing.", "Watching {count} more things."))
    elif not unread and told == facts.subscriber:
        paragraphs.append(line(words, "There was nothing new to watch."))
    if known and added:
        paragraphs.append(
            lines(
                words, known, "One was there already or did not fit.", "{count} were there already or did not fit."
            )
        )
    if unread:
        paragraphs.append(
            lines(words, len(unread), "One line could not be read:", "{count} lines could not be read:")
        )
        paragraphs += [plain(f"• {each}") for each in unread[:MOST_NAMED]]
    if told != facts.subscriber:
        paragraphs.append(line(words, "Times, summary and muted outlets are set as the list says."))
    row = (
        Button(label=words.say("Keep"), action=encode(c.Keep(batch=batch))),
        Button(label=words.say("Cancel"), action=encode(c.Cancel(batch=batch))),
    )
    reply = Reply(paragraphs=tuple(paragraphs), rows=(row,) if added else ())
    return Decision(reply=reply, subscriber=subscriber if added or told != facts.subscriber else None)
