//! Words of attributions, lower case, by language.

/// Words for "wrote". Where a form has a bracket ("napisał(a)"), the bracket belongs to it.
pub(super) const WROTE: &[&str] = &[
    "wrote",
    "writes",
    "said", // English
    "schrieb",
    "geschrieben", // German
    "a écrit",
    "a dit",
    "écrit",
    "a ecrit", // French
    "escribió",
    "escribio", // Spanish
    "ha scritto",
    "scritto",  // Italian
    "escreveu", // Portuguese
    "schreef",
    "geschreven", // Dutch
    "skrev",      // Swedish, Danish, Norwegian
    "skrifaði",   // Icelandic
    "kirjoitti",  // Finnish
    "kirjutas",   // Estonian
    "napisał",
    "napisała",
    "napisał(a)",
    "napisała(a)",
    "pisze", // Polish
    "napsal",
    "napsala",
    "napsal(a)", // Czech
    "napísal",
    "napísala",
    "napísal(a)", // Slovak
    "írta",       // Hungarian
    "a scris",    // Romanian
    "je napisao",
    "je napisala",
    "napisao",
    "je napisal", // Croatian, Serbian, Slovene
    "написал",
    "написала",
    "написал(а)",
    "пишет",
    "писал",
    "писали", // Russian
    "написав",
    "написала(в)",
    "пише",   // Ukrainian
    "написа", // Bulgarian
    "έγραψε", // Greek
    "yazdı",
    "şunu yazdı",  // Turkish
    "va escriure", // Catalan
    "idatzi du",   // Basque
    "rašė",
    "rakstīja", // Lithuanian, Latvian
    "menulis",  // Indonesian
    "đã viết",  // Vietnamese
    "写道",
    "寫道", // Chinese
    "のメール",
    "書きました", // Japanese
    "작성",       // Korean
    "님이 쓴 글",
    "さんは書きました",
    "さんが書きました",
    "のメッセージ", // Japanese
    "撰写",
    "寫了",           // Chinese
    "napisana przez", // Polish
    "napisala",
    "napisal",
    "napisao/la", // Slovene, Croatian
    "написао",
    "написао/ла",
    "написал(-а)",
    "написала(-в)", // Serbian, Russian, Ukrainian
    "пишува",       // Macedonian
    "missatge de",  // Catalan
    "escribiu",     // Galician
    "isinulat",     // Filipino
    "yazmış",
    "yazdi", // Turkish
    "كتب",
    "كتبت",
    "تمت كتابة", // Arabic
    "نوشت",      // Persian
    "כתב",
    "כתבה",
    "מאת", // Hebrew
    "เขียนว่า",
    "เขียน",   // Thai
    "ने लिखा", // Hindi
];

/// Words that lead to the date.
pub(super) const OPENERS: &[&str] = &[
    "on",
    "at",
    "in", // English
    "am",
    "vom", // German
    "le",  // French
    "el",
    "en", // Spanish
    "il",
    "in data", // Italian
    "em",
    "a",  // Portuguese
    "op", // Dutch
    "den",
    "på", // Swedish, Danish, Norwegian
    "w dniu",
    "dnia",
    "dn.", // Polish
    "dne",
    "dňa", // Czech, Slovak
    "kl.",
    "klo", // Nordic
    "pe",  // Romanian
    "dana",
    "u",    // Croatian, Serbian
    "στις", // Greek
    "в",
    "у",         // Russian, Ukrainian
    "на",        // Bulgarian
    "в письме",  // Russian
    "tarihinde", // Turkish
    "pada",      // Indonesian
    "vào",       // Vietnamese
    "在",
    "於",
    "于",   // Chinese
    "日付", // Japanese
    "에",   // Korean
    "în",   // Romanian
    "þann", // Icelandic
    "v",
    "ob",       // Slovene
    "noong",    // Filipino
    "kasutaja", // Estonian
    "în data",
    "في",
    "بتاريخ",   // Arabic
    "در تاریخ", // Persian
    "בתאריך",
    "ב-", // Hebrew
    "ในวันที่",
    "เมื่อ", // Thai
];

/// Days with which an attribution opens; the short forms, and the long ones where they differ.
pub(super) const WEEKDAYS: &[&str] = &[
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday", // English
    "mo",
    "di",
    "mi",
    "do",
    "fr",
    "sa",
    "so", // German
    "lun",
    "mar",
    "mer",
    "jeu",
    "ven",
    "sam",
    "dim", // French
    "mié",
    "jue",
    "vie",
    "sáb",
    "dom", // Spanish
    "gio",
    "sab", // Italian
    "seg",
    "ter",
    "qua",
    "qui",
    "sex", // Portuguese
    "ma",
    "wo",
    "vr",
    "za",
    "zo", // Dutch
    "mån",
    "tis",
    "ons",
    "tors",
    "fre",
    "lör",
    "sön", // Swedish
    "man",
    "tir",
    "tor",
    "lør",
    "søn", // Danish, Norwegian
    "ke",
    "to",
    "pe",
    "la",
    "su",
    "ti", // Finnish
    "pon",
    "wt",
    "śr",
    "czw",
    "pt",
    "sob",
    "niedz", // Polish
    "po",
    "út",
    "st",
    "čt",
    "pá", // Czech
    "пн",
    "вт",
    "ср",
    "чт",
    "пт",
    "сб",
    "вс", // Russian
    "понедельник",
    "вторник",
    "среда",
    "четверг",
    "пятница",
    "суббота",
    "воскресенье", // Russian
    "pzt",
    "sal",
    "çar", // Turkish
    "uto",
    "sri",
    "čet",
    "pet",
    "ned", // Croatian
    "уто",
    "сре",
    "чет",
    "пет",
    "пон", // Serbian
    "सोम",
    "मंगल",
    "बुध",
    "गुरु",
    "शुक्र",
    "शनि",
    "रवि", // Hindi
];
