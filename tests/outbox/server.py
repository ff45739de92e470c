"""A mail server of the tests on 127.0.0.1, with the faults mail servers have."""

import socketserver
import threading
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any


@dataclass
class MailServer:
    """What it received, and how it behaves: each of the answers may be replaced, `None` hangs up."""

    letters: list[bytes] = field(default_factory=list)
    envelopes: list[tuple[str, str]] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    answers: dict[str, str | None] = field(default_factory=dict)
    port: int = 0

    @property
    def parsed(self) -> list[EmailMessage]:
        """The letters, read by the standard library."""
        return [message_from_bytes(raw, policy=default) for raw in self.letters]


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        box: MailServer = self.server.box  # type: ignore[attr-defined]
        self._say("220 tests")
        sender = recipient = ""
        while line := self.rfile.readline():
            word = line.decode(errors="replace").strip()  # TLS where none is spoken is no UTF-8
            verb = word.split(" ")[0].upper().rstrip(":")
            if verb == "MAIL":
                sender = word
            elif verb == "RCPT":
                recipient = word
            elif verb == "AUTH":
                box.logins.append(word)
            if verb == "QUIT" or not self._answer(box, verb):
                return
            if verb == "DATA" and not box.answers.get("DATA", "354").startswith("5"):  # type: ignore[union-attr]
                letter = self._letter()
                if letter is None:  # broken off before its end: no server may take it
                    return
                answer = box.answers.get("END", "250 taken")
                if answer is None:
                    return
                if answer.startswith("250"):
                    box.letters.append(letter)
                    box.envelopes.append((sender, recipient))
                self._say(answer)

    def _answer(self, box: MailServer, verb: str) -> bool:
        usual = {"EHLO": "250-tests\r\n250 AUTH PLAIN", "DATA": "354 go on", "AUTH": "235 welcome"}
        answer = box.answers.get(verb, usual.get(verb, "250 ok"))
        if answer is None:
            return False
        self._say(answer)
        return True

    def _letter(self) -> bytes | None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line.endswith(b"\n"):
                return None
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)

    def _say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = True


def start(box: MailServer) -> Any:
    """Listen on a free port; call `.stop()` when done."""
    server = _Server(("127.0.0.1", 0), _Conversation)
    server.box = box  # type: ignore[attr-defined]
    box.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()

    def stop() -> None:
        server.shutdown()
        server.server_close()
        thread.join()

    server.stop = stop  # type: ignore[attr-defined]
    return server
