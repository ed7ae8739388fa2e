"""People of a lab, with what they answered and where they came, put into the house by the dozen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert

from store.groups import add_quota
from store.intake import insert_many
from store.tables import invitation, membership, person
from tests.admin.gatherings import a_meeting, wall
from tests.admin.house import House

LAST_WEEK = wall("2026-05-04T18:00")


@dataclass(frozen=True)
class Bunch:
    """So many people who are alike. `came`: how many of them were at the meeting."""

    many: int
    group: str = "migrant"
    language: str = "en"
    age: str = "26-59"
    came: int = 0
    place: str = "Market"
    silent_days: int = 1


async def fill(house: House, *bunches: Bunch, lab_id: int = 0) -> int:
    """Everybody was invited to the meeting of last week, and answered. Its number."""
    lab = lab_id or house.lab_a
    meeting = await a_meeting(house, lab_id=lab, starts=LAST_WEEK)
    async with house.brug.database.write() as connection:
        keys = sorted({one.group for one in bunches})
        groups = {key: await add_quota(connection, lab, key, f"The {key}s", 10) for key in keys}
        for bunch in bunches:
            rows = [_person(bunch, lab, number, house.clock.now()) for number in range(bunch.many)]
            ids = await insert_many(connection, person, rows)
            await connection.execute(
                insert(membership), [{"person_id": i, "quota_id": groups[bunch.group]} for i in ids]
            )
            await connection.execute(insert(invitation), _told(meeting.id, ids, bunch.came))
    return meeting.id


def _person(bunch: Bunch, lab_id: int, number: int, now: datetime) -> dict[str, Any]:
    return {
        "lab_id": lab_id,
        "name": f"{bunch.group} {bunch.language} {number}",
        "language": bunch.language,
        "age_band": bunch.age,
        "place": bunch.place,
        "standing": "active",
        "role": "participant",
        "confirmed_at": now,
        "created_at": now,
        "last_in_at": now - timedelta(days=bunch.silent_days),
    }


def _told(meeting_id: int, ids: Sequence[int], came: int) -> list[Mapping[str, Any]]:
    row = {"meeting_id": meeting_id, "answer": "yes", "told_sequence": 0}
    return [row | {"person_id": who, "present": place < came} for place, who in enumerate(ids)]
