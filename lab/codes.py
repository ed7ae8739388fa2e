"""Codes that bring somebody in: a long one for links and QR, a short one to read aloud.

128 random bits for the link; 8 of Crockford's letters (40 bits) for the voice, which is why tries are limited.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import timedelta

SPOKEN_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SPOKEN_LENGTH = 8
PERSONAL_LIFE = timedelta(days=14)
PLACE_LIFE = timedelta(days=365)
_HEARD_WRONG = str.maketrans("OIL", "011")


@dataclass(frozen=True, slots=True)
class NewCode:
    token: str
    spoken: str

    @property
    def aloud(self) -> str:
        """In two groups of four: easier to read to somebody."""
        return f"{self.spoken[:4]}-{self.spoken[4:]}"


def new_code() -> NewCode:
    return NewCode(secrets.token_urlsafe(16), "".join(secrets.choice(SPOKEN_LETTERS) for _ in range(SPOKEN_LENGTH)))


def as_spoken(text: str) -> str:
    """The spoken code in `text`, however it was written down, or "" where it cannot be one."""
    letters = re.sub(r"[\s.\-–—]", "", text).upper().translate(_HEARD_WRONG)
    return letters if len(letters) == SPOKEN_LENGTH and set(letters) <= set(SPOKEN_LETTERS) else ""


def is_token(text: str) -> bool:
    return re.fullmatch(r"[A-Za-z0-9_-]{16,64}", text) is not None


def looks_spoken(text: str) -> bool:
    """Whether it is written as we write a spoken code: many words have as many letters."""
    return len(text) == SPOKEN_LENGTH + 1 and text[SPOKEN_LENGTH // 2] in "-–—" and bool(as_spoken(text))
