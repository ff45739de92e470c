"""What Chromium puts on paper: one page for a guide's sheet, one of its own size for the map."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Server

pytestmark = pytest.mark.browser

POINT = 25.4 / 72  # millimetres


@pytest.mark.parametrize(
    ("path", "size"),
    [
        ("/huong-dan/cap-giay-phep-lao-dong/in", (210, 297)),
        ("/so-do-thu-tuc.svg?size=a3", (420, 297)),
        ("/so-do-thu-tuc.svg?size=a0", (1189, 841)),
    ],
)
def test_one_page_of_its_size(
    demo_server: Server, open_page: Callable[..., Page], path: str, size: tuple[int, int]
) -> None:
    page = open_page()
    page.goto(demo_server.url + path)
    printed = page.pdf(prefer_css_page_size=True)
    found = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
    assert len(found) == 1, "pages"
    assert [float(points) * POINT for points in found[0]] == pytest.approx(size, abs=1)
