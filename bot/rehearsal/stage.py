"""Where it is played: a whole Brug on a database of its own, thrown away afterwards."""

import hashlib
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text

from bot.app import Brug, build
from bot.rehearsal.direct import DirectDatabase
from bot.rehearsal.script import ZONE, phases
from bot.rehearsal.stand_in import StandIn
from bot.rehearsal.virtual_time import VirtualClock
from bot.settings import Settings
from lab.policy import Policy, dump_policy
from lab.touchpoints import DEFAULT_PLAN, Touchpoint, dump_plan
from locales.catalogue import Catalogues
from store.crypto import Keyring
from store.groups import add_quota
from store.labs import Lab, new_lab
from store.migrate import migrate
from store.tables import lab as lab_table
from store.tables import phase

IN_MEMORY = Path("/dev/shm")
ROOM = 500_000_000
_SEEN_QUICKLY = "CREATE INDEX decided_when ON contact (decided_at)"
"""The observer asks after each step what was decided in it; the program never does."""
LEASE_SECONDS = 7 * 24 * 3600
"""In virtual time: nobody else sends, so nothing has to be renewed."""
CITY, NAME = "Gent", "Rehearsal (made up)"
GROUPS = {"migrant": "Newcomers", "partner": "Partners", "policymaker": "Policy makers"}


def folder_for_play() -> Path | None:
    """Where a temporary folder costs no disk writes. None: the usual place."""
    roomy = IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > ROOM
    return IN_MEMORY if roomy else None


@dataclass(slots=True)
class Stage:
    """`brug` is there between `open` and `close`; after an outage it is another one, on the same database."""

    folder: Path
    seed: int
    catalogues: Catalogues
    clock: VirtualClock
    policy: Policy = field(default_factory=Policy)
    plan: tuple[Touchpoint, ...] = DEFAULT_PLAN
    wrap: Callable[[Brug], None] = lambda _: None
    channel: StandIn = field(init=False)
    brug: Brug = field(init=False)
    lab: Lab = field(init=False)
    quotas: dict[str, int] = field(default_factory=dict)
    _eye: sqlite3.Connection = field(init=False)

    def __post_init__(self) -> None:
        self.channel = StandIn(self.clock)
        self._eye = sqlite3.connect(self.folder / "brug.db")
        self._eye.row_factory = sqlite3.Row

    async def open(self) -> None:
        secret = hashlib.sha256(f"rehearsal {self.seed}".encode()).hexdigest()
        settings = Settings(data_dir=self.folder, secret_key=secret, _env_file=None)  # type: ignore[call-arg]
        settings = settings.model_copy(
            update={"database_url": "", "telegram_token": "", "crashpoint": "", "lease_seconds": LEASE_SECONDS}
        )
        database = DirectDatabase(settings.database, Keyring(secret))
        await migrate(database)
        self.brug = build(settings, database, self.catalogues, self.clock, extra=[self.channel])
        self.wrap(self.brug)
        self.brug.service.start()
        self.brug.outbox.start()

    async def close(self) -> None:
        await self.brug.stop()

    def close_eye(self) -> None:
        self._eye.close()

    async def set_up_lab(self, starts: date, people: int) -> None:
        now = self.clock.now()
        languages = tuple(self.catalogues.languages)
        async with self.brug.database.write() as connection:
            made = await new_lab(connection, name=NAME, city=CITY, timezone=ZONE, languages=languages, now=now)
            values = {"policy": dump_policy(self.policy), "plan": dump_plan(self.plan), "made_up": True}
            await connection.execute(lab_table.update().where(lab_table.c.id == made.id).values(values))
            dated = [
                {"lab_id": made.id, "key": p.key, "starts_on": p.starts_on, "ends_on": p.ends_on}
                for p in phases(starts)
            ]
            await connection.execute(insert(phase), dated)
            await connection.execute(text(_SEEN_QUICKLY))
            for key, name in GROUPS.items():
                self.quotas[key] = await add_quota(connection, made.id, key, name, max(1, people // len(GROUPS)))
        self.lab = replace(made, policy=self.policy, plan=self.plan)

    def see(self, query: str, *values: Any) -> list[sqlite3.Row]:
        """What is committed. Reading beside the program, not through it, is quick, and sees what it would not show."""
        return self._eye.execute(query, values).fetchall()


def moment_in(stored: str | None) -> datetime | None:
    """A moment as SQLite keeps it."""
    return datetime.fromisoformat(stored + "+00:00") if stored else None


def as_stored(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S.%f}"
