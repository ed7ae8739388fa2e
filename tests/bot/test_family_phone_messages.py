"""What goes out to a phone that several people use, and when."""

from datetime import timedelta
from typing import Any

from sqlalchemy import event

from bot.consequences import Consequences
from bot.messages import Inbound, Unreachable
from store.contacts import row_of
from store.outgoing import Parcel
from store.phones import HELD
from store.tables import address, contact, inbox, outbox, person, task
from tests.bot.family import PHONE, bilal_joins, names, news_for, people, tap
from tests.house import House


async def test_what_is_for_her_waits_until_she_says_that_it_is_she(home: House) -> None:
    await bilal_joins(home)
    home.clock.pass_(hours=1)

    await news_for(home, "Amina")
    notice = home.paper.sheets[PHONE][-1]
    home.clock.pass_(minutes=1)
    said = await home.writes(PHONE, "", tap(notice, "It is me"))

    assert notice.text == "For Amina: you have a message."
    assert names(notice) == ["It is me", "Not here now"]
    assert [one.text for one in said] == ["The doctor is free on Monday"]


async def test_not_here_now_keeps_the_message_and_whoever_speaks(home: House) -> None:
    await bilal_joins(home)
    home.clock.pass_(minutes=1)

    await news_for(home, "Amina")
    notice = home.paper.sheets[PHONE][-1]
    said = await home.writes(PHONE, "", tap(notice, "Not here now"))
    home.clock.pass_(minutes=1)
    await home.writes(PHONE, "Je continue")

    assert said[0].text.startswith("Good. The message waits.")
    assert [row.state for row in await home.rows(outbox) if "doctor" in str(row.body)] == [HELD]
    kept = [row.person_id for row in await home.rows(inbox) if row.body and row.body["text"] == "Je continue"]
    assert kept == [(await people(home))["Bilal"]]


async def test_more_that_waits_is_not_announced_again_before_she_comes(home: House) -> None:
    await bilal_joins(home)
    home.clock.pass_(hours=1)

    await news_for(home, "Amina", "First")
    await news_for(home, "Amina", "Second")
    notices = [text for text in home.said(PHONE) if text.startswith("For Amina")]
    home.clock.pass_(minutes=1)
    said = await home.writes(PHONE, "", tap(home.paper.sheets[PHONE][-1], "It is me"))

    assert len(notices) == 1
    assert [one.text for one in said] == ["First", "Second"]


async def test_within_her_turn_a_message_comes_at_once(home: House) -> None:
    await bilal_joins(home)
    home.clock.pass_(minutes=5)

    await news_for(home, "Bilal")

    assert home.said(PHONE)[-1] == "The doctor is free on Monday"


async def test_after_news_for_the_other_it_is_asked_who_writes(home: House) -> None:
    await bilal_joins(home)
    home.clock.pass_(minutes=1)

    await news_for(home, "Amina")
    home.clock.pass_(minutes=1)
    [asked] = await home.writes(PHONE, "Oui")

    assert asked.text.startswith("Who is writing?")


async def test_a_blocked_phone_is_blocked_for_all_of_them_until_somebody_writes(home: House) -> None:
    await bilal_joins(home)
    home.clock.pass_(hours=1)
    home.paper.troubles[PHONE].append(Unreachable("blocked"))

    await news_for(home, "Amina")

    assert not any(row.reachable for row in await home.rows(address))
    unreachable = {row.person_id for row in await home.rows(task) if row.kind == "unreachable"}
    assert unreachable == set((await people(home)).values())
    await home.writes(PHONE, "Hello")
    assert all(row.reachable for row in await home.rows(address))


async def test_that_a_phone_is_blocked_is_written_down_at_once_for_all_of_them(home: House) -> None:
    await home.signs_up("alone", "Alone")
    await bilal_joins(home)

    alone, both = await statements_when_blocked(home, "Alone"), await statements_when_blocked(home, "Amina")

    assert len([row for row in await home.rows(task) if row.kind == "unreachable"]) == 3
    assert both == alone


async def statements_when_blocked(home: House, name: str) -> int:
    database, who = home.brug.database, (await people(home))[name]
    [at] = [row for row in await home.rows(address) if row.person_id == who]
    parcel = Parcel(0, at.id, "paper", "1", PHONE, "update", {}, 1, "", home.clock.now())
    seen: list[str] = []

    def look(_: Any, __: Any, statement: str, *___: Any) -> None:
        seen.append(statement)

    event.listen(database.engine.sync_engine, "before_cursor_execute", look)
    await Consequences(database, home.clock).of(parcel, Unreachable("blocked"))
    event.remove(database.engine.sync_engine, "before_cursor_execute", look)
    return len(seen)


async def test_a_button_under_a_message_of_hers_is_hers_without_a_question(home: House) -> None:
    await bilal_joins(home)
    asked = await home.writes(PHONE, "/who")
    await home.writes(PHONE, "", tap(asked[0], "Amina"))
    home.clock.pass_(minutes=1)
    [question] = await home.writes(PHONE, "pause")
    number = home.paper.calls
    asked = await home.writes(PHONE, "/who")
    home.clock.pass_(minutes=1)
    await home.writes(PHONE, "", tap(asked[0], "Bilal"))
    home.clock.pass_(minutes=1)

    tapped = Inbound("paper", "1", "tapped", PHONE, taps=(question.buttons[0].token,), tapped_message=f"sheet{number}")
    await home.brug.service.take(tapped)

    paused = [row.name for row in await home.rows(person) if row.paused_until]
    assert paused == ["Amina"]


async def test_what_is_too_late_when_she_comes_is_not_sent_and_she_is_greeted(home: House) -> None:
    await bilal_joins(home)
    home.clock.pass_(hours=1)
    await news_for(home, "Amina")
    [news] = [row for row in await home.rows(outbox) if "doctor" in str(row.body)]
    await home.change(outbox, news.id, expires_at=home.clock.now())
    home.clock.pass_(minutes=1)

    said = await home.writes(PHONE, "", tap(home.paper.sheets[PHONE][-1], "It is me"))

    assert [one.text for one in said] == ["Hello Amina. Write here what you want to say or ask."]


async def test_a_reminder_waits_for_her_through_the_night_as_long_as_it_is_of_use(home: House) -> None:
    await bilal_joins(home)
    home.clock.pass_(hours=1)
    now, amina = home.clock.now(), (await people(home))["Amina"]
    [at] = [row for row in await home.rows(address) if row.person_id == amina]
    planned = row_of(home.lab.id, amina, "check_up", now, now + timedelta(days=3), now)
    async with home.brug.database.write() as connection:
        number = (await connection.execute(contact.insert().values(planned).returning(contact.c.id))).scalar_one()
        values = {"person_id": amina, "address_id": at.id, "kind": "nudge", "state": "queued", "due_at": now}
        values |= {"body": {"text": "How are you?", "lang": "en"}, "expires_at": now + timedelta(hours=9)}
        values |= {"key": f"contact:{number}:0", "created_at": now}
        await connection.execute(outbox.insert().values(values))
    home.brug.outbox.wake([at.id])
    await home.brug.outbox.settled()
    home.clock.pass_(hours=12)

    said = await home.writes(PHONE, "", tap(home.paper.sheets[PHONE][-1], "It is me"))

    assert [one.text for one in said] == ["How are you?"]
