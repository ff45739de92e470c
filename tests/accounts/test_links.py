"""Single-use links: invitations, forgotten passwords."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from outreach import clock
from outreach.accounts import rules
from outreach.accounts.models import Invitation, PasswordRequest, Role, User
from outreach.database import db
from outreach.outbox.models import OutgoingMessage
from tests import factories
from tests.accounts import people
from tests.client import CheckedClient
from tests.threads import at_once

TOKEN = "t" * 43
URL = "/loi-moi/" + TOKEN


@pytest.fixture
def mail(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """E-mail is set up, and the portal knows its own address."""
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://127.0.0.1:2525")
    monkeypatch.setitem(app.config, "SMTP_FROM", "outreach@tinh.example.vn")
    monkeypatch.setitem(app.config, "PUBLIC_URL", "https://portal.example.vn")


def letters() -> list[OutgoingMessage]:
    return list(db.session.scalars(select(OutgoingMessage).order_by(OutgoingMessage.id)))


def shown_link(client: CheckedClient) -> str:
    """The address on the page that shows a fresh link."""
    found = re.search(r'<input id="link"[^>]*value="([^"]+)"', client.get("/nguoi-dung/lien-ket").text)
    assert found is not None
    return found.group(1)


# ── using a link ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_link_sets_the_password_and_signs_in(anonymous: CheckedClient) -> None:
    user = people.invited(name="Nguyễn Thị Mới")
    assert "Nguyễn Thị Mới" in anonymous.get(URL).text
    answer = anonymous.post(URL, data={"new_password": people.PASSWORD})
    assert answer.headers["Location"] == "/"
    assert "Nguyễn Thị Mới" in anonymous.get("/tai-khoan").text
    anonymous.post("/dang-xuat")
    assert people.sign_in(anonymous, user).status_code == 303


def test_looking_does_not_use_it_up(anonymous: CheckedClient) -> None:
    people.invited()
    for _ in range(3):
        assert anonymous.get(URL).status_code == 200
    assert anonymous.post(URL, data={"new_password": people.PASSWORD}).status_code == 303


def test_it_works_once(app: Flask, anonymous: CheckedClient) -> None:
    people.invited()
    anonymous.post(URL, data={"new_password": people.PASSWORD})
    thief = app.test_client()
    assert thief.get(URL).status_code == 404
    assert thief.post(URL, data={"new_password": people.OTHER}).status_code == 404


def test_two_at_the_same_time_are_one(app: Flask) -> None:
    user = people.invited()
    db.session.commit()
    answers: list[int] = []

    def use() -> None:
        client = app.test_client()
        with app.app_context():
            answers.append(client.post(URL, data={"new_password": people.PASSWORD}).status_code)

    at_once(*[use] * 4)
    found = Counter(answers)
    assert found[303] == 1
    assert found[404] + found[422] == 3
    assert len(people.open_sessions(user)) == 1


@pytest.mark.parametrize(
    "token", ["x", "%20", "t" * 42, "t" * 44, "T" * 43, "%00", "a/b", "'--", "x" * 5000, "%F0%9F%94%91"]
)
def test_other_tokens_open_nothing(anonymous: CheckedClient, token: str) -> None:
    people.invited()
    assert anonymous.get("/loi-moi/" + token).status_code == 404
    assert anonymous.post("/loi-moi/" + token, data={"new_password": people.PASSWORD}).status_code == 404


def test_no_token_at_all(anonymous: CheckedClient) -> None:
    people.invited()
    assert anonymous.get("/loi-moi/").status_code == 404


def test_an_empty_hash_is_nobody_s(anonymous: CheckedClient) -> None:
    factories.add(
        Invitation(
            token_hash="", user_id=factories.user().id, purpose="welcome", created_at=clock.now(),
            expires_at=clock.now() + timedelta(days=1),
        )
    )  # fmt: skip
    assert anonymous.get("/loi-moi/%20").status_code == 404


def test_links_expire(anonymous: CheckedClient) -> None:
    people.invited()
    link = db.session.scalars(select(Invitation)).one()
    link.expires_at = clock.now() - timedelta(seconds=1)
    page = anonymous.get(URL)
    assert page.status_code == 404
    assert "không còn dùng được" in page.text


def test_the_link_of_somebody_disabled_is_dead(anonymous: CheckedClient) -> None:
    user = people.invited()
    user.disabled_at = clock.now()
    assert anonymous.get(URL).status_code == 404


@pytest.mark.parametrize("password", ["", "ngắn", "1234567890", "matkhau123", "Nguyễn Văn Mẫu"])
def test_weak_passwords_are_refused_and_the_link_lives(anonymous: CheckedClient, password: str) -> None:
    people.invited()
    answer = anonymous.post(URL, data={"new_password": password})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert not password or f'value="{password}"' not in answer.text
    assert anonymous.post(URL, data={"new_password": people.PASSWORD}).status_code == 303


def test_a_new_password_ends_sessions_elsewhere_and_other_links(
    app: Flask, anonymous: CheckedClient, officer: CheckedClient
) -> None:
    assert officer.user is not None
    at, user = clock.now(), officer.user
    for token in (TOKEN, "u" * 43):
        factories.add(
            Invitation(
                token_hash=rules.token_hash(token), user_id=user.id, purpose="reset", created_at=at,
                expires_at=at + timedelta(hours=2),
            )
        )  # fmt: skip
    anonymous.post(URL, data={"new_password": people.PASSWORD})
    assert anonymous.get("/tai-khoan").status_code == 200
    assert officer.get("/tai-khoan").status_code == 303
    assert app.test_client().get("/loi-moi/" + "u" * 43).status_code == 404
    assert [row.user_id for row in people.recorded("password.reset")] == [user.id]


def test_a_field_for_another_person_changes_nothing(anonymous: CheckedClient) -> None:
    user, other = people.invited(), people.officer()
    before = other.password_hash
    anonymous.post(
        URL,
        data={"new_password": people.PASSWORD, "user_id": other.id, "role": "administrator", "id": other.id},
    )
    assert other.password_hash == before
    assert user.role == Role.OFFICER


# ── inviting ─────────────────────────────────────────────────────────────────────────────────────────────


def test_an_administrator_invites_staff(administrator: CheckedClient, anonymous: CheckedClient) -> None:
    form = {"name": "  Lê   Thị Hoa ", "email": "Hoa@Tinh.Example.vn", "role": "helpdesk"}
    answer = administrator.post("/nguoi-dung/moi-can-bo", data=form)
    assert answer.headers["Location"] == "/nguoi-dung/lien-ket"
    link = shown_link(administrator)
    assert link.startswith("http://localhost/loi-moi/")
    anonymous.post(link.removeprefix("http://localhost"), data={"new_password": people.PASSWORD})
    user = db.session.scalars(select(User).where(User.email == "hoa@tinh.example.vn")).one()
    assert (user.name, user.name_folded, user.role) == ("Lê Thị Hoa", "le thi hoa", "helpdesk")
    assert people.sign_in(anonymous, user).status_code == 303
    assert [row.user_id for row in people.recorded("person.invited")] == [administrator.user.id]  # type: ignore[union-attr]


def test_the_link_is_shown_once_and_kept_as_a_hash(administrator: CheckedClient) -> None:
    administrator.post(
        "/nguoi-dung/moi-can-bo", data={"name": "Lê Hoa", "email": "hoa@example.vn", "role": "leader"}
    )
    token = shown_link(administrator).rpartition("/")[2]
    again = administrator.get("/nguoi-dung/lien-ket")
    assert token not in again.text
    assert "chỉ hiện một lần" in again.text
    made = db.session.scalars(select(Invitation)).one()
    assert made.token_hash == rules.token_hash(token)
    assert made.expires_at - made.created_at == timedelta(days=7)


def test_links_stand_under_the_public_address(
    app: Flask, administrator: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "PUBLIC_URL", "https://portal.example.vn")
    user = factories.user()
    administrator.post(f"/nguoi-dung/{user.id}/lien-ket")
    assert shown_link(administrator).startswith("https://portal.example.vn/loi-moi/")


def test_staff_get_a_letter_too_when_mail_is_set_up(mail: None, administrator: CheckedClient) -> None:
    form = {"name": "Lê Hoa", "email": "hoa@example.vn", "role": "leader"}
    administrator.post("/nguoi-dung/moi-can-bo", data=form)
    link = shown_link(administrator)
    [letter] = letters()
    assert letter.address == "hoa@example.vn"
    assert link in letter.body
    assert link.startswith("https://portal.example.vn/loi-moi/")


def test_no_letter_without_mail(administrator: CheckedClient) -> None:
    form = {"name": "Lê Hoa", "email": "hoa@example.vn", "role": "leader"}
    administrator.post("/nguoi-dung/moi-can-bo", data=form)
    assert not letters()


def test_an_officer_invites_people_of_businesses(officer: CheckedClient, anonymous: CheckedClient) -> None:
    business = factories.business(name="Công ty TNHH Gốm")
    page = officer.get(f"/nguoi-dung/moi-doanh-nghiep?tax_code={business.tax_code}").text
    assert f'value="{business.tax_code}"' in page
    form = {"tax_code": business.tax_code, "name": "Trần Văn Tú", "phone": "+84 912 345 678"}
    assert officer.post("/nguoi-dung/moi-doanh-nghiep", data=form).status_code == 303
    anonymous.post(
        shown_link(officer).removeprefix("http://localhost"), data={"new_password": people.PASSWORD}
    )
    user = db.session.scalars(select(User).where(User.phone == "0912345678")).one()
    assert (user.business_id, user.role, user.email) == (business.id, "business", None)
    assert people.sign_in(anonymous, user).status_code == 303


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"tax_code": "0000000000"}, "Chưa có doanh nghiệp nào"),
        ({"phone": "12"}, "Số điện thoại chưa đúng"),
        ({"name": ""}, "nhập họ tên"),
        ({"name": "x" * 121}, "dài quá 120"),
        ({"tax_code": ""}, "nhập mã số thuế"),
    ],
)
def test_wrong_invitations_of_a_business_come_back(
    officer: CheckedClient, form: dict[str, str], words: str
) -> None:
    right = {"tax_code": factories.business().tax_code, "name": "Trần Văn Tú", "phone": "0912345678"}
    answer = officer.post("/nguoi-dung/moi-doanh-nghiep", data={**right, **form})
    assert answer.status_code == 422
    assert words in answer.text
    assert not db.session.scalars(select(User).where(User.phone == "0912345678")).all()


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"email": "không phải e-mail"}, "E-mail chưa đúng"),
        ({"email": "a@b.vn\r\nBcc: c@d.vn"}, "E-mail chưa đúng"),
        ({"role": "business"}, "chọn một vai trò"),
        ({"role": "root"}, "chọn một vai trò"),
        ({"email": "taken@example.vn"}, "đã có người dùng"),
    ],
)
def test_wrong_invitations_of_staff_come_back(
    administrator: CheckedClient, form: dict[str, str], words: str
) -> None:
    people.officer(email="taken@example.vn")
    right = {"name": "Lê Hoa", "email": "hoa@example.vn", "role": "leader"}
    answer = administrator.post("/nguoi-dung/moi-can-bo", data={**right, **form})
    assert answer.status_code == 422
    assert words in answer.text
    assert not db.session.scalars(select(Invitation)).all()


def test_one_phone_once_in_a_business(officer: CheckedClient) -> None:
    user = people.clerk(phone="0912345678")
    assert user.business is not None
    form = {"tax_code": user.business.tax_code, "name": "Ai Đó", "phone": "0912 345 678"}
    answer = officer.post("/nguoi-dung/moi-doanh-nghiep", data=form)
    assert answer.status_code == 422
    assert "đã có người dùng với số điện thoại đó" in answer.text
    assert 'value="0912 345 678"' in answer.text


def test_officers_do_not_invite_staff(officer: CheckedClient) -> None:
    form = {"name": "Lê Hoa", "email": "hoa@example.vn", "role": "administrator"}
    assert officer.post("/nguoi-dung/moi-can-bo", data=form).status_code == 403


def test_a_new_link_kills_the_one_before(administrator: CheckedClient, anonymous: CheckedClient) -> None:
    user = people.invited()
    administrator.post(f"/nguoi-dung/{user.id}/lien-ket")
    assert anonymous.get(URL).status_code == 404
    assert anonymous.get(shown_link(administrator).removeprefix("http://localhost")).status_code == 200


def test_a_reset_link_lives_two_hours(administrator: CheckedClient) -> None:
    user = people.officer()
    administrator.post(f"/nguoi-dung/{user.id}/lien-ket")
    made = db.session.scalars(select(Invitation)).one()
    assert made.purpose == "reset"
    assert made.expires_at - made.created_at == timedelta(hours=2)


# ── forgotten passwords ──────────────────────────────────────────────────────────────────────────────────


def ask(client: CheckedClient, **form: object) -> str:
    way = "?way=staff" if "email" in form else ""
    answer = client.post("/quen-mat-khau" + way, data=form)
    assert answer.status_code == 303
    return people.without_tokens(client.get(answer.headers["Location"]).text)


def test_the_answer_is_always_the_same(anonymous: CheckedClient) -> None:
    user, staff = people.clerk(), people.officer()
    gone = people.officer(disabled_at=clock.now())
    assert user.business is not None
    known = ask(anonymous, tax_code=user.business.tax_code, phone=user.phone)
    assert ask(anonymous, tax_code=user.business.tax_code, phone="0999999999") == known
    assert ask(anonymous, tax_code="0101248141", phone="0912345679") == known
    of_staff = ask(anonymous, email=staff.email)
    assert ask(anonymous, email="nobody@example.vn") == of_staff
    assert ask(anonymous, email=gone.email) == of_staff


def test_staff_get_a_letter_with_a_link(mail: None, app: Flask, anonymous: CheckedClient) -> None:
    user = people.officer()
    ask(anonymous, email=user.email)
    [letter] = letters()
    assert letter.address == user.email
    found = re.search(r"https://portal\.example\.vn(/loi-moi/\S+)", letter.body)
    assert found is not None
    answer = anonymous.post(found.group(1), data={"new_password": people.OTHER})
    assert answer.status_code == 303
    assert not db.session.scalars(select(PasswordRequest)).all()


def test_a_letter_never_carries_a_stranger_s_host(
    app: Flask, anonymous: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://127.0.0.1:2525")
    user = people.officer()
    with anonymous.session_transaction(base_url="http://evil.vn") as session:
        session["csrf_token"] = "0" * 40
    from itsdangerous import URLSafeTimedSerializer

    signed = URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps("0" * 40)
    answer = anonymous.post(
        "/quen-mat-khau?way=staff", data={"email": user.email}, base_url="http://evil.vn", csrf=False,
        headers={"X-CSRFToken": signed},
    )  # fmt: skip
    assert answer.status_code == 303
    assert not letters()
    assert len(db.session.scalars(select(PasswordRequest)).all()) == 1


def test_nobody_s_letter_is_written(mail: None, anonymous: CheckedClient) -> None:
    gone = people.officer(disabled_at=clock.now())
    ask(anonymous, email=gone.email)
    ask(anonymous, email="nobody@example.vn")
    assert not letters()


def test_people_of_businesses_wait_for_a_call(
    anonymous: CheckedClient, helpdesk: CheckedClient, officer: CheckedClient
) -> None:
    user = people.clerk(name="Trần Thị Chờ", phone="0912345678")
    assert user.business is not None
    for _ in range(2):
        ask(anonymous, tax_code=user.business.tax_code, phone=user.phone)
    [request] = db.session.scalars(select(PasswordRequest))
    assert "Trần Thị Chờ" in helpdesk.get("/nguoi-dung/xin-mat-khau").text
    assert "1 người đang chờ" in officer.get("/nguoi-dung").text
    page = helpdesk.get(f"/nguoi-dung/xin-mat-khau/{request.id}").text
    assert "0912345678" in page
    answer = helpdesk.post(f"/nguoi-dung/xin-mat-khau/{request.id}", data={"called": "y"})
    assert answer.headers["Location"] == "/nguoi-dung/lien-ket"
    link = shown_link(helpdesk).removeprefix("http://localhost")
    assert anonymous.post(link, data={"new_password": people.OTHER}).status_code == 303
    assert "Trần Thị Chờ" not in helpdesk.get("/nguoi-dung/xin-mat-khau").text
    [record] = people.recorded("password.request_answered")
    assert record.user_id == helpdesk.user.id  # type: ignore[union-attr]


def test_no_link_without_the_call(helpdesk: CheckedClient) -> None:
    request = factories.add(PasswordRequest(user_id=people.clerk().id, asked_at=clock.now()))
    answer = helpdesk.post(f"/nguoi-dung/xin-mat-khau/{request.id}", data={})
    assert answer.status_code == 422
    assert not db.session.scalars(select(Invitation)).all()


def test_a_request_is_answered_once(helpdesk: CheckedClient) -> None:
    request = factories.add(PasswordRequest(user_id=people.clerk().id, asked_at=clock.now()))
    url = f"/nguoi-dung/xin-mat-khau/{request.id}"
    assert helpdesk.post(url, data={"called": "y"}).status_code == 303
    assert helpdesk.post(url, data={"called": "y"}).status_code == 404


@pytest.mark.parametrize("number", ["0", "99999999999999999999", "-1", "x"])
def test_requests_that_are_none(helpdesk: CheckedClient, number: str) -> None:
    assert helpdesk.get(f"/nguoi-dung/xin-mat-khau/{number}").status_code == 404


def test_requests_of_staff_are_the_administrator_s(
    administrator: CheckedClient, helpdesk: CheckedClient, officer: CheckedClient
) -> None:
    user = people.officer(name="Cán Bộ Quên")
    request = factories.add(PasswordRequest(user_id=user.id, asked_at=clock.now()))
    assert "Cán Bộ Quên" in administrator.get("/nguoi-dung/xin-mat-khau").text
    for client in (helpdesk, officer):
        assert "Cán Bộ Quên" not in client.get("/nguoi-dung/xin-mat-khau").text
        url = f"/nguoi-dung/xin-mat-khau/{request.id}"
        assert client.get(url).status_code == 404
        assert client.post(url, data={"called": "y"}).status_code == 404
