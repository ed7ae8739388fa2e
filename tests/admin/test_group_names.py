"""A group is called in the language of whoever looks."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from admin.group_names import called
from store.groups import Group, add_quota, change_quota, quotas
from tests.admin.house import Browser, House, open_house
from tests.admin.test_set_up import choose
from tests.conversations import catalogues


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """With real words in other languages."""
    async with open_house(tmp_path, catalogues=catalogues()) as house:
        yield house


def group(key: str, name: str, **names: str) -> Group:
    return Group(1, key, name, 5, names, 1)


def test_a_usual_group_is_called_in_the_language_of_whoever_looks() -> None:
    assert called(catalogues(), "nl", group("migrant", "Newcomers")) == "Nieuwkomers"
    assert called(catalogues(), "en", group("migrant", "Nieuwkomers")) == "Newcomers"


def test_a_usual_group_that_was_given_another_name_keeps_it() -> None:
    assert called(catalogues(), "nl", group("partner", "Our friends")) == "Our friends"


def test_a_group_of_our_own_has_the_names_it_was_given() -> None:
    own = group("own-1", "Young people", nl="Jongeren")

    assert called(catalogues(), "nl", own) == "Jongeren"
    assert called(catalogues(), "ar", own) == "Young people"


def test_a_usual_group_has_the_name_that_it_was_given_in_a_language() -> None:
    given = group("migrant", "Newcomers", nl="Onze buren")

    assert [called(catalogues(), language, given) for language in ("nl", "en")] == ["Onze buren", "Newcomers"]


@pytest.mark.parametrize("key", ["youth", "migrant"])
async def test_names_that_were_given_elsewhere_can_be_changed_here_and_are_not_lost(
    house: House, els: Browser, key: str
) -> None:
    async with house.brug.database.write() as connection:
        one = await add_quota(connection, house.lab_a, key, "Newcomers", 12, {"nl": "Onze buren"})
    path = f"/admin/labs/{house.lab_a}/groups"
    await choose(els, "/admin/", "nl")

    page = await els.get(path)
    fields = {name: page.field(name) for name in (f"name_{one}", f"name_{one}_nl")}
    await els.submit(path, path, **fields, **{f"seats_{one}": "13"})

    assert fields == {f"name_{one}": "Newcomers", f"name_{one}_nl": "Onze buren"}
    assert [(known.name, known.names) for known in await groups_now(house)] == [("Newcomers", {"nl": "Onze buren"})]


async def test_its_field_shows_the_name_that_the_reader_sees_and_saving_that_changes_nothing(
    house: House, els: Browser
) -> None:
    async with house.brug.database.write() as connection:
        one = await add_quota(connection, house.lab_a, "migrant", "Newcomers", 12)
    path = f"/admin/labs/{house.lab_a}/groups"
    await choose(els, "/admin/", "nl")

    page = await els.get(path)
    saved = await els.submit(path, path, **{f"name_{one}": page.field(f"name_{one}"), f"seats_{one}": "12"})

    assert page.field(f"name_{one}") == "Nieuwkomers"
    assert saved.field(f"name_{one}") == "Nieuwkomers"
    assert [known.name for known in await groups_now(house)] == ["Newcomers"]


async def test_a_usual_group_gets_the_name_that_somebody_writes_and_its_own_again(house: House, els: Browser) -> None:
    async with house.brug.database.write() as connection:
        one = await add_quota(connection, house.lab_a, "migrant", "Newcomers", 12)
    path = f"/admin/labs/{house.lab_a}/groups"
    await choose(els, "/admin/", "nl")

    for written, shown in (("Onze buren", "Onze buren"), ("Newcomers", "Nieuwkomers")):
        page = await els.submit(path, path, **{f"name_{one}": written, f"seats_{one}": "12"})

        assert page.field(f"name_{one}") == shown


async def test_two_who_change_its_seats_see_it_by_the_name_that_they_know(house: House, els: Browser) -> None:
    async with house.brug.database.write() as connection:
        one = await add_quota(connection, house.lab_a, "migrant", "Newcomers", 12)
    path = f"/admin/labs/{house.lab_a}/groups"
    await choose(els, "/admin/", "nl")
    shown = await els.get(path)
    fields = {name: shown.field(name) for name in ("csrf", "as_shown", f"name_{one}")}
    async with house.brug.database.write() as connection:
        await change_quota(connection, one, None, 13)

    second = await els.post(path, {**fields, f"seats_{one}": "14"})

    assert second.status == 409
    assert "Nieuwkomers" in second.words
    assert "Newcomers" not in second.words
    assert ["13" in second.words, "14" in second.words] == [True, True]


async def test_who_reads_another_language_meanwhile_is_told_of_no_change(house: House, els: Browser) -> None:
    async with house.brug.database.write() as connection:
        one = await add_quota(connection, house.lab_a, "migrant", "Newcomers", 12)
    path = f"/admin/labs/{house.lab_a}/groups"
    shown = await els.get(path)
    fields = {name: shown.field(name) for name in ("csrf", "as_shown", f"name_{one}")}
    await choose(els, "/admin/", "nl")

    saved = await els.post(path, {**fields, f"seats_{one}": "12"})

    assert saved.status == 200
    assert [known.name for known in await groups_now(house)] == ["Newcomers"]


async def groups_now(house: House) -> list[Group]:
    async with house.brug.database.read() as connection:
        return list(await quotas(connection, house.lab_a))
