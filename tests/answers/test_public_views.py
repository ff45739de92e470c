"""Questions and answers for everybody: read, searched, voted on, offered while somebody writes."""

from collections.abc import Callable

import pytest

from outreach import clock
from outreach.answers import rules
from outreach.database import db
from tests import factories
from tests.answers import making
from tests.client import CheckedClient, words_of
from tests.tutorials import samples

SIGNING = "Ký số báo không tìm thấy chứng thư số?"
BROWSER = {"User-Agent": "Mozilla/5.0 (Linux; Android 14) Firefox/130"}


def test_a_stranger_finds_one_and_reads_it_with_its_law(anonymous: CheckedClient) -> None:
    law = factories.document("23/2025/NĐ-CP", url="https://vanban.chinhphu.vn/23")
    procedure = factories.procedure()
    answer = making.published(
        SIGNING, "1. Rút USB <script>.\n2. Cắm **lại**.", bases={law.id: "khoản 2 Điều 14"},
        procedure_id=procedure.id,
    )  # fmt: skip
    assert SIGNING in anonymous.get("/hoi-dap?q=chugn thu so").text
    assert "Chưa có câu nào như vậy" in anonymous.part("/hoi-dap?q=thuy san").text
    page = anonymous.get(f"/hoi-dap/{answer.slug}")
    assert "<strong>lại</strong>" in page.text
    assert "&lt;script&gt;" in page.text
    assert 'href="https://vanban.chinhphu.vn/23"' in page.text
    assert "khoản 2 Điều 14" in page.text
    assert f"/tro-giup?procedure={procedure.id}" in page.text
    assert "X-Robots-Tag" not in page.headers
    assert '<link rel="canonical"' in page.text
    assert f"/hoi-dap/{answer.slug}</loc>" in anonymous.get("/sitemap.xml").text
    assert "Allow: /hoi-dap/" in anonymous.get("/robots.txt").text


def test_what_is_not_published_is_nowhere(anonymous: CheckedClient, clerk: CheckedClient) -> None:
    answer = making.approved(SIGNING)
    db.session.commit()
    for client in (anonymous, clerk):
        assert client.get(f"/hoi-dap/{answer.slug}").status_code == 404
        assert SIGNING not in client.get("/hoi-dap?q=ky so").text
        assert SIGNING not in client.get("/hoi-dap/co-the?text=ky so bao khong tim thay").text


def test_held_back_it_says_so_and_leads_to_asking(anonymous: CheckedClient) -> None:
    law = factories.document("1/2020/NĐ-CP")
    answer = making.published(SIGNING, "Lời cũ", bases={law.id: None})
    law.expires_on = clock.today()
    db.session.commit()
    page = anonymous.get(f"/hoi-dap/{answer.slug}")
    assert "đang được rà soát" in page.text
    assert "Lời cũ" not in page.text
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert SIGNING not in anonymous.get("/hoi-dap").text
    assert answer.slug not in anonymous.get("/sitemap.xml").text


def test_readers_are_counted_once_and_machines_and_staff_never(
    anonymous: CheckedClient, officer: CheckedClient
) -> None:
    answer = making.published()
    address = f"/hoi-dap/{answer.slug}"
    anonymous.get(address, headers={"User-Agent": "Googlebot/2.1"})
    officer.get(address, headers=BROWSER)
    assert answer.opened == 0
    for _ in range(2):
        anonymous.get(address, headers=BROWSER)
    db.session.refresh(answer)
    assert answer.opened == 1


def test_one_voice_for_each_browser_that_may_change(anonymous: CheckedClient, clerk: CheckedClient) -> None:
    answer = making.published()
    address = f"/hoi-dap/{answer.slug}"
    for client, vote in ((anonymous, "yes"), (anonymous, "yes"), (clerk, "yes"), (anonymous, "no")):
        said = client.post(f"{address}/giup-duoc", data={"vote": vote})
        assert said.status_code == 303
    db.session.refresh(answer)
    assert (answer.helped, answer.did_not_help) == (1, 1)
    assert 'value="no" aria-pressed="true"' in anonymous.get(address).text
    assert anonymous.post(f"{address}/giup-duoc", data={"vote": "maybe"}).status_code == 400
    assert anonymous.post("/hoi-dap/khong-co/giup-duoc", data={"vote": "yes"}).status_code == 404


def test_somebody_who_presses_all_the_time_waits(anonymous: CheckedClient) -> None:
    answer = making.published()
    for number in range(12):
        anonymous.post(f"/hoi-dap/{answer.slug}/giup-duoc", data={"vote": ("yes", "no")[number % 2]})
    assert "đợi" in words_of(anonymous.get(f"/hoi-dap/{answer.slug}"))
    db.session.refresh(answer)
    assert answer.helped + answer.did_not_help == 1


def test_each_language_leads_to_the_other(anonymous: CheckedClient) -> None:
    vietnamese = making.published(SIGNING)
    english = making.published(
        "No certificate found?", "Plug it in.", language="en", original_id=vietnamese.id
    )
    only = making.published("Chỉ có tiếng Việt?")
    db.session.commit()
    anonymous.set_cookie("lang", "en")
    page = anonymous.get("/hoi-dap").text
    assert english.question in page
    assert SIGNING not in page
    assert f'<b lang="vi">{only.question}</b>' in page
    assert f"/hoi-dap/{english.slug}" in anonymous.get(f"/hoi-dap/{vietnamese.slug}").text
    assert (
        f'hreflang="vi" href="http://localhost/hoi-dap/{vietnamese.slug}"'
        in anonymous.get(f"/hoi-dap/{english.slug}").text
    )


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_likely_answers_while_somebody_writes(anonymous: CheckedClient, method: str) -> None:
    making.published(SIGNING, "Cắm **lại** USB.")
    values = {"text": "em ký số mà nó báo không tìm thấy chứng thư số"}
    given = {"query_string": values} if method == "GET" else {"data": values}
    headers = {"HX-Request": "true", "HX-Request-Type": "partial"}
    part = anonymous.open("/hoi-dap/co-the", method=method, headers=headers, **given)
    assert part.text.lstrip().startswith('<div id="likely"')
    assert SIGNING in part.text
    assert "Cắm lại USB." in part.text
    whole = anonymous.open("/hoi-dap/co-the", method=method, **given)
    assert "<html" in whole.text
    assert SIGNING in whole.text


def test_of_the_step_somebody_is_stuck_at(anonymous: CheckedClient) -> None:
    version = samples.published("noi-quy")
    making.published("Ký số lỗi trên máy?")
    making.published("Ký số lỗi ở bước này?", kind=rules.STEP_NOTE, step=(version.tutorial_id, "dang-nhap"))
    page = anonymous.part("/hoi-dap/co-the?text=ký số lỗi&guide=noi-quy&step=dang-nhap").text
    assert page.index("ở bước này") < page.index("trên máy")


def test_the_part_is_cheap(anonymous: CheckedClient, count_queries: Callable[[], int]) -> None:
    making.published(SIGNING)
    anonymous.part("/hoi-dap/co-the?text=ky so bao khong")
    count_queries()
    anonymous.part("/hoi-dap/co-the?text=ky so bao khong")
    assert count_queries() <= 3


def test_another_language_is_named_in_words(anonymous: CheckedClient) -> None:
    answer = making.published(SIGNING, "Rút USB, cắm lại.")
    db.session.commit()
    anonymous.set_cookie("lang", "en")
    for page in ("/hoi-dap", f"/hoi-dap/{answer.slug}"):
        shown = anonymous.get(page).text
        assert '<span class="badge neutral">VI</span>' not in shown
        assert '<span class="badge neutral">Vietnamese</span>' in shown
