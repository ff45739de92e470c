"""Every page of every role, light and dark, wide and on a phone: no axe violation, no text too small."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Server, enter_as, violations

pytestmark = pytest.mark.browser

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
    "/nguoi-dung",
    "/van-ban",
    "/van-ban/1",
    "/van-ban/moi",
    "/thu-tuc-truc-tuyen/1/sua",
    "/thu-tuc-truc-tuyen/1/noi-dung/moi",
    "/thu-tuc-truc-tuyen/4/lam-lai",
]
PAGES = {
    "officer": STAFF + OFFICER,
    "helpdesk": ["/"],
    "leader": ["/", "/so-lieu"],
    "administrator": ["/", "/nguoi-dung"],
    "business": ["/", "/ho-so", "/tai-khoan"],
}
LOOKS = [("wide", False), ("wide", True), ("phone", False), ("phone", True)]


@pytest.mark.parametrize(("size", "dark"), LOOKS, ids=str)
@pytest.mark.parametrize("role", PAGES)
def test_pages_are_readable_for_everybody(
    demo_server: Server, open_page: Callable[..., Page], role: str, size: str, dark: bool
) -> None:
    page = open_page(size=size, dark=dark, axe=True)
    enter_as(page, demo_server, role)
    faults: dict[str, list[str]] = {}
    for path in PAGES[role]:
        response = page.goto(demo_server.url + path)
        assert response is not None
        assert response.status == 200, (path, response.status)
        found = violations(page) + too_wide(page) + too_small(page)
        if found:
            faults[path] = found
    assert not faults


@pytest.mark.parametrize(("size", "dark"), LOOKS, ids=str)
def test_pages_before_signing_in(
    demo_server: Server, open_page: Callable[..., Page], size: str, dark: bool
) -> None:
    page = open_page(size=size, dark=dark, axe=True)
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
        assert not violations(page) + too_wide(page) + too_small(page), path


def too_wide(page: Page) -> list[str]:
    """Whether the page scrolls sideways."""
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"page is {wider} px too wide"] if wider > 0 else []


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
