"""The form of a pilot: what stands in it, and what it means."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from admin.clash import labelled
from admin.meeting_words import said
from admin.tongues import in_fields, written
from admin.visit import Visit
from lab.pilots import Pilot, faults_of
from locales import N_

NO_DAY = N_("Write the last day like 2026-05-15, or leave it empty.")


def typed_of(pilot: Pilot) -> dict[str, str]:
    """What stands in the form of a pilot that is there."""
    texts = in_fields("name", pilot.name) | in_fields("goal", pilot.goal) | in_fields("measure", pilot.measure)
    return texts | {"ends_on": str(pilot.ends_on or ""), "budget": pilot.budget, "state": pilot.state}


def step_compared(visit: Visit, words: Mapping[str, str], due_on: date | None) -> dict[str, str]:
    """A step as people call its fields, for two who change it."""
    values = in_fields("words", words) | {"due_on": visit.dates().day(due_on) if due_on else ""}
    return labelled(visit, values, {"words": N_("Step"), "due_on": N_("By when")})


def pilot_of(visit: Visit, before: Pilot) -> tuple[Pilot, list[str]]:
    """`before` as the form wants it, and what stands in the way of that."""
    form = visit.form
    wanted = replace(
        before,
        name=written(visit, "name"),
        goal=written(visit, "goal"),
        measure=written(visit, "measure"),
        ends_on=form.day("ends_on"),
        budget=form.text("budget", 1000),
        state=form.text("state") or before.state,
    )
    problems = [said(visit, fault) for fault in faults_of(wanted, visit.now.date())]
    unread = bool(form.text("ends_on")) and wanted.ends_on is None
    return wanted, [visit.say(NO_DAY), *problems] if unread else problems
