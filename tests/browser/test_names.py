"""Names that a register gives without a code: one key each, one tap each, and the way back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import Server, enter_as

pytestmark = pytest.mark.browser
QUEUE = "/nhap-lieu/doi-chieu"


def test_one_key_each_and_everything_can_be_taken_back(
    demo_server: Server, open_page: Callable[..., Page]
) -> None:
    page = open_page(axe=True)
    enter_as(page, demo_server, "officer")
    page.goto(demo_server.url + QUEUE)
    cards, said = page.locator(".name-card"), page.locator(".name-said")
    expect(cards.first).to_be_focused()
    assert violations(page) == []
    waiting = cards.count()
    assert waiting >= 3
    first = page.locator(".name-card h2").first.inner_text()
    page.keyboard.press("j")
    expect(cards.nth(1)).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("1")
    expect(said).to_contain_text(first)
    expect(said).to_contain_text("Đã chuyển")
    expect(cards).to_have_count(waiting - 1)
    expect(cards.first).to_be_focused()
    assert violations(page) == []
    undone = page.locator("#name-list .notice", has_text="chờ đối chiếu lại")
    page.keyboard.press("z")
    expect(undone).to_contain_text(first)
    expect(cards).to_have_count(waiting)
    expect(cards.first).to_be_focused()
    for key, words in (("r", "một doanh nghiệp riêng"), ("s", "được để sau")):
        page.keyboard.press(key)
        expect(said).to_contain_text(words)
        expect(undone).to_have_count(0)  # it speaks of a name that is decided by now
        expect(cards).to_have_count(waiting - 1)
        page.keyboard.press("z")
        expect(undone).to_be_visible()
        expect(cards).to_have_count(waiting)
    page.goto(f"{demo_server.url}{QUEUE}?q=mau")
    page.locator("#q").press("End")
    page.keyboard.press("1")
    expect(page.locator("#q")).to_have_value("mau1")
    expect(said).to_have_count(0)


@pytest.mark.parametrize("javascript", [True, False])
def test_one_tap_on_a_phone(demo_server: Server, open_page: Callable[..., Page], javascript: bool) -> None:
    page = open_page(size="phone", javascript=javascript)
    enter_as(page, demo_server, "officer")
    page.goto(demo_server.url + QUEUE)
    cards = page.locator(".name-card")
    waiting = cards.count()
    cards.first.locator(".name-choices button").first.click()
    expect(page.locator(".name-said")).to_contain_text("Đã chuyển")
    expect(cards).to_have_count(waiting - 1)
    page.get_by_role("button", name="Hoàn tác").click()
    expect(cards).to_have_count(waiting)
