"""A form that cannot be saved says that nothing is, and what to change."""

import pytest

from tests.admin.house import Browser, House

UNSAVED = "Nothing is saved yet. Please change this:"


@pytest.mark.parametrize(
    ("form", "fields"),
    [
        ("labs/{lab}/talks", {}),
        ("labs/{lab}/phases", {"design_first": "2026-06-01", "design_last": "2026-05-01"}),
        ("labs/{lab}/safety", {"on": "1"}),
        ("labs/{lab}/pilots/new", {}),
        ("labs/{lab}/recommendations/new", {}),
        ("labs/{lab}/broadcasts/new", {}),
        ("people/{person}/facts", {"name": "", "language": "en"}),
        ("staff", {"role": "reader"}),
    ],
)
async def test_what_is_wrong_stands_below_what_became_of_it(
    house: House, els: Browser, form: str, fields: dict[str, str]
) -> None:
    where = "/admin/" + form.format(lab=house.lab_a, person=await house.sign_up("Amina", house.lab_a))
    hidden = (await els.get(where)).hidden

    page = await els.submit(where, **{name: value for name, value in (hidden | fields).items() if name != "csrf"})

    assert page.status == 422, page.words
    assert UNSAVED in page.words
