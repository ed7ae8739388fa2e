"""What the made-up lab says to councillors, and what others began to do because of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from lab.markers import Marker
from lab.report import Words
from store.markers import add_marker, add_observation
from store.report import save_words

ASKED: Mapping[str, str] = {
    "en": "How do newcomers learn the language faster, also those who work in the evening or look after children?",
    "nl": "Hoe leren nieuwkomers sneller Nederlands, ook wie ’s avonds werkt of voor kinderen zorgt?",
}
WANTED: Mapping[str, str] = {
    "en": "Lend us a room in the library on two evenings a week, and tell us before the summer whether you can.",
    "nl": "Leen ons twee avonden per week een zaal in de bibliotheek, en laat ons voor de zomer weten of dat kan.",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """So many days ago."""

    days: int
    words: str


MARKERS: Sequence[tuple[str, str, str, tuple[Seen, ...]]] = (
    (
        "The city council",
        "expect",
        "Somebody of the council comes to a meeting and listens.",
        (Seen(20, "Two people of the council came, and stayed for the small groups."),),
    ),
    ("The city council", "like", "The council asks newcomers before it decides about language classes.", ()),
    ("The city council", "love", "Newcomers have a seat in the group that plans language classes.", ()),
    (
        "The library",
        "expect",
        "The library lends us a room.",
        (Seen(34, "We had the small room for one evening."), Seen(6, "They offered the room every Thursday.")),
    ),
)


async def add_progress(connection: AsyncConnection, lab_id: int, staff_id: int, today: date, now: datetime) -> None:
    await save_words(connection, lab_id, Words(ASKED, WANTED))
    for actor, level, words, observations in MARKERS:
        made = await add_marker(connection, Marker(0, lab_id, actor, level, words), now)
        for seen in observations:
            await add_observation(connection, made, today - timedelta(days=seen.days), seen.words, staff_id, now)
