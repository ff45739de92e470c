"""Rules about people, passwords, sessions, and how often somebody may try."""

import functools
import hashlib
import ipaddress
import re
import unicodedata
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from outreach.i18n import gettext as _
from outreach.text import fold, nfc

# ── sessions ─────────────────────────────────────────────────────────────────────────────────────────────

IDLE_LIMIT = timedelta(hours=8)  # a working day with its lunch break
ABSOLUTE_LIMIT = timedelta(days=14)
TOUCH_EVERY = timedelta(minutes=1)  # how exact "last seen" is


def token_hash(token: str) -> str:
    """What the table keeps of a random token: its SHA-256, hex."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def session_is_open(created_at: datetime, last_seen_at: datetime, at: datetime) -> bool:
    """Whether a session is within both limits at the instant `at`."""
    return at - last_seen_at < IDLE_LIMIT and at - created_at < ABSOLUTE_LIMIT


def network_of(address: str) -> str:
    """The /24 (IPv4) or /64 (IPv6) that an address belongs to; '' for what is no address."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return ""
    ip = _as_ipv4(ip)
    bits = 24 if ip.version == 4 else 64
    return str(ipaddress.ip_network(f"{ip}/{bits}", strict=False))


def is_loopback(address: str) -> bool:
    """Whether an address or a host name means this very machine."""
    if address.lower() == "localhost":
        return True
    try:
        return _as_ipv4(ipaddress.ip_address(address)).is_loopback
    except ValueError:
        return False


def _as_ipv4(
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """An IPv4 caller of an IPv6 socket is written ::ffff:a.b.c.d; all of those share one /64."""
    return (ip.ipv4_mapped or ip) if isinstance(ip, ipaddress.IPv6Address) else ip


_BROWSERS = (
    (r"zalo", "Zalo"), (r"coc_coc", "Cốc Cốc"), (r"edg(?:e|a|ios)?/", "Edge"), (r"opr/|opera", "Opera"),
    (r"firefox|fxios", "Firefox"), (r"chrome|crios|chromium", "Chrome"), (r"safari", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    (r"android", "Android"), (r"iphone", "iPhone"), (r"ipad", "iPad"), (r"windows", "Windows"),
    (r"mac os", "macOS"), (r"linux", "Linux"),
)  # fmt: skip


def browser_words(user_agent: str) -> str:
    """'Chrome · Windows' of a User-Agent header; '' when it tells nothing."""
    agent = user_agent.lower()
    found = (
        next((name for mark, name in kind if re.search(mark, agent)), "") for kind in (_BROWSERS, _SYSTEMS)
    )
    return " · ".join(filter(None, found))


# ── who somebody says to be ──────────────────────────────────────────────────────────────────────────────


class Account(NamedTuple):
    """What somebody types to be known: an e-mail (staff), or a tax code and a phone (business)."""

    email: str = ""
    tax_code: str = ""
    phone: str = ""

    @property
    def key(self) -> str:
        """One text for one account, for the throttle."""
        return "\t".join((self.email, self.tax_code, self.phone))


# ── people ───────────────────────────────────────────────────────────────────────────────────────────────


STATES = ("active", "invited", "disabled")


def person_state(*, disabled: bool, password: bool) -> str:
    """'invited' until a password is set, then 'active'; or 'disabled'."""
    return "disabled" if disabled else "active" if password else "invited"


def may_manage(actor: str, target: str) -> bool:
    """Whether a person of role `actor` looks after people of role `target`."""
    return actor == "administrator" or (actor == "officer" and target == "business")


def may_answer(actor: str, target: str) -> bool:
    """Whether `actor` may hand a new-password link to somebody of role `target` who forgot theirs."""
    return may_manage(actor, target) or (actor == "helpdesk" and target == "business")


def rights_shrink(before: str, after: str) -> bool:
    """Whether changing from one role to another takes anything away."""
    return before != after and after != "administrator"


# ── passwords and links ──────────────────────────────────────────────────────────────────────────────────

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 256  # so that nobody sends us megabytes to hash
LIFETIMES = {"welcome": timedelta(days=7), "reset": timedelta(hours=2)}
SITE_WORDS = ("outreach", "banquanly", "khucongnghiep", "doanhnghiep", "matkhau", "password", "bqlkcn")


def password_problem(password: str, *, own_words: Iterable[str], common: Collection[str]) -> str | None:
    """Why a password is refused, or None. There are no rules about kinds of characters.

    `own_words` are the person's name, account and the like; `common` are folded passwords everybody tries.
    """
    length = len(nfc(password))
    if length < SHORTEST_PASSWORD:
        return str(_("Mật khẩu cần ít nhất 10 ký tự. Một câu ngắn dễ nhớ là tốt nhất."))
    if length > LONGEST_PASSWORD:
        return str(_("Mật khẩu dài quá 256 ký tự."))
    key = _bare(password)
    if key in common or len(set(key)) < 3:
        return str(_("Mật khẩu này quá phổ biến, người khác dễ đoán ra. Anh/Chị chọn câu khác giúp."))
    if _is_mostly(key, (*SITE_WORDS, *own_words)):
        return str(
            _("Mật khẩu chỉ gồm tên hay tài khoản của Anh/Chị hoặc tên trang này. Xin chọn câu khác giúp.")
        )
    return None


def own_words(*texts: str | None) -> tuple[str, ...]:
    """What a password must not be made of: a person's texts, whole and word by word."""
    whole = [text for text in texts if text]
    return (*whole, *(word for text in whole for word in re.split(r"[\s@._-]+", text)))


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", fold(unicodedata.normalize("NFKC", text)))


def _is_mostly(key: str, words: Iterable[str]) -> bool:
    """Whether fewer than six characters are left of `key` without the words, digits and marks."""
    left = key
    for word in sorted({_bare(word) for word in words}, key=len, reverse=True):
        if len(word) >= 3:
            left = left.replace(word, "")
    return left != key and len(re.sub(r"[\W\d_]", "", left)) < 6


# ── how often ────────────────────────────────────────────────────────────────────────────────────────────


class Limit(NamedTuple):
    """So many tries are free within the window; each further one waits twice as long as the one before."""

    free: int
    first: timedelta
    longest: timedelta
    window: timedelta

    def wait(self, tries: int, last: datetime | None, at: datetime) -> timedelta:
        """How long after `at` the next try may come, after `tries` tries of which the last was at `last`."""
        if last is None or tries < self.free:
            return timedelta(0)
        doublings: int = 2 ** min(tries - self.free, 20)
        pause = min(self.first * doublings, self.longest)
        # A clock set back must not lock anybody out for longer than the pause itself.
        return max(timedelta(0), min(last + pause - at, pause))


class Limits(NamedTuple):
    """How often one account, and how often one network, may try one way in."""

    account: Limit
    network: Limit


def _limit(free: int, first_seconds: int, longest_minutes: int, window_hours: int) -> Limit:
    return Limit(
        free,
        timedelta(seconds=first_seconds),
        timedelta(minutes=longest_minutes),
        timedelta(hours=window_hours),
    )


# A training hall of sixty shares one network, so networks get more than accounts.
LIMITS = {
    "sign_in": Limits(account=_limit(5, 15, 15, 24), network=_limit(60, 2, 5, 1)),
    "invitation": Limits(account=_limit(20, 15, 15, 24), network=_limit(40, 5, 15, 1)),
    "forgotten": Limits(account=_limit(3, 60, 60, 24), network=_limit(30, 10, 15, 1)),
    "password": Limits(account=_limit(5, 15, 15, 24), network=_limit(60, 2, 5, 1)),
    "question": Limits(account=_limit(10, 30, 15, 24), network=_limit(60, 5, 15, 1)),
    "message": Limits(account=_limit(120, 5, 5, 1), network=_limit(600, 2, 5, 1)),
    "upload": Limits(account=_limit(60, 5, 5, 1), network=_limit(600, 2, 5, 1)),
    "answer": Limits(account=_limit(10, 15, 15, 24), network=_limit(120, 5, 15, 1)),
    "receipt": Limits(account=_limit(20, 15, 15, 24), network=_limit(60, 5, 15, 1)),
    "own receipt": Limits(account=_limit(300, 5, 5, 24), network=_limit(600, 5, 5, 1)),
    "session link": Limits(account=_limit(20, 15, 15, 24), network=_limit(120, 5, 15, 1)),
    "scan": Limits(account=_limit(5000, 1, 1, 1), network=_limit(300, 5, 15, 1)),
    "practice": Limits(account=_limit(240, 2, 5, 1), network=_limit(240, 2, 5, 1)),
    "start": Limits(account=_limit(240, 2, 5, 1), network=_limit(240, 2, 5, 1)),
}
# Messages of somebody signed in, counted where they are stored: a clerk who writes all day never meets it.
OWN_MESSAGES = _limit(300, 2, 5, 1)
KEEP_ATTEMPTS = max(limit.window for both in LIMITS.values() for limit in (both.account, both.network))


@functools.cache
def common_passwords() -> frozenset[str]:
    """Folded passwords that everybody tries first: the file beside this module."""
    from importlib.resources import files

    text = (files("outreach.accounts") / "common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))
