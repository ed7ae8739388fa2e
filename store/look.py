"""How a lab looks: its colour and its logo. Neither is secret: the public pages show both."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from store.labs import joinable, labs
from store.tables import lab, logo

PNG = "image/png"


@dataclass(frozen=True, slots=True)
class Look:
    """`colour` is "" where the lab has none of its own; `logo` is the version of its picture, or ""."""

    lab_id: int = 0
    colour: str = ""
    logo: str = ""

    @property
    def sheet_url(self) -> str:
        """Its style sheet, by version: browsers keep it until it changes."""
        return f"/look/{self.lab_id}.css?v={self.colour[1:]}" if self.colour else ""

    @property
    def logo_url(self) -> str:
        return f"/look/{self.lab_id}.png?v={self.logo}" if self.logo else ""


async def look_of(connection: AsyncConnection, lab_id: int) -> Look:
    """Of a lab that is not there too: then it has no look of its own."""
    query = select(lab.c.colour, logo.c.version).outerjoin(logo, logo.c.lab_id == lab.c.id).where(lab.c.id == lab_id)
    row = (await connection.execute(query)).first()
    return Look(lab_id, row.colour, row.version or "") if row else Look()


async def logo_of(connection: AsyncConnection, lab_id: int) -> bytes | None:
    found = (await connection.execute(select(logo.c.data).where(logo.c.lab_id == lab_id))).scalar()
    return bytes(found) if found is not None else None


async def save_colour(connection: AsyncConnection, lab_id: int, colour: str) -> None:
    await connection.execute(update(lab).where(lab.c.id == lab_id).values(colour=colour))


async def save_logo(connection: AsyncConnection, lab_id: int, picture: bytes) -> None:
    """Instead of the one before."""
    await remove_logo(connection, lab_id)
    version = hashlib.sha256(picture).hexdigest()[:12]
    await connection.execute(insert(logo).values(lab_id=lab_id, mime=PNG, data=picture, version=version))


async def remove_logo(connection: AsyncConnection, lab_id: int) -> None:
    await connection.execute(delete(logo).where(logo.c.lab_id == lab_id))


async def shown_to_all(connection: AsyncConnection) -> Look:
    """Of the one lab that anybody may join here; with several there is no look that is of all."""
    around = joinable((await labs(connection)).values())
    return await look_of(connection, around[0].id) if len(around) == 1 else Look()
