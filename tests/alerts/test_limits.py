"""Which limits a message keeps."""

from alertbot.alerts.alert import Address
from alertbot.alerts.limits import buckets


def names(channel: str, to: str) -> set[str]:
    return {bucket.name for bucket in buckets(Address(channel=channel, to=to))}


def test_a_slack_message_counts_for_its_channel_and_its_workspace() -> None:
    assert names("slack", "C1") == {"slack:C1", "slack"}


def test_a_telegram_group_has_a_limit_of_its_own_which_its_topics_share() -> None:
    assert names("telegram", "42") == {"telegram:42", "telegram"}
    assert names("telegram", "-100:5") == names("telegram", "-100:6")
    assert names("telegram", "-100:5") == {"telegram:-100", "telegram:-100:group", "telegram"}


def test_the_console_has_no_limit() -> None:
    assert names("console", "desk") == set()
