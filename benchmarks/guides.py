"""The public rooms on a real server: what a visit weighs, and three hundred clerks reading at once."""

import http.client
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from benchmarks.servers import ROOT, furnished, get, server, sign_in

GUIDE = "/huong-dan/cap-giay-phep-lao-dong"
STEP = f"{GUIDE}/ky-so"
FIRST = ("/thu-tuc-truc-tuyen", "/so-do-thu-tuc", "/huong-dan", GUIDE, STEP, "/thuc-hanh", "/bien-nhan")
FIRST_VISIT_KB, STEP_KB = 150, 30
CLERKS, EVERY, LONG = 300, 20.0, 60.0  # seconds between two steps of a clerk, and in all
P95_RATIO = 5.0
LIGHTHOUSE = ("/thu-tuc-truc-tuyen", "/huong-dan", GUIDE, STEP)
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


def run() -> bool:
    """Print all; True when within the limits. Lighthouse is asked only where it is installed."""
    with furnished() as environment, server(environment) as (port, _process):
        return all([_weights(port), _load(port), _lighthouse(port)])


def _over(within: bool) -> str:
    return "" if within else "  ← OVER"


def _weights(port: int) -> bool:
    """Everything a first visit brings, and a further step without its pictures; compressed as sent."""
    visits = {path: _visit(port, path) for path in FIRST}
    shown = ", ".join(f"{path} {kb:.0f}{_over(kb <= FIRST_VISIT_KB)}" for path, kb in visits.items())
    print(f"first visit, kB with fonts and pictures: {shown} (limit {FIRST_VISIT_KB})")
    steps = {path: len(get(port, path)[1]) / 1000 for path in _steps(port)}
    heaviest = max(steps, key=lambda path: steps[path])
    fine = max(visits.values()) <= FIRST_VISIT_KB and steps[heaviest] <= STEP_KB
    print(f"heaviest of {len(steps)} steps: {heaviest} {steps[heaviest]:.1f} kB (limit {STEP_KB})")
    return fine


def _visit(port: int, path: str) -> float:
    page = get(port, path, encoding="identity")[1].decode()
    assets = set(re.findall(r'(?:src|href)="(/static/[^"#]+)', page))
    sheets = [get(port, asset, encoding="identity")[1].decode() for asset in assets if ".css" in asset]
    fonts = {name for sheet in sheets for name in re.findall(r"url\(['\"]?([^)'\"]+\.woff2)", sheet)}
    whole = len(get(port, path)[1])
    whole += sum(len(get(port, asset)[1]) for asset in assets if ".woff2" not in asset)
    whole += sum((ROOT / "static/css" / font).resolve().stat().st_size for font in fonts)
    return whole / 1000


def _steps(port: int) -> list[str]:
    """The address of every step of every guide, from the sitemap."""
    sitemap = get(port, "/sitemap.xml", encoding="identity")[1].decode()
    return re.findall(r"<loc>https?://[^/<]+(/huong-dan/[^/<]+/[^/<]+)</loc>", sitemap)


def _load(port: int) -> bool:
    """Clerks who have signed in, each opening a step every twenty seconds, against one who is alone.

    A wait counts from the moment at which the clerk wanted the page, so that a queue cannot hide.
    """
    steps, cookie = _steps(port), sign_in(port, "business")
    alone = [_open(port, path, cookie, time.perf_counter()) for path in steps[:100]]
    waits: list[float | None] = []
    chance = random.Random(7)
    begin = time.perf_counter() + 2
    crowd = [
        threading.Thread(target=_clerk, args=(port, cookie, steps, begin, chance.random(), number, waits))
        for number in range(CLERKS)
    ]
    for clerk in crowd:
        clerk.start()
    for clerk in crowd:
        clerk.join()
    heard = [wait for wait in waits if wait is not None]
    errors = len(waits) - len(heard) + sum(wait is None for wait in alone)
    idle, busy = _p95([wait for wait in alone if wait is not None]), _p95(heard)
    fine = not errors and busy <= P95_RATIO * idle
    print(
        f"{CLERKS} clerks, a step every {EVERY:.0f} s each: {len(waits)} pages, {errors} errors, "
        f"p95 {busy * 1000:.0f} ms = {busy / idle:.1f}× one alone (limit {P95_RATIO:.0f}×){_over(fine)}"
    )
    return fine


def _clerk(
    port: int,
    cookie: str,
    steps: list[str],
    begin: float,
    phase: float,
    number: int,
    waits: list[float | None],
) -> None:
    for turn in range(int(LONG / EVERY)):
        due = begin + (turn + phase) * EVERY
        time.sleep(max(0.0, due - time.perf_counter()))
        waits.append(_open(port, steps[(number * 7 + turn) % len(steps)], cookie, due))


def _open(port: int, path: str, cookie: str, due: float) -> float | None:
    """Seconds from `due` to the last byte; None when it was no page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers={"Accept-Encoding": "br, gzip", "Cookie": cookie})
        response = connection.getresponse()
        response.read()
    except OSError:
        return None
    finally:
        connection.close()
    return time.perf_counter() - due if response.status == 200 else None


def _p95(waits: list[float]) -> float:
    return statistics.quantiles(waits, n=20)[-1]


def _lighthouse(port: int) -> bool:
    """The median of three, on a phone as Lighthouse imagines it; nothing is said where it is missing."""
    program, chromium = shutil.which("lighthouse"), os.environ.get("CHROME_PATH") or shutil.which("chromium")
    if program is None or chromium is None:
        print("lighthouse: not on this machine, so nothing was measured (npm i -g lighthouse@12.8.2)")
        return True
    fine = True
    for path in LIGHTHOUSE:
        scores = [_scores(program, chromium, f"http://127.0.0.1:{port}{path}") for _time in range(3)]
        median = {name: statistics.median(one[name] for one in scores) for name in LEAST}
        within = all(median[name] >= least for name, least in LEAST.items())
        fine &= within
        said = ", ".join(f"{name} {score:.0f}" for name, score in median.items())
        print(f"lighthouse {path}: {said}{_over(within)}")
    return fine


def _scores(program: str, chromium: str, url: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        subprocess.run(
            [
                program, url, "--quiet", "--output=json", f"--output-path={report}",
                f"--chrome-flags={FLAGS}", "--throttling-method=simulate", "--no-enable-error-reporting",
            ],
            env={**os.environ, "CHROME_PATH": chromium}, capture_output=True, check=True, timeout=180,
        )  # fmt: skip
        found = json.loads(report.read_text(encoding="utf-8"))["categories"]
    return {name: 100 * (found[name]["score"] or 0) for name in LEAST}
