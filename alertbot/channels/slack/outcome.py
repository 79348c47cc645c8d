"""What Slack's answer means for a delivery. An answer or an error in, an outcome out. No IO.

Error codes: https://docs.slack.dev/reference/methods/chat.postMessage#errors
"""

import re
from datetime import timedelta

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError, SlackClientError, SlackRequestError

from alertbot.alerts.outcome import Gone, Outcome, Rejected, Retry, Unauthorised

UNAUTHORISED = {
    "not_authed": "SLACK_BOT_TOKEN is missing from the request",
    "invalid_auth": "Slack does not know SLACK_BOT_TOKEN; copy it again from the app's page",
    "token_revoked": "SLACK_BOT_TOKEN was revoked; install the app again and copy the new one",
    "token_expired": "SLACK_BOT_TOKEN has expired; install the app again and copy the new one",
    "account_inactive": "the bot's account is deactivated; install the app again",
    "missing_scope": "the app lacks a scope; install it again with chat:write and chat:write.public",
    "no_permission": "the app lacks a permission; install it again with chat:write",
    "ekm_access_denied": "the workspace's administrators suspended posting",
    "org_login_required": "the workspace is being moved; it needs its administrators",
    "access_denied": "the app may not do this; install it again",
    "not_allowed_token_type": "SLACK_BOT_TOKEN is not a bot token; it begins with xoxb-",
}
GONE = {
    "channel_not_found": "there is no such channel, or the bot is not in it",
    "not_in_channel": "the bot is not in the channel; invite it",
    "is_archived": "the channel is archived",
    "user_not_found": "there is no such user",
    "user_disabled": "the user's account is deactivated",
    "cannot_dm_bot": "bots cannot be written to",
    "messages_tab_disabled": "the app's messages tab is off",
    "restricted_action": "only some people may post in the channel",
    "restricted_action_read_only_channel": "the channel is read-only",
    "restricted_action_non_threadable_channel": "the channel takes no threads",
    "message_not_found": "the message was deleted",
    "cant_update_message": "the message belongs to somebody else",
    "edit_window_closed": "the message is too old to be edited",
}
LATER = frozenset(
    {"ratelimited", "rate_limited", "message_limit_exceeded", "fatal_error", "internal_error"}
    | {"service_unavailable", "request_timeout", "team_added_to_org", "accesslimited"}
)


def outcome_of(error: Exception) -> Outcome:
    """The outcome of an attempt that ended with `error`."""
    match error:
        case SlackApiError():
            return _answer(error)
        case TimeoutError():
            return Retry(why="Slack did not answer in time")
        case ClientError() | OSError():
            return Retry(why=f"the connection to Slack broke ({type(error).__name__})")
        case SlackRequestError():
            return Rejected(why="slack-sdk refused the message")
        case SlackClientError() | ValueError():
            return Retry(why="Slack answered something that is not its API")
    return Retry(why=f"the Slack client failed ({type(error).__name__})")


def error_code(error: SlackApiError) -> str:
    """Slack's own word for what went wrong, empty when it gave none."""
    data = getattr(error.response, "data", None)
    code = str(data.get("error", "")) if isinstance(data, dict) else ""
    return code if re.fullmatch(r"[a-z0-9_]{0,60}", code) else "an unknown word"  # what is echoed may be a secret


def _answer(error: SlackApiError) -> Outcome:
    status, code = int(getattr(error.response, "status_code", 0)), error_code(error)
    if status == 429 or code in ("ratelimited", "rate_limited"):
        return Retry(why="Slack asks to slow down", after=_wish(error))
    if code in UNAUTHORISED:
        return Unauthorised(why=UNAUTHORISED[code])
    if code in GONE:
        return Gone(why=GONE[code])
    if code in LATER or status >= 500:
        return Retry(why=f"Slack is in trouble: {code or status}", after=_wish(error))
    if code:
        return Rejected(why=f"Slack refused the message: {code}")
    return Retry(why=f"Slack answered {status} without a reason")


def _wish(error: SlackApiError) -> timedelta | None:
    """Retry-After in seconds; None leaves the pause to the backoff."""
    headers = {str(key).lower(): str(value) for key, value in dict(error.response.headers or {}).items()}
    value = headers.get("retry-after", "").strip()
    return timedelta(seconds=min(int(value[:6]), 86_400)) if value.isascii() and value.isdigit() else None
