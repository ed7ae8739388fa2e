"""Numbers of a second factor: six digits that an app on a phone shows for half a minute, and codes for a lost phone."""

import re
import secrets
from datetime import datetime

import pyotp

PERIOD = 30
TOLERANCE = (0, -1, 1)
"""Steps: clocks of phones go wrong by some seconds."""
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without letters and digits that look alike."""
CODES, LETTERS = 8, 10


def new_secret() -> str:
    return pyotp.random_base32()


def is_secret(text: str) -> bool:
    return re.fullmatch(r"[A-Z2-7]{32}", text) is not None


def address_of(secret: str, email: str) -> str:
    """What the picture for the app holds."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name="Brug")


def step_of(secret: str, typed: str, now: datetime) -> int | None:
    """The half minute that these digits belong to, if they are right about now. Each may be used once."""
    digits = _european(re.sub(r"\s", "", typed))
    if not re.fullmatch(r"[0-9]{6}", digits):
        return None
    around = [int(now.timestamp()) // PERIOD + offset for offset in TOLERANCE]
    return next((step for step in around if secrets.compare_digest(digits_at(secret, step), digits)), None)


def digits_at(secret: str, step: int) -> str:
    return pyotp.TOTP(secret).generate_otp(step)


def _european(typed: str) -> str:
    """The digits of an Arabic or Persian keyboard are as good as ours."""
    return re.sub(r"\d", lambda hit: str(int(hit[0])), typed)


def new_codes() -> list[str]:
    """For when the phone is gone. In two halves, to write down."""
    half = LETTERS // 2
    letters = ["".join(secrets.choice(ALPHABET) for _ in range(LETTERS)) for _ in range(CODES)]
    return [f"{one[:half]}-{one[half:]}" for one in letters]


def plain_code(typed: str) -> str:
    """However it was written down; "" for what is none."""
    letters = _european(re.sub(r"[\s-]", "", typed.casefold()))
    return letters if len(letters) == LETTERS and set(letters) <= set(ALPHABET) else ""
