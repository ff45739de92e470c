"""The clerk's desk with the keyboard alone: whatever waits is opened, answered and closed."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import Server, enter_as

pytestmark = pytest.mark.browser
GUIDE = "/huong-dan/cap-giay-phep-lao-dong/"
STUCK = (
    "ky-so",
    "Máy báo không tìm thấy chứng thư số",
    "USB em cắm rồi mà không lên",
    "Ký xong thì trang trắng",
)
ASKED = ("Phí nộp ở đâu ạ?", "Hồ sơ nộp hôm qua bao giờ có kết quả?", "Có phải in ra mang lên quầy không?")
CALLS = ("Gọi hỏi về gia hạn giấy phép lao động", "Đến quầy hỏi cách ký số")
MOST_KEYS = 16  # of a question, besides the words that are written


class Hands:
    """A keyboard and nothing else; counts the keys of each question."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys, self.counted = page, 0, dict[str, int]()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1

    def write(self, words: str) -> None:
        self.page.keyboard.type(words)

    def done(self, question: str) -> None:
        self.counted[question] = self.counted.get(question, 0) + self.keys
        self.keys = 0

    def open(self, words: str) -> None:
        """Go down the list to the row that says so."""
        row = self.page.locator(".desk-rows [data-row]", has_text=words)
        expect(row).to_have_count(1)
        address = urlsplit(str(row.get_attribute("href"))).path
        keys = 0
        while self._here() != address:
            assert keys < 40, f"J never comes to {words!r}"
            self.press("j")
            keys += 1
        self.keys -= max(0, keys - 1)  # whoever works from the top needs one
        self.press("Enter")

    def _here(self) -> str:
        return urlsplit(str(self.page.evaluate("document.activeElement.href ?? ''"))).path

    def answers(self, words: str) -> None:
        """Write and close."""
        self.press("r")
        self.write(words)
        self.press("Enter")
        expect(self.page.locator(".bubble.own:not(.waiting) .words", has_text=words)).to_have_count(1)
        self.closes()

    def closes(self) -> None:
        self.press("Escape", "e")
        expect(self.page.locator(".desk-top .notice")).to_contain_text("Đã đóng cuộc trao đổi.")


def ask(page: Page, server: Server) -> None:
    """A business gets stuck three times and asks three questions."""
    enter_as(page, server, "business")
    step, *stuck = STUCK
    for words in stuck:
        page.goto(f"{server.url}{GUIDE}{step}/ket")
        page.locator("textarea").fill(words)
        page.get_by_role("button", name="Gửi câu hỏi").click()
        page.wait_for_url(re.compile("/tro-giup/"))
    for words in ASKED:
        page.goto(server.url + "/tro-giup")
        page.locator("main textarea").first.fill(words)
        page.locator("main form button[type=submit]").last.click()
        page.wait_for_url(re.compile(r"/tro-giup/[\w-]{8,}"))


def talked(hands: Hands, words: str) -> None:
    """A conversation on the screen, and the list where it was."""
    expect(hands.page.locator("#messages")).to_contain_text(words)
    assert hands.page.evaluate("document.querySelector('.desk-talk').getBoundingClientRect().top") >= 0


def test_ten_questions_are_handled_by_keyboard_alone(
    demo_server: Server, open_page: Callable[..., Page]
) -> None:
    ask(open_page(size="phone"), demo_server)
    desk = open_page()
    hands = Hands(desk)
    enter_as(desk, demo_server, "helpdesk")
    for words in CALLS:
        desk.goto(demo_server.url + "/ban-ho-tro")
        log(hands, words)
    desk.goto(demo_server.url + "/ban-ho-tro?view=open")
    for words in STUCK[1:]:
        hands.open(words)
        talked(hands, words)
        expect(desk.locator("#step-choice [data-insert]").first).to_be_visible()
        hands.press("b")
        expect(desk.locator("#composer-text")).to_have_value(re.compile(GUIDE))
        hands.press("Enter")
        expect(desk.locator(f'.bubble.own:not(.waiting) a[href*="{GUIDE}"]')).to_have_count(1)
        hands.closes()
        hands.done(words)
    for words in (*ASKED, CALLS[1]):
        hands.open(words)
        talked(hands, words)
        hands.answers("Dạ, Anh/Chị xem trên Cổng ạ.")
        hands.done(words)
    for _number in range(2):
        receipt = desk.locator(".desk-rows [data-row]", has_text="Mã hồ sơ chờ xác nhận").first.inner_text()
        code = re.search(r"xác nhận: (\S+)", receipt)[1]  # type: ignore[index]
        hands.open(code)
        desk.wait_for_url(re.compile("/bien-nhan/"))
        hands.press("Tab", "Control+Enter")
        expect(desk.locator("#flash")).to_contain_text(f"mã {code} đã thấy")
        expect(desk.locator("#desk-list")).to_be_visible()
        hands.done(code)
    assert len(hands.counted) == 10
    assert max(hands.counted.values()) <= MOST_KEYS, hands.counted


def log(hands: Hands, words: str) -> None:
    """Write a call down; what is done needs no answer at the desk any more, the other one stays open."""
    desk = hands.page
    hands.press("g")
    desk.wait_for_url(re.compile("/ghi$"))
    expect(desk.locator("#business")).to_be_focused()
    if words == CALLS[1]:
        hands.press("Shift+Tab", "ArrowRight", "Tab")
    hands.press("Tab", "Tab", "Tab", "Tab")  # person, procedure, step, question
    hands.write(words)
    if words == CALLS[0]:
        hands.press("Tab")
        hands.write("Đã hướng dẫn qua điện thoại")
    hands.press("Control+Enter")
    expect(desk.locator("#flash")).to_contain_text("Đã ghi vào nhật ký hỗ trợ.")
    hands.done(words)


def test_keys_are_told_and_words_are_never_taken_for_keys(
    demo_server: Server, open_page: Callable[..., Page]
) -> None:
    desk = open_page(axe=True)
    enter_as(desk, demo_server, "helpdesk")
    desk.goto(demo_server.url + "/ban-ho-tro?view=all")
    desk.keyboard.press("?")
    expect(desk.locator("#desk-keys")).to_be_visible()
    assert violations(desk) == []
    desk.keyboard.press("Escape")
    expect(desk.locator("#desk-keys")).to_be_hidden()
    desk.keyboard.press("/")
    desk.keyboard.type("egrabz?")
    expect(desk.locator("#q")).to_have_value("egrabz?")
    assert "/ban-ho-tro" in desk.url
    assert violations(desk) == []


def test_a_box_that_was_pulled_larger_breaks_no_policy(
    demo_server: Server, open_page: Callable[..., Page]
) -> None:
    """The browser styles such a box; htmx would write the style on the next one, which the policy forbids."""
    desk = open_page()
    enter_as(desk, demo_server, "helpdesk")
    desk.goto(demo_server.url + "/ban-ho-tro?view=all")
    talks = desk.locator(".desk-rows [data-row][hx-get]")
    for number in range(2):
        talks.nth(number).click()
        expect(desk.locator(".desk-rows li[aria-current]")).to_have_count(1)
        expect(desk.locator(".desk-rows li").nth(number)).to_have_attribute("aria-current", "")
        desk.evaluate("document.getElementById('composer-text').style.blockSize = '9rem'")


def test_a_row_that_is_pressed_while_news_come_opens(
    demo_server: Server, open_page: Callable[..., Page]
) -> None:
    """Read anew between the button's going down and up, the row under it would be another one: no click."""
    desk = open_page()
    enter_as(desk, demo_server, "helpdesk")
    desk.goto(demo_server.url + "/ban-ho-tro?view=all")
    row = desk.locator(".desk-rows [data-row][hx-get]").nth(1)
    row.hover()
    desk.mouse.down()
    row.evaluate("row => row.dataset.same = 'yes'")
    with desk.expect_response(re.compile("/ban-ho-tro")) as came:
        desk.evaluate("htmx.trigger('#desk-list', 'reload')")
    came.value.finished()
    expect(desk.locator("#desk-list.htmx-request")).to_have_count(0)
    assert row.get_attribute("data-same") == "yes", "what is pressed stays"
    desk.mouse.up()
    expect(desk.locator("#desk-open[data-conversation]")).to_be_visible()
    expect(desk.locator("[data-same]")).to_have_count(0)  # and is read anew when the button is let go


def test_reading_the_list_anew_keeps_the_place_in_it(
    demo_server: Server, open_page: Callable[..., Page]
) -> None:
    desk = open_page()
    enter_as(desk, demo_server, "helpdesk")
    desk.goto(demo_server.url + "/ban-ho-tro?view=all")
    desk.locator("#desk-list summary").focus()
    desk.keyboard.press("Enter")
    read_anew(desk)
    expect(desk.locator("#desk-list summary")).to_be_focused()
    expect(desk.locator("#q")).to_be_visible()
    desk.keyboard.press("j")
    chosen = desk.evaluate("document.activeElement.href")
    read_anew(desk)
    assert desk.evaluate("document.activeElement.href") == chosen
    for key in ('"', "\\", "]"):  # no key is taken for a selector
        desk.keyboard.press(key)


def read_anew(desk: Page) -> None:
    """The list comes again, as when something happened."""
    with desk.expect_response(lambda answer: "/ban-ho-tro?" in answer.url and answer.request.method == "GET"):
        desk.evaluate("document.dispatchEvent(new CustomEvent('desk:wake'))")
    expect(desk.locator("#desk-list.htmx-request")).to_have_count(0)


def test_keys_can_be_switched_off_and_an_input_method_is_left_alone(
    demo_server: Server, open_page: Callable[..., Page]
) -> None:
    desk = open_page()
    enter_as(desk, demo_server, "helpdesk")
    desk.goto(demo_server.url + "/ban-ho-tro?view=all")
    desk.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'g', keyCode: 229, bubbles: true}))"
    )
    desk.locator(".desk-rows [data-row][hx-get]").first.press("Enter")
    desk.locator("#composer-text").fill("Tiếng Việ")
    desk.evaluate(
        "document.getElementById('composer-text').dispatchEvent("
        "new KeyboardEvent('keydown', {key: 'Enter', keyCode: 229, bubbles: true}))"
    )
    expect(desk.locator("#composer-text")).to_have_value("Tiếng Việ")
    desk.goto(demo_server.url + "/ban-ho-tro?view=all")
    desk.get_by_role("button", name="Phím tắt").press("Enter")
    desk.locator("[data-keys-off]").press("Space")
    desk.keyboard.press("Escape")
    desk.keyboard.press("g")
    assert desk.url.endswith("/ban-ho-tro?view=all")
    desk.get_by_role("button", name="Phím tắt").press("Enter")
    desk.locator("[data-keys-off]").press("Space")
    desk.keyboard.press("Escape")
    desk.keyboard.press("g")
    desk.wait_for_url(re.compile("/ghi$"))


def test_somebody_gets_stuck_in_the_rehearsal_and_one_key_helps(
    demo_server: Server, open_page: Callable[..., Page]
) -> None:
    desk = open_page()
    enter_as(desk, demo_server, "helpdesk")
    desk.goto(demo_server.url + "/ban-ho-tro/trinh-dien")
    phone = desk.locator("#rehearsal-phone")
    expect(phone).to_contain_text("Không tìm thấy chứng thư số", timeout=40_000)
    desk.keyboard.press("t")
    expect(desk.locator("#step-choice [data-insert]").first).to_be_visible()
    desk.keyboard.press("b")
    expect(desk.locator("#composer-text")).to_have_value(re.compile("/huong-dan/"))
    desk.keyboard.press("Enter")
    expect(phone).to_contain_text("/huong-dan/")
    expect(desk.locator(".delivery")).to_have_text("Đã xem")
    expect(phone).to_contain_text("em làm theo được ạ")
    expect(desk.locator("#messages")).to_contain_text("em làm theo được ạ")


def test_a_refusal_takes_the_focus_once(demo_server: Server, open_page: Callable[..., Page]) -> None:
    desk = open_page()
    enter_as(desk, demo_server, "helpdesk")
    desk.goto(demo_server.url + "/ban-ho-tro?view=open")
    desk.keyboard.press("j")
    desk.keyboard.press("Enter")
    expect(desk.locator("#label-name")).to_have_count(1)
    desk.keyboard.press("l")
    desk.keyboard.press("Enter")
    expect(desk.locator("[role=alert][tabindex]")).to_be_focused()
    desk.keyboard.press("r")
    desk.keyboard.type("Chào")
    read_anew(desk)
    desk.keyboard.type(" chị")
    expect(desk.locator("#composer-text")).to_have_value("Chào chị")
