"""From a plan to the ledger: campaign, training by lot, invitations, registration on a phone, attendance."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from outreach import clock
from tests.browser.conftest import Server, enter_as
from tests.browser.test_pages import too_wide

pytestmark = pytest.mark.browser

TITLE = "Tập huấn của hành trình"
GUEST = "Lê Thị Hành Trình"


def test_a_plan_becomes_an_entry_of_the_ledger(demo_server: Server, open_page: Callable[..., Page]) -> None:
    officer, leader = open_page(), open_page()
    enter_as(officer, demo_server, "officer")
    enter_as(leader, demo_server, "leader")
    plan = write_plan(officer, demo_server)
    approve(leader, plan)
    gather(officer, demo_server)
    training = begin(officer, plan)
    draw(officer, training, on_zalo(officer, demo_server))
    session = plan_session(officer, training)
    register(open_page(size="phone"), invite(officer, session))
    helpdesk = open_page(size="phone")
    enter_as(helpdesk, demo_server, "helpdesk")
    check_in(helpdesk, session)
    officer.goto(training)
    expect(officer.locator(".stat", has_text="Doanh nghiệp dự").locator(".stat-value")).to_have_text("1")
    officer.goto(plan + "/tien-do")
    expect(officer.locator("article", has_text=TITLE).locator(".badge").first).to_have_text("1 / 1 lần")
    look_into_the_ledger(officer, demo_server, training)


def write_plan(page: Page, server: Server) -> str:
    """A draft with a purpose and a line, handed in; gives its address."""
    year = clock.today().year
    page.goto(server.url + "/ke-hoach/moi")
    page.get_by_label("Trích yếu").fill(f"Kế hoạch của hành trình năm {year}")
    page.locator("#starts_on").fill(f"01/01/{year}")
    page.locator("#ends_on").fill(f"31/12/{year}")
    page.get_by_role("button", name="Lưu").click()
    page.wait_for_url(re.compile(r"/ke-hoach/\d+"))
    address = re.sub(r"[?#].*", "", page.url)
    page.get_by_role("link", name="Sửa: Mục đích").click()
    page.locator("textarea").first.fill("Doanh nghiệp nộp trực tuyến hồ sơ đầu tiên.")
    page.get_by_role("button", name="Lưu").click()
    page.get_by_role("link", name="Thêm: Việc theo quý").click()
    page.locator("#title").fill(TITLE)
    page.locator("#quarter").select_option(str((clock.today().month + 2) // 3))
    page.locator("#channel").select_option("training")
    page.get_by_role("button", name="Lưu việc này").click()
    expect(page.locator("#viec")).to_contain_text(TITLE)
    page.get_by_role("button", name="Trình duyệt").click()
    expect(page.locator("#dau")).to_contain_text("Chờ duyệt")
    return address


def approve(page: Page, plan: str) -> None:
    page.goto(plan)
    page.get_by_role("button", name="Duyệt kế hoạch").click()
    page.locator("dialog").get_by_role("button", name=re.compile("Đồng ý|Có|Vâng")).click()
    expect(page.locator("#dau")).to_contain_text("Đã duyệt")


def gather(page: Page, server: Server) -> None:
    """A campaign that carries the plan out."""
    today = clock.today()
    page.goto(server.url + "/chien-dich/moi")
    page.locator("#title").fill("Chiến dịch của hành trình")
    page.locator("#starts_on").fill(f"{today - timedelta(days=1):%d/%m/%Y}")
    page.locator("#ends_on").fill(f"{today + timedelta(days=30):%d/%m/%Y}")
    plan = page.locator("#plan_id option", has_text="hành trình").first.get_attribute("value")
    page.locator("#plan_id").select_option(plan)
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Chiến dịch của hành trình")


def begin(page: Page, plan: str) -> str:
    """The line's training, today, in the campaign."""
    page.goto(plan + "/tien-do")
    page.get_by_role("button", name=re.compile("Tạo hoạt động")).click()
    page.locator("#held_on").fill(f"{clock.today():%d/%m/%Y}")
    page.get_by_role("button", name="Lưu").click()
    page.wait_for_url(re.compile(r"/hoat-dong/\d+$"))
    return page.url


def on_zalo(page: Page, server: Server) -> list[str]:
    """Three businesses in which somebody agreed to Zalo, by name."""
    page.goto(server.url + "/dang-ky")
    page.get_by_role("link", name="Tập huấn ký số và thanh toán trực tuyến").click()
    page.get_by_role("link", name="Ai được mời, giấy mời").click()
    rows = page.locator("tbody tr", has_text="Zalo (").locator("th a")
    expect(rows.nth(2)).to_be_visible()
    return rows.all_inner_texts()[:3]


def draw(page: Page, training: str, names: list[str]) -> None:
    """Three on the list, two seats."""
    for name in names:
        page.goto(f"{training}/danh-sach/them?q={quote(name)}")
        page.locator("#candidate-list input[name=business]").first.check()
        with page.expect_navigation():
            page.get_by_role("button", name="Thêm doanh nghiệp đã đánh dấu").click()
    page.goto(training + "/danh-sach")
    page.locator("#seats").fill("2")
    page.locator("#sure").check()
    page.get_by_role("button", name="Bốc thăm thứ tự mời").click()
    expect(page.locator(".stat", has_text="Được mời trước").locator(".stat-value")).to_have_text("2")


def save(page: Page) -> None:
    """Press Lưu; the demo may have something else that day."""
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.wait_for_load_state()
    anyway = page.get_by_role("button", name="Vẫn lưu")
    if anyway.count():
        anyway.click()


def spelled(at: datetime) -> str:
    return f"{clock.local(at):%d/%m/%Y %H:%M}"


def plan_session(page: Page, training: str) -> str:
    """In half an hour, for those invited only."""
    page.goto(training + "/buoi")
    page.locator("#starts_at").fill(spelled(clock.now() + timedelta(minutes=30)))
    page.locator("#ends_at").fill(spelled(clock.now() + timedelta(hours=3)))
    page.locator("#place").fill("Hội trường")
    page.locator("#open_to_all").uncheck()
    save(page)
    page.wait_for_url(re.compile("/buoi/"))
    return page.url


def invite(page: Page, session: str) -> str:
    """Those whom the lot gave a seat; the private link in the text for the first of them."""
    page.goto(session + "/moi")
    page.get_by_role("link", name="Danh sách của hoạt động").click()
    expect(page.locator("#invite-list input:checked")).to_have_count(2)
    page.get_by_role("button", name="Mời doanh nghiệp đã đánh dấu").click()
    page.wait_for_load_state()
    anyway = page.get_by_role("button", name="Vẫn mời")
    if anyway.count():
        anyway.click()
    expect(page.locator("table tbody tr")).to_have_count(2)
    page.get_by_role("link", name="Tin nhắn để dán vào Zalo").click()
    found = re.search(r"http\S+/moi/[\w-]+", page.locator("textarea").first.input_value())
    assert found
    return found[0]


def register(page: Page, link: str) -> None:
    """Somebody of the invited business, on a phone and without an account."""
    page.goto(link)
    assert not too_wide(page)
    page.get_by_label("Họ tên người dự").fill(f"{GUEST}, nhân sự")
    page.get_by_role("button", name="Đăng ký", exact=True).click()
    expect(page.locator("#main")).to_contain_text("đã có 1 chỗ")
    assert not too_wide(page)


def check_in(page: Page, session: str) -> None:
    page.goto(session + "/diem-danh")
    assert not too_wide(page)
    row = page.locator("#people li", has_text=GUEST)
    row.locator("form[data-tick] button").click()
    expect(row).to_have_class(re.compile("here"))
    expect(page.locator("[data-unsent]")).to_be_hidden()
    expect(page.locator("[data-people]")).to_have_text("1")


def look_into_the_ledger(page: Page, server: Server, training: str) -> None:
    """The training has its entry; what changed is not known on its own day, and nothing is claimed."""
    page.goto(training + "/truoc-sau")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.locator("main")).to_contain_text("1 doanh nghiệp")
    expect(page.locator("main")).to_contain_text("chưa có hồ sơ")
    page.goto(server.url + "/so-can-thiep?type=training")
    expect(page.get_by_role("link", name=TITLE)).to_be_visible()
