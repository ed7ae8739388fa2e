"""The tables of the voices: counts with the words beside them, small ones hidden."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from admin.portrait import LABELS
from admin.visit import Visit
from lab.disclosure import K
from lab.phases import KEYS
from lab.phases import NAMES as PHASE_NAMES
from lab.voices import AGES, Cell, Kept, Shown, composition, in_order, share, shares, small_together, together
from locales import N_
from store.voices import AGE, GROUP, LANGUAGE, PHASE

Bar = tuple[str, int | None, int | None, str]
"""As `bars` of charts.html takes it: label, number, what it is a part of, note."""

OTHERS = "others"
WAYS: Mapping[str, str] = {
    GROUP: N_("Group"),
    LANGUAGE: N_("Language"),
    AGE: N_("Age"),
    PHASE: N_("Phase"),
}
NOBODY_SAID: Mapping[str, str] = {
    GROUP: N_("In no group"),
    LANGUAGE: N_("No language yet"),
    AGE: N_("Age not known"),
}
REST = N_("All others")
NO_PARTS = N_("All together, as each part is too small to show")
SILENT = (
    N_("wrote in the last week"),
    N_("silent for one to two weeks"),
    N_("silent for two to three weeks"),
    N_("silent for three weeks or more"),
    N_("never wrote"),
)
PROMISES: Mapping[str, str] = {
    "in_time": N_("answered in time"),
    "late": N_("late"),
    "broken": N_("promise broken"),
    "open": N_("open, still in time"),
    "closed": N_("closed without an answer"),
}


@dataclass(frozen=True, slots=True)
class Division:
    """One way to divide the people: `way` of `WAYS`. `names` of groups by key; `people` who take part now, by key:
    who is in two groups stands below both. `everybody` is counted once."""

    visit: Visit
    way: str
    names: Mapping[str, str]
    people: Mapping[str, int]
    everybody: int

    @property
    def joined(self) -> Mapping[str, str]:
        """What is too small to stand alone stands together."""
        return {} if self.way == PHASE else small_together(self.people, OTHERS)

    @property
    def _alone(self) -> bool:
        """Whether some stand beside the rest."""
        return any(number and key not in self.joined for key, number in self.people.items())

    def label(self, key: str) -> str:
        if key == OTHERS:
            return self.visit.say(REST if self._alone else NO_PARTS)
        if not key:
            return self.visit.say(NOBODY_SAID[self.way])
        known = self.visit.desk.catalogues.languages
        words = {
            GROUP: lambda: self.names.get(key, key),
            LANGUAGE: lambda: known[key].autonym if key in known else key,
            AGE: lambda: self.visit.say(LABELS.get(key, key)),
            PHASE: lambda: self.visit.say(PHASE_NAMES.get(key, key)),
        }
        return words[self.way]()

    @property
    def order(self) -> Sequence[str]:
        return {GROUP: tuple(self.names), AGE: AGES, PHASE: KEYS}.get(self.way, ())

    def who(self) -> list[Bar]:
        """The people themselves."""
        whole = self.everybody if self.everybody >= K else None
        cells = self._cells(Cell(key, number, 0, 0) for key, number in self.people.items() if number)
        told = composition({one.key: one.people for one in cells})
        return [(self.label(one.key), told[one.key], whole, "") for one in cells]

    def parts(self, cells: Iterable[Cell]) -> list[Shown]:
        return [replace(one, key=self.label(one.key)) for one in shares(self._cells(cells))]

    def bars(self, cells: Iterable[Cell]) -> list[Bar]:
        return [(one.key, one.value, one.whole, "") for one in self.parts(cells)]

    def tells_sum(self, cells: Iterable[Cell]) -> bool:
        """Whether the sum can be shown beside these rows."""
        return share("", self._cells(cells)).value is not None

    def _cells(self, cells: Iterable[Cell]) -> list[Cell]:
        found = in_order(together(cells, self.joined), self.order)
        return sorted(found, key=lambda one: one.key in ("", OTHERS))


def total_of(divisions: Iterable[Division], cells: Mapping[str, Iterable[Cell]]) -> Shown:
    """All together, each counted once. Hidden where it would tell a row of any division."""
    tells = all(one.tells_sum(cells[one.way]) for one in divisions)
    return share("", cells[LANGUAGE]) if tells else Shown("", None, None)


def silent_bars(visit: Visit, numbers: Sequence[int]) -> list[Bar]:
    told = composition({str(step): number for step, number in enumerate(numbers)})
    everybody = sum(numbers)
    return [(visit.say(SILENT[int(step)]), number, everybody, "") for step, number in told.items()]


def promise_bars(visit: Visit, kept: Kept) -> list[Bar]:
    """The team's own record: nothing is hidden."""
    whole = sum(getattr(kept, name) for name in PROMISES)
    return [(visit.say(words), getattr(kept, name), whole, "") for name, words in PROMISES.items()] if whole else []
