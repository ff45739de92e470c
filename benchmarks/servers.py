"""The real server: weight of a visit, cold start against bare Flask, memory after load."""

import http.client
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
FIRST_VISIT_KB, WITHOUT_FONTS_KB, PAGE_KB = 110, 40, 6
PAGES = (
    "/", "/doanh-nghiep", "/doanh-nghiep/3", "/hoat-dong", "/hoat-dong/2", "/hoat-dong/2/truoc-sau", "/ho-so",
    "/thu-tuc", "/so-lieu", "/so-lieu/theo-thang", "/so-lieu/tong-so", "/so-can-thiep", "/nen-gap-ai",
    "/gian-doan", "/toan-canh", "/toan-canh/ho-so",
)  # fmt: skip
COLD_START_RATIO = 4.0
GRANIAN = ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--no-log"]
MEMORY_MB = 150
BARE = "from flask import Flask\napp = Flask(__name__)\n@app.get('/')\ndef hello():\n    return 'hello'\n"


def run() -> bool:
    """Print all three; True when within the limits."""
    with furnished() as environment:
        folder = Path(environment["DATA_DIR"]).parent
        return all([_weight_and_memory(environment), _cold_start(environment, folder)])


@contextmanager
def furnished() -> Iterator[dict[str, str]]:
    """The environment of a demo board in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **_with_bytecode(), "SECRET_KEY": "k" * 40, "DATABASE_URL": f"sqlite:///{folder}/bench.db",
            "DATA_DIR": f"{folder}/files",
        }  # fmt: skip
        made = subprocess.run(
            [BIN / "flask", "--app", "wsgi", "demo", "--json"],
            cwd=ROOT, env=environment, capture_output=True, check=False,
        )  # fmt: skip
        assert made.returncode == 0, made.stderr.decode()
        yield environment


def _with_bytecode() -> dict[str, str]:
    """The environment without what some machines set for tests: servers run from compiled modules."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _over(within: bool) -> str:
    return "" if within else "  ← OVER"


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def server(environment: dict[str, str], *options: str) -> Iterator[tuple[int, psutil.Process]]:
    """`flask serve` with its worker (or with `options`), until the block ends."""
    port = free_port()
    process = subprocess.Popen(
        [BIN / "flask", "--app", "wsgi", "serve", "--port", str(port), *options], cwd=ROOT, env=environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait(port)
        yield port, psutil.Process(process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait(port: int, path: str = "/") -> float:
    begun = time.perf_counter()
    while time.perf_counter() - begun < 60:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", path)
            connection.getresponse().read()
            return time.perf_counter() - begun
        except OSError:
            time.sleep(0.01)
    raise RuntimeError("the server did not come up")


def get(
    port: int, path: str, cookie: str = "", encoding: str = "br, gzip"
) -> tuple[int, bytes, dict[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Accept-Encoding": encoding, "Cookie": cookie})
    response = connection.getresponse()
    body = response.read()
    return response.status, body, {k.lower(): v for k, v in response.getheaders()}


def sign_in(port: int, role: str = "officer") -> str:
    """The cookie of the demo's first person of a role, through the card on the sign-in page."""
    status, body, headers = get(port, "/dang-nhap", encoding="identity")
    cookie = headers["set-cookie"].split(";")[0]
    page = body.decode()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    action = re.search(r'action="(/[^"]*)"[^>]*>(?:(?!</form>).)*value="officer"', page, re.DOTALL)
    assert status == 200
    assert token is not None
    assert action is not None
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    body_text = f"csrf_token={token.group(1)}&role={role}"
    connection.request(
        "POST", action.group(1).split('"')[0], body_text,
        {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"},
    )  # fmt: skip
    response = connection.getresponse()
    response.read()
    return str(response.getheader("Set-Cookie")).split(";")[0]


def _weight_and_memory(environment: dict[str, str]) -> bool:
    with server(environment) as (port, process):
        cookie = sign_in(port)
        fine = _weight(port, cookie)
        for path in ("/", "/doanh-nghiep", "/so-lieu", "/toan-canh", "/ho-so", "/hoat-dong") * 25:
            assert get(port, path, cookie)[0] == 200, path
        used = _memory(process)
        within = used <= MEMORY_MB
        print(f"server and worker after 150 pages: {used:.0f} MB PSS (limit {MEMORY_MB}){_over(within)}")
        return fine and within


def _memory(process: psutil.Process) -> float:
    family = [process, *process.children(recursive=True)]
    return float(sum(one.memory_full_info().pss for one in family)) / 1e6


def _weight(port: int, cookie: str) -> bool:
    _status, body, _headers = get(port, "/dang-nhap")
    page = get(port, "/dang-nhap", encoding="identity")[1].decode()
    assets = set(re.findall(r'(?:src|href)="(/static/[^"#]+)', page))
    css = b"".join(get(port, a, encoding="identity")[1] for a in assets if ".css" in a).decode()
    fonts = set(re.findall(r"url\(['\"]?([^)'\"]+\.woff2)", css))
    static = sum(len(get(port, asset)[1]) for asset in assets if ".woff2" not in asset)
    font_bytes = sum((ROOT / "static" / "css" / font).resolve().stat().st_size for font in fonts)
    without, whole = (len(body) + static) / 1000, (len(body) + static + font_bytes) / 1000
    sizes = {path: len(get(port, path, cookie)[1]) / 1000 for path in PAGES}
    fine = whole <= FIRST_VISIT_KB and without <= WITHOUT_FONTS_KB
    fine &= max(sizes.values()) <= PAGE_KB
    print(
        f"first visit: {whole:.0f} kB (limit {FIRST_VISIT_KB}), "
        f"without fonts {without:.0f} kB (limit {WITHOUT_FONTS_KB})"
    )
    shown = ", ".join(
        f"{path} {size:.1f}{_over(size <= PAGE_KB)}"
        for path, size in sorted(sizes.items(), key=lambda each: -each[1])
    )
    print(f"then, kB a page: {shown} (limit {PAGE_KB})")
    return fine


def _cold_start(environment: dict[str, str], folder: Path) -> bool:
    """From nothing to the first page, beside a bare Flask application under the same server."""
    (folder / "bare.py").write_text(BARE)
    ours, bare = [], []
    for _ in range(5):
        bare.append(_start(environment, [*GRANIAN, "bare:app", "--port"], str(folder), "/"))
        ours.append(_start(environment, [*GRANIAN, "wsgi:app", "--port"], str(ROOT), "/dang-nhap"))
    ratio = statistics.median(ours) / statistics.median(bare)
    within = ratio <= COLD_START_RATIO
    print(f"cold start: {ratio:.1f}× bare Flask (limit {COLD_START_RATIO:.0f}×){_over(within)}")
    return within


def _start(environment: dict[str, str], command: list[str], folder: str, path: str) -> float:
    port = free_port()
    begun = time.perf_counter()
    process = subprocess.Popen(
        [BIN / command[0], *command[1:], str(port)],
        cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait(port, path)
        return time.perf_counter() - begun
    finally:
        process.terminate()
        process.wait(15)
