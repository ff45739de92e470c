"""Settings from the environment.

A default must be safe in production, or absent. `Config.from_environment` is called by `create_app`;
tests pass their own mapping instead.
"""

import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

INSTANCE = Path(__file__).parent / "instance"
MOST_MONTHS = 240
KNOWN_WEAK_KEYS = frozenset({"dev", "secret", "changeme", "change-me", "secret-key"})


class ConfigError(RuntimeError):
    """A setting is missing or unsafe; the message says which and what to do."""


def _secret_key() -> str:
    key = os.environ.get("SECRET_KEY", "")
    if len(key) < 32 or key.lower() in KNOWN_WEAK_KEYS:
        raise ConfigError(
            "SECRET_KEY is missing or shorter than 32 characters. "
            "Set it to a random value, e.g. `python3 -c 'import secrets; print(secrets.token_hex(32))'`; "
            "`make run` and `make demo` keep a generated one in instance/."
        )
    return key


def _zalo_token_key() -> str:
    key = os.environ.get("ZALO_TOKEN_KEY", "")
    if key and len(key) < 32:
        raise ConfigError("ZALO_TOKEN_KEY is shorter than 32 characters; leave it out to use SECRET_KEY.")
    return key


def _months(name: str, default: int) -> int:
    months = _number(name, default)
    if not 1 <= months <= MOST_MONTHS:
        raise ConfigError(f"{name} must be between 1 and {MOST_MONTHS} months, not {months}.")
    return months


def _hosts_of(text: str) -> tuple[str, ...]:
    """Hosts, or origins where it has to be http or another port, as `outgoing.allowed` knows them."""
    hosts = tuple(host.strip().lower().rstrip("/") for host in text.split(",") if host.strip())
    for host in hosts:
        whole = urlsplit(host) if "://" in host else urlsplit(f"https://{host}")
        named = whole.hostname and whole.scheme in ("http", "https") and not (whole.path or whole.query)
        if not named or "@" in host or "*" in host or host in (".", ".vn"):
            raise ConfigError(
                f"REGISTER_HOSTS takes names of hosts, '.example.vn' or 'http://host:port', not {host!r}."
            )
    return hosts


def _number(name: str, default: int) -> int:
    text = os.environ.get(name, "")
    if not text:
        return default
    if not text.isascii() or not text.isdigit():
        raise ConfigError(f"{name} must be a whole number, not {text!r}.")
    return int(text)


@dataclass(frozen=True)
class Config:
    """What the process is told from outside; Flask receives it through `flask_settings`."""

    secret_key: str
    secret_key_fallbacks: tuple[str, ...] = ()
    database_url: str = f"sqlite:///{INSTANCE / 'outreach.db'}"
    data_dir: Path = INSTANCE / "files"
    public_url: str = ""
    trusted_hosts: tuple[str, ...] = ()
    proxy_count: int = 0
    board_name: str = "Ban Quản lý các khu công nghiệp"
    hotline: str = ""
    smtp_url: str = ""
    smtp_from: str = ""
    zalo_app_id: str = ""
    zalo_app_secret: str = ""
    zalo_oa_secret_key: str = ""
    zalo_token_key: str = ""
    clamd: str = ""
    register_hosts: tuple[str, ...] = ()
    keep_names_months: int = 36  # of who came to trainings, was met on visits, asked at dialogues
    keep_photos_months: int = 24  # of visits
    extra: dict[str, object] = field(default_factory=dict)

    @classmethod
    def from_environment(cls) -> "Config":
        """Read the variables DESIGN and the README name; raise ConfigError for what is unsafe."""
        env = os.environ
        return cls(
            secret_key=_secret_key(),
            secret_key_fallbacks=tuple(filter(None, env.get("SECRET_KEY_FALLBACKS", "").split(","))),
            database_url=_database_url(env.get("DATABASE_URL", "") or cls.database_url),
            data_dir=Path(env.get("DATA_DIR", "") or cls.data_dir),
            public_url=env.get("PUBLIC_URL", "").rstrip("/"),
            trusted_hosts=tuple(filter(None, env.get("TRUSTED_HOSTS", "").split(","))),
            proxy_count=_number("PROXY_COUNT", 0),
            board_name=env.get("BOARD_NAME", "") or cls.board_name,
            hotline=env.get("HOTLINE", ""),
            smtp_url=env.get("SMTP_URL", ""),
            smtp_from=env.get("SMTP_FROM", ""),
            zalo_app_id=env.get("ZALO_APP_ID", ""),
            zalo_app_secret=env.get("ZALO_APP_SECRET", ""),
            zalo_oa_secret_key=env.get("ZALO_OA_SECRET_KEY", ""),
            zalo_token_key=_zalo_token_key(),
            clamd=env.get("CLAMD", ""),
            register_hosts=_hosts_of(env.get("REGISTER_HOSTS", "")),
            keep_names_months=_months("KEEP_NAMES_MONTHS", cls.keep_names_months),
            keep_photos_months=_months("KEEP_PHOTOS_MONTHS", cls.keep_photos_months),
        )

    def _hosts(self) -> list[str]:
        """Hosts that requests may name: as told, else PUBLIC_URL's and this machine; none: anybody."""
        if self.trusted_hosts or not self.public_url:
            return list(self.trusted_hosts)
        return [urlsplit(self.public_url).hostname or "", "localhost", "127.0.0.1"]

    def flask_settings(self) -> dict[str, object]:
        """The mapping handed to `app.config`; cookies are Secure as soon as PUBLIC_URL is https."""
        secure = self.public_url.startswith("https://")
        return {
            "SECRET_KEY": self.secret_key,
            "SECRET_KEY_FALLBACKS": list(self.secret_key_fallbacks),
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "DATA_DIR": self.data_dir,
            "PUBLIC_URL": self.public_url,
            "TRUSTED_HOSTS": self._hosts() or None,
            "PROXY_COUNT": self.proxy_count,
            "BOARD_NAME": self.board_name,
            "HOTLINE": self.hotline,
            "SMTP_URL": self.smtp_url,
            "SMTP_FROM": self.smtp_from,
            "ZALO_APP_ID": self.zalo_app_id,
            "ZALO_APP_SECRET": self.zalo_app_secret,
            "ZALO_OA_SECRET_KEY": self.zalo_oa_secret_key,
            "ZALO_TOKEN_KEY": self.zalo_token_key,
            "CLAMD": self.clamd,
            "REGISTER_HOSTS": list(self.register_hosts),
            "KEEP_NAMES_MONTHS": self.keep_names_months,
            "KEEP_PHOTOS_MONTHS": self.keep_photos_months,
            "SESSION_COOKIE_NAME": "__Host-outreach" if secure else "outreach",
            "SESSION_COOKIE_SECURE": secure,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_PATH": "/",
            "MAX_CONTENT_LENGTH": 11 * 1024 * 1024,
            "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
            "MAX_FORM_PARTS": 4000,
            "WTF_CSRF_TIME_LIMIT": None,
            "SEND_FILE_MAX_AGE_DEFAULT": 31_536_000,
            **self.extra,
        }


def _database_url(url: str) -> str:
    """Accept the short `postgres://` forms and name the driver we ship."""
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url
