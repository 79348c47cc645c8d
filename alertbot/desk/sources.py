"""Where stories come from: browsing, and adding for those who may. No IO."""

from alertbot.desk import command as c
from alertbot.desk.action import encode
from alertbot.desk.facts import AddThisSource, Decision, Facts
from alertbot.desk.pieces import answer, refused
from alertbot.desk.reply import Button, Paragraph, Piece, Reply, Row, bold, line, lines, link, typed
from alertbot.errors import SourceError
from alertbot.stories.address import without_credentials
from alertbot.stories.source import Source

PAGE = 15


def show(command: c.ShowSources, facts: Facts) -> Decision:
    """The sources by name, in pages."""
    words = facts.words
    listed = sorted(facts.sources, key=lambda source: _name(source).casefold())
    if not listed:
        return answer(line(words, "There are no sources yet."))
    last = (len(listed) - 1) // PAGE
    page = min(command.page, last)
    head = lines(words, len(listed), "Stories come from one source.", "Stories come from {count} sources.")
    shown = [_listed(source) for source in listed[page * PAGE : (page + 1) * PAGE]]
    tail = (
        [line(words, "Add one with {example}.", example=typed("sources add URL"))] if facts.may_add_sources else []
    )
    reply = Reply(paragraphs=(head, *shown, *tail), rows=_pages(page, last), replaces=True)
    return Decision(reply=reply)


def add(command: c.AddSource, facts: Facts) -> Decision:
    if not facts.may_add_sources:
        return answer(line(facts.words, "Only those the operator named may add sources; please ask the operator."))
    if facts.found is None:
        return answer(line(facts.words, "There is no feed at that address."))
    if isinstance(facts.found, SourceError):
        return answer(refused(facts.found, facts.words))
    if any(each.id == facts.found.id for each in facts.sources):
        return answer(line(facts.words, "{source} is a source already.", source=bold(_name(facts.found))))
    text = line(
        facts.words,
        "{source} is a source now. You hear of what it publishes from here on.",
        source=bold(_name(facts.found)),
    )
    return Decision(reply=Reply(paragraphs=(text,)), effects=(AddThisSource(source=facts.found),))


def _listed(source: Source) -> Paragraph:
    return Paragraph(
        pieces=(Piece(text="• "), link(_name(source), without_credentials(source.url)), Piece(text=_tags(source)))
    )


def _name(source: Source) -> str:
    return source.name or without_credentials(source.url)


def _tags(source: Source) -> str:
    return " " + " ".join(f"#{tag}" for tag in source.tags) if source.tags else ""


def _pages(page: int, last: int) -> tuple[Row, ...]:
    if last == 0:
        return ()
    before = Button(label="‹", action=encode(c.ShowSources(page=page - 1))) if page else None
    here = Button(label=f"{page + 1}/{last + 1}", action=encode(c.ShowSources(page=page)))
    after = Button(label="›", action=encode(c.ShowSources(page=page + 1))) if page < last else None
    return (tuple(button for button in (before, here, after) if button),)
