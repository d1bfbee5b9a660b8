//! What viewers say, by language: words of a friendly stream and nothing else. A flat table without judgement.

/// The words of one language.
#[derive(Debug)]
pub(super) struct Phrasebook {
    pub(super) greetings: &'static [&'static str],
    pub(super) reactions: &'static [&'static str],
    pub(super) remarks: &'static [&'static str],
    /// Questions with their answers.
    pub(super) questions: &'static [(&'static str, &'static str)],
    /// What is done with `/me`.
    pub(super) actions: &'static [&'static str],
}

pub(super) static ENGLISH: Phrasebook = Phrasebook {
    greetings: &[
        "hi everyone HeyGuys",
        "good evening chat",
        "hello from the train",
        "hey, just got home",
        "hiii",
        "morning! coffee in hand ☕",
        "back again VoHiYo",
        "first time here, hello",
    ],
    reactions: &[
        "LUL",
        "PogChamp",
        "nice",
        "nice one",
        "that was close",
        "NotLikeThis",
        "wow",
        "clip it",
        "gg",
        "LUL LUL",
        "what a save",
        "so smooth",
        "Kappa",
        "haha",
        "oh no",
        "let's go",
        "SeemsGood",
        "WutFace",
        "again!",
        "I saw that",
    ],
    remarks: &[
        "the music in this part is great",
        "I always get lost in this area",
        "that door was not there yesterday",
        "my cat is watching too 🐈",
        "this level took me three evenings",
        "the new overlay looks good",
        "I like how calm this stream is",
        "we had the same weather here all week",
        "you forgot the chest on the left",
        "that boss is all about patience",
        "the colors look much better now",
        "I am cooking pasta while watching",
        "this soundtrack is on repeat at my place",
        "don't trust that bridge Kappa",
        "I learned so much from the last stream",
        "you are getting better at this every day",
    ],
    questions: &[
        ("which difficulty is this?", "normal, hard comes next week"),
        ("how long is the stream today?", "about two more hours"),
        (
            "what is this song called?",
            "it is from the game's soundtrack",
        ),
        ("did I miss much?", "only the tutorial"),
        (
            "is this the second run?",
            "third one, the first two ended in the swamp",
        ),
        ("which keyboard is that?", "an old one, the loud kind LUL"),
        ("will there be a stream tomorrow?", "yes, same time"),
        ("can you turn the game up a bit?", "sounds fine here"),
    ],
    actions: &[
        "waves at everyone",
        "brings snacks for chat",
        "hides behind the couch",
        "takes notes",
    ],
};

pub(super) static GERMAN: Phrasebook = Phrasebook {
    greetings: &[
        "moin zusammen",
        "guten Abend in die Runde",
        "hallo Chat HeyGuys",
        "servus",
    ],
    reactions: &[
        "stark!",
        "oh nein",
        "LUL",
        "sauber",
        "das war knapp",
        "schön gespielt",
        "wie bitte?",
    ],
    remarks: &[
        "die Musik hier ist großartig",
        "da wäre noch eine Kiste gewesen",
        "bei uns regnet es seit Stunden",
        "endlich Feierabend, endlich Stream",
        "übrigens schöne Grüße aus Köln",
    ],
    questions: &[
        (
            "wie lange geht der Stream heute?",
            "bestimmt noch zwei Stunden",
        ),
        ("ist das der zweite Durchlauf?", "schon der dritte"),
    ],
    actions: &["holt sich einen Tee", "winkt in die Runde"],
};

pub(super) static SPANISH: Phrasebook = Phrasebook {
    greetings: &[
        "¡hola a todos!",
        "buenas noches chat",
        "¡qué tal!",
        "recién llego VoHiYo",
    ],
    reactions: &[
        "¡qué bueno!",
        "jajaja",
        "casi casi",
        "PogChamp",
        "¡vamos!",
        "no puede ser",
    ],
    remarks: &[
        "esta canción me encanta",
        "ese puente no me da confianza",
        "mañana tengo examen y aquí estoy",
        "qué bonito quedó el nuevo diseño",
    ],
    questions: &[
        ("¿cuánto falta para el final?", "todavía falta un buen rato"),
        ("¿qué dificultad es?", "la normal"),
    ],
    actions: &["prepara palomitas", "saluda a todo el mundo"],
};

pub(super) static FRENCH: Phrasebook = Phrasebook {
    greetings: &["salut tout le monde", "bonsoir le chat", "coucou HeyGuys"],
    reactions: &[
        "bien joué",
        "oh là là",
        "mdr",
        "trop fort",
        "c'était moins une",
        "LUL",
    ],
    remarks: &[
        "j'adore l'ambiance de ce niveau",
        "tu as oublié le coffre à gauche",
        "ici il neige déjà ❄️",
        "la musique est magnifique",
    ],
    questions: &[
        ("c'est quel niveau de difficulté ?", "le mode normal"),
        ("tu joues depuis longtemps ?", "depuis une heure à peu près"),
    ],
    actions: &["prend des notes", "apporte des croissants 🥐"],
};

pub(super) static PORTUGUESE: Phrasebook = Phrasebook {
    greetings: &["boa noite, pessoal", "oi chat!", "cheguei agora VoHiYo"],
    reactions: &[
        "boa!",
        "kkkkk",
        "quase!",
        "que jogada",
        "PogChamp",
        "não acredito",
    ],
    remarks: &[
        "essa fase é difícil demais",
        "a trilha sonora é linda",
        "aqui já é madrugada",
        "gostei muito do novo visual",
    ],
    questions: &[
        ("quanto tempo ainda tem de live?", "mais umas duas horas"),
        ("já passou do chefe?", "ainda não, é o próximo"),
    ],
    actions: &["faz um café", "acena para todo mundo"],
};

pub(super) static TURKISH: Phrasebook = Phrasebook {
    greetings: &["herkese merhaba", "iyi akşamlar", "selam HeyGuys"],
    reactions: &["çok iyi", "az kaldı", "vay be", "LUL", "harika oldu"],
    remarks: &[
        "bu bölüm çok zor",
        "müzik gerçekten güzel",
        "İzmir'den selamlar",
    ],
    questions: &[("yayın ne zaman bitiyor?", "daha iki saat var")],
    actions: &["çay koyuyor ☕"],
};

pub(super) static POLISH: Phrasebook = Phrasebook {
    greetings: &["cześć wszystkim", "dobry wieczór", "siema czacie VoHiYo"],
    reactions: &[
        "ładnie!",
        "o rany",
        "było blisko",
        "LUL",
        "świetne zagranie",
    ],
    remarks: &[
        "ta muzyka jest świetna",
        "zgubiłem się tu trzy razy",
        "pozdrowienia z Łodzi",
    ],
    questions: &[("która to już próba?", "chyba piąta")],
    actions: &["robi herbatę"],
};

pub(super) static RUSSIAN: Phrasebook = Phrasebook {
    greetings: &["всем привет", "добрый вечер, чат", "привет HeyGuys"],
    reactions: &[
        "красиво",
        "ого",
        "почти!",
        "LUL",
        "отлично сыграно",
        "ещё раз!",
    ],
    remarks: &[
        "музыка здесь чудесная",
        "у нас уже снег",
        "этот мост подозрительный Kappa",
    ],
    questions: &[
        ("какая это сложность?", "обычная"),
        ("долго ещё стрим?", "часа два"),
    ],
    actions: &["машет рукой"],
};

pub(super) static JAPANESE: Phrasebook = Phrasebook {
    greetings: &["こんばんは！", "はじめまして", "おつかれさまです KonCha"],
    reactions: &["すごい", "ナイス！", "惜しい", "www", "おおー", "LUL"],
    remarks: &[
        "この曲いいですね",
        "今日は雨です",
        "このステージ難しい…",
        "左に宝箱がありますよ",
    ],
    questions: &[
        ("難易度はどれですか？", "ノーマルです"),
        ("何周目ですか？", "三周目です"),
    ],
    actions: &["お茶を飲む 🍵"],
};

pub(super) static KOREAN: Phrasebook = Phrasebook {
    greetings: &["안녕하세요", "다들 반가워요", "지금 왔어요 VoHiYo"],
    reactions: &["대박", "ㅋㅋㅋ", "아깝다", "나이스", "와", "LUL"],
    remarks: &[
        "음악 진짜 좋네요",
        "여기는 지금 새벽이에요",
        "저 다리 조심하세요",
    ],
    questions: &[("오늘 방송 언제까지 해요?", "두 시간 정도요")],
    actions: &["커피를 마신다 ☕"],
};

pub(super) static CHINESE: Phrasebook = Phrasebook {
    greetings: &["大家好", "晚上好", "我来了 HeyGuys"],
    reactions: &["厉害", "哈哈哈", "差一点", "太棒了", "哇", "PogChamp"],
    remarks: &[
        "這首歌真好聽",
        "这一关好难",
        "左边还有一个宝箱",
        "我這裡在下雨",
    ],
    questions: &[
        ("这是第几次了？", "第三次"),
        ("今天播到几点？", "还有两个小时"),
    ],
    actions: &["拿来了点心"],
};

pub(super) static ARABIC: Phrasebook = Phrasebook {
    greetings: &["مرحبا بالجميع", "مساء الخير"],
    reactions: &["رائع", "ممتاز", "هههه", "قريب جدا", "LUL"],
    remarks: &["الموسيقى جميلة جدا", "هذه المرحلة صعبة"],
    questions: &[("كم بقي من البث؟", "حوالي ساعتين")],
    actions: &["يشرب الشاي ☕"],
};

/// The languages of people whose names are in Latin letters, English left out.
pub(super) static LATIN: &[&Phrasebook] =
    &[&GERMAN, &SPANISH, &FRENCH, &PORTUGUESE, &TURKISH, &POLISH];

/// What chat says when somebody subscribes or raids.
pub(super) static CHEERS: &[&str] = &[
    "PogChamp PogChamp",
    "welcome!",
    "TwitchUnity",
    "so generous",
    "congrats! 🎉",
    "HeyGuys HeyGuys",
    "thank you for the sub",
    "hype!",
];

/// What the broadcaster says now and then.
pub(super) static HOST: &[&str] = &[
    "welcome in, everybody",
    "thanks for being here today",
    "one more try, then a break",
    "tell me in chat which way to go",
    "drink some water, all of you",
];

/// What goes behind some of the words.
pub(super) static TAILS: &[&str] = &["Kappa", "LUL", "😄", "PogChamp", "🔥", "<3", "BibleThump"];

/// What viewers ask the bot, commands that it does not know among them.
pub(super) static COMMANDS: &[&str] = &[
    "!ping",
    "!uptime",
    "!ping",
    "!commands",
    "!rules",
    "!PING",
    "!uptime",
    "!snack",
    "!dance",
    "!commands",
    "!ping please",
    "!lurk",
];

/// What moderators tell the bot, in this order; then viewers try what they may not.
pub(super) static MANAGING: &[&str] = &[
    "!addcom !rules Be kind, speak any language, no spoilers.",
    "!addcom !snack $(user) gets a slice of apple cake.",
    "!editcom !rules Be kind, speak any language, no spoilers, and stretch once an hour.",
    "!cmd add !water Time for a glass of water.",
    "!delcom !water",
];

/// Every so many commands a viewer tries to manage them, which only moderators may.
pub(super) static FORBIDDEN: &str = "!delcom !rules";
