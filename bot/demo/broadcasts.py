"""Two messages to many of the made-up lab: one that went along with what a meeting decided, and a draft."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.broadcast import WORDS
from lab.broadcasts import DONE, LIFE, Broadcast
from lab.meetings import Meeting
from lab.segments import CAME, Segment
from locales.catalogue import Catalogues, MissingText
from store.broadcast_sending import KIND
from store.broadcasts import add_broadcast, become
from store.contacts import MERGED, SENT, plan, row_of
from store.labs import Lab
from store.tables import contact, outbox

PHOTOS: Mapping[str, str] = {
    "en": "The photos of the meeting hang in the library now. Come and look.",
    "nl": "De foto’s van de bijeenkomst hangen nu in de bib. Kom kijken.",
    "fr": "Les photos de la rencontre sont maintenant à la bibliothèque. Venez les voir.",
    "ar": "صور اللقاء معلقة الآن في المكتبة. تعالوا لرؤيتها.",
    "tr": "Toplantının fotoğrafları artık kütüphanede asılı. Gelin, bakın.",
    "uk": "Фото із зустрічі тепер висять у бібліотеці. Приходьте подивитися.",
    "fa_AF": "عکس‌های نشست حالا در کتابخانه آویزان است. بیایید و ببینید.",
    "ti": "ስእልታት ናይቲ ኣኼባ ሕጂ ኣብ ቤተ መጻሕፍቲ ተሰቒሉ ኣሎ። መጺእኩም ርኣዩ።",
}
SOUP: Mapping[str, str] = {
    "en": "There is soup after the next meeting. Do you bring your children?",
    "nl": "Na de volgende bijeenkomst is er soep. Breng je je kinderen mee?",
}


async def add_broadcasts(
    connection: AsyncConnection, catalogues: Catalogues, lab: Lab, last: Meeting, staff_id: int, now: datetime
) -> None:
    """`last`: the meeting that was held last."""
    await add_broadcast(connection, Broadcast(0, lab.id, SOUP, staff_id=staff_id), now - timedelta(days=1))
    came = Broadcast(0, lab.id, PHOTOS, Segment(meeting=last.id, attendance=CAME), staff_id=staff_id)
    began = last.ends_at + timedelta(days=1)
    made = await add_broadcast(connection, came, began)
    query = select(contact.c.id, contact.c.person_id, contact.c.decided_at).where(
        contact.c.meeting_id == last.id, contact.c.kind == "decided", contact.c.state == SENT
    )
    told = (await connection.execute(query.order_by(contact.c.id))).all()
    for row in told:
        await _along(connection, catalogues, lab, row.id)
        whom = (lab.id, row.person_id, KIND, began, began + LIFE, began)
        merged = {"state": MERGED, "reason": "merged", "decided_at": row.decided_at}
        await plan(connection, [row_of(*whom, reference=f"{KIND}:{made}") | merged])
    ended = max((row.decided_at for row in told), default=now)
    values = {"state": DONE, "started_at": began, "ended_at": ended, "seen_people": len(told)}
    await become(connection, made, ("draft",), **values)


async def _along(connection: AsyncConnection, catalogues: Catalogues, lab: Lab, lead_id: int) -> None:
    """Its words stand above those of the message that it went along with."""
    mine = outbox.c.key == f"contact:{lead_id}:0"
    row = (await connection.execute(select(outbox.c.body).where(mine))).first()
    if row is None:
        return
    said = _said(catalogues, row.body["lang"], lab.name)
    body = {**row.body, "text": f"{said}\n\n{row.body['text']}"} if said else row.body
    await connection.execute(update(outbox).where(mine).values(body=body))


def _said(catalogues: Catalogues, language: str, lab: str) -> str:
    try:
        return catalogues.render(language, WORDS, {"lab": lab, "words": PHOTOS[language]})
    except MissingText:
        return ""
