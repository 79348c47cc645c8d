"""The modals: one to add or edit a watch while seeing what it would bring, one to answer in. No IO."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from alertbot.channels.slack.elements import Json, cut
from alertbot.desk.facts import Facts
from alertbot.desk.foreseen import foreseen
from alertbot.desk.pieces import refused
from alertbot.desk.reply import Reply
from alertbot.errors import QueryError
from alertbot.language import Language
from alertbot.surfaces.slack.place import Place
from alertbot.surfaces.slack.reply import blocks, told
from alertbot.watches.query import parse_watches

MOST_CHARACTERS = 500
MOST_PREVIEWS = 3
EXAMPLES = 3


def watch_modal(
    place: Place, words: Language, *, watch: str = "", query: str = "", below: Iterable[Json] = ()
) -> Json:
    """A line to type a watch in, and `below` it what it would bring."""
    return {
        "type": "modal",
        "callback_id": "watch",
        "private_metadata": f"{place.to}/{watch}",
        "title": _plain(words.say("Change a watch") if watch else words.say("Watch the news")),
        "submit": _plain(words.say("Save") if watch else words.say("Watch")),
        "close": _plain(words.say("Cancel")),
        "blocks": [_input(words, query), *_for_whom(place, words), {"type": "divider"}, *below],
    }


def answer_modal(place: Place, reply: Reply, words: Language) -> Json:
    """A modal that says `reply`."""
    return {
        "type": "modal",
        "callback_id": "answer",
        "private_metadata": f"{place.to}/",
        "title": _plain("alertbot"),
        "close": _plain(words.say("Close")),
        "blocks": blocks(reply) or [_small(words.say("Done."))],
    }


def working_modal(place: Place, words: Language) -> Json:
    """What is shown until the answer is there."""
    return {
        "type": "modal",
        "callback_id": "answer",
        "private_metadata": f"{place.to}/",
        "title": _plain("alertbot"),
        "close": _plain(words.say("Close")),
        "blocks": [_small(words.say("One moment…"))],
    }


def previewed(text: str, facts: Facts) -> list[Json]:
    """What the watches in `text` mean and would have brought, or what is wrong with them."""
    if not text.strip():
        return [_small(facts.words.say("Type, and see here what the last week would have brought."))]
    try:
        queries = parse_watches(text)
    except QueryError as error:
        return list(told([refused(error, facts.words)]))
    shown = queries[:MOST_PREVIEWS]
    most = EXAMPLES if len(shown) == 1 else 1
    return [block for query in shown for block in told(foreseen(query.text, facts, most=most))]


def fault_in(text: str, words: Language) -> str:
    """Why `text` cannot be watched, empty when it can."""
    try:
        parse_watches(text)
    except QueryError as error:
        return words.tell(error.sentence)
    return ""


def typed_in(view: Mapping[str, Any]) -> str:
    """What stands in the line of a watch modal."""
    said = view["state"]["values"].get("query", {}).get("query", {})
    return str(said.get("value") or "")


def suggestion(headline: str) -> str:
    """A watch for more of the same: the names in a headline, else its longest word."""
    words = re.findall(r"[^\W_][\w'’.-]*", headline)
    names = [
        word.strip(".'’-") for place, word in enumerate(words) if word[0].isupper() and (place or len(word) > 3)
    ]
    names = [re.sub(r"['’]s$", "", name) for name in names if len(name) > 1]
    if names:
        return " ".join(dict.fromkeys(names[:2]))
    return max(words, key=len, default="")


def _input(words: Language, query: str) -> Json:
    """Block and action keep their names, so that a new preview does not touch what is being typed."""
    return {
        "type": "input",
        "block_id": "query",
        "dispatch_action": True,
        "label": _plain(words.say("What do you care about?")),
        "hint": _plain(words.say('"data center" means the words side by side. Commas separate watches.')),
        "element": {
            "type": "plain_text_input",
            "action_id": "query",
            "max_length": MOST_CHARACTERS,
            "placeholder": _plain("sovereign AI"),
            "dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]},
            **({"initial_value": query[:MOST_CHARACTERS]} if query else {}),
        },
    }


def _for_whom(place: Place, words: Language) -> list[Json]:
    if not place.is_channel:
        return []
    text = words.say("For everyone in {channel}.", channel=f"<#{place.to}>")
    return [{"type": "context", "elements": [{"type": "mrkdwn", "text": text}]}]


def _small(text: str) -> Json:
    return {"type": "context", "elements": [{"type": "plain_text", "text": cut(text, 1_000), "emoji": False}]}


def _plain(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": False}
