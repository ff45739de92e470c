"""A clerk at a factory, on a cheap phone and a bad line: nothing typed or photographed is lost or hidden."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, Request, Route, expect

from tests.browser.axe import violations
from tests.browser.conftest import Server, enter_as
from tests.browser.test_chat import get_stuck, picture, said, write

pytestmark = pytest.mark.browser
NO_SUCH_ANSWER = "Zzyx không có câu nào giống câu này qqq"
MEGABYTE = 1024**2


def ask(page: Page, server: Server, words: str = NO_SUCH_ANSWER) -> str:
    """Ask by the box; the address of the conversation it opens."""
    page.goto(server.url + "/tro-giup")
    page.locator("main textarea").fill(words)
    page.get_by_role("button", name="Gửi câu hỏi").click()
    page.wait_for_url(re.compile("/tro-giup/[^?]"))
    return page.url.split("#")[0]


def photo() -> FilePayload:
    """12 MB, as a phone takes them."""
    out = BytesIO()
    Image.effect_noise((4000, 3000), 30).convert("RGB").save(out, "JPEG", quality=98)
    return {"name": "IMG_2026.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def test_a_question_survives_a_reload_and_the_end_of_the_session(
    demo_server: Server, open_page: Callable[..., Page]
) -> None:
    phone, elsewhere = open_page(size="phone"), open_page()
    enter_as(phone, demo_server, "business")
    enter_as(elsewhere, demo_server, "business")
    phone.goto(demo_server.url + "/tro-giup")
    phone.locator("main textarea").fill(NO_SUCH_ANSWER)
    phone.reload()
    expect(phone.locator("main textarea")).to_have_value(NO_SUCH_ANSWER)
    elsewhere.goto(demo_server.url + "/tai-khoan")
    elsewhere.get_by_role("button", name="Đăng xuất mọi nơi khác").click()
    elsewhere.wait_for_load_state()
    phone.get_by_role("button", name="Gửi câu hỏi").click()
    expect(phone.locator("main textarea")).to_have_value(NO_SUCH_ANSWER)
    phone.locator("main").get_by_role("link", name="Đăng nhập").click()
    phone.locator('button[name="role"][value="business"]').first.click()
    phone.wait_for_url(demo_server.url + "/tro-giup")
    expect(phone.locator("main textarea")).to_have_value(NO_SUCH_ANSWER)
    phone.get_by_role("button", name="Gửi câu hỏi").click()
    said(phone, NO_SUCH_ANSWER)
    phone.goto(demo_server.url + "/tro-giup")
    expect(phone.locator("main textarea")).to_have_value("")


def test_what_is_said_after_the_session_waits_for_signing_in(
    demo_server: Server, open_page: Callable[..., Page]
) -> None:
    phone = open_page(size="phone")
    enter_as(phone, demo_server, "business")
    ask(phone, demo_server)
    phone.context.clear_cookies()
    write(phone, "Nói khi phiên đã hết")
    expect(phone.locator("[data-refusal]")).to_contain_text("Phiên làm việc đã hết")
    phone.locator("#composer-text").fill("Và một câu chưa gửi")
    phone.locator("[data-refusal] a").click()
    phone.locator('button[name="role"][value="business"]').first.click()
    phone.wait_for_url(re.compile("/tro-giup/"))
    said(phone, "Nói khi phiên đã hết")
    expect(phone.locator("#composer-text")).to_have_value("Và một câu chưa gửi")


def test_a_closed_tab_takes_nothing_along(demo_server: Server, open_page: Callable[..., Page]) -> None:
    phone = open_page(size="phone")
    enter_as(phone, demo_server, "business")
    address = ask(phone, demo_server)
    phone.context.set_offline(True)
    write(phone, "Gửi lúc mất mạng rồi đóng máy")
    expect(phone.locator(".delivery")).to_have_text("Đang gửi")
    again = phone.context.new_page()
    phone.close()
    again.context.set_offline(False)
    again.goto(address)
    said(again, "Gửi lúc mất mạng rồi đóng máy")


def test_long_words_are_refused_whole_and_widen_nothing(
    demo_server: Server, open_page: Callable[..., Page]
) -> None:
    phone = open_page(size="phone")
    enter_as(phone, demo_server, "business")
    ask(phone, demo_server)
    box = phone.locator("#composer-text")
    box.fill("https://vi.vn/" + "x" * 4000)
    box.press("Enter")
    expect(phone.locator("[data-refusal]")).to_contain_text("4.000")
    assert len(box.input_value()) == 4014, "it is not cut without a word"
    box_of = box.bounding_box()
    assert box_of is not None
    assert box_of["x"] >= 0
    assert box_of["x"] + box_of["width"] <= 360
    lines = "\n".join(f"{number}. Đã bấm Ký số 😀 mà chưa được" for number in range(30))
    box.fill(lines)
    box.press("Enter")
    expect(phone.locator("[data-refusal]")).to_be_hidden()
    expect(phone.locator(".bubble:not(.waiting) .words", has_text="29. Đã bấm")).to_have_count(1)
    assert phone.locator(".bubble .words").last.inner_text() == lines


def test_a_large_photo_goes_out_small_and_five_go_together(
    demo_server: Server, open_page: Callable[..., Page]
) -> None:
    phone = open_page(size="phone")
    enter_as(phone, demo_server, "business")
    ask(phone, demo_server)
    sent: list[int] = []

    def note(request: Request) -> None:
        if request.url.endswith("/tep") and request.method == "POST":
            sent.append(int(request.header_value("content-length") or 0))

    phone.on("requestfinished", note)
    one = photo()
    assert len(one["buffer"]) > 10 * MEGABYTE
    phone.locator("#composer [name=upload]").set_input_files(one)
    expect(phone.locator(".sending-files li")).to_have_count(1)
    expect(phone.locator(".sending-files progress")).to_have_count(0, timeout=60_000)  # pure noise is slow
    expect(phone.locator("[data-refusal]")).to_be_hidden()
    assert sent
    assert max(sent) < 3 * MEGABYTE
    phone.reload()
    expect(phone.locator(".sending-files li")).to_contain_text("IMG_2026")
    phone.locator("#composer [name=upload]").set_input_files([picture()] * 4)
    phone.locator("#composer").get_by_role("button", name="Gửi", exact=True).click()
    expect(phone.locator(".bubble .picture")).to_have_count(5, timeout=60_000)
    expect(phone.locator(".sending-files li")).to_have_count(0)
    heic: FilePayload = {"name": "IMG_7.HEIC", "mimeType": "image/heic", "buffer": b"\0\0\0\x18ftypheic" * 9}
    phone.locator("#composer [name=upload]").set_input_files(heic)
    expect(phone.locator("[data-refusal]")).to_contain_text("IMG_7.HEIC: Ảnh HEIC")


def test_a_failed_file_does_not_send_by_itself_later(
    demo_server: Server, open_page: Callable[..., Page]
) -> None:
    phone = open_page(size="phone")
    enter_as(phone, demo_server, "business")
    ask(phone, demo_server)
    on_their_way: list[Route] = []

    def hold(route: Route) -> None:
        on_their_way.append(route)

    phone.route("**/tep", hold)
    phone.locator("#composer-text").fill("Xem ảnh giúp em")
    phone.locator("#composer [name=upload]").set_input_files(picture())
    expect(phone.locator(".sending-files progress")).to_have_count(1)
    phone.locator("#composer-text").press("Enter")
    on_their_way[0].abort()
    expect(phone.locator("[data-refusal]")).to_contain_text("man-hinh.png: Chưa tải lên được")
    expect(phone.locator("#composer-text")).to_have_value("Xem ảnh giúp em")
    phone.unroute("**/tep")
    phone.locator("#composer [name=upload]").set_input_files(picture())
    expect(phone.locator(".sending-files progress")).to_have_count(0)
    expect(phone.locator("[data-refusal]")).to_be_hidden()
    expect(phone.locator("#composer-text")).to_have_value("Xem ảnh giúp em")


def test_the_newest_stays_above_the_keyboard(demo_server: Server, open_page: Callable[..., Page]) -> None:
    phone = open_page(size="phone")
    enter_as(phone, demo_server, "business")
    get_stuck(phone, demo_server, "Bàn phím che mất khung viết")
    for number in range(6):
        write(phone, f"Câu thứ {number}")
    said(phone, "Câu thứ 5")
    phone.set_viewport_size({"width": 360, "height": 320})  # what a keyboard leaves
    phone.locator("#composer-text").click()
    expect(phone.locator(".chat")).to_have_class(re.compile("low"))
    in_sight = """one => {
        const { top, bottom } = one.getBoundingClientRect();
        return top >= -1 && bottom <= innerHeight + 1;
    }"""
    assert phone.locator("#composer").evaluate(in_sight)
    assert phone.locator(".bubble").last.evaluate(in_sight)
    phone.keyboard.type("Gõ khi bàn phím mở")
    phone.get_by_role("button", name="Gửi", exact=True).click()
    said(phone, "Gõ khi bàn phím mở")
    assert phone.locator("#composer").evaluate(in_sight)
    assert phone.evaluate("document.activeElement.id") == "composer-text", "the keyboard stays out"
    phone.set_viewport_size({"width": 360, "height": 640})
    expect(phone.locator(".chat")).not_to_have_class(re.compile("low"))


@pytest.mark.parametrize(("code", "account"), [("77001", True), ("77002", False)])
def test_a_receipt_is_confirmed_at_the_desk(
    demo_server: Server, open_page: Callable[..., Page], code: str, account: bool
) -> None:
    phone, desk = open_page(size="phone", axe=True), open_page(axe=True)
    if account:
        enter_as(phone, demo_server, "business")
    phone.goto(demo_server.url + "/bien-nhan")
    phone.get_by_label("Mã hồ sơ Cổng đã cấp").fill(f"000.00.01.HMAU-261122-{code}")
    if not account:
        phone.get_by_label("Mã số thuế của doanh nghiệp").fill("0100109106")
        phone.get_by_label("Số điện thoại").fill("0912345678")
    phone.get_by_role("button", name="Nhận biên nhận").click()
    phone.wait_for_url(re.compile("/bien-nhan/."))
    expect(phone.locator("main")).to_contain_text("Chưa thấy")
    assert violations(phone) == []

    enter_as(desk, demo_server, "helpdesk")
    desk.goto(demo_server.url + "/ban-ho-tro?q=" + code)
    desk.locator("#desk-list [data-row]", has_text=f"000.00.01.HMAU-261122-{code}").click()
    expect(desk.get_by_role("button", name="Đã thấy trên hệ thống")).to_be_visible()  # the receipt's own page
    desk.get_by_label(re.compile("nhắn|ghi", re.IGNORECASE)).first.fill("Hồ sơ đã vào sổ, chị yên tâm nhé.")
    desk.get_by_role("button", name="Đã thấy trên hệ thống").click()
    desk.wait_for_load_state()

    phone.reload()
    expect(phone.locator("main")).to_contain_text("Đã thấy trên hệ thống")
    expect(phone.locator("main")).to_contain_text("Hồ sơ đã vào sổ, chị yên tâm nhé.")
    assert violations(phone) == []
