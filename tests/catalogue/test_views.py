"""Pages of the catalogue: search, a procedure and the map for everybody; what staff write."""

import gzip
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask

from outreach.catalogue import actions, drawing, guides, queries
from outreach.catalogue.actions.cards import CARD_FIELDS
from outreach.charts.svg import text_width
from outreach.clock import add_months, today
from outreach.database import db
from outreach.dossiers.models import Procedure
from tests import factories
from tests.client import CheckedClient, words_of

HEAVIEST = 30 * 1024  # bytes of a further page as it is sent
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def shipped(app: Flask) -> dict[str, int]:
    """The shipped catalogue: ids by code."""
    actions.load_shipped()
    db.session.commit()
    found = {str(procedure.code): procedure.id for procedure in db.session.query(Procedure)}
    db.session.commit()
    return found


def seen_in(page: str) -> str:
    """The mark an edit form carries."""
    found = re.search(r'name="(?:reason-)?seen"[^>]*value="([^"]*)"', page)
    assert found is not None
    return found[1]


# ── search ───────────────────────────────────────────────────────────────────────────────────────────────


def test_anybody_finds_a_procedure_in_everyday_words(
    anonymous: CheckedClient, shipped: dict[str, int]
) -> None:
    part = anonymous.part("/thu-tuc-truc-tuyen?q=gia han work permit").text
    assert part.index(f'/thu-tuc-truc-tuyen/{shipped["1.014201"]}"') < part.index("1.014199")
    page = anonymous.get("/thu-tuc-truc-tuyen?q=xay nha xuong&phase=construction")
    assert "1.013236" in page.text
    assert "1.013236" not in anonymous.get("/thu-tuc-truc-tuyen?q=xay nha xuong&phase=labour").text
    assert "Chưa tìm thấy thủ tục nào" in anonymous.get("/thu-tuc-truc-tuyen?q=qqqq zzzz").text
    assert "Chưa tìm thấy" not in anonymous.get("/thu-tuc-truc-tuyen?q=").text


def test_without_words_all_are_there_in_the_order_of_the_map(
    anonymous: CheckedClient, shipped: dict[str, int]
) -> None:
    first = anonymous.get("/thu-tuc-truc-tuyen").text
    assert f'/thu-tuc-truc-tuyen/{shipped["1.009664"]}"' in first
    assert "79 dòng" in words_of(anonymous.get("/thu-tuc-truc-tuyen?page=4"))
    factories.procedure("Chỉ có tên trong sổ", provisional=True)
    assert "79 dòng" in words_of(anonymous.get("/thu-tuc-truc-tuyen"))


def test_the_empty_board_says_so(anonymous: CheckedClient) -> None:
    assert "Chưa có thủ tục nào" in anonymous.get("/thu-tuc-truc-tuyen").text
    assert "Chưa có thủ tục nào" in anonymous.get("/so-do-thu-tuc").text
    assert anonymous.get("/so-do-thu-tuc.svg").status_code == 200


# ── one procedure ────────────────────────────────────────────────────────────────────────────────────────


def test_each_fact_has_source_and_day_and_the_rest_leads_to_the_portal(
    anonymous: CheckedClient, shipped: dict[str, int]
) -> None:
    page = anonymous.get(f"/thu-tuc-truc-tuyen/{shipped['2.001955']}")
    words = words_of(page)
    assert "7 ngày làm việc" in words
    assert "bản ngày 18/07/2026; xem ngày 18/07/2026" in words
    assert "Không thu phí" in words
    assert page.text.count('href="https://dichvucong.gov.vn"') >= 8
    assert f'rel="canonical" href="http://localhost/thu-tuc-truc-tuyen/{shipped["2.001955"]}"' in page.text
    assert "nộp ở đâu, cần gì" in page.text


def test_levels_of_both_vocabularies_stand_in_their_own_words(anonymous: CheckedClient) -> None:
    procedure = factories.procedure()
    factories.document("42/2022/NĐ-CP", expires_on=date(2026, 7, 1))
    factories.service_level(procedure, "4", wording="Mức 4", valid_to=date(2022, 12, 31))
    factories.service_level(
        procedure, "partial", vocabulary="levels_2022", valid_from=date(2023, 1, 1), wording="DVC một phần",
        may_file_online=True,
    )  # fmt: skip
    actions.change_card(procedure=procedure, **{**dict.fromkeys(CARD_FIELDS), "decision": "QĐ 12/QĐ-BQL"})
    words = words_of(anonymous.get(f"/thu-tuc-truc-tuyen/{procedure.id}"))
    assert "“Mức 4”" in words
    assert "đến hết 31/12/2022. Không còn áp dụng" in words
    assert "“DVC một phần”" in words
    assert "từ 01/01/2023" in words
    assert "thường còn ít nhất một lần phải đến quầy" in words
    assert "42/2022/NĐ-CP nay không còn hiệu lực" in words
    assert "QĐ 12/QĐ-BQL" in words


def test_a_replaced_basis_is_marked(anonymous: CheckedClient, shipped: dict[str, int]) -> None:
    procedure = db.session.get_one(Procedure, shipped["1.014199"])
    actions.add_basis(procedure=procedure, number="61/2018/NĐ-CP")
    words = words_of(anonymous.get(f"/thu-tuc-truc-tuyen/{shipped['1.014199']}"))
    assert "đã được thay bởi 118/2025/NĐ-CP" in words
    assert "219/2025/NĐ-CP" in words


def test_guides_of_the_feature_above_are_offered(
    anonymous: CheckedClient, shipped: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    own = {shipped["2.001955"]: [guides.Guide("Bài mẫu", "catalogue.map")]}
    monkeypatch.setitem(guides._queries, "tests", lambda ids: {i: own[i] for i in ids if i in own})
    assert "Bài mẫu" in anonymous.get(f"/thu-tuc-truc-tuyen/{shipped['2.001955']}").text
    assert "có bài hướng dẫn" in anonymous.get("/thu-tuc-truc-tuyen?q=noi quy").text
    page = anonymous.get("/so-do-thu-tuc").text.lower()
    assert page.count("có bài hướng dẫn") == 2, "the legend's and the box's"


@pytest.mark.parametrize("named", [True, False])
def test_a_procedure_only_a_register_named_is_not_public(anonymous: CheckedClient, named: bool) -> None:
    procedure_id = factories.procedure(provisional=named).id
    assert anonymous.get(f"/thu-tuc-truc-tuyen/{procedure_id}").status_code == (404 if named else 200)


def test_public_pages_are_light_and_ask_little(
    anonymous: CheckedClient, shipped: dict[str, int], count_queries: Callable[[], int]
) -> None:
    urls = ["/thu-tuc-truc-tuyen", "/thu-tuc-truc-tuyen?q=c/o", "/so-do-thu-tuc"]
    for url in [*urls, f"/thu-tuc-truc-tuyen/{shipped['1.013231']}"]:
        anonymous.get(url)
        count_queries()
        page = anonymous.get(url)
        assert count_queries() <= 12, url
        assert len(gzip.compress(page.data, 5)) <= HEAVIEST, url


# ── the map ──────────────────────────────────────────────────────────────────────────────────────────────


def test_the_map_has_a_letter_for_every_procedure_in_either_vocabulary(
    anonymous: CheckedClient, shipped: dict[str, int]
) -> None:
    full, third = (db.session.get_one(Procedure, shipped[code]) for code in ("2.001955", "1.009664"))
    factories.service_level(full, "full", vocabulary="levels_2022")
    factories.service_level(third, "3")
    page = anonymous.get("/so-do-thu-tuc?words=levels_2022").text
    assert page.count('class="boxes"') == 7
    assert page.count("level solid") == 2  # the procedure's and the legend's
    assert page.count("level blank") == 79
    other = anonymous.get("/so-do-thu-tuc?words=levels_2011").text
    assert other.count("level stripes") == 2
    assert anonymous.get("/so-do-thu-tuc?words=nonsense").status_code == 200


@pytest.mark.parametrize("size", ["a3", "a0"])
@pytest.mark.parametrize("words", ["levels_2011", "levels_2022"])
def test_nothing_on_the_sheet_overlaps(
    anonymous: CheckedClient, shipped: dict[str, int], size: str, words: str
) -> None:
    longest = "Cấp giấy phép xây dựng mới công trình cấp đặc biệt, cấp I, cấp II " * 18
    factories.procedure(longest)
    signed = db.session.get_one(Procedure, shipped["2.001955"])
    known = {**dict.fromkeys(CARD_FIELDS), "phase": "labour"}
    actions.change_card(procedure=signed, **{**known, "signing": "online", "paying": "online"})
    factories.service_level(signed, "full", vocabulary="levels_2022")
    answer = anonymous.get(f"/so-do-thu-tuc.svg?size={size}&words={words}")
    assert answer.mimetype == "image/svg+xml"
    assert "<style" not in answer.text
    assert "style=" not in answer.text
    paper = re.match(r'<\?xml-stylesheet href="([^"]+)" type="text/css"\?>', answer.text)
    assert paper is not None
    measures = " ".join(f"{number:.0f}mm" for number in drawing.SHEETS[size])
    assert f"size: {measures};" in anonymous.get(paper[1]).text, "browsers print on paper of the same size"
    root = ET.fromstring(answer.text)
    width, height = (float(number) for number in root.attrib["viewBox"].split()[2:])
    boxes = [corners(link.find(f"{SVG}rect")) for link in root.iter(f"{SVG}a")]
    assert len(boxes) == 80
    for number, one in enumerate(boxes):
        assert 0 <= one[0] < one[2] <= width
        assert 0 <= one[1] < one[3] <= height
        assert not any(overlap(one, other) for other in boxes[number + 1 :])
    for link in root.iter(f"{SVG}a"):
        box, below = corners(link.find(f"{SVG}rect")), 0.0
        for text in list(link.iter(f"{SVG}text"))[1:]:
            x, y, own = (float(text.attrib[name]) for name in ("x", "y", "font-size"))
            end = text.get("text-anchor") == "end"
            length = text_width(text.text or "", own)
            assert box[0] <= (x - length if end else x)
            assert (x if end else x + length) <= box[2] + 0.2
            assert box[1] <= y - 0.8 * own
            assert y <= box[3]
            assert y - below >= 0.85 * own or end, "lines of text run into each other"
            below = y
    assert longest.strip() in answer.text, "the full name is the box's title"
    assert "Ký số · ₫" in answer.text
    assert "₫" in answer.text


def corners(rect: Any) -> tuple[float, float, float, float]:
    """Left, top, right, bottom."""
    x, y, width, height = (float(rect.attrib[name]) for name in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Whether two boxes share more than an edge (coordinates are rounded to a tenth)."""
    aside = one[2] <= other[0] + 0.1 or other[2] <= one[0] + 0.1
    return not (aside or one[3] <= other[1] + 0.1 or other[3] <= one[1] + 0.1)


# ── what officers write ──────────────────────────────────────────────────────────────────────────────────


def test_an_officer_says_how_it_is_filed_and_the_second_is_told(
    officer: CheckedClient, anonymous: CheckedClient
) -> None:
    procedure_id = factories.procedure().id
    url = f"/thu-tuc-truc-tuyen/{procedure_id}/sua"
    seen = seen_in(officer.get(url).text)
    sent = {
        "seen": seen, "system": "national", "signing": "online", "paying": "", "collecting": "post",
        "everyday": "chứng chỉ mẫu, giấy mẫu", "phase": "labour", "place": "10", "decision": "QĐ 1/QĐ-BQL",
        "portal_url": "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/x", "source": "Cổng",
        "seen_on": "05/03/2026",
    }  # fmt: skip
    assert officer.post(url, data=sent).status_code == 303
    late = officer.post(url, data={**sent, "decision": "Đè lên"})
    assert late.status_code == 422
    assert "Người khác vừa sửa" in late.text
    wrong = officer.post(url, data={**sent, "seen": seen_in(officer.get(url).text), "portal_url": "x"})
    assert wrong.status_code == 422
    words = words_of(anonymous.get(f"/thu-tuc-truc-tuyen/{procedure_id}"))
    assert "Ký số trên mạng" in words
    assert "QĐ 1/QĐ-BQL" in words
    assert "xem ngày 05/03/2026" in words
    assert f"/thu-tuc-truc-tuyen/{procedure_id}" in anonymous.get("/thu-tuc-truc-tuyen?q=giay mau").text


def test_an_officer_writes_corrects_and_deletes_facts_and_bases(officer: CheckedClient) -> None:
    procedure_id = factories.procedure().id
    factories.document("219/2025/NĐ-CP")
    base = f"/thu-tuc-truc-tuyen/{procedure_id}"
    sent = {
        "kind": "fee", "text": "600.000 đ", "note": "", "place": "", "source": "https://a.vn/x",
        "seen_on": "05/03/2026",
    }  # fmt: skip
    assert officer.post(f"{base}/noi-dung/moi", data={**sent, "source": ""}).status_code == 422
    assert officer.post(f"{base}/noi-dung/moi", data=sent).status_code == 303
    fact_id = queries.facts(procedure_id)[0].id
    db.session.commit()
    url = f"{base}/noi-dung/{fact_id}"
    seen = seen_in(officer.get(url).text)
    assert officer.post(url, data={**sent, "text": "500.000 đ", "seen": seen}).status_code == 303
    assert officer.post(url, data={**sent, "text": "Đè lên", "seen": seen}).status_code == 422
    assert officer.post(f"{base}/can-cu", data={"number": "1/1999/NĐ-CP"}).status_code == 422
    assert officer.post(f"{base}/can-cu", data={"number": "219/2025/nd-cp"}).status_code == 303
    words = words_of(officer.get(base))
    assert "500.000 đ" in words
    assert "219/2025/NĐ-CP" in words
    document_id = queries.bases(procedure_id)[0].id
    db.session.commit()
    assert officer.post(f"{base}/can-cu/{document_id}/xoa").status_code == 303
    assert officer.post(f"{url}/xoa").status_code == 303
    assert "500.000 đ" not in officer.get(base).text


def test_reasons_are_defined_noted_for_a_dossier_and_counted(
    officer: CheckedClient, helpdesk: CheckedClient
) -> None:
    procedure = factories.procedure()
    procedure_id = procedure.id
    business = factories.business()
    dossier_id = factories.dossier(business, date(2026, 3, 5), procedure_id=procedure_id).id
    base, redo = f"/thu-tuc-truc-tuyen/{procedure_id}/lam-lai", f"/ho-so/{dossier_id}/lam-lai"
    assert "chưa có lý do nào" in helpdesk.get(redo).text
    sent = {"reason-label": "Thiếu chữ ký số", "reason-question": "Đã ký số chưa?"}
    assert officer.post(base, data=sent).status_code == 303
    assert officer.post(base, data=sent).status_code == 422
    (reason,) = queries.list_reasons(procedure_id)
    db.session.commit()
    assert redo in helpdesk.get(f"/ho-so/{dossier_id}").text
    day = f"{today():%d/%m/%Y}"
    wrong = helpdesk.post(redo, data={"reasons": "999999", "noted_on": day})
    assert wrong.status_code == 422
    assert helpdesk.post(redo, data={"reasons": str(reason.id), "noted_on": day}).status_code == 303
    earlier = factories.dossier(business, date(2026, 3, 5), procedure_id=procedure_id).id
    sent_earlier = {"reasons": str(reason.id), "noted_on": f"05/{add_months(today(), -2):%m/%Y}"}
    assert helpdesk.post(f"/ho-so/{earlier}/lam-lai", data=sent_earlier).status_code == 303
    words = words_of(officer.get(base))
    assert f"{today():%m/%Y} 1" in words
    assert f"{add_months(today(), -1):%m/%Y} 0" in words, "a month without any is shown too"
    assert helpdesk.post(f"/ho-so/{earlier}/lam-lai", data={"noted_on": day}).status_code == 303
    seen = seen_in(officer.get(f"{base}/{reason.id}").text)
    changed = {**sent, "reason-label": "Chưa ký số", "reason-seen": seen}
    assert officer.post(f"{base}/{reason.id}", data=changed).status_code == 303
    assert officer.post(f"{base}/{reason.id}", data=changed).status_code == 422
    kept = officer.post(f"{base}/{reason.id}/xoa")
    assert "1 hồ sơ" in words_of(officer.get(kept.location))
    assert helpdesk.post(redo, data={"noted_on": day}).status_code == 303
    officer.post(f"{base}/{reason.id}/xoa")
    assert queries.list_reasons(procedure_id) == []


def test_the_commands_load_what_ships_once(app: Flask) -> None:
    runner = app.test_cli_runner()
    first = runner.invoke(args=["catalogue", "load", "--json"])
    assert first.exit_code == 0, first.output
    assert '"procedures": 79' in first.output
    assert '"procedures": 0' in runner.invoke(args=["catalogue", "load", "--json"]).output
    assert '{"documents": 0}' in runner.invoke(args=["documents", "load", "--json"]).output


def test_search_engines_are_told_of_every_public_procedure(
    anonymous: CheckedClient, shipped: dict[str, int]
) -> None:
    named = factories.procedure(provisional=True).id
    found = anonymous.get("/sitemap.xml").text
    assert all(f"/thu-tuc-truc-tuyen/{id}<" in found for id in shipped.values())
    assert f"/thu-tuc-truc-tuyen/{named}<" not in found


def test_staff_keep_the_tabs_of_guides_in_the_catalogue(
    anonymous: CheckedClient, officer: CheckedClient
) -> None:
    for path in ("/thu-tuc-truc-tuyen", "/so-do-thu-tuc", "/bac-thang"):
        tabs = officer.get(path).text
        assert 'href="/bien-nhan/cho-xac-nhan"' in tabs
        assert 'href="/van-ban"' in tabs
        assert tabs.count('class="tabs"') == 1, "one row of tabs"
    assert anonymous.get("/so-do-thu-tuc").text.count('class="tabs"') == 1


def test_certificates_of_origin_are_told_apart_on_the_sheet(
    anonymous: CheckedClient, shipped: dict[str, int]
) -> None:
    root = ET.fromstring(anonymous.get("/so-do-thu-tuc.svg?size=a3").text)
    boxes = {
        link.attrib["href"]: [text.text or "" for text in link.iter(f"{SVG}text")]
        for link in root.iter(f"{SVG}a")
    }
    of_origin = [
        boxes[f"/thu-tuc-truc-tuyen/{shipped[code]}"][:-1] for code in ("1.000665", "1.000695", "1.000603")
    ]
    said = {" ".join(lines) for lines in of_origin}
    assert len(said) == 3, said
    assert all("mẫu" in words for words in said), said


def test_a_procedure_leads_to_practising_and_to_its_receipt(
    anonymous: CheckedClient, shipped: dict[str, int]
) -> None:
    id = shipped["1.014199"]
    page = anonymous.get(f"/thu-tuc-truc-tuyen/{id}").text
    assert f'href="/thuc-hanh?procedure={id}"' in page
    assert f'href="/bien-nhan?procedure={id}"' in page
