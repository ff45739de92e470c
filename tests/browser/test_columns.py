"""A new officer and a file whose headings nobody knows: from the upload to the figures, against the clock."""

import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import Server, _serve, reload_by_link
from tests.browser.test_journey import PASSWORD, first_password
from tests.dossiers import files

pytestmark = pytest.mark.browser

MOST_SECONDS = 180
# What a person needs beside the machine, generously: to read a page, to find a choice, to press something.
READS, CHOOSES, PRESSES = 15, 8, 3

HEADINGS = ("#", "Ký hiệu phiếu", "Bên gửi", "Số ĐKKD", "Vào sổ", "Hẹn", "Xong", "Gửi bằng", "Đến đâu rồi")
WORDING = "Giao tận tay"  # of a dossier whose result was handed over
LOOKED_UP = {"Vào sổ": "received_on", "Hẹn": "due_on", "Xong": "returned_on"}  # the others are guessed right


@pytest.fixture(scope="module")
def board(empty_board: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A board that has just begun: nothing is there but what these tests take in."""
    folder = tmp_path_factory.mktemp("columns")
    shutil.copytree(empty_board, folder, dirs_exist_ok=True)
    yield from _serve(folder)


def enter(page: Page, server: Server) -> None:
    """Sign in; the first one chooses the password."""
    if not server.environment.get("BEGUN"):
        first_password(page, server)
        server.environment["BEGUN"] = "1"
        return
    page.goto(server.url + "/dang-nhap?way=staff")
    page.locator("input[name=email]").fill("quantri@example.vn")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(server.url + "/")


class Stopwatch:
    """What the journey takes: the machine's own time, and a person's by steps."""

    def __init__(self) -> None:
        self.steps: dict[str, float] = {}

    @contextmanager
    def step(self, name: str, person: float) -> Iterator[None]:
        """One step, with what a person takes for it."""
        began = time.monotonic()
        yield
        self.steps[name] = time.monotonic() - began + person

    def check(self) -> None:
        """Everything together is quick enough."""
        assert sum(self.steps.values()) < MOST_SECONDS, self.steps


def unknown(folder: Path, month: int, said: str = "Đã trả kết quả") -> Path:
    """A month's register as one board writes it, with what it says of a dossier that is done."""
    rows = [
        (
            n, f"PM-24{month:02d}-{n:03d}", f"Công ty TNHH Mẫu {n % 3}", f"03005885{n % 3}9",
            f"05/{month:02d}/2024", f"15/{month:02d}/2024", f"12/{month:02d}/2024",
            "Qua mạng" if n % 4 else "Trực tiếp", said,
        )
        for n in range(1, 41)
    ]  # fmt: skip
    path = folder / f"bang-ke-{month}.csv"
    path.write_bytes(files.csv(rows, HEADINGS))
    return path


def upload(page: Page, server: Server, path: Path) -> None:
    page.goto(server.url + "/nhap-lieu/moi")
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Tải lên và xem lại").click()
    page.wait_for_url(re.compile(r"/nhap-lieu/[\w-]{20,}"))


def choose(page: Page, heading: str, meaning: str) -> None:
    page.get_by_label(heading, exact=True).select_option(meaning)


def choose_by_keyboard(page: Page, heading: str, meaning: str) -> None:
    """Tab to the column's choice, then down to the meaning."""
    wanted = page.get_by_label(heading, exact=True)
    name = wanted.get_attribute("id")
    for _ in range(60):
        if page.evaluate("document.activeElement.id") == name:
            break
        page.keyboard.press("Tab")
    order = wanted.locator("option").evaluate_all("all => all.map(one => one.value)")
    for _ in range(order.index(meaning) - order.index(wanted.input_value())):
        page.keyboard.press("ArrowDown")
    assert wanted.input_value() == meaning


def press_by_keyboard(page: Page, words: str) -> None:
    button = page.get_by_role("button", name=words)
    for _ in range(60):
        if button.evaluate("it => it === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")


@pytest.mark.parametrize("way", ["mouse", "keyboard", "phone", "plain"])
def test_from_an_unknown_file_to_the_figures_in_three_minutes(
    board: Server, open_page: Callable[..., Page], tmp_path: Path, way: str
) -> None:
    source = f"bang-ke {way}"
    page = open_page(size="phone" if way == "phone" else "wide", javascript=way != "plain")
    enter(page, board)
    clock = Stopwatch()
    with clock.step("the page of uploads", READS + PRESSES):
        page.goto(board.url + "/nhap-lieu/moi")
    with clock.step("upload", CHOOSES + PRESSES):
        page.locator("summary", has_text="Tệp của một hệ thống khác").click()
        page.locator("input[name=source]").fill(source)  # the ways share their board
        page.locator("input[type=file]").set_input_files(unknown(tmp_path, 3, WORDING))
        page.get_by_role("button", name="Tải lên và xem lại").click()
        page.wait_for_url(re.compile(r"/cot$"))
    with clock.step("look at the columns", READS):
        expect(page.get_by_label("Ký hiệu phiếu", exact=True)).to_have_value("dossier_code")
        expect(page.get_by_label("Gửi bằng", exact=True)).to_have_value("filing_channel")
    for heading, meaning in {**LOOKED_UP, "Đến đâu rồi": "status"}.items():
        with clock.step(heading, CHOOSES):
            (choose_by_keyboard if way == "keyboard" else choose)(page, heading, meaning)
    with clock.step("read again", PRESSES):
        if way == "keyboard":
            press_by_keyboard(page, "Đọc tệp theo các cột này")
        else:
            page.get_by_role("button", name="Đọc tệp theo các cột này").click()
        page.wait_for_url(re.compile(r"/nhap-lieu/[\w-]{20,}$"))
    with clock.step("a word that nobody knows", READS + CHOOSES + PRESSES):
        (choose_by_keyboard if way == "keyboard" else choose)(page, f"Đến đâu rồi: {WORDING}", "returned")
        page.get_by_role("button", name="Đọc lại với các nghĩa này").click()
    with clock.step("look at the preview", READS):
        button = page.get_by_role("button", name="Nhập 40 hồ sơ")
        expect(button).to_be_visible()
    with clock.step("import", PRESSES):
        button.click()
        done = page.get_by_role("heading", name="Đã nhập xong")
        if way == "plain":
            reload_by_link(page, done)
        expect(done).to_be_visible(timeout=60_000)
    with clock.step("figures", PRESSES):
        page.get_by_role("link", name=re.compile("Xem số liệu")).click()
        expect(page.locator("main")).to_contain_text("05/03/2024")
    clock.check()


def test_next_month_is_one_click(board: Server, open_page: Callable[..., Page], tmp_path: Path) -> None:
    page = open_page()
    enter(page, board)
    upload(page, board, unknown(tmp_path, 5))
    for heading, meaning in LOOKED_UP.items():
        choose(page, heading, meaning)
    page.get_by_role("button", name="Đọc tệp theo các cột này").click()
    page.get_by_role("button", name="Nhập 40 hồ sơ").click()
    expect(page.get_by_role("heading", name="Đã nhập xong")).to_be_visible(timeout=60_000)
    upload(page, board, unknown(tmp_path, 6))
    expect(page.locator("main")).to_contain_text("Như lần trước")
    expect(page.get_by_role("button", name="Nhập 40 hồ sơ")).to_be_visible()
    page.get_by_role("link", name="Sửa cách hiểu các cột").click()
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Quên cách hiểu đã nhớ của nguồn này").click()
    yes = page.locator("dialog[open] button.danger, dialog[open] button[value=yes]")
    if yes.count():
        yes.first.click()
    expect(page.get_by_role("heading", name="Chưa biết hết các cột là gì")).to_be_visible()


@pytest.mark.parametrize(("size", "dark"), [("wide", False), ("phone", True)])
def test_the_page_of_columns_is_for_everybody(
    board: Server, open_page: Callable[..., Page], tmp_path: Path, size: str, dark: bool
) -> None:
    page = open_page(size=size, dark=dark, axe=True)
    enter(page, board)
    upload(page, board, unknown(tmp_path, 9))
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]
    page.get_by_role("button", name="Đọc tệp theo các cột này").click()
    expect(page.get_by_role("alert")).to_contain_text("Chưa có cột nào là “Ngày tiếp nhận”")
    assert violations(page) == []
    page.get_by_label("Dòng tiêu đề").select_option("2")
    expect(page.locator("#import-columns")).to_contain_text("PM-2409-001")
    page.wait_for_url(re.compile("row=2"))


@pytest.mark.parametrize(("size", "dark"), [("phone", False), ("wide", True)])
def test_the_words_of_a_vendor_are_asked_for_everybody(
    board: Server, open_page: Callable[..., Page], tmp_path: Path, size: str, dark: bool
) -> None:
    page = open_page(size=size, dark=dark, axe=True)
    enter(page, board)
    upload(page, board, unknown(tmp_path, 10, WORDING))
    for heading, meaning in {**LOOKED_UP, "Đến đâu rồi": "status"}.items():
        choose(page, heading, meaning)
    page.get_by_role("button", name="Đọc tệp theo các cột này").click()
    expect(page.get_by_label(f"Đến đâu rồi: {WORDING}")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]
