"""Who is in the made-up lab: 24 people who do not exist, in seven languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

PARTICIPANT, FACILITATOR, WORKER, MEDIATOR = "participant", "facilitator", "outreach_worker", "mediator"
MARKET, SCHOOL, STATION, CLASS, POSTER = "Market", "School gate", "Station", "Language class", "Poster in the library"

YOUTH = "own-youth"
GROUPS: Mapping[str, tuple[str, int]] = {
    "migrant": ("Newcomers", 10),
    "partner": ("Partner organisations", 5),
    "policymaker": ("Policy makers", 4),
    YOUTH: ("Young people (16 to 25)", 5),
}
"""By key: what the group is called, and its seats."""
NAMES_OF_YOUTH: Mapping[str, str] = {
    "nl": "Jongeren (16 tot 25)",
    "fr": "Jeunes (16 à 25 ans)",
    "ar": "شباب (من 16 إلى 25)",
    "tr": "Gençler (16-25 yaş)",
    "uk": "Молодь (16–25 років)",
    "fa_AF": "جوانان (۱۶ تا ۲۵)",
    "ti": "መንእሰያት (16 ክሳብ 25)",
}
"""The others have names in every language as they are."""

CAME, ABSENT, NO, MAYBE, WAITS, SILENT = "canmw-"
"""What somebody said to a meeting: yes and came (or means to), yes and was absent, no, maybe, waits, or nothing."""
ANSWERS: Mapping[str, str] = {CAME: "yes", ABSENT: "yes", NO: "no", MAYBE: "maybe", WAITS: "waiting", SILENT: ""}


@dataclass(frozen=True, slots=True)
class Figure:
    """`meetings`: a letter for each meeting to which she was invited so far. `why`: her reason where she says no.

    `gone`: so many days before the next meeting her phone stopped taking messages, or she left. `words` are a key of
    words.LINES. `how` consent was given; `phone`: she has one.
    """

    name: str
    language: str
    groups: tuple[str, ...] = ()
    age: str = "26-59"
    place: str = MARKET
    meetings: str = "cccc"
    why: str = ""
    how: str = "tapped"
    role: str = PARTICIPANT
    standing: str = "active"
    facts: Mapping[str, Any] = field(default_factory=dict)
    phone: bool = True
    gone: int = 0
    pauses: bool = False
    prepared: bool = True
    answers: bool = True


def _needs(*options: str, words: str = "", **more: Any) -> dict[str, Any]:
    return {"needs": {"options": list(options), "words": words, **more}}


NEWCOMERS = (
    Figure(
        *("Amina", "ti", ("migrant",), "26-59", MARKET, "cccc"),
        how="heard",
        facts=_needs("interpreter", "childcare", language="ti", children=2)
        | {"times": ["mornings", "weekends"], "capacity": "family", "interests": "ንብዙሓት ሰባት እኽሽን።"},
    ),
    Figure(
        *("Bilal", "ar", ("migrant", YOUTH), "18-25", CLASS, "cacc"),
        facts=_needs("quiet_room", words="أنا أصم. اكتبوا لي من فضلكم ولا تتصلوا.")
        | {"times": ["afternoons"], "capacity": "self", "interests": "الرسم"},
    ),
    Figure(
        *("Selam", "ti", ("migrant", YOUTH), "18-25", SCHOOL, "ccnc", "work"),
        facts=_needs("transport") | {"times": ["evenings", "weekends"], "capacity": "self"},
    ),
    Figure(*("Yonas", "ti", ("migrant",), "under_16", SCHOOL, ""), standing="waiting_guardian", prepared=False),
    Figure(
        *("Rahwa", "ti", ("migrant",), "26-59", MARKET, "ccm"),
        pauses=True,
        facts=_needs("interpreter", language="ti") | {"times": ["evenings"], "capacity": "family"},
    ),
    Figure(
        *("Samira", "ar", ("migrant",), "26-59", CLASS, "cccm"),
        facts=_needs("childcare", children=1) | {"times": ["mornings"], "capacity": "self", "days_off": [4]},
    ),
    Figure(
        *("Tarek", "ar", ("migrant",), "60+", STATION, "cncc", "ill"),
        how="interpreter",
        facts=_needs("transport", "food") | {"times": ["mornings", "afternoons"], "capacity": "group"},
    ),
    Figure(
        *("Nour", "ar", ("migrant", YOUTH), "16-17", SCHOOL, "ccnw", "time"),
        facts={"times": ["weekends"], "capacity": "self", "less_often": True, "interests": "كرة القدم والأفلام"},
    ),
    Figure(
        *("Elif", "tr", ("migrant",), "26-59", SCHOOL, "cccc"),
        facts=_needs("childcare", children=3) | {"times": ["afternoons"], "capacity": "self"},
    ),
    Figure(
        *("Kerem", "tr", ("migrant", YOUTH), "18-25", STATION, "can", "work"),
        standing="stopped",
        gone=18,
        facts={"times": ["weekends"], "capacity": "self", "left_because": "work"},
    ),
    Figure(
        *("Oksana", "uk", ("migrant",), "26-59", STATION, "cccc"),
        facts={"times": ["evenings"], "capacity": "self", "interests": "Я була бібліотекаркою."},
    ),
    Figure(*("Danylo", "uk", ("migrant", YOUTH), "18-25", STATION, "ca-"), gone=16, facts={"times": ["evenings"]}),
    Figure(
        *("Zahra", "fa_AF", ("migrant",), "26-59", MARKET, ""),
        how="interpreter",
        phone=False,
        prepared=False,
        facts={"times": ["mornings"]},
    ),
    Figure(
        *("Navid", "fa_AF", ("migrant",), "26-59", CLASS, "cccc"),
        facts=_needs("interpreter", language="fa_AF") | {"times": ["evenings"], "capacity": "self"},
    ),
)
OTHERS = (
    Figure(
        *("Céline", "fr", ("policymaker",), "26-59", POSTER, "cccc"),
        facts={"times": ["afternoons"], "capacity": "city", "less_often": True},
    ),
    Figure(*("Joris", "nl", ("policymaker",), "26-59", POSTER, "cnac", "work"), facts={"capacity": "city"}),
    Figure(*("Zeynep", "tr", ("partner",), "26-59", CLASS, "cccw"), facts={"capacity": "organisation"}),
    Figure(*("Iryna", "uk", ("partner",), "26-59", CLASS, "mccc"), facts=_needs("wheelchair")),
    Figure(*("Lies", "nl", ("partner",), "60+", POSTER, "cccc"), facts={"capacity": "organisation"}),
    Figure(*("Inès", "fr", ("partner", YOUTH), "18-25", POSTER, "c---"), prepared=False, answers=False, facts={}),
)
TEAM = (
    Figure("Deniz", "tr", role=FACILITATOR, place="", meetings="", prepared=False),
    Figure("Wout", "nl", role=FACILITATOR, place="", meetings="", prepared=False),
    Figure("Farid", "fa_AF", role=WORKER, place=MARKET, meetings="", prepared=False),
    Figure("Olena", "uk", role=MEDIATOR, place="", meetings="", prepared=False, facts={"speaks": ["uk", "nl"]}),
)
EVERYBODY = (*NEWCOMERS, *OTHERS, *TEAM)
DESK = (("Marleen", "administrator"), ("Els", "coordinator"))
"""Who works at the desk: name and role."""
