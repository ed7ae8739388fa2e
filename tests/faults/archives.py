"""What somebody holds who has an export."""

import csv
import io
import zipfile

from lab.spreadsheet import BYTE_ORDER_MARK
from store.archive import archived
from tests.house import House

Tables = dict[str, list[dict[str, str]]]


async def exported(home: House, *, people: bool) -> Tables:
    """The tables of a whole export, by name."""
    async with home.brug.database.read() as connection:
        pieces = [one async for one in archived(connection, home.lab, home.clock.now(), people=people)]
    packed = zipfile.ZipFile(io.BytesIO(b"".join(pieces)))
    names = [one for one in packed.namelist() if one.endswith(".csv")]
    return {one.removesuffix(".csv"): _lines(packed.read(one)) for one in names}


def _lines(made: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(made.decode().removeprefix(BYTE_ORDER_MARK), newline="")))
