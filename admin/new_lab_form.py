"""The one page on which a lab begins: what stands in it at first, what was written, and all that is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from zoneinfo import available_timezones

from admin.cadence_form import policy_of, typed_policy
from admin.meeting_words import said
from admin.pages.groups import KINDS, MOST_SEATS, NO_SEATS
from admin.pages.phases import FAR, MOST_YEARS, judged
from admin.pages.safety import TOO_LONG
from admin.staffing import Wanted
from admin.visit import Visit
from lab import plan_faults, policy
from lab.phase_dates import suggested
from lab.phases import KEYS, NAMES, Phase
from lab.policy import Policy
from lab.safety import LONGEST, Safety
from lab.touchpoints import DEFAULT_PLAN
from locales import N_

MOST_COLLEAGUES = 4
NEW = frozenset({0})
"""The lab that is not there yet, for the team that will work for it."""
SEATS = {"migrant": "10", "partner": "5", "policymaker": "4", "own": "5"}
YOUNG = N_("Young people (16 to 25)")
UNTIL_START = timedelta(days=28)

NO_NAME = N_("The lab needs a name.")
NO_CITY = N_("Write the city.")
NO_ZONE = N_("“{zone}” is no time zone. Write it like Europe/Brussels.")
NO_LANGUAGE = N_("Choose one language at least.")
NO_START = N_("Write the day on which the lab begins.")


@dataclass(frozen=True, slots=True)
class NewLab:
    """All that the page says. With problems it is not to be used."""

    name: str
    city: str
    timezone: str
    languages: tuple[str, ...]
    phases: tuple[Phase, ...]
    groups: tuple[tuple[str, str, int], ...]
    policy: Policy
    safety: Safety
    team: tuple[Wanted, ...]
    place: str
    problems: tuple[str, ...] = field(default=())


def at_first(visit: Visit) -> dict[str, str]:
    """What stands in the page before anybody wrote in it."""
    start = visit.dates().today + UNTIL_START
    start += timedelta(days=-start.weekday() % 7)
    typed = {"timezone": visit.desk.settings.timezone, "start": str(start), f"language_{visit.language}": "1"}
    typed |= {f"seats_{kind}": seats for kind, seats in SEATS.items()}
    typed |= {f"name_{kind}": visit.say(YOUNG if kind == "own" else KINDS[kind]) for kind in SEATS}
    return typed | typed_policy(Policy()) | typed_phases(start)


def typed_phases(start: date) -> dict[str, str]:
    ends = {f"{one.key}_first": str(one.starts_on) for one in suggested(start)}
    return ends | {f"{one.key}_last": str(one.ends_on) for one in suggested(start)}


def start_in(visit: Visit) -> tuple[date | None, str]:
    """The day on which the lab begins, or what is wrong with it."""
    start = visit.form.day("start")
    if start is None:
        return None, visit.say(NO_START)
    if abs(start.year - visit.now.year) > MOST_YEARS:
        return None, visit.say(FAR, phase=visit.say(NAMES[KEYS[0]]))
    return start, ""


def new_lab_in(visit: Visit) -> NewLab:
    form, known = visit.form, visit.desk.catalogues.languages
    phases = [judged(visit, key) for key in KEYS]
    groups, short = _groups(visit)
    rules, unread = policy_of(form, Policy())
    team = tuple(filter(None, (_colleague(visit, row) for row in range(MOST_COLLEAGUES))))
    safety = Safety(numbers={code: words for code in known if (words := form.text(f"number_{code}", LONGEST + 1))})
    name, city, zone = form.text("lab_name", 200), form.text("city", 200), form.text("timezone", 60)
    languages = _languages(visit, known)
    faults = () if unread else (*policy.faults_of(rules), *plan_faults.faults_of(DEFAULT_PLAN, rules))
    too_long = any(len(words) > LONGEST for words in safety.numbers.values())
    problems = (
        "" if name else visit.say(NO_NAME),
        "" if city else visit.say(NO_CITY),
        "" if zone in available_timezones() else visit.say(NO_ZONE, zone=zone),
        "" if languages else visit.say(NO_LANGUAGE),
        *(problem for _, problem in phases),
        short,
        *(visit.say(text, field=visit.say(label)) for text, label in unread),
        *(said(visit, fault) for fault in faults),
        visit.say(TOO_LONG, count=str(LONGEST)) if too_long else "",
        *(f"{one.name or one.email}: {visit.say(text)}" for one in team for text in one.problems()),
    )
    dated = tuple(phase for phase, _ in phases if phase)
    wrong = tuple(dict.fromkeys(filter(None, problems)))
    return NewLab(name, city, zone, languages, dated, groups, rules, safety, team, form.text("place"), wrong)


def _languages(visit: Visit, known: Sequence[str] | Mapping[str, object]) -> tuple[str, ...]:
    """The city's own first: it stands first on posters too."""
    ticked = [code for code in known if visit.form.has(f"language_{code}")]
    main = visit.form.text("main")
    return tuple(dict.fromkeys(([main] if main in known else []) + ticked))


def _groups(visit: Visit) -> tuple[tuple[tuple[str, str, int], ...], str]:
    """Key, name and seats of each group that has any; and what is wrong with the seats."""
    form = visit.form
    asked = {kind: form.text(f"seats_{kind}", 10) for kind in SEATS}
    wanted = {kind: form.number(f"seats_{kind}") for kind, seats in asked.items() if seats}
    fine = all(many is not None and 0 <= many <= MOST_SEATS for many in wanted.values())
    named = {
        kind: form.text(f"name_{kind}", 100) or visit.say(YOUNG if kind == "own" else KINDS[kind]) for kind in wanted
    }
    groups = tuple((kind, named[kind], many or 0) for kind, many in wanted.items() if many)
    return groups, "" if fine else visit.say(NO_SEATS)


def _colleague(visit: Visit, row: int) -> Wanted | None:
    form = visit.form
    name, email = form.text(f"colleague_{row}", 100), form.text(f"email_{row}")
    return Wanted(name, email, form.text(f"role_{row}"), NEW) if name or email else None
