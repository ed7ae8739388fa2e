"""`brug contacts`: what is planned for whom, what became of it, and why, in one sentence of a language."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.commands.contacts import UNDECIDED, sentence
from bot.demo.write import Writing
from locales.catalogue import Catalogues
from scheduler.reasons import REASONS, WAITING
from store.tables import contact, person
from tests.bot.test_commands import Brug, Said
from tests.conversations import catalogues
from tests.house import SECRET, house

NOW = datetime(2026, 5, 13, 12, 0, tzinfo=UTC)
UNTIL = datetime(2026, 5, 14, 8, 30, tzinfo=UTC)


@pytest.fixture(name="catalogues")
def loaded() -> Catalogues:
    return catalogues()


@pytest.mark.parametrize("reason", sorted(REASONS))
def test_every_reason_is_a_sentence_in_every_language(catalogues: Catalogues, reason: str) -> None:
    for language in catalogues.languages:
        said = sentence("dropped", reason, UNTIL if reason in WAITING else None, catalogues, language)

        assert len(said) > 8
        assert "{" not in said


def test_what_waited_too_long_says_that_it_does_not_go_out(catalogues: Catalogues) -> None:
    held = sentence("planned", "quiet", UNTIL, catalogues, "en")
    dropped = sentence("dropped", "quiet", UNTIL, catalogues, "en")

    assert held.startswith("These are quiet hours")
    assert dropped == f"{held} That is too late: it does not go out."


def test_what_nobody_has_decided_about_says_so_and_an_unknown_reason_is_named(catalogues: Catalogues) -> None:
    assert sentence("planned", "", None, catalogues, "en") == UNDECIDED
    assert sentence("planned", "", None, catalogues, "nl") == "Het is gepland. Er is nog niets over beslist."
    assert "newer_reason" in sentence("dropped", "newer_reason", None, catalogues, "nl")


def test_a_language_that_lacks_a_sentence_says_so_and_gives_the_english_one(catalogues: Catalogues) -> None:
    dutch = catalogues.languages["nl"]
    poorer = replace(catalogues, languages={"nl": replace(dutch, texts={}), "en": catalogues.languages["en"]})

    said = sentence("dropped", "quiet", UNTIL, poorer, "nl")

    assert said.startswith(
        "(There is no text in nl yet.) These are quiet hours: this has to wait until Thursday 14 May"
    )
    assert said.endswith("That is too late: it does not go out.")


async def in_the_made_up_lab(folder: Path, *lines: tuple[str, ...]) -> tuple[list[Any], list[Said]]:
    """Its contacts, and what each line answers. One person lives in another time zone."""
    async with house(folder) as home:
        async with home.brug.database.write() as connection:
            writing = Writing(connection, home.brug.database.keyring, home.brug.catalogues, NOW)
            await writing.write()
        await home.change(person, writing.people["Lies"], timezone="America/Toronto")
        rows = [row for row in await home.rows(contact) if row.lab_id == writing.lab.id]
        numbers = {
            "SENT": next(row.id for row in rows if row.kind == "invitation" and row.state == "sent"),
            "HELD": next(row.id for row in rows if row.reason == "paused" and row.state == "planned"),
            "LAB": writing.lab.id,
            "LIES": writing.people["Lies"],
        }
    typed = [tuple(str(numbers.get(word, word)) for word in line) for line in lines]
    return rows, Brug(folder).each(*typed, BRUG_SECRET_KEY=SECRET)


async def test_why_says_the_reason_and_where_the_contact_stands(tmp_path: Path) -> None:
    rows, (sent, held, dutch, unknown, no_language) = await in_the_made_up_lab(
        tmp_path,
        ("contacts", "why", "SENT"),
        ("contacts", "why", "HELD", "--json"),
        ("contacts", "why", "HELD", "--lang", "nl"),
        ("contacts", "why", "99999"),
        ("contacts", "why", "SENT", "--lang", "tlh"),
    )

    first = next(row for row in rows if row.kind == "invitation" and row.state == "sent")
    assert sent.out.splitlines()[0] == "It was due, and nothing spoke against it."
    due = (first.due_at + timedelta(hours=1)).strftime("%Y-%m-%d %H:%M")
    assert f"person {first.person_id}  meeting {first.meeting_id}  due {due}" in sent.out
    assert sent.out.rstrip().endswith("sent (sent)")
    assert held.data["sentence"].startswith("Messages are paused: this has to wait until")
    assert (held.data["state"], held.data["reason"]) == ("planned", "paused")
    assert held.data["due_at"].endswith("T08:30:00+02:00")
    assert dutch.out.splitlines()[0] != held.data["sentence"]
    assert [(said.code, said.out) for said in (unknown, no_language)] == [(2, ""), (2, "")]
    assert unknown.err.startswith("There is no contact 99999.")
    assert no_language.err.startswith("Brug does not speak tlh.")


async def test_the_list_is_in_the_order_of_time_and_can_be_narrowed(tmp_path: Path) -> None:
    rows, (everything, hers, of_her, nobody, no_lab, no_state) = await in_the_made_up_lab(
        tmp_path,
        ("contacts", "list", "--lab", "LAB", "--json"),
        ("contacts", "list", "--lab", "LAB", "--person", "LIES", "--state", "dropped", "--json"),
        ("contacts", "list", "--lab", "LAB", "--person", "LIES"),
        ("contacts", "list", "--lab", "LAB", "--person", "9999", "--json"),
        ("contacts", "list", "--lab", "99"),
        ("contacts", "list", "--lab", "LAB", "--state", "lost"),
    )

    moments = [datetime.fromisoformat(one["due_at"]) for one in everything.data]
    assert len(everything.data) == len(rows)
    assert moments == sorted(moments)
    assert {one["state"] for one in hers.data} == {"dropped"}
    assert all(one["due_at"].endswith(("-04:00", "-05:00")) for one in hers.data)
    assert len(of_her.out.splitlines()) == len({one["id"] for one in everything.data if one["person"] == _lies(hers)})
    assert nobody.data == []
    assert no_lab.err.startswith("There is no lab 99.")
    assert no_state.err.startswith("There is no state lost.")


def _lies(said: Said) -> int:
    return int(said.data[0]["person"])
