"""Guides on a phone: found by everyday words, ticked, read without a network, light, right for everybody."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from tests.browser.conftest import Server, enter_as, press_card
from tests.browser.test_pages import faults_in_every_look

pytestmark = pytest.mark.browser

GUIDE = "/huong-dan/cap-giay-phep-lao-dong"
STEP = f"{GUIDE}/ky-so"
FIRST_VISIT, NEXT_STEP = 150_000, 30_000  # bytes over the line, without pictures for a step
Opener = Callable[..., Page]
# whether a cache whose name begins so holds a path; and whether none of pages holds any
KEPT = """async ([start, path]) => {
    for (const name of (await caches.keys()).filter((name) => name.startsWith(start)))
        if (await (await caches.open(name)).match(path)) return true;
    return false;
}"""
NONE_KEPT = """async () => {
    for (const name of (await caches.keys()).filter((name) => name.startsWith("pages-")))
        if ((await (await caches.open(name)).keys()).length) return false;
    return true;
}"""


def until(page: Page, script: str, argument: list[str] | None = None) -> None:
    """Ask the page until the answer is yes; Playwright's own waiting takes a promise for a yes."""
    for _time in range(150):
        if page.evaluate(script, argument):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never: {script} {argument}")


def weigh(page: Page, url: str) -> tuple[int, int]:
    """Bytes that came over the line for an address: all of them, and those of pictures."""
    sizes: list[tuple[bool, int]] = []

    def note(response: Response) -> None:
        measured = response.request.sizes()
        picture = "/img/tutorials/" in response.url or "/huong-dan/anh/" in response.url
        sizes.append((picture, measured["responseBodySize"] + measured["responseHeadersSize"]))

    page.on("response", note)
    page.goto(url, wait_until="networkidle")
    page.remove_listener("response", note)
    return sum(size for _picture, size in sizes), sum(size for picture, size in sizes if picture)


def test_everyday_words_without_marks_lead_to_the_step(demo_server: Server, open_page: Opener) -> None:
    page = open_page(size="phone")
    page.goto(demo_server.url + "/huong-dan")
    page.get_by_role("searchbox").fill("giay phep lao dogn")
    expect(page.locator("#tutorial-list a").first).to_contain_text("giấy phép lao động")
    page.get_by_role("link", name="Cấp giấy phép lao động cho người nước ngoài").click()
    page.get_by_role("button", name="Bắt đầu").click()
    expect(page.locator(".place")).to_contain_text("Bước 1/")
    page.get_by_role("link", name="Bước tiếp theo").click()
    expect(page.locator(".place")).to_contain_text("Bước 2/")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_clerk_ticks_a_step(demo_server: Server, open_page: Opener, javascript: bool) -> None:
    page = open_page(size="phone", javascript=javascript)
    enter_as(page, demo_server, "business")
    page.goto(demo_server.url + f"{GUIDE}/dinh-kem")
    page.get_by_role("button", name="Đánh dấu đã xong bước này").click()
    expect(page.locator("#tick")).to_contain_text("Đã xong bước này")
    page.reload()
    expect(page.locator("#tick")).to_contain_text("Đã xong bước này")
    page.get_by_role("button", name="Bỏ đánh dấu").click()
    expect(page.get_by_role("button", name="Đánh dấu đã xong bước này")).to_be_visible()


def test_a_guide_opens_without_a_network_after_a_first_visit(demo_server: Server, chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="vi-VN")
    page = context.new_page()
    page.goto(demo_server.url + GUIDE)
    until(page, KEPT, ["pages-", GUIDE])
    page.get_by_role("button", name="Lưu để đọc khi mất mạng").click()
    expect(page.get_by_role("button", name="Đã lưu trên máy này")).to_be_disabled()
    until(page, KEPT, ["pages-", f"{GUIDE}/nhan-ket-qua"])
    page.goto(demo_server.url + STEP)
    until(page, KEPT, ["pages-", STEP])
    context.set_offline(True)
    page.goto(demo_server.url + GUIDE)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Cấp giấy phép lao động")
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.bar')).backgroundColor")
        != "rgba(0, 0, 0, 0)"
    )
    page.goto(demo_server.url + STEP)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ký số")
    page.goto(demo_server.url + f"{GUIDE}/nhan-ket-qua")
    expect(page.locator(".place")).to_contain_text("Bước 11/11")
    page.goto(demo_server.url + "/dang-nhap")
    expect(page.get_by_role("heading", level=1)).to_contain_text("không có mạng")
    context.close()


def test_nothing_of_staff_is_kept_and_leaving_empties_it(demo_server: Server, chromium: Browser) -> None:
    context = chromium.new_context(locale="vi-VN")
    page = context.new_page()
    page.goto(demo_server.url + GUIDE)
    until(page, KEPT, ["pages-", GUIDE])
    press_card(page, demo_server, "officer")
    until(page, NONE_KEPT)
    page.goto(demo_server.url + STEP)
    page.goto(demo_server.url + GUIDE)
    page.wait_for_timeout(500)
    assert page.evaluate(NONE_KEPT)
    context.close()


def test_guides_are_light(demo_server: Server, chromium: Browser) -> None:
    context = chromium.new_context(
        viewport={"width": 360, "height": 740}, locale="vi-VN", service_workers="block"
    )
    page = context.new_page()
    whole, _pictures = weigh(page, demo_server.url + STEP)
    assert whole <= FIRST_VISIT, whole
    whole, pictures = weigh(page, demo_server.url + f"{GUIDE}/tra-phi")
    assert whole - pictures <= NEXT_STEP, whole
    context.close()


def test_guides_are_right_for_everybody(demo_server: Server, open_page: Opener) -> None:
    page = open_page(axe=True)
    for path in (
        "/huong-dan",
        GUIDE,
        STEP,
        f"{GUIDE}/in",
        f"{GUIDE}/in.pdf",
        "/ngoai-tuyen",
        "/huong-dan?q=xin+chao",
    ):
        answer = page.request.get(demo_server.url + path)
        if answer.headers["content-type"] == "application/pdf":
            continue
        page.goto(demo_server.url + path)
        for details in page.locator("main details").all():
            details.evaluate("details => { details.open = true; }")
        assert faults_in_every_look(page) == [], path
