"""What every request passes, and what every answer carries."""

import io
import re
from collections.abc import Iterator
from contextlib import ExitStack
from typing import ClassVar

import pytest
from flask import Blueprint, Flask, request
from sqlalchemy.exc import OperationalError
from werkzeug.test import EnvironBuilder
from wtforms import StringField

from config import Config, ConfigError
from outreach import create_app, web
from outreach.accounts.models import Setting
from outreach.cli.serve import PAGE_THREADS
from outreach.database import db
from outreach.refusals import Refused
from outreach.web import bodies
from tests.client import CheckedClient


class NoteForm(web.Form):
    text = StringField("Ghi chú")
    conflicts: ClassVar[dict[str, tuple[str, str]]] = {"pk_settings": ("text", "trùng")}


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application of its own with views that show one behaviour each."""
    folder = tmp_path_factory.mktemp("trial")
    app = create_app(
        Config(secret_key="s" * 40, database_url=f"sqlite:///{folder / 't.db'}", data_dir=folder)
    )
    bp = Blueprint("trial", __name__)

    @bp.post("/luu")
    @web.everyone_may
    @web.commits
    def save() -> tuple[str, int]:
        db.session.add(Setting(key=request.form["key"], value="1"))
        db.session.flush()
        return "", int(request.form.get("status", "200"))

    @bp.post("/tep")
    @web.everyone_may
    def upload() -> str:
        return str(len(request.files["tep"].read()))

    @bp.get("/loi")
    @web.everyone_may
    def fault() -> str:
        raise ValueError("secret detail")

    @bp.get("/hong/<int:number>/<token>")
    @web.everyone_may
    def broken(number: int, token: str) -> str:
        db.session.add_all([Setting(key="0912345678", value="1"), Setting(key="0912345678", value="2")])
        db.session.flush()
        return ""

    @bp.get("/ban")
    @web.everyone_may
    def busy() -> str:
        raise OperationalError("SELECT 1", {}, Exception("database is locked"))

    app.register_blueprint(bp)
    app.test_client_class = CheckedClient
    app.config["WTF_CSRF_ENABLED"] = True
    with app.app_context():
        db.create_all()
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(trial: Flask) -> CheckedClient:
    client = trial.test_client()
    assert isinstance(client, CheckedClient)
    return client


def stored(key: str) -> bool:
    db.session.rollback()
    return db.session.get(Setting, key) is not None


class TestCommit:
    def test_on_success(self, client: CheckedClient) -> None:
        client.post("/luu", data={"key": "good"})
        assert stored("good")

    def test_not_on_refusal(self, client: CheckedClient) -> None:
        client.post("/luu", data={"key": "bad", "status": "422"})
        assert not stored("bad")


class TestCutBodies:
    @pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "application/json"])
    def test_a_short_body_is_refused(self, trial: Flask, client: CheckedClient, kind: str) -> None:
        body = b"key=cut&note=the+rest+is+missi"
        response = client.open(
            "/luu", method="POST", input_stream=io.BytesIO(body), content_type=kind,
            environ_overrides={"CONTENT_LENGTH": str(len(body) + 500)},
        )  # fmt: skip
        assert response.status_code == 400
        assert not stored("cut")

    def test_a_short_file_is_refused(self, client: CheckedClient) -> None:
        builder = EnvironBuilder("/tep", method="POST", data={"tep": (io.BytesIO(b"x" * 50_000), "a.csv")})
        whole = builder.get_request().get_data()
        kind = builder.get_environ()["CONTENT_TYPE"]
        response = client.open(
            "/tep", method="POST", input_stream=io.BytesIO(whole[:20_000]), content_type=kind,
            environ_overrides={"CONTENT_LENGTH": str(len(whole))},
        )  # fmt: skip
        assert response.status_code == 400

    @pytest.mark.parametrize("in_memory", [1024**2, 1024])
    def test_a_whole_file_arrives(
        self, client: CheckedClient, in_memory: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(bodies, "IN_MEMORY", in_memory)  # a larger one waits on disk
        response = client.post("/tep", data={"tep": (io.BytesIO(b"x" * 200_000), "a.csv")})
        assert response.text == "200000"

    def test_pieces_without_a_total_are_refused(self, client: CheckedClient) -> None:
        response = client.open(
            "/luu", method="POST", input_stream=io.BytesIO(b"key=pieces&note=the+rest+is+missi"),
            content_type="application/x-www-form-urlencoded",
            headers={"Transfer-Encoding": "chunked"}, environ_overrides={"wsgi.input_terminated": True},
        )  # fmt: skip
        assert response.status_code == 411
        assert not stored("pieces")

    def test_too_much_is_refused_before_it_is_read(self, client: CheckedClient) -> None:
        response = client.open(
            "/luu", method="POST", input_stream=io.BytesIO(b"key=much"),
            content_type="application/x-www-form-urlencoded",
            environ_overrides={"CONTENT_LENGTH": str(20 * 1024**2)},
        )  # fmt: skip
        assert response.status_code == 413
        assert "10 MB" in response.text


class TestSlowBodies:
    """Who sends half a body and stops holds a thread; pages and other addresses must go on."""

    def test_one_address_cannot_hold_all(self, client: CheckedClient) -> None:
        here = {"REMOTE_ADDR": "203.0.113.1"}
        with ExitStack() as waiting:
            for _ in range(bodies.OF_ONE_ADDRESS):
                waiting.enter_context(bodies.place("203.0.113.1"))
            assert client.post("/luu", data={"key": "slow"}, environ_overrides=here).status_code == 503
            assert client.get("/robots.txt", environ_overrides=here).status_code == 200
            assert client.post("/luu", data={"key": "quick"}).status_code == 200
        assert client.post("/luu", data={"key": "slow"}, environ_overrides=here).status_code == 200

    def test_all_together_leave_threads_for_pages(self, client: CheckedClient) -> None:
        with ExitStack() as waiting:
            for number in range(bodies.AT_ONCE):
                waiting.enter_context(bodies.place(f"203.0.113.{number}"))
            assert client.post("/luu", data={"key": "late"}).status_code == 503
        assert bodies.AT_ONCE <= PAGE_THREADS * 3 / 4

    def test_a_cut_body_gives_its_place_back(self, client: CheckedClient) -> None:
        for _ in range(bodies.AT_ONCE + 1):
            body, told = io.BytesIO(b"key"), {"CONTENT_LENGTH": "9"}
            cut = client.post("/luu", input_stream=body, environ_overrides=told)
            assert cut.status_code == 400


class TestForeignSites:
    def test_no_token(self, client: CheckedClient) -> None:
        typed = {"key": "no-token", "note": "đoạn văn\ngõ hai dòng", "client_id": "0b6e4c1e-6b4e"}
        response = client.post("/luu", data=typed, csrf=False)
        assert response.status_code == 400
        assert '<li class="kept-lines">đoạn văn\ngõ hai dòng</li>' in response.text
        assert "0b6e4c1e" not in response.text, "nobody typed that"
        assert not stored("no-token")

    def test_cross_site(self, client: CheckedClient) -> None:
        response = client.post("/luu", data={"key": "cross"}, headers={"Sec-Fetch-Site": "cross-site"})
        assert response.status_code == 400
        assert not stored("cross")


class TestForms:
    @pytest.mark.parametrize("body", ["[1]", '{"text": 5}', '{"text": ["a", null]}', "nonsense"])
    def test_json_is_no_form(self, trial: Flask, body: str) -> None:
        with trial.test_request_context("/", method="POST", data=body, content_type="application/json"):
            assert not NoteForm(meta={"csrf": False}).text.data


class TestRedirect:
    def test_headers_are_ascii_for_htmx_too(self, trial: Flask) -> None:
        with trial.test_request_context(headers={"HX-Request": "true"}):
            assert web.redirect("/ho-so?q=đường").headers["HX-Redirect"] == "/ho-so?q=%C4%91%C6%B0%E1%BB%9Dng"


class TestErrors:
    @pytest.mark.parametrize("host", ["9" * 5000, "\xff", "a b", "", "[", "evil.example:x"])
    def test_a_host_that_is_none(self, client: CheckedClient, host: str) -> None:
        assert client.get("/robots.txt", headers={"Host": host}).status_code in (200, 400)

    def test_a_fault_shows_a_reference_and_nothing_else(self, client: CheckedClient) -> None:
        response = client.get("/loi")
        assert response.status_code == 500
        assert "secret detail" not in response.text
        assert "ValueError" not in response.text

    def test_the_log_names_the_route_and_no_secrets(
        self, client: CheckedClient, caplog: pytest.LogCaptureFixture
    ) -> None:
        response = client.get("/hong/7/token-of-an-invitation?q=Nguyễn")
        assert "at GET /hong/<int:number>/<token> {'number': 7}" in caplog.text
        assert re.findall(r"[0-9A-F]{8}", response.text)[0] in caplog.text
        for secret in ("token-of-an-invitation", "Nguy", "0912345678"):
            assert secret not in caplog.text

    def test_busy_says_try_again(self, client: CheckedClient) -> None:
        response = client.get("/ban")
        assert response.status_code == 503
        assert response.headers["Retry-After"] == "5"

    @pytest.mark.parametrize("part", [True, False])
    def test_a_database_that_is_away_still_leaves_a_page(
        self, client: CheckedClient, monkeypatch: pytest.MonkeyPatch, part: bool
    ) -> None:
        def away(token: str) -> None:
            raise OperationalError("SELECT 1", {}, Exception("connection refused"))

        monkeypatch.setattr("outreach.accounts.queries.find_session", away)
        with client.session_transaction() as session:
            session["_user_id"] = "somebody's"
        for _ in range(2):
            response = client.part("/") if part else client.get("/")
            assert response.status_code == 503
            assert "đang ghi dữ liệu" in response.text

    def test_a_fragment_gets_a_fragment(self, client: CheckedClient) -> None:
        response = client.part("/khong-co")
        assert response.status_code == 404
        assert "<html" not in response.text

    def test_wrong_method_names_the_right_ones(self, client: CheckedClient) -> None:
        response = client.get("/luu")
        assert response.status_code == 405
        assert "POST" in response.headers["Allow"]


class TestForm:
    def test_refusals_land_beside_their_field(self, trial: Flask) -> None:
        def refuse() -> None:
            raise Refused("không được", "text")

        with trial.test_request_context(method="POST"):
            form = NoteForm()
            form.validate()
            assert form.carry_out(refuse) is None
            assert form.text.errors == ["không được"]

    def test_conflicts_are_told_and_rolled_back(self, trial: Flask) -> None:
        def twice() -> None:
            db.session.add(Setting(key="kept", value="1"))
            raise Refused("nửa chừng")

        with trial.test_request_context(method="POST"):
            form = NoteForm()
            form.validate()
            assert form.carry_out(twice) is None
            assert form.form_errors == ["nửa chừng"]
            db.session.commit()
        assert not stored("kept")

    def test_text_arrives_as_nfc_without_nul(self, trial: Flask) -> None:
        with trial.test_request_context(method="POST", data={"text": "  Hồ\x00 sơ "}):
            assert NoteForm().text.data == "Hồ sơ"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a\nb", "", None,
        "\\\\evil.example", "http:evil", " /x", "/\t/evil.example",
    ],
)  # fmt: skip
def test_next_stays_on_this_host(target: str | None) -> None:
    assert web.safe_next(target, "/nha") == "/nha"


def test_next_keeps_our_own_paths() -> None:
    assert web.safe_next("/ho-so?page=2", "/nha") == "/ho-so?page=2"


class TestConfig:
    @pytest.mark.parametrize("key", ["", "short", "dev", "k" * 31])
    def test_production_needs_a_secret(self, monkeypatch: pytest.MonkeyPatch, key: str) -> None:
        monkeypatch.setenv("SECRET_KEY", key)
        with pytest.raises(ConfigError, match="SECRET_KEY"):
            Config.from_environment()

    def test_https_makes_cookies_secure(self) -> None:
        settings = Config(secret_key="k" * 40, public_url="https://dv.example.vn").flask_settings()
        assert settings["SESSION_COOKIE_SECURE"]
        assert str(settings["SESSION_COOKIE_NAME"]).startswith("__Host-")

    @pytest.mark.parametrize(
        ("told", "public_url", "answered"),
        [
            ((), "", None),
            ((), "https://dv.example.vn:8443/", ["dv.example.vn", "localhost", "127.0.0.1"]),
            (("a.example.vn",), "https://dv.example.vn", ["a.example.vn"]),
        ],
    )
    def test_hosts_are_those_told_else_the_public_one(
        self, told: tuple[str, ...], public_url: str, answered: list[str] | None
    ) -> None:
        settings = Config(secret_key="k" * 40, public_url=public_url, trusted_hosts=told).flask_settings()
        assert settings["TRUSTED_HOSTS"] == answered

    @pytest.mark.parametrize("months", ["0", "241", "ba", "-1"])
    def test_names_and_photos_are_kept_for_some_months(
        self, monkeypatch: pytest.MonkeyPatch, months: str
    ) -> None:
        monkeypatch.setenv("SECRET_KEY", "k" * 40)
        settings = Config.from_environment().flask_settings()
        assert (settings["KEEP_NAMES_MONTHS"], settings["KEEP_PHOTOS_MONTHS"]) == (36, 24)
        monkeypatch.setenv("KEEP_NAMES_MONTHS", "12")
        assert Config.from_environment().flask_settings()["KEEP_NAMES_MONTHS"] == 12
        monkeypatch.setenv("KEEP_PHOTOS_MONTHS", months)
        with pytest.raises(ConfigError, match="KEEP_PHOTOS_MONTHS"):
            Config.from_environment()

    def test_registers_are_fetched_from_named_hosts(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SECRET_KEY", "k" * 40)
        assert Config.from_environment().flask_settings()["REGISTER_HOSTS"] == []
        monkeypatch.setenv("REGISTER_HOSTS", " So.Mau.vn, .dvc.mau.vn ,http://10.0.0.5:8080/,")
        hosts = Config.from_environment().flask_settings()["REGISTER_HOSTS"]
        assert hosts == ["so.mau.vn", ".dvc.mau.vn", "http://10.0.0.5:8080"]

    @pytest.mark.parametrize(
        "hosts", ["*", "*.vn", ".vn", "https://so.mau.vn/so", "lan:x@so.mau.vn", "ftp://a"]
    )
    def test_what_is_no_host_is_refused(self, monkeypatch: pytest.MonkeyPatch, hosts: str) -> None:
        monkeypatch.setenv("SECRET_KEY", "k" * 40)
        monkeypatch.setenv("REGISTER_HOSTS", hosts)
        with pytest.raises(ConfigError, match="REGISTER_HOSTS"):
            Config.from_environment()

    def test_short_postgres_addresses_name_our_driver(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SECRET_KEY", "k" * 40)
        monkeypatch.setenv("DATABASE_URL", "postgres://a@b/c")
        assert Config.from_environment().database_url == "postgresql+psycopg://a@b/c"


def test_untrusted_hosts_are_refused(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("hosts")
    app = create_app(
        Config(
            secret_key="s" * 40, database_url=f"sqlite:///{folder / 'h.db'}", trusted_hosts=("dv.example.vn",)
        )
    )
    assert app.test_client().get("/robots.txt", headers={"Host": "evil.example"}).status_code == 400
