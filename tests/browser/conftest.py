"""A real server with its worker over a database of its own, and a real Chromium."""

import fcntl
import json
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

ROOT = Path(__file__).parent.parent.parent
BIN = Path(sys.executable).parent
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
expect.set_options(timeout=20_000)  # two cores may be busy with the other tests
SIZES = {"wide": (1280, 900), "phone": (360, 740)}


@dataclass(frozen=True)
class Server:
    """Where the portal answers, and with which settings commands reach the same database."""

    url: str
    environment: dict[str, str]

    def flask(self, *arguments: str) -> str:
        """Run a command against the server's database and give back what it printed."""
        done = self.ask(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def ask(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command, whether or not it succeeds."""
        return subprocess.run(
            [BIN / "flask", "--app", "wsgi", *arguments], cwd=ROOT, env=self.environment,
            capture_output=True, text=True, timeout=300,
        )  # fmt: skip

    @property
    def folder(self) -> Path:
        """Where its database and files lie."""
        return Path(self.environment["DATA_DIR"]).parent


def _environment(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "SECRET_KEY": "k" * 40,
        "DATABASE_URL": f"sqlite:///{folder / 'browser.db'}",
        "DATA_DIR": str(folder / "files"),
        "BOARD_NAME": "Ban Quản lý các khu công nghiệp tỉnh Mẫu",
    }


def _serve(folder: Path) -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Server(f"http://127.0.0.1:{port}", _environment(folder))
    process = subprocess.Popen(
        [BIN / "flask", "--app", "wsgi", "serve", "--port", str(port)], cwd=ROOT, env=server.environment
    )
    try:
        _wait_for(server.url)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(url + "/dang-nhap", timeout=5).read()
        except OSError:
            if time.monotonic() > deadline:
                raise
        else:
            return


@pytest.fixture(scope="session")
def boards(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Server], object]], Path]:
    """Gives the folder of a board that one process of the run makes: the others wait, all take copies."""
    run = tmp_path_factory.getbasetemp()
    run = run.parent if os.environ.get("PYTEST_XDIST_WORKER") else run

    def made(name: str, make: Callable[[Server], object]) -> Path:
        folder = run / name
        with (run / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not folder.exists():
                half = Path(tempfile.mkdtemp(prefix=name, dir=run))
                make(Server("", _environment(half)))
                half.rename(folder)
        return folder

    return made


def _furnish(server: Server) -> None:
    """The demo with its PDFs, which the worker of each copy would begin by drawing."""
    server.flask("demo")
    for kept in ("tutorials", "leaflets"):  # without Pango there are none, as on any such machine
        server.ask(kept, "print")


@pytest.fixture(scope="session")
def demo_board(boards: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The portal over the furnished fictional board, the same for all tests of a session."""
    folder = tmp_path_factory.mktemp("demo")
    shutil.copytree(boards("furnished", _furnish), folder, dirs_exist_ok=True)
    yield from _serve(folder)


@pytest.fixture
def demo_server(demo_board: Server) -> Server:
    """The fictional board, where nobody has asked, written or signed in too often yet."""
    path = demo_board.environment["DATABASE_URL"].removeprefix("sqlite:///")
    with closing(sqlite3.connect(path, timeout=15)) as connection:
        connection.execute("DELETE FROM sign_in_attempts")
        connection.commit()
    return demo_board


def _begin(server: Server) -> None:
    """Tables with nothing in them but an administrator, whose way in lies beside them."""
    server.flask("db", "upgrade")
    made = json.loads(server.flask("create-admin", "quantri@example.vn", "--json"))
    (server.folder / "way-in").write_text(urlsplit(made["link"]).path)


@pytest.fixture(scope="session")
def empty_board(boards: Callable[..., Path]) -> Path:
    """A folder with a database that has its tables, and in them who will enter everything else."""
    return boards("empty", _begin)


@pytest.fixture
def empty_server(empty_board: Path, tmp_path: Path) -> Iterator[Server]:
    """The portal over an empty database of its own."""
    shutil.copytree(empty_board, tmp_path, dirs_exist_ok=True)
    yield from _serve(tmp_path)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for the session: the one `tools/test.sh` chose."""
    chosen = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    with sync_playwright() as playwright:
        path = None if chosen == "playwright" else chosen
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page in a context of its own; errors in the console or of the CSP fail the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def make(*, size: str = "wide", dark: bool = False, javascript: bool = True, axe: bool = False) -> Page:
        width, height = SIZES[size]
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light",
            java_script_enabled=javascript, locale="vi-VN", bypass_csp=axe,
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda message: _note(complaints, message))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield make
    for context in contexts:
        context.close()
    assert not complaints, complaints


def _note(complaints: list[str], message: Any) -> None:
    # A refused form (422), a page that is not there (404) are answers, not faults of the page; ERR_FAILED is
    # what a test itself cuts off, and so is a network that is switched off.
    cut = r"status of (4\d\d)|net::ERR_(FAILED|INTERNET_DISCONNECTED|NETWORK_CHANGED)"
    if message.type == "error" and not re.search(cut, message.text):
        complaints.append(message.text)


def enter_as(page: Page, server: Server, role: str) -> None:
    """Have the page's browser signed in as the card of a role does, and show nothing yet.

    To sign in on the screen takes two pages, as long as many a test: `press_card` does, where that matters.
    """
    asked = page.request.get(server.url + "/dang-nhap").text()
    token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', asked)
    where = re.search(r'<form[^>]* action="([^"]+)"[^>]*>(?:(?!</form>).)*name="role"', asked, re.DOTALL)
    assert token
    assert where
    card = {"csrf_token": token[1], "role": role}
    done = page.request.post(server.url + where[1], form=card, max_redirects=0)
    assert (done.status, done.headers["location"]) == (303, "/"), done.status


def press_card(page: Page, server: Server, role: str) -> None:
    """Take the card of a role on the demo's sign-in page."""
    page.goto(server.url + "/dang-nhap")
    page.locator(f'button[name="role"][value="{role}"]').first.click()
    page.wait_for_url(server.url + "/")


def reload_by_link(page: Page, until: Locator) -> None:
    """Without JavaScript: press "load again" as long as the page says that the worker is not done."""
    again = page.get_by_role("link", name="Tải lại trang")
    expect(again.or_(until)).to_be_visible()
    for _ in range(200):
        if until.count():
            return
        with page.expect_navigation():  # the address stays the same, so that it tells nothing
            again.click()
    raise AssertionError("the worker never finished")
