"""The pages of a practice run, as everybody gets them."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from outreach import clock
from outreach.campaigns.models import ExposureRecord, Intervention
from outreach.catalogue.models import ProcedureCard, RedoReason
from outreach.database import db
from outreach.dossiers.models import Procedure
from outreach.practice import queries, rules
from outreach.practice.models import PracticeRun
from outreach.tutorials.models import Completion, Tick
from tests import factories
from tests.client import CheckedClient, words_of
from tests.practice.running import begin, run_at, walk
from tests.tutorials import samples

BAND = "THỰC HÀNH – không gửi đi đâu cả"


def test_procedures_with_a_guide_are_offered_first(anonymous: CheckedClient) -> None:
    others = [factories.procedure(f"Thủ tục {number:02}") for number in range(20)]
    guided = factories.procedure("Thủ tục cuối cùng")
    samples.published(procedure_id=guided.id)
    db.session.commit()
    said = words_of(anonymous.get("/thuc-hanh"))
    assert said.index(guided.name) < said.index(others[0].name)
    assert others[-1].name not in said
    assert said.index("Vào phòng của buổi tập huấn") < said.index(guided.name), "on a phone the list is long"
    chosen = words_of(anonymous.get(f"/thuc-hanh?procedure={guided.id}"))
    assert chosen.index("Bắt đầu thực hành") < chosen.index("Vào phòng của buổi tập huấn")


def test_a_whole_run_without_signing_in(anonymous: CheckedClient, procedure: Procedure) -> None:
    url = begin(anonymous, procedure)
    pages = walk(anonymous, url)
    assert all(BAND in page for page in pages)
    run = run_at(url)
    assert run.finished_at is not None
    assert (run.state, run.user_id, run.business_id, run.mistakes) == (None, None, None, 0)
    end = words_of(anonymous.get(url))
    assert "Xong rồi!" in end
    assert f'href="/bien-nhan/truoc-khi-nop?procedure={procedure.id}"' in anonymous.get(url).text
    samples.published(procedure_id=procedure.id)
    db.session.commit()
    assert 'href="/huong-dan/noi-quy"' in anonymous.get(url).text
    assert "Không phải đi chuyến nào." in end
    assert db.session.scalars(select(ExposureRecord)).all() == []


def test_every_page_is_marked_and_kept_from_search_engines(
    anonymous: CheckedClient, helpdesk: CheckedClient, procedure: Procedure
) -> None:
    room = factories.practice_room(procedure)
    url = begin(anonymous, procedure)
    for client, address in (
        (anonymous, "/thuc-hanh"), (anonymous, url), (anonymous, "/thuc-hanh/phong"),
        (anonymous, f"/thuc-hanh/phong/vao/{room.code}"), (anonymous, "/thuc-hanh/phong/vao/ACE279"),
        (helpdesk, "/thuc-hanh/phong/mo"), (helpdesk, f"/thuc-hanh/phong/{room.public_id}"),
        (helpdesk, f"/thuc-hanh/phong/{room.public_id}/chieu"),
    ):  # fmt: skip
        page = client.get(address)
        assert BAND in words_of(page), address
        assert '<meta name="robots" content="noindex">' in page.text, address


def test_nobody_is_asked_for_a_secret_or_a_file(anonymous: CheckedClient, procedure: Procedure) -> None:
    url = begin(anonymous, procedure)
    for step in rules.STEPS:
        walk(anonymous, url, until=step)
        page = anonymous.get(url).text
        assert not re.search(r'type="(password|file|email|tel)"|autocomplete="one-time-code"', page)
        assert "multipart" not in page


def test_a_file_that_is_sent_all_the_same_is_not_looked_at(
    anonymous: CheckedClient, procedure: Procedure
) -> None:
    import io

    url = begin(anonymous, procedure)
    walk(anonymous, url, until="attach")
    data = {"deed": "attach", "slot": "form", "what": (io.BytesIO(b"%PDF-1.7"), "that.pdf")}
    assert anonymous.post(url, data=data, content_type="multipart/form-data").status_code == 303
    state = run_at(url).state
    assert state is not None
    assert state["files"] == {}


def test_a_mistake_is_explained_with_the_step_that_teaches_it(
    anonymous: CheckedClient, procedure: Procedure
) -> None:
    samples.published("dang-nhap-vneid")
    url = begin(anonymous, procedure)
    anonymous.post(url, data={"deed": "account", "what": "person"})
    anonymous.post(url, data={"deed": "phone", "what": "yes"})
    page = anonymous.get(url)
    assert 'role="alert"' in page.text
    assert "tài khoản định danh của tổ chức" in words_of(page)
    assert "/huong-dan/dang-nhap-vneid/dang-nhap" in page.text
    assert run_at(url).mistakes == 1


def test_the_procedures_own_guide_teaches_before_the_general_one(procedure: Procedure, app: Flask) -> None:
    samples.published("dang-nhap-vneid")
    assert queries.lessons(procedure.id)["sign_in"].slug == "dang-nhap-vneid"
    samples.published("noi-quy", procedure_id=procedure.id)
    assert queries.lessons(procedure.id)["sign_in"].slug == "noi-quy"
    assert queries.lessons(factories.procedure().id)["sign_in"].slug == "dang-nhap-vneid"


def test_what_was_typed_wrong_comes_back_unless_it_could_be_a_name(
    anonymous: CheckedClient, procedure: Procedure
) -> None:
    url = begin(anonymous, procedure)
    walk(anonymous, url, until="fill")
    anonymous.post(url, data={"deed": "fill", "number": "186,5", "day": "Nguyễn Văn A", "choice": "1"})
    page = anonymous.get(url).text
    assert 'value="186,5"' in page
    assert "Nguyễn Văn A" not in page
    assert 'aria-invalid="true"' in page


@pytest.mark.parametrize(
    ("card", "said", "trips"),
    [
        ({"signing": "paper", "paying": "free", "collecting": "online"}, "thêm một chuyến đi", 1),
        ({"signing": "none", "paying": "counter", "collecting": "counter"}, "nộp tại quầy", 2),
        ({"signing": "none", "paying": "free", "collecting": "post"}, "bưu chính công ích", 0),
    ],
)
def test_what_is_online_and_what_at_the_counter_is_felt(
    anonymous: CheckedClient, procedure: Procedure, card: dict[str, str], said: str, trips: int
) -> None:
    factories.add(ProcedureCard(procedure_id=procedure.id, **card))
    url = begin(anonymous, procedure)
    pages = " ".join(walk(anonymous, url))
    assert said in pages
    assert "không phải mức phí thật" not in pages
    end = words_of(anonymous.get(url))
    assert (f"{trips} chuyến đi đến quầy" in end) is (trips > 0)


def test_the_supplement_asks_for_what_dossiers_really_came_back_for(
    anonymous: CheckedClient, procedure: Procedure
) -> None:
    url = begin(anonymous, procedure)
    walk(anonymous, url, until="supplement")
    assert "Bản quét tài liệu kèm theo thiếu trang" in words_of(anonymous.get(url))
    factories.add(RedoReason(procedure_id=procedure.id, code="dau", label="Thiếu dấu giáp lai"))
    assert "Thiếu dấu giáp lai" in words_of(anonymous.get(url))


def test_its_code_cannot_be_taken_for_a_real_one(anonymous: CheckedClient, procedure: Procedure) -> None:
    url = begin(anonymous, procedure)
    walk(anonymous, url, until="code")
    state = run_at(url).state
    assert state is not None
    assert re.fullmatch(r"THUC-HANH-[A-Z0-9]{5}", state["code"])
    assert state["code"] in words_of(anonymous.get(url))


def test_the_practice_result_says_what_it_is(anonymous: CheckedClient, procedure: Procedure) -> None:
    url = begin(anonymous, procedure)
    with anonymous.get(f"{url}/ket-qua-mau") as answer:
        assert "KHÔNG CÓ GIÁ TRỊ" in answer.text
        assert answer.headers["Content-Disposition"].startswith("attachment")


def test_leaving_wipes_at_once(anonymous: CheckedClient, procedure: Procedure) -> None:
    url = begin(anonymous, procedure)
    walk(anonymous, url, until="attach")
    assert anonymous.post(f"{url}/roi").status_code == 303
    run = run_at(url)
    assert run.state is None
    assert run.ended_at is not None
    page = anonymous.get(url)
    assert page.status_code == 410
    assert "Thực hành lại thủ tục này" in words_of(page)
    assert anonymous.post(url, data={"deed": "go", "what": "fill"}).status_code == 303
    assert run_at(url).state is None


def test_an_expired_run_offers_a_new_one(anonymous: CheckedClient, procedure: Procedure) -> None:
    url = begin(anonymous, procedure)
    walk(anonymous, url, until="attach")
    long_ago = clock.now() - rules.KEEP_RUN - timedelta(minutes=1)
    db.session.execute(update(PracticeRun).values(moved_at=long_ago))
    page = anonymous.get(url)
    assert page.status_code == 410
    assert "đã hết giờ" in words_of(page)
    anonymous.post(url, data={"deed": "go", "what": "fill"})
    assert run_at(url).step == "attach", "before the sweep comes by, too"


def test_two_tabs_and_double_clicks(anonymous: CheckedClient, procedure: Procedure) -> None:
    url = begin(anonymous, procedure)
    walk(anonymous, url, until="submit")
    again = {"deed": "account", "what": "person"}
    for _ in range(2):
        anonymous.post(url, data=again)  # from a tab that was left at the beginning
    assert run_at(url).step == "submit"
    for _ in range(2):
        anonymous.post(url, data={"deed": "submit", "what": "yes"})
    codes = run_at(url).state
    assert codes is not None
    anonymous.post(url, data={"deed": "submit", "what": "yes"})
    assert run_at(url).state == codes
    walk(anonymous, url)
    finished = run_at(url).finished_at
    anonymous.post(url, data={"deed": "collect"})
    assert run_at(url).finished_at == finished


@pytest.mark.parametrize("key", ["khong-co", "%00", "x" * 300])
def test_an_unknown_run_is_not_there(anonymous: CheckedClient, key: str) -> None:
    assert anonymous.get(f"/thuc-hanh/{key}").status_code == 404
    assert anonymous.post(f"/thuc-hanh/{key}", data={"deed": "go"}).status_code == 404


@pytest.mark.parametrize("number", ["", "0", "999999", "-1", "٣", "9" * 400, "x"])
def test_no_such_procedure_is_told(anonymous: CheckedClient, number: str) -> None:
    answer = anonymous.post("/thuc-hanh", data={"procedure": number})
    assert answer.status_code == 422


def test_the_page_to_choose_finds_without_marks(anonymous: CheckedClient, procedure: Procedure) -> None:
    factories.procedure("Cấp giấy phép môi trường", field="Môi trường")
    page = words_of(anonymous.get("/thuc-hanh?q=noi+quy"))
    assert "nội quy lao động" in page
    assert "môi trường" not in page
    assert "2.001955" in words_of(anonymous.get(f"/thuc-hanh?procedure={procedure.id}"))


def test_the_run_belongs_to_the_clerks_business(clerk: CheckedClient, procedure: Procedure) -> None:
    assert clerk.user is not None
    url = begin(clerk, procedure)
    walk(clerk, url)
    run = run_at(url)
    assert run.business_id == clerk.user.business_id
    assert run.user_id is None, "what remains is the business"
    exposure = db.session.scalars(select(ExposureRecord)).one()
    intervention = db.session.get_one(Intervention, exposure.intervention_id)
    assert (exposure.business_id, exposure.how, exposure.offered) == (run.business_id, "completed", False)
    assert intervention.type == "tutorial"
    walk(clerk, begin(clerk, procedure))
    assert len(db.session.scalars(select(ExposureRecord)).all()) == 1


def test_the_guide_stands_beside_and_ticks_itself(
    anonymous: CheckedClient, clerk: CheckedClient, procedure: Procedure
) -> None:
    version = samples.published("noi-quy", procedure_id=procedure.id)
    assert "?guide=noi-quy" in anonymous.get(begin(anonymous, procedure)).text, "the guide is offered"
    for client in (anonymous, clerk):
        url = begin(client, procedure) + "?guide=noi-quy"
        assert client.get(url).text.count("guide-steps") == 1
        answer = client.post(url, data={"deed": "account", "what": "organisation"})
        assert answer.headers["Location"] == url
        assert '<li class="done"' not in client.get(url).text
        client.post(url, data={"deed": "phone", "what": "yes"})
        assert client.get(url).text.count('<li class="done"') == 1
    ticks = db.session.scalars(select(Tick)).all()
    assert clerk.user is not None
    assert [(tick.user_id, tick.step_key) for tick in ticks] == [(clerk.user.id, "dang-nhap")]
    walk(clerk, url)
    done = db.session.scalars(select(Completion)).one()
    assert (done.version_id, done.how, done.user_id) == (version.id, "practised", clerk.user.id)
    assert len(db.session.scalars(select(ExposureRecord)).all()) == 1, "one intervention, reached once"


@pytest.mark.parametrize("slug", ["khong-co", "../x", "%00", ""])
def test_no_such_guide_changes_nothing(anonymous: CheckedClient, procedure: Procedure, slug: str) -> None:
    url = begin(anonymous, procedure)
    assert anonymous.get(f"{url}?guide={slug}").status_code == 200


def test_too_many_runs_from_one_network_wait(
    anonymous: CheckedClient, procedure: Procedure, monkeypatch: pytest.MonkeyPatch
) -> None:
    from outreach.accounts import rules as account_rules

    few = account_rules.Limit(2, timedelta(minutes=1), timedelta(minutes=5), timedelta(hours=1))
    monkeypatch.setitem(account_rules.LIMITS, "practice", account_rules.Limits(account=few, network=few))
    for expected in (303, 303, 429):
        assert anonymous.post("/thuc-hanh", data={"procedure": procedure.id}).status_code == expected


def test_a_run_that_somebody_else_began_ticks_no_guide_of_mine(
    app: Flask, clerk: CheckedClient, officer: CheckedClient
) -> None:
    procedure = factories.procedure()
    samples.published(procedure_id=procedure.id)
    db.session.commit()
    url = begin(officer, procedure).partition("?")[0] + "?guide=noi-quy"
    walk(clerk, url)
    db.session.rollback()
    assert db.session.scalars(select(Tick.step_key).where(Tick.user_id == clerk.user.id)).all() == []
