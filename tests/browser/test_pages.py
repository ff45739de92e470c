"""Every page of every role, light and dark, wide and on a phone: no axe violation, no text too small."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.axe import AXE, objections
from tests.browser.conftest import SIZES, Server, enter_as

pytestmark = pytest.mark.browser

TALK = "the first conversation of the desk's list"
STAFF = [
    "/", "/doanh-nghiep", "/doanh-nghiep?q=khong-co-ai", "/doanh-nghiep/1", "/doanh-nghiep/1/nguoi-lien-he",
    "/hoat-dong", "/hoat-dong/2", "/hoat-dong/2/truoc-sau", "/hoat-dong/3/truoc-sau", "/so-lieu",
    "/so-lieu?by=zone", "/toan-canh", "/ho-so", "/ho-so/1", "/thu-tuc", "/khu", "/tai-khoan",
]  # fmt: skip
OFFICER = [
    "/hoat-dong/moi",
    "/hoat-dong/2/diem-danh",
    "/doanh-nghiep/moi",
    "/doanh-nghiep/1/sua",
    "/nhap-lieu",
    "/nhap-lieu/chat-luong?span=all",
    "/nhap-lieu/tep-hang-thang",
    "/nhap-lieu/tep-hang-thang/moi",
    "/nhap-lieu/nguon",
    "/nhap-lieu/nguon/1",
    "/nhap-lieu/nguon/moi",
    "/nhap-lieu/doi-chieu",
    "/nhap-lieu/doi-chieu/da-chon",
    "/nguoi-dung",
    "/van-ban",
    "/van-ban/1",
    "/van-ban/moi",
    "/thu-tuc-truc-tuyen/1/sua",
    "/thu-tuc-truc-tuyen/1/noi-dung/moi",
    "/thu-tuc-truc-tuyen/4/lam-lai",
]
DESK = [
    "/ban-ho-tro", "/ban-ho-tro?view=all&q=khong-co-ai", TALK, "/ban-ho-tro/ghi", "/ban-ho-tro/trinh-dien",
    "/ban-ho-tro/so-lieu", "/ban-ho-tro/so-lieu/cuoc-trao-doi", "/tra-loi-mau", "/tra-loi-mau/moi",
    "/hoi-dap/soan", "/hoi-dap/soan/1", "/hoi-dap/soan/moi", "/zalo/chep-vao",
]  # fmt: skip
PAGES = {
    "officer": STAFF + OFFICER,
    "helpdesk": ["/", *DESK],
    "leader": ["/", "/so-lieu", "/nhap-lieu/chat-luong", "/khieu-nai"],
    "administrator": [
        "/", "/nguoi-dung", "/gio-lam-viec", "/ban-ho-tro/muc-tieu", "/ban-ho-tro/luu-giu",
        "/ban-ho-tro/luot-xem", "/zalo",
    ],
    "business": ["/", "/ho-so", "/tai-khoan", "/tro-giup", "/hoi-dap"],
}  # fmt: skip
# The rules of axe that judge colours.
OF_COLOURS = ("color-contrast", "link-in-text-block")
# Until what moves after a change of colours or width has arrived; a page shown to nobody draws no frame.
ARRIVED = """async () => {
    const late = new Promise(done => setTimeout(done, 3000));
    await Promise.race([late, new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))]);
    const moving = document.getAnimations().filter(
        one => one.playState === 'running' && one.effect.getComputedTiming().endTime < 5000
    );
    await Promise.race([late, Promise.all(moving.map(one => one.finished.catch(() => {})))]);
}"""


@pytest.mark.parametrize("role", PAGES)
def test_pages_are_readable_for_everybody(
    demo_server: Server, open_page: Callable[..., Page], role: str
) -> None:
    page = open_page(axe=True)
    enter_as(page, demo_server, role)
    faults: dict[str, list[str]] = {}
    for path in PAGES[role]:
        response = page.goto(demo_server.url + (first_talk(page, demo_server) if path == TALK else path))
        assert response is not None
        assert response.status == 200, (path, response.status)
        if found := faults_in_every_look(page):
            faults[path] = found
    assert not faults


def test_pages_before_signing_in(demo_server: Server, open_page: Callable[..., Page]) -> None:
    page = open_page(axe=True)
    for path in (
        "/dang-nhap",
        "/dang-nhap?way=staff",
        "/thu-tuc-truc-tuyen",
        "/thu-tuc-truc-tuyen?q=gia han work permit",
        "/thu-tuc-truc-tuyen/7",
        "/so-do-thu-tuc",
        "/so-do-thu-tuc?words=levels_2011",
        "/quen-mat-khau",
        "/khong-co-trang-nay",
        "/loi-moi/het-han",
    ):
        page.goto(demo_server.url + path)
        assert not faults_in_every_look(page), path


def first_talk(page: Page, server: Server) -> str:
    """The address of a conversation at the desk."""
    page.goto(server.url + "/ban-ho-tro?view=all")
    return str(page.locator(".desk-rows [data-row][hx-get]").first.get_attribute("href"))


def faults_in_every_look(page: Page) -> list[str]:
    """What axe objects to, what is too wide or too small in any of the four looks of a page loaded once.

    The look it has is the first, and another one the last: of several pages each is loaded as the one before
    was left. Between light and dark nothing but colours differs, so that axe judges the rest once per size.
    """
    page.evaluate(AXE)
    found = []
    for size in sorted(SIZES, key=lambda size: page.viewport_size["width"] != SIZES[size][0]):  # type: ignore[index]
        width, height = SIZES[size]
        page.set_viewport_size({"width": width, "height": height})
        is_dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
        for number, scheme in enumerate(("dark", "light") if is_dark else ("light", "dark")):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.evaluate(ARRIVED)
            one = (
                objections(page, *OF_COLOURS)
                if number
                else (objections(page) + too_wide(page) + too_small(page))
            )
            found += [f"{size}, {scheme}: {fault}" for fault in one]
    return found


def too_wide(page: Page) -> list[str]:
    """Whether the page scrolls sideways, or on a phone a row that is shown as a card leaves it."""
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    left = page.evaluate(
        """() => innerWidth >= 640 ? [] : [...document.querySelectorAll('.table-scroll:has(> .data.cards)')]
        .filter(box => box.scrollWidth > box.clientWidth).map(box => box.innerText.slice(0, 60))"""
    )
    return [f"page is {wider} px too wide"] * (wider > 0) + [f"leaves its card: {words}" for words in left]


def too_small(page: Page) -> list[str]:
    """Texts of charts that are drawn smaller than 11 px."""
    return list(
        page.evaluate(
            """() => [...document.querySelectorAll('svg text')].filter(t => t.getClientRects().length)
            .filter(t => {
                const svg = t.ownerSVGElement, drawn = svg.viewBox.baseVal.width;
                const scale = drawn ? svg.getBoundingClientRect().width / drawn : 1;
                return parseFloat(getComputedStyle(t).fontSize) * scale < 10.9;
            })
            .map(t => 'small text in a chart: ' + t.textContent).slice(0, 5)"""
        )
    )
