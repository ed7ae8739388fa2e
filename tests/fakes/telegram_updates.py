"""Updates as Telegram writes them, for tests that play people."""

import time
from typing import Any


def text_update(chat: int, text: str, update_id: int | None = None, language: str = "ti") -> dict[str, Any]:
    """Somebody writes `text` in her private chat with the bot."""
    return _update(update_id, "message", _message(chat, language) | {"text": text})


def tap_update(
    chat: int, token: str, message_id: int = 1, update_id: int | None = None, language: str = "ti"
) -> dict[str, Any]:
    """Somebody taps the button `token` under the bot's message `message_id`."""
    under = {
        "message_id": message_id,
        "date": int(time.time()),
        "chat": {"id": chat, "type": "private"},
        "from": {"id": 123456, "is_bot": True, "first_name": "Brug"},
        "text": "?",
    }
    person = _person(chat, language)
    query = {"id": f"q{chat}-{token}", "from": person, "chat_instance": "1", "data": token, "message": under}
    return _update(update_id, "callback_query", query)


def voice_update(chat: int, file_id: str, seconds: int = 3, update_id: int | None = None) -> dict[str, Any]:
    """Somebody sends a voice note."""
    voice = {"file_id": file_id, "file_unique_id": "u", "duration": seconds, "mime_type": "audio/ogg"}
    return _update(update_id, "message", _message(chat, "ti") | {"voice": voice})


def photo_update(chat: int, file_id: str, caption: str = "", update_id: int | None = None) -> dict[str, Any]:
    """Somebody sends a picture."""
    sizes = [{"file_id": file_id, "file_unique_id": "u", "width": 90, "height": 60}]
    words = {"caption": caption} if caption else {}
    return _update(update_id, "message", _message(chat, "ti") | {"photo": sizes} | words)


def _message(chat: int, language: str) -> dict[str, Any]:
    return {
        "message_id": 1,
        "date": int(time.time()),
        "chat": {"id": chat, "type": "private", "first_name": "Amina"},
        "from": _person(chat, language),
    }


def _person(chat: int, language: str) -> dict[str, Any]:
    return {"id": chat, "is_bot": False, "first_name": "Amina", "language_code": language}


def _update(update_id: int | None, kind: str, content: dict[str, Any]) -> dict[str, Any]:
    return ({} if update_id is None else {"update_id": update_id}) | {kind: content}
