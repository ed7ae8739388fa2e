"""Who comes to a phone that several people use, who speaks there, and who goes."""

import pytest

from store.people import forget, register
from store.tables import address, inbox, lab, outbox, person
from tests.bot.family import PHONE, bilal_joins, in_french, names, people, tap
from tests.house import House


async def test_a_code_on_the_phone_of_somebody_asks_whether_it_is_her(home: House) -> None:
    await home.signs_up(PHONE)
    code = await home.code()

    [asked] = await home.writes(PHONE, f"/start {code.token}")
    said = await home.writes(PHONE, "", tap(asked, "It is me"))

    assert asked.text == "Is it you again, Amina?"
    assert names(asked) == ["It is me", "Somebody else here"]
    assert [one.text for one in said] == ["Hello Amina. Write here what you want to say or ask."]
    assert await home.count(person) == 1


async def test_a_second_person_signs_up_on_the_same_phone_in_another_language(home: House) -> None:
    await bilal_joins(home)

    assert [(row.name, row.language, row.standing) for row in await home.rows(person)] == [
        ("Amina", "en", "active"),
        ("Bilal", "fr", "active"),
    ]
    own = [row for row in await home.rows(address) if row.person_id]
    assert len({row.line_id for row in own}) == 1
    assert len({row.lookup for row in await home.rows(address)}) == 3


async def test_after_a_while_it_is_asked_who_writes_and_nothing_is_lost(home: House) -> None:
    await bilal_joins(home)
    home.clock.pass_(hours=1)

    [asked] = await home.writes(PHONE, "Is there childcare?")
    waiting = [row for row in await home.rows(inbox) if row.body and row.person_id is None]
    home.clock.pass_(minutes=1)
    said = await home.writes(PHONE, "", tap(asked, "Amina"))

    assert names(asked) == ["Amina", "Bilal", "Somebody else here"]
    assert asked.text == "\n".join(("Who is writing?", in_french(home, "Who is writing?")))
    assert len(waiting) == 1
    assert len(said) == 1
    assert said[0].lang == "en"
    [kept] = [row for row in await home.rows(inbox) if row.body and row.body["text"] == "Is there childcare?"]
    assert kept.person_id == (await people(home))["Amina"]


async def test_what_is_written_soon_after_needs_no_question(home: House) -> None:
    await bilal_joins(home)
    home.clock.pass_(minutes=20)

    await home.writes(PHONE, "Merci pour tout")

    kept = [row.person_id for row in await home.rows(inbox) if row.body and row.body["text"] == "Merci pour tout"]
    assert kept == [(await people(home))["Bilal"]]


async def test_a_name_or_a_number_chooses_too_once_it_was_asked(home: House) -> None:
    await bilal_joins(home)
    for chosen in ("amina", "1"):
        home.clock.pass_(hours=1)
        await home.writes(PHONE, f"It is about {chosen}")
        home.clock.pass_(seconds=5)
        await home.writes(PHONE, chosen)

    texts = {row.body["text"]: row.person_id for row in await home.rows(inbox) if row.body and row.person_id}
    amina = (await people(home))["Amina"]
    assert texts["It is about amina"] == texts["It is about 1"] == amina
    assert "amina" not in texts


async def test_who_is_asked_at_any_time_with_one_word(home: House) -> None:
    await bilal_joins(home)

    [asked] = await home.writes(PHONE, "/who")
    said = await home.writes(PHONE, "", tap(asked, "Amina"))

    assert names(asked)[:2] == ["Amina", "Bilal"]
    assert [one.text for one in said] == ["Hello Amina. Write here what you want to say or ask."]
    told = await home.writes(PHONE, "help")
    assert told[-1].text == "Several people use this phone. If somebody else wants to write, write /who."


async def test_stop_stops_for_the_one_who_speaks(home: House) -> None:
    await bilal_joins(home)

    await home.writes(PHONE, "stop")

    standings = {row.name: row.standing for row in await home.rows(person)}
    assert standings == {"Amina": "active", "Bilal": "stopped"}


async def test_delete_leaves_the_other_and_needs_no_question_any_more(home: House) -> None:
    await bilal_joins(home)

    [asked] = await home.writes(PHONE, "supprimer")
    await home.writes(PHONE, "", next(one.token for one in asked.buttons if one.icon == "🗑️"))
    home.clock.pass_(hours=2)
    said = await home.writes(PHONE, "Hello")

    assert [row.name for row in await home.rows(person)] == ["Amina"]
    assert all(one.lang == "en" for one in said)
    home.clock.pass_(minutes=1)
    await home.brug.outbox.sweep()
    assert not any("Bilal" in str(row.body) for row in [*await home.rows(outbox), *await home.rows(inbox)])


async def test_a_line_that_nobody_uses_any_more_is_gone(home: House) -> None:
    await bilal_joins(home)
    async with home.brug.database.write() as connection:
        for person_id in (await people(home)).values():
            await forget(connection, person_id, None, home.clock.now())

    assert await home.count(address) == 0
    await home.signs_up(PHONE, "Céline")
    assert [row.name for row in await home.rows(person)] == ["Céline"]


async def test_a_worker_registers_somebody_who_opens_the_code_on_the_phone_of_another(home: House) -> None:
    await home.signs_up(PHONE)
    worker = await home.worker_code()
    await home.writes("worker", f"/start {worker.token}")
    await home.writes("worker", "English")
    async with home.brug.database.write() as connection:
        written_down = await register(
            connection, lab_id=home.lab.id, worker_person_id=(await people(home))["Farid"], place=None, name="Dawit",
            language="ti", age_band="26-59", how="", text_version="1", now=home.clock.now(),
        )  # fmt: skip
    code = await home.code(person_id=written_down, worker_id=1, once=True)

    [asked] = await home.writes(PHONE, f"/start {code.token}")
    said = await home.writes(PHONE, "", tap(asked, "Somebody else here"))

    [own] = [row for row in await home.rows(address) if row.person_id == written_down]
    assert own.line_id
    assert said[0].lang == "ti"
    assert sorted(row.name for row in await home.rows(person)) == ["Amina", "Dawit", "Farid"]


async def test_a_keyword_and_a_spoken_code_ask_too_and_a_word_as_long_as_a_code_does_not(home: House) -> None:
    await home.signs_up(PHONE)
    await home.change(lab, home.lab.id, keyword="samen")
    home.brug.service.look_again()
    code = await home.code()

    asked = [await home.writes(PHONE, words) for words in ("Samen!", code.aloud, code.aloud.lower(), "ABCD-0000")]
    usual = await home.writes(PHONE, "tomorrow")

    assert [one.text for [one] in asked] == ["Is it you again, Amina?"] * 4
    assert usual[0].text.startswith("Thank you. ")


async def test_a_code_that_was_not_hers_is_not_used_up(home: House) -> None:
    await home.signs_up(PHONE)
    code = await home.code(once=True, place="Station")

    [asked] = await home.writes(PHONE, f"/start {code.token}")
    await home.writes(PHONE, "", tap(asked, "It is me"))
    await home.writes("other", f"/start {code.token}")

    assert (await home.person("other")).place == "Station"


async def test_nobody_reads_the_name_of_the_other_but_in_the_choice(home: House) -> None:
    await bilal_joins(home)
    before = len(home.said(PHONE))
    for words in ("Bonjour", "aide", "my data", "/who"):
        await home.writes(PHONE, words)

    assert not any("Amina" in text for text in home.said(PHONE)[before:])
    assert "Amina" in names(home.paper.sheets[PHONE][-1])


@pytest.mark.parametrize("opened", ["/START {}", "/start@our_bot {}"])
async def test_a_code_asks_who_opened_it_however_its_command_is_written(home: House, opened: str) -> None:
    await home.signs_up("amina")
    code = await home.code()

    [asked] = await home.writes("amina", opened.format(code.token))

    assert asked.text.startswith("Is it you again, Amina?")
