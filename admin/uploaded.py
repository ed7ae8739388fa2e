"""A form of the desk that brings a file."""

from aiohttp import BodyPartReader, web

from admin.forms import Form, read_form, storable_fields
from bot.uploads import MAX_BYTES

MOST_PARTS = 20


async def any_form(request: web.Request, most: int, *, known: bool) -> Form:
    """With files. Of somebody who is not logged in, or not any more, they are not kept: only that there were some.

    Raises the 4xx that says what is wrong with it.
    """
    if request.content_type == "multipart/form-data":
        return await _read_upload(request, MAX_BYTES + most, keep=known)
    return await read_form(request, most)


async def _read_upload(request: web.Request, most: int, *, keep: bool) -> Form:
    if (request.content_length or 0) > most:
        raise web.HTTPRequestEntityTooLarge(most, request.content_length or 0)
    try:
        fields, files = await _parts(request, most, keep=keep)
    except (ValueError, AssertionError, KeyError, RuntimeError) as error:
        raise web.HTTPBadRequest from error
    return Form(storable_fields(fields), files)


async def _parts(request: web.Request, most: int, *, keep: bool) -> tuple[dict[str, list[str]], dict[str, bytes]]:
    fields: dict[str, list[str]] = {}
    files: dict[str, bytes] = {}
    reader = await request.multipart()
    for _ in range(MOST_PARTS):
        part = await reader.next()
        if part is None:
            break
        if not isinstance(part, BodyPartReader) or not part.name:
            raise web.HTTPBadRequest
        data, many = await _whole(part, most, keep=keep or part.filename is None)
        most -= many
        if part.filename is None:
            fields.setdefault(part.name, []).append(data.decode("utf-8", "replace"))
        elif many:
            files[part.name] = data
    return fields, files


async def _whole(part: BodyPartReader, most: int, *, keep: bool) -> tuple[bytes, int]:
    """What it holds, or nothing of it, and how many bytes that are."""
    data, many = bytearray(), 0
    while chunk := await part.read_chunk(64 * 1024):
        many += len(chunk)
        if many > most:
            raise web.HTTPRequestEntityTooLarge(most, many)
        data += chunk if keep else b""
    return bytes(data), many
