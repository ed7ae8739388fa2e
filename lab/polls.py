"""A poll of a lab: what is asked, with whose words, when, and what stands in the way of opening it. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

from flows.folding import fold
from flows.techniques.model import Technique
from lab.plan_warnings import PlanWarning
from locales import N_

NOW, CHECK_IN, CHECK_OUT, BETWEEN = "now", "check_in", "check_out", "between"
MOMENTS = (NOW, CHECK_IN, CHECK_OUT, BETWEEN)
AT_A_MEETING = frozenset({CHECK_IN, CHECK_OUT})
DRAFT, OPEN, CLOSED = "draft", "open", "closed"
MOST_OPTIONS = 20
LONGEST_OPTION = 60
"""So much fits on a button of every channel."""
LONGEST_QUESTION = 600
MINUTES = "minutes"
"""The setting of every poll with rounds: how long one takes."""
MOST_MINUTES = 60 * 24 * 60
USUAL_MINUTES: Mapping[str, int] = {NOW: 10, CHECK_IN: 30}
_TWO_DAYS = 60 * 48
LIFE: Mapping[str, timedelta] = {NOW: timedelta(days=1), BETWEEN: timedelta(days=7)}
"""How long it stays open where nobody says until when, and no meeting does."""

Words = Mapping[str, str]
"""By language."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An option in the coordinator's words. `id` never changes. `sources`: ids of the ideas that it was made of."""

    id: str
    words: Words
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Poll:
    """`technique` is the key of one. `settings`: numbers, and words by language. `results`: what was published, one
    table a round. All moments are aware."""

    id: int
    lab_id: int
    technique: str
    moment: str
    words: Words
    options: tuple[Choice, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    meeting_id: int | None = None
    pilot_id: int | None = None
    state: str = DRAFT
    code: str = ""
    round: int = 1
    round_ends_at: datetime | None = None
    results: tuple[Mapping[str, Any], ...] = ()
    staff_id: int | None = None
    created_at: datetime | None = None
    opened_at: datetime | None = None
    closes_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def reference(self) -> str:
        return f"poll:{self.id}"

    def number(self, key: str, usual: int) -> int:
        value = self.settings.get(key, usual)
        return value if isinstance(value, int) else usual

    def text(self, key: str, language: str) -> str:
        """The words of a setting in one language, or ""."""
        value = self.settings.get(key)
        return str(value.get(language, "")) if isinstance(value, dict) else ""

    @property
    def pace(self) -> str:
        """The moment whose usual times it has. Asked now, but of people who do not sit together, it has time."""
        return BETWEEN if self.moment == NOW and self.meeting_id is None else self.moment

    @property
    def round_life(self) -> timedelta:
        return timedelta(minutes=self.number(MINUTES, USUAL_MINUTES.get(self.pace, _TWO_DAYS)))


def faults_of(
    poll: Poll,
    technique: Technique | None,
    languages: Mapping[str, int],
    names: Mapping[str, str] | None = None,
    reader: str = "",
) -> list[PlanWarning]:
    """What to change before this poll can be opened. None: it can.

    `languages`: how many people of its audience read each. `names`: how to call a language; its code where missing.
    `reader`: the language of who reads this; what is missing is named in it, where it has words there.
    """
    if technique is None:
        text = N_("There is no way of asking called “{technique}”. Choose one of the list.")
        return [PlanWarning("technique", text, values={"technique": poll.technique[:40]})]
    if poll.moment not in MOMENTS:
        text = N_("Choose when to ask: now, at check-in, at check-out, or between meetings.")
        return [PlanWarning("moment", text)]
    called = names or {}
    return [
        *_shape_faults(poll, technique),
        *_setting_faults(poll, technique),
        *_missing_words(poll, technique, languages, called, reader),
        *_alike(poll, called),
    ]


def _shape_faults(poll: Poll, technique: Technique) -> Iterator[PlanWarning]:
    if poll.moment in AT_A_MEETING and poll.meeting_id is None:
        yield PlanWarning("no_meeting", N_("Choose the meeting that this question belongs to."))
    if _lacks_question(poll, technique):
        yield PlanWarning("no_question", N_("There is no question. Write one."))
    least, most = technique.options
    if not least <= len(poll.options) <= most:
        values = {"count": str(len(poll.options)), "least": str(least), "most": str(most)}
        text = N_("Options: {count}. This way of asking takes {least} to {most}.")
        yield PlanWarning("options", text, values=values)
    if any(len(words) > LONGEST_OPTION for one in poll.options for words in one.words.values()):
        text = N_("An option is too long for a button. Write at most {most} letters.")
        yield PlanWarning("long_option", text, values={"most": str(LONGEST_OPTION)})
    if any(len(words) > LONGEST_QUESTION for words in poll.words.values()):
        text = N_("The question is too long for a chat. Write at most {most} letters.")
        yield PlanWarning("long_question", text, values={"most": str(LONGEST_QUESTION)})


def _lacks_question(poll: Poll, technique: Technique) -> bool:
    return not technique.prompt and not any(words.strip() for words in poll.words.values())


def _setting_faults(poll: Poll, technique: Technique) -> Iterator[PlanWarning]:
    known = {setting.key: setting for setting in technique.settings}
    bounds = {key: (one.least, one.most) for key, one in known.items() if one.kind == "number"} | {
        MINUTES: (1, MOST_MINUTES)
    }
    for key, value in sorted(poll.settings.items()):
        if key in bounds:
            least, most = bounds[key]
            if type(value) is not int or not least <= value <= most:
                values = {"setting": key, "least": str(least), "most": str(most)}
                text = N_("“{setting}” must be a number from {least} to {most}.")
                yield PlanWarning("setting", text, values=values)
        elif key not in known or not isinstance(value, dict):
            text = N_("This way of asking has no setting “{setting}”. Remove it.")
            yield PlanWarning("setting", text, values={"setting": key[:40]})


def _missing_words(
    poll: Poll, technique: Technique, languages: Mapping[str, int], names: Mapping[str, str], reader: str
) -> Iterator[PlanWarning]:
    """Nobody is asked in a language that she did not choose: every text must exist in each of the audience's.

    Without a question nothing: that is the one thing to write first.
    """
    if _lacks_question(poll, technique):
        return
    texts = [] if technique.prompt and not poll.words else [poll.words]
    texts += [one.words for one in poll.options]
    texts += [value for _, value in sorted(poll.settings.items()) if isinstance(value, dict)]
    for language, people in sorted(languages.items()):
        missing = [words for words in texts if not words.get(language, "").strip()]
        if people and missing:
            text = N_("These words are missing in {language} (people who read it: {people}): {missing}.")
            values = {"language": names.get(language, language), "people": str(people)}
            yield PlanWarning(
                "language", text, values=values | {"missing": ", ".join(_named(words, reader) for words in missing)}
            )


def _named(words: Words, reader: str) -> str:
    """A text by its first words: in the reader's language, or else in any."""
    found = next((said.strip() for said in (words.get(reader, ""), *words.values()) if said.strip()), "")
    return f"“{found[:60]}”" if found else "…"


def _alike(poll: Poll, names: Mapping[str, str]) -> Iterator[PlanWarning]:
    """Two options, or two ends of a scale, that a person cannot tell apart, or that a typed answer cannot."""
    ends = [value for _, value in sorted(poll.settings.items()) if isinstance(value, dict)]
    for texts in ([one.words for one in poll.options], ends):
        for language in sorted({language for words in texts for language in words}):
            said = [words[language] for words in texts if words.get(language, "").strip()]
            for one, other in combinations(said, 2):
                if is_alike(one, other):
                    text = N_("Two options look the same in {language}: “{one}” and “{other}”. Change one of them.")
                    values = {"language": names.get(language, language), "one": one[:60], "other": other[:60]}
                    yield PlanWarning("alike", text, values=values)


_LOOKALIKES = str.maketrans("АВЕЅІЈКМНОРСТУХаеіјорсухѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABESIJKMHOPCTYXaeijopcyxsABEZHIKMNOPTYXo")
"""Letters of Cyrillic and Greek that look like a Latin one."""


def is_alike(one: str, other: str) -> bool:
    """Whether they differ in case, marks, keyboard or script only: "ΟΚ" in Greek letters is "OK"."""
    return _shape(one) == _shape(other) or _shape(one.translate(_LOOKALIKES)) == _shape(other.translate(_LOOKALIKES))


def _shape(words: str) -> str:
    """Digits of every script are one number. Signs alone stay what they are."""
    folded = "".join(str(int(char)) if char.isdecimal() else char for char in fold(words))
    return folded or words.strip()


def load_poll(value: Any, lab_id: int) -> Poll:
    """A poll as a coordinator's file says it. Raises ValueError, TypeError, KeyError or AttributeError."""
    options = [_choice(place, one) for place, one in enumerate(value.get("options", ()), start=1)]
    closes, meeting, pilot = value.get("closes_at"), value.get("meeting"), value.get("pilot")
    if not all(number is None or type(number) is int for number in (meeting, pilot)):
        raise TypeError
    return Poll(
        0,
        lab_id,
        str(value["technique"]),
        str(value.get("moment", BETWEEN)),
        _words(value.get("words", {})),
        tuple(options[: MOST_OPTIONS + 1]),
        {str(key): _words(one) if isinstance(one, dict) else one for key, one in value.get("settings", {}).items()},
        meeting_id=meeting,
        pilot_id=pilot,
        closes_at=datetime.fromisoformat(closes) if closes else None,
    )


def _choice(place: int, value: Mapping[str, Any]) -> Choice:
    words = value["words"] if isinstance(value.get("words"), dict) else value
    return Choice(f"o{place}", _words(words), tuple(map(str, value.get("sources", ()))))


def _words(value: Mapping[str, Any]) -> dict[str, str]:
    if not all(isinstance(words, str) for words in value.values()):
        raise TypeError
    return {str(language): words.strip() for language, words in value.items() if words.strip()}


FEWEST = 5
"""Fewer people than so many are not counted apart."""
PARTICIPANTS = ("migrant", "partner", "policymaker")
"""Groups of people by what brings them to a lab (domain.md): an answer is counted by these first."""


def group_of(groups: Iterable[str], audience: Mapping[str, int]) -> str:
    """The group by which her answer is counted: of hers one that is large enough in the audience, or ""."""
    large = [group for group in groups if audience.get(group, 0) >= FEWEST]
    return min(large, key=lambda group: (group not in PARTICIPANTS, group), default="")


def may_keep_groups(answers: Mapping[str, int]) -> bool:
    """Whether the groups stay beside answers, `answers` by group: all of them, or none."""
    return all(count >= FEWEST for count in answers.values())
