"""Conversations with the bot: the real client, polling a local Bot API that keeps offsets."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from alertbot.alerts.alert import Address
from alertbot.alerts.confirming import confirmations
from alertbot.channels.telegram.keyboard import keyboard
from alertbot.desk.action import encode
from alertbot.desk.alerting import buttons as alert_buttons
from alertbot.desk.command import AskEdit
from alertbot.desk.facts import Example, Preview
from alertbot.errors import SourceError
from alertbot.language import ENGLISH
from alertbot.roles.waiting import until as insistently
from alertbot.secret import Secret
from alertbot.store.store import Store
from alertbot.stories.source import Source, source_at
from alertbot.surfaces.counter import Counter, House
from alertbot.surfaces.telegram.app import conversing
from alertbot.surfaces.telegram.run import Leader, run
from alertbot.surfaces.telegram.wiring import Wiring
from tests.made.bot_api import BOT, TOKEN, BotApi, Params, Refusal, bot_api
from tests.made.chatting import Person, labels, read, until
from tests.made.values import NOW, delivery, subscriber
from tests.made.waiting import eventually

HOUSE = House(timezone="Europe/Paris", provisioned={})
OPERATOR = 99


async def found(url: str) -> Source:
    if "none" in url:
        raise SourceError(f"{url} is no feed", kind="not-a-feed")
    return source_at(url, name="Found")


async def previewed(query: str) -> Preview:
    example = Example(headline=f"<b>{query}</b> & more", url="https://e.org/1", outlet="E", published=NOW)
    return Preview(count=14, days=7, examples=(example,) * 3, splitting=("wind",), understood="so and so")


def wiring(store: Store, api: BotApi, house: House = HOUSE) -> Wiring:
    counter = Counter(store, house, clock=lambda: NOW, find_source=found, find_preview=previewed)
    return Wiring(
        token=Secret(TOKEN),
        counter=counter,
        visits=store.visits,
        api_url=api.url,
        operators=frozenset({OPERATOR}),
    )


@asynccontextmanager
async def talking(store: Store, api: BotApi, house: House = HOUSE) -> AsyncIterator[None]:
    """The telegram role, from its start until it has said everything."""
    stop = asyncio.Event()
    role = asyncio.create_task(run(wiring(store, api, house), stop))
    try:
        yield
    finally:
        stop.set()
        await role


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with bot_api() as server:
        yield server


@pytest.fixture
async def store(fake_store: Store, api: BotApi) -> AsyncIterator[Store]:
    """The store, with the role at work on it."""
    async with talking(fake_store, api):
        yield fake_store


@pytest.fixture
def ada(api: BotApi, store: Store) -> Person:
    return Person(api=api)


async def queries(store: Store, name: str = "telegram:7") -> list[str]:
    kept = await store.subscribers.get(name)
    return [watch.query for watch in kept.watches] if kept else []


class TestOnboarding:
    async def test_from_start_to_a_kept_watch(self, ada: Person, store: Store) -> None:
        ada.say("/start")
        hello = await ada.sees("What do you care about?")
        assert len(labels(hello)) == 3
        ada.say("/watch sovereign AI")
        answer = await ada.sees("Watching sovereign AI: so and so.")
        assert "The last 7 days would have brought 14 stories, about 2 a day." in read(answer)
        assert "<b>sovereign AI</b> & more" in read(answer)
        assert labels(answer) == ["Keep", "Refine", "Examples", "Cancel"]
        assert await queries(store) == ["sovereign AI"]
        ada.press("Keep")
        await ada.is_told("Kept. I will tell you.")
        await until(lambda: labels(ada.api.messages[7, answer["message_id"]]) == [], "the buttons are gone")

    async def test_a_starter_is_one_touch(self, ada: Person, store: Store) -> None:
        ada.say("/start")
        await ada.sees("What do you care about?")
        ada.press('"data center"')
        await ada.sees('Watching "data center"')
        assert await queries(store) == ['"data center"']

    async def test_a_watch_is_refined_and_the_refinement_undone(self, ada: Person, store: Store) -> None:
        ada.say("/watch sovereign AI")
        await ada.sees("Watching sovereign AI")
        ada.press("Refine")
        await ada.sees("Narrow sovereign AI to:")
        ada.press('"sovereign AI"')
        await ada.sees('Watching "sovereign AI" instead of sovereign AI.')
        ada.press("Undo")
        await ada.sees("Watching sovereign AI again.")
        assert await queries(store) == ["sovereign AI"]

    async def test_examples_come_as_a_message_of_their_own(self, ada: Person) -> None:
        ada.say("/watch Mistral")
        await ada.sees("Watching Mistral")
        ada.press("Examples")
        await until(lambda: len(ada.sees_all()) == 2, "a second message")
        assert read(ada.sees_all()[1]).count("• <b>Mistral</b> & more") == 3

    async def test_plain_text_is_offered_as_a_watch(self, ada: Person, store: Store) -> None:
        ada.say("quantum computing")
        await ada.sees("Shall I watch quantum computing for you?")
        assert await queries(store) == []
        ada.press("Yes, watch it")
        await ada.sees("Watching quantum computing")
        assert await queries(store) == ["quantum computing"]

    async def test_a_shared_watchlist_travels_by_a_deep_link(self, ada: Person, store: Store) -> None:
        ada.say("/watch Mistral, Arm")
        await ada.sees("Watching Arm")
        ada.say("/share")
        shared = read(await ada.sees("Whoever opens this link")).rpartition("?start=")[2]
        bob = Person(api=ada.api, id=8, chat=8)
        bob.say(f"/start {shared}")
        await bob.sees("Someone shares 2 watches with you:")
        bob.press("Watch all of them")
        await bob.sees("Watching 2 more things.")
        assert await queries(store, "telegram:8") == ["Mistral", "Arm"]


class TestManaging:
    async def test_the_list_opens_a_watch_and_deletes_it_with_undo(self, ada: Person, store: Store) -> None:
        ada.say("/watch Mistral, Arm")
        await ada.sees("Watching Arm")
        ada.say("/list")
        listed = await ada.sees("You watch 2 things.")
        ada.press("2. Arm")
        await until(lambda: "Delete" in labels(ada.api.messages[7, listed["message_id"]]), "the watch is open")
        ada.press("Delete")
        await ada.sees("No longer watching Arm.")
        assert await queries(store) == ["Mistral"]
        ada.press("Undo")
        await ada.sees("Watching Arm again.")
        assert await queries(store) == ["Mistral", "Arm"]

    async def test_a_long_list_has_pages(self, ada: Person) -> None:
        ada.say("/watch " + ", ".join(f"topic{n}" for n in range(20)))
        await ada.sees("Watching 20 more things.")
        ada.say("/list")
        await ada.sees("1. topic0")
        ada.press("›")
        await ada.sees("9. topic8")

    async def test_a_watch_is_edited_by_answering_the_question(self, ada: Person, store: Store) -> None:
        ada.say("/watch Mistral")
        await ada.sees("Watching Mistral")
        ada.say("/list")
        await ada.sees("You watch one thing.")
        ada.press("1. Mistral")
        await until(lambda: any("Edit" in labels(each) for each in ada.sees_all()), "the watch is open")
        ada.press("Edit")
        question = await ada.sees("Send me what I should watch instead of Mistral.")
        ada.say("Mistral Large")
        await ada.sees("Watching Mistral Large instead of Mistral.")
        assert await queries(store) == ["Mistral Large"]
        ada.say("Arm")
        await ada.sees("Shall I watch Arm for you?")
        ada.say("Nvidia", reply_to=question)
        await ada.sees("That watch is not in the list any more.")

    async def test_a_question_is_given_up_by_asking_for_something_else(self, ada: Person, store: Store) -> None:
        ada.say("/watch Mistral")
        await ada.sees("Watching Mistral")
        (watch,) = (await store.subscribers.get("telegram:7") or subscriber()).watches
        edit = encode(AskEdit(watch=watch.id))
        ada.press_data(edit, await ada.sees("Watching Mistral"))
        question = await ada.sees("Send me what I should watch")
        ada.say("/privacy")
        await ada.sees("I keep no messages")
        ada.say("Arm")
        await ada.sees("Shall I watch Arm for you?")
        ada.press_data(edit, question)
        await until(lambda: len(ada.api.of("answerCallbackQuery")) == 2, "the question is asked again")
        ada.press("‹ Back", question)
        ada.say("Nvidia")
        await ada.sees("Shall I watch Nvidia for you?")
        assert await queries(store) == ["Mistral"]

    async def test_a_watch_is_muted_for_a_week(self, ada: Person, store: Store) -> None:
        ada.say("/watch Mistral")
        await ada.sees("Watching Mistral")
        ada.say("/list")
        await ada.sees("You watch one thing.")
        ada.press("1. Mistral")
        await until(lambda: any("Snooze…" in labels(each) for each in ada.sees_all()), "the watch is open")
        ada.press("Snooze…")
        await ada.sees("Snooze Mistral for how long?")
        ada.press("1 week")
        await ada.sees("Mistral is muted until")
        kept = await store.subscribers.get("telegram:7")
        assert kept is not None
        assert kept.watches[0].muted_until is not None

    @pytest.mark.parametrize(
        ("said", "answer"),
        [
            ("/pause 2h", "Paused until 12:30."),
            ("/resume", "Nothing was paused."),
            ("/quiet 22-7", "Quiet from 22:00 to 07:00 (Europe/Paris)."),
            ("/quiet 22-7 silent", "From 22:00 to 07:00 (Europe/Paris) alerts come without a sound."),
            ("/quiet off", "No quiet hours"),
            ("/digest 8:00", "a summary every day at 08:00 (Europe/Paris)."),
            ("/digest off", "there is no daily summary"),
            ("/timezone Tokyo", "Your time zone is Asia/Tokyo, where it is 18:30 now."),
            ("/timezone +2", "Your time zone is Etc/GMT-2"),
            ("/mute Le Monde 2h", "Nothing from Le Monde until 12:30."),
            ("/sources", "There are no sources yet."),
            ("/why", "Reply /why to an alert"),
            ("/help", "tell me of that from now on"),
            ("/privacy", "I keep no messages"),
            ("/export", "You watch nothing yet."),
            ("/dance", "I do not know dance."),
            ("/quiet nine", "I could not read nine."),
            ("/watch", "Say what: for example /watch sovereign AI."),
            ("/admins", "This is for groups."),
        ],
    )
    async def test_every_command_is_answered(self, ada: Person, said: str, answer: str) -> None:
        ada.say(said)
        await ada.sees(answer)

    async def test_a_shared_location_sets_the_time_zone(self, ada: Person, store: Store) -> None:
        ada.say("", location={"latitude": 48.85, "longitude": 2.35})
        await ada.sees("Your time zone is Europe/Paris")

    async def test_a_watchlist_goes_out_as_a_file_and_comes_in_as_one(self, ada: Person, store: Store) -> None:
        ada.say("/watch Mistral")
        await ada.sees("Watching Mistral")
        ada.say("/export")
        await ada.sees("Your watchlist.")
        await until(lambda: ada.api.of("sendDocument"), "a file is sent")
        ada.api.files["list"] = b'# timezone: UTC\nArm\n"open\nNvidia\n'
        document = {"file_id": "list", "file_unique_id": "u", "mime_type": "text/plain", "file_size": 40}
        ada.say("", document=document)
        answer = await ada.sees("Watching 2 more things.")
        assert "One line could not be read:" in read(answer)
        assert await queries(store) == ["Mistral", "Arm", "Nvidia"]

    async def test_a_file_that_is_too_large_is_refused(self, ada: Person) -> None:
        document = {"file_id": "x", "file_unique_id": "u", "mime_type": "text/plain", "file_size": 10_000_000}
        ada.say("", document=document)
        await ada.sees("That file is too large.")

    async def test_forgetting_asks_and_then_leaves_nothing(self, ada: Person, store: Store) -> None:
        ada.say("/watch Mistral")
        await ada.sees("Watching Mistral")
        ada.say("/forget")
        await ada.sees("This cannot be undone.")
        assert await queries(store) == ["Mistral"]
        ada.press("Delete everything")
        await ada.sees("Everything about this chat is deleted.")
        assert await store.subscribers.all() == ()

    async def test_only_operators_add_sources(self, ada: Person, store: Store) -> None:
        ada.say("/sources add https://e.org/feed")
        await ada.sees("Only those the operator named may add sources")
        operator = Person(api=ada.api, id=OPERATOR, chat=OPERATOR)
        operator.say("/sources add https://e.org/feed")
        await operator.sees("Found is a source now.")
        operator.say("/sources add https://none")
        await operator.sees("https://none is no feed.")


class TestMail:
    async def test_an_address_is_added_asked_and_survives_a_block(self, fake_store: Store, api: BotApi) -> None:
        ada = Person(api=api)
        async with talking(fake_store, api, replace(HOUSE, email=True)):
            ada.say("/email me@example.org")
            await ada.sees("A mail asks me@example.org whether it wants this")
            member(ada, "member", "kicked")
            member(ada, "kicked", "member")
            ada.say("/email")
            await until(lambda: len(ada.sees_all()) == 2, "the address is shown")
        (kept,) = await fake_store.subscribers.all()
        mine = Address(channel="email", to="me@example.org")
        assert kept.addresses == (Address(channel="telegram", to="7"), mine)
        assert [each.address for each in confirmations(kept, now=NOW)] == [mine]
        menus = [
            each for each in api.of("setMyCommands") if any(one["command"] == "email" for one in each["commands"])
        ]
        assert len(menus) == 4


class TestAlerts:
    @pytest.fixture
    async def alert(self, ada: Person, store: Store) -> dict[str, object]:
        """An alert as it stands in Ada's chat."""
        await store.subscribers.update(
            "telegram:7",
            lambda _: replace(
                subscriber("telegram:7", "Mistral"),
                provisioned=False,
                addresses=(Address(channel="telegram", to="7"),),
            ),
        )
        sent = delivery(to="7", channel="telegram")
        await store.outbox.commit_match("0-1", [sent], now=NOW)
        markup = keyboard(alert_buttons(sent.id, ENGLISH))
        assert markup is not None
        return ada.api.keep({"chat_id": 7, "text": "Mistral story 1", "reply_markup": markup.to_dict()}, 50)

    def now(self, ada: Person) -> dict[str, object]:
        return ada.api.messages[7, 50]

    async def test_snoozing_leaves_the_alert_readable(
        self, ada: Person, store: Store, alert: dict[str, object]
    ) -> None:
        ada.press("Snooze", alert)
        await until(lambda: "Until tomorrow" in labels(self.now(ada)), "the times are offered")
        ada.press("Until tomorrow", self.now(ada))
        await ada.sees("Paused until Fri 13 Mar 08:00.")
        await until(lambda: "Snooze" in labels(self.now(ada)), "the alert has its buttons again")
        assert read(self.now(ada)) == "Mistral story 1"

    async def test_muting_a_source_or_a_watch(self, ada: Person, store: Store, alert: dict[str, object]) -> None:
        ada.press("Mute", alert)
        await until(lambda: "🔇 The Example" in labels(self.now(ada)), "what can be muted is offered")
        ada.press("🔇 The Example", self.now(ada))
        await ada.sees("Nothing from The Example any more.")
        ada.press("Mute", alert)
        await until(lambda: "🔇 Mistral" in labels(self.now(ada)), "the watch is offered")
        ada.press("🔇 Mistral", self.now(ada))
        await ada.sees("Snooze Mistral for how long?")
        assert read(self.now(ada)) == "Mistral story 1"

    async def test_why_by_button_and_by_reply(self, ada: Person, alert: dict[str, object]) -> None:
        ada.press("Why?", alert)
        await ada.sees("Your watch Mistral matched.")
        before = len(ada.sees_all())
        ada.say("/why", reply_to=alert)
        await until(lambda: len(ada.sees_all()) > before, "the reply is answered")
        assert "Your watch Mistral matched." in read(ada.sees_all()[-1])

    async def test_not_relevant_offers_what_would_help(self, ada: Person, alert: dict[str, object]) -> None:
        ada.press("Not relevant", alert)
        assert "Narrow Mistral" in labels(await ada.sees("Thank you. What should change?"))


class TestGroups:
    def group(self, api: BotApi, user: int = 7, *, topic: int | None = None) -> Person:
        return Person(api=api, id=user, chat=-1001, topic=topic)

    async def test_only_admins_change_things_until_one_says_otherwise(self, api: BotApi, store: Store) -> None:
        api.admins.add(9)
        member, admin = self.group(api), self.group(api, 9)
        member.say("/watch@news_bot Mistral")
        await member.sees("Only admins of this group may change its watches.")
        admin.say("/watch Mistral")
        await admin.sees("Watching Mistral")
        admin.say("/admins off")
        await admin.sees("Everyone in this group may change its watches.")
        member.say("/watch Arm")
        await member.sees("Watching Arm")
        assert await queries(store, "telegram:-1001") == ["Mistral", "Arm"]

    async def test_a_members_press_changes_nothing(self, api: BotApi, store: Store) -> None:
        api.admins.add(9)
        admin = self.group(api, 9)
        admin.say("/watch Mistral")
        await admin.sees("Watching Mistral")
        member = self.group(api)
        member.press("Cancel")
        await member.is_told("Only admins of this group may change its watches.")
        assert await queries(store, "telegram:-1001") == ["Mistral"]

    async def test_talk_among_people_and_other_bots_commands_are_left_alone(
        self, api: BotApi, store: Store
    ) -> None:
        person = self.group(api)
        for text in ("hello", "/watch@other_bot Mistral", "/dance", "see /list"):
            person.say(text)
        person.say("/list@news_bot")
        await person.sees("You watch nothing yet.")
        assert len(person.sees_all()) == 1

    async def test_topics_are_subscribers_of_their_own_and_answered_where_they_asked(
        self, api: BotApi, store: Store
    ) -> None:
        api.admins.add(9)
        topic = self.group(api, 9, topic=5)
        topic.say("/watch Mistral")
        answer = await topic.sees("Watching Mistral")
        assert answer["message_thread_id"] == 5
        assert await queries(store, "telegram:-1001:5") == ["Mistral"]
        assert await queries(store, "telegram:-1001") == []

    async def test_a_group_that_became_a_supergroup_keeps_its_watches(self, api: BotApi, store: Store) -> None:
        api.admins.add(9)
        old = Person(api=api, id=9, chat=-77)
        old.say("/watch Mistral")
        await old.sees("Watching Mistral")
        old.say("", migrate_to_chat_id=-1001)
        self.group(api, 9).say("", migrate_from_chat_id=-77)
        new = self.group(api, 9)
        new.say("/list@news_bot")
        await new.sees("1. Mistral")
        assert [each.name for each in await store.subscribers.all()] == ["telegram:-1001"]

    async def test_a_group_that_takes_the_bot_in_is_greeted(self, api: BotApi, store: Store) -> None:
        person = self.group(api)
        member(person, "left", "member")
        await person.sees("I tell this group of it once, with the reason.")


class TestLeaving:
    async def test_a_chat_that_blocks_the_bot_is_told_nothing_until_it_is_back(
        self, ada: Person, store: Store
    ) -> None:
        ada.say("/watch Mistral")
        await ada.sees("Watching Mistral")
        member(ada, "member", "kicked")
        ada.say("/help")
        await ada.sees("tell me of that from now on")
        (kept,) = await store.subscribers.all()
        assert kept.addresses == ()
        member(ada, "kicked", "member")
        ada.say("/privacy")
        await ada.sees("I keep no messages")
        (kept,) = await store.subscribers.all()
        assert kept.addresses == (Address(channel="telegram", to="7"),)

    async def test_the_topics_of_a_group_that_shuts_the_bot_out_are_told_nothing_either(
        self, api: BotApi, store: Store
    ) -> None:
        api.admins.add(9)
        topic, group = Person(api=api, id=9, chat=-1001, topic=5), Person(api=api, id=9, chat=-1001)
        topic.say("/watch Mistral")
        await topic.sees("Watching Mistral")

        async def told() -> list[str]:
            kept = await store.subscribers.get("telegram:-1001:5")
            return [each.to for each in kept.addresses] if kept else ["?"]

        for change, left in ((("member", "kicked"), []), (("left", "member"), ["-1001:5"])):
            member(group, *change)
            await eventually("the topic follows", lambda left=left: _is(told, left))


async def _is(told: Callable[[], Awaitable[list[str]]], wanted: list[str]) -> bool:
    return await told() == wanted


class TestBadInput:
    @pytest.mark.parametrize(
        "text", ["<b>x</b> & *y* _z_", "@durov /forget", "\u202egnp.exe", "😀" * 400, "{x} {}", "a" * 4000]
    )
    async def test_whatever_is_typed_is_answered_readably(self, ada: Person, text: str) -> None:
        ada.say(text)
        ada.say(f"/watch {text}")
        ada.say(f"/unwatch {text}")
        ada.say("/privacy")
        await ada.sees("I keep no messages")
        assert len(ada.sees_all()) == 4

    async def test_a_paste_of_five_hundred_watches_is_one_answer(self, ada: Person, store: Store) -> None:
        ada.say("/watch " + "\n".join(f"t{n}" for n in range(500)))
        await ada.sees("Watching 500 more things.")
        assert len(await queries(store)) == 500
        assert len(ada.sees_all()) == 1

    async def test_a_page_of_the_longest_watches_is_one_message(self, ada: Person) -> None:
        for n in range(8):
            ada.say(f"/watch {n} AND " + " AND ".join(f"w{i}" + "x" * 30 for i in range(48)))
        await until(lambda: len(ada.sees_all()) == 8, "all are watched")
        ada.say("/list")
        listed = await ada.sees("You watch 8 things.")
        assert "8. 7 AND" in read(listed)
        ada.press(next(label for label in labels(listed) if label.startswith("8. ")), listed)
        await until(lambda: "Delete" in labels(ada.api.messages[7, listed["message_id"]]), "the watch is open")

    async def test_a_double_tap_acts_once(self, ada: Person, store: Store) -> None:
        ada.say("/watch Mistral")
        answer = await ada.sees("Watching Mistral")
        ada.press("Cancel", answer)
        ada.press("Cancel", answer)
        await ada.is_told("That watch is not in the list any more.")
        assert len(ada.api.of("answerCallbackQuery")) == 2

    @pytest.mark.parametrize("data", ["1:zz:1", "9:l:0", "x", "1:d:../../x"])
    async def test_an_old_or_forged_button_is_harmless(self, ada: Person, data: str) -> None:
        ada.say("/start")
        ada.press_data(data, await ada.sees("What do you care about?"))
        await ada.is_told("This button is too old")

    async def test_a_button_on_a_message_telegram_no_longer_shows(self, ada: Person) -> None:
        gone = {"message_id": 3, "date": 0, "chat": {"id": 7, "type": "private"}}
        ada.press_data("1:l:0", gone)
        await ada.is_told("This message is too old.")

    async def test_an_edited_command_is_not_done_again(self, ada: Person, store: Store) -> None:
        ada.api.push(edited_message=ada.message("/watch Mistral") | {"edit_date": 1773307900})
        await ada.sees("I read messages once")
        assert await queries(store) == []

    async def test_one_who_asks_too_much_is_asked_to_wait(self, ada: Person, store: Store) -> None:
        for n in range(22):
            ada.say(f"/watch topic{n}")
        await ada.sees("That is a lot at once")
        assert len(await queries(store)) == 20

    async def test_markup_telegram_refuses_goes_as_plain_text(self, ada: Person) -> None:
        ada.api.script.append(Refusal(status=400, description="Bad Request: can't parse entities"))
        ada.say("/privacy")
        await ada.sees("I keep no messages")
        assert "parse_mode" not in ada.api.of("sendMessage")[-1]

    async def test_a_fault_is_said_and_the_next_wish_is_served(self, ada: Person) -> None:
        ada.api.script.append(Refusal(status=400, description="Bad Request: something strange"))
        ada.say("/privacy")
        await ada.sees("Something went wrong here")
        ada.say("/help")
        await ada.sees("tell me of that from now on")


class TestLanguage:
    async def test_the_bot_speaks_the_language_of_who_asks(self, api: BotApi, store: Store) -> None:
        marie = Person(api=api, id=8, chat=8, lang="fr-FR")
        marie.say("/list")
        await marie.sees("/watch")
        assert "You watch nothing" not in read(marie.sees_all()[0])

    async def test_the_menus_are_set_for_chats_and_groups_in_every_language(self, ada: Person) -> None:
        await until(lambda: len(ada.api.of("setMyCommands")) == 4, "four menus are set")
        seen = [(each["scope"]["type"], each.get("language_code", "")) for each in ada.api.of("setMyCommands")]
        assert seen == [(scope, tag) for tag in ("", "fr") for scope in ("all_private_chats", "all_group_chats")]


class TestRunning:
    async def test_what_was_asked_while_the_bot_was_away_is_answered_once(
        self, fake_store: Store, api: BotApi
    ) -> None:
        ada = Person(api=api)
        ada.say("/watch Mistral")
        async with talking(fake_store, api):
            answer = await ada.sees("Watching Mistral")
        async with talking(fake_store, api):
            ada.press("Cancel", answer)
            await ada.sees("No longer watching Mistral.")
        assert len(api.of("answerCallbackQuery")) == 1
        assert await queries(fake_store) == []

    async def test_a_button_answers_while_a_long_wish_is_looked_after(
        self, fake_store: Store, api: BotApi, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        looking = asyncio.Event()

        async def slowly(url: str) -> Source:
            await looking.wait()
            return source_at(url, name="Found")

        monkeypatch.setattr(sys.modules[__name__], "found", slowly)
        operator = Person(api=api, id=OPERATOR, chat=OPERATOR)
        async with talking(fake_store, api):
            operator.say("/watch Mistral")
            answer = await operator.sees("Watching Mistral")

            def answer_now() -> Params:
                return api.messages[OPERATOR, answer["message_id"]]

            operator.say("/sources add https://e.org/feed")
            operator.press("Keep", answer)
            await until(lambda: api.of("answerCallbackQuery"), "the press is acknowledged")
            assert "Keep" in labels(answer_now())
            looking.set()
            await operator.sees("Found is a source now.")
            await until(lambda: "Keep" not in labels(answer_now()), "and done in its turn")

    async def test_two_processes_do_not_take_each_others_updates(self, fake_store: Store, api: BotApi) -> None:
        ada = Person(api=api)
        async with talking(fake_store, api), talking(fake_store, api):
            for n in range(5):
                ada.say(f"/watch topic{n}")
                await ada.sees(f"Watching topic{n}")
        assert len(api.of("sendMessage")) == 5
        assert len(api.of("deleteWebhook")) == 1

    async def test_a_stranger_who_polls_with_the_same_token_is_noted_for_the_doctor(
        self, fake_store: Store, api: BotApi
    ) -> None:
        conflict = (
            "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
        )
        api.answers["getUpdates"] = Refusal(status=409, description=conflict)
        stop, wired = asyncio.Event(), wiring(fake_store, api)
        async with conversing(wired, stop) as app:
            assert app is not None
            leader = Leader(wired, app, beat_seconds=0.05)
            beating = asyncio.create_task(insistently(stop, lambda: leader.beat(stop), role="telegram"))
            await eventually("it is noted", lambda: fake_store.upkeep.contested("telegram"))
            stop.set()
            await beating
            await leader.leave()

    async def test_a_refused_token_ends_in_one_line_and_waits(self, fake_store: Store, api: BotApi) -> None:
        stop = asyncio.Event()
        wrong = replace(wiring(fake_store, api), token=Secret("1:wrong"))
        role = asyncio.create_task(run(wrong, stop))
        stop.set()
        await role
        assert api.calls == []


def member(person: Person, was: str, is_: str) -> None:
    """The bot's own standing in a chat changes."""
    person.api.push(
        my_chat_member={
            "chat": person.message("x")["chat"],
            "from": person.user(),
            "date": 1773307800,
            "old_chat_member": standing(was),
            "new_chat_member": standing(is_),
        }
    )


def standing(status: str) -> dict[str, object]:
    return {"user": BOT, "status": status, **({"until_date": 0} if status == "kicked" else {})}
