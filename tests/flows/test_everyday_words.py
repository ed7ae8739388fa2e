"""What people ask for in their own words: not to come, when and how often we write, what we plan to send."""

import pytest

from flows.effects import Rsvp
from flows.meeting import MINE, WHY_NOT
from flows.model import Pause, Record, Tell
from flows.wishes import NOTED
from tests.conversations import Talk, catalogues, member, words

NEXT = "meeting:1"


def expects_a_meeting(language: str) -> Talk:
    return member(language, next_meeting=NEXT, needs_known=True)


def answered(talk: Talk) -> list[Rsvp]:
    return [effect for effect in talk.done if isinstance(effect, Rsvp)]


CANNOT = [
    ("en", "Sorry, I can't make it"),
    ("nl", "Sorry, ik kan er niet bij zijn"),
    ("fr", "Bonjour, je ne pourrai pas venir."),
    ("ar", "لا أستطيع الحضور"),
    ("tr", "Gelemiyorum"),
    ("uk", "Я не зможу прийти"),
    ("fa_AF", "نمی‌توانم بیایم"),
    ("ti", "ኣይመጽእን እየ"),
]


@pytest.mark.parametrize(("language", "says"), CANNOT)
def test_a_reminder_is_answered_in_own_words(language: str, says: str) -> None:
    talk = expects_a_meeting(language).is_written_to("reminder_day", needs_known=True)

    talk.says(says)

    assert answered(talk) == [Rsvp(NEXT, "no")]
    assert talk.last.text == WHY_NOT
    assert not talk.tasks()


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("en", "Yes, I'm coming!"),
        ("nl", "ja ik kom"),
        ("fr", "oui, je viens"),
        ("ar", "سأحضر إن شاء الله"),
        ("tr", "Evet, geliyorum"),
        ("uk", "так, я прийду"),
        ("fa_AF", "بلی، می‌آیم"),
        ("ti", "እወ ክመጽእ እየ"),
    ],
)
@pytest.mark.parametrize("asked", [True, False])
def test_and_whoever_comes_says_so_in_own_words(language: str, says: str, asked: bool) -> None:
    talk = expects_a_meeting(language)
    if asked:
        talk.is_written_to("reminder_day", needs_known=True)

    talk.says(says)

    assert answered(talk) == [Rsvp(NEXT, "yes")]
    assert not talk.tasks()


@pytest.mark.parametrize("says", ["I come from Asmara", "yes I come but may I bring my sister?"])
def test_more_words_around_it_are_read_by_the_team(says: str) -> None:
    talk = expects_a_meeting("en").says(says)

    assert not answered(talk)
    assert talk.tasks()


@pytest.mark.parametrize(("language", "says"), CANNOT)
def test_and_so_is_the_next_meeting_when_nothing_is_asked(language: str, says: str) -> None:
    talk = expects_a_meeting(language).says(says)

    assert answered(talk) == [Rsvp(NEXT, "no")]


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("en", "My son is ill and I can't come on Thursday, is that a problem?"),
        ("nl", "sorry ik kan toch niet komen, mijn zoon is ziek"),
        ("fr", "désolée, je ne peux pas venir ce soir"),
        ("ar", "ابني مريض ولن أتمكن من الحضور غدا"),
    ],
)
def test_among_other_words_it_is_asked_about_and_the_team_reads_them(language: str, says: str) -> None:
    talk = expects_a_meeting(language).says(says)

    assert talk.last.text == MINE
    assert [task.words for task in talk.tasks()] == [says]
    assert not answered(talk)

    assert answered(talk.taps("no")) == [Rsvp(NEXT, "no")]


def test_a_reminder_that_is_open_is_asked_again_and_no_other_meeting() -> None:
    talk = expects_a_meeting("en").is_written_to("reminder_day", needs_known=True)
    reminder = talk.last.text

    talk.says("my son is ill so I cannot come")

    assert talk.last.text == reminder


def test_where_no_meeting_is_ahead_the_team_reads_it() -> None:
    assert [task.words for task in member("nl").says("ik kan niet komen").tasks()] == ["ik kan niet komen"]


@pytest.mark.parametrize(
    ("language", "says", "fact"),
    [
        ("en", "not on Fridays", Record("days_off", [4], adds=True)),
        ("nl", "liever niet op maandag", Record("days_off", [0], adds=True)),
        ("fr", "pas le vendredi", Record("days_off", [4], adds=True)),
        ("ar", "ليس يوم الجمعة", Record("days_off", [4], adds=True)),
        ("tr", "cumaları değil", Record("days_off", [4], adds=True)),
        ("uk", "не по п'ятницях", Record("days_off", [4], adds=True)),
        ("ti", "ዓርቢ ኣይኮነን", Record("days_off", [4], adds=True)),
        ("en", "Don't write to me on Fridays", Record("days_off", [4], adds=True)),
        ("en", "I don't want messages on Friday", Record("days_off", [4], adds=True)),
        ("nl", "schrijf me niet op vrijdag", Record("days_off", [4], adds=True)),
        ("nl", "Ik wil geen berichten op vrijdag", Record("days_off", [4], adds=True)),
        ("fr", "ne m'écrivez pas le vendredi", Record("days_off", [4], adds=True)),
        ("ar", "لا تكتبوا لي يوم الجمعة", Record("days_off", [4], adds=True)),
        ("ar", "لا أريد رسائل يوم الجمعة", Record("days_off", [4], adds=True)),
        ("en", "evenings please", Record("hours", ["evenings"])),
        ("nl", "liever 's avonds", Record("hours", ["evenings"])),
        ("fr", "le soir", Record("hours", ["evenings"])),
        ("ar", "في المساء فقط", Record("hours", ["evenings"])),
        ("en", "less often", Record("less_often", True)),
        ("nl", "minder vaak", Record("less_often", True)),
        ("fr", "moins souvent", Record("less_often", True)),
        ("ar", "رسائل أقل", Record("less_often", True)),
        ("fa_AF", "کمتر بنویسید", Record("less_often", True)),
    ],
)
def test_when_and_how_often_we_write_is_said_in_one_line(language: str, says: str, fact: Record) -> None:
    talk = member(language).says(says)

    assert fact in talk.done
    assert talk.texts == [NOTED]
    assert not talk.tasks()


@pytest.mark.parametrize(
    ("language", "says", "days"),
    [
        ("en", "pause two weeks", 14),
        ("nl", "een week pauze", 7),
        ("fr", "pause de deux semaines", 14),
        ("ar", "توقف مؤقت لمدة أسبوعين", 14),
        ("uk", "перерва на місяць", 30),
    ],
)
def test_a_pause_that_says_how_long_is_not_asked_about(language: str, says: str, days: int) -> None:
    talk = member(language).says(says)

    assert Pause(days) in talk.done
    assert talk.state.frames == ()


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("en", "What do you plan to send me?"),
        ("nl", "Wat gaan jullie me sturen?"),
        ("fr", "Que prévoyez-vous de m'envoyer ?"),
        ("ar", "ماذا ستكتبون لي؟"),
        ("tr", "Bana ne göndereceksiniz?"),
        ("uk", "Що ви плануєте мені надіслати?"),
        ("fa_AF", "برایم چه می‌فرستید؟"),
        ("ti", "እንታይ ክትሰዱለይ ኢኹም?"),
    ],
)
def test_what_we_plan_to_send_is_told_to_who_asks(language: str, says: str) -> None:
    assert Tell("planned") in member(language).says(says).done


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("en", "I don't want messages on Friday, we are in the mosque"),
        ("nl", "ik wil geen berichten op vrijdag want dan werk ik"),
        ("ar", "لا أريد رسائل يوم الجمعة لأني أعمل"),
        ("fr", "je ne veux plus de messages le vendredi"),
    ],
)
def test_no_messages_on_one_day_is_no_sure_stop_in_more_words_either(language: str, says: str) -> None:
    heard = words().hear(says, language)

    assert heard is None or (heard.intent, heard.certain) == ("stop", False)


@pytest.mark.parametrize(
    ("language", "unsure", "says", "fact"),
    [
        ("en", "no, stop writing", "less often", Record("less_often", True)),
        ("nl", "schrijf me niet meer zo veel", "minder vaak", Record("less_often", True)),
        ("ar", "لا تكتبوا لي كثيرا", "في المساء", Record("hours", ["evenings"])),
    ],
)
def test_who_is_asked_whether_we_stop_may_say_what_she_wants_instead(
    language: str, unsure: str, says: str, fact: Record
) -> None:
    talk = member(language).says(unsure)
    assert [frame.flow for frame in talk.state.frames] == ["unsure_stop"]

    talk.says(says)

    assert fact in talk.done
    assert talk.last.text == NOTED
    assert talk.state.frames == ()


def test_a_wish_beside_a_question_that_must_be_answered_is_done_and_the_question_asked_again() -> None:
    talk = member("en").says("pause")
    asked = talk.last.text

    talk.says("What do you plan to send me?")

    assert Tell("planned") in talk.done
    assert talk.last.text == asked


def test_words_that_answer_a_question_stay_its_answer() -> None:
    talk = expects_a_meeting("en").is_written_to("missed").says("evenings")

    assert not [effect for effect in talk.done if isinstance(effect, Record)]


def test_each_language_of_brug_has_words_for_each_wish() -> None:
    whole = words().lexicon.everyday.whole
    wishes = {asked.wish for asked in whole["en"].values()}

    assert set(whole) == set(catalogues().languages)
    assert [{one.wish for one in known.values()} for known in whole.values()] == [wishes] * len(whole)


def test_no_wish_is_a_right_in_other_words() -> None:
    """“I want no messages on Fridays” holds a stop, and is none."""
    heard = [
        (language, phrase)
        for language, known in words().lexicon.everyday.whole.items()
        for phrase, asked in known.items()
        if asked.wish != "pause" and (found := words().hear(phrase, language)) and found.intent not in ("yes", "no")
    ]

    assert heard == []
