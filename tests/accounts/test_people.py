"""The list of people, and what is done about their accounts."""

from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select

from outreach import clock
from outreach.accounts import actions, queries
from outreach.accounts.models import AccessRecord, Role, User
from outreach.database import db
from outreach.refusals import Refused
from tests import factories
from tests.accounts import people
from tests.client import CheckedClient
from tests.threads import at_once

ALL = tuple(Role)


def names(**asked: object) -> list[str]:
    return [row.name for row in queries.list_people(roles=ALL, **asked)[0]]  # type: ignore[arg-type]


# ── the list ─────────────────────────────────────────────────────────────────────────────────────────────


def test_people_stand_in_the_order_of_given_names(app: Flask) -> None:
    for name in ("Trần Văn Dũng", "Lê Thị Ánh", "Phạm Đức An", "Nguyễn Văn Đạt", "Hồ Ân"):
        factories.user(name=name)
    assert names() == ["Phạm Đức An", "Lê Thị Ánh", "Hồ Ân", "Trần Văn Dũng", "Nguyễn Văn Đạt"]


@pytest.mark.parametrize("search", ["nguyen van dat", "ĐẠT", "dat", "Nguyễn"])
def test_search_needs_no_marks(app: Flask, search: str) -> None:
    factories.user(name="Nguyễn Văn Đạt")
    factories.user(name="Lê Thị Hoa")
    assert names(words=search) == ["Nguyễn Văn Đạt"]


def test_search_finds_addresses_phones_and_businesses(app: Flask) -> None:
    factories.user(name="A", email="dat.nv@tinh.example.vn")
    factories.user(
        Role.BUSINESS,
        of=factories.business("Công ty Gốm Sứ", tax_code="0101248141"),
        name="B",
        phone="0912345678",
    )
    assert names(words="dat.nv@") == ["A"]
    for search in ("0912345", "gom su", "0101248141"):
        assert names(words=search) == ["B"]


@pytest.mark.parametrize("search", ["%", "_", "\\", "' OR 1=1 --", "%%%"])
def test_signs_of_the_database_are_plain_text(app: Flask, search: str) -> None:
    factories.user(name="Lê Thị Hoa")
    assert names(words=search) == []


def test_filters(app: Flask) -> None:
    people.officer(name="Đang Dùng")
    factories.user(Role.LEADER, name="Mới Mời")
    people.officer(name="Bị Khóa", disabled_at=clock.now())
    assert names(state="active") == ["Đang Dùng"]
    assert names(state="invited") == ["Mới Mời"]
    assert names(state="disabled") == ["Bị Khóa"]
    assert names(role="leader") == ["Mới Mời"]


def test_pages(app: Flask, administrator: CheckedClient, count_queries: object) -> None:
    for number in range(45):
        factories.user(name=f"Người {number:02}")
    rows, total = queries.list_people(roles=ALL, offset=40, limit=20)
    assert (total, len(rows)) == (46, 6)
    for page in ("2", "99", "0", "-1", "x", "9" * 30, "٣"):
        assert administrator.get(f"/nguoi-dung?page={page}").status_code == 200
    assert 'href="/nguoi-dung?q=nguoi&amp;page=2"' in administrator.get("/nguoi-dung?q=nguoi").text


def test_an_empty_list_says_so(administrator: CheckedClient) -> None:
    assert "Không tìm thấy ai" in administrator.get("/nguoi-dung?q=zzzz").text


def test_the_list_takes_the_same_few_queries(
    app: Flask, administrator: CheckedClient, count_queries: object
) -> None:
    administrator.get("/nguoi-dung")
    assert callable(count_queries)
    count_queries()
    administrator.get("/nguoi-dung")
    few = count_queries()
    for _ in range(30):
        people.clerk()
    db.session.commit()
    count_queries()
    administrator.get("/nguoi-dung")
    assert count_queries() == few


def test_the_region_alone_for_htmx(administrator: CheckedClient) -> None:
    part = administrator.part("/nguoi-dung?q=mau")
    assert part.text.strip().startswith('<div class="stack" id="people-list">')
    assert "HX-Request" in part.headers["Vary"]


def test_phones_are_masked_in_the_list(officer: CheckedClient) -> None:
    people.clerk(phone="0912345678")
    page = officer.get("/nguoi-dung").text
    assert "09xx xxx x78" in page
    assert "0912345678" not in page


def test_officers_see_people_of_businesses_only(officer: CheckedClient) -> None:
    clerk, colleague = people.clerk(name="Người Doanh Nghiệp"), people.officer(name="Cán Bộ Khác")
    page = officer.get("/nguoi-dung").text
    assert "Người Doanh Nghiệp" in page
    assert "Cán Bộ Khác" not in page
    assert "Cán Bộ Khác" not in officer.get("/nguoi-dung?vai=officer&q=can").text
    assert officer.get(f"/nguoi-dung/{clerk.id}").status_code == 200
    assert officer.get(f"/nguoi-dung/{colleague.id}").status_code == 404


def test_text_of_people_is_only_text(administrator: CheckedClient) -> None:
    user = factories.user(name='<img src=x onerror="alert(1)">')
    for url in ("/nguoi-dung", f"/nguoi-dung/{user.id}"):
        assert "<img src=x" not in administrator.get(url).text


# ── deeds ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("deed", ["khoa", "mo-khoa", "lien-ket"])
def test_officers_do_nothing_about_staff(officer: CheckedClient, deed: str) -> None:
    colleague = people.officer()
    assert officer.post(f"/nguoi-dung/{colleague.id}/{deed}").status_code == 404
    assert officer.post(f"/nguoi-dung/{colleague.id}/vai-tro", data={"role": "leader"}).status_code == 403


@pytest.mark.parametrize("deed", ["khoa", "mo-khoa", "lien-ket", "vai-tro"])
@pytest.mark.parametrize("number", ["0", "99999999999999999999"])
def test_nobody_there(administrator: CheckedClient, deed: str, number: str) -> None:
    assert administrator.post(f"/nguoi-dung/{number}/{deed}").status_code == 404


def test_disabling_ends_sessions_and_enabling_lets_in_again(
    administrator: CheckedClient, anonymous: CheckedClient
) -> None:
    user = people.officer()
    people.sign_in(anonymous, user)
    assert administrator.post(f"/nguoi-dung/{user.id}/khoa").status_code == 303
    assert anonymous.get("/tai-khoan").status_code == 303
    assert people.sign_in(anonymous, user).status_code == 422
    assert "Đã khóa" in administrator.get(f"/nguoi-dung/{user.id}").text
    administrator.post(f"/nguoi-dung/{user.id}/mo-khoa")
    assert anonymous.get("/tai-khoan").status_code == 303
    assert people.sign_in(anonymous, user).status_code == 303
    assert administrator.user is not None
    for what in ("person.disabled", "person.enabled"):
        assert [row.user_id for row in people.recorded(what)] == [administrator.user.id]


def test_disabling_kills_links_for_good(administrator: CheckedClient, anonymous: CheckedClient) -> None:
    user = people.invited()
    administrator.post(f"/nguoi-dung/{user.id}/khoa")
    administrator.post(f"/nguoi-dung/{user.id}/mo-khoa")
    assert anonymous.get("/loi-moi/" + "t" * 43).status_code == 404


def test_no_link_for_somebody_disabled(administrator: CheckedClient) -> None:
    user = people.officer(disabled_at=clock.now())
    answer = administrator.post(f"/nguoi-dung/{user.id}/lien-ket")
    assert answer.status_code == 422
    assert "đang bị khóa" in answer.text


def test_nobody_changes_their_own_rights(administrator: CheckedClient) -> None:
    factories.user(Role.ADMINISTRATOR)
    assert administrator.user is not None
    me = administrator.user.id
    assert administrator.post(f"/nguoi-dung/{me}/khoa").status_code == 422
    assert administrator.post(f"/nguoi-dung/{me}/vai-tro", data={"role": "leader"}).status_code == 422
    assert "Khóa tài khoản" not in administrator.get(f"/nguoi-dung/{me}").text
    assert administrator.user.role == "administrator"


def test_the_last_administrator_stays(app: Flask) -> None:
    last, officer = factories.user(Role.ADMINISTRATOR), factories.user()
    factories.user(Role.ADMINISTRATOR, disabled_at=clock.now())
    with pytest.raises(Refused):
        actions.disable(user_id=last.id, by=officer.id)
    with pytest.raises(Refused):
        actions.change_role(user_id=last.id, role="leader", by=officer.id)


def test_two_administrators_cannot_remove_each_other(app: Flask) -> None:
    one, other = factories.user(Role.ADMINISTRATOR).id, factories.user(Role.ADMINISTRATOR).id
    db.session.commit()
    done: list[str] = []

    def remove(user_id: int, by: int) -> None:
        with app.app_context():
            try:
                actions.change_role(user_id=user_id, role="leader", by=by)
                db.session.commit()
                done.append("removed")
            except Refused:
                done.append("refused")

    at_once(partial(remove, one, other), partial(remove, other, one))
    assert sorted(done) == ["refused", "removed"]
    left = select(func.count(User.id)).where(User.role == Role.ADMINISTRATOR.value)
    assert db.session.scalar(left) == 1


@pytest.mark.parametrize(
    ("before", "after", "signed_in"),
    [
        (Role.ADMINISTRATOR, "officer", False),
        (Role.OFFICER, "helpdesk", False),
        (Role.OFFICER, "administrator", True),
        (Role.OFFICER, "officer", True),
    ],
)
def test_sessions_end_where_rights_shrink(
    administrator: CheckedClient, anonymous: CheckedClient, before: Role, after: str, signed_in: bool
) -> None:
    user = factories.user(before)
    anonymous.sign_in(user)
    assert administrator.post(f"/nguoi-dung/{user.id}/vai-tro", data={"role": after}).status_code == 303
    assert user.role == after
    assert (anonymous.get("/tai-khoan").status_code == 200) is signed_in


def test_a_role_change_is_recorded(administrator: CheckedClient) -> None:
    user = people.officer()
    administrator.post(f"/nguoi-dung/{user.id}/vai-tro", data={"role": "leader"})
    [record] = people.recorded("person.role")
    assert (record.object_id, record.purpose) == (str(user.id), "officer → leader")


@pytest.mark.parametrize("role", ["business", "root", "", "ADMINISTRATOR"])
def test_roles_that_are_none(administrator: CheckedClient, role: str) -> None:
    user = people.officer()
    assert administrator.post(f"/nguoi-dung/{user.id}/vai-tro", data={"role": role}).status_code == 422
    assert user.role == "officer"


def test_people_of_businesses_never_become_staff(administrator: CheckedClient) -> None:
    user = people.clerk()
    answer = administrator.post(f"/nguoi-dung/{user.id}/vai-tro", data={"role": "administrator"})
    assert answer.status_code == 422
    assert user.role == "business"


@pytest.mark.parametrize("client", ["helpdesk", "leader", "clerk", "anonymous"])
def test_nobody_else_comes_near(request: pytest.FixtureRequest, client: str) -> None:
    browser: CheckedClient = request.getfixturevalue(client)
    user = people.officer()
    for url in ("/nguoi-dung", f"/nguoi-dung/{user.id}", "/nguoi-dung/moi-doanh-nghiep"):
        assert browser.get(url).status_code in (303, 403)
    for deed in ("khoa", "mo-khoa", "lien-ket", "vai-tro"):
        assert browser.post(f"/nguoi-dung/{user.id}/{deed}").status_code in (303, 403)
    assert user.disabled_at is None


# ── the record ───────────────────────────────────────────────────────────────────────────────────────────


def test_records_are_only_added(app: Flask) -> None:
    actions.note_access(what="contacts.view", object_type="contact", object_id=7, purpose="gọi mời họp")
    db.session.commit()
    record = db.session.scalars(select(AccessRecord)).one()
    assert (record.what, record.object_id, record.network) == ("contacts.view", "7", "command line")
    record.what = "nothing"
    with pytest.raises(RuntimeError, match="only ever added"):
        db.session.flush()
    db.session.rollback()
    db.session.delete(record)
    with pytest.raises(RuntimeError, match="only ever added"):
        db.session.flush()
    db.session.rollback()


def test_records_cannot_be_rewritten_in_bulk(app: Flask) -> None:
    from sqlalchemy import delete, update

    for statement in (update(AccessRecord).values(what="x"), delete(AccessRecord)):
        with pytest.raises(RuntimeError, match="only ever added"):
            db.session.execute(statement)


def test_a_look_is_recorded_though_a_page_writes_nothing(app: Flask, officer: CheckedClient) -> None:
    assert officer.user is not None
    with app.test_request_context("/", method="GET"):
        actions.note_access(what="contacts.view", by=officer.user.id)
        db.session.rollback()
    assert len(people.recorded("contacts.view")) == 1


def test_a_deed_undone_leaves_no_record(app: Flask, officer: CheckedClient) -> None:
    with app.test_request_context("/", method="POST"):
        actions.note_access(what="contacts.change")
        db.session.rollback()
    assert people.recorded("contacts.change") == []


# ── forgetting ───────────────────────────────────────────────────────────────────────────────────────────


def test_the_sweep_forgets_what_is_old(app: Flask) -> None:
    from outreach.accounts.models import Invitation, SignInAttempt, SignInSession

    at, user = clock.now(), people.officer()
    for days in (0, 2, 61):
        then = at - timedelta(days=days)
        factories.add(SignInAttempt(what="sign_in", account="a", network="b", at=then))
        factories.add(
            SignInSession(
                token_hash=f"s{days}", user_id=user.id, created_at=then, last_seen_at=then,
                ended_at=then, network="", browser="",
            )
        )  # fmt: skip
        factories.add(
            Invitation(
                token_hash=f"i{days}", user_id=user.id, purpose="reset", created_at=then, expires_at=then
            )
        )
    db.session.commit()
    actions.sweep()
    assert db.session.scalar(select(func.count(SignInAttempt.id))) == 1
    assert db.session.scalar(select(func.count(SignInSession.id))) == 2
    assert db.session.scalar(select(func.count(Invitation.id))) == 2
