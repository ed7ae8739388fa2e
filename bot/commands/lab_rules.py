"""`brug lab policy show | set`, `brug lab plan show | set`: how often a lab writes, and what follows from a meeting."""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, TypeVar

import typer

from bot.commands import AsJson, show, with_database
from bot.commands.lab import LabId, in_english, lab, lab_or_refusal, languages_or_refusal, refuse
from bot.settings import CannotStart, Settings
from lab import plan_faults, touchpoints
from lab import policy as policies
from lab.policy import Policy
from lab.touchpoints import Touchpoint
from store.database import Database
from store.rules import change_plan, change_policy

T = TypeVar("T")
LONGEST_FILE = 1_000_000
UNREADABLE = (TypeError, ValueError, KeyError, AttributeError, OverflowError)
File = typer.Argument(..., metavar="FILE", help="JSON, as `show --json` prints it.", dir_okay=False, allow_dash=True)

policy = typer.Typer(help="How often and when a lab writes to its people.", no_args_is_help=True)
plan = typer.Typer(help="What follows from each meeting of a lab, and when.", no_args_is_help=True)
lab.add_typer(policy, name="policy")
lab.add_typer(plan, name="plan")


def add(app: typer.Typer) -> None:
    """All of it belongs to `brug lab`."""


@policy.command("show")
def show_policy(lab_id: int = LabId, as_json: bool = AsJson) -> None:
    """Ceiling, floor, quiet hours."""
    show(_of(lab_id, lambda one: _policy_data(one.policy)), as_json=as_json, line=_lines)


@policy.command("set")
def set_policy(lab_id: int = LabId, file: Path = File, as_json: bool = AsJson) -> None:
    """Take the policy of a file. What the file does not name is as by default."""
    wanted = policy_of(read_json(file))

    async def work(_: Settings, database: Database) -> dict[str, Any]:
        async with database.write() as connection:
            one = await lab_or_refusal(connection, lab_id)
            refuse(in_english(plan_faults.faults_of(one.plan, wanted)))
            await change_policy(connection, lab_id, wanted)
        return _policy_data(wanted)

    show(with_database(work), as_json=as_json, line=_lines)


@plan.command("show")
def show_plan(lab_id: int = LabId, as_json: bool = AsJson) -> None:
    """Each contact that follows from a meeting."""
    show(_of(lab_id, lambda one: touchpoints.dump_plan(one.plan)), as_json=as_json, line=_touchpoint_line)


@plan.command("set")
def set_plan(lab_id: int = LabId, file: Path = File, as_json: bool = AsJson) -> None:
    """Take the plan of a file. Meetings that are planned already follow it where nothing was planned yet."""
    read = read_json(file)

    async def work(_: Settings, database: Database) -> list[dict[str, Any]]:
        async with database.write() as connection:
            one = await lab_or_refusal(connection, lab_id)
            wanted = plan_of(read, one.policy)
            await change_plan(connection, lab_id, wanted)
        return touchpoints.dump_plan(wanted)

    show(with_database(work), as_json=as_json, line=_touchpoint_line)


def _of(lab_id: int, told: Callable[[Any], Any]) -> Any:
    async def work(_: Settings, database: Database) -> Any:
        async with database.read() as connection:
            return told(await lab_or_refusal(connection, lab_id))

    return with_database(work)


def read_json(file: Path) -> Any:
    try:
        text = sys.stdin.read(LONGEST_FILE) if str(file) == "-" else file.read_text("utf-8")
        return json.loads(text)
    except OSError as error:
        raise CannotStart(f"{file} cannot be read ({error.strerror}).") from error
    except (ValueError, RecursionError) as error:
        raise CannotStart(f"{file} is not JSON. Begin with what `show --json` prints.") from error


def policy_of(value: Any) -> Policy:
    """What a file of JSON says, where it can hold."""
    wanted, faults = _understood(_policy, value, "policy")
    refuse(faults)
    return wanted


def plan_of(value: Any, policy: Policy) -> tuple[Touchpoint, ...]:
    """What a file of JSON says, where it can hold under this policy."""
    wanted, faults = _understood(lambda read: _plan(read, policy), value, "plan")
    refuse(faults)
    return wanted


def _understood(read: Callable[[Any], T], value: Any, name: str) -> T:
    """What the file says. JSON can hold anything in any place: what cannot be a policy or plan is one sentence."""
    try:
        return read(value)
    except UNREADABLE as error:
        amiss = next((f"Look at {part}. " for part, alone in _parts(value, name) if not _can_read(read, alone)), "")
        raise CannotStart(
            f"The file does not hold a {name}. {amiss}"
            f"Begin with what `brug lab {name} show --json` prints, and change that."
        ) from error


def _can_read(read: Callable[[Any], object], value: Any) -> bool:
    """Whether it can be understood, right or wrong."""
    try:
        read(value)
    except UNREADABLE:
        return False
    except CannotStart:
        return True
    return True


def _parts(value: Any, name: str) -> Iterator[tuple[str, Any]]:
    """What somebody would look for in the file, each as if it stood there alone."""
    if name == "policy" and isinstance(value, dict):
        yield from ((key[:40], {key: one}) for key, one in value.items())
    elif name == "plan" and isinstance(value, list):
        yield from ((_named(one) or f"line {line}", [one]) for line, one in enumerate(value, start=1))


def _named(touchpoint: Any) -> str:
    kind = touchpoint.get("kind") if isinstance(touchpoint, dict) else None
    return kind if isinstance(kind, str) and kind in touchpoints.NAMES else ""


def _policy(value: Any) -> tuple[Policy, list[str]]:
    if not isinstance(value, dict):
        raise TypeError
    known = [one.name for one in fields(Policy)]
    if unknown := sorted(set(value) - set(known)):
        return Policy(), [f"A policy has no {', '.join(unknown)}. It has {', '.join(known)}."]
    wanted = policies.load_policy(value)
    _whole([getattr(wanted, one.name) for one in fields(Policy) if isinstance(one.default, int)])
    _whole(list(wanted.rest_days))
    return wanted, in_english(policies.faults_of(wanted))


def _plan(value: Any, policy: Policy) -> tuple[tuple[Touchpoint, ...], list[str]]:
    if not isinstance(value, list) or not value:
        raise TypeError  # Nothing at all would follow from a meeting: whoever wants that switches each off.
    wanted = touchpoints.load_plan(value)
    for one in wanted:
        _whole([one.days, one.minutes, one.life_hours])
        if not isinstance(one.on, bool) or not all(isinstance(words, str) for words in one.texts.values()):
            raise TypeError
        languages_or_refusal(one.texts)
    return wanted, in_english(plan_faults.faults_of(wanted, policy))


def _whole(numbers: list[Any]) -> None:
    if any(type(number) is not int for number in numbers):
        raise TypeError


def _policy_data(policy: Policy) -> dict[str, Any]:
    quiet = {name: getattr(policy, name).isoformat("minutes") for name in ("quiet_from", "quiet_to")}
    return asdict(policy) | quiet | {"rest_days": list(policy.rest_days)}


def _lines(data: dict[str, Any]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in data.items())


def _touchpoint_line(one: dict[str, Any]) -> str:
    when = f"{one['days']:+} days at {one['at']}" if one["at"] else f"{one['days']:+} days, {one['minutes']:+} minutes"
    words = f", own words in {', '.join(one['texts'])}" if one["texts"] else ""
    return f"{one['kind']}: {one['audience']}, {when} from the {one['anchor']}{'' if one['on'] else ', off'}{words}"
