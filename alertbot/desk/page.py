"""A link to the status page, for who asks in a chat. No IO."""

from alertbot.desk import command as c
from alertbot.desk.facts import Decision, Facts
from alertbot.desk.pieces import answer
from alertbot.desk.reply import Paragraph, Reply, line, link


def status(command: c.Status, facts: Facts) -> Decision:
    """Operators get a link to everything, all others to what is theirs; a group never to more than its own."""
    words = facts.words
    if not facts.status:
        return answer(line(words, "This bot has no web page: its operator has not set PUBLIC_URL."))
    opens = Paragraph(pieces=(link(words.say("Open the status page"), facts.status.url),))
    if facts.status.everything:
        about = line(words, "It shows everything. Anyone with this link sees that too; it opens for 15 minutes.")
    else:
        about = line(words, "It shows this chat’s watches and what they brought. The link opens for 15 minutes.")
    return Decision(reply=Reply(paragraphs=(opens, about)))
