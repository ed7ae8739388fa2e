"""What a page's form brought, whatever somebody may have made of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from aiohttp import web

MOST_BYTES = 64 * 1024
MOST_FIELDS = 100
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Form:
    fields: Mapping[str, list[str]] = field(default_factory=dict)

    def text(self, name: str, most: int = 200) -> str:
        """One line or several, without blanks around them; "" where there is none."""
        return self.exactly(name).replace("\r\n", "\n").strip()[:most]

    def exactly(self, name: str) -> str:
        return self.fields.get(name, [""])[0]

    def numbers(self, name: str) -> tuple[int, ...]:
        return tuple(int(v) for v in self.fields.get(name, ()) if re.fullmatch(r"[0-9]{1,18}", v))


async def read_form(request: web.Request) -> Form:
    """Raises the 4xx that says what is wrong with it."""
    if request.content_type != "application/x-www-form-urlencoded":
        raise web.HTTPUnsupportedMediaType
    if (request.content_length or 0) > MOST_BYTES:
        raise web.HTTPRequestEntityTooLarge(MOST_BYTES, request.content_length or 0)
    raw = await request.content.read(MOST_BYTES + 1)
    while len(raw) <= MOST_BYTES and (more := await request.content.read(MOST_BYTES + 1 - len(raw))):
        raw += more
    if len(raw) > MOST_BYTES:
        raise web.HTTPRequestEntityTooLarge(MOST_BYTES, len(raw))
    return parse_form(raw)


def parse_form(raw: bytes) -> Form:
    try:
        found = parse_qs(raw.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise web.HTTPBadRequest from error
    return Form({name: [_UNSTORABLE.sub("\ufffd", v) for v in values] for name, values in found.items()})
