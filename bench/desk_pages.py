"""Which pages of the desk are asked for: all that stand in the menu, and one of each kind of thing."""

from datetime import date, timedelta

from sqlalchemy import Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.tabs import all_tabs
from store.tables import broadcast, inbox, meeting, pilot, poll, recommendation

COORDINATOR = "coordinator"


async def addresses(connection: AsyncConnection, lab_id: int, today: date) -> list[tuple[str, str]]:
    """Name and path below /admin."""
    menu = [(tab.key, tab.path.format(lab=lab_id)) for tab in all_tabs() if COORDINATOR in tab.roles]
    return menu + await _details(connection, lab_id, today)


async def _details(connection: AsyncConnection, lab_id: int, today: date) -> list[tuple[str, str]]:
    talked = select(inbox.c.person_id).group_by(inbox.c.person_id).order_by(func.count().desc()).limit(1)
    who = (await connection.execute(talked)).scalar_one()
    gathering = await _last(connection, meeting, lab_id)
    monday = today - timedelta(days=today.weekday())
    told, shaped = await _last(connection, broadcast, lab_id), await _first(connection, broadcast, lab_id)
    return [
        ("people, searched", "/people?q=Amina"),
        ("people, last page", "/people?page=100"),
        ("person, longest talk", f"/people/{who}"),
        ("person, facts", f"/people/{who}/facts"),
        ("person, merge", f"/people/{who}/merge"),
        ("what was said", "/people/said?q=Thursday"),
        ("a week of somebody", f"/people/{who}/week/{monday.isoformat()}"),
        ("meeting", f"/meetings/{gathering}"),
        ("meeting, over", f"/meetings/{await _first(connection, meeting, lab_id)}"),
        ("meeting, answers", f"/meetings/{gathering}/answers"),
        ("meeting, needs", f"/meetings/{gathering}/needs"),
        ("meeting, invite", f"/meetings/{gathering}/invite"),
        ("meeting, small groups", f"/meetings/{gathering}/groups"),
        ("meeting, door", f"/meetings/{gathering}/door"),
        ("meeting, change", f"/meetings/{gathering}/change"),
        ("meeting, new", f"/labs/{lab_id}/meetings/new"),
        ("broadcast, sent", f"/broadcasts/{told}"),
        ("broadcast, draft", f"/broadcasts/{shaped}"),
        ("broadcast, new", f"/labs/{lab_id}/broadcasts/new"),
        ("poll, closed", f"/polls/{await _first(connection, poll, lab_id)}"),
        ("poll, open", f"/polls/{await _last(connection, poll, lab_id)}"),
        ("poll, new", f"/labs/{lab_id}/polls/new"),
        ("pilot", f"/pilots/{await _first(connection, pilot, lab_id)}"),
        ("pilot, new", f"/labs/{lab_id}/pilots/new"),
        ("recommendation", f"/recommendations/{await _first(connection, recommendation, lab_id)}"),
        ("recommendation, new", f"/labs/{lab_id}/recommendations/new"),
        ("export", f"/labs/{lab_id}/export"),
    ]


async def _first(connection: AsyncConnection, table: Table, lab_id: int) -> int:
    return int((await connection.execute(select(func.min(table.c.id)).where(table.c.lab_id == lab_id))).scalar_one())


async def _last(connection: AsyncConnection, table: Table, lab_id: int) -> int:
    return int((await connection.execute(select(func.max(table.c.id)).where(table.c.lab_id == lab_id))).scalar_one())
