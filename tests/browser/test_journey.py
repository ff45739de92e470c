"""The main thread in a real Chromium, with JavaScript and without it.

Sign in → upload a register → import → record a training → who attended → before and after.
"""

import csv
import functools
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from outreach.sheets.layouts import DOSSIERS
from outreach.sheets.parsing import read_and_parse
from tests.browser.conftest import Server, reload_by_link

pytestmark = pytest.mark.browser

DATA = Path(__file__).parent.parent / "data" / "hau-giang-2020"
TRAINED_ON = date(2020, 9, 17)
PASSWORD = "mật khẩu dài của người quản trị"


def attended() -> list[str]:
    """Tax codes of those who came to the training."""
    with (DATA / "exposures.csv").open(encoding="utf-8-sig", newline="") as file:
        return [row["tax_code"] for row in csv.DictReader(file) if row["activity"] == "TRAIN-0917"]


@functools.cache
def expected() -> tuple[str, str]:
    """Online/received of the trained together, before and after, counted here from the file's rows."""
    trained = set(attended())
    counts = {"before": [0, 0], "after": [0, 0]}
    for row in read_and_parse(DATA / "dossiers.xlsx", DOSSIERS).rows:
        if row.values["tax_code"] in trained:
            side = counts["before" if row.values["received_on"] <= TRAINED_ON else "after"]
            side[0] += row.values["filing_channel"] == "online"
            side[1] += 1
    return "/".join(map(str, counts["before"])), "/".join(map(str, counts["after"]))


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
@pytest.mark.parametrize("size", ["wide", "phone"])
def test_from_a_file_to_before_and_after(
    empty_server: Server, open_page: Callable[..., Page], javascript: bool, size: str
) -> None:
    page = open_page(size=size, javascript=javascript)
    first_password(page, empty_server)
    import_register(page, empty_server, javascript=javascript)
    training = record_training(page, empty_server)
    attend(page, training)
    look_at_the_result(page, empty_server, training)


def first_password(page: Page, server: Server) -> None:
    """The administrator's single-use link, then the sign-in page with the new password."""
    page.goto(server.url + (server.folder / "way-in").read_text())
    for box in page.locator("input[type=password]").all():
        box.fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(server.url + "/")
    page.context.clear_cookies()
    page.goto(server.url + "/dang-nhap?way=staff")
    page.locator("input[name=email]").fill("quantri@example.vn")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(server.url + "/")


def import_register(page: Page, server: Server, *, javascript: bool) -> None:
    """Upload, look at what was recognised, import, wait for the worker."""
    page.goto(server.url + "/nhap-lieu/moi")
    page.locator("input[name=kind][value=dossiers]").check()
    page.locator("input[type=file]").set_input_files(DATA / "dossiers.xlsx")
    page.get_by_role("button", name="Tải lên và xem lại").click()
    page.wait_for_url(re.compile(r"/nhap-lieu/[\w-]{20,}"))
    expect(page.locator("main")).to_contain_text("Mã hồ sơ")
    page.get_by_role("button", name="Nhập 301 hồ sơ").click()
    done = page.get_by_role("heading", name="Đã nhập xong")
    if not javascript:
        reload_by_link(page, done)
    expect(done).to_be_visible(timeout=30_000)


def record_training(page: Page, server: Server) -> str:
    """A training with its day; gives the address of its page."""
    page.goto(server.url + "/hoat-dong/moi")
    page.get_by_role("link", name="Tập huấn", exact=True).click()
    page.locator("input[name=title]").fill("Tập huấn nộp hồ sơ trực tuyến")
    page.locator("input[name=held_on]").fill("17/09/2020")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url(re.compile(r"/hoat-dong/\d+"))
    found = re.search(r"/hoat-dong/\d+", page.url)
    assert found is not None
    return server.url + found.group()


def attend(page: Page, training: str) -> None:
    """Most of the list pasted as it comes out of a chat, the last business ticked."""
    codes = attended()
    ticked = codes.pop(0)
    page.goto(training + "/danh-sach/dan")
    page.locator("textarea[name=text]").fill("\n".join(codes))
    page.get_by_role("button", name="Xem thử").click()
    expect(page.locator("main")).to_contain_text("Chưa có trong danh sách doanh nghiệp (3)")
    for new in page.locator("input[type=radio][value=new]").all():  # they have filed nothing yet
        new.check()
    page.get_by_role("button", name="Ghi vào danh sách").click()
    expect(page.locator("main")).to_contain_text("Đã ghi thêm 35 doanh nghiệp")
    page.goto(training + "/diem-danh")
    page.locator("li", has_text=ticked).locator("input[type=checkbox]").check()
    page.get_by_role("button", name="Lưu danh sách").click()
    expect(page.get_by_text("36 doanh nghiệp").first).to_be_visible()


def look_at_the_result(page: Page, server: Server, training: str) -> None:
    """The page shows the counts before and after, and says what they do not mean."""
    page.goto(training + "/truoc-sau")
    before, after = expected()
    main = page.locator("main")
    expect(main).to_contain_text(before)
    expect(main).to_contain_text(after)
    expect(main).to_contain_text("chưa phải là tác dụng")
    expect(main).to_contain_text("31/12/2020")
    page.goto(server.url + "/so-lieu?from=2020-01-01&to=2020-12-31")
    expect(page.locator("main")).to_contain_text("30,23%")
    expect(page.locator("main")).to_contain_text("301")
