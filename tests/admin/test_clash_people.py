"""Two of the team change one thing about people and their groups: the second sees both, and chooses."""

from store.groups import add_quota, groups_of
from tests.admin.house import Browser, House, Page


async def sent(els: Browser, page: Page, path: str, form: str, **fields: object) -> Page:
    """One form of several on a page, with the mark that stands in it."""
    mark = page.text.partition(f'action="{form}')[2].partition('name="as_shown" value="')[2].partition('"')[0]
    assert mark
    return await els.post(path, {"csrf": page.csrf, "as_shown": mark, **fields})


async def test_two_who_tick_groups_of_one_person(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    async with house.brug.database.write() as connection:
        young, newcomers = [await add_quota(connection, house.lab_a, name, name, 5) for name in ("Young", "Newcomers")]
    path = f"/admin/people/{who}/groups"
    shown = await els.get(f"/admin/people/{who}")

    first = await sent(els, shown, path, path, group=str(young))
    second = await sent(els, shown, path, path, group=str(newcomers))

    assert (first.status, second.status) == (200, 409)
    assert "Young Saved now ✓ What you wrote –" in second.words


async def test_two_who_say_who_looks_after_somebody(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    path = f"/admin/people/{who}/owner"
    shown = await els.get(f"/admin/people/{who}")
    me = shown.text.partition('<select name="owner"')[2].partition('value="0"')[2].partition('value="')[2].split('"')[0]

    first = await sent(els, shown, path, path, owner=me)
    second = await sent(els, shown, path, path, owner="0")

    assert (first.status, second.status) == (200, 409)
    assert "Saved now Els What you wrote –" in second.words


async def test_two_who_change_the_seats_and_one_who_adds_a_group(house: House, els: Browser) -> None:
    async with house.brug.database.write() as connection:
        young = await add_quota(connection, house.lab_a, "own-1", "Young", 5)
    path = f"/admin/labs/{house.lab_a}/groups"
    shown = await els.get(path)
    fields = {"csrf": shown.csrf, "as_shown": shown.field("as_shown"), f"name_{young}": "Young"}

    first = await els.post(path, {**fields, f"seats_{young}": "6", "kind": "own", "name": "Old", "seats": "2"})
    second = await els.post(path, {**fields, f"seats_{young}": "7"})

    assert (first.status, second.status) == (200, 409)
    assert "Young Saved now 6 What you wrote 7" in second.words
    over = await els.post(path, second.hidden)
    assert 'value="7"' in over.text
    assert "Old" in over.words


async def test_seats_for_a_group_that_somebody_deleted_are_shown_and_not_dropped_in_silence(
    house: House, els: Browser
) -> None:
    async with house.brug.database.write() as connection:
        young, old = [await add_quota(connection, house.lab_a, f"own-{name}", name, 5) for name in ("Young", "Old")]
    path = f"/admin/labs/{house.lab_a}/groups"
    shown = await els.get(path)
    names = {"csrf": shown.csrf, "as_shown": shown.field("as_shown"), f"name_{young}": "Young", f"name_{old}": "Old"}
    await els.post(path, {**names, f"seats_{young}": "5", f"seats_{old}": "5", f"remove_{old}": "1"})

    both = await els.post(path, {**names, f"seats_{young}": "six", f"seats_{old}": "<8>"})
    assert both.status == 422
    assert "Write for each group how many seats it has" in both.words
    assert "Somebody deleted this group meanwhile: Old, seats: <8>." in both.words

    both = await els.post(path, {**names, f"seats_{young}": "6", f"seats_{old}": "8"})
    assert both.status == 409
    assert "Young Saved now 5 What you wrote 6" in both.words
    assert "Old Saved now – What you wrote 8" in both.words

    over = await els.post(path, both.hidden)
    assert f'name="seats_{young}" value="6"' in over.text
    assert f"seats_{old}" not in over.text
    assert "Saved." in over.words
    assert "Somebody deleted this group meanwhile: Old, seats: 8." in over.words


async def test_who_takes_the_same_group_away_as_a_colleague_is_told_nothing(house: House, els: Browser) -> None:
    async with house.brug.database.write() as connection:
        old = await add_quota(connection, house.lab_a, "own-1", "Old", 5)
    path = f"/admin/labs/{house.lab_a}/groups"
    shown = await els.get(path)
    fields = {"csrf": shown.csrf, "as_shown": shown.field("as_shown"), f"name_{old}": "Old", f"seats_{old}": "5"}

    first, second = [await els.post(path, {**fields, f"remove_{old}": "1"}) for _ in range(2)]

    assert (first.status, second.status) == (200, 200)
    assert "meanwhile" not in second.words


async def test_a_tick_for_a_group_that_somebody_deleted_is_said_and_changes_nothing(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    async with house.brug.database.write() as connection:
        await add_quota(connection, house.lab_a, "own-1", "Young", 5)

    page = await els.submit(f"/admin/people/{who}", f"/admin/people/{who}/groups", group="999")

    assert page.status == 400
    assert "A group that you ticked is not there any more. Nothing was changed: look at the groups again." in page.words
    async with house.brug.database.read() as connection:
        assert await groups_of(connection, [who]) == {}


async def test_two_who_tick_the_calendars_of_one_lab(house: House, els: Browser) -> None:
    lab = f"/admin/labs/{house.lab_a}"
    shown = await els.get(f"{lab}/phases")
    keys = [part.split('"')[0] for part in shown.text.split('name="calendar" value="')[1:]]

    first = await sent(els, shown, f"{lab}/calendars", f"{lab}/calendars", calendar=keys[0])
    second = await sent(els, shown, f"{lab}/calendars", f"{lab}/calendars", calendar=keys[1])

    assert (first.status, second.status) == (200, 409)
    assert second.words.count("✓") == 2
