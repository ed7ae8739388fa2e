"""What a page's form brought, whatever somebody may have made of it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from urllib.parse import parse_qs

from aiohttp import web

MOST_BYTES = 1024 * 1024
"""Long words in all languages of a lab: a letter of Tigrinya takes nine bytes on its way."""
MOST_FIELDS = 400
"""The agenda of a long day in all the languages of a lab."""
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Form:
    fields: Mapping[str, list[str]] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)

    def text(self, name: str, most: int = 200) -> str:
        """One line or several, without blanks around them; "" where there is none."""
        return self.exactly(name).replace("\r\n", "\n").strip()[:most]

    def exactly(self, name: str) -> str:
        return self.fields.get(name, [""])[0]

    def has(self, name: str) -> bool:
        """Whether this box is ticked, or this button was pressed."""
        return name in self.fields

    def chosen(self, name: str, among: Iterable[str]) -> tuple[str, ...]:
        """Those of `among` that are ticked, in their order there."""
        ticked = set(self.fields.get(name, ()))
        return tuple(one for one in among if one in ticked)

    def number(self, name: str) -> int | None:
        """A whole number in anybody's digits; None where there is another thing, or nothing."""
        text = self.text(name, 20)
        return int(text) if re.fullmatch(r"-?\d{1,9}", text) else None

    def day(self, name: str) -> date | None:
        try:
            return date.fromisoformat(self.text(name, 10))
        except ValueError:
            return None

    def clock(self, name: str) -> time | None:
        """To the minute, without a zone."""
        text = self.text(name, 8)
        try:
            return time.fromisoformat(text) if re.fullmatch(r"[0-9]{2}:[0-9]{2}(:[0-9]{2})?", text) else None
        except ValueError:
            return None

    def numbers(self, name: str) -> tuple[int, ...]:
        return tuple(int(v) for v in self.fields.get(name, ()) if re.fullmatch(r"[0-9]{1,18}", v))


async def read_form(request: web.Request, most: int = MOST_BYTES) -> Form:
    """Raises the 4xx that says what is wrong with it. `most`: bytes."""
    if request.content_type != "application/x-www-form-urlencoded":
        raise web.HTTPUnsupportedMediaType
    if (request.content_length or 0) > most:
        raise web.HTTPRequestEntityTooLarge(most, request.content_length or 0)
    raw = await request.content.read(most + 1)
    while len(raw) <= most and (more := await request.content.read(most + 1 - len(raw))):
        raw += more
    if len(raw) > most:
        raise web.HTTPRequestEntityTooLarge(most, len(raw))
    return parse_form(raw)


def parse_form(raw: bytes) -> Form:
    try:
        found = parse_qs(raw.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise web.HTTPBadRequest from error
    return Form(storable_fields(found))


def storable_fields(fields: Mapping[str, list[str]]) -> dict[str, list[str]]:
    return {name: [_UNSTORABLE.sub("\ufffd", value) for value in values] for name, values in fields.items()}
