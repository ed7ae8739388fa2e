"""Groups and quotas: how many seats, how many active people."""

from store.groups import add_quota, groups_of, put_in_groups, quotas
from tests.bot.year import Year
from tests.house import House


async def test_a_quota_counts_active_people_and_says_what_is_short(home: House) -> None:
    year = Year(home)
    amina, bilal = await year.knows("amina", "bilal")
    async with home.brug.database.write() as connection:
        newcomers = await add_quota(connection, home.lab.id, "migrant", "Newcomers", 2)
        city = await add_quota(connection, home.lab.id, "policymaker", "The city", 1)
        await put_in_groups(connection, amina, [newcomers, city])
        await put_in_groups(connection, bilal, [newcomers, newcomers])
        before = await quotas(connection, home.lab.id)
    await year.change("bilal", standing="stopped")

    async with home.brug.database.read() as connection:
        after = await quotas(connection, home.lab.id)
        groups = await groups_of(connection, [amina, bilal])

    assert [(one.filled, one.short) for one in before] == [(2, 0), (1, 0)]
    assert [(one.filled, one.short) for one in after] == [(1, 1), (1, 0)]
    assert groups == {amina: frozenset({"migrant", "policymaker"}), bilal: frozenset({"migrant"})}


async def test_who_is_put_in_other_groups_leaves_the_first(home: House) -> None:
    [amina] = await Year(home).knows("amina")
    async with home.brug.database.write() as connection:
        first = await add_quota(connection, home.lab.id, "migrant", "Newcomers", 2)
        second = await add_quota(connection, home.lab.id, "partner", "Partners", 2)
        await put_in_groups(connection, amina, [first])
        await put_in_groups(connection, amina, [second])
        groups = await groups_of(connection, [amina])

    assert groups == {amina: frozenset({"partner"})}
