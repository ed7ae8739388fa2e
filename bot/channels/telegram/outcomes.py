"""What Telegram's answers and the network's failures mean for a message.

python-telegram-bot gives a refused connection, a 500 and a broken answer the same class, and counts a bad request
among them. Sending again is safe after the first only, so each has its own class here.
"""

import re
from typing import Any, Final

import orjson
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
)

from bot.messages import (
    Ambiguous,
    ChannelDown,
    Moved,
    NotAccepted,
    Refused,
    SendError,
    Throttled,
    Unreachable,
)

DEFAULT_RETRY_AFTER: Final = 5.0

_GONE: Final = {
    "bot was blocked by the user": "The person has blocked the bot.",
    "user is deactivated": "The person's Telegram account is deactivated.",
    "bot can't initiate conversation": "The person has never started the bot.",
    "chat not found": "Telegram does not know this chat.",
}
# What Telegram quotes back: parts of our text, ids, addresses.
_QUOTED: Final = re.compile(r"""\"[^"]*\"|'[^']*'|\S*://\S*|\d+""")
_MAX_REASON: Final = 160


class NotSent(NetworkError):
    """No byte of the request reached Telegram."""


class MaybeSent(NetworkError):
    """The request left, and no valid answer came back."""


class TooLarge(NetworkError):
    """The answer is larger than `MAX_ANSWER`."""


class Flooded(TelegramError):
    """429. The library's own class warns on each use of its seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__("Too Many Requests")
        self.seconds = seconds


def refusal(status: int, payload: bytes) -> TelegramError:
    """What an answer other than 2xx means. Only Telegram's own JSON counts as Telegram's word."""
    if 300 <= status <= 399:
        return NotSent("Something other than Telegram answered, with a redirect.")
    if status == 413:
        return BadRequest("Request Entity Too Large")
    answer = telegram_json(payload) or {}
    if status == 429:
        return Flooded(_retry_after(answer))
    description = answer.get("description")
    if status >= 500 or not isinstance(description, str):
        return MaybeSent(f"Telegram answered with status {status}.")
    return _verdict(status, description, answer.get("parameters"))


def _verdict(status: int, description: str, parameters: object) -> TelegramError:
    if isinstance(parameters, dict) and isinstance(parameters.get("migrate_to_chat_id"), int):
        return ChatMigrated(parameters["migrate_to_chat_id"])
    match status:
        case 401 | 404:  # Telegram answers 404 to a token of the wrong shape.
            return InvalidToken("Unauthorized")
        case 403:
            return Forbidden(description)
        case 409:
            return Conflict(description)
        case _:
            return BadRequest(description)


def _retry_after(answer: dict[str, Any]) -> float:
    parameters = answer.get("parameters")
    seconds = parameters.get("retry_after") if isinstance(parameters, dict) else None
    return float(seconds) if isinstance(seconds, int | float) else DEFAULT_RETRY_AFTER


def telegram_json(payload: bytes) -> dict[str, Any] | None:
    """The JSON object in `payload`, or None."""
    try:
        answer = orjson.loads(payload)
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None


def outcome(error: TelegramError) -> SendError:
    """The policy: what the outbox may do after `error`. Whatever is not known for sure is `Ambiguous`."""
    match error:
        case NotSent():
            return NotAccepted(error.message)
        case Flooded(seconds=seconds):
            return Throttled("Telegram asks to slow down.", seconds)
        case ChatMigrated():
            return Moved("The chat has a new id.", str(error.new_chat_id))
        case InvalidToken():
            return ChannelDown("Telegram refuses the token of the bot.")
        case Forbidden() | BadRequest():
            return _refused(error.message)
        case MaybeSent():
            return Ambiguous(error.message)
        case _:
            return Ambiguous(f"The outcome of a call to Telegram is unknown ({type(error).__name__}).")


def _refused(description: str) -> SendError:
    lowered = description.lower()
    for words, reason in _GONE.items():
        if words in lowered:
            return Unreachable(reason)
    return Refused(f"Telegram refuses this message: {_QUOTED.sub('…', description)[:_MAX_REASON]}")
