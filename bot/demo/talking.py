"""What lies beside the conversations of the demo: ready answers, notes, and who looks after whom."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from store.humans import look_after
from store.notes import add_note
from store.ready_answers import save_ready

READY: Mapping[str, Mapping[str, str]] = {
    "How to come": {
        "en": "Take tram 1 to Rabot. The house is across the square. The door is open from half past ten.",
        "nl": "Neem tram 1 tot Rabot. Het huis is aan de overkant van het plein. De deur is open vanaf half elf.",
        "fr": "Prenez le tram 1 jusqu’à Rabot. La maison est en face, sur la place. Nous ouvrons à 10 h 30.",
    },
    "Children are welcome": {
        "en": "Your children are welcome. Two people play with them in the room next door.",
        "nl": "Je kinderen zijn welkom. Twee mensen spelen met hen in de kamer ernaast.",
        "tr": "Çocuklarınız da gelebilir. Yan odada iki kişi onlarla oynar.",
    },
}
NOTES = {
    "Iryna": "Uses a wheelchair: call the house a day before, so that the ramp is there.",
    "Lies": "Prefers to be called in the evening.",
}
LOOKED_AFTER = ("Iryna", "Lies", "Yonas")


async def add_talking(
    connection: AsyncConnection, lab_id: int, people: Mapping[str, int], staff_id: int, now: datetime
) -> None:
    for name, words in READY.items():
        await save_ready(connection, lab_id, 0, name, words, now)
    for name, text in NOTES.items():
        await add_note(connection, people[name], staff_id, text, now)
    for name in LOOKED_AFTER:
        await look_after(connection, people[name], staff_id)
