"""The path of a message through the whole service, on both databases."""

import asyncio
from pathlib import Path

import pytest

import bot.service
from bot.messages import Inbound, Media, Unavailable
from flows import signup
from flows.conversation import CLOSED
from flows.rights import DELETED, STOPPED
from flows.walk import START_OVER
from lab.people import ACTIVE, REGISTERED, WAITING_GUARDIAN
from lab.people import STOPPED as STOPPED_STANDING
from locales.catalogue import Catalogues
from store.labs import new_lab
from store.listing import people_of
from store.tables import address, consent, inbox, outbox, person, quarantine, tally, task
from tests.house import MONDAY, House

CONSENT_WORDS = "May we write to you?"


async def test_somebody_signs_up_in_arabic_and_the_lab_sees_her(home: House) -> None:
    await home.signs_up("amina", "أمينة", "ar")

    async with home.brug.database.read() as connection:
        [amina] = await people_of(connection, home.lab.id)
    assert (amina["name"], amina["language"], amina["state"]) == ("أمينة", "ar", ACTIVE)
    assert amina["answers"] == {"times": ["mornings", "evenings"]}
    assert (amina["age_band"], amina["channels"]) == ("26-59", ["paper"])
    assert (amina["consent"]["given"], amina["consent"]["language"], amina["consent"]["how"]) == (True, "ar", "tapped")
    assert len(home.said("amina")) == 7
    assert all(message.lang == "ar" for message in home.paper.sheets["amina"][1:])


async def test_the_likely_languages_come_first(home: House) -> None:
    [question] = await home.writes("amina", "/start", hint="ti-ER")

    assert [button.lang for button in question.buttons][:4] == ["ti", "nl", "ar", "en"]
    assert len(question.buttons) == 8


async def test_fifty_copies_of_an_update_in_parallel_take_effect_once(home: House) -> None:
    copy = Inbound("paper", "1", "same", "amina", "/start")

    await asyncio.gather(*(home.brug.service.take(copy) for _ in range(50)))
    await home.brug.outbox.settled()

    assert len(home.said("amina")) == 1
    assert await home.count(inbox) == 1
    assert await home.count(person) == 1


async def test_who_gives_up_waiting_leaves_those_who_brought_copies_their_answer(home: House) -> None:
    hello = Inbound("paper", "1", "same", "amina", "/start")
    first, *copies = (asyncio.create_task(home.brug.service.take(hello)) for _ in range(3))
    await asyncio.sleep(0)

    first.cancel()

    async with asyncio.timeout(10):
        await asyncio.gather(*copies)
    assert first.cancelled()
    assert await home.count(inbox) == 1


async def test_what_was_taken_is_finished_at_the_end_though_nobody_waits_for_it(home: House) -> None:
    taking = asyncio.create_task(home.brug.service.take(Inbound("paper", "1", "1", "amina", "/start")))
    await asyncio.sleep(0)
    taking.cancel()

    await home.brug.service.stop()

    assert await home.count(inbox) == 1


async def test_a_copy_that_comes_days_later_has_no_effect(home: House) -> None:
    await home.writes("amina", "/start", event_id="first")
    home.clock.pass_(days=6)

    assert await home.writes("amina", "/start", event_id="first") == []


async def test_messages_of_many_people_at_once_each_get_their_own_answer(home: House) -> None:
    inputs = [
        Inbound("paper", "1", f"{n}-{turn}", f"p{n}", text)
        for n in range(40)
        for turn, text in enumerate(("/start", "English"))
    ]

    await asyncio.gather(*(home.brug.service.take(each) for each in inputs))
    await home.brug.outbox.settled()

    for n in range(40):
        assert len(home.said(f"p{n}")) == 3
    assert await home.count(person) == 40


async def test_ten_photos_at_once_are_one_conversation(home: House) -> None:
    await home.signs_up("amina")
    before = len(home.said("amina"))

    await asyncio.gather(*(home.writes("amina", media=Media("photo", f"file{n}")) for n in range(10)))

    assert len(home.said("amina")) - before == 1
    assert await home.count(person) == 1


@pytest.mark.parametrize(
    "text",
    ["\x00", "\ud800", "a" * 1_000_000, "\u202e" * 50, "🏳️‍🌈" * 1000, "{name}", "%s {", "'; DROP TABLE person;--"],
)
async def test_nothing_that_somebody_may_write_breaks_anything(home: House, text: str) -> None:
    await home.writes("amina", "/start")
    await home.writes("amina", "English")
    await home.writes("amina", "1")

    await home.writes("amina", text)

    assert await home.count(quarantine) == 0
    assert home.said("amina")[-1] in (signup.ASK_AGE, signup.ASK_NAME_AGAIN)


async def test_an_input_that_makes_the_program_fail_harms_only_itself(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    respond = type(home.brug.service.player.conversation).respond

    def poisoned(self: object, state: object, event: object, scene: object) -> object:
        if getattr(event, "text", "") == "poison":
            raise RuntimeError("a bug")
        return respond(self, state, event, scene)  # type: ignore[arg-type]

    monkeypatch.setattr(type(home.brug.service.player.conversation), "respond", poisoned)
    await asyncio.gather(*(home.writes(f"p{n}", "poison" if n == 3 else "hello") for n in range(8)))

    assert [len(home.said(f"p{n}")) for n in range(8)] == [1, 1, 1, 0, 1, 1, 1, 1]
    [kept] = await home.rows(quarantine)
    assert "RuntimeError" in kept.reason
    assert len(await home.writes("p3", "hello")) == 1


async def test_stop_is_recorded_confirmed_and_beats_everything_queued(home: House) -> None:
    await home.signs_up("amina")
    who = await home.person("amina")
    rows = await home.rows(address)
    async with home.brug.database.write() as connection:
        await connection.execute(
            outbox.insert().values(
                person_id=who.id,
                address_id=rows[0].id,
                kind="broadcast",
                body={"text": "News", "lang": "en"},
                state="queued",
                due_at=home.clock.now(),
                key="broadcast:1",
                created_at=home.clock.now(),
            )
        )

    await home.writes("amina", "توقف")
    await home.brug.outbox.sweep()
    await home.brug.outbox.settled()

    assert STOPPED in home.said("amina")[-2:]
    assert (await home.person("amina")).standing == STOPPED_STANDING
    ledger = [(row.kind, row.given) for row in await home.rows(consent)]
    assert ledger == [("participation", True), ("contact", False)]
    assert [row.state for row in await home.rows(outbox) if row.kind == "broadcast"] == ["cancelled"]


async def test_no_keeps_nothing_but_an_anonymous_count(home: House) -> None:
    code = await home.code(place="Market")
    for text in (f"/start {code.token}", "English"):
        await home.writes("amina", text)

    [goodbye] = await home.writes("amina", "no")
    home.clock.pass_(minutes=1)
    await home.brug.outbox.sweep()

    assert goodbye.text == signup.DECLINED
    assert [await home.count(table) for table in (person, address, outbox, consent, task)] == [0, 0, 0, 0, 0]
    assert all(row.body is None and row.person_id is None for row in await home.rows(inbox))
    assert [(row.kind, row.place, row.count) for row in await home.rows(tally)] == [("declined", "Market", 1)]


async def test_delete_erases_every_byte(home: House) -> None:
    await home.signs_up("canary-address", "Canary-Name")
    await home.writes("canary-address", "Canary-Words")

    await home.writes("canary-address", "delete my data")
    [goodbye] = await home.writes("canary-address", "yes")
    home.clock.pass_(minutes=1)
    await home.brug.outbox.sweep()

    assert goodbye.text == DELETED
    assert [await home.count(table) for table in (person, address, outbox, consent, task)] == [0, 0, 0, 0, 0]
    assert all(row.body is None and row.address_id is None for row in await home.rows(inbox))


async def test_somebody_who_was_forgotten_is_a_stranger_when_she_comes_back(home: House) -> None:
    await home.signs_up("amina")
    await home.writes("amina", "delete my data")
    await home.writes("amina", "yes")

    [question] = await home.writes("amina", "hello")

    assert question.buttons[0].token.endswith(":nl") or question.buttons
    assert (await home.person("amina")).name is None


async def test_a_code_tells_place_and_worker_and_works_for_a_spoken_one_too(home: House) -> None:
    code = await home.code(place="Station", worker_id=7)

    await home.writes("amina", f"/start {code.token}")
    await home.writes("bilal", code.aloud.lower())

    for sender in ("amina", "bilal"):
        who = await home.person(sender)
        assert (who.lab_id, who.place, who.worker_id) == (home.lab.id, "Station", 7)


@pytest.mark.parametrize("opened", ["/Start {}", "/start@our_bot {}", " /start  {} "])
async def test_a_code_works_however_its_command_is_written(home: House, opened: str) -> None:
    code = await home.code(place="Station")

    await home.writes("amina", opened.format(code.token))

    assert (await home.person("amina")).place == "Station"


async def test_what_only_begins_like_a_command_is_no_way_in(home: House) -> None:
    code = await home.code(place="Station")

    await home.writes("amina", f"/start{code.token}")

    assert (await home.person("amina")).place is None


async def test_unknown_used_and_expired_codes_get_the_answer_that_everybody_gets(home: House) -> None:
    good, used, old = await home.code(), await home.code(once=True), await home.code(once=True)
    await home.writes("first", f"/start {used.token}")

    answers = {
        "good": await home.writes("a", f"/start {good.token}"),
        "unknown": await home.writes("b", "/start AAAAAAAAAAAAAAAAAAAAAA"),
        "used": await home.writes("c", f"/start {used.token}"),
        "none": await home.writes("e", "hello"),
    }
    home.clock.pass_(days=15)
    answers["expired"] = await home.writes("d", f"/start {old.token}")

    assert len({(message.text, len(message.buttons)) for said in answers.values() for message in said}) == 1
    assert (await home.person("c")).lab_id is None


async def test_two_accounts_race_for_one_code_and_one_wins(home: House) -> None:
    code = await home.code(once=True, place="Door")

    await asyncio.gather(*(home.writes(f"p{n}", f"/start {code.token}") for n in range(6)))

    assert sorted([(await home.person(f"p{n}")).place or "" for n in range(6)]) == ["", "", "", "", "", "Door"]


async def test_spoken_codes_cannot_be_tried_out(home: House) -> None:
    code = await home.code()
    for n in range(5):
        await home.writes("guesser", f"AAAA-AAA{n}")

    await home.writes("guesser", code.aloud)

    assert (await home.person("guesser")).lab_id is None


async def test_a_worker_registers_somebody_without_a_phone(home: House) -> None:
    worker = await home.worker_code()
    for text in (f"/start {worker.token}", "English", "/register", "no", "ትግርኛ", "Saba", "34", "heard"):
        await home.writes("farid", text)

    async with home.brug.database.read() as connection:
        saba = next(p for p in await people_of(connection, home.lab.id) if p["name"] == "Saba")
    assert (saba["language"], saba["state"], saba["channels"]) == ("ti", ACTIVE, [])
    assert (saba["consent"]["how"], saba["consent"]["assisted_by"] is not None) == ("heard", True)
    shown = [message.lang for message in home.paper.sheets["farid"]]
    assert shown.count("ti") == 2


async def test_somebody_who_decides_later_confirms_on_her_own_phone(home: House) -> None:
    worker = await home.worker_code()
    for text in (f"/start {worker.token}", "English", "/register", "no", "العربية", "Bilal", "34", "4"):
        await home.writes("farid", text)
    invitation = home.paper.sheets["farid"][-2]
    token = invitation.text.split("/join/")[1].split()[0]
    assert invitation.picture is not None

    first = await home.writes("bilal", f"/start {token}")
    for text in ("1", "1"):
        await home.writes("bilal", text)

    who = await home.person("bilal")
    assert [message.lang for message in first] == ["ar", "ar"]  # Who we are, and what we ask: no language question.
    assert (who.name, who.standing, who.language) == ("Bilal", ACTIVE, "ar")
    assert await home.count(person) == 2


async def test_who_uses_a_workers_code_later_loses_neither_her_language_nor_her_question(home: House) -> None:
    worker = await home.worker_code()
    for text in (f"/start {worker.token}", "English", "/register", "no", "العربية", "Bilal", "34", "4"):
        await home.writes("farid", text)
    token = home.paper.sheets["farid"][-2].text.split("/join/")[1].split()[0]
    for text in ("hello", "Nederlands", "3", "Is er een tolk?"):
        await home.writes("bilal", text)

    [*_, asked] = await home.writes("bilal", f"/start {token}")

    who = await home.person("bilal")
    assert (who.name, who.language, asked.lang) == ("Bilal", "nl", "nl")
    assert [(row.person_id, row.note) for row in await home.rows(task)] == [(who.id, "Is er een tolk?")]


async def test_what_nobody_confirmed_vanishes_after_seven_days(home: House) -> None:
    worker = await home.worker_code()
    for text in (f"/start {worker.token}", "English", "/register", "no", "العربية", "Bilal", "34", "4"):
        await home.writes("farid", text)
    await home.writes("stranger", "hello")
    await home.signs_up("amina")
    assert {row.standing for row in await home.rows(person)} == {ACTIVE, REGISTERED, "new"}

    home.clock.pass_(days=7, seconds=1)
    await home.brug.jobs.forget()

    assert {row.name for row in await home.rows(person)} == {"Farid", "Amina"}


async def test_a_workers_code_works_once(home: House) -> None:
    worker = await home.worker_code()
    await home.writes("farid", f"/start {worker.token}")

    await home.writes("thief", f"/start {worker.token}")

    assert (await home.person("farid")).role == "outreach_worker"
    assert (await home.person("thief")).role == "participant"


async def test_a_child_waits_for_a_guardian_and_a_human_is_told(home: House) -> None:
    await home.signs_up("sami", "Sami", age="1")
    await home.writes("sami", "My father, at the school gate")

    assert (await home.person("sami")).standing == WAITING_GUARDIAN
    assert [(row.kind, row.note) for row in await home.rows(task)] == [("guardian", "My father, at the school gate")]


async def test_two_bots_that_answer_each_other_come_to_an_end(home: House) -> None:
    for n in range(130):
        await home.writes("bot", f"hello {n}")

    assert len(home.said("bot")) <= 100
    assert await home.count(inbox) == 130

    home.clock.pass_(hours=2)
    assert await home.writes("bot", "help")


async def test_an_old_button_says_so(home: House) -> None:
    await home.signs_up("amina")
    old = next(m for m in home.paper.sheets["amina"] if len(m.buttons) == 3).buttons[1].token

    [answer] = await home.writes("amina", "", old)

    assert answer.text == CLOSED
    assert (await home.person("amina")).standing == ACTIVE


async def test_my_data_shows_what_is_kept(home: House) -> None:
    await home.signs_up("amina", "Amina")

    [told] = await home.writes("amina", "/mydata")

    assert "• Name: Amina" in told.text
    assert "• Times: Mornings, Evenings" in told.text
    assert "You said yes on Monday 11 May" in told.text


async def test_without_a_text_in_her_language_nothing_is_said_and_a_human_hears_of_it(home: House) -> None:
    await home.signs_up("amina", language="ti")
    known = home.brug.catalogues.languages
    without = {k: v for k, v in known.items() if k != "ti"}
    home.brug.service.catalogues = Catalogues(without)

    assert await home.writes("amina", "help") == []
    assert "translation" in [row.kind for row in await home.rows(task)]


async def test_a_service_that_stops_takes_nothing_more(home: House) -> None:
    await home.brug.service.stop()

    with pytest.raises(Unavailable):
        await home.brug.service.take(Inbound("paper", "1", "1", "amina", "hello"))


async def test_what_is_not_settled_when_the_service_ends_must_come_again(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.service, "FINISH_SECONDS", 0.05)
    await home.writes("bilal", "/start")
    home.brug.service.player = Hanging()  # type: ignore[assignment]
    taking = asyncio.create_task(home.brug.service.take(Inbound("paper", "1", "1", "amina", "/start")))
    waiting = asyncio.create_task(home.brug.service.take(Inbound("paper", "1", "2", "amina", "hello")))
    await asyncio.sleep(0.05)

    await home.brug.service.stop()

    async with asyncio.timeout(5):
        for one in (taking, waiting):
            with pytest.raises(Unavailable):
                await one


class Hanging:
    """Plays for ever."""

    async def play(self, *_: object) -> None:
        await asyncio.Event().wait()


async def test_where_there_are_several_labs_she_is_asked_which_one(home: House) -> None:
    async with home.brug.database.write() as connection:
        second = await new_lab(
            connection, name="Brugge samen", city="Brugge", timezone="Europe/Brussels", languages=("nl",), now=MONDAY
        )
    await home.writes("amina", "hello")

    [question] = await home.writes("amina", "English")
    await home.writes("amina", "Brugge samen")

    assert [button.label for button in question.buttons] == ["Samen Sterk", "Brugge samen"]
    assert (await home.person("amina")).lab_id == second.id


async def test_a_keyword_leads_to_its_lab(home: House) -> None:
    async with home.brug.database.write() as connection:
        second = await new_lab(
            connection,
            name="Brugge samen",
            city="Brugge",
            timezone="Europe/Brussels",
            languages=("nl",),
            keyword="Brugge",
            now=MONDAY,
        )

    await home.writes("amina", "BRUGGE!")

    assert (await home.person("amina")).lab_id == second.id


async def test_the_tryout_lab_counts_only_while_there_is_no_real_one(home: House) -> None:
    async with home.brug.database.write() as connection:
        await new_lab(
            connection, name="Try-out", city="-", timezone="Europe/Brussels", languages=("nl",), now=MONDAY, tryout=True
        )

    await home.signs_up("amina")

    assert (await home.person("amina")).lab_id == home.lab.id


async def test_somebody_in_the_middle_of_a_deploy_goes_on_where_she_was(home: House, tmp_path: Path) -> None:
    await home.writes("amina", "/start")
    await home.writes("amina", "English")
    who = await home.person("amina")
    old = {"asked": 2, "frames": [{**who.state["frames"][0], "step": "a step of last year"}]}
    await home.change(person, who.id, state=old)

    said = [message.text for message in await home.writes("amina", "yes")]

    assert said[0] == START_OVER
    assert CONSENT_WORDS in said[-1]
