"""Names, ready to be searched. They are sealed: no database finds a word in them, so all of them have to be opened.

What was opened is kept by its sealed bytes. Those never stand for another name, so nothing kept is ever out of date;
who there is to be found is read from the database each time. All of it is forgotten when somebody is erased, once more
after the commit of that (a search may have read her row just before), and after `KEPT` seconds, should another process
have erased her. It is in the memory of this process and nowhere else.
"""

import asyncio

from flows.words import loose
from store.crypto import Keyring

KEPT = 600
MOST = 30_000
"""Names: some ten megabytes. Those beyond are opened each time."""


class Names:
    """`context`: the column, as in its type."""

    def __init__(self, keyring: Keyring, context: str) -> None:
        self._keyring = keyring
        self._context = context
        self._loose: dict[bytes, str] = {}
        self.erasures = 0
        """So many times somebody was erased."""
        self.cleared = 0
        """So many times all was forgotten."""

    def __len__(self) -> int:
        return len(self._loose)

    def loose(self, sealed: bytes | None) -> str:
        """The name as words are compared, "" where there is none."""
        if sealed is None:
            return ""
        found = self._loose.get(sealed)
        return self._opened(sealed) if found is None else found

    def _opened(self, sealed: bytes) -> str:
        found = loose(self._keyring.open(sealed, self._context).decode())
        if not self._loose:
            asyncio.get_running_loop().call_later(KEPT, self._clear)
        if len(self._loose) < MOST:
            self._loose[sealed] = found
        return found

    def forget(self) -> None:
        """Somebody is erased: inside the transaction of that."""
        self.erasures += 1
        self._clear()

    def committed(self, erasures: int) -> None:
        """A transaction is over, that began when there were so many `erasures`."""
        if self.erasures != erasures:
            self._clear()

    def searched(self, cleared: int) -> None:
        """Rows were read since all was forgotten the `cleared`th time; what was opened from older ones is not kept."""
        if self.cleared != cleared:
            self._clear()

    def _clear(self) -> None:
        self.cleared += 1
        self._loose.clear()
