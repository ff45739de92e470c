"""The rooms around campaigns: pages once, light and dark by turns, wide and on a phone, for each role."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import Server, enter_as
from tests.browser.test_pages import too_small, too_wide

pytestmark = pytest.mark.browser

COMING, PAST = "Tập huấn ký số và thanh toán trực tuyến", "Tập huấn cấp giấy phép lao động trực tuyến"
DESK = [
    "/ke-hoach", "/ke-hoach/3", "/ke-hoach/3/can-cu", "/ke-hoach/2/tien-do", "/ma-tran", "/chien-dich",
    "/chien-dich/1", "/chien-dich/1/con-thieu", "/hoat-dong/2/bang-chung", "/hoat-dong/6/cau-hoi", "/lich",
    "/lich?show=list", "/viec-can-lam", "/thu-da-gui", "/ngay-nghi", "/cam-ket/2", "/to-roi/dot/1",
    "/to-roi/dot/2/khong-thu-hoi", "/dang-ky/moi-vao-buoi", "{coming}", "{coming}/moi", "{coming}/giay-moi",
    "{past}/khao-sat", "{past}/chung-nhan", "{past}/theo-doi",
]  # fmt: skip
POCKET = [
    "/di-tham", "{day}", "/di-tham/rao-can", "/cam-ket", "/to-roi", "/lich", "{coming}",
    "{past}/danh-sach-ky", "/ke-hoach/2/in",
    "/ke-hoach/3", "/doi-thoai/cau-hoi", "/lich-rieng",
]  # fmt: skip


def places(page: Page, server: Server) -> dict[str, str]:
    """The sessions and the day of visits, whose addresses nobody can guess."""
    found = {}
    for name, path, words in (
        ("coming", "/dang-ky", COMING),
        ("past", "/dang-ky?show=past", PAST),
        ("day", "/di-tham?show=past", "/"),
    ):
        page.goto(server.url + path)
        links = page.locator("main :is(.sessions, tbody) a", has_text=words)
        href = links.first.get_attribute("href")
        assert href
        found[name] = href
    return found


def look(page: Page, server: Server, paths: list[str], dark_first: bool = False) -> dict[str, list[str]]:
    """What is wrong with which page."""
    faults = {}
    for number, path in enumerate(paths):
        page.emulate_media(color_scheme="dark" if (number + dark_first) % 2 else "light")
        response = page.goto(server.url + path)
        assert response is not None
        assert response.status == 200, (path, response.status)
        if found := violations(page) + too_wide(page) + too_small(page):
            faults[path] = found
    return faults


@pytest.mark.parametrize(("size", "paths"), [("wide", DESK), ("phone", POCKET)], ids=["desk", "pocket"])
def test_an_officer_s_pages_are_readable(
    demo_server: Server, open_page: Callable[..., Page], size: str, paths: list[str]
) -> None:
    page = open_page(size=size, axe=True)
    enter_as(page, demo_server, "officer")
    known = places(page, demo_server)
    assert not look(page, demo_server, [path.format(**known) for path in paths], size == "phone")


@pytest.mark.parametrize(
    ("role", "size", "paths"),
    [
        ("business", "phone", ["/dang-ky", "/thong-bao", "/doi-thoai/cau-hoi", "/chung-nhan"]),
        ("helpdesk", "wide", [f"/ho-tro-tai-quay{more}" for more in ("", "/doanh-nghiep/26", "/danh-sach")]),
        ("leader", "wide", ["/ke-hoach/2", "/viec-can-lam", "/chien-dich/1"]),
    ],
    ids=["business", "helpdesk", "leader"],
)  # fmt: skip
def test_the_others_pages_are_readable(
    demo_server: Server, open_page: Callable[..., Page], role: str, size: str, paths: list[str]
) -> None:
    page = open_page(size=size, axe=True)
    enter_as(page, demo_server, role)
    assert not look(page, demo_server, paths)


def test_a_session_on_a_holiday_is_saved_at_the_second_try_without_script(
    demo_server: Server, open_page: Callable[..., Page]
) -> None:
    page = open_page(size="phone", javascript=False)
    enter_as(page, demo_server, "officer")
    page.goto(demo_server.url + "/di-tham/moi")
    page.locator("#title").fill("Thăm ngày nghỉ")
    page.locator("#day").fill("02/03/2031")  # a Sunday
    page.get_by_role("button", name="Lập và chọn doanh nghiệp").click()
    expect(page.locator("#clashes")).to_contain_text("là cuối tuần")
    page.get_by_role("button", name="Vẫn lưu").click()
    page.wait_for_url("**/them")


def test_lines_of_a_plan_change_places_without_script(
    demo_server: Server, open_page: Callable[..., Page]
) -> None:
    page = open_page(javascript=False)
    enter_as(page, demo_server, "officer")
    page.goto(demo_server.url + "/ke-hoach/3")
    lines = page.locator("#viec tbody th")
    first, second = lines.all_inner_texts()[:2]
    page.locator("#viec tbody tr").nth(1).get_by_role("button", name=re.compile("^Đưa .* lên$")).click()
    expect(lines.first).to_have_text(second.replace("\n", ""))
    page.locator("#viec tbody tr").first.get_by_role("button", name=re.compile("^Đưa .* xuống$")).click()
    expect(lines.first).to_have_text(first.replace("\n", ""))
