"""An `Outbound` as calls of the Bot API: pure functions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from telegram import InputFile
from telegram.constants import MessageLimit

from bot.long_texts import parts, units
from bot.messages import Button, File, Outbound, Refused

TEXT_LIMIT: Final = int(MessageLimit.MAX_TEXT_LENGTH)
CAPTION_LIMIT: Final = int(MessageLimit.CAPTION_LENGTH)
TICK: Final = "✓ "
_SHORT: Final = 14
_VOICE_TYPES: Final = frozenset({"audio/ogg", "audio/opus", "application/ogg"})


@dataclass(frozen=True, slots=True)
class Call:
    """One method of the Bot API with its parameters."""

    method: str
    parameters: dict[str, Any]


def calls(address: str, message: Outbound, files: Mapping[int, File]) -> list[Call]:
    """What to call, in order. The last one carries the buttons, and its message's id counts.

    Text that is longer than a caption follows its picture, in as many messages as it needs: nothing is ever left out.
    """
    chat = {"chat_id": _chat_id(address)}
    if message.edits is not None:
        return [_edit(chat, message.edits, message)]
    uploads = [_upload(chat, kind, file) for kind, file in _files(message, files)]
    point = [_point(chat, *message.position)] if message.position else []
    if uploads and units(message.text) <= CAPTION_LIMIT:
        caption = {"caption": message.text} if message.text else {}
        return [*point, *uploads[:-1], _with(uploads[-1], caption | _markup(message))]
    *before, last = [_words(chat, text) for text in _texts(message.text)]
    return [*point, *uploads, *before, _with(last, _markup(message))]


def keyboard(message: Outbound) -> list[list[dict[str, str]]]:
    """Two columns where all labels are short; the button that ends a choice of several stands alone."""
    choices = [button for button in message.buttons if not button.done]
    columns = _columns(choices, message.several)
    rows = [choices[start : start + columns] for start in range(0, len(choices), columns)]
    rows += [[button] for button in message.buttons if button.done]
    return [[_key(button) for button in row] for row in rows]


def _columns(choices: list[Button], several: bool) -> int:
    """A tick must not change the columns while somebody is choosing, so room is kept for it."""
    widest = max((len(button.caption) for button in choices), default=0) + (len(TICK) if several else 0)
    return 2 if widest <= _SHORT else 1


def _key(button: Button) -> dict[str, str]:
    return {"text": (TICK if button.chosen else "") + button.caption, "callback_data": button.token}


def _markup(message: Outbound) -> dict[str, Any]:
    return {"reply_markup": {"inline_keyboard": keyboard(message)}} if message.buttons else {}


def _edit(chat: dict[str, Any], message_id: str, message: Outbound) -> Call:
    if not message_id.isdecimal():
        raise Refused("The message to edit has no Telegram id.")
    return Call("editMessageReplyMarkup", chat | {"message_id": int(message_id)} | _markup(message))


def _files(message: Outbound, files: Mapping[int, File]) -> list[tuple[str, File]]:
    """The file first: the text stands under what comes last, and belongs to what is seen or heard."""
    wanted = (("file", message.file), ("picture", message.picture), ("sound", message.sound))
    try:
        return [(kind, files[row]) for kind, row in wanted if row is not None]
    except KeyError:
        raise Refused("A picture, sound or file of this message is missing.") from None


def _upload(chat: dict[str, Any], kind: str, file: File) -> Call:
    spoken = "voice" if file.mime in _VOICE_TYPES else "audio"
    field = {"picture": "photo", "file": "document"}.get(kind, spoken)
    return Call(f"send{field.capitalize()}", chat | {field: InputFile(file.data, filename=file.name)})


def _point(chat: dict[str, Any], latitude: float, longitude: float) -> Call:
    return Call("sendLocation", chat | {"latitude": latitude, "longitude": longitude})


def _texts(text: str) -> list[str]:
    """Without parts in which nothing is to be seen: Telegram would refuse those, and trims its messages anyway."""
    found = parts(text, TEXT_LIMIT)
    return [part for part in found if part.strip()] or found[:1]


def _words(chat: dict[str, Any], text: str) -> Call:
    return Call("sendMessage", chat | {"text": text, "link_preview_options": {"is_disabled": True}})


def _with(call: Call, more: dict[str, Any]) -> Call:
    return Call(call.method, call.parameters | more)


def _chat_id(address: str) -> int:
    try:
        return int(address)
    except ValueError:
        raise Refused("The address is not the id of a Telegram chat.") from None
