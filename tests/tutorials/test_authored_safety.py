"""What an author writes runs nothing on a reader's page."""

import re

import html5lib
import pytest

from outreach.database import db
from tests.client import HTML, CheckedClient
from tests.tutorials import samples
from tests.tutorials.authoring import FACTS, STEP, at, seen


@pytest.mark.alike
@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "<svg onload=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,<script>)",
        "[x](//evil.example)",
        "![x](https://evil.example/x.png)",
        "![x](//evil.example/x.png)",
        '<a hx-get="/dang-xuat" hx-trigger="load">x</a>',
        '<p style="position:fixed">x</p>',
        "<style>*{display:none}</style>",
        "<iframe src=//evil.example>",
        '![a" onerror="alert(1)](/huong-dan/anh/a "1x1")',
        '[a](/x "onclick=alert(1)")',
        "<base href=//evil.example>",
        '<form action="/x"><button>x</button></form>',
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "<scr<script>ipt>alert(1)",
        "![x](/huong-dan/anh/../../dang-xuat)",
        "<math><mtext><img src=x onerror=alert(1)>",
        "[x](vbscript:x)",
        "`<script>alert(1)</script>`",
        "```\n<script>alert(1)</script>\n```",
        "<!-- --><script>alert(1)</script>",
    ],
)
def test_nothing_of_an_author_runs_on_a_readers_page(
    officer: CheckedClient, anonymous: CheckedClient, evil: str
) -> None:
    version = samples.draft()
    url = at(version, "/buoc/dinh-kem")
    everywhere = dict.fromkeys(("body", "body_en", "mistake", "see_now", "mistake_en", "title", "part"), evil)
    assert officer.post(url, data={**STEP, "seen": seen(officer, url), **everywhere}).status_code == 303
    facts = at(version, "/thong-tin")
    sent = {**FACTS, "seen": seen(officer, facts), "prepare": evil, "title": evil, "checked_on": "18/07/2026"}
    assert officer.post(facts, data=sent).status_code == 303
    db.session.refresh(version)
    samples.publish(version)
    pages = [
        anonymous.get("/huong-dan/noi-quy/dinh-kem"),
        anonymous.get("/huong-dan/noi-quy"),
        officer.get(at(version, "/doc")),
    ]
    for page in pages:
        assert page.status_code == 200
        main = next(html5lib.parse(page.text).iter(HTML + "main"))
        for element in main.iter():
            check_harmless(element.tag.removeprefix(HTML), element.attrib)


def check_harmless(name: str, attributes: dict[str, str]) -> None:
    """Nothing that runs, styles, or fetches from elsewhere."""
    assert name not in {"script", "style", "iframe", "base", "math", "object", "embed", "link"}
    assert not [one for one in attributes if re.match(r"on|style$|srcdoc|srcset|formaction", one)], attributes
    if name in ("a", "img", "p", "li", "code"):
        assert not [one for one in attributes if one.startswith(("hx-", "data-hx"))], attributes
    if "href" in attributes:
        assert re.match(r"/(?![/\\])|#|https://|tel:|sms:|mailto:", attributes["href"]), attributes
        assert not attributes["href"].startswith("/dang-xuat")
    if name == "img":
        assert re.fullmatch(r"/(huong-dan/anh/[\w-]+|static/\S+)", attributes["src"]), attributes
