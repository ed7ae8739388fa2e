"""Sentences of Today that count people: who has not answered before a meeting, who heard nothing for long."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from admin.meeting_words import ANSWERS, title_of, when_of
from admin.today_items import Item
from admin.visit import Visit
from lab.meetings import Meeting
from locales import N_
from store.labs import Lab
from store.today import heard_nothing

NEAR = timedelta(days=7)
"""So long before a meeting those who have not answered are worth a call."""
UNANSWERED = N_("{meeting}: no answer yet from {count} of {all}.")
SILENCE = N_("People who heard nothing for too long (days: {days}): {count}.")


def unanswered(
    visit: Visit,
    near: Iterable[Meeting],
    given: Mapping[int, Mapping[str, int]],
    people: Mapping[int, int],
    labs: Mapping[int, Lab],
) -> list[Item]:
    """`people`: how many take part in each lab."""
    found = []
    for one in near:
        everybody = people.get(one.lab_id, 0)
        answered = sum(many for answer, many in given.get(one.id, {}).items() if answer and answer in ANSWERS)
        if one.starts_at - visit.now > NEAR or everybody <= answered or not given.get(one.id):
            continue
        meeting = f"{title_of(visit, one, labs.get(one.lab_id))} · {when_of(visit, one)}"
        values = {"meeting": meeting, "count": str(everybody - answered), "all": str(everybody)}
        link = f"/admin/meetings/{one.id}/answers"
        found.append(Item(visit.say(UNANSWERED, **values), N_("Ask them"), link, due=one.starts_at - NEAR))
    return found


async def silence(visit: Visit, connection: AsyncConnection, labs: Iterable[Lab]) -> list[Item]:
    """Longer than the lab wants anybody to wait."""
    found = []
    for lab in labs:
        days = lab.policy.floor_days
        since = visit.now - timedelta(days=days)
        if many := await heard_nothing(connection, lab.id, since, visit.now):
            sentence = visit.say(SILENCE, days=str(days), count=str(many))
            link = f"/admin/people?lab={lab.id}&state=active&silent={days}"
            found.append(Item(sentence, N_("See who"), link, due=since))
    return found
