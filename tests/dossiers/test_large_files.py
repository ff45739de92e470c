"""A register of many years comes in by the page: as much as fetching takes, from whom the page lets in."""

import io
import shutil
from pathlib import Path

import pytest
from flask import Flask

from outreach.dossiers import importing
from outreach.dossiers.views import imports
from outreach.web import bodies
from tests.client import CheckedClient
from tests.dossiers import files
from tests.dossiers.runs import kept_files
from tests.dossiers.test_views import latest, send

MB = 1024**2
HEADINGS = "Mã hồ sơ;Ngày tiếp nhận;Tên doanh nghiệp;Ghi chú\n"


def register(size: int) -> bytes:
    """A CSV of about so many bytes, few rows of it."""
    row = "H-{};05/03/2024;Công ty A;" + "x" * 9_000 + "\n"
    return (HEADINGS + "".join(row.format(place) for place in range(size // 9_000))).encode()


def upload(client: CheckedClient, content: bytes) -> int:
    """The status of an upload whose body lies in memory: the test's own client would leave a file open."""
    parts = (("kind", "dossiers"), ("source", ""))
    head = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in parts
    )
    head += '--x\r\nContent-Disposition: form-data; name="file"; filename="so.csv"\r\n\r\n'
    body = head.encode() + content + b"\r\n--x--\r\n"
    answer = client.open(
        "/nhap-lieu/moi", method="POST", input_stream=io.BytesIO(body), content_length=len(body),
        content_type="multipart/form-data; boundary=x",
    )  # fmt: skip
    return answer.status_code


def announce(client: CheckedClient, size: int, url: str = "/nhap-lieu/moi") -> tuple[int, str]:
    """What is answered to whoever announces a body of so many bytes, before any of it is read."""
    answer = client.open(
        url, method="POST", input_stream=io.BytesIO(b"kind="), content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": str(size)},
    )  # fmt: skip
    return answer.status_code, answer.text


@pytest.fixture(scope="module")
def large() -> bytes:
    return register(24 * MB)


def test_a_register_larger_than_any_other_file_is_taken_in(
    app: Flask, officer: CheckedClient, large: bytes
) -> None:
    assert upload(officer, large) == 303
    run = latest()
    assert run.state == "staging", "the worker reads it"
    assert [path.stat().st_size for path in kept_files(app)] == [len(large)]


def test_it_waits_where_files_lie(
    app: Flask, officer: CheckedClient, large: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the body nor the file in it goes to /tmp, which may be memory."""
    places: list[str | None] = []
    temporary = bodies.tempfile.SpooledTemporaryFile

    def noted(size: int, dir: str | None = None) -> object:
        places.append(dir)
        return temporary(size, dir=dir)

    monkeypatch.setattr(bodies.tempfile, "SpooledTemporaryFile", noted)
    upload(officer, large)
    assert places == [str(app.config["DATA_DIR"])] * 2
    assert list(Path(app.config["DATA_DIR"]).glob("tmp*")) == [], "nothing of it is left"


def test_too_large_says_what_to_do(officer: CheckedClient) -> None:
    status, page = announce(officer, 102 * MB)
    assert status == 413
    assert "nhận đến 100 MB" in page
    assert "flask import" in page


@pytest.mark.parametrize("who", ["anonymous", "leader", "helpdesk", "clerk"])
def test_nobody_else_may_send_as_much(who: str, request: pytest.FixtureRequest) -> None:
    status, page = announce(request.getfixturevalue(who), 50 * MB)
    assert status == 413
    assert "tối đa 10 MB" in page


def test_no_other_page_takes_as_much(officer: CheckedClient) -> None:
    assert announce(officer, 50 * MB, "/ho-so-cua-toi")[0] in (404, 413)
    assert announce(officer, 50 * MB, "/nhap-lieu/tep-hang-thang/moi")[0] == 413


def test_few_at_once(officer: CheckedClient) -> None:
    with bodies._place_of_large(1), bodies._place_of_large(1):
        assert announce(officer, 50 * MB)[0] == 503
        assert send(officer, files.small(2)).status_code == 303
    assert announce(officer, 50 * MB)[0] == 400, "cut short: it was read"


def test_a_full_disk_is_said_before_anything_is_read(
    officer: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage("/")._replace(free=600 * MB)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)
    status, page = announce(officer, 50 * MB)
    assert status == 413
    assert "không còn đủ chỗ" in page


def test_lists_that_are_held_whole_stay_small(
    officer: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "LARGEST_LIST", 500)
    answer = send(officer, register(2 * 9_000), kind="businesses")
    assert answer.status_code == 422
    assert "chỉ sổ hồ sơ dạng CSV được lớn hơn" in answer.text


def test_a_large_workbook_is_refused_with_what_to_do(officer: CheckedClient, large: bytes) -> None:
    assert upload(officer, b"PK\x03\x04" + large) == 303
    assert not importing.run_import(latest().public_id)
    assert "CSV" in (latest().fault or "")
