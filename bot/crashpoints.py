"""Named places where a test can let the process die as if the power went out."""

import os

NAMES = (
    "before_intake_commit",
    "after_intake_commit",
    "before_claim_commit",
    "after_claim_commit",
    "before_send",
    "after_send",
    "before_record_commit",
    "after_record_commit",
)


class Crashpoints:
    """`spec` is name:count: die the count-th time that the point is reached. Empty: never."""

    def __init__(self, spec: str = "") -> None:
        self._name, _, count = spec.partition(":")
        self._left = int(count or 1)
        if self._name and self._name not in NAMES:
            raise ValueError(f"no crash point is called {self._name}: there are {', '.join(NAMES)}")

    def reach(self, name: str) -> None:
        if name != self._name:
            return
        self._left -= 1
        if self._left == 0:
            os._exit(137)
