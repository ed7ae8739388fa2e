"""Words of offices as languages write them: endings, small words before them, with and without vowel signs."""

import pytest

from lab.plain_words import BETTER, HARD, LEAVE_OUT, hints_of, offices, words_in
from tests.conversations import catalogues

NAMES = {
    "en": {"co-creation", "facilitator", "feedback", "participants", "participation", "policy maker", "request"},
    "nl": {"beleidsmaker", "co-creatie", "deelnemers"},
    "fr": {"ci-dessous", "co-création"},
}
"""What the desk calls phases, roles and ways of asking, and what it still says. No new ones."""


def found(text: str, language: str) -> dict[str, str]:
    """The words of offices, as they stand in the text, with what is better."""
    hints = [hint for hint in hints_of(text, language) if hint.text in (BETTER, LEAVE_OUT)]
    return {hint.values["word"]: hint.values.get("better", "") for hint in hints}


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        (
            "ar",
            "عملاً بأحكام النظام المذكور آنفاً، يُرجى التكرم بموافاتنا بقائمة المستفيدين.",
            {"عملا بأحكام": "حسب", "المذكور آنفا": "هذا", "يرجى التكرم": "من فضلكم", "المستفيدين": "الناس"},
        ),
        (
            "tr",
            "İşbu davet hususunda tarafınıza ivedilikle bilgi verilmektedir.",
            {"İşbu": "bu", "hususunda": "konusunda", "tarafınıza": "size", "ivedilikle": "hemen"},
        ),
        (
            "uk",
            "Згідно з вищезазначеним, даний захід здійснюється для бенефіціарів.",
            {"Згідно з": "за", "вищезазначеним": "цим", "даний": "цей", "бенефіціарів": "людей"},
        ),
        (
            "fa_AF",
            "احتراماً به عرض می‌رسانیم که جلسهٔ متذکره به منظور مشوره با مستفیدین دایر می‌گردد.",
            {"احتراما": "", "متذکره": "این", "به منظور": "برای", "مستفیدین": "مردم"},
        ),
        (
            "ti",
            "ብመሰረት እቲ ልዕል ኢሉ ዝተጠቕሰ፡ ምስ መዳርግቲ ኣካላት ኣኼባ ክካየድ እዩ።",
            {"ብመሰረት": "ከም", "ልዕል ኢሉ ዝተጠቕሰ": "እዚ", "መዳርግቲ ኣካላት": "", "ክካየድ": "ክግበር"},
        ),
    ],
)
def test_a_letter_of_an_office_gets_better_words(language: str, text: str, words: dict[str, str]) -> None:
    assert words.items() <= found(text, language).items()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "مرحباً. نلتقي يوم الخميس في المكتبة. أحضروا طبقاً من بيتكم. هل يمكنكم المجيء؟"),
        ("tr", "Merhaba. Perşembe günü kütüphanede buluşuyoruz. Çocuklar da gelebilir. Siz gelebilir misiniz?"),
        ("uk", "Вітаємо. Зустріч у четвер у бібліотеці. Діти теж можуть прийти. Зможете прийти?"),
        ("fa_AF", "سلام. روز پنج‌شنبه در کتابخانه جمع می‌شویم. غذا هم هست. آیا آمده می‌توانید؟"),
        ("ti", "ሰላም። ሓሙስ ኣብ ቤተ-መጻሕፍቲ ክንራኸብ ኢና። ብሓባር ክንበልዕ ኢና። ክትመጹ ትኽእሉ ዶ?"),
    ],
)
def test_plain_speech_gets_no_word_of_offices(language: str, text: str) -> None:
    assert found(text, language) == {}


@pytest.mark.parametrize(
    ("language", "phrases"),
    [
        ("ar", ["أصحاب المصلحة", "الفئة المستهدفة", "دورة السياسات", "مداولات", "رعايا الدول الثالثة", "تمكين"]),
        ("tr", ["paydaşlarımız", "hedef kitlemiz", "politika döngüsü", "müzakere", "üçüncü ülke vatandaşı"]),
        ("uk", ["стейкхолдерів", "цільової групи", "цикл політики", "громадяни третіх країн", "емпаверменту"]),
        ("fa_AF", ["ذینفعان", "گروه هدف", "چرخه پالیسی", "رایزنی", "اتباع کشورهای ثالث", "توانمندسازی"]),
        ("ti", ["መዳርግቲ ኣካላት", "ዒላማ ጉጅለ", "ዑደት ፖሊሲ", "ዕሙቕ ምይይጥ", "ዜጋታት ሳልሳይ ሃገር", "ምሕያል ዓቕሚ"]),
    ],
)
def test_what_the_house_never_says_is_found_in_each_language(language: str, phrases: list[str]) -> None:
    for phrase in [*phrases, "AMIF"]:
        assert [*found(phrase, language)] == [phrase], phrase


def test_small_words_before_an_arabic_word_and_its_vowel_signs_make_no_difference() -> None:
    said = ["المستفيدين", "للمستفيدين", "وللمستفيدين", "بالمستفيدين", "ومُستفيدين", "مستفيـــدين"]

    assert {better for word in said for better in found(word, "ar").values()} == {"الناس"}
    assert all(found(word, "ar") for word in said)
    assert found("آنفاً", "ar") == found("آنفا", "ar") == {"آنفا": "قبل هذا"}
    assert found("استناداً الى", "ar") == {"استنادا الى": "حسب"}


def test_a_word_inside_another_word_is_not_found() -> None:
    assert found("kaderde", "nl") == found("paylaşım", "tr") == found("завданий", "uk") == {}
    assert found("طبقاً من البيت", "ar") == found("آلی", "fa_AF") == found("برمی‌گردد", "fa_AF") == {}
    assert found("Мрія здійсниться. Дана прийде. Ваші дані.", "uk") == {}
    assert found("Pasaportunuzu hazır bulundurun.", "tr") == {}


def test_capital_letters_are_those_of_turkish() -> None:
    assert found("IŞIK. İşbu. İVEDİLİKLE.", "tr") == {"İşbu": "bu", "İVEDİLİKLE": "hemen"}


def test_a_star_stands_for_any_ending() -> None:
    assert {*found("Paydaşlarımızla paydaş.", "tr")} == {"Paydaşlarımızla"}
    assert found("Katılım sağlayacağınız gün.", "tr") == {"Katılım sağlayacağınız": "katılmak"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("uk", "У зв'язку з"),
        ("uk", "у звʼязку з"),
        ("ar", "اصحاب المصلحة"),
        ("ar", "وکافة"),
        ("fa_AF", "در راستاي"),
        ("tr", "MEZKÛR"),
        ("ti", "ብመሠረት"),
        ("ti", "ዓውደ መፅናዕቲ"),
        ("ti", "መዳርግቲ አካላት"),
    ],
)
def test_other_ways_to_write_the_same_letter_are_heard(language: str, text: str) -> None:
    assert [*found(text, language)] == [text]


def test_a_word_of_offices_is_named_once_and_not_as_a_hard_word_too() -> None:
    hints = hints_of("Paydaşlarımızla konuşuruz. Paydaşlarımızla yürürüz.", "tr")

    assert [hint.text for hint in hints] == [LEAVE_OUT]
    assert HARD not in [hint.text for hint in hints_of("Gerçekleştirilmesi iyi.", "tr")]


def test_vowel_signs_do_not_cut_a_word_in_two() -> None:
    assert words_in("أُلغيَ اللقاءُ يومَ ٤.") == ["ألغي", "اللقاء", "يوم"]


@pytest.mark.parametrize("language", sorted(catalogues().languages))
def test_no_text_of_brug_has_a_word_of_offices(language: str) -> None:
    """Who writes or translates a text says it plainly; or the word is one that people say, and leaves the list."""
    texts = catalogues().languages[language].texts.values()

    said = {word.casefold(): text for text in texts for word in found(text, language)}

    assert {word: text for word, text in said.items() if word not in NAMES.get(language, set())} == {}


@pytest.mark.parametrize("language", sorted(catalogues().languages))
def test_each_phrase_of_a_list_gets_its_own_better_word(language: str) -> None:
    """Two that are written alike, or one inside another, would hide the better word of one."""
    given = {phrase: [*found(phrase.replace("*", "xx"), language).values()] for phrase in offices(language)}

    assert given == {phrase: [better] for phrase, better in offices(language).items()}


@pytest.mark.parametrize("language", sorted(catalogues().languages))
def test_what_is_better_is_no_word_of_offices_itself(language: str) -> None:
    assert [better for better in offices(language).values() if found(better, language)] == []
