"""Shipped tutorials: whole in both languages, nothing legal invented, no two alike, every picture there."""

import json
import re
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
from flask import Flask

from outreach.documents.actions import load_shipped as load_documents
from outreach.practice.rules import STEPS
from outreach.text import nfc
from outreach.tutorials import actions
from outreach.tutorials.actions import loading
from outreach.tutorials.rules import Content, check_content, render_markdown
from outreach.tutorials.rules.files import TutorialFile

ROOT = Path(__file__).parents[2]
PATHS = sorted(path for path in loading.SHIPPED.glob("*.md") if not path.name.endswith(".en.md"))
SLUGS = [path.stem for path in PATHS]
GENERAL = {"dang-nhap-vneid", "chu-ky-so", "thanh-toan-truc-tuyen"}
CATALOGUE = ROOT / "outreach" / "catalogue" / "content" / "procedures.json"

# Every legal document that the project's facts name; a text may cite no other.
KNOWN_LAW = {
    "29/2026/QĐ-TTg", "69/2024/NĐ-CP", "623/TTg-KSTT", "118/2025/NĐ-CP", "45/2020/NĐ-CP", "20/2023/QH15",
    "23/2025/NĐ-CP", "35/2022/NĐ-CP", "143/2025/QH15", "219/2025/NĐ-CP", "217/2026/NĐ-CP", "91/2025/QH15",
    "356/2025/NĐ-CP",
}  # fmt: skip
LAW = re.compile(r"\d+/(?:\d{4}/)?(?:QĐ|NĐ|TT|NQ|QH|TTg)[A-Za-zĐ0-9-]*")
ARTICLE = re.compile(r"(?:Điều|Articles?|khoản)\s+\d+")
HOTLINE = "18001096"
LIMIT = re.compile(r"\b\d+\s+(?:ngày|tháng|giờ|ngày làm việc|working days?|days?|months?|hours?)\b(?!/)")
MONEY = re.compile(r"\d[\d.,]*\s*(?:đồng|VND|VNĐ|đ)\b")
CODE = re.compile(r"\b\d\.\d{6}\b")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)")
PICTURE = re.compile(r'!\[([^\]]*)\]\(/static/img/tutorials/([a-z0-9-]+)\.svg "480x360"\)')
PLACES = {"/bien-nhan", "/thuc-hanh", "https://dichvucong.gov.vn", f"tel:{HOTLINE}"}
LEFTOVER = re.compile(
    r"lorem|ipsum|todo|tbd|fixme|placeholder|sẽ bổ sung sau|đang cập nhật|quý khách|\bbạn\b|…{2}|\.\.\.", re.I
)
LONGEST_SENTENCE = 45  # syllables; beyond that a clerk reads it twice


@pytest.fixture(scope="module")
def files() -> dict[str, TutorialFile]:
    """Every shipped tutorial by its slug."""
    return {path.stem: actions.read_shipped(path) for path in PATHS}


def texts(content: Content, english: bool) -> Iterator[str]:
    """All prose of one language."""
    own, step = ("title", "summary", "prepare"), ("part", "title", "body", "mistake", "see_now")
    end = "_en" if english else ""
    yield from (getattr(content, name + end) for name in own)
    for one in content.steps:
        yield from (getattr(one, name + end) for name in step)
    for question in content.questions:
        yield getattr(question, "question" + end)
        yield getattr(question, "why" + end)
        yield from (getattr(option, "text" + end) for option in question.options)


def prose(content: Content) -> str:
    """All of both languages, joined."""
    return "\n".join([*texts(content, False), *texts(content, True)])


def everything(file: TutorialFile) -> str:
    """The prose with the sources."""
    return "\n".join([prose(file.content), *(source.text for source in file.content.sources)])


def test_enough_of_them_ship(files: dict[str, TutorialFile]) -> None:
    assert set(files) >= GENERAL
    procedures = [file.procedure_code for slug, file in files.items() if slug not in GENERAL]
    assert len(procedures) >= 12
    assert all(procedures)
    assert len(set(procedures)) == len(procedures)
    assert {slug for slug, file in files.items() if file.procedure_code is None} == GENERAL


def test_they_span_the_fields_of_a_board(files: dict[str, TutorialFile]) -> None:
    known = {one["code"]: one["field"] for one in json.loads(CATALOGUE.read_text())["procedures"]}
    spanned = {known[file.procedure_code] for file in files.values() if file.procedure_code}
    assert spanned >= {"Đầu tư", "Lao động", "Môi trường", "Xây dựng", "Thương mại", "Xuất nhập khẩu"}


@pytest.mark.parametrize("slug", SLUGS)
def test_a_file_is_whole_in_both_languages(files: dict[str, TutorialFile], slug: str) -> None:
    content = files[slug].content
    check_content(content)
    assert all(text and text.strip() for text in texts(content, False))
    assert all(text and text.strip() for text in texts(content, True))
    assert (content.checked_on, content.checked_by) == (None, None), "nobody has held it against the portal"
    assert content.valid_from == date(2026, 7, 20)


@pytest.mark.parametrize("slug", SLUGS)
def test_the_english_file_has_the_same_steps_in_the_same_order(slug: str) -> None:
    keys = re.compile(r"^### .*\{#([a-z0-9-]+)", re.MULTILINE)
    vietnamese, english = (
        (loading.SHIPPED / f"{slug}{end}.md").read_text(encoding="utf-8") for end in ("", ".en")
    )
    assert keys.findall(vietnamese) == keys.findall(english)
    assert vietnamese == nfc(vietnamese)
    assert english == nfc(english)


@pytest.mark.parametrize("slug", SLUGS)
def test_steps_and_questions_are_few_enough(files: dict[str, TutorialFile], slug: str) -> None:
    content = files[slug].content
    assert 6 <= len(content.steps) <= 11
    assert 3 <= len(content.questions) <= 5
    for question in content.questions:
        assert 0 <= question.right < len(question.options)
        assert len({option.text for option in question.options}) == len(question.options)
    named = [step.practice_step for step in content.steps if step.practice_step]
    assert set(named) <= set(STEPS)
    assert [step for step in STEPS if step in named] == named, "in the order of the practice room, once each"


def test_the_right_answer_is_not_always_at_the_same_place(files: dict[str, TutorialFile]) -> None:
    places = [question.right for file in files.values() for question in file.content.questions]
    assert all(places.count(place) <= len(places) / 2 for place in places)


@pytest.mark.parametrize("slug", SLUGS)
def test_who_does_what_on_which_device(files: dict[str, TutorialFile], slug: str) -> None:
    steps = files[slug].content.steps
    assert "director" in {step.who for step in steps} or "accountant" in {step.who for step in steps}
    for step in steps:
        if step.practice_step == "pay":
            assert step.who == "accountant"
        if step.practice_step == "sign":
            assert (step.who, step.device) == ("director", "pc")


@pytest.mark.parametrize("slug", SLUGS)
def test_every_source_says_when_it_was_seen(files: dict[str, TutorialFile], slug: str) -> None:
    sources = files[slug].content.sources
    assert sources
    for source in sources:
        assert source.seen_on in (date(2026, 7, 18), date(2026, 11, 22))
    code = files[slug].procedure_code
    assert code is None or any(
        code in source.text and source.seen_on == date(2026, 7, 18) for source in sources
    )


@pytest.mark.parametrize("slug", SLUGS)
def test_no_law_is_cited_that_the_facts_do_not_know(files: dict[str, TutorialFile], slug: str) -> None:
    file = files[slug]
    assert set(file.cites) <= KNOWN_LAW
    assert len(set(file.cites)) == len(file.cites)
    assert set(LAW.findall(everything(file))) <= KNOWN_LAW
    articles = set(ARTICLE.findall(everything(file)))
    assert articles <= ({"Điều 53"} if "217/2026/NĐ-CP" in file.cites else set())
    named = "\n".join(source.text for source in file.content.sources)
    assert [number for number in file.cites if number not in named] == [], "each with its source"


@pytest.mark.parametrize("slug", SLUGS)
def test_no_fee_and_no_time_limit_is_made_up(files: dict[str, TutorialFile], slug: str) -> None:
    found = everything(files[slug])
    assert not MONEY.search(found)
    limits = {text.split()[0] for text in LIMIT.findall(found)}
    if slug == "dang-ky-noi-quy-lao-dong":
        assert limits == {"07", "10"}
    else:
        assert limits == set()
        assert "xem trên Cổng" in found
        assert "see the portal" in found or slug in GENERAL


@pytest.mark.parametrize("slug", SLUGS)
def test_every_code_named_is_a_known_procedure(files: dict[str, TutorialFile], slug: str) -> None:
    known = {one["code"] for one in json.loads(CATALOGUE.read_text())["procedures"]}
    file = files[slug]
    assert set(CODE.findall(prose(file.content))) <= known
    if file.procedure_code:
        assert file.procedure_code in known
        assert file.procedure_code in file.content.prepare
        assert file.procedure_code in (file.content.prepare_en or "")


@pytest.mark.parametrize("slug", SLUGS)
def test_no_number_to_call_but_the_hotline(files: dict[str, TutorialFile], slug: str) -> None:
    digits = re.findall(r"\+?\d[\d ]{6,}\d", everything(files[slug]))
    assert set(digits) <= {HOTLINE}


@pytest.mark.parametrize("slug", SLUGS)
def test_links_lead_to_what_is_there(files: dict[str, TutorialFile], slug: str) -> None:
    links = set(LINK.findall(prose(files[slug].content)))
    assert links <= PLACES | {f"/huong-dan/{other}" for other in SLUGS if other != slug}
    for step in files[slug].content.steps:
        for body, words in ((step.body, "xem trên Cổng"), (step.body_en or "", "see the portal")):
            text = PICTURE.sub("", body)
            first = f"[{words}](https://dichvucong.gov.vn)"
            assert words not in text or text.index(first) + 1 == text.index(words), "the first leads there"


@pytest.mark.parametrize("slug", SLUGS)
def test_pictures_are_there_and_said_in_words(files: dict[str, TutorialFile], slug: str) -> None:
    content = files[slug].content
    for english, begins in ((False, "Hình vẽ minh họa: "), (True, "Drawing: ")):
        found = PICTURE.findall("\n".join(texts(content, english)))
        assert found
        for words, name in found:
            assert words.startswith(begins)
            assert (ROOT / "static" / "img" / "tutorials" / f"{name}.svg").is_file()
    for step in content.steps:
        html = render_markdown(step.body)
        assert html.count("<img ") == step.body.count("![") == (step.body_en or "").count("![")
        assert html.count(' width="480" height="360"') == html.count("<img ")


@pytest.mark.parametrize("slug", SLUGS)
def test_words_are_finished_short_and_warm(files: dict[str, TutorialFile], slug: str) -> None:
    found = prose(files[slug].content)
    assert not LEFTOVER.search(found)
    assert "Anh/Chị" in found
    for sentence in re.split(r"(?<=[.!?:;])\s+|\n", PICTURE.sub("", found)):
        assert len(sentence.split()) <= LONGEST_SENTENCE, sentence


def test_no_two_procedures_are_one_text_with_two_titles(files: dict[str, TutorialFile]) -> None:
    """Common portal steps are worded alike on purpose; what is the procedure's own is not."""
    bodies = {
        slug: {step.body for step in file.content.steps}
        for slug, file in files.items()
        if file.procedure_code
    }
    for one, other in combinations(bodies, 2):
        assert len(bodies[one] & bodies[other]) <= 4, (one, other)
    for name in ("prepare", "summary"):
        said = [getattr(file.content, name) for file in files.values()]
        assert len(set(said)) == len(said)


def test_they_load_as_drafts_resting_on_known_documents(app: Flask) -> None:
    load_documents()
    loaded = actions.load_content()
    assert sorted(loaded.created) == SLUGS
    assert (loaded.faults, loaded.unknown_documents) == ({}, {})
