"""Does Slack know the tokens, allow what is needed, and have the places alerts go to? Edge."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from alertbot.channels.slack.outcome import error_code
from alertbot.channels.slack.send import PEOPLE, SCOPES, TROUBLE
from alertbot.doctor.clock import date_of, skewed
from alertbot.doctor.finding import Finding, fault, fine, off, warning
from alertbot.doctor.places import Place, each_place
from alertbot.settings.environment import Secrets

OFF = fault(
    "slack-off",
    "a subscriber is told in Slack, and SLACK_BOT_TOKEN is not set",
    "set SLACK_BOT_TOKEN to the bot token (xoxb-…) of your Slack app",
)
TOKEN = fault(
    "slack-token",
    "Slack refuses SLACK_BOT_TOKEN",
    "copy the bot token (xoxb-…) again from the app's page OAuth & Permissions",
)
UNREACHABLE = fault(
    "slack-unreachable",
    "Slack does not answer, or not sensibly",
    "look at the network, and at SLACK_API_URL if set",
)
SCOPE = fault(
    "slack-scope",
    "the app lacks a scope that alerts or commands need",
    "add the scope, or install the app again from docs/slack-manifest.json",
)
WISH = warning(
    "slack-scope-optional",
    "the app lacks a scope, and something works less well",
    "add the scope, or install the app again from docs/slack-manifest.json",
)
APP_TOKEN = fault(
    "slack-app-token",
    "Slack opens no socket for SLACK_APP_TOKEN",
    "generate an app-level token (xapp-…) with the scope connections:write under Basic Information",
)
DEAF = warning(
    "slack-deaf",
    "alertbot can write in Slack, but nobody can talk to it",
    "set SLACK_APP_TOKEN (Socket Mode), or SLACK_SIGNING_SECRET and run the web role",
)
CHANNEL = fault(
    "slack-channel",
    "there is no such channel or person, or it is private and the bot is not in it",
    "copy the id again from the channel's About tab, and /invite @alertbot where it is private",
)
ARCHIVED = fault("slack-archived", "the channel is archived", "name another channel, or unarchive it")
OUTSIDE = fault("slack-not-member", "the bot is not in the channel", "/invite @alertbot in that channel")
LEFT = fault("slack-person-left", "the person's account is deactivated", "name another person")

FAULTS = (OFF, TOKEN, UNREACHABLE, SCOPE, WISH, APP_TOKEN, DEAF, CHANNEL, ARCHIVED, OUTSIDE, LEFT)

ABOUT = "slack"
NEEDED = frozenset({"chat:write", "commands"})
NO_SUCH = frozenset({"channel_not_found", "user_not_found", "users_not_found", "user_not_visible"})
SECONDS = 10


async def look_at_slack(secrets: Secrets, places: Sequence[Place], clock: Callable[[], datetime]) -> list[Finding]:
    """Findings about the tokens, then about each place."""
    if secrets.slack_bot_token is None:
        if places:
            return [OFF.at(ABOUT, f"{places[0].subscriber} is told in Slack, which is off")]
        return [off(ABOUT, "off: SLACK_BOT_TOKEN is not set")]
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(
            secrets.slack_bot_token.reveal(),
            base_url=secrets.slack_api_url or AsyncWebClient.BASE_URL,
            session=session,
            retry_handlers=[],
            timeout=SECONDS,
        )
        try:
            async with asyncio.timeout(SECONDS):
                answer = await client.auth_test()
        except TROUBLE as error:
            return [_refusal(error)]
        return await _look(secrets, client, answer, places, clock)


async def _look(
    secrets: Secrets,
    client: AsyncWebClient,
    answer: Any,
    places: Sequence[Place],
    clock: Callable[[], datetime],
) -> list[Finding]:
    headers = {str(name).lower(): str(value) for name, value in (answer.headers or {}).items()}
    granted = frozenset(headers.get("x-oauth-scopes", "").replace(" ", "").split(",")) - {""}
    date = date_of(headers.get("date"))
    seen = [*_scopes(granted), *(skewed(ABOUT, date, clock()) if date else ())]
    seen += await _listening(secrets, client)
    name = f"{answer.get('user', '?')} in {answer.get('team', '?')}"
    found = await each_place(places, lambda place: _place(client, place, granted))
    return [*(seen or [fine(ABOUT, name)]), *found]


def _refusal(error: Exception) -> Finding:
    if isinstance(error, SlackApiError) and (code := error_code(error)):
        return TOKEN.at(ABOUT, f"Slack answers {code} to SLACK_BOT_TOKEN")
    return UNREACHABLE.at(ABOUT, f"Slack does not answer sensibly ({type(error).__name__})")


def _scopes(granted: frozenset[str]) -> list[Finding]:
    """What the app is not allowed; nothing where Slack does not say what it is."""
    missing = SCOPES - granted if granted else frozenset()
    kinds = ((SCOPE, missing & NEEDED), (WISH, missing - NEEDED))
    return [kind.at(ABOUT, f"the app lacks {', '.join(sorted(each))}") for kind, each in kinds if each]


async def _listening(secrets: Secrets, client: AsyncWebClient) -> list[Finding]:
    if secrets.slack_app_token is None:
        return [] if secrets.slack_signing_secret else [DEAF.at(ABOUT, "nobody can talk to alertbot in Slack")]
    try:
        async with asyncio.timeout(SECONDS):
            await client.apps_connections_open(app_token=secrets.slack_app_token.reveal())
    except SlackApiError as error:
        return [APP_TOKEN.at(ABOUT, f"Slack answers {error_code(error) or 'nothing'} to SLACK_APP_TOKEN")]
    except TROUBLE as error:
        return [UNREACHABLE.at(ABOUT, f"Slack opens no socket ({type(error).__name__})")]
    return []


async def _place(client: AsyncWebClient, place: Place, granted: frozenset[str]) -> list[Finding]:
    """Asks about a channel or a person; what a missing scope hides stays unknown."""
    about = f"slack {place.to}"
    try:
        async with asyncio.timeout(SECONDS):
            if place.to.startswith(PEOPLE):
                person = await client.users_info(user=place.to)
                return _person(about, person.get("user") or {}, place)
            channel = await client.conversations_info(channel=place.to)
            return _channel(about, channel.get("channel") or {}, place, granted)
    except SlackApiError as error:
        code = error_code(error)
        return [CHANNEL.at(about, f"Slack answers {code} for {place.subscriber}")] if code in NO_SUCH else []
    except TROUBLE as error:
        return [UNREACHABLE.at(about, f"Slack does not answer sensibly ({type(error).__name__})")]


def _person(about: str, person: Mapping[str, Any], place: Place) -> list[Finding]:
    if not person.get("deleted"):
        return []
    return [LEFT.at(about, f"the person told for {place.subscriber} has left the workspace")]


def _channel(about: str, channel: Mapping[str, Any], place: Place, granted: frozenset[str]) -> list[Finding]:
    if channel.get("is_archived"):
        return [ARCHIVED.at(about, f"the channel of {place.subscriber} is archived")]
    is_open = not channel.get("is_private") and (not granted or "chat:write.public" in granted)
    if channel.get("is_member") is False and not is_open:
        return [OUTSIDE.at(about, f"the bot is not in the channel of {place.subscriber}")]
    return []
