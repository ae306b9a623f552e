//! Whole letters - answer, signature, history - as programs of many makes and languages write them, in words of our own.

use super::Words;

/// One letter: the program, what is new, its signature (below the answer) and its history (at the end).
type Shape = (&'static str, &'static str, &'static str, &'static str);

fn check(shapes: &[Shape]) {
    let mut failed = Vec::new();
    for (program, new, signature, history) in shapes {
        let parts = [new, signature, history];
        let text = parts.into_iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join("\n\n");
        let words = Words::of(&text);
        let told = [words.shown.clone(), words.signature.clone(), words.history.trim().to_owned()];
        if told != [new, signature, history].map(|part| without_line_ends(part)) {
            failed.push(format!("{program}: {words:#?}"));
        }
    }
    assert!(failed.is_empty(), "{} of {}:\n{}", failed.len(), shapes.len(), failed.join("\n"));
}

/// Spaces at the ends of lines are dropped.
fn without_line_ends(part: &str) -> String {
    part.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim().to_owned()
}

#[test]
fn answers_of_programs_on_desks() {
    check(&[
        (
            "the new Outlook",
            "Hi Dora,\n\nthe rim arrived.\n\nBest,\nIvo",
            "",
            "________________________________\nFrom: Dora Lind <dora@velo.example>\nSent: Tuesday, May 3, 2022 10:15 AM\nTo: Ivo Maric <ivo@wheels.example>\nSubject: Re: Rim\n\nDid it arrive?",
        ),
        ("Apple Mail", "It did.", "", "> On 3. May 2022, at 10:15, Dora Lind <dora@velo.example> wrote:\n> \n> Did it arrive?"),
        ("Fastmail", "It did.", "-- \nIvo Maric", "On Tue, May 3, 2022, at 10:15 AM, Dora Lind wrote:\n> Did it arrive?"),
        ("Roundcube", "Ja.", "", "Am 2022-05-03 10:15, schrieb Dora Lind:\n> Ist sie da?"),
        ("Roundcube, English", "It did.", "", "On 2022-05-03 10:15, Dora Lind wrote:\n> Did it arrive?"),
        ("Horde", "It did.", "", "Quoting Dora Lind <dora@velo.example>:\n\n> Did it arrive?"),
        ("Horde, German", "Ja.", "", "Zitat von Dora Lind <dora@velo.example>:\n\n> Ist sie da?"),
        ("Gnus", "It did.", "", "Dora Lind <dora@velo.example> writes:\n\n> Did it arrive?"),
        (
            "eM Client",
            "It did.",
            "",
            "------ Original Message ------\nFrom \"Dora Lind\" <dora@velo.example>\nTo ivo@wheels.example\nDate 03/05/2022 10:15:00\nSubject Rim\n\nDid it arrive?",
        ),
        ("Spark", "It did.", "", "On 3 May 2022, 10:15 +0200, Dora Lind <dora@velo.example>, wrote:\n> Did it arrive?"),
        ("Mailspring", "It did.", "", "On May 3 2022, at 10:15 am, Dora Lind <dora@velo.example> wrote:\n> Did it arrive?"),
        (
            "Superhuman",
            "It did.",
            "Sent via Superhuman ( https://superhuman.example/?vip=ivo )",
            "On Tue, May 03, 2022 at 10:15 AM, Dora Lind < dora@velo.example > wrote:\n\n> Did it arrive?",
        ),
        (
            "Notes",
            "It did.",
            "",
            "From:\tDora Lind/Velo\nTo:\tIvo Maric/Wheels@Wheels\nDate:\t03/05/2022 10:15\nSubject:\tRim\n\n\n\nDid it arrive?",
        ),
        (
            "Notes, German",
            "Ja, sie ist da.",
            "Mit freundlichen Grüßen\n\nIvo Maric\nWheels GmbH",
            "Von:\tDora Lind <dora@velo.example>\nAn:\tivo@wheels.example\nDatum:\t03.05.2022 10:15\nBetreff:\tFelge\n\n\n\nIst sie da?",
        ),
        (
            "The Bat!",
            "Здравствуйте, Dora.\n\nВы писали 3 мая 2022 г., 10:15:00:\n\n> Пришло?\n\nДа, вчера.\n\n> Целое?\n\nДа.",
            "-- \nС уважением,\n Ivo",
            "",
        ),
    ]);
}

#[test]
fn answers_of_programs_on_phones() {
    check(&[
        (
            "Outlook for iOS",
            "It did.",
            "Get Outlook for iOS<https://aka.example/o0ukef>",
            "________________________________\nFrom: Dora Lind <dora@velo.example>\nSent: Tuesday, May 3, 2022 10:15:00 AM\nTo: Ivo Maric <ivo@wheels.example>\nSubject: Re: Rim\n\nDid it arrive?",
        ),
        (
            "an iPhone, German",
            "Ja.",
            "Von meinem iPhone gesendet",
            "> Am 03.05.2022 um 10:15 schrieb Dora Lind <dora@velo.example>:\n> \n> \u{feff}Ist sie da?",
        ),
        (
            "Gmail on a phone",
            "It did.",
            "",
            "On Tue, May 3, 2022, 10:15 Dora Lind <dora@velo.example> wrote:\n\n> Did it arrive?\n>",
        ),
        (
            "Samsung, German",
            "Ja.",
            "",
            "-------- Ursprüngliche Nachricht --------\nVon: Dora Lind <dora@velo.example>\nDatum: 03.05.22 10:15 (GMT+01:00)\nAn: ivo@wheels.example\nBetreff: Felge\n\nIst sie da?",
        ),
        ("FairEmail", "It did.", "", "May 3, 2022 10:15:00 AM Dora Lind <dora@velo.example>:\n\n> Did it arrive?"),
        ("Tuta", "It did.", "", "May 3, 2022, 10:15 by dora@velo.example:\n\n> Did it arrive?"),
        ("Tuta, German", "Ja.", "", "3. Mai 2022, 10:15 von dora@velo.example:\n\n> Ist sie da?"),
    ]);
}

#[test]
fn a_phone_signs_below_what_it_quotes() {
    let quote = "Am 3. Mai 2022 10:15:00 MESZ schrieb Dora Lind <dora@velo.example>:\n>Ist sie da?";
    let mark = "-- \nDiese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.";
    let words = Words::of(&format!("Ja.\n\n{quote}\n\n{mark}\n"));
    assert_eq!((words.new_text.as_str(), words.history.as_str()), ("Ja.", quote));
    assert!(words.signature.ends_with("K-9 Mail gesendet."), "{words:?}");
}

#[test]
fn answers_of_programs_on_the_web() {
    check(&[
        (
            "Yahoo",
            "It did.",
            "",
            "    On Tuesday, May 3, 2022 at 10:15:00 AM GMT+2, Dora Lind <dora@velo.example> wrote:  \n \n Did it arrive?",
        ),
        (
            "GMX",
            "Ja.",
            "",
            "Gesendet: Dienstag, 03. Mai 2022 um 10:15 Uhr\nVon: \"Dora Lind\" <dora@velo.example>\nAn: ivo@wheels.example\nBetreff: Felge\n\nIst sie da?",
        ),
        (
            "Proton",
            "It did.",
            "Sent with Proton Mail secure email.",
            "On Tuesday, May 3rd, 2022 at 10:15, Dora Lind <dora@velo.example> wrote:\n\n> Did it arrive?",
        ),
        (
            "AOL",
            "It did.",
            "",
            "-----Original Message-----\nFrom: Dora Lind <dora@velo.example>\nTo: ivo@wheels.example\nSent: Tue, May 3, 2022 10:15 am\nSubject: Rim\n\nDid it arrive?",
        ),
        (
            "Zimbra, French",
            "Oui.",
            "",
            "----- Mail original -----\nDe: \"Dora Lind\" <dora@velo.example>\nÀ: \"Ivo\" <ivo@wheels.example>\nEnvoyé: Mardi 3 Mai 2022 10:15:00\nObjet: Jante\n\nEst-elle arrivée ?",
        ),
        (
            "Seznam",
            "Ano.",
            "",
            "---------- Původní e-mail ----------\nOd: Dora Lind <dora@velo.example>\nKomu: ivo@wheels.example\nDatum: 3. 5. 2022 10:15:00\nPředmět: Ráfek\nPřišel?",
        ),
        ("WP", "Tak.", "", "W dniu 2022-05-03 10:15:00 użytkownik Dora Lind <dora@velo.example> napisał:\n> Czy przyszła?"),
        ("Yandex", "Да.", "", "03.05.2022, 10:15, \"Dora Lind\" <dora@velo.example>:\n> Пришло?"),
        ("Mail.ru", "Да.", "--\nИво", "Вторник, 3 мая 2022, 10:15 +03:00 от Dora Lind <dora@velo.example>:\n \nПришло?"),
        (
            "163",
            "到了。",
            "",
            "---- 回复的原邮件 ----\n| 发件人 | Dora Lind<dora@velo.example> |\n| 发送日期 | 2022年05月03日 10:15 |\n| 收件人 | ivo@wheels.example |\n| 主题 | 轮圈 |\n\n到了吗？",
        ),
        (
            "Naver",
            "네.",
            "",
            "-----Original Message-----\nFrom: \"Dora Lind\"<dora@velo.example>\nTo: <ivo@wheels.example>\nCc:\nSent: 2022-05-03 (화) 10:15:00\nSubject: 림\n\n도착했나요?",
        ),
    ]);
}

#[test]
fn answers_of_exchange_in_many_languages() {
    check(&[
        (
            "Japanese",
            "了解しました。",
            "",
            "差出人: Dora Lind <dora@velo.example>\n送信日時: 2022年5月3日 10:15\n宛先: Ivo Maric <ivo@wheels.example>\n件名: リム\n\n届きましたか。",
        ),
        (
            "Japanese, with the closing of a firm",
            "了解しました。",
            "",
            "From: Dora Lind <dora@velo.example>\nSent: Tuesday, May 3, 2022 10:15 AM\nTo: 田中 <tanaka@wheels.example>\nSubject: リム\n\n届きましたか。",
        ),
        (
            "Korean",
            "네, 도착했습니다.",
            "",
            "보낸 사람: Dora Lind <dora@velo.example>\n보낸 날짜: 2022년 5월 3일 화요일 오전 10:15\n받는 사람: Ivo Maric <ivo@wheels.example>\n제목: 림\n\n도착했나요?",
        ),
        (
            "Russian",
            "Да, пришло.",
            "",
            "От: Dora Lind <dora@velo.example>\nОтправлено: 3 мая 2022 г. 10:15\nКому: Ivo Maric <ivo@wheels.example>\nТема: Обод\n\nПришло?",
        ),
        (
            "Polish",
            "Tak, przyszła.",
            "",
            "Od: Dora Lind <dora@velo.example>\nWysłane: wtorek, 3 maja 2022 10:15\nDo: Ivo Maric <ivo@wheels.example>\nTemat: Obręcz\n\nCzy przyszła?",
        ),
        (
            "Turkish",
            "Evet, geldi.",
            "",
            "Kimden: Dora Lind <dora@velo.example>\nGönderme Tarihi: 3 Mayıs 2022 Salı 10:15\nKime: Ivo Maric <ivo@wheels.example>\nKonu: Jant\n\nGeldi mi?",
        ),
        (
            "Finnish",
            "Kyllä.",
            "",
            "Lähettäjä: Dora Lind <dora@velo.example>\nLähetetty: tiistai 3. toukokuuta 2022 10.15\nVastaanottaja: Ivo Maric <ivo@wheels.example>\nAihe: Vanne\n\nTuliko se?",
        ),
        (
            "Danish",
            "Ja.",
            "",
            "Fra: Dora Lind <dora@velo.example>\nSendt: 3. maj 2022 10:15\nTil: Ivo Maric <ivo@wheels.example>\nEmne: Fælg\n\nKom den?",
        ),
    ]);
}

#[test]
fn answers_of_exchange_in_more_languages() {
    check(&[
        (
            "Ukrainian",
            "Так.",
            "",
            "Від: Dora Lind <dora@velo.example>\nНадіслано: 3 травня 2022 р. 10:15\nКому: Ivo Maric <ivo@wheels.example>\nТема: Обід\n\nПрийшло?",
        ),
        (
            "Spanish, with the bold left as stars",
            "Sí, llegó.",
            "",
            "*De:* Dora Lind <dora@velo.example>\n*Enviado:* martes, 3 de mayo de 2022 10:15\n*Para:* Ivo Maric <ivo@wheels.example>\n*Asunto:* Llanta\n\n¿Llegó?",
        ),
        (
            "Hungarian",
            "Igen.",
            "",
            "Feladó: Dora Lind <dora@velo.example>\nElküldve: 2022. május 3., kedd 10:15\nCímzett: Ivo Maric <ivo@wheels.example>\nTárgy: Felni\n\nMegjött?",
        ),
        (
            "Thai",
            "มาแล้ว",
            "",
            "จาก: Dora Lind <dora@velo.example>\nส่ง: 3 พฤษภาคม 2565 10:15\nถึง: Ivo Maric <ivo@wheels.example>\nเรื่อง: ขอบล้อ\n\nมาหรือยัง",
        ),
    ]);
}
