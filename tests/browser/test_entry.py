"""An entry of the ledger: what comes when it is looked at, with a script and without one."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, enter_as

pytestmark = pytest.mark.browser

ENTRY = "/hoat-dong/2/truoc-sau"
COMPUTED = 90_000  # ms: the worker waits until the data rest, and then computes


def open_entry(page: Page, server: Server, role: str = "officer") -> Page:
    """The page of a training that was computed: it waits for its sentence by itself."""
    enter_as(page, server, role)
    page.goto(server.url + ENTRY)
    expect(page.locator(".spoken")).to_be_visible(timeout=COMPUTED)
    return page


def test_the_table_and_the_method_come_when_they_are_looked_at(
    demo_server: Server, open_page: Callable[..., Page]
) -> None:
    page = open_entry(open_page(), demo_server)
    expect(page.locator("#businesses table")).to_have_count(0)
    page.locator("summary", has_text="Cách tính").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#method dl")).to_be_visible()
    page.locator("#businesses").scroll_into_view_if_needed()
    expect(page.locator("#businesses table")).to_be_visible()
    page.get_by_role("link", name="Tỷ lệ trước → sau").click()
    page.wait_for_url(re.compile("sort=-difference"))
    page.reload()
    expect(page.locator("#businesses table")).to_be_visible()


def test_without_a_script_both_are_pages(demo_server: Server, open_page: Callable[..., Page]) -> None:
    open_entry(open_page(), demo_server)
    page = open_page(javascript=False)
    enter_as(page, demo_server, "officer")
    page.goto(demo_server.url + ENTRY)
    page.get_by_role("link", name="Xem từng doanh nghiệp").click()
    expect(page.locator("#businesses table")).to_be_visible()
    page.goto(demo_server.url + ENTRY)
    page.locator("summary", has_text="Cách tính").click()
    page.get_by_role("link", name="Mở cách tính").click()
    expect(page.locator("#method dl")).to_be_visible()


def test_an_entry_fits_one_sheet_of_paper(demo_server: Server, open_page: Callable[..., Page]) -> None:
    page = open_entry(open_page(), demo_server, "leader")
    pages = page.pdf(format="A4").count(b"/Type /Page\n")
    assert pages == 1
