"""What the pilots of the made-up lab are called and aim at, and what it recommends to the city. In every language."""

from collections.abc import Mapping

CAFE: Mapping[str, str] = {
    "en": "Language café",
    "nl": "Taalcafé",
    "fr": "Café des langues",
    "ar": "مقهى اللغات",
    "tr": "Dil kafesi",
    "uk": "Мовне кафе",
    "fa_AF": "قهوه‌خانه زبان",
    "ti": "ናይ ቋንቋ ካፈ",
}
CAFE_GOAL: Mapping[str, str] = {
    "en": "People practise Dutch every Saturday and get to know each other.",
    "nl": "Mensen oefenen elke zaterdag Nederlands en leren elkaar kennen.",
    "fr": "Chaque samedi, on pratique le néerlandais et on fait connaissance.",
    "ar": "يتدرب الناس على الهولندية كل سبت ويتعارفون.",
    "tr": "İnsanlar her cumartesi Hollandaca çalışır ve tanışır.",
    "uk": "Щосуботи люди вправляються в нідерландській і знайомляться.",
    "fa_AF": "مردم هر شنبه هالندی تمرین می‌کنند و با هم آشنا می‌شوند.",
    "ti": "ሰባት ነፍሲ ወከፍ ቀዳም ሆላንድኛ ይለማመዱ፣ ንሓድሕዶም ከኣ ይፋለጡ።",
}
CAFE_MEASURE: Mapping[str, str] = {
    "en": "15 people come each time.",
    "nl": "Elke keer komen er 15 mensen.",
    "fr": "15 personnes viennent à chaque fois.",
    "ar": "يأتي 15 شخصًا كل مرة.",
    "tr": "Her seferinde 15 kişi gelir.",
    "uk": "Щоразу приходить 15 людей.",
    "fa_AF": "هر بار ۱۵ نفر می‌آیند.",
    "ti": "ኩሉ ግዜ 15 ሰባት ይመጹ።",
}
A_ROOM: Mapping[str, str] = {
    "en": "The library gives us a room",
    "nl": "De bibliotheek geeft ons een zaal",
    "fr": "La bibliothèque nous prête une salle",
    "ar": "المكتبة أعطتنا قاعة",
    "tr": "Kütüphane bize bir oda verdi",
    "uk": "Бібліотека дала нам кімнату",
    "fa_AF": "کتابخانه به ما یک اتاق داد",
    "ti": "ቤተ-መጻሕፍቲ ክፍሊ ሂቡና",
}
FIRST_SATURDAY: Mapping[str, str] = {
    "en": "The first Saturday with 15 people",
    "nl": "De eerste zaterdag met 15 mensen",
    "fr": "Le premier samedi à 15 personnes",
    "ar": "أول سبت مع 15 شخصًا",
    "tr": "15 kişiyle ilk cumartesi",
    "uk": "Перша субота з 15 людьми",
    "fa_AF": "نخستین شنبه با ۱۵ نفر",
    "ti": "ምስ 15 ሰባት ናይ መጀመርታ ቀዳም",
}
BUDDY: Mapping[str, str] = {
    "en": "A buddy for everyone",
    "nl": "Een buddy voor iedereen",
    "fr": "Un parrain pour chacun",
    "ar": "رفيق لكل قادم جديد",
    "tr": "Herkese bir arkadaş",
    "uk": "Товариш для кожного",
    "fa_AF": "یک همراه برای هر نفر",
    "ti": "ንነፍሲ ወከፍ መሓዛ",
}
BUDDY_GOAL: Mapping[str, str] = {
    "en": "Every newcomer knows somebody who lives here and helps.",
    "nl": "Elke nieuwkomer kent iemand die hier woont en helpt.",
    "fr": "Chaque personne nouvelle connaît quelqu'un d'ici qui l'aide.",
    "ar": "كل قادم جديد يعرف شخصًا من هنا يساعده.",
    "tr": "Her yeni gelen, burada yaşayan ve yardım eden birini tanır.",
    "uk": "Кожен новоприбулий знає когось, хто тут живе і допомагає.",
    "fa_AF": "هر تازه‌وارد کسی را می‌شناسد که اینجا زندگی می‌کند و کمک می‌کند.",
    "ti": "ነፍሲ ወከፍ ሓድሽ መጻኢ፣ ኣብዚ ዝነብርን ዝሕግዝን ሰብ ይፈልጥ።",
}
BUDDY_MEASURE: Mapping[str, str] = {
    "en": "Ten pairs meet twice a month.",
    "nl": "Tien duo's zien elkaar twee keer per maand.",
    "fr": "Dix duos se voient deux fois par mois.",
    "ar": "يلتقي عشرة رفاق مع عشرة قادمين مرتين في الشهر.",
    "tr": "On ikili ayda iki kez buluşur.",
    "uk": "Десять пар зустрічаються двічі на місяць.",
    "fa_AF": "ده گروه دونفره ماهی دو بار با هم می‌بینند.",
    "ti": "ዓሰርተ ጽምዲ ኣብ ወርሒ ክልተ ግዜ ይራኸቡ።",
}
FIVE_BUDDIES: Mapping[str, str] = {
    "en": "Five buddies found",
    "nl": "Vijf buddy's gevonden",
    "fr": "Cinq parrains trouvés",
    "ar": "وجدنا خمسة رفاق",
    "tr": "Beş arkadaş bulduk",
    "uk": "Знайшли п'ять товаришів",
    "fa_AF": "پنج همراه پیدا کردیم",
    "ti": "ሓሙሽተ መሓዙት ረኺብና",
}
RECOMMENDED: Mapping[str, str] = {
    "en": "Give each language café a room in a library, free of charge.",
    "nl": "Geef elk taalcafé gratis een zaal in een bibliotheek.",
    "fr": "Donnez à chaque café des langues une salle gratuite dans une bibliothèque.",
    "ar": "أعطوا كل مقهى للغات قاعة مجانية في مكتبة.",
    "tr": "Her dil kafesine kütüphanede ücretsiz bir oda verin.",
    "uk": "Дайте кожному мовному кафе безкоштовну кімнату в бібліотеці.",
    "fa_AF": "به هر قهوه‌خانه زبان یک اتاق رایگان در کتابخانه بدهید.",
    "ti": "ንነፍሲ ወከፍ ናይ ቋንቋ ካፈ ኣብ ቤተ-መጻሕፍቲ ብናጻ ክፍሊ ሃቡ።",
}
WHY_AGREED: Mapping[str, str] = {
    "en": "The group agrees. Later we hand it over to the city.",
    "nl": "De groep is het eens. Later geven we dit aan de stad.",
    "fr": "Le groupe est d'accord. Plus tard, nous la remettons à la ville.",
    "ar": "المجموعة موافقة. سنسلّمها لاحقًا إلى المدينة.",
    "tr": "Grup kabul etti. Daha sonra şehre vereceğiz.",
    "uk": "Група згодна. Пізніше передамо це місту.",
    "fa_AF": "گروه موافق است. بعداً آن را به شهر می‌سپاریم.",
    "ti": "እቲ ጉጅለ ተሰማሚዑ። ዳሕራይ ናብ ከተማ ነረክቦ።",
}
