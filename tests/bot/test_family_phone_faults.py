"""A phone that several people use, when something fails, comes twice, or is made up."""

import asyncio

import pytest
from sqlalchemy.exc import OperationalError

from bot.crashpoints import Crashpoints
from bot.messages import Media, Unavailable
from store.merging import merge
from store.retention import purge
from store.tables import address, inbox, person, task
from tests.bot.family import PHONE, bilal_joins, names, people, tap
from tests.house import House


class Power(Crashpoints):
    """It fails once, at one of the named points: as a disk does that takes nothing more."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.fails_at = name

    def reach(self, name: str) -> None:
        if name == self.fails_at:
            self.fails_at = ""
            raise OperationalError("COMMIT", {}, Exception("disk I/O error"))


async def test_a_made_up_button_names_nobody_of_another_phone(home: House) -> None:
    await bilal_joins(home)
    await home.signs_up("other", "Céline")
    [other] = [row for row in await home.rows(address) if row.person_id == (await people(home))["Céline"]]
    home.clock.pass_(hours=1)
    await home.writes(PHONE, "A secret")

    [asked] = await home.writes(PHONE, "", f"who:{other.id}")

    assert names(asked) == ["Amina", "Bilal", "Somebody else here"]
    assert not any(row.person_id for row in await home.rows(inbox) if row.body and row.body["text"] == "A secret")


async def test_what_nobody_said_was_hers_is_forgotten_after_a_week(home: House) -> None:
    await bilal_joins(home)
    home.clock.pass_(hours=1)
    await home.writes(PHONE, "A secret")
    home.clock.pass_(days=8)

    async with home.brug.database.write() as connection:
        await purge(connection, home.clock.now())

    assert not any("A secret" in str(row.body) for row in await home.rows(inbox))


async def test_a_photo_is_not_asked_about_again_and_again(home: House) -> None:
    await bilal_joins(home)
    home.clock.pass_(hours=1)

    said = [await home.writes(PHONE, media=Media("photo", f"photo{n}")) for n in range(3)]
    home.clock.pass_(seconds=5)
    await home.writes(PHONE, "", tap(said[0][0], "Amina"))

    assert [len(one) for one in said] == [1, 0, 0]
    kept = [row.person_id for row in await home.rows(inbox) if row.body and row.body.get("media")]
    assert kept == [(await people(home))["Amina"]] * 3


@pytest.mark.parametrize("point", ["before_intake_commit", "after_intake_commit"])
async def test_a_choice_whose_commit_failed_comes_again_and_what_waited_takes_effect_once(
    home: House, point: str
) -> None:
    await bilal_joins(home)
    home.clock.pass_(hours=1)
    [asked] = await home.writes(PHONE, "Is there childcare?")
    home.clock.pass_(minutes=1)

    home.brug.service.crash = Power(point)
    with pytest.raises(Unavailable):
        await home.writes(PHONE, "", tap(asked, "Amina"), event_id="choice")
    for _ in range(2):
        await home.writes(PHONE, "", tap(asked, "Amina"), event_id="choice")
    await home.writes(PHONE, "", tap(asked, "Amina"), event_id="once more")

    kept = [row.person_id for row in await home.rows(inbox) if row.body and row.body["text"] == "Is there childcare?"]
    assert kept == [(await people(home))["Amina"]]
    assert len([row for row in await home.rows(task) if row.note == "Is there childcare?"]) == 1


async def test_a_copy_of_what_waits_changes_nothing_neither_before_nor_after_the_choice(home: House) -> None:
    await bilal_joins(home)
    home.clock.pass_(hours=1)
    [asked] = await home.writes(PHONE, "Is there childcare?", event_id="words")

    before = await home.writes(PHONE, "Is there childcare?", event_id="words")
    await home.writes(PHONE, "", tap(asked, "Amina"))
    after = await home.writes(PHONE, "Is there childcare?", event_id="words")

    assert (before, after) == ([], [])
    assert len([row for row in await home.rows(task) if row.note == "Is there childcare?"]) == 1


async def test_two_records_of_one_person_on_one_phone_are_one_name_in_the_choice(home: House) -> None:
    await bilal_joins(home)
    [asked] = await home.writes(PHONE, "/who")
    await home.writes(PHONE, "", tap(asked, "Somebody else here"))
    for text in ("English", "1", "Amina again", "4", "1, 3"):
        await home.writes(PHONE, text)
    numbers = await people(home)
    async with home.brug.database.write() as connection:
        await merge(connection, numbers["Amina"], numbers["Amina again"], (), 1, home.clock.now())

    [asked] = await home.writes(PHONE, "/who")

    assert names(asked) == ["Amina", "Bilal", "Somebody else here"]


async def test_two_who_write_at_once_on_both_sides_of_the_first_choice_are_both_heard(home: House) -> None:
    """The phone becomes a shared one in the transaction of the tap; what comes meanwhile waits for it."""
    await home.signs_up(PHONE)
    code = await home.code()
    [asked] = await home.writes(PHONE, f"/start {code.token}")

    await asyncio.gather(
        home.writes(PHONE, "", tap(asked, "Somebody else here")),
        home.writes(PHONE, home.brug.catalogues.languages["fr"].autonym),
    )

    [row] = [row for row in await home.rows(person) if row.name is None]
    assert row.language == "fr"
