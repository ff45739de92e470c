"""Take pictures of pages of a running demo board: wide and narrow, light and dark.

    make demo                                       in another terminal
    python tools/screenshots.py                     the pictures of the README, into docs/screenshots/
    python tools/screenshots.py --as "với vai Doanh nghiệp" "chat=/tro-giup|main a[href*='/tro-giup/']"
    python tools/screenshots.py columns=/nhap-lieu/…/cot       where an upload of unknown headings leads
    python tools/screenshots.py --folder /tmp/look --full home=/ "business=/doanh-nghiep|table.data tbody a"

A picture is NAME=PATH, or NAME=PATH|SELECTOR to follow the first link that the selector finds on PATH.
Signs in by the demo card that holds the words of --as. Exit status: 0 done, 1 the board does not answer.
"""

import argparse
import os
import shutil
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Error, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
BASE = "http://127.0.0.1:5000"
SIGN_IN = "/dang-nhap"
WIDTHS = {"wide": (1280, 860), "narrow": (360, 780)}
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Shot:
    """One page: the picture's name, where it is, and a link to follow from there."""

    name: str
    path: str
    follow: str | None = None

    @classmethod
    def read(cls, text: str) -> "Shot":
        """From NAME=PATH or NAME=PATH|SELECTOR."""
        name, _, rest = text.partition("=")
        path, _, follow = rest.partition("|")
        if not name or not path.startswith("/"):
            raise argparse.ArgumentTypeError(f"{text!r} is not NAME=/PATH")
        return cls(name, path, follow or None)


SHOTS = (
    Shot("home", "/"),
    Shot("wall", "/toan-canh"),
    Shot("businesses", "/doanh-nghiep"),
    Shot("business", "/doanh-nghiep?q=go+noi+that+mau+hoa+sen", "table.data tbody th a"),
    Shot("ledger-entry", "/hoat-dong/2/truoc-sau"),
    Shot("ledger", "/so-can-thiep"),
    Shot("reach-next", "/nen-gap-ai"),
    Shot("months", "/so-lieu/theo-thang"),
    Shot("figures", "/so-lieu"),
    Shot("tutorials", "/huong-dan"),
    Shot("step", "/huong-dan/cap-giay-phep-lao-dong/ky-so"),
    Shot("catalogue", "/thu-tuc-truc-tuyen?q=giay+phep+lao+dong"),
    Shot("map", "/so-do-thu-tuc"),
    Shot("practice", "/thuc-hanh"),
    Shot("receipts", "/bien-nhan/cho-xac-nhan"),
    Shot("ladder", "/bac-thang"),
    Shot("plan", "/ke-hoach/2/tien-do"),
    Shot("session", "/dang-ky", ".sessions a"),
    Shot("route", "/di-tham?show=past", "table.data tbody a"),
    Shot("leaflet", "/to-roi/dot/1"),
    Shot("calendar", "/lich"),
    Shot("desk", "/ban-ho-tro", ".desk-rows li:nth-child(2) a"),
    Shot("quality", "/nhap-lieu/chat-luong"),
    Shot("names", "/nhap-lieu/doi-chieu"),
)


def chromium() -> str | None:
    """The browser that CHROMIUM names or the machine has; None for Playwright's own."""
    named = os.environ.get("CHROMIUM")
    return None if named == "playwright" else named or shutil.which("chromium")


def sign_in(page: Page, base: str, person: str) -> None:
    """Enter by the demo card that holds these words."""
    page.goto(base + SIGN_IN)
    page.locator(".choice", has_text=person).first.click()
    page.wait_for_url(lambda url: SIGN_IN not in url)


def take(page: Page, base: str, shot: Shot, target: Path, full: bool) -> None:
    """Save one picture and say what it took; warn when the page is wider than the window."""
    page.goto(base + shot.path)
    if shot.follow:
        page.goto(base + str(page.locator(shot.follow).first.get_attribute("href")))
    if page.locator("[data-stream]").count():  # a stream never rests: what comes at first is enough
        page.locator("[hx-trigger=load], .htmx-request").first.wait_for(state="detached")
    else:
        page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    page.screenshot(path=target, full_page=full, animations="disabled")
    with Image.open(target) as picture:
        picture.convert("RGB").quantize(256).save(target, optimize=True)  # 8 bits: a third of the bytes
    wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    print(target.name, f"— {wider} px wider than the window" if wider > 0 else "")


def take_all(browser: Browser, options: argparse.Namespace) -> None:
    """Every page in every width and scheme."""
    options.folder.mkdir(parents=True, exist_ok=True)
    for width, (across, down) in WIDTHS.items():
        for scheme in ("light", "dark"):
            context = browser.new_context(
                viewport={"width": across, "height": down},
                color_scheme=scheme,
                locale="vi-VN",
                timezone_id="Asia/Ho_Chi_Minh",
            )
            page = context.new_page()
            if options.person:
                sign_in(page, options.base, options.person)
            for shot in options.shots or SHOTS:
                target = options.folder / f"{shot.name}-{width}-{scheme}.png"
                take(page, options.base, shot, target, options.full)
            context.close()


def main() -> int:
    """Run from the command line; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("shots", nargs="*", type=Shot.read, metavar="NAME=PATH[|SELECTOR]")
    parser.add_argument("--base", default=BASE, help="address of the running board")
    parser.add_argument(
        "--as", dest="person", default="Cán bộ cải cách", help="words on the demo card; '' for none"
    )
    parser.add_argument("--folder", type=Path, default=ROOT / "docs/screenshots")
    parser.add_argument("--full", action="store_true", help="whole pages, not only what the window shows")
    options = parser.parse_args()
    began = time.monotonic()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        try:
            take_all(browser, options)
        except Error as error:
            print(
                f"{error.message}\nIs the demo board running at {options.base}? (make demo)", file=sys.stderr
            )
            return 1
        finally:
            browser.close()
    print(f"{time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
