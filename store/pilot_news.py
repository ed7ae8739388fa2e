"""What teams tell of their pilots, and what becomes of it: looked at, told to all, answered with a sign."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, func, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.pilots import HEARD_AGAIN, News, needs_look
from store.contacts import MERGED, SENT
from store.desk import Reach
from store.media import keep_media
from store.tables import contact, inbox, media, person, pilot, pilot_update, reaction, translation

ONE_REPORT = timedelta(hours=12)
"""What somebody says in this time about one pilot belongs together."""
_LONGEST_SEARCH = 200


@dataclass(frozen=True, slots=True)
class Update:
    """A report as the team of the lab sees it. `passed`: None while nobody looked at its words and picture."""

    id: int
    pilot_id: int
    person_id: int | None
    name: str
    how: str
    words: str
    media: str
    need: str
    language: str
    passed: bool | None
    created_at: datetime
    told_at: datetime | None


async def report(
    connection: AsyncConnection,
    pilot_id: int,
    person_id: int,
    language: str,
    now: datetime,
    said: Mapping[str, str],
) -> int:
    """Keep what she `said` (how, words, media, need): with what she said before it, or as a new report."""
    before = await _open_report(connection, pilot_id, person_id, said, now)
    merged = {name: said.get(name) or (getattr(before, name) if before else "") or "" for name in _FIELDS}
    values: dict[str, Any] = {name: text or None for name, text in merged.items()} | {"how": merged["how"]}
    values["passed"] = None if needs_look(merged["words"], merged["media"]) else True
    if before:
        await connection.execute(update(pilot_update).where(pilot_update.c.id == before.id).values(values))
        return int(before.id)
    known = {"pilot_id": pilot_id, "person_id": person_id, "language": language, "created_at": now}
    made = await connection.execute(insert(pilot_update).values(known | values).returning(pilot_update.c.id))
    return int(made.scalar_one())


_FIELDS = ("how", "words", "media", "need")


async def _open_report(
    connection: AsyncConnection, pilot_id: int, person_id: int, said: Mapping[str, str], now: datetime
) -> Row[Any] | None:
    """Her newest one, if nobody looked at it or heard of it yet and it says nothing about this."""
    hers = (pilot_update.c.pilot_id == pilot_id, pilot_update.c.person_id == person_id)
    recent = (pilot_update.c.created_at > now - ONE_REPORT, pilot_update.c.told_at.is_(None))
    query = select(pilot_update).where(*hers, *recent).order_by(pilot_update.c.id.desc()).limit(1)
    row = (await connection.execute(query)).first()
    if row is None or any(getattr(row, name) for name in _FIELDS if said.get(name)):
        return None
    looked_at = row.passed is not None and needs_look(row.words or "", row.media or "")
    return None if looked_at else row


async def updates_of(connection: AsyncConnection, pilot_id: int, limit: int = 50) -> list[Update]:
    """The newest first."""
    return await _updates(connection, pilot_update.c.pilot_id == pilot_id, limit)


async def update_within(connection: AsyncConnection, reach: Reach, update_id: int) -> Update | None:
    found = await _updates(connection, (pilot_update.c.id == update_id) & reach.over(pilot.c.lab_id), 1)
    return found[0] if found else None


async def waiting(connection: AsyncConnection, pilot_ids: Iterable[int]) -> dict[int, int]:
    """How many reports nobody has looked at, by pilot."""
    query = select(pilot_update.c.pilot_id, func.count()).where(
        pilot_update.c.pilot_id.in_(sorted(set(pilot_ids))), pilot_update.c.passed.is_(None)
    )
    return {row[0]: row[1] for row in await connection.execute(query.group_by(pilot_update.c.pilot_id))}


async def _updates(connection: AsyncConnection, which: ColumnElement[bool], limit: int) -> list[Update]:
    query = select(pilot_update, person.c.name).join(pilot, pilot.c.id == pilot_update.c.pilot_id)
    query = query.outerjoin(person, person.c.id == pilot_update.c.person_id).where(which)
    rows = await connection.execute(query.order_by(pilot_update.c.id.desc()).limit(limit))
    return [_update(row) for row in rows]


def _update(row: Row[Any]) -> Update:
    return Update(
        *(row.id, row.pilot_id, row.person_id, row.name or "", row.how, row.words or "", row.media or ""),
        *(row.need or "", row.language, row.passed, row.created_at, row.told_at),
    )


async def settle_update(connection: AsyncConnection, update_id: int, *, passed: bool, media_kept: str | None) -> None:
    """Others may read its words and see what `media_kept` names; or, where it is not passed, only how it goes."""
    changes: dict[str, Any] = {"passed": passed} | ({"media": media_kept or None} if passed else {})
    untold = (pilot_update.c.id == update_id, pilot_update.c.told_at.is_(None))
    await connection.execute(update(pilot_update).where(*untold).values(changes))


async def message_of(connection: AsyncConnection, one: Update) -> int | None:
    """The inbox row with which the picture or voice note of a report came."""
    ref = one.media.partition(":")[2]
    near = (inbox.c.received_at <= one.created_at + ONE_REPORT, inbox.c.received_at >= one.created_at - ONE_REPORT)
    query = select(inbox.c.id, inbox.c.body).where(inbox.c.person_id == one.person_id, *near)
    rows = await connection.execute(query.order_by(inbox.c.id.desc()).limit(_LONGEST_SEARCH))
    return next((row.id for row in rows if (row.body or {}).get("media") == ref), None) if ref else None


async def last_news_at(connection: AsyncConnection, lab_id: int) -> datetime | None:
    found: datetime | None = (await connection.execute(_LAST_NEWS, {"lab": lab_id})).scalar()
    return found


_IN_LAB = pilot.c.lab_id == bindparam("lab")
_LAST_NEWS = select(func.max(pilot_update.c.told_at)).join(pilot, pilot.c.id == pilot_update.c.pilot_id).where(_IN_LAB)


async def ready(connection: AsyncConnection, lab_id: int, before: datetime) -> list[int]:
    """Reports of before then that others may hear of, and did not yet."""
    return list((await connection.execute(_READY, {"lab": lab_id, "before": before})).scalars())


_SEEN = and_(pilot_update.c.passed, or_(pilot_update.c.words.is_not(None), pilot_update.c.media.is_not(None)))
_READY = (
    select(pilot_update.c.id)
    .join(pilot, pilot.c.id == pilot_update.c.pilot_id)
    .where(
        _IN_LAB,
        pilot_update.c.told_at.is_(None),
        pilot_update.c.passed.is_not(None),
        pilot_update.c.created_at < bindparam("before"),
        or_(pilot_update.c.how != "", _SEEN),
    )
    .order_by(pilot_update.c.id)
)


async def mark_told(connection: AsyncConnection, ids: Sequence[int], now: datetime) -> None:
    await connection.execute(update(pilot_update).where(pilot_update.c.id.in_(ids)).values(told_at=now))


async def told(connection: AsyncConnection, heads: Iterable[int]) -> dict[int, list[News]]:
    """What the labs of these reports were told about that time, by lab; words of what was passed only."""
    ids = sorted(set(heads))
    query = select(pilot.c.lab_id, pilot_update.c.told_at).join(pilot, pilot.c.id == pilot_update.c.pilot_id)
    rows = (
        await connection.execute(query.where(pilot_update.c.id.in_(ids), pilot_update.c.told_at.is_not(None)))
    ).all()
    if not rows:
        return {}
    since = min(row.told_at for row in rows) - HEARD_AGAIN
    query = select(pilot_update, pilot.c.lab_id, pilot.c.name).join(pilot, pilot.c.id == pilot_update.c.pilot_id)
    query = query.where(pilot.c.lab_id.in_({row.lab_id for row in rows}), pilot_update.c.told_at >= since)
    reports = (await connection.execute(query.order_by(pilot_update.c.id))).all()
    translated = await _translations(connection, [row.id for row in reports])
    found: dict[int, list[News]] = {}
    for row in reports:
        found.setdefault(row.lab_id, []).append(_news(row, translated.get(row.id, {})))
    return found


def _news(row: Row[*tuple[Any, ...]], translated: Mapping[str, str]) -> News:
    words = {**translated, row.language: row.words} if row.passed and row.words else {}
    media_kept = (row.media or "") if row.passed else ""
    return News(row.id, row.pilot_id, row.name, row.how, row.told_at, words, media_kept, row.language)


async def _translations(connection: AsyncConnection, ids: Sequence[int]) -> dict[int, dict[str, str]]:
    subjects = {subject_of(one): one for one in ids}
    query = select(translation.c.subject, translation.c.language, translation.c.words)
    query = query.where(translation.c.subject.in_(list(subjects)), translation.c.approved_at.is_not(None))
    found: dict[int, dict[str, str]] = {}
    for row in await connection.execute(query):
        if row.words:
            found.setdefault(subjects[row.subject], {})[row.language] = row.words
    return found


def subject_of(update_id: int) -> str:
    """What a translation of its words is called in the table of translations."""
    return f"update:{update_id}"


async def to_translate(connection: AsyncConnection, lab_id: int, since: datetime) -> list[tuple[str, str, str]]:
    """Words of passed reports since then: subject, language and words, for whoever finds mediators for them."""
    rows = await connection.execute(_PASSED, {"lab": lab_id, "since": since})
    return [(subject_of(row.id), row.language, row.words) for row in rows if row.words]


_PASSED: Select[Any] = (
    select(pilot_update.c.id, pilot_update.c.language, pilot_update.c.words)
    .join(pilot, pilot.c.id == pilot_update.c.pilot_id)
    .where(_IN_LAB, pilot_update.c.passed, pilot_update.c.created_at >= bindparam("since"))
    .order_by(pilot_update.c.id)
)


async def heard(connection: AsyncConnection, people: Iterable[int]) -> dict[int, list[int]]:
    """Up to which report each of them got news, each time."""
    query = select(contact.c.person_id, contact.c.reference).where(
        contact.c.person_id.in_(sorted(set(people))),
        contact.c.kind == "pilot_news",
        contact.c.state.in_((SENT, MERGED)),
    )
    found: dict[int, list[int]] = {}
    for row in await connection.execute(query):
        found.setdefault(row.person_id, []).append(int(row.reference.partition(":")[2]))
    return found


async def react(connection: AsyncConnection, update_id: int, person_id: int, sign: str) -> None:
    """Her newest sign counts."""
    new = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = new(reaction).values(update_id=update_id, person_id=person_id, sign=sign)
    await connection.execute(
        statement.on_conflict_do_update(index_elements=["update_id", "person_id"], set_={"sign": sign})
    )


async def signs(connection: AsyncConnection, pilot_ids: Iterable[int], since: datetime) -> dict[int, dict[str, int]]:
    """How many tapped each sign under what was told of these pilots since then, by pilot."""
    query = select(pilot_update.c.pilot_id, reaction.c.sign, func.count().label("many")).join(
        reaction, reaction.c.update_id == pilot_update.c.id
    )
    query = query.where(pilot_update.c.pilot_id.in_(sorted(set(pilot_ids))), pilot_update.c.told_at >= since)
    found: dict[int, dict[str, int]] = {}
    for row in await connection.execute(query.group_by(pilot_update.c.pilot_id, reaction.c.sign)):
        found.setdefault(row.pilot_id, {})[row.sign] = row.many
    return found


async def copy_for(
    connection: AsyncConnection, media_id: int, update_id: int, person_id: int, now: datetime
) -> int | None:
    """The file of a report as one that `person_id` may see. It goes when the report goes."""
    row = (await connection.execute(select(media).where(media.c.id == media_id))).first()
    if row is None:
        return None
    made = await keep_media(connection, person_id, row.kind, row.mime, row.data, now)
    await connection.execute(update(media).where(media.c.id == made).values(update_id=update_id))
    return made
