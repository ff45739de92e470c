"""From “giay phep lao dong” to “đã thấy trên hệ thống” on a phone, with nobody signed in but who answers."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Server, enter_as, press_card
from tests.browser.test_pages import faults_in_every_look

pytestmark = pytest.mark.browser

CODE = "000.00.01.HMAU-261120-77001"
TAX_CODE = "9900000001"
STUCK = "Máy tính không nhận USB ký số, tôi phải làm gì?"
ANSWER = "Anh/Chị cài lại phần mềm của nhà cung cấp rồi cắm USB vào cổng khác."
REGISTER = (
    "Số hồ sơ,Tên TTHC,Tổ chức/cá nhân nộp,Mã số thuế,Ngày tiếp nhận,Ngày hẹn trả,Hình thức tiếp nhận\n"
    f"{CODE},Đăng ký nội quy lao động của doanh nghiệp,Công ty TNHH Mẫu Đến Nơi,{TAX_CODE},20/11/2026,"
    "27/11/2026,Trực tuyến\n"
)


def test_a_clerk_files_alone(demo_server: Server, open_page: Callable[..., Page], tmp_path: Path) -> None:
    page = open_page(size="phone")
    page.goto(demo_server.url + "/thu-tuc-truc-tuyen")
    page.get_by_role("searchbox").fill("giay phep lao dong")
    expect(page.locator("main a", has_text="giấy phép lao động").first).to_be_visible()
    follow(page, demo_server)
    link = ask(page, demo_server)
    answer(open_page(), demo_server)
    page.goto(link)
    expect(page.locator("main")).to_contain_text(ANSWER)
    practise(page, demo_server)
    receipt = enter_code(page, demo_server)
    expect(page.locator("main")).to_contain_text("chưa thấy", ignore_case=True)
    expect(page.locator("main")).not_to_contain_text("không nhận được")
    file = tmp_path / "so-theo-doi.csv"
    file.write_text(REGISTER, encoding="utf-8-sig")
    demo_server.flask("import", "dossiers", str(file), "--source", "cong")
    expect(seen(page, receipt)).to_contain_text("Đã thấy trên hệ thống")
    expect(page.locator("main")).not_to_contain_text("27/11/2026")
    attach(open_page(), demo_server, receipt)
    page.goto(receipt)
    expect(page.locator("main")).to_contain_text("27/11/2026")


def follow(page: Page, server: Server) -> None:
    """From the portal's bare address, without an account, to the step at which this clerk gets stuck."""
    page.goto(server.url + "/")
    page.get_by_label("Hôm nay Anh/Chị cần nộp hồ sơ gì?").fill("giay phep lao dong")
    page.get_by_role("button", name="Tìm bài hướng dẫn").click()
    page.get_by_role("link", name="Cấp giấy phép lao động cho người nước ngoài").click()
    page.get_by_role("button", name="Bắt đầu").click()
    expect(page.locator(".place")).to_be_visible()
    while "Ký số" not in page.locator("h1").inner_text():
        here = page.locator(".place").inner_text()
        page.get_by_role("link", name="Bước tiếp theo").click()
        expect(page.locator(".place")).not_to_have_text(here)
    expect(page.locator("main")).to_contain_text("chưa được cán bộ kiểm tra")


def ask(page: Page, server: Server) -> str:
    """Stuck, without an account: the private link."""
    page.get_by_role("link", name="Tôi bị kẹt ở bước này").click()
    page.get_by_label("Mã số thuế").fill(TAX_CODE)
    page.get_by_label(re.compile("Số điện thoại")).fill("0900000077")
    page.locator("main textarea").fill(STUCK)
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url(re.compile(r"/tro-giup/k/[^/]+/[^/]+$"))
    expect(page.locator("main")).to_contain_text(STUCK)
    return page.url


def answer(page: Page, server: Server) -> None:
    """An officer finds the question on the way from home, and answers."""
    press_card(page, server, "helpdesk")
    page.get_by_role("link", name=re.compile("Doanh nghiệp bị kẹt")).click()
    page.get_by_role("link", name=re.compile("Máy tính không nhận USB")).first.click()
    page.locator("#answer").fill(ANSWER)
    page.get_by_role("button", name="Trả lời").click()
    expect(page.locator("#flash")).to_contain_text("Đã trả lời")


def practise(page: Page, server: Server) -> None:
    """From the answered question to the practice portal, the guide beside; whole runs are elsewhere."""
    page.locator(".about a").click()
    page.get_by_role("link", name="Nộp thử, không gửi đi đâu").click()
    page.get_by_role("button", name="Bắt đầu thực hành").click()
    expect(page.locator(".practice-band")).to_contain_text("không gửi đi đâu cả")
    expect(page.locator(".guide-steps")).to_contain_text("Ký số")
    page.get_by_role("button", name="Tổ chức").click()
    page.get_by_role("button", name="Xác nhận").click()
    expect(page.locator("#q")).to_be_visible()


def enter_code(page: Page, server: Server) -> str:
    """The code that the real portal gave, entered from the step that submits: the receipt's private link."""
    page.goto(server.url + "/huong-dan/dang-ky-noi-quy-lao-dong/nop-ho-so")
    page.get_by_role("link", name="Nhập mã hồ sơ").click()
    page.get_by_label("Mã hồ sơ").fill(CODE.lower().replace("-", " -"))
    page.get_by_label("Mã số thuế").fill(TAX_CODE)
    page.get_by_label(re.compile("Số điện thoại")).fill("0900000077")
    page.get_by_role("button", name="Nhận biên nhận").click()
    page.wait_for_url(re.compile(r"/bien-nhan/[^/]+\?key="))
    return page.url


def seen(page: Page, receipt: str) -> Locator:
    """The receipt once the worker has looked at the register."""
    for _time in range(60):
        page.goto(receipt)
        if "Đã thấy trên hệ thống" in page.locator("main .notice").first.inner_text():
            break
        page.wait_for_timeout(500)
    return page.locator("main .notice").first


def attach(page: Page, server: Server, receipt: str) -> None:
    """The counter has called back and gives the receipt to the business: now its days may be told."""
    enter_as(page, server, "helpdesk")
    page.goto(receipt.split("?")[0])
    page.locator("section[aria-labelledby=answer]").get_by_label("Mã số thuế").fill(TAX_CODE)
    page.get_by_role("button", name="Gắn với doanh nghiệp").click()
    expect(page.locator("#flash")).to_contain_text("Đã gắn biên nhận")


PUBLIC = (
    "/thu-tuc-truc-tuyen", "/thu-tuc-truc-tuyen?q=giay+phep+lao+dong", "/thu-tuc-truc-tuyen/4",
    "/so-do-thu-tuc", "/huong-dan/cap-giay-phep-lao-dong/ky-so/ket", "/bien-nhan", "/bien-nhan/truoc-khi-nop",
)  # fmt: skip


def test_public_pages_are_readable_for_everybody(demo_server: Server, open_page: Callable[..., Page]) -> None:
    page = open_page(axe=True)
    faults: dict[str, list[str]] = {}
    for path in PUBLIC:
        response = page.goto(demo_server.url + path)
        assert response is not None
        assert response.status == 200, (path, response.status)
        if found := faults_in_every_look(page):
            faults[path] = found
    assert not faults


def test_reading_and_entering_without_javascript(demo_server: Server, open_page: Callable[..., Page]) -> None:
    page = open_page(size="phone", javascript=False)
    follow(page, demo_server)
    ask(page, demo_server)
    page.goto(demo_server.url + "/thu-tuc-truc-tuyen?q=giay+phep+lao+dong")
    expect(page.locator("main a", has_text="giấy phép lao động").first).to_be_visible()
    page.locator("summary", has_text="Danh mục").click()
    page.get_by_role("navigation", name="Danh mục").get_by_role("link", name="Biên nhận").click()
    expect(page.locator("h1")).to_contain_text("đã đến chưa")
