"""Telegram's updates, read: pure functions from JSON to `Inbound`. python-telegram-bot is the parser of record."""

import json
from dataclasses import dataclass, replace
from typing import Final

import orjson
from telegram import Audio, CallbackQuery, Message, Update, User, Voice
from telegram.constants import ChatType

from bot.channels.telegram.plain import NAME, plain
from bot.messages import Inbound, Media, MediaKind, storable

_PICTURES: Final = frozenset({"image/jpeg", "image/png", "image/webp"})


@dataclass(frozen=True, slots=True)
class Reading:
    """One update. `inbound` is None where nothing is to be done; with a `flaw`, `raw` goes to quarantine.

    `query` is the tap that waits for its sign of life.
    """

    raw: bytes
    inbound: Inbound | None = None
    query: str | None = None
    flaw: str = ""


def read_bytes(raw: bytes, account: str) -> Reading:
    """Never raises: whatever Telegram posted must be answered 2xx, or it comes again for ever."""
    try:
        if found := plain(orjson.loads(raw), account):
            return Reading(raw, *found)
    except ValueError:  # `json` reads more: other encodings, large numbers.
        pass
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError) as error:
        return Reading(raw, flaw=f"It is not JSON ({type(error).__name__}).")
    return by_library(data, raw, account)


def read(data: object, raw: bytes, account: str) -> Reading:
    """`raw` is what is kept of an update that cannot be understood. Never raises."""
    if found := plain(data, account):
        return Reading(raw, *found)
    return by_library(data, raw, account)


def by_library(data: object, raw: bytes, account: str) -> Reading:
    """Whatever Telegram can send. Never raises."""
    if not isinstance(data, dict) or type(data.get("update_id")) is not int:
        return Reading(raw, flaw="It has no update_id.")
    try:
        update = Update.de_json(data)
        inbound = _readable(parse(update, account))
        _check_storable(inbound)
    except Exception as error:  # noqa: BLE001 - the library raises whatever a broken field leads to
        return Reading(raw, flaw=f"python-telegram-bot cannot read it ({type(error).__name__}).")
    if all(getattr(update, kind) is None for kind in Update.ALL_TYPES):
        return Reading(raw, flaw="It holds nothing that python-telegram-bot knows.")
    return Reading(raw, inbound, update.callback_query.id if update.callback_query else None)


def parse(update: Update, account: str) -> Inbound | None:
    """What a person did in a private chat, or None: groups, channels, edits, blocking, service messages."""
    if update.callback_query is not None:
        return _tap(update.update_id, update.callback_query, account)
    if update.message is not None:
        return _message(update.update_id, update.message, account)
    return None


def _tap(update_id: int, query: CallbackQuery, account: str) -> Inbound | None:
    message = query.message
    if message is None or message.chat.type != ChatType.PRIVATE or query.data is None:
        return None
    return Inbound(
        channel=NAME,
        account=account,
        event_id=str(update_id),
        sender=str(message.chat.id),
        taps=(query.data,),
        locales=_locales(query.from_user),
        tapped_message=str(message.message_id),
    )


def _message(update_id: int, message: Message, account: str) -> Inbound | None:
    if message.chat.type != ChatType.PRIVATE or _is_service(message):
        return None
    return Inbound(
        channel=NAME,
        account=account,
        event_id=str(update_id),
        sender=str(message.chat.id),
        text=message.text or message.caption or "",
        media=_media(message),
        locales=_locales(message.from_user),
        sent_at=message.date,
    )


def _is_service(message: Message) -> bool:
    """Telegram's own notices (a message was pinned, a timer was set) have neither words nor content."""
    return message.text is None and message.effective_attachment is None


def _media(message: Message) -> Media | None:
    """Voice notes and pictures, also those sent as a file. A sticker, a video or a place has no `Media`."""
    if message.photo:
        return Media("photo", max(message.photo, key=lambda size: size.width * size.height).file_id, "image/jpeg")
    if message.voice is not None:
        voice = message.voice
        return Media("voice", voice.file_id, voice.mime_type or "audio/ogg", _seconds(voice))
    if message.audio is not None:
        audio = message.audio
        return Media("voice", audio.file_id, audio.mime_type or "", _seconds(audio))
    if message.document is not None and (kind := _document_kind(message.document.mime_type or "")):
        return Media(kind, message.document.file_id, message.document.mime_type or "")
    return None


def _seconds(sound: Voice | Audio) -> int:
    """Without the attribute's deprecation warning."""
    return int(sound.to_dict()["duration"])


def _document_kind(mime: str) -> MediaKind | None:
    if mime in _PICTURES:
        return "photo"
    return "voice" if mime.startswith("audio/") else None


def _locales(user: User | None) -> tuple[str, ...]:
    return (user.language_code,) if user is not None and user.language_code else ()


def _readable(inbound: Inbound | None) -> Inbound | None:
    """Her words without what no database stores. Everything else must be as Telegram makes it."""
    return replace(inbound, text=storable(inbound.text)) if inbound else None


def _check_storable(inbound: Inbound | None) -> None:
    """The library does not look at types; PostgreSQL takes no NUL; half a surrogate pair is no UTF-8.

    Raises `TypeError` or `ValueError`.
    """
    if inbound is None:
        return
    int(inbound.sender)
    media = (inbound.media.ref, inbound.media.mime) if inbound.media else ()
    words = "".join((inbound.text, *inbound.taps, *inbound.locales, *media))
    if b"\0" in words.encode():
        raise ValueError("NUL")
