"""A scanner that the operator runs sees every upload first; without one nothing changes."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from outreach import scanning, sniffing
from outreach.refusals import Refused
from outreach.sheets.cells import FileFault
from outreach.sheets.reading import open_table

# The harmless text that every scanner agrees to find; in two parts, or one would find this file.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
MOST = 1024 * 1024


class Clamd(socketserver.StreamRequestHandler):
    """Speaks clamd's INSTREAM: pieces with their length before them, an answer that ends with NUL."""

    def handle(self) -> None:
        if self.rfile.read(10) != b"zINSTREAM\0":
            return
        content = b""
        while size := struct.unpack("!I", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
            if len(content) > MOST:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.wfile.write(b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0")


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True


class _LocalServer(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


@pytest.fixture(params=["tcp", "socket"])
def clamd(app: Flask, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A scanner that listens, and the application told where."""
    local = tmp_path / "clamd.ctl"
    server = _Server(("127.0.0.1", 0), Clamd) if request.param == "tcp" else _LocalServer(str(local), Clamd)
    address = str(local) if request.param == "socket" else f"127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    app.config["CLAMD"] = address
    yield address
    app.config["CLAMD"] = ""
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_clean_file_passes(clamd: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"MST\n0300588569\n")
    assert len(list(open_table(path).rows())) == 2
    assert scanning.why_not(b"x" * (scanning.CHUNK + 1)) is None
    assert scanning.why_not(b"") is None


def test_a_list_with_the_test_virus_is_refused_unread(clamd: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"MST;" + EICAR + b"\n0300588569;\n")
    with pytest.raises(FileFault, match="mã độc"):
        open_table(path)


def test_a_document_with_the_test_virus_is_refused(clamd: str) -> None:
    assert sniffing.document_kind(b"%PDF-1.7\n") == sniffing.PDF
    with pytest.raises(Refused, match="mã độc"):
        sniffing.document_kind(b"%PDF-1.7\n" + EICAR)


def test_a_file_that_the_scanner_does_not_take_is_refused(clamd: str) -> None:
    assert "chia nhỏ" in str(scanning.why_not(bytes(20 * MOST)))


@pytest.mark.parametrize("address", ["127.0.0.1:1", "/nowhere/clamd.ctl", "127.0.0.1:x", "nonsense"])
def test_a_scanner_that_does_not_answer_lets_nothing_in(app: Flask, address: str) -> None:
    app.config["CLAMD"] = address
    assert "không trả lời" in str(scanning.why_not(b"a"))
    app.config["CLAMD"] = ""


def test_without_a_scanner_nothing_is_asked(app: Flask) -> None:
    assert scanning.why_not(EICAR) is None
