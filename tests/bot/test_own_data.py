"""“What do you know about me?”: all that she told us is told back."""

import pytest

from tests.bot.year import Year


@pytest.fixture
def database_url() -> str:
    """SQLite: it only reads."""
    return ""


async def test_my_data_tells_what_she_needs_and_how_we_may_write_to_her(year: Year) -> None:
    needs = {"options": ["interpreter", "childcare"], "language": "ar", "children": 2, "words": "no stairs"}
    wishes = {"hours": ["evenings"], "days_off": [4, 6], "less_often": True}
    await year.knows("amina", facts={"needs": needs, "capacity": "family", **wishes})

    [told] = await year.writes("amina", "my data")

    lines = told.splitlines()
    assert "• Needs at a meeting: Interpreter, Childcare, العربية, Children: 2, no stairs" in lines
    assert "• Best times for messages: Evenings" in lines
    assert "• Days without messages: Friday, Sunday" in lines
    assert "• How often we write: Less often" in lines
    assert "• Takes part: For my family" in lines


async def test_and_is_silent_about_what_she_did_not_say(year: Year) -> None:
    await year.knows("amina", facts={"days_off": []})

    [told] = await year.writes("amina", "my data")

    assert not [line for line in told.splitlines() if line.endswith(": ")]
    assert "message" not in told
