"""An export as one file: a zip that is written while it is sent, so that nothing large is ever kept here."""

import io
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable, Sequence
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from lab.export_model import Sheet, as_lines, readme
from lab.export_people import PEOPLE
from lab.export_sheets import ARCHIVE
from lab.spreadsheet import BYTE_ORDER_MARK, Row, csv_text
from store.export import sheet_rows
from store.labs import Lab

ROWS_AT_ONCE = 500


class Pipe(io.RawIOBase):
    """What was written and not taken yet. It cannot go back, so a zip says its sizes behind each file."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._waiting += data
        return len(data)

    def take(self) -> bytes:
        taken = bytes(self._waiting)
        self._waiting.clear()
        return taken


async def archived(
    connection: AsyncConnection,
    lab: Lab,
    now: datetime,
    *,
    people: bool,
    done: Callable[[float], None] = lambda _share: None,
) -> AsyncGenerator[bytes, None]:
    """The pieces of the zip, each as soon as it is there. `people`: those, and not the archive without them.

    `done` hears after each table which share of them is written.
    """
    sheets, pipe = PEOPLE if people else ARCHIVE, Pipe()
    with ZipFile(pipe, "w", ZIP_DEFLATED) as packed:
        about = readme(sheets, lab.name, now.date().isoformat(), people=people)
        packed.writestr(_entry("README.txt", now), about.encode("utf-8", "replace"))
        packed.writestr(_entry("columns.csv", now), _encoded(as_lines(sheets), first=True))
        for number, sheet in enumerate(sheets, start=1):
            async for piece in _written(connection, lab, sheet, now, packed, pipe):
                yield piece
            done(number / len(sheets))
    yield pipe.take()


async def _written(
    connection: AsyncConnection, lab: Lab, sheet: Sheet, now: datetime, packed: ZipFile, pipe: Pipe
) -> AsyncIterator[bytes]:
    with packed.open(_entry(f"{sheet.name}.csv", now), "w", force_zip64=True) as file:
        file.write(_encoded([sheet.headings], first=True))
        waiting: list[Row] = []
        async for row in sheet_rows(connection, lab.id, sheet, now):
            waiting.append(row)
            if len(waiting) == ROWS_AT_ONCE:
                file.write(_encoded(waiting))
                waiting = []
                yield pipe.take()
        file.write(_encoded(waiting))
    yield pipe.take()


def _encoded(rows: Iterable[Row] | Sequence[Row], *, first: bool = False) -> bytes:
    return ((BYTE_ORDER_MARK if first else "") + csv_text(rows)).encode("utf-8", "replace")


def _entry(name: str, now: datetime) -> ZipInfo:
    entry = ZipInfo(name, (now.year, now.month, now.day, now.hour, now.minute, now.second))
    entry.compress_type = ZIP_DEFLATED
    return entry
