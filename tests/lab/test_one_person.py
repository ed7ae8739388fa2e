"""Two records of one person become one."""

from datetime import UTC, datetime
from typing import Any

import pytest

from lab.one_person import differing, put_together, standing_together, taken_over

MONDAY = datetime(2026, 5, 11, 9, tzinfo=UTC)
TUESDAY = datetime(2026, 5, 12, 9, tzinfo=UTC)


def record(**values: Any) -> dict[str, Any]:
    blank: dict[str, Any] = dict.fromkeys(
        ("name", "age_band", "place", "facts", "state", "lab_id", "owner_id", "worker_id", "expires_at", "left_at")
    )
    blank |= dict.fromkeys(("confirmed_at", "guardian_agreed_at", "prepared_at", "last_in_at", "last_out_at"))
    blank |= dict.fromkeys(("paused_until", "handed_over_at", "human_until"))
    blank |= {"language": "", "timezone": "", "role": "participant", "standing": "active", "created_at": MONDAY}
    return blank | values


def test_what_only_one_record_knows_is_kept_and_what_both_know_is_chosen() -> None:
    kept = record(name="Amina", language="ti", facts={"times": ["mornings"]})
    gone = record(name="Amina A.", language="ti", place="Station", facts={"times": ["evenings"], "interests": "Maps"})

    assert differing(kept, gone) == {"name": ("Amina", "Amina A."), "times": (["mornings"], ["evenings"])}
    assert taken_over(kept, gone, {"times"}) == ["interests", "place", "times"]
    assert put_together(kept, gone, {"times"}) == {
        "place": "Station",
        "facts": {"times": ["evenings"], "interests": "Maps"},
    }


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("active", "stopped", "stopped"),
        ("stopped", "new", "stopped"),
        ("active", "waiting_guardian", "waiting_guardian"),
        ("registered", "active", "active"),
        ("new", "registered", "registered"),
        ("new", "new", "new"),
    ],
)
def test_stop_wins_then_a_guardian_who_has_not_agreed(one: str, other: str, together: str) -> None:
    assert standing_together(record(standing=one), record(standing=other)) == together
    assert standing_together(record(standing=other), record(standing=one)) == together


def test_a_guardian_who_agreed_for_one_record_agreed() -> None:
    agreed = record(standing="active", guardian_agreed_at=MONDAY)

    assert standing_together(agreed, record(standing="waiting_guardian")) == "active"


def test_she_is_known_since_the_first_and_was_heard_at_the_last_and_that_conversation_goes_on() -> None:
    kept = record(created_at=TUESDAY, last_in_at=MONDAY, state={"asked": 1}, expires_at=TUESDAY)
    gone = record(created_at=MONDAY, last_in_at=TUESDAY, state={"asked": 7}, confirmed_at=MONDAY)

    together = put_together(kept, gone, ())

    assert (together["created_at"], together["last_in_at"]) == (MONDAY, TUESDAY)
    assert together["state"] == {"asked": 7}
    assert together["confirmed_at"] == MONDAY
    assert together["expires_at"] is None
