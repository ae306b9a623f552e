//! How programs and people say in many languages that somebody is away; all in lower case.

/// What programs in many languages call an automatic answer, in lower case.
pub(super) const PHRASES: &[&str] = &[
    "automatic reply",
    "automatic response",
    "automatic response to",
    "automated reply",
    "automated response",
    "auto reply",
    "auto-reply",
    "autoreply",
    "auto response",
    "auto-response",
    "autoresponse",
    "vacation reply",
    "out of office reply",
    "out of office autoreply",
    "out of office auto-reply",
    "out of office response",
    "out of office message", // English
    "automatische antwort",
    "abwesenheitsnotiz",
    "abwesenheitsnachricht", // German
    "réponse automatique",
    "message d'absence", // French
    "respuesta automática",
    "respuesta automatica", // Spanish
    "resposta automàtica",  // Catalan
    "erantzun automatikoa", // Basque
    "risposta automatica",  // Italian
    "resposta automática",
    "resposta automatica", // Portuguese, Galician
    "automatisch antwoord",
    "afwezigheidsbericht", // Dutch
    "automatiskt svar",    // Swedish
    "automatisk svar",
    "autosvar",              // Danish, Norwegian
    "sjálfvirkt svar",       // Icelandic
    "automaattinen vastaus", // Finnish
    "automaatvastus",
    "automātiska atbilde",
    "automatinis atsakymas", // Baltic
    "autoodpowiedź",
    "automatyczna odpowiedź",
    "odpowiedź automatyczna", // Polish
    "automatická odpověď",    // Czech
    "automatická odpoveď",    // Slovak
    "samodejni odgovor",      // Slovene
    "automatski odgovor",
    "аутоматски одговор",
    "автоматски одговор",  // Croatian, Serbian, Macedonian
    "автоматичен отговор", // Bulgarian
    "automatikus válasz",  // Hungarian
    "răspuns automat",     // Romanian
    "автоматический ответ",
    "автоответ",             // Russian
    "автоматична відповідь", // Ukrainian
    "аўтаматычны адказ",     // Belarusian
    "αυτόματη απάντηση",     // Greek
    "otomatik yanıt",        // Turkish
    "përgjigje automatike",  // Albanian
    "ავტომატური პასუხი",     // Georgian
    "תשובה אוטומטית",        // Hebrew
    "رد تلقائي",
    "پاسخ خودکار",  // Arabic, Persian
    "स्वचालित उत्तर", // Hindi
    "自動応答",
    "自動返信",
    "不在通知", // Japanese
    "自动答复",
    "自动回复",
    "自動回覆", // Chinese
    "자동 회신",
    "자동 응답",        // Korean
    "trả lời tự động",  // Vietnamese
    "ตอบกลับอัตโนมัติ",     // Thai
    "balasan otomatis", // Indonesian
];

/// What they call the absence it is for. People write of an absence, too: alone it leaves a doubt.
pub(super) const ABSENCES: &[&str] = &[
    "out of office",
    "out-of-office",
    "out of the office",
    "away from my mail",
    "away from the office",
    "außer haus",
    "absence du bureau",
    "absent du bureau",
    "fuera de la oficina",
    "fuera de oficina",
    "fora de l'oficina",
    "fora de l’oficina",
    "bulegotik kanpo",
    "fuori sede",
    "fuori ufficio",
    "fora do escritório",
    "ausência temporária",
    "frånvarande",
    "poissa toimistosta",
    "mimo kancelář",
    "извън офиса",
    "házon kívül",
    "εκτός γραφείου",
    "ofis dışında",
    "외출 중",
];

/// How people who write such a subject themselves begin it; alone it is no program's.
pub(super) const CONFESSIONS: &[&str] = &[
    "i am out of",
    "i'm out of",
    "i’m out of",
    "i will be out of",
    "i am away",
    "i'm away",
    "i am currently",
    "i am on leave",
    "i am on vacation",
    "i am on holiday",
    "on vacation",
    "on holiday",
    "on leave",
    "ich bin nicht im büro",
    "ich bin nicht im haus",
    "ich bin derzeit nicht",
    "ich bin im urlaub",
    "ich bin abwesend",
    "abwesend",
    "im urlaub",
    "nicht im büro",
    "je suis absent",
    "je suis en congé",
    "absent",
    "en congé",
    "estoy fuera",
    "estoy de vacaciones",
    "de vacaciones",
    "sono fuori",
    "sono assente",
    "in ferie",
    "estou fora",
    "estou ausente",
    "de férias",
    "ik ben afwezig",
    "ik ben niet op kantoor",
    "afwezig",
    "jag är inte på kontoret",
    "på semester",
    "på ferie",
    "olen poissa",
    "olen lomalla",
    "jestem poza biurem",
    "jestem na urlopie",
    "nejsem v kanceláři",
    "jsem na dovolené",
    "я в отпуске",
    "меня нет в офисе",
    "я у відпустці",
];

/// What stands in the first words of such a letter, and hardly in those of somebody who wants something.
pub(super) const CUES: &[&str] = &[
    "i am out of",
    "i'm out of",
    "i’m out of",
    "i am currently out",
    "i am currently away",
    "i am away",
    "i'm away",
    "i will be out of",
    "i will be away",
    "i'll be out of",
    "i am on leave",
    "i am on annual leave",
    "i am on vacation",
    "i am on holiday",
    "i am currently on",
    "limited access to",
    "no access to my",
    "will respond when",
    "will reply when",
    "upon my return",
    "when i return",
    "this is an automat",
    "automatically generated",
    "ich bin nicht im",
    "ich bin derzeit",
    "ich bin zurzeit",
    "ich bin zur zeit",
    "ich bin bis",
    "ich bin ab",
    "ich bin im urlaub",
    "ich bin außer haus",
    "bin ich nicht",
    "nicht weitergeleitet",
    "automatisch erzeugt",
    "automatisch generiert",
    "je suis absent",
    "je suis en congé",
    "je suis actuellement",
    "à mon retour",
    "message automatique",
    "estoy fuera",
    "estaré fuera",
    "estoy de vacaciones",
    "a mi regreso",
    "a mi vuelta",
    "mensaje automático",
    "soc fora",
    "estic de vacances",
    "bulegotik kanpo nago",
    "oporretan nago",
    "sono fuori",
    "sono assente",
    "sarò assente",
    "al mio rientro",
    "sono in ferie",
    "estou fora",
    "estarei ausente",
    "estou ausente",
    "estou de férias",
    "mensagem automática",
    "ik ben afwezig",
    "ik ben momenteel",
    "ik ben niet op kantoor",
    "ik ben met vakantie",
    "ik ben op vakantie",
    "jag är inte på kontoret",
    "jag är på semester",
    "jag är tillbaka",
    "jeg er på ferie",
    "jeg er ikke på kontoret",
    "jeg er ute av kontoret",
    "olen poissa",
    "olen lomalla",
    "en ole toimistolla",
    "jestem poza biurem",
    "jestem na urlopie",
    "jestem nieobecn",
    "będę nieobecn",
    "nejsem v kanceláři",
    "jsem na dovolené",
    "jsem mimo kancelář",
    "szabadságon vagyok",
    "nem vagyok az irodában",
    "sunt în concediu",
    "nu sunt la birou",
    "я в отпуске",
    "нахожусь в отпуске",
    "меня нет в офисе",
    "меня не будет",
    "я у відпустці",
    "мене немає в офісі",
    "в отпуск съм",
    "няма да бъда в офиса",
    "извън офиса съм",
    "είμαι εκτός γραφείου",
    "ofis dışındayım",
    "izindeyim",
    "不在にして",
    "休暇をいただいて",
    "外出しております",
    "我不在办公室",
    "我正在休假",
    "我現在休假",
    "부재중입니다",
    "휴가 중입니다",
];
