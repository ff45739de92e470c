"""Rules of tutorials: the sanitiser, places, languages, validity, search."""

import re
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.refusals import Refused
from outreach.tutorials import rules
from outreach.tutorials.rules.search import Described, rank
from tests.tutorials import samples

pytestmark = pytest.mark.house

ALLOWED = {
    "p": set(), "br": set(), "hr": set(), "strong": set(), "em": set(), "code": set(), "pre": set(),
    "blockquote": set(), "ul": set(), "ol": {"start"}, "li": set(), "a": {"href", "rel"},
    "img": {"src", "alt", "width", "height", "loading"},
}  # fmt: skip


class Reader(HTMLParser):
    """Reads HTML as a browser would, and refuses whatever is not on the list."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED, tag
        for name, value in attrs:
            assert name in ALLOWED[tag], (tag, name)
            if name == "href":
                assert re.match(r"https://[^/@]|tel:|/(?![/\\])|#", value or ""), value
            if name == "src":
                assert re.fullmatch(
                    r"/huong-dan/anh/[\w-]+|/static/img/tutorials/[a-z0-9-]+\.svg", value or ""
                )
            if name == "rel":
                assert value == "noopener"

    def handle_comment(self, data: str) -> None:
        raise AssertionError("a comment")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError("a declaration")


def read(text: str) -> str:
    html = str(rules.render_markdown(text))
    reader = Reader()
    reader.feed(html)
    reader.close()
    return html


BAD = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<p hx-get='/x' hx-trigger='load'>x</p>",
    "<p style='color:red'>x</p>", "<p class='button' id='main'>x</p>", "<svg onload=alert(1)>",
    "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)", "[x](//evil.example/)", "[x](/\\evil.example)", "[x](http://evil.example)",
    "[x](https://user@evil.example)", "<javascript:alert(1)>", "![x](https://evil.example/x.png)",
    "![x](data:image/svg+xml,<svg/>)", "![x](/huong-dan/anh/../../../etc/passwd)", "![x](/static/js/app.js)",
    "![x\" onerror=\"alert(1)](/huong-dan/anh/a)", "![x](/huong-dan/anh/a \"1x1' onload='x\")",
    "<!-- x --><![CDATA[x]]>", "<a href='/x' target=_blank onclick=x>x</a>", "&lt;script&gt;",
    "[x]: javascript:x\n\n[x]",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", "\x00<scr\x00ipt>", "<iframe src=/>",
    "<form action=/dang-xuat method=post><button>x</button></form>", "<meta http-equiv=refresh content=0>",
    "`<script>`", "    <script>\n", "<STYLE>@import'//x'</STYLE>", "[x](<javascript:alert(1)>)",
    "[x](&#106;avascript:alert(1))", "[x](java\nscript:alert(1))", "<a href=\"tel:1\" hx-post=/x>x</a>",
]  # fmt: skip


@pytest.mark.parametrize("text", BAD)
def test_what_is_bad_does_not_survive(text: str) -> None:
    read(text)
    read(f"- x\n\n  > {text}\n\n**{text}**")


@given(st.lists(st.sampled_from(BAD) | st.text(max_size=20), max_size=8))
def test_nor_does_any_mixture_of_it(pieces: list[str]) -> None:
    read("".join(pieces))
    read("\n\n".join(pieces))


@given(st.text(alphabet="<>&\"'`[]()!*_#/:\\ \n=aonx-", max_size=80))
def test_nor_does_what_nobody_thought_of(text: str) -> None:
    read(text)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Vào **Cổng**, *rồi* `tìm`.", "<p>Vào <strong>Cổng</strong>, <em>rồi</em> <code>tìm</code>.</p>"),
        ("1. Một\n2. Hai", "<ol>\n<li>Một</li>\n<li>Hai</li>\n</ol>"),
        ("3. Ba", '<ol start="3">\n<li>Ba</li>\n</ol>'),
        ("> Chú ý", "<blockquote>\n<p>Chú ý</p>\n</blockquote>"),
        ("[Cổng](https://a.vn/a?b=c)", '<a href="https://a.vn/a?b=c" rel="noopener">Cổng</a>'),
        ("[gọi](tel:18001096)", '<a href="tel:18001096" rel="noopener">gọi</a>'),
        ("[bài](/huong-dan/chu-ky-so)", '<a href="/huong-dan/chu-ky-so" rel="noopener">bài</a>'),
        ("![Nút](/huong-dan/anh/aB_-9)", '<img src="/huong-dan/anh/aB_-9" alt="Nút" loading="lazy">'),
        (
            '![Nút](/static/img/tutorials/to-khai.svg "640x400")',
            '<img src="/static/img/tutorials/to-khai.svg" alt="Nút" width="640" height="400" loading="lazy">',
        ),
        ("![của người khác](https://e.example/x.png)", "<p>của người khác</p>"),
        ("# không phải tiêu đề", "<p># không phải tiêu đề</p>"),
        ("Hồ sơ: u\u031b", "<p>Hồ sơ: ư</p>"),
    ],
)  # fmt: skip
def test_what_authors_may_write(text: str, html: str) -> None:
    assert html in read(text)


def test_a_text_without_end_is_cut() -> None:
    assert len(rules.render_markdown("a" * 100_000)) < rules.LONGEST_TEXT + 100


def test_deep_nesting_is_no_work() -> None:
    read(">" * 15_000 + "x")
    read("[" * 15_000)
    read("*a_ " * 5_000)


@pytest.mark.parametrize(
    ("key", "place"),
    [
        ("a", rules.Place(1, 3, None, "b")),
        ("b", rules.Place(2, 3, "a", "c")),
        ("c", rules.Place(3, 3, "b", None)),
        ("d", None),
    ],
)
def test_the_place_of_a_step(key: str, place: rules.Place | None) -> None:
    assert rules.place_of(["a", "b", "c"], key) == place


def test_a_text_in_the_readers_language_or_marked() -> None:
    assert rules.said("Mở", "Open", "en") == rules.Said("Open", "en", False)
    assert rules.said("Mở", "Open", "vi") == rules.Said("Mở", "vi", False)
    assert rules.said("Mở", None, "en") == rules.Said("Mở", "vi", True)
    assert rules.said(None, None, "en") == rules.Said("", "vi", False)


TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("days", "replaced", "reasons"),
    [
        (rules.Validity(TODAY, None, None), False, []),
        (rules.Validity(TODAY - timedelta(days=180), None, None), False, []),
        (rules.Validity(TODAY - timedelta(days=181), None, None), False, ["check_old"]),
        (rules.Validity(None, None, None), False, ["not_checked"]),
        (rules.Validity(TODAY, None, TODAY), False, []),
        (rules.Validity(TODAY, None, TODAY - timedelta(days=1)), False, ["no_longer_valid"]),
        (rules.Validity(TODAY, TODAY + timedelta(days=1), None), False, ["not_yet_valid"]),
        (rules.Validity(TODAY, None, None), True, ["document_replaced"]),
    ],
)
def test_what_is_to_be_reviewed(days: rules.Validity, replaced: bool, reasons: list[str]) -> None:
    assert rules.review_reasons(days, document_replaced=replaced, today=TODAY) == reasons


def test_published_versions_are_not_written_to() -> None:
    assert [state for state in rules.STATES if rules.may(state, "save")] == ["draft", "reviewed"]
    assert [state for state in rules.STATES if rules.may(state, "publish")] == ["reviewed"]


@pytest.mark.parametrize(
    "values",
    [
        {"title": ""},
        {"system": "khac"},
        {"steps": ()},
        {"steps": samples.content().steps + samples.content().steps[:1]},
        {"steps": (rules.Step(key="Mở", part="a", title="b", body="c"),)},
        {"steps": (rules.Step(key="in", part="a", title="b", body="c"),)},
        {"steps": (rules.Step(key="mo", part="a", title="b", body="c", who="khac"),)},
        {"steps": (rules.Step(key="mo", part="a", title="b", body="c" * 20_001),)},
        {"questions": (rules.Question(question="a", options=(rules.Option(text="b"),), right=0),)},
        {"sources": (rules.Source(text="a", url="http://x", seen_on=None),)},
        {"valid_from": date(2026, 2, 1), "valid_to": date(2026, 1, 1)},
    ],
)
def test_what_no_version_can_be(values: dict[str, object]) -> None:
    with pytest.raises(Refused):
        rules.check_content(samples.content(**values))


GUIDES = [
    "Cấp giấy phép lao động cho người nước ngoài", "Đăng ký nội quy lao động", "Đăng nhập bằng VNeID",
    "Cấp giấy chứng nhận đăng ký đầu tư", "Cấp giấy phép môi trường", "Ký số: USB token, ký từ xa",
]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("giay phep lao dong", 0), ("giấy phép lao động", 0), ("giay phpe lao dogn", 0),
        ("GIẤY PHÉP LAO ĐỘNG", 0), ("noi quy", 1), ("vneid", 2), ("dang ky dau tu", 3), ("moi truong", 4),
        ("moi truogn", 4), ("ky so", 5),
    ],
)  # fmt: skip
def test_search_forgives(asked: str, first: int) -> None:
    assert rank(asked, [Described([(title, 1.0)]) for title in GUIDES])[0] == first


def test_search_finds_nothing_rather_than_anything() -> None:
    assert rank("xin chao ban", [Described([(title, 1.0)]) for title in GUIDES]) == []
    assert rank("", [Described([(title, 1.0)]) for title in GUIDES]) == list(range(len(GUIDES)))


def test_search_leaves_out_what_has_far_less_than_the_best() -> None:
    described = [
        Described([("Đăng ký nội quy lao động", 1.0)]),
        Described([("Thông báo nội bộ quy trình", 0.6)]),
    ]
    assert rank("noi quy", described) == [0]
    assert rank("noi quy", [Described([("Nội dung quy định", 0.7)])]) == [0], (
        "where nothing has more, it stays"
    )


@given(st.text(max_size=60))
def test_search_takes_whatever_is_typed(asked: str) -> None:
    found = rank(asked, [Described([(title, 1.0)]) for title in GUIDES])
    assert len(found) == len(set(found))
