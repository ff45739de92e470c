"""Writing a tutorial in a browser: the preview while typing, kept drafts, two authors, no script."""

import itertools
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, enter_as
from tests.browser.test_pages import faults_in_every_look

pytestmark = pytest.mark.browser

Opener = Callable[..., Page]
KEPT = "Object.keys(localStorage).filter((key) => key.startsWith('outreach-draft:')).length"
SAVE = "Lưu bước"
_numbers = itertools.count(1)


def version(page: Page, server: Server) -> str:
    """The page of a draft that nobody else writes on."""
    page.goto(server.url + "/soan/moi")
    page.locator("#title").fill("Bài thử")
    page.locator("#slug").fill(f"bai-thu-{next(_numbers)}")
    page.locator("#summary").fill("Để thử trang soạn.")
    page.locator("#portal").fill("Cổng Dịch vụ công quốc gia")
    page.locator("#part").fill("Chuẩn bị")
    page.locator("#step").fill("Mở Cổng")
    page.get_by_role("button", name="Mở bài").click()
    expect(page.locator("#steps")).to_be_visible()
    return page.url.split("#")[0]


def wait_until_kept(page: Page) -> None:
    """Until a draft lies in the browser; polled from here, as the CSP lets no page evaluate texts."""
    for _ in range(100):
        if page.evaluate(KEPT):
            return
        page.wait_for_timeout(50)
    raise AssertionError("no draft is kept")


def first_step(page: Page, url: str) -> str:
    """Open the first step of a version."""
    page.goto(url)
    page.locator(".step-list h3 a").first.click()
    expect(page.locator("#step-form")).to_be_visible()
    return page.url


def test_what_is_typed_is_shown_and_kept_until_saved(demo_server: Server, open_page: Opener) -> None:
    page = open_page()
    enter_as(page, demo_server, "officer")
    url = version(page, demo_server)
    step = first_step(page, url)
    page.locator("#body").fill("Gõ **đậm** <script>alert(1)</script>")
    expect(page.locator("#step-preview strong").first).to_have_text("đậm")
    wait_until_kept(page)
    page.goto(url)
    page.goto(step)
    page.get_by_role("button", name="Khôi phục").click()
    expect(page.locator("#body")).to_have_value("Gõ **đậm** <script>alert(1)</script>")
    page.locator("#body").press("Control+End")
    page.get_by_role("button", name="Đậm").first.click()
    page.keyboard.type("thêm")
    expect(page.locator("#body")).to_have_value("Gõ **đậm** <script>alert(1)</script>**thêm**")
    page.get_by_role("button", name=SAVE).click()
    expect(page.locator("#flash .good")).to_be_visible()
    assert page.evaluate(KEPT) == 0
    page.goto(step)
    page.locator("#mistake").fill("gõ dở")
    wait_until_kept(page)
    page.locator("details.user summary").click()
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url("**/dang-nhap")
    assert page.evaluate(KEPT) == 0, "nothing typed stays for whoever comes next"


def test_the_second_author_takes_over_by_hand(demo_server: Server, open_page: Opener) -> None:
    one, other = open_page(), open_page(size="phone")
    enter_as(one, demo_server, "officer")
    enter_as(other, demo_server, "administrator")
    step = first_step(one, version(one, demo_server))
    other.goto(step)
    one.locator("#see_now").fill("Của người thứ nhất")
    one.get_by_role("button", name=SAVE).click()
    expect(one.locator("#flash .good")).to_be_visible()
    other.locator("#see_now").fill("Của người thứ hai")
    other.get_by_role("button", name=SAVE).click()
    both = other.locator("section[aria-labelledby=two-texts]")
    expect(both).to_contain_text("Của người thứ nhất")
    expect(both).to_contain_text("Của người thứ hai")
    other.locator("#see_now").fill("Của cả hai")
    other.get_by_role("button", name=SAVE).click()
    expect(other.locator("#flash .good")).to_be_visible()
    one.goto(step)
    expect(one.locator("#see_now")).to_have_value("Của cả hai")


def test_writing_works_without_a_script(demo_server: Server, open_page: Opener) -> None:
    page = open_page(size="phone", javascript=False)
    enter_as(page, demo_server, "officer")
    first_step(page, version(page, demo_server))
    page.locator("#mistake").fill("không *cần* script")
    page.get_by_role("button", name="Xem trước").click()
    expect(page.locator("#step-preview em").first).to_have_text("cần")
    page.get_by_role("button", name=SAVE).click()
    expect(page.locator("#flash .good")).to_be_visible()


def test_authors_pages_are_readable_for_everybody(demo_server: Server, open_page: Opener) -> None:
    page = open_page(axe=True)
    enter_as(page, demo_server, "officer")
    url = version(page, demo_server)
    step = first_step(page, url)
    pictures = url.rsplit("/", 1)[0] + "/anh"
    tails = ("", "/doc", "/thong-tin", "/cau-hoi", "/them-buoc", "/ra-soat", "/cong-bo", "/go")
    addresses = [demo_server.url + "/soan", demo_server.url + "/soan/moi", step, pictures]
    faults: dict[str, list[str]] = {}
    for address in addresses + [url + tail for tail in tails]:
        page.goto(address)
        if found := faults_in_every_look(page):
            faults[address] = found
    assert not faults
