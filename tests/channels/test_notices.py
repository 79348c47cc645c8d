"""What the bot says on its own account, in every channel: no watch below it, nothing to mute."""

from dataclasses import replace
from datetime import timedelta

from alertbot.alerts.alert import Delivery
from alertbot.alerts.notices import notice
from alertbot.channels.apprise import body
from alertbot.channels.console import line
from alertbot.channels.email.links import Links
from alertbot.channels.email.render import render as mail
from alertbot.channels.slack.render import render as slack
from alertbot.channels.telegram.render import render as telegram
from tests.made.values import NOW, delivery, subscriber

SAID = "The <Example> is back. What it publishes reaches you again."
LATER = NOW + timedelta(minutes=5)


def said() -> Delivery:
    return replace(delivery(), alert=notice(subscriber(), SAID, NOW), grows=False)


def test_telegram_says_it_without_a_watch() -> None:
    assert telegram(said(), now=LATER) == (
        "The &lt;Example&gt; is back. What it publishes reaches you again.\nalertbot · 5 min ago"
    )


def test_slack_says_it_without_buttons() -> None:
    message = slack(said(), now=LATER, buttons=True)
    assert message["text"] == "The &lt;Example&gt; is back. What it publishes reaches you again. — alertbot"
    assert [block["type"] for block in message["blocks"]] == ["rich_text", "context"]
    assert [each["text"] for each in message["blocks"][1]["elements"]] == ["alertbot · 5 minutes ago"]


def test_mail_says_it_and_can_be_unsubscribed_from() -> None:
    content = mail(said().alert, now=LATER, links=Links(unsubscribe="https://bot.example/unsubscribe/x"))
    assert content.subject == SAID
    assert "Watch" not in content.text + content.html
    assert "https://bot.example/unsubscribe/x" in content.text
    assert "https://bot.example/unsubscribe/x" in content.html


def test_console_and_apprise_say_it() -> None:
    assert line(said().alert) == f"alertbot · {SAID}"
    assert body(said(), most=1_000) == "alertbot"
