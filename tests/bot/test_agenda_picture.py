"""The agenda as a picture. `pytest tests/bot/test_agenda_picture.py --write-transcripts` writes docs/images/ anew."""

import io
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.meeting_files import drawing
from bot.meeting_files.agenda import SESSION_NAMES, _rows, agenda_picture
from lab.meetings import CANCELLED, SESSION_KINDS, Meeting, Offer, Place, Session
from locales.catalogue import Catalogues, Language, MissingText
from tests.conversations import catalogues

IMAGES = Path(__file__).parent.parent.parent / "docs" / "images"

# In English, Dutch, Arabic and Tigrinya, until the catalogues have them. Nobody reviewed these: they are for the eye.
WORDS = """
Welcome to everybody|Welkom allemaal|أهلاً بالجميع|እንቋዕ ብደሓን መጻእኩም
How is everybody?|Hoe gaat het met iedereen?|كيف حال الجميع؟|ኩላትኩም ከመይ ኣለኹም?
We get to know each other|We leren elkaar kennen|نتعارف|ንፋለጥ
All together|Allemaal samen|معاً|ኩልና ብሓባር
In small groups|In kleine groepen|في مجموعات صغيرة|ብንኣሽቱ ጉጅለታት
Somebody explains something|Iemand legt iets uit|شرح قصير|መብርሂ
We choose together|We kiezen samen|نختار معاً|ብሓባር ንመርጽ
We play a game|We spelen een spel|نلعب لعبة|ጸወታ ንጻወት
A short break|Een korte pauze|استراحة قصيرة|ሓጺር ዕረፍቲ
We eat together|We eten samen|نأكل معاً|ብሓባር ንበልዕ
Time to pray|Tijd om te bidden|وقت الصلاة|ግዜ ጸሎት
How was it for you?|Hoe was het voor jou?|كيف كان اللقاء؟|ከመይ ነይሩ?
We go home|We gaan naar huis|نعود إلى البيت|ናብ ገዛና ንኸይድ
There for you|Er is voor jou|من أجلك|ንዓኹም ዝተዳለወ
Interpreters: {languages}|Tolken: {languages}|مترجمون: {languages}|ተርጐምቲ፦ {languages}
Somebody looks after your children|Iemand past op je kinderen|هناك من يرعى أطفالك|ንደቅኹም ዝከናኸን ሰብ ኣሎ
Food and drinks|Eten en drinken|طعام ومشروبات|ምግብን መስተን
We pay your travel costs|Wij betalen je reiskosten|ندفع تكاليف سفرك|ወጻኢ መገሻኹም ንኸፍል
"""
COLUMNS = ("en", "nl", "ar", "ti")
TINT = (0xE3, 0xF0, 0xED)


def texts() -> Catalogues:
    """A catalogue of these words only."""
    rows = [line.split("|") for line in WORDS.strip().split("\n")]
    known = catalogues().languages
    return Catalogues(
        {
            code: Language(code, known[code].autonym, known[code].direction, {row[0]: row[at] for row in rows}, 0)
            for at, code in enumerate(COLUMNS)
        }
    )


def evening(**changes: object) -> Meeting:
    """A meeting of the made-up lab Samen Sterk."""
    kinds = ("welcome", "check_in", "meal", "plenary", "small_groups", "break", "vote", "check_out", "end")
    clocks = ((17, 30), (18, 0), (18, 15), (19, 0), (19, 15), (20, 0), (20, 15), (20, 45), (21, 0))
    sessions = [Session(time(*clock), kind) for clock, kind in zip(clocks, kinds, strict=True)]
    ideas = {
        "en": "The five best ideas (round 2)",
        "nl": "De vijf beste ideeën (ronde 2)",
        "ar": "أفضل خمس أفكار (الجولة 2)",
        "ti": "እተን ሓሙሽተ ዝበለጻ ሓሳባት (ዙርያ 2)",
    }
    sessions[4] = replace(sessions[4], title=ideas)
    meeting = Meeting(
        id=7,
        lab_id=1,
        phase="co_creation",
        starts=datetime(2026, 5, 14, 17, 30),  # noqa: DTZ001 - wall time
        ends=datetime(2026, 5, 14, 21, 0),  # noqa: DTZ001
        timezone="Europe/Brussels",
        place=Place("Bibliotheek De Krook", "Platteberg 11 (2), Gent"),
        title={"en": "We choose ideas", "nl": "Ideeën kiezen", "ar": "نختار الأفكار", "ti": "ሓሳባት ንመርጽ"},
        sessions=tuple(sessions),
        offer=Offer(("ar", "ti", "fa_AF"), childcare=True, food=True, travel_costs=True),
        uid="meeting-7@brug",
    )
    return replace(meeting, **changes)  # type: ignore[arg-type]


def opened(picture: bytes | None) -> Image.Image:
    assert picture is not None
    with Image.open(io.BytesIO(picture)) as image:
        return image.convert("RGB")


def drawn(meeting: Meeting, language: str = "en") -> Image.Image:
    return opened(agenda_picture(meeting, language, texts(), "Samen Sterk"))


def has_icons(image: Image.Image, column: int) -> bool:
    """Whether the tinted discs of the sessions' icons stand around this column of pixels."""
    strip = image.crop((column - 50, 700, column + 50, 1100))
    return any(colour == TINT for _, colour in strip.getcolors(100_000) or [])


@pytest.fixture
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return IMAGES if request.config.getoption("--write-transcripts") else tmp_path


@pytest.mark.parametrize("language", ["nl", "ar", "ti"])
def test_the_pictures_of_the_documents_are_made_for_phones(language: str, folder: Path) -> None:
    picture = agenda_picture(evening(), language, texts(), "Samen Sterk")
    assert picture is not None
    (folder / f"agenda-{language}.png").write_bytes(picture)

    image = opened(picture)

    assert image.width == 1080
    assert len(picture) < 200_000


def test_what_runs_from_right_to_left_is_mirrored() -> None:
    dutch, arabic = drawn(evening(), "nl"), drawn(evening(), "ar")

    assert (has_icons(dutch, 315), has_icons(dutch, 1080 - 315)) == (True, False)
    assert (has_icons(arabic, 315), has_icons(arabic, 1080 - 315)) == (False, True)


def test_every_kind_of_session_has_a_name_and_an_icon() -> None:
    assert tuple(SESSION_NAMES) == SESSION_KINDS
    assert all((drawing.HERE / "icons" / f"{kind}.svg").exists() for kind in SESSION_KINDS)
    drawn(evening(sessions=tuple(Session(time(9), kind) for kind in SESSION_KINDS)))


def test_every_text_of_every_language_has_its_letters_in_our_fonts() -> None:
    for language in catalogues().languages.values():
        texts_of_it = [*language.texts.values(), language.autonym]

        assert [text for text in texts_of_it if not all(map(drawing._has_shape, drawing.shown(text)))] == []


def test_twenty_sessions_with_long_titles_fit() -> None:
    long = {"en": "Everybody says which of the ideas is the best one, and why, and the others listen " * 2}
    sessions = tuple(Session(time(9, at), "play", long) for at in range(20))

    image = drawn(evening(sessions=sessions))

    assert image.height > drawn(evening()).height
    assert image.width + image.height <= drawing.MAX_WIDTH_AND_HEIGHT


def test_a_picture_too_tall_for_any_messenger_is_none() -> None:
    sessions = tuple(Session(time(9), "play", {"en": "Words without end " * 30}) for _ in range(40))

    assert agenda_picture(evening(sessions=sessions), "en", texts(), "Samen Sterk") is None


def test_nothing_that_people_write_is_read_as_markup() -> None:
    hostile = ("#panic()", "*bold* _it_ $x$", '"); #sys.inputs', "`raw` <label> @ref // no", "\\u{41} \\ ~")

    image = drawn(evening(sessions=tuple(Session(time(9), "play", {"en": words}) for words in hostile)))

    assert image.tobytes() != drawn(evening(sessions=())).tobytes()


@settings(max_examples=10, deadline=None)
@given(st.text(max_size=300))
def test_any_words_make_a_picture_or_none(words: str) -> None:
    meeting = evening(title={"en": words}, place=Place(words or "-", words), sessions=(Session(time(9), "meal"),))

    picture = agenda_picture(meeting, "en", texts(), words)

    assert picture is None or opened(picture).width == 1080


def test_emoji_are_left_out_and_letters_that_our_fonts_lack_make_no_picture() -> None:
    plain, merry = evening(title={"en": "A break"}), evening(title={"en": "A ☕ break 👨‍👩‍👧"})

    assert drawn(plain).tobytes() == drawn(merry).tobytes()
    assert agenda_picture(evening(title={"en": "我们选择"}), "en", texts(), "Samen Sterk") is None


def test_without_typst_there_is_no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "find_spec", lambda _: None)

    assert agenda_picture(evening(), "en", texts(), "Samen Sterk") is None


def test_a_cancelled_meeting_has_no_picture() -> None:
    assert agenda_picture(evening(state=CANCELLED), "en", texts(), "Samen Sterk") is None


@pytest.mark.parametrize(
    ("changes", "language"),
    [
        ({"sessions": (Session(time(9), "play", {"en": "Quiz"}),)}, "nl"),
        ({"title": {"en": "We choose"}}, "nl"),
        ({"offer": Offer(("xx",))}, "nl"),
        ({}, "tr"),
    ],
)
def test_no_words_in_her_language_means_no_picture(changes: dict[str, object], language: str) -> None:
    with pytest.raises(MissingText):
        agenda_picture(evening(**changes), language, texts(), "Samen Sterk")


def test_where_the_clock_goes_back_the_next_day_is_named() -> None:
    sessions = tuple(Session(time(hour), "plenary") for hour in (10, 14, 9, 13))
    two_days = evening(sessions=sessions, ends=datetime(2026, 5, 15, 16, 0))  # noqa: DTZ001

    rows = [row["time"] or row["title"] for row in _rows(two_days, "en", texts())]

    assert rows == ["10:00", "14:00", "Friday 15 May", "09:00", "13:00"]
    drawn(two_days)
    assert len(list(_rows(evening(sessions=sessions), "en", texts()))) == 4


def test_the_same_day_is_drawn_once() -> None:
    assert agenda_picture(evening(), "nl", texts(), "Twice") is agenda_picture(evening(), "nl", texts(), "Twice")
