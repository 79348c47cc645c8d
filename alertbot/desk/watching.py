"""Adding, narrowing and removing watches. Commands and facts in, decisions out. No IO."""

from collections.abc import Iterator

from alertbot.alerts.subscriber import Subscriber, Watch
from alertbot.desk import command as c
from alertbot.desk import watchlist
from alertbot.desk.action import encode, fits
from alertbot.desk.facts import Decision, Facts, KeepShared
from alertbot.desk.meaning import meaning, tells_more
from alertbot.desk.narrow import refined
from alertbot.desk.pieces import SHOWN, a_story, counted, gone, joined, open_row, refused, undo_row
from alertbot.desk.reply import Button, Paragraph, Piece, Reply, Row, bold, line, lines, typed
from alertbot.desk.watchlist import MOST_WATCHES, batch_of, find, named
from alertbot.errors import QueryError
from alertbot.language import Language
from alertbot.stories.identity import digest
from alertbot.watches.query import parse_watches


def add(command: c.AddWatches, facts: Facts) -> Decision:
    """Adds at once; the buttons keep, narrow or take back what was added."""
    try:
        queries = [query.text for query in parse_watches(command.text)]
    except QueryError as error:
        return Decision(reply=Reply(paragraphs=(refused(error, facts.words),)))
    batch = batch_of(facts.now, "added")
    subscriber, added = watchlist.add(facts.subscriber, queries, batch)
    if not added:
        return Decision(reply=_nothing_new(queries, facts))
    reply = Reply(
        paragraphs=(*_announced(added, facts), *_full(len(queries) - len(added), subscriber, facts.words)),
        rows=_after_adding(added, batch, facts.words),
    )
    return Decision(reply=reply, subscriber=subscriber)


def offer(command: c.Offer, facts: Facts) -> Decision:
    """Plain words are perhaps a watch, several lines several: one button makes them so."""
    words = facts.words
    try:
        queries = tuple(dict.fromkeys(query.text for query in parse_watches(command.text)))
    except QueryError:
        text = line(words, "To watch something, send {example}.", example=typed("watch sovereign AI"))
        return Decision(reply=Reply(paragraphs=(text,)))
    if len(queries) == 1 and fits(f"1:a:{queries[0]}"):
        text = line(words, "Shall I watch {watch} for you?", watch=bold(queries[0]))
        button = Button(label=words.say("Yes, watch it"), action=encode(c.AddWatches(text=queries[0])))
        return Decision(reply=Reply(paragraphs=(text,), rows=((button,),)))
    return _offered(queries, facts)


def _offered(queries: tuple[str, ...], facts: Facts) -> Decision:
    """More than a button can carry: it carries the word under which they are kept for a while."""
    words, shared = facts.words, digest(*queries)
    text = lines(words, len(queries), "Shall I watch this for you?", "Shall I watch these {count} things for you?")
    shown = [Paragraph(pieces=(Piece(text="• "), bold(query))) for query in queries[:SHOWN]]
    more = [Paragraph(pieces=(Piece(text=f"+{len(queries) - SHOWN}"),))] if len(queries) > SHOWN else []
    button = Button(label=words.say("Yes, watch it"), action=encode(c.TakeShared(shared=shared)))
    reply = Reply(paragraphs=(text, *shown, *more), rows=((button,),))
    return Decision(reply=reply, effects=(KeepShared(shared=shared, queries=queries),))


def keep(command: c.Keep, facts: Facts) -> Decision:
    return Decision(reply=Reply(replaces=True, brief=facts.words.say("Kept. I will tell you.")))


def cancel(command: c.Cancel, facts: Facts) -> Decision:
    added = tuple(each for each in facts.subscriber.watches if each.batch == command.batch)
    return _removal(added, facts)


def remove(command: c.Remove, facts: Facts) -> Decision:
    watch = named(facts.subscriber, command.which)
    if watch is None:
        text = line(
            facts.words,
            "You have no watch {watch}; {list} shows them with their numbers.",
            watch=bold(command.which),
            list=typed("list"),
        )
        return Decision(reply=Reply(paragraphs=(text,)))
    return _removal((watch,), facts, replaces=False)


def remove_watch(command: c.RemoveWatch, facts: Facts) -> Decision:
    watch = find(facts.subscriber, command.watch)
    return _removal((watch,) if watch else (), facts)


def undo(command: c.Undo, facts: Facts) -> Decision:
    subscriber, back = watchlist.undo(facts.subscriber, command.batch)
    if not back:
        return Decision(reply=Reply(brief=facts.words.say("There is nothing to undo any more.")))
    text = line(facts.words, "Watching {watches} again.", watches=bold(joined(back)))
    rows = (open_row(back[0], facts.words),) if len(back) == 1 else ()
    return Decision(reply=Reply(paragraphs=(text,), rows=rows, replaces=True), subscriber=subscriber)


def refine(command: c.Refine, facts: Facts) -> Decision:
    watch = find(facts.subscriber, command.watch)
    return gone(facts) if watch is None else _exchanged(watch, refined(watch.query, command.how), facts)


def edit(command: c.Edit, facts: Facts) -> Decision:
    watch = find(facts.subscriber, command.watch)
    return gone(facts) if watch is None else _exchanged(watch, command.text, facts)


def _exchanged(watch: Watch, text: str, facts: Facts) -> Decision:
    try:
        queries = parse_watches(text)
    except QueryError as error:
        return Decision(reply=Reply(paragraphs=(refused(error, facts.words),)))
    if len(queries) != 1:
        text_ = line(facts.words, "That is several watches; send them with {example}.", example=typed("watch"))
        return Decision(reply=Reply(paragraphs=(text_,)))
    batch = batch_of(facts.now, "exchanged")
    subscriber = watchlist.exchange(facts.subscriber, watch, queries[0].text, batch)
    new = next(each for each in subscriber.watches if each.batch == batch)
    text_ = line(facts.words, "Watching {new} instead of {old}.", new=bold(new.query), old=bold(watch.query))
    preview = facts.previews.get(new.query)
    rows = (undo_row(batch, facts.words), open_row(new, facts.words))
    reply = Reply(paragraphs=(text_, *counted(preview, facts.words)), rows=rows, replaces=True)
    return Decision(reply=reply, subscriber=subscriber)


def _removal(taken: tuple[Watch, ...], facts: Facts, *, replaces: bool = True) -> Decision:
    if not taken:
        return gone(facts)
    batch = batch_of(facts.now, "removed")
    subscriber = watchlist.remove(facts.subscriber, [each.id for each in taken], batch)
    text = line(facts.words, "No longer watching {watches}.", watches=bold(joined(taken)))
    reply = Reply(paragraphs=(text,), rows=(undo_row(batch, facts.words),), replaces=replaces)
    return Decision(reply=reply, subscriber=subscriber)


def _nothing_new(queries: list[str], facts: Facts) -> Reply:
    words = facts.words
    if len(facts.subscriber.watches) >= MOST_WATCHES:
        return Reply(paragraphs=tuple(_full(1, facts.subscriber, words)))
    watch = named(facts.subscriber, queries[0])
    text = line(words, "You watch {watch} already.", watch=bold(", ".join(queries[:SHOWN])))
    return Reply(paragraphs=(text,), rows=(open_row(watch, words),) if watch and len(queries) == 1 else ())


def _full(left_out: int, subscriber: Subscriber, words: Language) -> Iterator[Paragraph]:
    if left_out > 0 and len(subscriber.watches) >= MOST_WATCHES:
        yield line(words, "A watchlist holds {most} watches; remove some first.", most=str(MOST_WATCHES))


def _announced(added: tuple[Watch, ...], facts: Facts) -> Iterator[Paragraph]:
    """What was understood and what the last days would have brought, each watch when they are few."""
    words = facts.words
    if len(added) > SHOWN:
        yield lines(words, len(added), "Watching one more thing.", "Watching {count} more things.")
        return
    for watch in added:
        preview = facts.previews.get(watch.query)
        known = preview.understood if preview and words.tag == "en" else ""  # a preview knows it in English
        meant = known or meaning(watch.query, words)
        if tells_more(meant, watch.query):
            yield line(words, "Watching {watch}: {meant}.", watch=bold(watch.query), meant=meant)
        else:
            yield line(words, "Watching {watch}.", watch=bold(watch.query))
        yield from counted(preview, words)
        for example in preview.examples[: 2 if len(added) == 1 else 1] if preview else ():
            yield from a_story(example, facts)


def _after_adding(added: tuple[Watch, ...], batch: str, words: Language) -> tuple[Row, ...]:
    keep_it = Button(label=words.say("Keep"), action=encode(c.Keep(batch=batch)))
    cancel_it = Button(label=words.say("Cancel"), action=encode(c.Cancel(batch=batch)))
    if len(added) > 1:
        return ((keep_it, cancel_it),)
    (watch,) = added
    narrow = Button(label=words.say("Refine"), action=encode(c.ShowRefinements(watch=watch.id)))
    examples = Button(label=words.say("Examples"), action=encode(c.ShowExamples(watch=watch.id)))
    return ((keep_it, narrow), (examples, cancel_it))
