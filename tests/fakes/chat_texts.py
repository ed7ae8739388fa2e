"""What the stand-in for the chat says, in three languages and two directions of writing."""

LANGUAGES = {
    "en": "English", "nl": "Nederlands", "fr": "Français", "ar": "العربية", "ti": "ትግርኛ", "tr": "Türkçe",
    "uk": "Українська", "fa_AF": "دری", "so": "Soomaali", "ps": "پښتو", "am": "አማርኛ", "ru": "Русский", "es": "Español",
    "ur": "اردو", "sq": "Shqip", "ro": "Română", "pl": "Polski", "pt": "Português", "kmr": "Kurmancî",
}  # fmt: skip

RTL = {"ar", "fa_AF", "ps", "ur"}

ASK_LANGUAGE = "Which language do you want to use?\nWelke taal wil je gebruiken?\nما اللغة التي تريد استخدامها؟"

SAYINGS: dict[str, dict[str, str]] = {
    "en": {
        "intro": "Welcome. We are the team of Samen Sterk. People of the city come together here and make plans for "
        "a better life in the city. A person of the team reads what you write.",
        "consent": "May we write to you? We keep your name, your language, your age group and what you tell us here. "
        "Only the team sees it. You can stop at any time with one word: stop.",
        "yes": "Yes", "no": "No", "question": "I have a question", "listen": "Read it to me",
        "name": "What should we call you? A nickname is fine.",
        "age": "How old are you?",
        "under_16": "Under 16", "16-17": "16 or 17", "18-25": "18 to 25", "26-59": "26 to 59", "60": "60 or older",
        "times": "When do you have time? Tap all that fit. Then tap “Done”.",
        "mornings": "Mornings", "afternoons": "Afternoons", "evenings": "Evenings", "weekends": "Weekends",
        "done": "Done", "skip": "Skip",
        "welcome": "Thank you, {name}. A person of the team writes to you by Thursday about the first meeting.",
        "noted": "Thank you. A person of the team answers you by Friday 15 May.",
        "help": "Write to us at any time. A person of the team answers.",
        "day": "Thursday 14 May",
    },
    "ar": {
        "intro": "أهلاً بك. نحن فريق Samen Sterk. هنا يلتقي أهل المدينة ويضعون معاً خططاً لحياة أفضل في المدينة. "
        "يقرأ شخص من الفريق ما تكتبه.",
        "consent": "هل يمكننا أن نكتب إليك؟ نحتفظ باسمك ولغتك وفئة عمرك وما تخبرنا به هنا. لا يراه إلا الفريق. "
        "يمكنك التوقف في أي وقت بكلمة واحدة: توقف.",
        "yes": "نعم", "no": "لا", "question": "لدي سؤال", "listen": "اقرأه لي",
        "name": "بماذا نناديك؟ يمكنك استخدام لقب.",
        "age": "كم عمرك؟",
        "under_16": "أقل من 16", "16-17": "16 أو 17", "18-25": "من 18 إلى 25", "26-59": "من 26 إلى 59",
        "60": "60 أو أكثر",
        "times": "متى يكون لديك وقت؟ اختر كل ما يناسبك، ثم اضغط «تم».",
        "mornings": "صباحاً", "afternoons": "بعد الظهر", "evenings": "مساءً", "weekends": "نهاية الأسبوع",
        "done": "تم", "skip": "تخطٍّ",
        "welcome": "شكراً لك يا {name}. سيكتب إليك شخص من الفريق قبل يوم الخميس عن اللقاء الأول.",
        "noted": "شكراً لك. سيجيبك شخص من الفريق قبل يوم الجمعة 15 مايو.",
        "help": "اكتب إلينا في أي وقت. سيجيبك شخص من الفريق.",
        "day": "الخميس 14 مايو",
    },
    "ti": {
        "intro": "እንቋዕ ብደሓን መጻእኩም። ንሕና ጋንታ Samen Sterk ኢና። ኣብዚ ሰባት ናይ ከተማ ይራኸቡ።",
        "consent": "ክንጽሕፈልኩም ንኽእል ዶ? ስምኩም፡ ቋንቋኹምን ዕድመኹምን ንዕቅብ።",
        "yes": "እወ", "no": "ኣይፋል", "question": "ሕቶ ኣሎኒ", "listen": "ኣንብበለይ",
        "name": "ብኸመይ ክንጽውዓኩም?",
        "age": "ዕድመኹም ክንደይ እዩ?",
        "under_16": "ትሕቲ 16", "16-17": "16 ወይ 17", "18-25": "18 - 25", "26-59": "26 - 59", "60": "60 ወይ ልዕሊኡ",
        "times": "መዓስ ግዜ ኣሎኩም?",
        "mornings": "ንግሆ", "afternoons": "ድሕሪ ቀትሪ", "evenings": "ምሸት", "weekends": "ቀዳም-ሰንበት",
        "done": "ተወዲኡ", "skip": "ሕለፍ",
        "welcome": "የቐንየለይ {name}። ሓደ ሰብ ናይ ጋንታ ክጽሕፈልኩም እዩ።",
        "noted": "የቐንየለይ።",
        "help": "ኣብ ዝኾነ ግዜ ጽሓፉልና።",
        "day": "ሓሙስ 14 ግንቦት",
    },
}  # fmt: skip

ARABIC_LABELS = {
    "answered_by": "يجيبك شخص وبرنامج",
    "offline": "لا يوجد اتصال. نحاول مرة أخرى",
    "leave": "خروج سريع",
    "menu": "القائمة",
    "language": "اللغة",
    "my_data": "بياناتي",
    "help": "مساعدة",
    "stop": "توقف",
    "conversation": "المحادثة",
    "you": "أنت",
    "team": "شخص من الفريق",
    "write": "اكتب رسالة",
    "send": "إرسال",
    "photo": "صورة",
    "voice": "رسالة صوتية",
    "cancel": "إلغاء",
    "close": "إغلاق",
    "more": "المزيد",
    "search": "بحث",
    "nothing_found": "لا توجد نتائج",
    "new_messages": "رسائل جديدة",
    "listen": "استماع",
    "pause": "إيقاف مؤقت",
    "sent": "أُرسلت",
    "delivered": "وصلت",
    "read": "قُرئت",
    "waiting": "لم تُرسل بعد، نحاول مرة أخرى",
    "failed": "لم تُرسل",
    "retry": "حاول مرة أخرى",
    "no_microphone": "الميكروفون لا يعمل هنا. يمكنك الكتابة.",
    "no_script": "تحتاج هذه المحادثة إلى JavaScript. من فضلك فعّله.",
}
