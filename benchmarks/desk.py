"""The clerk's desk over 50,000 messages, by CPU: its list, a conversation, its search."""

import random
import statistics
from datetime import timedelta

from sqlalchemy import insert

from benchmarks.boards import board
from benchmarks.pages import count, cpu, floor, getter
from outreach import clock
from outreach.database import db
from outreach.helpdesk.models import Conversation, Message
from outreach.text import fold

CONVERSATIONS, EACH = 5_000, 10
SEARCH_MS = 100.0
LIST, OPENED, KNOWN = 30.0, 15.0, 32.0  # times a bare view; the list shows thirty rows with all they need
STATEMENTS = 16
WORDS = (
    "chữ ký số", "giấy phép lao động", "không đính kèm được tệp", "thanh toán trực tuyến", "mã hồ sơ",
    "hộ chiếu", "biên nhận", "gia hạn", "nộp lại", "đăng nhập VNeID",
)  # fmt: skip
RARE = "khẩn cấp lúc nửa đêm"


def run() -> bool:
    """Print the figures; True when within the limits."""
    with board(2_000) as app:
        key = _talk()
        bare = floor()
        fine = True
        for name, path, limit in (
            ("desk list", "/ban-ho-tro?view=open", LIST),
            ("a conversation", f"/ban-ho-tro/{key}?view=open", LIST + OPENED),
            ("what is known", f"/ban-ho-tro/{key}/da-biet", KNOWN),
        ):
            get = getter(app, path)
            get()
            statements = count(get)
            base = statistics.median(cpu(bare, 10) for _ in range(20))
            ratio = statistics.median(cpu(get) for _ in range(20)) / base
            within = ratio <= limit and statements <= STATEMENTS
            fine &= within
            over = "" if within else "  ← OVER"
            print(
                f"{name:<18} {CONVERSATIONS * EACH:,} messages: {ratio:5.1f}× bare view (limit {limit:.0f}×),"
            )
            print(f"{'':<18} {statements} statements (limit {STATEMENTS}){over}")
        for words in ("chu ky so", fold(RARE), "khong co tu nay"):
            get = getter(app, f"/ban-ho-tro?view=all&q={words.replace(' ', '+')}")
            get()
            took = statistics.median(cpu(get) for _ in range(9)) * 1000
            within = took <= SEARCH_MS
            fine &= within
            print(f"search “{words}”: {took:.0f} ms (limit {SEARCH_MS:.0f}){'' if within else '  ← OVER'}")
    return fine


def _talk() -> str:
    """Ten messages in each of 5,000 conversations of 2,000 businesses; the address of one of them."""
    chance, now = random.Random(7), clock.now()
    talks, said = [], []
    for i in range(1, CONVERSATIONS + 1):
        at = now - timedelta(minutes=chance.randrange(400_000))
        waits = i % 25 == 0
        talks.append(
            {
                "id": i, "public_id": f"talk-{i:05}", "client_id": f"client-{i}",
                "business_id": i % 2_000 + 1, "channel": "portal",
                "state": "open" if i % 10 == 0 else "closed", "asked_at": at,
                "waiting_since": at if waits else None, "due_at": at + timedelta(hours=4) if waits else None,
                "due_for": "first_reply" if waits else None, "last_message_id": i * EACH, "last_at": at,
                "last_from": "business" if waits else "staff", "last_text": WORDS[i % len(WORDS)],
            }
        )  # fmt: skip
        for j in range(EACH):
            text = f"Em hỏi về {chance.choice(WORDS)} của đợt {i}, lần {j}" + (f" {RARE}" if i == 77 else "")
            said.append(
                {
                    "id": (i - 1) * EACH + j + 1, "public_id": f"said-{i}-{j}", "conversation_id": i,
                    "client_id": f"said-{i}-{j}", "side": "staff" if j % 2 else "business", "kind": "text",
                    "person": "Nguyễn Văn Mẫu", "text": text, "text_folded": fold(text), "sent_at": at,
                    "stored_at": at,
                }
            )  # fmt: skip
    with db.engine.begin() as connection:
        connection.execute(insert(Conversation), talks)
        connection.execute(insert(Message), said)
    return "talk-00100"
