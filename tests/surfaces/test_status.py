"""The status page: what it shows, to whom, and what it withstands."""

import io
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from html import unescape
from importlib.resources import files

import pytest
from aiohttp import CookieJar, web
from aiohttp.test_utils import TestClient, TestServer
from fakeredis import FakeAsyncRedis, FakeServer

from alertbot.secret import Secret
from alertbot.store.store import Store
from alertbot.surfaces.status import routes
from alertbot.surfaces.status.door import COOKIE
from alertbot.surfaces.status.pages import MOST_PREVIEWS
from alertbot.surfaces.status.visit import LINK_LASTS, VISIT_LASTS, Visit, cookie_of, link_token
from tests.made.scene import judged, scene, told
from tests.made.values import NOW, subscriber

TEMPLATES = files("alertbot.surfaces.status").joinpath("templates")
TOKEN = Secret("correct-horse-battery")
Client = TestClient[web.Request, web.Application]


class Hours:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Hours:
    return Hours()


@pytest.fixture
async def client(store: Store, clock: Hours) -> AsyncIterator[Client]:
    app = web.Application(client_max_size=1 << 20)
    app.router.add_routes(routes(store, token=TOKEN, public_url="", clock=clock))
    async with TestClient(TestServer(app), cookie_jar=CookieJar(unsafe=True)) as made:
        yield made


async def enter(client: Client, token: str = TOKEN.reveal()) -> str:
    """Comes in by the form, and answers the page one lands on."""
    return await page(await client.post("/status/enter", data={"token": token}))


async def come_as_reader(client: Client, store: Store, name: str = "desk") -> str:
    link = link_token(await store.visits.page_key(), Visit(operator=False, subscriber=name), now=NOW)
    return await page(await client.get(f"/status/in/{link}"))


async def page(answer: object) -> str:
    assert hasattr(answer, "text")
    return str(await answer.text())


def words(html: str) -> str:
    """What a page says, without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def form_of(html: str) -> str:
    found = re.search(r'name="form" value="([^"]+)"', html)
    assert found
    return found[1]


async def test_the_token_opens_it_and_leaves_the_address_at_once(client: Client, store: Store) -> None:
    await scene(store)
    answer = await client.get("/status", params={"token": TOKEN.reveal()}, allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, "status/")
    cookie = answer.cookies[COOKIE]
    assert TOKEN.reveal() not in str(cookie)
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/status")
    shown = await client.get("/status/")
    assert shown.status == 200
    assert TOKEN.reveal() not in await shown.text()


async def test_the_stream_shows_what_alerted_whom_and_why(client: Client, store: Store) -> None:
    await scene(store)
    said = words(await enter(client))
    assert "Mistral AI raises $830 million for a data center near Paris" in said
    assert "The Example · 40 min ago · new held: paused 1 alerted 1 nothing like it in three days" in said
    assert 'Watches Mistral "data center" -lease sovereign AI' in said
    assert "A bakery in Oslo" in said
    hits = words(await page(await client.get("/status/?only=alerted")))
    assert "A bakery in Oslo" not in hits
    assert "Mistral opens an office in Lyon" in hits


async def test_old_stories_are_behind_a_link(client: Client, store: Store) -> None:
    await judged(store, [told(n, f"Entirely separate matter number {n}") for n in range(55)])
    first = await enter(client)
    older = re.search(r'href="(\./\?before=\d+)"', first)
    assert older
    second = await page(await client.get(f"/status/{older[1]}"))
    shown = [set(re.findall(r"matter number (\d+)<", each)) for each in (first, second)]
    assert (len(shown[0]), len(shown[1]), shown[0] & shown[1]) == (50, 5, set())
    assert "before=" not in second


async def test_sources_are_shown_worst_first_without_their_passwords(client: Client, store: Store) -> None:
    await scene(store)
    await enter(client)
    html = await page(await client.get("/status/sources"))
    said = words(html)
    assert "1 failing · 1 new · 1 fine" in said
    assert said.index("The Broken Gazette") < said.index("Unread Weekly") < said.index("The Example http")
    assert "failing timeout, 7 times in a row, first 5 hr ago" in said
    assert "hunter22" not in html


async def test_queues_show_what_was_given_up_with_the_last_word(client: Client, store: Store) -> None:
    await scene(store)
    await enter(client)
    said = words(await page(await client.get("/status/queues")))
    assert "Stories to match 0" in said
    assert "Given up: 1" in said
    assert "the channel is archived" in said
    assert "console of desk" in said


async def test_why_tells_the_account_of_a_story(client: Client, store: Store) -> None:
    await scene(store)
    await enter(client)
    asked = {"url": "https://news.example.com/story-0?utm_source=x", "subscriber": "night"}
    said = words(await page(await client.get("/status/why", params=asked)))
    assert "Watch Mistral matched." in said
    assert "It is held until 10:30: everything is paused." in said
    nobody = words(await page(await client.get("/status/why", params={**asked, "subscriber": "dusk"})))
    assert "There is no subscriber dusk." in nobody


async def test_the_playground_marks_the_words_and_names_what_misses(client: Client) -> None:
    form = form_of(await enter(client))
    given = {
        "form": form,
        "query": 'data center -lease, "le chat"',
        "text": "A datacenter\n\nNo data centers here.",
    }
    html = await page(await client.post("/status/play", data=given))
    assert "A <mark>datacenter</mark>" in html
    assert '"le chat" misses "le chat" is not in it' in words(html)


async def test_the_preview_alone_is_what_the_page_shows(client: Client, store: Store) -> None:
    await scene(store)
    form = form_of(await enter(client))
    part = await page(await client.post("/status/preview", data={"form": form, "query": "Mistral"}))
    assert "<html" not in part
    assert "would have brought 2 stories" in words(part)
    assert "<mark>Mistral</mark> opens an office" in part
    whole = await page(await client.post("/status/play", data={"form": form, "query": "Mistral"}))
    assert part.strip() in whole


async def test_several_watches_are_looked_back_for_each_by_name(client: Client, store: Store) -> None:
    await scene(store)
    form = form_of(await enter(client))
    data = {"form": form, "query": "Mistral, ferries, rye, ="}
    assert 'role="alert"' in await page(await client.post("/status/preview", data=data))
    said = words(
        await page(await client.post("/status/preview", data={**data, "query": "Mistral, ferries, rye, tea"}))
    )
    assert "Mistral : The last seven days would have brought 2 stories" in said
    assert "rye : The last seven days would have brought 1 story" in said
    assert "Only the first 3 were looked back for." in said


async def test_a_reader_sees_their_own_things_only(client: Client, store: Store) -> None:
    await scene(store)
    said = words(await come_as_reader(client, store, "night"))
    assert "What your watches brought" in said
    assert "Mistral opens an office in Lyon" in said
    assert "held: paused" in said
    assert "bakery" not in said
    assert "sovereign" not in said
    for path in ("sources", "queues"):
        assert (await client.get(f"/status/{path}")).status == 404
    asked = {"url": "https://news.example.com/story-0", "subscriber": "desk"}
    other = words(await page(await client.get("/status/why", params=asked)))
    assert "everything is paused" in other
    assert "sovereign AI matched" not in other


@pytest.mark.parametrize("path", ["", "sources", "queues", "play", "why?url=https://e.org/a"])
async def test_without_a_token_there_is_only_the_door(client: Client, store: Store, path: str) -> None:
    await scene(store)
    for headers in ({}, {"Cookie": f"{COOKIE}=x.y"}, {"Cookie": f"{COOKIE}={TOKEN.reveal()}"}):
        answer = await client.get(f"/status/{path}", headers=headers)
        assert answer.status == 403
        assert "Mistral" not in await answer.text()


@pytest.mark.parametrize("given", ["", "wrong", TOKEN.reveal()[:-1], TOKEN.reveal() + "x", "ünïcode", "\x00"])
async def test_a_wrong_token_opens_nothing(client: Client, given: str) -> None:
    answer = await client.post("/status/enter", data={"token": given})
    assert answer.status == 403
    assert COOKIE not in answer.cookies
    assert (await client.get("/status", params={"token": given}, allow_redirects=False)).status == 403


async def test_a_link_is_good_for_minutes_and_cannot_be_made_up(
    client: Client, store: Store, clock: Hours
) -> None:
    key = await store.visits.page_key()
    link = link_token(key, Visit(operator=True), now=NOW)
    forged = [
        link[:-2] + "xx",
        "x" + link,
        link_token(b"another key", Visit(operator=True), now=NOW),
        cookie_of(key, Visit(operator=True), now=NOW),
        "%00",
        "a" * 5000,
    ]
    for each in forged:
        answer = await client.get(f"/status/in/{each}", allow_redirects=False)
        assert (answer.status, COOKIE in answer.cookies) == (403, False)
    clock.now = NOW + LINK_LASTS
    assert (await client.get(f"/status/in/{link}", allow_redirects=False)).status == 403
    clock.now = NOW + LINK_LASTS - timedelta(seconds=1)
    answer = await client.get(f"/status/in/{link}", allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, "../")


async def test_a_link_does_not_stand_for_a_cookie(client: Client, store: Store) -> None:
    link = link_token(await store.visits.page_key(), Visit(operator=True), now=NOW)
    assert (await client.get("/status/", headers={"Cookie": f"{COOKIE}={link}"})).status == 403


async def test_a_visit_ends_by_itself_by_leaving_and_with_another_token(
    client: Client, store: Store, clock: Hours
) -> None:
    html = await enter(client)
    clock.now = NOW + VISIT_LASTS
    assert (await client.get("/status/")).status == 403
    clock.now = NOW
    assert (await client.get("/status/")).status == 200
    app = web.Application()
    app.router.add_routes(routes(store, token=Secret("another-token-of-16"), public_url="", clock=clock))
    jar = {each.key: each.value for each in client.session.cookie_jar}
    async with TestClient(TestServer(app), cookies=jar, cookie_jar=CookieJar(unsafe=True)) as changed:
        assert (await changed.get("/status/")).status == 403
    await client.post("/status/leave", data={"form": form_of(html)})
    assert (await client.get("/status/")).status == 403


async def test_another_site_cannot_send_its_forms(client: Client) -> None:
    await enter(client)
    for path in ("play", "preview", "leave"):
        for form in ({}, {"form": "x"}, {"form": "x.y"}):
            answer = await client.post(f"/status/{path}", data={**form, "query": "Mistral"})
            assert answer.status == 403
    assert (await client.get("/status/")).status == 200


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&amp;{{7*7}}"


async def test_what_feeds_and_people_write_is_inert(client: Client, store: Store) -> None:
    desk = subscriber("desk", "alert", '="<b>x"')
    hostile = told(1, f"alert {HOSTILE}", f"alert {HOSTILE}", outlet=HOSTILE)
    link = replace(told(2, "alert javascript", ""), url="javascript:alert(3)")
    await judged(store, [hostile, link], replace(desk, name=f"desk{HOSTILE}"))
    form = form_of(await enter(client))
    pages = [
        await page(await client.get(f"/status/{path}")) for path in ("", "?only=alerted", "sources", "queues")
    ]
    asked = {"url": hostile.url, "subscriber": f"desk{HOSTILE}"}
    pages.append(await page(await client.get("/status/why", params=asked)))
    pages.append(await page(await client.get("/status/why", params={"url": HOSTILE, "subscriber": HOSTILE})))
    for text in ("", f"alert {HOSTILE}\n{HOSTILE}"):
        data = {"form": form, "query": f"alert, {HOSTILE}", "text": text}
        pages.append(await page(await client.post("/status/play", data=data)))
        pages.append(await page(await client.post("/status/play", data={**data, "query": "alert"})))
    pages.append(await come_as_reader(client, store, f"desk{HOSTILE}"))
    assert any("&lt;script&gt;" in html for html in pages)
    for html in pages:
        assert "<script>" not in html
        assert "<img" not in html
        assert "javascript:" not in re.sub(r">[^<]*<", "><", html)
        assert "49" not in words(html)


@pytest.mark.parametrize(
    "query",
    [
        "word" * 600,
        " OR ".join(f"w{n}" for n in range(10_000)),
        "(" * 5000,
        '"',
        "a" * 900_000,
        "\ud800",
        "(a+)+$ *" * 50,
    ],
)
async def test_a_monstrous_watch_is_one_sentence(client: Client, query: str) -> None:
    form = form_of(await enter(client))
    data = {"form": form, "query": query.encode("utf-8", "surrogatepass").decode("utf-8", "replace")}
    answer = await client.post("/status/play", data=data)
    assert answer.status == 200
    assert 'role="alert"' in await answer.text()


async def test_more_than_a_body_may_hold_is_refused(client: Client) -> None:
    form = form_of(await enter(client))
    body = io.BytesIO(f"form={form}&query=".encode() + b"x" * (2 << 20))
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = await client.post("/status/play", data=body, headers=kind)
    assert answer.status == 413
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=a", b"--a\r\nbad"),
        ("application/x-www-form-urlencoded; charset=nope", b"form=%ff&query=%ff"),
        ("application/json", b"{}"),
    ],
)
async def test_what_is_no_form_of_ours_is_refused(client: Client, kind: str, body: bytes) -> None:
    await enter(client)
    for path in ("play", "preview", "enter", "leave"):
        answer = await client.post(f"/status/{path}", data=body, headers={"Content-Type": kind})
        assert answer.status == 403


async def test_bytes_that_are_no_text_are_tried_as_what_they_can_be(client: Client) -> None:
    form = form_of(await enter(client))
    body = f"form={form}&query=mistral%00&text=%ff%fe%00%ed%a0%80".encode()
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert (await client.post("/status/play", data=body, headers=kind)).status == 200


async def test_a_long_text_is_tried_up_to_its_limit(client: Client) -> None:
    form = form_of(await enter(client))
    given = {"form": form, "query": "mistral NEAR/5 wind, mistral", "text": "mistral wind " * 30_000}
    answer = await client.post("/status/play", data=given)
    assert answer.status == 200


async def test_previews_are_limited(client: Client) -> None:
    form = form_of(await enter(client))
    data = {"form": form, "query": "Mistral", "text": "x"}
    for _ in range(MOST_PREVIEWS):
        assert (await client.post("/status/preview", data=data)).status == 200
    answer = await client.post("/status/preview", data=data)
    assert answer.status == 429
    assert "Try again in a minute." in await answer.text()


@pytest.mark.parametrize(
    "path",
    [
        "/status/../metrics",
        "/status/%2e%2e/pages.py",
        "/status/templates/base.html",
        "/status//etc/passwd",
        "/status/style.css/x",
    ],
)
async def test_tricks_with_paths_lead_nowhere(client: Client, path: str) -> None:
    await enter(client)
    assert (await client.get(path)).status == 404


@pytest.mark.parametrize("path", ["", "style.css", "play.js", "in/x", "queues"])
async def test_every_answer_forbids_what_browsers_could_do_with_it(client: Client, path: str) -> None:
    answer = await client.get(f"/status/{path}")
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'")
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


async def test_without_an_operators_token_only_links_open_it(store: Store, clock: Hours) -> None:
    app = web.Application()
    app.router.add_routes(routes(store, token=None, public_url="https://bot.example.org/news", clock=clock))
    await scene(store)
    async with TestClient(TestServer(app)) as client:
        assert (await client.post("/status/enter", data={"token": ""})).status == 403
        link = link_token(await store.visits.page_key(), Visit(operator=True), now=NOW)
        answer = await client.get(f"/status/in/{link}", allow_redirects=False)
        cookie = answer.cookies[COOKIE]
        assert (cookie["secure"], cookie["path"]) == (True, "/news/status")


async def test_redis_being_away_is_one_sentence(clock: Hours) -> None:
    server = FakeServer()
    away = Store(FakeAsyncRedis(server=server, decode_responses=True))
    app = web.Application()
    app.router.add_routes(routes(away, token=TOKEN, public_url="", clock=clock))
    async with TestClient(TestServer(app)) as client:
        server.connected = False
        answer = await client.get("/status/")
        assert answer.status == 503
        assert "Redis does not answer." in await answer.text()
    await away.close()


async def test_whoever_has_an_export_cannot_make_links(client: Client, store: Store) -> None:
    link = link_token(await store.readers.key(), Visit(operator=True), now=NOW)
    assert (await client.get(f"/status/in/{link}", allow_redirects=False)).status == 403


async def test_it_speaks_the_language_the_browser_asks_for(client: Client, store: Store) -> None:
    await scene(store)
    client.session.headers["Accept-Language"] = "fr-CA, fr;q=0.9, en;q=0.5"
    assert "La page d’état d’alertbot" in words(await page(await client.get("/status/")))
    assert "Ce n’est pas le jeton." in words(await enter(client, "wrong"))
    stream = await enter(client)
    assert '<html lang="fr">' in stream
    assert "il y a 40 min · nouveau retenu : pause 1 alerté 1" in words(stream)
    sources = words(await page(await client.get("/status/sources")))
    assert "en panne timeout, 7 fois de suite, la première il y a 5 h" in sources
    assert "Chacun reste jusqu’à ce que alertbot outbox retry ou" in words(
        await page(await client.get("/status/queues"))
    )
    asked = {"url": "https://news.example.com/mistral", "subscriber": "nobody"}
    assert "Il n’y a pas d’abonné nobody." in words(await page(await client.get("/status/why", params=asked)))
    tried = {"form": form_of(stream), "query": "AND", "text": "A headline"}
    said = words(await page(await client.post("/status/play", data=tried)))
    assert "Je n’ai pas pu lire « AND » : il faut quelque chose avant AND." in said
    said = words(await page(await client.post("/status/play", data={**tried, "query": "Mistral"})))
    assert "Mistral veut dire « Mistral »." in said
    assert "Mistral ne correspond pas" in said
    assert "Vary" in (await client.get("/status/")).headers


@pytest.mark.parametrize("template", [each.name for each in TEMPLATES.iterdir()])
def test_a_template_has_no_word_of_its_own_but_the_name(template: str) -> None:
    bare = re.sub(
        r"{%.*?%}|{{.*?}}", " ", TEMPLATES.joinpath(template).read_text(encoding="utf-8"), flags=re.DOTALL
    )
    spoken = " ".join(re.findall(r'(?:aria-label|title|alt)="([^"]*)"', bare))
    assert set(re.findall(r"[A-Za-z]+", f"{words(bare)} {spoken}")) <= {"alertbot"}
