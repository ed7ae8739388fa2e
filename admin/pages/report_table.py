"""The funder's table as a file: CSV, or for spreadsheet programs."""

import asyncio

from aiohttp import web

from admin.funder_table import funder_table
from admin.labs import lab_or_404
from admin.routes import READERS, get
from admin.visit import Visit
from lab.spreadsheet import Row, csv_file, xlsx_file
from store.labs import Lab

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PATH = "/labs/{lab:[0-9]{1,18}}/report/table"


async def as_csv(visit: Visit) -> web.Response:
    lab = await lab_or_404(visit)
    return _file(lab, "csv", "text/csv", csv_file(await _rows(visit, lab)))


async def as_xlsx(visit: Visit) -> web.Response:
    """Where no such file can be made, the CSV: it holds the same."""
    lab = await lab_or_404(visit)
    rows = await _rows(visit, lab)
    rtl = visit.desk.catalogues.direction(visit.language) == "rtl"
    made = await asyncio.to_thread(xlsx_file, lab.name, rows, rtl=rtl)
    return _file(lab, "xlsx", XLSX, made) if made else _file(lab, "csv", "text/csv", csv_file(rows))


async def _rows(visit: Visit, lab: Lab) -> list[Row]:
    async with visit.desk.database.read() as connection:
        return await funder_table(visit, connection, lab)


def _file(lab: Lab, ending: str, kind: str, made: bytes) -> web.Response:
    headers = {"Content-Disposition": f'attachment; filename="lab-{lab.id}.{ending}"'}
    charset = "utf-8" if ending == "csv" else None
    return web.Response(body=made, content_type=kind, charset=charset, headers=headers)


ROUTES = (
    get(f"{PATH}.csv", as_csv, READERS),
    get(f"{PATH}.xlsx", as_xlsx, READERS),
)
