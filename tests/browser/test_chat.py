"""Two people talk: a business on a phone, the board at its desk; on bad lines too, and without scripts."""

import re
import time
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import Server, enter_as

pytestmark = pytest.mark.browser
GUIDE = "/huong-dan/cap-giay-phep-lao-dong/ky-so"
SEEN_WITHIN = 2.0  # seconds; the best of a few, since the machine may be busy


def picture() -> FilePayload:
    out = BytesIO()
    Image.effect_noise((400, 240), 60).save(out, "PNG")
    return {"name": "man-hinh.png", "mimeType": "image/png", "buffer": out.getvalue()}


def write(page: Page, words: str) -> None:
    page.locator("#composer-text").fill(words)
    page.locator("#composer-text").press("Enter")


def said(page: Page, words: str) -> None:
    """It stands there once, and is stored."""
    expect(page.locator(".bubble:not(.waiting) .words", has_text=words)).to_have_count(1)


def get_stuck(page: Page, server: Server, words: str) -> str:
    """Ask at a step; the key of the conversation it opens."""
    page.goto(server.url + GUIDE + "/ket")
    page.locator("textarea").fill(words)
    page.get_by_role("button", name="Gửi câu hỏi").click()
    page.wait_for_url(re.compile("/tro-giup/"))
    return page.url.split("/tro-giup/")[1].split("#")[0]


def test_a_business_and_the_desk_talk(demo_server: Server, open_page: Callable[..., Page]) -> None:
    phone, desk = open_page(size="phone", axe=True), open_page(axe=True)
    enter_as(phone, demo_server, "business")
    key = get_stuck(phone, demo_server, "Máy báo không tìm thấy chứng thư số")
    assert violations(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")

    enter_as(desk, demo_server, "helpdesk")
    desk.goto(f"{demo_server.url}/ban-ho-tro/{key}")
    said(desk, "không tìm thấy chứng thư số")
    expect(desk.locator("#desk-open")).to_contain_text("kẹt ở bước")
    expect(desk.locator("#step-choice [data-insert]").first).to_be_visible()
    desk.locator("body").press("b")
    expect(desk.locator("#composer-text")).to_have_value(re.compile(GUIDE))
    desk.locator("#composer-text").press("Enter")
    expect(phone.locator(f'.bubble .words a[href*="{GUIDE}"]')).to_have_count(1)

    waits = []
    for number in range(3):
        began = time.monotonic()
        write(desk, f"Tin số {number}")
        said(phone, f"Tin số {number}")
        expect(desk.locator(".delivery")).to_have_text("Đã xem")
        waits.append(time.monotonic() - began)
    assert min(waits) <= SEEN_WITHIN, waits

    phone.locator("#composer [name=upload]").set_input_files(picture())
    expect(phone.locator(".sending-files progress")).to_have_count(0)
    write(phone, "Màn hình của em đây")
    expect(desk.locator(".bubble .picture img")).to_be_visible()

    desk.locator(".bubble:not(.own)", has_text="Màn hình của em đây").locator("[data-quote]").click()
    write(desk, "Cắm lại USB giúp em nhé")
    expect(phone.locator(".bubble .quote")).to_contain_text("Màn hình của em đây")

    desk.locator("#composer-text").evaluate("box => box.blur()")
    desk.locator("body").press("e")
    expect(phone.locator(".event", has_text="đã đóng")).to_have_count(1)
    phone.get_by_role("link", name="Đánh giá giúp").click()
    phone.locator("#rating").get_by_label("Rất hài lòng").check()
    phone.locator("#rating").get_by_role("button", name="Gửi đánh giá").click()
    expect(phone.locator("#main")).to_contain_text("ảm ơn")
    expect(phone.locator("[data-closed]")).to_have_text("Đã đóng")
    write(phone, "Em hỏi thêm một câu")
    said(phone, "Em hỏi thêm một câu")
    expect(phone.locator("[data-closed]")).to_have_count(0)


def test_a_cut_network_loses_and_doubles_nothing(demo_server: Server, open_page: Callable[..., Page]) -> None:
    phone, desk = open_page(size="phone"), open_page()
    enter_as(phone, demo_server, "business")
    key = get_stuck(phone, demo_server, "Mạng ở xưởng chập chờn")
    enter_as(desk, demo_server, "helpdesk")
    desk.goto(f"{demo_server.url}/ban-ho-tro/{key}")
    phone.context.set_offline(True)
    for words in ("Gửi lúc mất mạng", "Vẫn đang mất mạng"):
        write(phone, words)
    expect(phone.locator(".bubble.waiting")).to_have_count(2)
    expect(phone.locator(".delivery")).to_have_text("Đang gửi")
    phone.locator("#composer-text").fill("Chưa gửi vội")
    phone.context.set_offline(False)
    for words in ("Gửi lúc mất mạng", "Vẫn đang mất mạng"):
        said(phone, words)
        said(desk, words)
    # stored, but the answer is lost and the page read anew: it is sent once more under its id
    phone.route("**/tin", lambda route: (route.fetch(), route.abort()))
    write(phone, "Trả lời bị mất giữa đường")
    said(desk, "Trả lời bị mất giữa đường")
    phone.locator("#composer-text").fill("Bản nháp còn nguyên")
    phone.unroute("**/tin")
    phone.reload()
    said(phone, "Trả lời bị mất giữa đường")
    expect(phone.locator(".bubble.waiting")).to_have_count(0)
    expect(phone.locator("#composer-text")).to_have_value("Bản nháp còn nguyên")
    expect(desk.locator(".bubble .words", has_text="Trả lời bị mất giữa đường")).to_have_count(1)


def test_older_messages_come_above_and_new_ones_do_not_pull(
    demo_server: Server, open_page: Callable[..., Page]
) -> None:
    phone, desk = open_page(size="phone"), open_page()
    enter_as(phone, demo_server, "business")
    key = get_stuck(phone, demo_server, "Câu đầu tiên của một cuộc dài")
    for number in range(45):
        write(phone, f"Dòng thứ {number}")
    said(phone, "Dòng thứ 44")
    phone.reload()
    expect(phone.locator(".bubble")).to_have_count(40)
    phone.locator("[data-older]").click()
    said(phone, "Câu đầu tiên của một cuộc dài")
    phone.locator(".scroller").evaluate("box => { box.scrollTop = -box.scrollHeight }")
    enter_as(desk, demo_server, "helpdesk")
    desk.goto(f"{demo_server.url}/ban-ho-tro/{key}")
    write(desk, "Tin mới khi đang đọc tin cũ")
    expect(phone.locator("[data-newer]")).to_be_visible()
    assert phone.locator(".scroller").evaluate("box => Math.abs(box.scrollTop) > 200")
    phone.locator("[data-newer]").click()
    expect(phone.locator("[data-newer]")).to_be_hidden()
    expect(desk.locator(".delivery")).to_have_text("Đã xem")


def test_without_scripts_a_business_asks_and_reads(
    demo_server: Server, open_page: Callable[..., Page]
) -> None:
    plain, desk = open_page(size="phone", javascript=False), open_page()
    enter_as(plain, demo_server, "business")
    plain.goto(demo_server.url + "/tro-giup")
    plain.locator("main textarea").fill("Zzyx không có câu nào giống câu này qqq")
    plain.get_by_role("button", name="Gửi câu hỏi").click()
    plain.wait_for_url(re.compile("/tro-giup/[^?]"))
    key = plain.url.split("/tro-giup/")[1].split("#")[0]
    plain.locator("#composer-text").fill("Em hỏi thêm")
    plain.locator("#composer [name=upload]").set_input_files(picture())
    plain.get_by_role("button", name="Gửi", exact=True).click()
    expect(plain.locator(".bubble .picture img")).to_have_count(1)
    enter_as(desk, demo_server, "helpdesk")
    desk.goto(f"{demo_server.url}/ban-ho-tro/{key}")
    write(desk, "Trả lời cho trang không có kịch bản")
    said(desk, "Trả lời cho trang không có kịch bản")
    plain.goto(f"{demo_server.url}/tro-giup/{key}")
    said(plain, "Trả lời cho trang không có kịch bản")
    plain.get_by_role("button", name="Đánh dấu đã đọc").click()
    expect(desk.locator(".delivery")).to_have_text("Đã xem")


def test_a_stranger_writes_on_by_the_private_link(
    demo_server: Server, open_page: Callable[..., Page]
) -> None:
    stranger, desk = open_page(size="phone", axe=True), open_page()
    stranger.goto(demo_server.url + GUIDE + "/ket")
    stranger.locator("textarea").fill("Tôi chưa có tài khoản")
    stranger.get_by_label("Mã số thuế của doanh nghiệp").fill("0100109106")
    stranger.get_by_label("Số điện thoại của Anh/Chị").fill("0912345678")
    stranger.get_by_role("button", name="Gửi câu hỏi").click()
    stranger.wait_for_url(re.compile("/tro-giup/k/"))
    assert violations(stranger) == []
    key = stranger.url.split("/")[-2]
    enter_as(desk, demo_server, "helpdesk")
    desk.goto(f"{demo_server.url}/ban-ho-tro/{key}")
    write(desk, "Anh/Chị cần USB ký số")
    said(stranger, "Anh/Chị cần USB ký số")
    write(stranger, "Cảm ơn nhiều")
    said(desk, "Cảm ơn nhiều")
    expect(desk.locator(".delivery")).to_have_text("Đã xem")
