"""Two browsers see each other's messages by their streams, also after a pause and a lost network."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Server, enter_as

pytestmark = pytest.mark.browser
SOON = 2_000  # milliseconds in which the other side sees a message
# Says on the page's element whether a stream is open, and lets nobody find news by asking every few seconds.
WATCH = """
document.addEventListener("chat:live", (event) => (document.documentElement.dataset.live = event.detail));
const later = setTimeout;
window.setTimeout = (deed, after, ...more) => later(deed, after === 4000 ? 1e8 : after, ...more);
"""


def opened(page: Page, address: str) -> None:
    """The page with its stream open."""
    page.add_init_script(WATCH)
    page.goto(address)
    listening(page)


def listening(page: Page, yes: str = "true") -> None:
    expect(page.locator(f'html[data-live="{yes}"]')).to_have_count(1)


def say(page: Page, text: str) -> None:
    page.locator("#composer-text").fill(text)
    page.locator("#composer-text").press("Enter")


@pytest.fixture
def both(demo_server: Server, open_page: Callable[..., Page]) -> tuple[Page, Page]:
    """A business on its phone and somebody of staff at the desk, in the same conversation."""
    phone, desk = open_page(size="phone"), open_page()
    enter_as(phone, demo_server, "business")
    phone.goto(demo_server.url + "/tro-giup")
    phone.locator("main textarea").first.fill("Em không thấy nút nộp hồ sơ ở đâu ạ?")
    phone.locator("main form button[type=submit]").last.click()
    phone.wait_for_url(re.compile(r"/tro-giup/[\w-]{8,}$"))
    key = phone.url.rsplit("/", 1)[1]
    opened(phone, phone.url)
    enter_as(desk, demo_server, "helpdesk")
    opened(desk, f"{demo_server.url}/ban-ho-tro/{key}")
    return phone, desk


def test_each_sees_what_the_other_writes(both: tuple[Page, Page]) -> None:
    phone, desk = both
    for turn in range(3):
        say(desk, f"Nút nằm cuối trang, lần {turn}")
        expect(phone.locator("#messages")).to_contain_text(f"lần {turn}", timeout=SOON)
        say(phone, f"Em thấy rồi ạ, lần {turn}")
        expect(desk.locator("#messages")).to_contain_text(f"thấy rồi ạ, lần {turn}", timeout=SOON)
    expect(desk.locator("#desk-list")).to_contain_text("Em thấy rồi ạ, lần 2")
    desk.evaluate("document.getElementById('desk-open').dataset.before = ''")
    desk.locator("#desk-list li", has_text="Em thấy rồi ạ, lần 2").locator("a").click()
    expect(desk.locator("#desk-open[data-before]")).to_have_count(0)  # it came again without its page
    say(phone, "Em cảm ơn ạ")
    expect(desk.locator("#messages")).to_contain_text("Em cảm ơn ạ", timeout=SOON)


def test_a_lost_network_and_a_pause_lose_nothing(both: tuple[Page, Page]) -> None:
    phone, desk = both
    context: BrowserContext = phone.context
    context.route("**/tro-giup/**", lambda route: route.abort())
    phone.evaluate("dispatchEvent(new Event('pagehide'))")  # as when it is laid aside
    listening(phone, "false")
    say(desk, "Anh/Chị còn đó không?")
    expect(desk.locator("#messages .own:not(.waiting)").last).to_contain_text("còn đó không")
    expect(phone.locator("#messages")).not_to_contain_text("còn đó không")
    context.unroute("**/tro-giup/**")
    phone.evaluate("dispatchEvent(new Event('online'))")
    expect(phone.locator("#messages")).to_contain_text("còn đó không", timeout=SOON)
    listening(phone)
