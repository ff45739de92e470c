"""The helpdesk as a business sees it, and everybody without an account: axe on every page, all four looks."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Server, enter_as
from tests.browser.test_pages import faults_in_every_look

pytestmark = pytest.mark.browser
OWN = ["/tro-giup", "/bien-nhan", "/bien-nhan/bao-tin", "/thong-bao", "/bien-nhan/truoc-khi-nop", "/hoi-dap"]
PUBLIC = [
    "/tro-giup", "/hoi-dap", "/hoi-dap?q=khong tim thay chung thu so", "/hoi-dap?q=khong-co-cau-nay",
    "/hoi-dap/co-the?text=ky so khong duoc", "/hoi-dap/khong-co-cau-nay", "/bien-nhan",
    "/bien-nhan/truoc-khi-nop?xem=1", "/thoi-nhan-thu/khong-co", "/tro-giup/k/khong-co/khong-co",
    "/huong-dan/cap-giay-phep-lao-dong/ky-so/ket",
]  # fmt: skip
# The way to each page whose address nobody can guess: from a page, the links that lead there.
BEHIND = {
    "/tro-giup": "a.task",
    "/bien-nhan": "main table a",
    "/hoi-dap": 'main a[href^="/hoi-dap/"]',
    "/thong-bao": "main article a",
}
MOST = 4  # of one kind


def test_what_a_business_sees(demo_server: Server, open_page: Callable[..., Page]) -> None:
    page = open_page(size="phone", axe=True)
    enter_as(page, demo_server, "business")
    paths = list(OWN)
    for start, links in BEHIND.items():
        page.goto(demo_server.url + start)
        found = page.locator(links).evaluate_all("all => all.map(one => one.getAttribute('href'))")
        assert found, start
        paths += found[:MOST]
    for path in paths:
        response = page.goto(demo_server.url + path)
        assert response is not None
        assert response.status == 200, path
        assert not faults_in_every_look(page), path


def test_what_everybody_sees(demo_server: Server, open_page: Callable[..., Page]) -> None:
    page = open_page(size="phone", axe=True)
    for path in PUBLIC:
        page.goto(demo_server.url + path)
        assert not faults_in_every_look(page), path


def test_what_somebody_without_an_account_gets(demo_server: Server, open_page: Callable[..., Page]) -> None:
    page = open_page(size="phone", axe=True)
    for start, name, words, sends in (
        ("/tro-giup", "text", "Zzyx chưa ai hỏi câu này qqq", "Gửi câu hỏi"),
        ("/bien-nhan", "code", "000.00.01.HMAU-261121-60001", "Nhận biên nhận"),
    ):
        page.goto(demo_server.url + start)
        page.get_by_role("button", name=sends).click()  # with all its refusals
        page.wait_for_selector("[aria-invalid]")
        assert not faults_in_every_look(page), start
        page.locator(f"main [name={name}]").fill(words)
        page.locator("main [name=tax_code]").fill("0100109106")
        page.locator("main [name=phone]").fill("0912345678")
        page.get_by_role("button", name=sends).click()
        page.wait_for_selector("#link")  # the private link
        assert not faults_in_every_look(page), start
