"""What stands in the forms of the rules and the plan, as people call it: for two who change one lab."""

from collections.abc import Mapping

from admin.cadence_form import (
    AT,
    CLOCKS,
    DAYS_AFTER,
    DAYS_BEFORE,
    MINUTES_AFTER,
    MINUTES_BEFORE,
    NUMBERS,
    WEEKDAYS,
)
from admin.clash import labelled, ticks
from admin.visit import Visit
from lab.touchpoints import Touchpoint
from locales import N_
from locales.catalogue import listed

REST = N_("Days without messages")
ON, OWN_WORDS = N_("Send this message"), N_("In your own words, instead of ours")


def rules(visit: Visit, values: Mapping[str, str]) -> dict[str, str]:
    days = (visit.say(name) for day, name in WEEKDAYS.items() if values.get(f"rest_{day}"))
    return labelled(visit, values, {**NUMBERS, **CLOCKS}) | {visit.say(REST): listed(visit.language, list(days))}


def step(visit: Visit, touchpoint: Touchpoint, values: Mapping[str, str]) -> dict[str, str]:
    after = touchpoint.anchor == "end"
    words = {"on": ON, "at": AT, "words": OWN_WORDS}
    words |= (
        {"days": DAYS_AFTER, "minutes": MINUTES_AFTER} if after else {"days": DAYS_BEFORE, "minutes": MINUTES_BEFORE}
    )
    return labelled(visit, ticks(values, "on"), words)
