"""The buttons under an alert. A delivery in, Block Kit out. No IO.

They carry the desk's tokens and act for the whole channel they are pressed in.
"""

from alertbot.channels.slack.elements import Json
from alertbot.desk import command as c
from alertbot.desk.action import TIMES, encode
from alertbot.desk.alerting import buttons
from alertbot.desk.when import When
from alertbot.language import Language

LONGEST_LABEL = 75


def alert_buttons(delivery: str, words: Language) -> Json:
    """Snooze, mute, not relevant, why; what is asked for less often stays behind the three dots."""
    told = [each for row in buttons(delivery, words) for each in row]
    shown = [button(each.label, each.action, place) for place, each in enumerate(told)]
    return {"type": "actions", "elements": [*shown, overflow(_seldom(words), "desk-more")]}


def bundle_buttons(words: Language) -> Json:
    """For a burst: silence for a while, and the way to narrow what is watched."""
    told = enumerate(_burst(words))
    return {"type": "actions", "elements": [button(label, token, n) for n, (label, token) in told]}


def button(label: str, token: str, place: int, *, kind: str = "desk") -> Json:
    """One button; `place` keeps the names of a block's buttons apart."""
    return {
        "type": "button",
        "action_id": f"{kind}-{place}",
        "text": plain(label),
        "value": token,
    }


def overflow(options: list[tuple[str, str]], action_id: str) -> Json:
    """The menu behind three dots: labels and tokens."""
    listed = [{"text": plain(label), "value": token} for label, token in options]
    return {"type": "overflow", "action_id": action_id, "options": listed}


def plain(text: str) -> Json:
    """A label; nothing in it is parsed."""
    return {"type": "plain_text", "text": text[:LONGEST_LABEL] or " ", "emoji": False}


def _seldom(words: Language) -> list[tuple[str, str]]:
    return [
        (words.say("Pause until tomorrow"), encode(c.Pause(when=_time("am")))),
        (words.say("Show all watches here"), encode(c.ShowList())),
    ]


def _burst(words: Language) -> list[tuple[str, str]]:
    return [(words.say("Pause for an hour"), encode(c.Pause(when=_time("1h")))), *_seldom(words)]


def _time(name: str) -> When:
    return TIMES[name] or When()
