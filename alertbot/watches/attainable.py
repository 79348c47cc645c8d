"""Could a watch ever hit, given what the sources are called? Queries in, names out. No IO."""

from collections.abc import Iterator, Sequence

from alertbot.watches.find import find_phrase, find_word
from alertbot.watches.nodes import And, Node, Not, Or, Phrase, Source, Word
from alertbot.watches.reading import Reading


def missing_sources(node: Node, names: Sequence[Reading]) -> tuple[str, ...]:
    """What `node` wants a source to be called and none of `names` is; empty when it can hit without."""
    return () if _can_hit(node, names) else tuple(dict.fromkeys(_missing(node, names)))


def _can_hit(node: Node, names: Sequence[Reading]) -> bool:
    match node:
        case Source():
            return any(_is_called(node.term, name) for name in names)
        case And():
            return all(_can_hit(each, names) for each in node.nodes)
        case Or():
            return any(_can_hit(each, names) for each in node.nodes)
    return True  # what a story may say is open, and so is what it may leave out


def _missing(node: Node, names: Sequence[Reading]) -> Iterator[str]:
    match node:
        case Source():
            if not _can_hit(node, names):
                yield node.term.typed
        case And() | Or():
            for each in node.nodes:
                yield from _missing(each, names)
        case Not():
            return


def _is_called(term: Word | Phrase, name: Reading) -> bool:
    return bool(find_word(term, name) if isinstance(term, Word) else find_phrase(term, name))
