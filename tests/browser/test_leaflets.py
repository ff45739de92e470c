"""From a tutorial to a batch of leaflets, a scan on a phone and the tutorial; words previewed while typed."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import Server, enter_as
from tests.browser.test_pages import too_small, too_wide

pytestmark = pytest.mark.browser


def test_batch_scan_tutorial(demo_server: Server, open_page: Callable[..., Page]) -> None:
    officer = open_page(axe=True)
    enter_as(officer, demo_server, "officer")
    officer.goto(demo_server.url + "/to-roi/moi")
    officer.get_by_role("button", name=re.compile("^Làm tờ rơi: ")).first.click()
    expect(officer.get_by_role("heading", level=1)).to_have_text("Sửa lời tờ rơi")
    title = officer.get_by_label("Tên tờ rơi")
    title.fill("Nộp tại nhà máy, không cần đến quầy")
    expect(officer.locator("#leaflet-preview .name")).to_have_text("Nộp tại nhà máy, không cần đến quầy")
    steps = officer.get_by_label("Các bước")
    kept = steps.input_value()
    steps.fill("Khai đúng từng chữ như giấy tờ. " * 50)
    expect(officer.locator("#leaflet-preview")).to_contain_text("Mặt sau thừa khoảng")
    steps.fill(kept)
    expect(officer.locator("#leaflet-preview")).to_contain_text("Vừa hai mặt A5")
    officer.get_by_role("button", name="Lưu lời").click()
    officer.get_by_role("link", name="Đặt in").click()
    officer.get_by_label("Số tờ").fill("200")
    officer.get_by_role("button", name="Tạo đợt in").click()
    expect(officer.get_by_role("heading", level=1)).to_have_text("Nộp tại nhà máy, không cần đến quầy")
    batch = officer.url
    address = officer.get_by_text(re.compile(r"^http.*/t/\w{6}$")).first.inner_text()

    phone = open_page(size="phone")
    phone.goto(address)
    assert "/huong-dan/" in phone.url
    phone.get_by_role("button", name="Bắt đầu").click()
    phone.wait_for_url(re.compile(r"/huong-dan/[^/]+/[^/]+$"))

    officer.goto(batch)
    for label in ("Lượt quét mã", "Bắt đầu làm theo bài"):
        expect(officer.locator(".stat", has_text=label).locator(".stat-value")).to_have_text("1")
    assert violations(officer) == []


def test_handing_out_line_by_line(demo_server: Server, open_page: Callable[..., Page]) -> None:
    officer = open_page(size="phone")
    enter_as(officer, demo_server, "officer")
    officer.goto(demo_server.url + "/to-roi")
    officer.get_by_role("link", name="Đăng ký nội quy lao động").first.click()
    officer.get_by_role("link", name="Ghi phát tờ rơi").click()
    expect(officer.get_by_label("Số tờ", exact=True)).to_be_visible()
    before = officer.locator("#handing tbody tr").count()
    officer.get_by_label("Hoặc nơi để lại").fill("Nhà xe")
    officer.get_by_label("Số tờ", exact=True).fill("3")
    officer.keyboard.press("Enter")
    expect(officer.locator("#handing [role=status]")).to_contain_text("Đã ghi 3 tờ cho Nhà xe")
    expect(officer.get_by_label("Doanh nghiệp: tên hoặc mã số thuế")).to_be_focused()
    expect(officer.locator("#handing tbody tr")).to_have_count(before + 1)
    assert not too_wide(officer)
    assert not too_small(officer)
