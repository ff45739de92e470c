"""Signing in and out."""

import unicodedata

import pytest
from flask import Flask

from outreach import clock
from outreach.accounts import passwords
from outreach.accounts.models import Role
from outreach.database import db
from tests import factories
from tests.accounts import people
from tests.client import CheckedClient

FOREIGN = [
    "https://evil.vn/", "//evil.vn/", "/\\evil.vn", "\\\\evil.vn", "/\t/evil.vn", "/\n/evil.vn",
    "javascript:alert(1)", "http:evil.vn", "///evil.vn", " //evil.vn", "data:text/html,x", "evil.vn",
]  # fmt: skip


def test_both_ways_in(anonymous: CheckedClient) -> None:
    staff = people.officer()
    assert people.sign_in(anonymous, staff).headers["Location"] == "/"
    assert anonymous.get("/tai-khoan").status_code == 200
    anonymous.post("/dang-xuat")
    clerk = people.clerk()
    assert people.sign_in(anonymous, clerk).headers["Location"] == "/"
    assert clerk.phone in anonymous.get("/tai-khoan").text


@pytest.mark.parametrize("phone", ["+84 912 345 678", "0912.345.678", "912345678"])
@pytest.mark.parametrize("tax_code", ["0101248141-001", "0101248141001", "0101 248 141 001"])
def test_numbers_may_be_typed_as_people_write_them(
    anonymous: CheckedClient, phone: str, tax_code: str
) -> None:
    people.clerk(factories.business(tax_code="0101248141-001"), phone="0912345678")
    form = {"tax_code": tax_code, "phone": phone, "password": people.PASSWORD}
    assert anonymous.post("/dang-nhap", data=form).status_code == 303


def test_the_same_phone_in_two_businesses_is_two_people(anonymous: CheckedClient) -> None:
    one, other = factories.business(), factories.business()
    people.clerk(one, phone="0912345678", name="Người Một")
    people.clerk(other, people.OTHER, phone="0912345678", name="Người Hai")
    form = {"tax_code": other.tax_code, "phone": "0912345678", "password": people.PASSWORD}
    assert anonymous.post("/dang-nhap", data=form).status_code == 422
    assert anonymous.post("/dang-nhap", data={**form, "password": people.OTHER}).status_code == 303
    assert "Người Hai" in anonymous.get("/tai-khoan").text


def test_a_password_is_the_same_in_both_normal_forms(anonymous: CheckedClient) -> None:
    user = people.officer(unicodedata.normalize("NFD", people.PASSWORD))
    assert people.sign_in(anonymous, user, unicodedata.normalize("NFC", people.PASSWORD)).status_code == 303


@pytest.mark.parametrize(
    "near", ["cây xanh bóng má", "Cây xanh bóng mát", " cây xanh bóng mát", "cay xanh bong mat"]
)
def test_a_password_is_compared_exactly(anonymous: CheckedClient, near: str) -> None:
    assert people.sign_in(anonymous, people.officer(), near).status_code == 422


def test_a_nul_does_not_cut_a_password(anonymous: CheckedClient) -> None:
    user = people.officer("mười ký tự\0 và thêm")
    assert people.sign_in(anonymous, user, "mười ký tự").status_code == 422


def test_nobody_learns_what_was_wrong(anonymous: CheckedClient) -> None:
    right = people.officer(email="right@example.vn")
    disabled = people.officer(email="disab@example.vn", disabled_at=clock.now())
    invited = people.invited(email="invit@example.vn")
    pages = set()
    for email, password in (
        (right.email, people.OTHER), (disabled.email, people.PASSWORD), (invited.email, people.PASSWORD),
        ("nobdy@example.vn", people.PASSWORD),
    ):  # fmt: skip
        answer = anonymous.post("/dang-nhap?way=staff", data={"email": email, "password": password})
        assert answer.status_code == 422
        pages.add(people.without_tokens(answer.text).replace(str(email), ""))
    assert len(pages) == 1


def test_each_refusal_costs_one_hash(anonymous: CheckedClient, monkeypatch: pytest.MonkeyPatch) -> None:
    people.officer(email="right@example.vn")
    people.officer(email="disab@example.vn", disabled_at=clock.now())
    people.invited(email="invit@example.vn")
    hashed = []
    compare = passwords.check_password_hash

    def counted(password_hash: str, password: str) -> bool:
        hashed.append(password_hash.split("$")[0])
        return compare(password_hash, password)

    monkeypatch.setattr(passwords, "check_password_hash", counted)
    for email in ("right", "disab", "invit", "nobdy"):
        form = {"email": f"{email}@example.vn", "password": "wrong wrong wrong"}
        anonymous.post("/dang-nhap?way=staff", data=form)
    assert hashed == ["scrypt:256:8:1"] * 4


def test_people_of_a_business_that_ended_have_no_way_in(anonymous: CheckedClient) -> None:
    user = people.clerk()
    assert people.sign_in(anonymous, user).status_code == 303
    assert user.business is not None
    user.business.active = False
    assert anonymous.get("/tai-khoan").status_code == 303
    assert people.sign_in(anonymous, user).status_code == 422


def test_what_was_typed_comes_back_but_the_password(anonymous: CheckedClient) -> None:
    form = {"tax_code": "0101248141", "phone": "0912345678", "password": "wrong wrong wrong"}
    page = anonymous.post("/dang-nhap", data=form).text
    assert 'value="0101248141"' in page
    assert 'value="0912345678"' in page
    assert "wrong wrong wrong" not in page


def test_empty_fields_are_named(anonymous: CheckedClient) -> None:
    answer = anonymous.post("/dang-nhap", data={})
    assert answer.status_code == 422
    for words in ("Anh/Chị nhập mã số thuế.", "Anh/Chị nhập số điện thoại.", "Anh/Chị nhập mật khẩu."):
        assert words in answer.text


@pytest.mark.parametrize("password", ["x" * 257, "x" * 500_000])
def test_endless_passwords_are_not_hashed(
    anonymous: CheckedClient, password: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = people.officer()
    monkeypatch.setattr(passwords, "matches", lambda *_: pytest.fail("hashed"))
    assert people.sign_in(anonymous, user, password).status_code == 422


def test_the_page_is_fit_for_password_managers(anonymous: CheckedClient) -> None:
    page = anonymous.get("/dang-nhap?way=staff").text
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert 'type="password"' in page


def test_back_to_where_one_was(anonymous: CheckedClient) -> None:
    user = people.officer()
    ask = anonymous.get("/tai-khoan?a=b")
    assert ask.headers["Location"] == "/dang-nhap?next=/tai-khoan?a%3Db"
    page = anonymous.get(ask.headers["Location"] + "&way=staff").text
    assert 'name="next" type="hidden" value="/tai-khoan?a=b"' in page
    assert people.sign_in(anonymous, user, next="/tai-khoan?a=b").headers["Location"] == "/tai-khoan?a=b"


@pytest.mark.parametrize("target", FOREIGN)
def test_no_way_out_to_another_site(anonymous: CheckedClient, target: str) -> None:
    user = people.officer()
    assert people.sign_in(anonymous, user, next=target).headers["Location"] == "/"
    assert anonymous.get("/dang-nhap", query_string={"next": target}).headers["Location"] == "/"
    language = anonymous.post("/ngon-ngu", data={"language": "vi", "next": target})
    assert language.headers["Location"] == "/"


def test_whoever_is_signed_in_is_sent_on(officer: CheckedClient) -> None:
    assert officer.get("/dang-nhap").headers["Location"] == "/"


# ── what is written down ─────────────────────────────────────────────────────────────────────────────────


def test_signing_in_and_out_and_refusals_are_recorded(anonymous: CheckedClient) -> None:
    user = people.officer()
    people.sign_in(anonymous, user, "wrong wrong wrong")
    anonymous.post("/dang-nhap?way=staff", data={"email": "nobody@example.vn", "password": "x" * 12})
    people.sign_in(anonymous, user)
    anonymous.post("/dang-xuat")
    refused = people.recorded("sign_in.refused")
    assert [row.object_id for row in refused] == [str(user.id), None]
    assert [row.user_id for row in refused] == [None, None]
    assert [row.user_id for row in people.recorded("sign_in")] == [user.id]
    [out] = people.recorded("sign_out")
    assert (out.user_id, out.network) == (user.id, "127.0.0.0/24")


# ── language ─────────────────────────────────────────────────────────────────────────────────────────────


def test_anybody_may_change_the_language(anonymous: CheckedClient) -> None:
    answer = anonymous.post("/ngon-ngu", data={"language": "en", "next": "/dang-nhap"})
    assert answer.headers["Location"] == "/dang-nhap"
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("lang=en")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert '<html lang="en">' in anonymous.get("/dang-nhap").text


def test_the_language_stays_with_the_person(app: Flask, officer: CheckedClient) -> None:
    officer.post("/ngon-ngu", data={"language": "en"})
    assert officer.user is not None
    elsewhere = app.test_client()
    assert isinstance(elsewhere, CheckedClient)
    elsewhere.sign_in(officer.user)
    assert '<html lang="en">' in elsewhere.get("/tai-khoan").text


@pytest.mark.parametrize("language", ["", "de", "vi\r\nSet-Cookie: a=b", "../en"])
def test_other_languages_change_nothing(officer: CheckedClient, language: str) -> None:
    answer = officer.post("/ngon-ngu", data={"language": language})
    assert "lang=" not in (answer.headers.get("Set-Cookie") or "")
    assert officer.user is not None
    assert officer.user.locale == "vi"


# ── the demo's cards ─────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def demo(app: Flask) -> None:
    from outreach.accounts.models import Setting

    factories.add(Setting(key="demo", value="2026-03-05"))
    for role in Role:
        factories.user(role, name=f"Người {role}")
    db.session.commit()


@pytest.mark.parametrize("role", list(Role))
def test_one_click_into_the_demo(demo: None, anonymous: CheckedClient, role: Role) -> None:
    page = anonymous.get("/dang-nhap").text
    assert f'name="role" value="{role}"' in page
    assert anonymous.post("/dang-nhap/vao-thu", data={"role": role}).headers["Location"] == "/"
    assert f"Người {role}" in anonymous.get("/tai-khoan").text


def test_a_card_leads_back_to_the_page_that_asked(demo: None, anonymous: CheckedClient) -> None:
    asked = anonymous.get("/ho-so").headers["Location"]
    assert 'name="next" value="/ho-so"' in anonymous.get(asked).text
    entered = anonymous.post("/dang-nhap/vao-thu", data={"role": Role.BUSINESS, "next": "/ho-so"})
    assert entered.headers["Location"] == "/ho-so"


@pytest.mark.parametrize(
    ("base_url", "address", "headers"),
    [
        ("http://portal.example.vn", "127.0.0.1", {}),
        ("http://127.0.0.1.evil.vn", "127.0.0.1", {}),
        ("http://localhost", "10.0.0.5", {}),
        ("http://127.0.0.1:5000", "127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}),
        ("http://127.0.0.1:5000", "127.0.0.1", {"X-Forwarded-Host": "cong.example.vn"}),
        ("http://127.0.0.1:5000", "127.0.0.1", {"X-Real-IP": "203.0.113.9"}),
        ("http://127.0.0.1:5000", "127.0.0.1", {"via": "1.1 proxy"}),
        ("http://127.0.0.1:5000", "127.0.0.1", {"Forwarded": "for=203.0.113.9"}),
    ],
)
def test_the_demo_opens_on_this_machine_only(
    demo: None, anonymous: CheckedClient, base_url: str, address: str, headers: dict[str, str]
) -> None:
    where = {"base_url": base_url, "environ_base": {"REMOTE_ADDR": address}, "headers": headers}
    assert "vao-thu" not in anonymous.get("/dang-nhap", **where).text
    with anonymous.session_transaction(base_url=base_url) as session:
        session["csrf_token"] = "0" * 40
    from itsdangerous import URLSafeTimedSerializer

    signed = URLSafeTimedSerializer(anonymous.application.secret_key, salt="wtf-csrf-token").dumps("0" * 40)
    where["headers"] = {**headers, "X-CSRFToken": signed}
    answer = anonymous.post("/dang-nhap/vao-thu", data={"role": "administrator"}, csrf=False, **where)
    assert answer.status_code == 404


def test_real_boards_have_no_cards(anonymous: CheckedClient) -> None:
    people.officer()
    assert "vao-thu" not in anonymous.get("/dang-nhap").text
    assert anonymous.post("/dang-nhap/vao-thu", data={"role": "officer"}).status_code == 404


def test_a_card_of_no_role(demo: None, anonymous: CheckedClient) -> None:
    assert anonymous.post("/dang-nhap/vao-thu", data={"role": "root"}).status_code == 404
    assert anonymous.get("/dang-nhap/vao-thu").status_code == 405


def test_whoever_has_no_account_finds_the_guides_from_here(anonymous: CheckedClient) -> None:
    page = anonymous.get(anonymous.get("/").headers["Location"]).text
    assert 'action="/huong-dan"' in page
    assert "Không cần tài khoản" in page
    assert 'action="/huong-dan"' not in anonymous.get("/dang-nhap?way=staff").text
