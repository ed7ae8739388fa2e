"""Names are opened once for searching, and not kept for long."""

from store.crypto import Keyring
from store.names import Names
from tests.house import SECRET

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
