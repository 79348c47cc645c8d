"""The composition root: settings in, roles that run. Nothing else knows all the parts."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime

from aiohttp.web import RouteDef

from alertbot.channels.channel import Channel
from alertbot.channels.email import Email
from alertbot.channels.registry import open_channels
from alertbot.errors import StoreError
from alertbot.log import event
from alertbot.roles.consumer import consumer_name
from alertbot.roles.matcher import Matcher
from alertbot.roles.metering import keep_counts
from alertbot.roles.notifier import Notifier
from alertbot.roles.polling import Pace
from alertbot.roles.pushing import Pushing
from alertbot.roles.reholding import Reholding
from alertbot.roles.scheduler import Scheduler
from alertbot.roles.source_news import SourceNews
from alertbot.roles.summaries import Summaries
from alertbot.roles.waiting import before, until
from alertbot.settings import provision
from alertbot.settings.load import Settings
from alertbot.sources.fetch import Fetcher
from alertbot.sources.fulltext import FullText
from alertbot.sources.poll import Poller
from alertbot.store.server import opened
from alertbot.store.store import Store
from alertbot.surfaces import mail, slack, status, web, websub
from alertbot.surfaces.counter import Counter
from alertbot.surfaces.opened import open_counter
from alertbot.surfaces.telegram import run as telegram
from alertbot.surfaces.telegram.webhook import routes as telegram_routes
from alertbot.surfaces.telegram.wiring import wiring_of

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What every role is made of."""

    settings: Settings
    store: Store
    channels: Mapping[str, Channel]


Role = Callable[[Parts, asyncio.Event], Coroutine[None, None, None]]


def clock() -> datetime:
    """Now, in UTC; the one place that reads it."""
    return datetime.now(UTC)


async def run(
    settings: Settings,
    roles: Iterable[str],
    stop: asyncio.Event,
    *,
    channels: Mapping[str, Channel] | None = None,
) -> None:
    """Runs `roles` (names in ROLES) until `stop` is set, then lets each finish what it holds.

    A role that fails for a reason nobody foresaw ends them all: what it held is taken over by the
    next process, and a supervisor that restarts this one sees the error. `channels` are those that
    are configured, unless given; all are closed at the end.
    """
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(opened(settings.secrets.redis_url, settings.secrets.data_dir))
        if channels is None:
            channels = open_channels(settings.secrets)
        for channel in channels.values():
            stack.push_async_callback(channel.close)
            if isinstance(channel, Email):
                channel.ask(store.readers)
        parts = Parts(settings=settings, store=store, channels=channels)
        event(logger, logging.INFO, "running", roles=",".join(roles))
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(keep_counts(store.counts, stop), name="counts")
                for role in roles:
                    group.create_task(_begin(role, parts, stop), name=role)
        except* StoreError as refused:
            raise refused.exceptions[0]  # noqa: B904  (each of them says the same)
    event(logger, logging.INFO, "stopped")


async def _begin(role: str, parts: Parts, stop: asyncio.Event) -> None:
    """Runs a role once Redis has the form this release knows; the web role says how things stand until then."""
    if role != "web":
        await before(stop, parts.store.forms.prepare, role=role)
    if not stop.is_set():
        await ROLES[role](parts, stop)


async def run_scheduler(parts: Parts, stop: asyncio.Event) -> None:
    fetch = parts.settings.file.fetch
    async with AsyncExitStack() as stack:
        fetcher = await stack.enter_async_context(Fetcher(allow_networks=fetch.allow_networks))
        poller = await stack.enter_async_context(Poller(fetcher))
        fulltext = await stack.enter_async_context(FullText(fetcher, clock=clock)) if fetch.full_text else None
        scheduler = Scheduler(
            parts.store,
            provision.sources(parts.settings.file),
            poller.find,
            clock=clock,
            pace=Pace(floor=fetch.interval, ceiling=fetch.max_interval),
            complete=fulltext.complete if fulltext else None,
            pushing=_pushing(parts, poller),
        )
        async with asyncio.TaskGroup() as group:
            group.create_task(scheduler.run(stop))
            group.create_task(SourceNews(parts.store, clock=clock).run(stop))
            group.create_task(Summaries(parts.store, clock=clock).run(stop))
            group.create_task(Reholding(parts.store, clock=clock).run(stop))


def _pushing(parts: Parts, poller: Poller) -> Pushing | None:
    """WebSub, where hubs can reach the web role."""
    public_url = parts.settings.secrets.public_url
    return Pushing(parts.store, poller, public_url=public_url, clock=clock) if public_url else None


async def run_matcher(parts: Parts, stop: asyncio.Event) -> None:
    matcher = Matcher(
        parts.store,
        provision.subscribers(parts.settings.file),
        consumer=consumer_name(),
        clock=clock,
        max_age=parts.settings.file.bot.max_age,
        retention=parts.settings.file.bot.retention,
    )
    await until(stop, matcher.step, role="matcher", opening=matcher.open)


async def run_notifier(parts: Parts, stop: asyncio.Event) -> None:
    notifier = Notifier(
        parts.store,
        parts.channels,
        consumer=consumer_name(),
        clock=clock,
        give_up_after=parts.settings.file.bot.max_age,
    )
    await notifier.run(stop)


async def run_telegram(parts: Parts, stop: asyncio.Event) -> None:
    async with open_counter(parts.settings, parts.store, clock=clock) as counter:
        wiring = wiring_of(parts.settings.secrets, parts.store, counter)
        await (telegram.run(wiring, stop) if wiring else stop.wait())


async def run_slack(parts: Parts, stop: asyncio.Event) -> None:
    """Socket Mode; without an app token Slack comes to the web role instead."""
    app_token = parts.settings.secrets.slack_app_token
    async with open_counter(parts.settings, parts.store, clock=clock) as counter:
        wiring = slack.wiring_of(parts.settings, parts.store, counter, clock=clock)
        if wiring is None or app_token is None:
            await stop.wait()
        else:
            await slack.listen(wiring.app, wiring.client, app_token, stop)


def slack_routes(parts: Parts, counter: Counter) -> list[RouteDef]:
    """`/slack/events`, with a signing secret."""
    secret = parts.settings.secrets.slack_signing_secret
    wiring = slack.wiring_of(parts.settings, parts.store, counter, clock=clock) if secret else None
    return slack.routes(wiring.app, parts.store.requests, secret) if wiring and secret else []


def status_routes(parts: Parts) -> list[RouteDef]:
    """`/status`, by the operator's token or a link from a chat."""
    secrets = parts.settings.secrets
    return status.routes(parts.store, token=secrets.status_token, public_url=secrets.public_url or "", clock=clock)


async def run_web(parts: Parts, stop: asyncio.Event) -> None:
    async with AsyncExitStack() as stack:
        counter = await stack.enter_async_context(open_counter(parts.settings, parts.store, clock=clock))
        wiring = wiring_of(parts.settings.secrets, parts.store, counter)
        hooks = await stack.enter_async_context(telegram_routes(wiring, stop))
        hooks = [*hooks, *slack_routes(parts, counter), *websub.routes(parts.store, clock=clock)]
        routes = [*web.routes(parts.store, clock=clock), *mail.routes(parts.store), *status_routes(parts), *hooks]
        await web.serve(routes, port=parts.settings.secrets.port, stop=stop)


ROLES: dict[str, Role] = {
    "scheduler": run_scheduler,
    "matcher": run_matcher,
    "notifier": run_notifier,
    "telegram": run_telegram,
    "slack": run_slack,
    "web": run_web,
}


def roles_of(settings: Settings) -> tuple[str, ...]:
    """The roles that run when none is named: everything that is configured.

    The web role needs a port of its own to be of use, so it runs where PORT, PUBLIC_URL or STATUS_TOKEN says so.
    """
    given = settings.secrets.model_fields_set
    return tuple(role for role in ROLES if role != "web" or given & {"port", "public_url", "status_token"})
