"""Somebody follows the README, and nothing else, to an alert in Slack, in Telegram and by e-mail."""

import asyncio
import os
import signal
from pathlib import Path

from tests.docs.pages import ROOT, blocks, commands
from tests.docs.world import World, world
from tests.made.chatting import Person
from tests.made.waiting import eventually

README = ROOT / "README.md"
TYPED = ("export ", ".venv/bin/python -m alertbot ")


def configure(made: World) -> None:
    """The bundled configuration with the README's lines at its end; its feeds are one on loopback."""
    bundled = (ROOT / "config" / "alertbot.toml").read_text(encoding="utf-8")
    head, _, rest = bundled.partition("[[sources]]")
    subscribers = rest[rest.index("[[subscribers]]") :]
    (added,) = [block.text for block in blocks(README) if block.language == "toml"]
    fetch = 'interval = "1s"\nmax_interval = "1s"\nallow_networks = ["127.0.0.0/8"]\n'
    source = f'[[sources]]\nurl = "{made.stand.url}"\n'
    text = f"{head}{fetch}{source}{subscribers}\n{added}\n"
    (made.folder / "config" / "alertbot.toml").write_text(text, encoding="utf-8")


async def is_connected(made: World) -> None:
    await eventually("Slack has a socket", lambda: made.slack.sockets, 60)
    await eventually("Telegram is polled", lambda: made.telegram.of("getUpdates"), 60)
    await eventually("the feed was read", lambda: made.stand.polls >= 2, 60)


async def test_the_readme_leads_to_an_alert_in_slack_in_telegram_and_by_mail(tmp_path: Path, zygote: Path) -> None:
    typed = [
        each for each in commands(README) if each.text.startswith(("export ", ".venv/bin/python -m alertbot "))
    ]
    assert [each.text.rpartition(" ")[2] for each in typed[-2:]] == ["check", "run"]
    async with world(tmp_path, zygote, stays=True) as made:
        configure(made)
        following = asyncio.create_task(made.run(typed, 180))
        await is_connected(made)
        ada = Person(api=made.telegram)
        ada.say('/watch Mistral, "data center"')
        await made.slack.socket("slash_commands", made.slack.command('watch Mistral, "data center"'))
        await ada.sees("Mistral")
        await eventually("Slack has answered", lambda: made.slack.replies, 60)
        polls = made.stand.polls
        await eventually("the feed was read again", lambda: made.stand.polls >= polls + 2, 60)
        made.stand.publish("Mistral AI buys a data center", "Mistral AI buys a data center near Paris.")
        await eventually("Slack is told", lambda: "buys" in str(made.slack.messages), 60)
        await eventually("a mail has come", lambda: made.mailbox.taken, 60)
        await ada.sees("buys a")
        os.kill(int((made.folder / "pid").read_text("utf-8")), signal.SIGTERM)
        ran = await following
    assert [each.status for each in ran] == [0] * len(ran), "\n".join(each.out + each.err for each in ran)
    assert "buys a data center" in ran[-1].out
    assert [to for to, _ in made.mailbox.taken] == ["you@example.com"]
