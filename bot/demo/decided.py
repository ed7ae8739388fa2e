"""What the meetings of the made-up lab decided, and what happens next. The third one is still without Tigrinya."""

from collections.abc import Mapping

FIRST: Mapping[str, str] = {
    "en": "We listen to each other, and outside we name nobody. Next time we tell what is hard in this city.",
    "nl": (
        "We luisteren naar elkaar en noemen buiten geen namen. "
        "De volgende keer vertellen we wat moeilijk is in de stad."
    ),
    "fr": (
        "Nous nous écoutons et, dehors, nous ne nommons personne. La prochaine fois, nous disons ce qui est difficile."
    ),
    "ar": "يستمع بعضنا إلى بعض ولا نذكر أسماء في الخارج. في المرة القادمة نحكي ما هو صعب في المدينة.",
    "tr": (
        "Birbirimizi dinliyoruz ve dışarıda kimsenin adını söylemiyoruz. "
        "Gelecek sefer şehirde neyin zor olduğunu anlatacağız."
    ),
    "uk": "Ми слухаємо одне одного і не називаємо нікого за дверима. Наступного разу розкажемо, що важко в місті.",
    "fa_AF": "ما به یکدیگر گوش می‌دهیم و بیرون نام کسی را نمی‌گیریم. بار دیگر می‌گوییم در شهر چه سخت است.",
    "ti": "ንሓድሕድና ንሰማማዕ፣ ኣብ ደገ ስም ሰብ ኣይንጽውዕን። ዝቕጽል ግዜ ኣብ ከተማ እንታይ ከም ዝኸብድ ንነግር።",
}
SECOND: Mapping[str, str] = {
    "en": "Two things matter most to us: to learn the language and to find a home. Next time we look for ideas.",
    "nl": "Twee dingen zijn het belangrijkst: de taal leren en een woning vinden. De volgende keer zoeken we ideeën.",
    "fr": (
        "Deux choses comptent le plus : apprendre la langue et trouver un logement. Ensuite nous cherchons des idées."
    ),
    "ar": "أمران هما الأهم لنا: تعلم اللغة وإيجاد بيت. في المرة القادمة نبحث عن أفكار.",
    "tr": "Bizim için en önemli iki şey: dili öğrenmek ve ev bulmak. Gelecek sefer fikir arayacağız.",
    "uk": "Для нас найважливіші дві речі: вивчити мову і знайти житло. Наступного разу шукаємо ідеї.",
    "fa_AF": "دو چیز برای ما مهم‌تر است: آموختن زبان و پیدا کردن خانه. بار دیگر نظر جستجو می‌کنیم.",
    "ti": "ክልተ ነገራት ኣገደስቲ እዮም፦ ቋንቋ ምምሃርን ገዛ ምርካብን። ዝቕጽል ግዜ ሓሳባት ንደሊ።",
}
THIRD: Mapping[str, str] = {
    "en": (
        "We have three ideas: a language café, a buddy for every newcomer, and letters in plain words. "
        "Next time we choose."
    ),
    "nl": (
        "We hebben drie ideeën: een taalcafé, een buddy voor elke nieuwkomer en brieven in klare taal. "
        "Volgende keer kiezen we."
    ),
    "fr": (
        "Nous avons trois idées : un café des langues, un parrain pour chacun et des lettres simples. "
        "Ensuite nous choisissons."
    ),
    "ar": "لدينا ثلاث أفكار: مقهى للغات، ورفيق لكل قادم جديد، ورسائل بكلمات بسيطة. في المرة القادمة نختار.",
    "tr": (
        "Üç fikrimiz var: bir dil kafesi, her yeni gelene bir arkadaş ve sade dilde mektuplar. Gelecek sefer seçeceğiz."
    ),
    "uk": (
        "Маємо три ідеї: мовне кафе, товариш для кожного новоприбулого і листи простою мовою. Наступного разу обираємо."
    ),
    "fa_AF": "سه نظر داریم: قهوه‌خانه زبان، یک همراه برای هر تازه‌وارد و نامه‌های ساده. بار دیگر انتخاب می‌کنیم.",
}
