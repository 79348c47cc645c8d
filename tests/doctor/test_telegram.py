"""Each fault of Telegram's, planted in a Bot API on loopback, is found through the real client."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from alertbot.doctor.finding import Finding
from alertbot.doctor.places import Place
from alertbot.doctor.telegram import look_at_telegram
from alertbot.settings.environment import read_secrets
from tests.made.bot_api import TOKEN, BotApi, Refusal, bot_api

HOOK = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}


@pytest.fixture
async def telegram() -> AsyncIterator[BotApi]:
    async with bot_api() as made:
        made.answers["getWebhookInfo"] = HOOK
        yield made


async def look(
    telegram: BotApi, *to: str, polling: bool = True, contested: bool = False, **environ: str
) -> list[Finding]:
    given = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": telegram.url} | environ
    places = [Place(channel="telegram", to=each, subscriber="desk") for each in to]
    return await look_at_telegram(read_secrets(given), places, polling=polling, contested=contested)


def names(found: list[Finding]) -> list[str]:
    return [each.name for each in found]


async def test_a_bot_in_order_is_named(telegram: BotApi) -> None:
    (found,) = await look(telegram, "77", "-100123:5")
    assert (found.state, found.said) == ("fine", "@news_bot")
    assert [each["action"] for each in telegram.of("sendChatAction")] == ["typing", "typing"]
    assert telegram.of("sendMessage") == []


async def test_a_bad_token_is_found(telegram: BotApi) -> None:
    assert names(await look(telegram, TELEGRAM_BOT_TOKEN="123456:wrong")) == ["telegram-token"]


async def test_something_that_is_not_telegram_is_found(telegram: BotApi) -> None:
    assert names(await look(telegram, TELEGRAM_API_URL="http://127.0.0.1:1")) == ["telegram-unreachable"]
    telegram.answers["getMe"] = lambda: web.Response(text="<h1>Welcome</h1>")
    assert names(await look(telegram)) == ["telegram-unreachable"]
    telegram.answers["getMe"] = 7
    assert names(await look(telegram)) == ["telegram-unreachable"]


async def test_a_webhook_while_we_poll_is_found_without_its_path(telegram: BotApi) -> None:
    telegram.answers["getWebhookInfo"] = HOOK | {"url": "https://other.example.com/a-secret-path"}
    (found,) = await look(telegram, polling=False)
    assert found.name == "telegram-webhook"
    assert found.said == "updates are posted to other.example.com"


OURS = {"PUBLIC_URL": "https://bot.example.com", "TELEGRAM_WEBHOOK_SECRET": "s3cret"}


async def test_a_webhook_that_leads_elsewhere_is_found(telegram: BotApi) -> None:
    telegram.answers["getWebhookInfo"] = HOOK | {"url": "https://old.example.com/telegram/updates"}
    assert names(await look(telegram, **OURS)) == ["telegram-webhook-elsewhere"]


async def test_a_webhook_that_fails_is_found_with_telegram_s_reason(telegram: BotApi) -> None:
    failing = {"last_error_date": 1773307800, "last_error_message": "SSL error", "pending_update_count": 3}
    telegram.answers["getWebhookInfo"] = HOOK | {"url": "https://bot.example.com/telegram/updates"} | failing
    (found,) = await look(telegram, **OURS)
    assert found.name == "telegram-webhook-failing"
    assert "SSL error" in found.said


async def test_two_pollers_of_one_token_are_found(telegram: BotApi) -> None:
    conflict = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    telegram.answers["getUpdates"] = Refusal(status=409, description=conflict)
    assert names(await look(telegram, polling=False)) == ["telegram-two-pollers"]


async def test_our_own_poller_is_not_interrupted_but_believed(telegram: BotApi) -> None:
    assert names(await look(telegram, polling=True, contested=True)) == ["", "telegram-two-pollers"]
    assert telegram.of("getUpdates") == []


REFUSALS = [
    (Refusal(status=400, description="Bad Request: chat not found"), "telegram-chat"),
    (Refusal(status=400, description="Bad Request: message thread not found"), "telegram-chat"),
    (Refusal(status=403, description="Forbidden: bot was kicked from the supergroup chat"), "telegram-blocked"),
    (Refusal(status=403, description="Forbidden: bot was blocked by the user"), "telegram-blocked"),
    (Refusal(status=400, description="Bad Request: CHAT_WRITE_FORBIDDEN"), "telegram-blocked"),
    (Refusal(status=400, description="Bad Request: not enough rights to send text"), "telegram-blocked"),
    (
        Refusal(
            status=400,
            description="Bad Request: group chat was upgraded to a supergroup chat",
            parameters={"migrate_to_chat_id": -100987},
        ),
        "telegram-migrated",
    ),
]


@pytest.mark.parametrize(("refusal", "name"), REFUSALS)
async def test_a_chat_the_bot_cannot_write_to_is_found(telegram: BotApi, refusal: Refusal, name: str) -> None:
    telegram.answers["sendChatAction"] = refusal
    first, found = await look(telegram, "-100123")
    assert (first.name, found.name) == ("", name)
    assert "desk" in found.said


async def test_a_subscriber_without_telegram_is_found(telegram: BotApi) -> None:
    assert names(await look(telegram, "77", TELEGRAM_BOT_TOKEN="")) == ["telegram-off"]
    (found,) = await look(telegram, TELEGRAM_BOT_TOKEN="")
    assert found.state == "off"
