"""A day of visits on a phone: three businesses, one screen each; Wi-Fi that comes and goes; no script."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from outreach import clock
from tests.browser.conftest import Server, enter_as

pytestmark = pytest.mark.browser

PHONE = 740  # px of height
TODAY = clock.today()


def plan(page: Page, server: Server, title: str) -> str:
    """A day with three businesses, planned on the phone; gives the address of its page."""
    enter_as(page, server, "officer")
    page.goto(server.url + "/di-tham/moi")
    page.locator("input[name=title]").fill(title)
    page.locator("input[name=day]").fill(f"{TODAY:%d/%m/%Y}")
    page.get_by_role("button", name="Lập và chọn doanh nghiệp").click()
    page.wait_for_url("**/them")
    for box in page.locator("input[name=business]").all()[:3]:
        box.check()
    page.get_by_role("button", name="Thêm doanh nghiệp đã đánh dấu").click()
    expect(page.locator(".route > li")).to_have_count(3)
    return page.url


def fits(page: Page) -> None:
    """Everything of the form is on the screen, without scrolling and with nothing cut at the side."""
    expect(page.locator(".visit-form button[type=submit]")).to_be_visible()  # a press may just have led here
    page.wait_for_load_state()
    height, width = page.evaluate(
        "[document.documentElement.scrollHeight, document.documentElement.scrollWidth]"
    )
    assert (height, width) == (PHONE, 360)
    box = page.locator(".visit-form button[type=submit]").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= PHONE
    for control in page.locator(".visit-form :is(label, input, textarea, summary, button):visible").all():
        where = control.bounding_box()
        assert where is None or (where["x"] >= 0 and where["x"] + where["width"] <= 360.5)


def choose(page: Page, sheet: str, *words: str) -> None:
    """Open a sheet, tick, close it again with its own heading."""
    heading = page.locator("summary", has_text=sheet)
    heading.click()
    for word in words:
        page.locator("details[open] label", has_text=word).click()
    inside = page.locator("details[open]").bounding_box()
    assert inside is not None
    assert inside["y"] >= 0
    assert inside["y"] + inside["height"] <= PHONE + 1
    heading.click()
    expect(heading.locator("[data-count]")).to_have_text(str(len(words)))


def promise(page: Page, text: str) -> None:
    """Hold out something for next week."""
    heading = page.locator("summary", has_text="Cam kết")
    heading.click()
    page.locator("input[name=promise_0]").fill(text)
    page.locator("input[name=due_0]").fill(f"{TODAY + timedelta(days=7):%d/%m/%Y}")
    heading.click()
    expect(heading.locator("[data-count]")).to_have_text("1")


def test_three_businesses_on_a_phone(demo_server: Server, open_page: Callable[..., Page]) -> None:
    page = open_page(size="phone")
    day = plan(page, demo_server, "Thăm ba doanh nghiệp")
    names = [
        name.removeprefix(f"{at}. ")
        for at, name in enumerate(page.locator(".route li b").all_inner_texts(), 1)
    ]

    page.locator("[data-down]").first.focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator(".route li b").first).to_contain_text(names[1])
    expect(page.locator("[data-stop]").nth(1).locator("[data-down]")).to_be_focused()

    page.get_by_role("link", name="Bắt đầu ghi").click()
    expect(page.locator("h1")).to_have_text(names[1])
    fits(page)
    page.get_by_text("Đã gặp", exact=True).click()
    page.get_by_label("Đã gặp ai").fill("Chị Lan, nhân sự")
    choose(page, "Rào cản", "Quen nộp trực tiếp", "Vướng thanh toán")
    page.locator("summary", has_text="Thủ tục").click()
    page.locator("#find-procedure").fill("giay phep")
    page.locator("#procedures label:visible").first.click()
    page.keyboard.press("Escape")
    expect(page.locator("details[open]")).to_have_count(0)
    promise(page, "Gửi bài hướng dẫn")
    page.get_by_label("Ghi chú").fill("Cần máy quét")
    page.get_by_role("button", name="Lưu, đến tiếp").click()

    expect(page.locator("h1")).to_have_text(names[0])
    expect(page.locator(".visit-totals")).to_contain_text("Gặp 1/3")
    fits(page)
    page.get_by_text("Không gặp ai", exact=True).click()
    page.get_by_role("button", name="Lưu, đến tiếp").click()
    expect(page.locator("h1")).to_have_text(names[2])
    fits(page)
    page.get_by_text("Hoãn", exact=True).click()
    page.get_by_role("button", name="Lưu, xem cả ngày").click()
    page.wait_for_url(day)
    expect(page.locator(".visit-totals")).to_contain_text("Gặp 1/3")
    expect(page.locator(".visit-totals")).to_contain_text("Vắng 1")
    expect(page.locator(".visit-totals")).to_contain_text("Hoãn 1")
    expect(page.locator(".visit-totals")).to_contain_text("Cam kết 1")
    assert page.evaluate("Object.keys(localStorage).length") == 0, "nothing stays on the phone"


def test_bad_wifi_loses_and_doubles_nothing(demo_server: Server, chromium: Browser) -> None:
    # Not by `open_page`: the browser complains of what the Wi-Fi swallowed.
    page = chromium.new_context(viewport={"width": 360, "height": PHONE}, locale="vi-VN").new_page()
    day = plan(page, demo_server, "Thăm khi mạng yếu")
    start = page.get_by_role("link", name="Bắt đầu ghi")
    first = demo_server.url + str(start.get_attribute("href"))
    start.click()
    page.wait_for_url(first)
    arrived: list[str] = []

    def swallow(route: object) -> None:
        """The form arrives, its answer does not."""
        if route.request.method == "POST":  # type: ignore[attr-defined]
            arrived.append(route.fetch(max_redirects=0).headers.get("hx-redirect", ""))  # type: ignore[attr-defined]
            route.abort("timedout")  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    page.get_by_text("Đã gặp", exact=True).click()
    promise(page, "Gọi lại")
    page.get_by_label("Ghi chú").fill("Gõ ở cổng")
    page.route(first, swallow)
    page.get_by_role("button", name="Lưu, đến tiếp").click()
    expect(page.locator("[data-said]")).to_contain_text("sẽ tự gửi lại")
    assert arrived
    page.unroute(first)
    page.wait_for_url(lambda url: url != first, timeout=20_000)  # sent again by itself
    second = page.url

    page.get_by_label("Ghi chú").fill("Chưa kịp gửi")
    page.goto(day)
    page.goto(second)
    expect(page.get_by_label("Ghi chú")).to_have_value("Chưa kịp gửi")
    expect(page.locator("[data-said]")).to_contain_text("Đã lấy lại")

    page.goto(day)
    expect(page.locator(".visit-totals")).to_contain_text("Cam kết 1")
    expect(page.locator(".visit-totals")).to_contain_text("Gặp 1/3")
    page.context.close()


def test_without_a_script(demo_server: Server, open_page: Callable[..., Page]) -> None:
    page = open_page(size="phone", javascript=False)
    plan(page, demo_server, "Thăm không cần mã lệnh")
    names = page.locator(".route li b").all_inner_texts()
    page.locator("[data-down]").first.click()
    expect(page.locator(".route li b").first).to_contain_text(names[1].removeprefix("2. "))
    page.get_by_role("link", name="Bắt đầu ghi").click()
    fits(page)
    page.get_by_text("Đã gặp", exact=True).click()
    heading = page.locator("summary", has_text="Rào cản")
    heading.click()
    page.locator("details[open] label", has_text="Hướng dẫn lòng vòng").click()
    heading.click()
    page.get_by_role("button", name="Lưu, đến tiếp").click()
    expect(page.locator(".visit-totals")).to_contain_text("Gặp 1/3")


@pytest.mark.parametrize("address", ["/di-tham", "/di-tham/rao-can", "/cam-ket", "/cam-ket?show=all"])
def test_pages_do_not_scroll_sideways(
    demo_server: Server, open_page: Callable[..., Page], address: str
) -> None:
    page = open_page(size="phone")
    enter_as(page, demo_server, "officer")
    page.goto(demo_server.url + address)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
