"""Words and button taps in a private chat, read without python-telegram-bot: nearly all that arrives.

The library stays the parser of record. It builds some six objects for each update, a seventh of all that an update
costs; here only the shapes are read that are known field by field. Whatever differs from them in anything (a field
that is not listed here, a type, a missing part) is None, and goes to the library. For what both can read they agree:
the tests hold them against each other.
"""

from datetime import UTC, datetime
from typing import Any, Final

from bot.messages import Inbound

NAME: Final = "telegram"
_WORDS: Final = frozenset({"update_id", "message"})
_TAP: Final = frozenset({"update_id", "callback_query"})
_MESSAGE: Final = frozenset({"message_id", "from", "chat", "date", "text", "entities"})
_TAPPED: Final = _MESSAGE | {"reply_markup", "link_preview_options"}
_QUERY: Final = frozenset({"id", "from", "message", "chat_instance", "data"})
_CHAT: Final = frozenset({"id", "type", "first_name", "last_name", "username"})
_USER: Final = frozenset(
    {"id", "is_bot", "first_name", "last_name", "username", "language_code", "is_premium", "added_to_attachment_menu"}
)
_NAMED: Final = frozenset({"id", "is_bot", "first_name"})
_ENTITY: Final = frozenset({"type", "offset", "length"})
_BUTTON: Final = frozenset({"text", "callback_data"})
_LATEST: Final = 2**32


def plain(data: Any, account: str) -> tuple[Inbound, str | None] | None:
    """What a person did, and the query that waits for an answer; None: let the library read it. Never raises."""
    try:
        if data.keys() == _WORDS:
            return _words(data["update_id"], data["message"], account), None
        if data.keys() == _TAP:
            return _tap(data["update_id"], data["callback_query"], account), data["callback_query"]["id"]
    except (ValueError, LookupError, TypeError, AttributeError):
        pass
    return None


def _words(number: Any, message: Any, account: str) -> Inbound:
    _check(type(number) is int and message.keys() <= _MESSAGE)
    return Inbound(
        channel=NAME,
        account=account,
        event_id=str(number),
        sender=_private(message["chat"]),
        text=_storable(message["text"]),
        locales=_locales(message["from"]),
        sent_at=_sent_at(message),
    )


def _tap(number: Any, query: Any, account: str) -> Inbound:
    message = query["message"]
    _check(type(number) is int and query.keys() == _QUERY and message.keys() <= _TAPPED and type(query["id"]) is str)
    _sent_at(message)
    _locales(message["from"])
    _check_markup(message)
    return Inbound(
        channel=NAME,
        account=account,
        event_id=str(number),
        sender=_private(message["chat"]),
        taps=(_storable(query["data"]),),
        locales=_locales(query["from"]),
        tapped_message=str(message["message_id"]),
    )


def _check(known: bool) -> None:
    if not known:
        raise ValueError


def _sent_at(message: Any) -> datetime:
    """And a look at the other parts that every message has. Date 0 is a message out of reach: not for us."""
    date = message["date"]
    _check(type(message["message_id"]) is int and type(date) is int and 0 < date < _LATEST)
    for entity in message.get("entities", ()):
        _check(entity.keys() == _ENTITY and type(entity["type"]) is str)
    return datetime.fromtimestamp(date, UTC)


def _private(chat: Any) -> str:
    _check(chat["type"] == "private" and type(chat["id"]) is int and chat.keys() <= _CHAT)
    return str(chat["id"])


def _locales(user: Any) -> tuple[str, ...]:
    code = user.get("language_code")
    _check(_NAMED <= user.keys() <= _USER)
    return (_storable(code),) if code is not None else ()


def _storable(words: Any) -> str:
    """Half a surrogate pair raises here: it has no UTF-8."""
    _check(type(words) is str and words != "" and b"\0" not in words.encode())
    return str(words)


def _check_markup(message: Any) -> None:
    """The buttons as we send them: no links, no games."""
    _check(message.get("link_preview_options", {}).keys() <= {"is_disabled"})
    if "reply_markup" not in message:
        return
    _check(message["reply_markup"].keys() == {"inline_keyboard"})
    for row in message["reply_markup"]["inline_keyboard"]:
        for button in row:
            _check(button.keys() == _BUTTON and type(button["text"]) is str and type(button["callback_data"]) is str)
