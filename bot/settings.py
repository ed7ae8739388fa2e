"""Everything that can be set, read from the environment in this one place.

Each `BRUG_X` may instead be given as `BRUG_X_FILE`, the path of a file that holds the value (for secrets).
"""

import os
import re
from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.crashpoints import Crashpoints

PREFIX = "BRUG_"
FROM_FILE = "_FILE"
TOKEN = re.compile(r"\d+:[\w-]+", re.ASCII)
WEBHOOK_SECRET = re.compile(r"[\w-]{22,256}", re.ASCII)
VAPID_KEY = re.compile(r"[\w-]{43}=?", re.ASCII)
SHORTEST_KEY = 32
ALIKE = 80
"""So like a setting, of 100, must a name be that it was probably meant."""


class BadSettings(Exception):
    """All that is wrong with the settings, one line each."""


class CannotStart(Exception):
    """One sentence that says what stands in the way and what to do."""


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True, hide_input_in_errors=True)

    data_dir: Path = Path("data")
    database_url: str = ""
    host: str = "127.0.0.1"
    port: int = Field(8080, ge=0, le=65535)
    public_url: str = ""
    trusted_proxies: str = ""
    secret_key: str = ""
    vapid_key: str = ""
    push_loopback: bool = False
    telegram_token: str = ""
    telegram_api_url: str = "https://api.telegram.org"
    telegram_mode: Literal["", "polling", "webhook"] = ""
    telegram_secret: str = ""
    telegram_previous_secret: str = ""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    timezone: str = "Europe/Brussels"
    exit_url: str = "https://www.wikipedia.org/"
    lease_seconds: int = Field(20, ge=1)
    crashpoint: str = ""

    @field_validator("secret_key")
    @classmethod
    def _long_enough(cls, value: str) -> str:
        if value and len(value) < SHORTEST_KEY:
            raise ValueError("must have at least 32 characters: leave it out and Brug makes one")
        return value

    @field_validator("vapid_key")
    @classmethod
    def _is_vapid_key(cls, value: str) -> str:
        if value and not VAPID_KEY.fullmatch(value):
            raise ValueError("is not 32 bytes in base64url: leave it out and Brug makes one")
        return value

    @field_validator("timezone")
    @classmethod
    def _zone_exists(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError("is not a time zone: write it like Europe/Brussels") from error
        return value

    @field_validator("telegram_token")
    @classmethod
    def _token_form(cls, value: str) -> str:
        if value and not TOKEN.fullmatch(value):
            raise ValueError("does not look like a bot token: numbers, a colon, letters")
        return value

    @field_validator("telegram_secret", "telegram_previous_secret")
    @classmethod
    def _secret_form(cls, value: str) -> str:
        if value and not WEBHOOK_SECRET.fullmatch(value):
            raise ValueError("must be 22 to 256 letters, digits, _ or -: leave it out and Brug makes one")
        return value

    @field_validator("public_url", "telegram_api_url", "exit_url")
    @classmethod
    def _url(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        return value.rstrip("/")

    @field_validator("telegram_mode")
    @classmethod
    def _webhook_needs_address(cls, value: str, read: ValidationInfo) -> str:
        """Told beside whatever else is wrong; an address that is wrong itself is told already."""
        if value == "webhook" and read.data.get("public_url") == "":
            raise ValueError("webhook needs BRUG_PUBLIC_URL, the address that Telegram can reach")
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, value: str) -> str:
        try:
            list(map(ip_network, _listed(value)))
        except ValueError as error:
            raise ValueError("must be addresses or networks with commas between: 127.0.0.1,10.0.0.0/8") from error
        return value

    @field_validator("crashpoint")
    @classmethod
    def _known_crashpoint(cls, value: str) -> str:
        Crashpoints(value)
        return value

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if not value:
            return value
        for written, driver in DRIVERS.items():
            if value.startswith(written):
                return _checked(driver + value.removeprefix(written))
        raise ValueError("must begin with sqlite:/// or postgresql://")

    @property
    def base_url(self) -> str:
        """Where people find us."""
        return self.public_url or f"http://{self.host}:{self.port}"

    @property
    def proxies(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """Web servers of our own before us, which say truly who asks."""
        return tuple(map(ip_network, _listed(self.trusted_proxies)))

    @property
    def telegram_delivery(self) -> Literal["polling", "webhook"]:
        if self.telegram_mode:
            return self.telegram_mode
        return "webhook" if self.public_url.startswith("https://") else "polling"

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite+aiosqlite:///{self.data_dir / 'brug.db'}"


def _listed(text: str) -> list[str]:
    return [one.strip() for one in text.split(",") if one.strip()]


def _checked(url: str) -> str:
    try:
        make_url(url)
    except (ArgumentError, ValueError) as error:
        raise ValueError("is not an address: write it like postgresql://name:password@host:5432/brug") from error
    return url


DRIVERS = {
    "sqlite+aiosqlite://": "sqlite+aiosqlite://",
    "sqlite://": "sqlite+aiosqlite://",
    "postgresql+psycopg://": "postgresql+psycopg://",
    "postgresql://": "postgresql+psycopg://",
    "postgres://": "postgresql+psycopg://",
}


def read_settings(**given: Any) -> Settings:
    """Raises `BadSettings` with everything that is wrong, at once."""
    found, wrong = _from_files()
    wrong += _unknown()
    try:
        settings = Settings(**found, **given)
    except ValidationError as error:
        wrong += [_line(dict(detail)) for detail in error.errors()]
    if wrong:
        raise BadSettings("\n".join(wrong))
    return settings


def _line(detail: dict[str, Any]) -> str:
    where = PREFIX + str(detail["loc"][0]).upper() if detail["loc"] else ""
    reason = str(detail["msg"]).removeprefix("Value error, ")
    return f"{where}: {reason}".removeprefix(": ")


def _from_files() -> tuple[dict[str, Any], list[str]]:
    """What files hold, and which of them cannot be read."""
    found: dict[str, Any] = {}
    unreadable: list[str] = []
    for name in Settings.model_fields:
        path = os.environ.get(f"{PREFIX}{name.upper()}{FROM_FILE}")  # noqa: TID251 - the one file that may
        if path:
            try:
                found[name] = Path(path).read_text("utf-8").strip()
            except (OSError, UnicodeError):
                unreadable.append(f"{PREFIX}{name.upper()}_FILE: cannot read {path}")
    return found, unreadable


def _unknown() -> list[str]:
    """A name that is written wrongly would leave a setting as it was, and nobody would know."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    given = sorted(name.upper() for name in os.environ)  # noqa: TID251 - the one file that may
    ours = [name for name in given if name.startswith(PREFIX)]
    return [_no_such(name, known) for name in ours if name not in known and name.removesuffix(FROM_FILE) not in known]


def _no_such(name: str, known: Iterable[str]) -> str:
    from rapidfuzz import fuzz, process  # Two megabytes, for one sentence that is seldom said.

    stem = name.removesuffix(FROM_FILE)
    near = process.extractOne(stem, sorted(known), scorer=fuzz.ratio, score_cutoff=ALIKE)
    meant = f"Did you mean {near[0]}{name.removeprefix(stem)}?" if near else "README.md lists those that there are."
    return f"{name}: there is no such setting. {meant}"
