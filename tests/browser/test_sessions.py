"""A session on a phone: a business registers, staff tick on a bad line, and type sheets by keyboard."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import Server, enter_as

pytestmark = pytest.mark.browser


def narrow_enough(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def open_past(page: Page, server: Server, where: str) -> None:
    """A page of the session that is over."""
    page.goto(server.url + "/dang-ky?show=past")
    page.locator(".sessions a").first.click()
    page.wait_for_url(re.compile("/buoi/"))
    page.goto(page.url + where)


def test_a_business_registers_on_a_phone(demo_server: Server, open_page: Callable[..., Page]) -> None:
    page = open_page(size="phone", axe=True)
    enter_as(page, demo_server, "business")
    page.goto(demo_server.url + "/dang-ky")
    assert narrow_enough(page)
    page.get_by_role("link", name="Tập huấn ký số và thanh toán trực tuyến").click()
    page.get_by_role("link", name="Đăng ký tham gia").click()
    expect(page.get_by_label("Số người dự")).to_be_visible()
    assert narrow_enough(page)
    assert violations(page) == []
    page.get_by_label("Số người dự").fill("9")
    page.get_by_label("Họ tên người dự").fill("Lê Thị Lan, kế toán")
    page.get_by_role("button", name="Đăng ký", exact=True).click()
    expect(page.locator('[role="alert"]')).to_contain_text("từ 1 đến 3")
    expect(page.get_by_label("Họ tên người dự")).to_have_value("Lê Thị Lan, kế toán")
    page.get_by_label("Số người dự").fill("2")
    page.get_by_role("button", name="Đăng ký", exact=True).click()
    expect(page.locator("#main")).to_contain_text("đang chờ 2 chỗ")
    page.get_by_role("button", name="Hủy đăng ký").click()
    page.locator("dialog").get_by_role("button", name=re.compile("Đồng ý|Có|Vâng")).click()
    expect(page.get_by_role("link", name="Đăng ký tham gia")).to_be_visible()


def test_ticks_survive_a_bad_line(demo_server: Server, open_page: Callable[..., Page]) -> None:
    page = open_page(size="phone", axe=True)
    enter_as(page, demo_server, "helpdesk")
    open_past(page, demo_server, "/diem-danh")
    assert narrow_enough(page)
    assert violations(page) == []
    absent = page.locator("#people li:not(.here)").first
    id = absent.get_attribute("id")
    row = page.locator(f"#{id}")
    people = int(page.locator("[data-people]").inner_text())
    lost: list[str] = []

    def lose(route: object) -> None:
        lost.append("tick")
        route.fetch()  # type: ignore[attr-defined]  # the server gets it, the answer is lost
        route.abort()  # type: ignore[attr-defined]

    page.route("**/diem-danh/*", lose, times=2)
    row.locator("form[data-tick] button").click()
    expect(row).to_have_class(re.compile("here"))
    expect(page.locator("[data-unsent]")).to_be_visible()
    expect(page.locator("[data-unsent]")).to_be_hidden()
    assert len(lost) == 2
    expect(page.locator("[data-people]")).to_have_text(str(people + 1))
    page.reload()
    expect(row).to_have_class(re.compile("here"))
    expect(page.locator("[data-people]")).to_have_text(str(people + 1))
    row.locator("form[data-tick] button").click()
    expect(page.locator("[data-people]")).to_have_text(str(people))


def test_unsent_ticks_are_sent_by_the_next_look(demo_server: Server, open_page: Callable[..., Page]) -> None:
    page = open_page(size="phone")
    enter_as(page, demo_server, "helpdesk")
    open_past(page, demo_server, "/diem-danh")
    people = int(page.locator("[data-people]").inner_text())
    row = page.locator(f"#{page.locator('#people li:not(.here)').first.get_attribute('id')}")
    page.route("**/diem-danh/*", lambda route: route.abort())
    row.locator("form[data-tick] button").click()
    expect(row).to_have_class(re.compile("unsent"))
    expect(page.locator("[data-unsent]")).to_contain_text("1 lượt đánh dấu chưa gửi được")
    page.unroute("**/diem-danh/*")
    page.reload()
    expect(page.locator("[data-unsent]")).to_be_hidden()
    expect(page.locator("[data-people]")).to_have_text(str(people + 1))
    row.locator("form[data-tick] button").click()
    expect(page.locator("[data-people]")).to_have_text(str(people))


def test_names_are_found_without_marks(demo_server: Server, open_page: Callable[..., Page]) -> None:
    page = open_page(size="phone")
    enter_as(page, demo_server, "helpdesk")
    open_past(page, demo_server, "/diem-danh")
    name = page.locator("#people .who b").first.inner_text()
    folded = page.evaluate("(text) => fold(text)", name)
    page.locator("#find").fill(folded)
    shown = page.locator("#people li:visible .who")
    expect(shown.first).to_contain_text(name)
    assert shown.count() < page.locator("#people li").count()


@pytest.mark.parametrize("javascript", [True, False])
def test_sheets_are_typed_with_the_keyboard_alone(
    demo_server: Server, open_page: Callable[..., Page], javascript: bool
) -> None:
    page = open_page(javascript=javascript)
    enter_as(page, demo_server, "helpdesk")
    open_past(page, demo_server, "/nhap-nhanh")
    page.goto(page.url)
    tax_code = page.locator("table small").first.inner_text()
    for people in ("4", "1"):
        page.keyboard.type(tax_code)
        page.keyboard.press("Enter")
        expect(page.get_by_label("Số người có mặt")).to_be_focused()
        page.keyboard.press("Control+A")
        page.keyboard.type(people)
        page.keyboard.press("Enter")
        expect(page.locator("#flash")).to_contain_text(f"{people} người có mặt")
        expect(page.locator("#who")).to_be_focused()
