"""The status page as people see it: on a phone and a desk, in light and dark, with and without scripts.

`--write-goldens` takes the pictures of docs/status.md.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Literal

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright

from alertbot.secret import Secret
from alertbot.store.connect import connect
from alertbot.store.embedded import Embedded
from alertbot.store.store import Store
from alertbot.surfaces.status import routes
from alertbot.surfaces.status.visit import Visit, link_token
from tests.made.scene import judged, scene, told
from tests.made.served import served
from tests.made.values import NOW, subscriber

pytestmark = pytest.mark.asyncio(loop_scope="module")

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
TOKEN = "correct-horse-battery"
PHONE, DESK = 375, 1200
PICTURED = ("status-stream-1200-light.png", "status-why-375-dark.png")
PAGES = {
    "stream": "",
    "sources": "sources",
    "queues": "queues",
    "why": "why?url=https://news.example.com/story-0&subscriber=desk",
    "play": "play?query=Mistral",
}
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"
Scheme = Literal["light", "dark"]

WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

PALE = """() => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const rgba = (text) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = text; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.slice(0, 3).map((each) => {
      const part = each / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const found = rgba(getComputedStyle(at).backgroundColor);
      if (found[3] === 255) return found;
    }
    return [255, 255, 255];
  };
  const pale = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !element.checkVisibility()) continue;
    const [a, b] = [light(rgba(getComputedStyle(element).color)), light(ground(element))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) pale.push(`${contrast.toFixed(2)}: ${texts.currentNode.data.trim().slice(0, 40)}`);
  }
  return pale;
}"""

NAMELESS = """() => [...document.querySelectorAll("input:not([type=hidden]), textarea, button, a")]
  .filter((each) => !(each.labels?.length || each.textContent.trim() || each.getAttribute("aria-label")))
  .map((each) => each.outerHTML)"""

LEVELS = """() => [...document.querySelectorAll("h1, h2, h3, h4")].map((each) => Number(each.tagName[1]))"""


@dataclass
class Site:
    """The pages on loopback, and a browser to look at them with."""

    url: str
    store: Store
    browser: Browser

    @asynccontextmanager
    async def visit(
        self,
        *,
        width: int = DESK,
        scheme: Scheme = "light",
        scripts: bool = True,
        enter: bool = True,
        lang: str = "en",
    ) -> AsyncIterator["Look"]:
        context = await self.browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme, java_script_enabled=scripts, locale=lang
        )
        try:
            look = Look(self.url, await context.new_page())
            if enter:
                await look.enter()
            yield look
        finally:
            await context.close()


@dataclass
class Look:
    """One page of one visitor. `trouble` is what the browser complained of, or asked others for."""

    url: str
    page: Page
    trouble: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda said: self.trouble.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.trouble.append(str(error)))
        self.page.on("dialog", lambda dialog: self.trouble.append(f"a dialog: {dialog.message}"))
        self.page.on(
            "request", lambda asked: None if asked.url.startswith(self.url) else self.trouble.append(asked.url)
        )

    async def open(self, path: str) -> None:
        await self.page.goto(f"{self.url}/status/{path}")

    async def enter(self) -> None:
        await self.page.goto(f"{self.url}/status?token={TOKEN}")
        assert TOKEN not in self.page.url


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def site(valkey: Embedded) -> AsyncIterator[Site]:
    store = Store(connect(valkey.url))
    await store.redis.flushall()
    await scene(store)
    routed = routes(store, token=Secret(TOKEN), public_url="", clock=lambda: NOW)
    async with served(routed) as url, async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=os.environ["ALERTBOT_BROWSER"], args=["--no-sandbox"]
        )
        try:
            yield Site(url, store, browser)
        finally:
            await browser.close()
            await store.close()


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_page_fits_is_legible_and_asks_nobody_else(
    site: Site, scheme: Scheme, width: int, request: pytest.FixtureRequest
) -> None:
    async with site.visit(width=width, scheme=scheme) as look:
        for name, path in PAGES.items():
            await look.open(path)
            assert await look.page.evaluate(WIDER) == 0, name
            assert await look.page.evaluate(PALE) == [], name
            assert await look.page.evaluate(NAMELESS) == [], name
            levels = await look.page.evaluate(LEVELS)
            assert levels[0] == 1, name
            assert all(after - before <= 1 for before, after in pairwise(levels)), name
            picture = f"status-{name}-{width}-{scheme}.png"
            if request.config.getoption("--write-goldens") and picture in PICTURED:
                await look.page.screenshot(path=PICTURES / picture, full_page=True)
        assert look.trouble == []


async def test_longer_words_of_another_language_fit_a_phone_too(site: Site) -> None:
    async with site.visit(width=PHONE, lang="fr-FR") as look:
        for name, path in PAGES.items():
            await look.open(path)
            assert await look.page.evaluate("document.documentElement.lang") == "fr", name
            assert await look.page.evaluate(WIDER) == 0, name
        assert look.trouble == []


async def test_a_pale_text_and_a_wide_page_would_be_found(site: Site) -> None:
    async with site.visit(width=PHONE) as look:
        await look.page.evaluate("document.querySelector('h1').style.color = '#999'")
        assert len(await look.page.evaluate(PALE)) == 1
        await look.page.evaluate("document.querySelector('h1').style.minWidth = '400px'")
        assert await look.page.evaluate(WIDER) > 0


async def test_the_preview_follows_what_is_typed(site: Site) -> None:
    async with site.visit(width=PHONE) as look:
        await look.open("play")
        await look.page.get_by_label("Watch").fill("sovereign AI")
        await look.page.locator("#played mark", has_text="sovereign").wait_for()
        await look.page.get_by_label("Text to try it on").fill("A sovereign cloud\n\nSovereign clouds run AI.")
        await look.page.locator("#played .tag", has_text="hits").wait_for()
        await look.page.get_by_label("Watch").fill("sovereign AND")
        await look.page.get_by_role("alert").filter(has_text="something must follow AND").wait_for()
        assert look.page.url.endswith("/play")
        assert look.trouble == []


async def test_all_of_it_works_without_scripts(site: Site) -> None:
    async with site.visit(scripts=False) as look:
        await look.page.get_by_role("navigation").get_by_role("link", name="Try").click()
        await look.page.get_by_label("Watch").fill("ferries")
        await look.page.get_by_role("button", name="Try").click()
        await look.page.locator("mark", has_text="ferries").first.wait_for()
        await look.page.get_by_role("link", name="Why").click()
        await look.page.get_by_label("The address of the story").fill("https://news.example.com/story-1")
        await look.page.get_by_label("For whom").fill("desk")
        await look.page.get_by_role("button", name="Explain").click()
        await look.page.get_by_text("Nothing was sent: no watch matched it.").wait_for()
        await look.page.get_by_role("button", name="Leave").click()
        await look.page.get_by_label("The operator’s token").wait_for()


async def test_the_door_opens_by_hand_and_by_a_link(site: Site) -> None:
    async with site.visit(enter=False, width=PHONE) as look:
        await look.open("")
        assert await look.page.evaluate(WIDER) == 0
        assert await look.page.evaluate(PALE) == []
        await look.page.get_by_label("The operator’s token").fill("wrong")
        await look.page.get_by_role("button", name="Come in").click()
        await look.page.get_by_text("That is not the token.").wait_for()
        await look.page.get_by_label("The operator’s token").fill(TOKEN)
        await look.page.keyboard.press("Enter")
        await look.page.get_by_role("heading", name="What came, and why it alerted").wait_for()
    async with site.visit(enter=False, width=PHONE) as look:
        word = link_token(await site.store.visits.page_key(), Visit(operator=False, subscriber="night"), now=NOW)
        await look.open(f"in/{word}")
        await look.page.get_by_role("heading", name="What your watches brought").wait_for()
        assert word not in look.page.url
        assert await look.page.get_by_role("link", name="Queues").count() == 0
        assert await look.page.evaluate(WIDER) == 0
        assert look.trouble == []


async def test_what_a_feed_writes_never_runs(site: Site) -> None:
    hostile = told(70, f"Unheard of {HOSTILE}", f"Unheard of {HOSTILE}", outlet=HOSTILE)
    await judged(
        site.store, [replace(hostile, url="https://news.example.com/unheard-of")], subscriber("h", "unheard")
    )
    async with site.visit() as look:
        for path in ("", "play?query=unheard", f"play?query={HOSTILE}", f"why?url={HOSTILE}&subscriber={HOSTILE}"):
            await look.open(path)
        await look.open("play")
        await look.page.get_by_label("Watch").fill("unheard")
        await look.page.get_by_label("Text to try it on").fill(f"Unheard {HOSTILE}\n\n{HOSTILE}")
        await look.page.locator("#played article").wait_for()
        assert await look.page.locator("script:not([src]), main img").count() == 0
        assert look.trouble == []
