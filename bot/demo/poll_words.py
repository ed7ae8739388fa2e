"""What is asked in the made-up lab, in every language, and what people answered."""

from collections.abc import Mapping

from bot.demo.pilot_words import BUDDY, CAFE

WHICH_IDEAS: Mapping[str, str] = {
    "en": "Which ideas do we go on with?",
    "nl": "Met welke ideeën gaan we verder?",
    "fr": "Avec quelles idées continuons-nous ?",
    "ar": "ما الأفكار التي نكمل بها؟",
    "tr": "Hangi fikirlerle devam edelim?",
    "uk": "З якими ідеями йдемо далі?",
    "fa_AF": "با کدام نظرها پیش برویم؟",
    "ti": "በየኖት ሓሳባት ንቕጽል፧",
}
LETTERS: Mapping[str, str] = {
    "en": "Letters in plain words",
    "nl": "Brieven in klare taal",
    "fr": "Des lettres simples",
    "ar": "رسائل بكلمات بسيطة",
    "tr": "Sade dilde mektuplar",
    "uk": "Листи простою мовою",
    "fa_AF": "نامه‌های ساده",
    "ti": "ብቐሊል ቋንቋ ዝተጻሕፉ ደብዳበታት",
}
CHILDCARE: Mapping[str, str] = {
    "en": "Childcare during lessons",
    "nl": "Kinderopvang tijdens de les",
    "fr": "Une garderie pendant les cours",
    "ar": "رعاية الأطفال أثناء الدروس",
    "tr": "Ders sırasında çocuk bakımı",
    "uk": "Догляд за дітьми під час уроків",
    "fa_AF": "نگهداری کودکان هنگام درس",
    "ti": "ኣብ ግዜ ትምህርቲ ክንክን ህጻናት",
}
ONE_DESK: Mapping[str, str] = {
    "en": "One desk for all questions",
    "nl": "Eén loket voor alle vragen",
    "fr": "Un guichet pour toutes les questions",
    "ar": "مكتب واحد لكل الأسئلة",
    "tr": "Tüm sorular için tek masa",
    "uk": "Одне вікно для всіх питань",
    "fa_AF": "یک دفتر برای همه سؤال‌ها",
    "ti": "ንኩሉ ሕቶታት ሓደ ቤት ጽሕፈት",
}
OPTIONS = (CAFE, BUDDY, LETTERS, CHILDCARE, ONE_DESK)

FACES = ("4", "5", "4", "3", "5", "4", "5", "2", "4", "3", "5", "4", "5", "2", "3", "5", "4")
"""How those who came to the first meeting were: small numbers among them, which nobody sees."""
IN_THEIR_WORDS: Mapping[str, str] = {
    "nl": "Ik ken nog niemand, maar ik ben benieuwd.",
    "ar": "أنا سعيد لأنكم سألتموني.",
    "uk": "Трохи хвилююся, але рада бути тут.",
}
DOTS = (
    ("o1", "o1", "o3"),
    ("o3", "o4", "o4"),
    ("o1", "o2", "o3"),
    ("o5", "o3", "o4"),
    ("o4", "o1", "o2"),
    ("o3", "o3", "o1"),
    ("o2",),
    ("o4", "o3", "o1"),
    ("o5",),
    ("o4", "o4", "o4"),
    ("o1", "o1", "o1"),
)
"""What people gave until now: as many of them answered, if so many were asked."""
