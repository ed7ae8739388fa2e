"""A message as the outbox keeps it, and as a message again."""

from collections.abc import Mapping
from dataclasses import fields

from bot.messages import Button, Outbound

_SELDOM = tuple(field.name for field in fields(Outbound) if field.name not in ("text", "lang", "buttons"))


def unpack(body: Mapping[str, object]) -> Outbound:
    """The stored form of a message, as a message again. JSON knows no tuples."""
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in body.items()}
    buttons = tuple(Button(**button) for button in values.pop("buttons", ()))  # type: ignore[attr-defined]
    return Outbound(**values, buttons=buttons)  # type: ignore[arg-type]


def pack(message: Outbound) -> dict[str, object]:
    """As JSON-able data, without what is empty: most messages are a text and a language."""
    body: dict[str, object] = {"text": message.text, "lang": message.lang}
    if message.buttons:
        body["buttons"] = [_packed(button) for button in message.buttons]
    for name in _SELDOM:
        if value := getattr(message, name):
            body[name] = value
    return body


def _packed(button: Button) -> dict[str, object]:
    values: dict[str, str | bool] = {"token": button.token, "label": button.label, "icon": button.icon}
    values |= {"lang": button.lang, "chosen": button.chosen, "done": button.done}
    return {name: value for name, value in values.items() if value}
