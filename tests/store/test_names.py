"""Names are opened once for searching, and not kept for long."""

from store.crypto import Keyring
from store.names import Names
from store.people_list import called
from store.types import names_of
from tests.house import SECRET, House

CONTEXT = "person.name"


class Counting(Keyring):
    """Remembers how often something was opened with it."""

    opened = 0

    def open(self, sealed: bytes, context: str) -> bytes:
        Counting.opened += 1
        return super().open(sealed, context)


async def test_a_name_is_opened_once_a_changed_one_anew_and_all_are_forgotten() -> None:
    keyring, before = Counting(SECRET), Counting.opened
    names, sealed = Names(keyring, CONTEXT), keyring.seal("Céline".encode(), CONTEXT)

    found = [names.loose(sealed), names.loose(sealed), names.loose(keyring.seal(b"Celine B", CONTEXT))]
    opened = Counting.opened - before
    names.forget()
    names.loose(sealed)

    assert found == ["celine", "celine", "celine b"]
    assert names.loose(None) == ""
    assert (opened, Counting.opened - before) == (2, 3)


async def test_whoever_is_erased_in_a_chat_is_not_kept_opened_for_the_desk(home: House) -> None:
    await home.signs_up("amina", name="Amina")
    async with home.brug.database.read() as desk:
        names = names_of(desk.dialect)
        found = await called(desk, home.lab.id, "amina", home.clock.now(), 10)
        before = len(names)

    await home.writes("amina", "delete my data")
    await home.writes("amina", "yes")

    assert (len(found), before, len(names)) == (1, 1, 0)


async def test_a_search_that_reads_while_somebody_is_erased_keeps_no_name_of_hers(home: House) -> None:
    await home.signs_up("amina", name="Amina")
    async with home.brug.database.read() as desk:
        names = names_of(desk.dialect)

        async with home.brug.database.write():
            names.forget()
            found = await called(desk, home.lab.id, "amina", home.clock.now(), 10)
            before = len(names)

    assert (len(found), before, len(names)) == (1, 1, 0)


async def test_names_of_rows_that_were_read_before_all_was_forgotten_are_not_kept() -> None:
    keyring = Keyring(SECRET)
    names, cleared = Names(keyring, CONTEXT), 0

    names.forget()
    names.loose(keyring.seal(b"Amina", CONTEXT))
    names.searched(cleared)

    assert len(names) == 0
