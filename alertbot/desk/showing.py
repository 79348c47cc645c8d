"""Showing watches: the list, one of them, what it would bring, how it could be narrowed. No IO."""

from collections.abc import Iterator

from alertbot.alerts.subscriber import Subscriber, Watch
from alertbot.desk import command as c
from alertbot.desk.action import encode
from alertbot.desk.facts import Decision, Facts
from alertbot.desk.meaning import meaning, tells_more
from alertbot.desk.narrow import refined, refinements
from alertbot.desk.pieces import a_story, counted, gone, one_button, until
from alertbot.desk.reply import Button, Paragraph, Piece, Reply, Row, bold, code, line, lines, typed
from alertbot.desk.watchlist import find

PAGE = 8
"""Watches on one page of a list."""

MOST_EXAMPLES = 5
LONGEST_LISTED = 200


def show_list(command: c.ShowList, facts: Facts) -> Decision:
    """One button a watch, in pages; the numbers are those `/unwatch` takes."""
    watches, words = facts.subscriber.watches, facts.words
    if not watches:
        text = line(words, "You watch nothing yet. Send {example} to begin.", example=typed("watch sovereign AI"))
        return Decision(reply=Reply(paragraphs=(text,), replaces=True))
    last = (len(watches) - 1) // PAGE
    page = min(command.page, last)
    shown = list(enumerate(watches, 1))[page * PAGE : (page + 1) * PAGE]
    head = lines(words, len(watches), "You watch one thing.", "You watch {count} things.")
    listed = [_listed(number, watch, facts) for number, watch in shown]
    rows = [one_button(f"{number}. {watch.query}", c.ShowWatch(watch=watch.id)) for number, watch in shown]
    reply = Reply(
        paragraphs=(head, *_state(facts), *listed),
        rows=(*(rows if not facts.subscriber.provisioned else ()), *_pages(page, last), _pause_row(facts)),
        replaces=True,
    )
    return Decision(reply=reply)


def show_watch(command: c.ShowWatch, facts: Facts) -> Decision:
    watch = find(facts.subscriber, command.watch)
    if watch is None:
        return gone(facts)
    paragraphs = (_meant(watch, facts), *_muted(watch, facts))
    return Decision(reply=Reply(paragraphs=paragraphs, rows=_watch_rows(watch, facts), replaces=True))


def show_examples(command: c.ShowExamples, facts: Facts) -> Decision:
    """What the watch would have brought, as a message of its own."""
    watch = find(facts.subscriber, command.watch)
    if watch is None:
        return gone(facts)
    preview = facts.previews.get(watch.query)
    paragraphs = [line(facts.words, "{watch}:", watch=bold(watch.query)), *counted(preview, facts.words)]
    for example in preview.examples[:MOST_EXAMPLES] if preview else ():
        paragraphs += a_story(example, facts)
    return Decision(reply=Reply(paragraphs=tuple(paragraphs)))


def show_refinements(command: c.ShowRefinements, facts: Facts) -> Decision:
    watch = find(facts.subscriber, command.watch)
    if watch is None:
        return gone(facts)
    hows = refinements(watch.query, facts.previews.get(watch.query))
    rows = [one_button(refined(watch.query, how), c.Refine(watch=watch.id, how=how)) for how in hows]
    text = (
        line(facts.words, "Narrow {watch} to:", watch=bold(watch.query))
        if rows
        else line(facts.words, "I know no way to narrow {watch}.", watch=bold(watch.query))
    )
    back = one_button(facts.words.say("‹ Back"), c.ShowWatch(watch=watch.id))
    return Decision(reply=Reply(paragraphs=(text,), rows=(*rows, back), replaces=True))


def ask_edit(command: c.AskEdit, facts: Facts) -> Decision:
    watch = find(facts.subscriber, command.watch)
    if watch is None:
        return gone(facts)
    instead = code(watch.query)
    text = (
        line(facts.words, "Reply to this message with what I should watch instead of {watch}.", watch=instead)
        if facts.in_group
        else line(facts.words, "Send me what I should watch instead of {watch}.", watch=instead)
    )
    back = one_button(facts.words.say("‹ Back"), c.ShowWatch(watch=watch.id))
    return Decision(reply=Reply(paragraphs=(text,), rows=(back,), asks_about=watch.id))


def _meant(watch: Watch, facts: Facts) -> Paragraph:
    meant = meaning(watch.query, facts.words)
    if not tells_more(meant, watch.query):
        return Paragraph(pieces=(bold(watch.query),))
    return line(facts.words, "{watch}: {meant}", watch=bold(watch.query), meant=meant)


def _listed(number: int, watch: Watch, facts: Facts) -> Paragraph:
    muted = watch.muted_until is not None and watch.muted_until > facts.now
    mark = (Piece(text=" 🔇"),) if muted else ()
    return Paragraph(pieces=(Piece(text=f"{number}. "), bold(_short(watch.query)), *mark))


def _short(query: str) -> str:
    """So that a page of the longest watches fits one message."""
    return query if len(query) <= LONGEST_LISTED else query[: LONGEST_LISTED - 1] + "…"


def _state(facts: Facts) -> Iterator[Paragraph]:
    """What keeps alerts back at the moment."""
    subscriber, words = facts.subscriber, facts.words
    if subscriber.provisioned:
        yield line(words, "This watchlist is kept by the operator; it cannot be changed here.")
    if subscriber.paused_until and subscriber.paused_until > facts.now:
        yield line(words, "Everything is paused; {resume} ends it.", resume=typed("resume"))


def _pause_row(facts: Facts) -> Row:
    """The whole watchlist, held or not."""
    paused = facts.subscriber.paused_until is not None and facts.subscriber.paused_until > facts.now
    if paused:
        return one_button(facts.words.say("Resume"), c.Resume())
    return one_button(facts.words.say("Pause everything"), c.Pause())


def _muted(watch: Watch, facts: Facts) -> Iterator[Paragraph]:
    if watch.muted_until and watch.muted_until > facts.now:
        yield line(facts.words, "Muted {until}.", until=until(watch.muted_until, facts))


def _watch_rows(watch: Watch, facts: Facts) -> tuple[Row, ...]:
    words = facts.words
    muted = watch.muted_until is not None and watch.muted_until > facts.now
    snooze = Button(label=words.say("Snooze…"), action=encode(c.ShowMute(watch=watch.id)))
    sound = (
        Button(label=words.say("Unmute"), action=encode(c.MuteWatch(watch=watch.id, when=None)))
        if muted
        else Button(label=words.say("Mute"), action=encode(c.MuteWatch(watch=watch.id)))
    )
    return (
        (
            Button(label=words.say("Examples"), action=encode(c.ShowExamples(watch=watch.id))),
            Button(label=words.say("Refine"), action=encode(c.ShowRefinements(watch=watch.id))),
        ),
        (snooze, sound),
        (
            Button(label=words.say("Edit"), action=encode(c.AskEdit(watch=watch.id))),
            Button(label=words.say("Delete"), action=encode(c.RemoveWatch(watch=watch.id))),
        ),
        one_button(words.say("‹ List"), c.ShowList(page=_page_of(watch, facts.subscriber))),
    )


def _page_of(watch: Watch, subscriber: Subscriber) -> int:
    return subscriber.watches.index(watch) // PAGE


def _pages(page: int, last: int) -> Iterator[Row]:
    if last == 0:
        return
    before = Button(label="‹", action=encode(c.ShowList(page=page - 1))) if page else None
    after = Button(label="›", action=encode(c.ShowList(page=page + 1))) if page < last else None
    here = Button(label=f"{page + 1}/{last + 1}", action=encode(c.ShowList(page=page)))
    yield tuple(button for button in (before, here, after) if button)
