"""What a coordinator sees of a poll before anybody else does."""

import pytest

from bot.poll_preview import preview
from flows.registry import all_techniques
from lab.polls import Poll
from tests.bot.polling import choices
from tests.fakes.echo import echoing

PLACES = choices("Library", "School", "Park")


@pytest.mark.parametrize("key", sorted(all_techniques()))
def test_every_technique_can_be_looked_at_from_its_question_to_its_thanks(key: str) -> None:
    technique = all_techniques()[key]
    poll = Poll(1, 1, key, "between", {"en": "Which place?"}, PLACES if technique.options[1] else ())

    shown = preview(echoing(), poll, technique, "en")

    assert "Which place?" in shown[0].text
    assert shown[-1].text.startswith("Thank you")
    assert {message.lang for message in shown} == {"en"}


def test_a_later_round_is_shown_with_something_in_the_place_of_what_nobody_said_yet() -> None:
    technique = all_techniques()["brainwriting"]

    shown = preview(echoing(), Poll(1, 1, "brainwriting", "between", {"en": "How?"}), technique, "en", 2)

    assert "…" in shown[0].text
