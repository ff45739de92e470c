"""A live practice room with ten seats; practising on a phone, JavaScript or not; readable for everybody."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import Server, enter_as
from tests.browser.test_pages import too_small, too_wide

pytestmark = pytest.mark.browser

SEATS = 10
STUCK, ASKING = 3, 6  # of the ten


class Seat:
    """A phone of the ten: plain requests as a browser without JavaScript sends them."""

    def __init__(self, chromium: Browser, server: Server) -> None:
        self.context = chromium.new_context(java_script_enabled=False, locale="vi-VN")
        self.server = server
        self.url = ""
        self.token = ""

    def look(self, path: str) -> str:
        """A page; its token is kept for the next form."""
        answer = self.context.request.get(self.server.url + path)
        assert answer.status == 200, (path, answer.status)
        found = re.search(r'name="csrf_token" value="([^"]+)"', answer.text())
        self.token = found[1] if found else ""
        return answer.text()

    def send(self, path: str, **form: str) -> str:
        """Send a form; where it leads."""
        answer = self.context.request.post(
            self.server.url + path, form={"csrf_token": self.token, **form}, max_redirects=0
        )
        assert answer.status == 303, (path, answer.status, answer.text()[:400])
        return answer.headers["location"]

    def sit_down(self, code: str, name: str) -> None:
        """Take a seat in the room."""
        self.look(f"/thuc-hanh/phong/vao/{code}")
        self.url = self.send(f"/thuc-hanh/phong/vao/{code}", seat=name)
        self.look(self.url)

    def do(self, deed: str, what: str = "", **form: str) -> None:
        """One deed on the practice portal."""
        self.send(self.url, deed=deed, what=what, **form)

    def sign_in(self) -> None:
        """With the organisation's account."""
        self.do("account", "organisation")
        self.do("phone", "yes")

    def finish(self, procedure: str) -> None:
        """From the choice of the procedure to the result."""
        self.do("choose", procedure)
        self.do("fill", number="186", day="05/10/2026", choice="1")
        self.do("attach", "form-signed", slot="form")
        self.do("attach", "enclosure-signed", slot="enclosure")
        self.do("go", "submit")
        page = self.look(self.url)
        for step, deeds in {
            "sign": [("means", "remote"), ("remote", "yes"), ("paper", "")],
            "pay": [("pay", "qr"), ("paid", "yes"), ("counter", "")],
        }.items():
            if f'value="{step}"' in page:
                self.do("go", step)
                for deed, what in deeds:
                    self.do(deed, what)
        self.do("submit", "yes")
        self.do("wait")
        self.do("answer", "full")
        self.do("collect")


def open_room(page: Page, server: Server) -> tuple[str, str, str]:
    """Open a room as a trainer: its address, its code, the procedure's id."""
    page.goto(server.url + "/thuc-hanh/phong/mo?q=2.001955")
    button = page.locator("button.choice").first
    procedure = button.get_attribute("value")
    button.click()
    page.wait_for_url(re.compile(r"/thuc-hanh/phong/[^/]{20,}$"))
    title = page.locator("h1").inner_text()
    code = title.split()[-1]
    assert procedure is not None
    return page.url, code, procedure


def test_a_live_room_with_ten_seats(
    demo_server: Server, chromium: Browser, open_page: Callable[..., Page]
) -> None:
    trainer = open_page()
    enter_as(trainer, demo_server, "helpdesk")
    room, code, procedure = open_room(trainer, demo_server)
    seats = [Seat(chromium, demo_server) for _ in range(SEATS)]
    try:
        for number, seat in enumerate(seats, 1):
            seat.sit_down(code, f"Máy {number:02}")
        rows = trainer.locator("#board table").first.locator("tbody tr")
        expect(rows).to_have_count(SEATS)  # the screen has asked by itself
        for number, seat in enumerate(seats, 1):
            if number == STUCK:
                seat.do("account", "person")
                seat.do("phone", "yes")
            else:
                seat.sign_in()
        seats[ASKING - 1].send(f"{seats[ASKING - 1].url}/giup", wanted="yes")
        expect(rows.first).to_contain_text(f"Máy {ASKING:02}")
        expect(rows.first).to_contain_text("cần giúp")
        expect(rows.filter(has_text=f"Máy {STUCK:02}")).to_contain_text("Đăng nhập")
        for seat in seats[:2]:
            seat.finish(procedure)
        expect(rows.filter(has_text="đã xong")).to_have_count(2)
        expect(trainer.locator("#board h2")).to_contain_text("Phòng chậm nhất ở bước")
        assert seats[0].context.request.get(demo_server.url + seats[0].url).text().count("Xong rồi!") == 1
        trainer.get_by_role("button", name="Đóng phòng").click()
        trainer.locator("dialog [value=yes]").click()
        expect(trainer.locator("#flash")).to_contain_text("Đã đóng phòng")
        assert seats[3].look("/thuc-hanh/phong?code=" + code).count("Chưa thấy phòng nào") == 1
        assert trainer.url == room
    finally:
        for seat in seats:
            seat.context.close()


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
def test_practising_on_a_phone(demo_server: Server, open_page: Callable[..., Page], javascript: bool) -> None:
    page = open_page(size="phone", javascript=javascript)
    page.goto(demo_server.url + "/thuc-hanh?q=noi+quy+lao+dong")
    page.locator("button.choice").first.click()
    page.get_by_role("button", name="Cá nhân").click()
    page.get_by_role("button", name="Xác nhận").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("không có quyền nộp hồ sơ của tổ chức")
    if javascript:
        expect(alert).to_be_focused()
    page.get_by_role("button", name="Tổ chức").click()
    page.get_by_role("button", name="Xác nhận").click()
    page.locator("#q").fill("2.001955")
    page.get_by_role("button", name="Tìm").click()
    page.locator("button.choice").first.click()
    page.locator("#f-number").fill("186")
    page.locator("#f-day").fill("31/02/2026")
    page.locator("#f-choice").select_option("1")
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    expect(page.get_by_role("alert")).to_contain_text("dd/mm/yyyy")
    page.locator("#f-day").fill("05/10/2026")
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    expect(page.locator("h1")).to_have_text("Đính kèm tệp")
    page.locator("#file-form").select_option("photo")
    page.get_by_role("button", name="Đính kèm").first.click()
    expect(page.get_by_role("alert")).to_contain_text(".heic")
    page.go_back()
    page.reload()
    expect(page.locator("h1")).to_have_text("Đính kèm tệp")
    expect(page.locator(".practice-band")).to_contain_text("không gửi đi đâu cả")


# Deeds of a run, and whether the page after each is looked at.
WALK: list[tuple[str, str, bool]] = [
    ("account", "person", True), ("phone", "yes", True), ("account", "organisation", False),
    ("phone", "yes", True), ("choose", "PROCEDURE", False), ("fill", "", True), ("go", "attach", False),
    ("attach", "large", True), ("go", "submit", False), ("submit", "yes", True), ("go", "sign", False),
    ("means", "token", True), ("means", "remote", True),
]  # fmt: skip


@pytest.mark.parametrize(("size", "dark"), [("phone", False), ("wide", True)], ids=str)
def test_every_step_is_readable_for_everybody(
    demo_server: Server, open_page: Callable[..., Page], size: str, dark: bool
) -> None:
    page = open_page(size=size, dark=dark, axe=True)
    faults: dict[str, list[str]] = {}

    def look(name: str) -> None:
        found = violations(page) + too_wide(page) + too_small(page)
        if found:
            faults[name] = found

    page.goto(demo_server.url + "/thuc-hanh?q=2.001955")
    look("index")
    procedure = page.locator("button.choice").first.get_attribute("value") or ""
    page.locator("button.choice").first.click()
    page.wait_for_url(re.compile(r"/thuc-hanh/[^/?]{20,}"))
    url = page.url
    for deed, what, looked_at in WALK:
        token = page.locator("input[name=csrf_token]").first.get_attribute("value") or ""
        form = {
            "csrf_token": token,
            "deed": deed,
            "what": what.replace("PROCEDURE", procedure),
            "slot": "form",
        }
        assert page.context.request.post(url, form=form, max_redirects=0).status == 303
        page.goto(url)
        if looked_at:
            look(f"{deed} {what}")
    page.get_by_role("button", name="Rời phòng").click()
    page.locator("dialog [value=yes]").click()
    page.wait_for_url(demo_server.url + "/thuc-hanh")
    page.goto(url)
    look("left")
    enter_as(page, demo_server, "helpdesk")
    room, code, _procedure = open_room(page, demo_server)
    for path in (
        room,
        f"{room}/chieu",
        f"{demo_server.url}/thuc-hanh/phong/vao/{code}",
        f"{demo_server.url}/thuc-hanh/phong",
    ):
        page.goto(path)
        look(path)
    assert not faults
