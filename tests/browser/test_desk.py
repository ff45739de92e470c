"""The clerk's desk with the keyboard alone: calls written down, questions opened, answered and closed."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, enter_as, violations

pytestmark = pytest.mark.browser
CALLS = 3


def tab(page: Page, times: int) -> None:
    for _ in range(times):
        page.keyboard.press("Tab")


def test_questions_are_handled_by_keyboard_alone(demo_server: Server, open_page: Callable[..., Page]) -> None:
    desk = open_page(axe=True)
    enter_as(desk, demo_server, "officer")
    for number in range(CALLS):
        desk.goto(demo_server.url + "/ban-ho-tro")
        desk.keyboard.press("g")
        desk.wait_for_url(re.compile("/ghi$"))
        expect(desk.locator("#business")).to_be_focused()
        tab(desk, 3)  # person, procedure, question
        desk.keyboard.type(f"Gọi hỏi lần {number}")
        tab(desk, 3)  # answer, done, the button
        desk.keyboard.press("Enter")
        expect(desk.locator(".bubble .words", has_text=f"Gọi hỏi lần {number}")).to_be_visible()
    desk.goto(demo_server.url + "/ban-ho-tro?view=mine&channel=phone")
    rows = desk.locator(".desk-rows [data-row]")
    expect(rows).to_have_count(CALLS)
    for left in reversed(range(CALLS)):
        desk.keyboard.press("j")
        desk.keyboard.press("Enter")
        expect(desk.locator("#desk-open[data-conversation]")).to_be_visible()
        desk.keyboard.press("r")
        desk.keyboard.type("Đã hướng dẫn qua điện thoại")
        desk.keyboard.press("Enter")
        expect(desk.locator(".bubble.own:not(.waiting) .words", has_text="Đã hướng dẫn")).to_be_visible()
        desk.keyboard.press("Escape")
        desk.keyboard.press("e")
        expect(desk.locator("#main")).to_contain_text("Đã đóng cuộc trao đổi.")
        expect(rows).to_have_count(left)


def test_keys_are_told_and_words_are_never_taken_for_keys(
    demo_server: Server, open_page: Callable[..., Page]
) -> None:
    desk = open_page(axe=True)
    enter_as(desk, demo_server, "helpdesk")
    desk.goto(demo_server.url + "/ban-ho-tro?view=all")
    desk.keyboard.press("?")
    expect(desk.locator("#desk-keys")).to_be_visible()
    assert violations(desk) == []
    desk.keyboard.press("Escape")
    expect(desk.locator("#desk-keys")).to_be_hidden()
    desk.keyboard.press("/")
    desk.keyboard.type("egrabz?")
    expect(desk.locator("#q")).to_have_value("egrabz?")
    assert "/ban-ho-tro" in desk.url
    assert violations(desk) == []
