"""Who plays: people who do not exist, each with a character that tries one thing which real people do."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Temper:
    """`answers`: to how many of our questions, 0 to 1; `least` to `most` minutes later. `comes`: of ten times that she
    says yes. `rsvp`: what she answers to invitations, one after the other and over again. `about`: for the reader."""

    about: str
    answers: float = 0.9
    least: int = 2
    most: int = 90
    comes: float = 0.9
    rsvp: tuple[str, ...] = ("yes", "yes", "yes", "no")


DAY = 24 * 60
TEMPERS: Mapping[str, Temper] = {
    "quick": Temper("answers quickly"),
    "silent": Temper("ignores everything", answers=0.0),
    "leaves": Temper("leaves, and says why"),
    "switches": Temper("changes her language twice"),
    "blocks": Temper("blocks us for some months"),
    "fewer": Temper("wants fewer messages, evenings, not on Fridays"),
    "pauses": Temper("takes a pause of a month"),
    "minor": Temper("is under 16, nobody said yes for her"),
    "maybe": Temper("says maybe, then yes", rsvp=("maybe", "maybe", "yes")),
    "asks": Temper("asks questions in her own words"),
    "erases": Temper("has everything deleted"),
    "returns": Temper("says stop and comes back"),
    "late": Temper("answers days later", answers=0.7, least=DAY, most=5 * DAY),
    "changes": Temper("changes her answer again and again", rsvp=("yes", "no", "yes", "maybe")),
    "guarded": Temper("is under 16, her guardian said yes"),
    "official": Temper("makes policy, comes seldom", answers=0.5, rsvp=("no", "yes", "maybe")),
    "abroad": Temper("lives in another time zone"),
    "absent": Temper("says yes and does not come", comes=0.1, rsvp=("yes",)),
    "fades": Temper("answers less and less", answers=0.3, least=60, most=2 * DAY),
    "night": Temper("writes at night", least=6 * 60, most=11 * 60),
}
NAMES: Mapping[str, tuple[str, ...]] = {
    "ar": ("Nadia", "Samir", "Rasha", "Tarek"),
    "en": ("Grace", "Victor", "Ruth", "Peter"),
    "fa_AF": ("Zahra", "Navid", "Parwana", "Omid"),
    "fr": ("Chloé", "Mathieu", "Inès", "Lucas"),
    "nl": ("Lies", "Joris", "Marijke", "Wout"),
    "ti": ("Selam", "Yonas", "Rahwa", "Filmon"),
    "tr": ("Elif", "Emre", "Zeynep", "Kerem"),
    "uk": ("Oksana", "Taras", "Iryna", "Danylo"),
}
ELSEWHERE = ("Europe/Lisbon", "Africa/Casablanca", "Asia/Tbilisi", "America/Toronto")
AGES = ("18-25", "26-59", "26-59", "60+")
LATECOMER = 45
"""Days after the start of the lab; the others come within the first two weeks."""


@dataclass(frozen=True, slots=True)
class Persona:
    """`zone` "": the lab's. `age` and `group` as Brug knows them. `joins`: how many days after the lab began."""

    number: int
    name: str
    kind: str
    language: str
    other_language: str
    zone: str
    age: str
    group: str
    joins: int

    @property
    def address(self) -> str:
        return f"phone{self.number}"

    @property
    def temper(self) -> Temper:
        return TEMPERS[self.kind]

    @property
    def dice(self) -> str:
        """What her own chance grows from, beside the seed: nobody's choices depend on who else plays."""
        return f"{self.number}:{self.kind}"


def cast(people: int, seed: int, languages: Sequence[str]) -> tuple[Persona, ...]:
    """Every character in turn, in every language in turn."""
    kinds = list(TEMPERS)
    return tuple(
        _persona(number, kinds[(number - 1) % len(kinds)], random.Random(f"{seed}:{number}"), languages)
        for number in range(1, people + 1)
    )


def _persona(number: int, kind: str, dice: random.Random, languages: Sequence[str]) -> Persona:
    at = (number * 3 - 1 + number // len(languages)) % len(languages)
    language = languages[at]
    names = NAMES.get(language, NAMES["en"])
    turn, place = divmod(number // len(languages), len(names))
    return Persona(
        number,
        names[place] + (f" {turn + 1}" if turn else ""),
        kind,
        language,
        other_language=languages[(at + 1) % len(languages)],
        zone=ELSEWHERE[number // len(TEMPERS) % len(ELSEWHERE)] if kind == "abroad" else "",
        age="under_16" if kind in ("minor", "guarded") else dice.choice(AGES),
        group="policymaker" if kind == "official" else dice.choice(("migrant", "migrant", "partner")),
        joins=LATECOMER if number % 12 == 11 else dice.randrange(0, 13),
    )
