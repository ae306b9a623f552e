use super::Words;

fn check(text: &str, new_text: &str, signature: &str, history: &str) {
    let words = Words::of(text);
    let expect = Words { signature: signature.to_owned(), history: history.to_owned(), ..Words::all_new(new_text.to_owned()) };
    assert_eq!(words, expect, "{text}");
}

/// The same, of what is shown.
fn check_shown(text: &str, shown: &str, signature: &str, history: &str) {
    let words = Words::of(text);
    assert_eq!((words.shown.as_str(), words.signature.as_str(), words.history.as_str()), (shown, signature, history), "{text}");
}

#[test]
fn a_letter_without_history_is_all_new() {
    check("", "", "", "");
    check("Hello\n\n  indented\n", "Hello\n\n  indented", "", "");
    check("  indented at once\nHello\n", "  indented at once\nHello", "", "");
}

#[test]
fn an_attributed_quote_below_is_history() {
    let quote = "On Tue, 3 May 2022 at 10:15, Dora Lind <dora@velo.example> wrote:\n> Hello\n>\n> you";
    check(&format!("Thanks\n\n{quote}\n"), "Thanks", "", quote);
}

#[test]
fn an_attribution_may_be_wrapped() {
    let quote = "On Tue, 3 May 2022 at 10:15, Dora Lind\n<dora@velo.example>\nwrote:\n\n> Hello";
    check(&format!("Thanks\n\n{quote}\n"), "Thanks", "", quote);
}

#[test]
fn attributions_are_known_in_many_languages() {
    for attribution in [
        "Am 03.05.22 um 10:15 schrieb Dora Lind:",
        "Le mar. 3 mai 2022 à 10:15, Dora Lind <dora@velo.example> a écrit :",
        "El mar, 3 may 2022 a las 10:15, Dora Lind (<dora@velo.example>) escribió:",
        "Il giorno mar 3 mag 2022 alle ore 10:15 Dora Lind <dora@velo.example> ha scritto:",
        "Em ter., 3 de mai. de 2022 às 10:15, Dora Lind <dora@velo.example> escreveu:",
        "Op di 3 mei 2022 om 10:15 schreef Dora Lind <dora@velo.example>:",
        "Den tis 3 maj 2022 kl 10:15 skrev Dora Lind <dora@velo.example>:",
        "tir. 3. mai 2022 kl. 10:15 skrev Dora Lind <dora@velo.example>:",
        "ti 3. toukok. 2022 klo 10.15 Dora Lind (dora@velo.example) kirjoitti:",
        "wt., 3 maj 2022 o 10:15 Dora Lind <dora@velo.example> napisał(a):",
        "út 3. 5. 2022 v 10:15 odesílatel Dora Lind <dora@velo.example> napsal:",
        "вт, 3 мая 2022 г. в 10:15, Dora Lind <dora@velo.example>:",
        "Dora Lind <dora@velo.example>, 3 May 2022 Sal, 10:15 tarihinde şunu yazdı:",
        "Dora Lind <dora@velo.example> 于2022年5月3日周二 10:15写道：",
        "2022年5月3日(火) 10:15 Dora Lind <dora@velo.example>:",
        "2022년 5월 3일 (화) 오전 10:15, Dora Lind <dora@velo.example>님이 작성:",
        "În mar., 3 mai 2022 la 10:15, Dora Lind <dora@velo.example> a scris:",
        "Dora Lind <dora@velo.example> ezt írta (időpont: 2022. máj. 3., K, 10:15):",
        "Στις Τρί 3 Μαΐ 2022 στις 10:15 π.μ., ο χρήστης Dora Lind <dora@velo.example> έγραψε:",
        "вт, 3 трав. 2022 р. о 10:15 Dora Lind <dora@velo.example> пише:",
        "На вт, 3.05.2022 г. в 10:15 Dora Lind <dora@velo.example> написа:",
        "V tor., 3. maj 2022 ob 10:15 je oseba Dora Lind <dora@velo.example> napisala:",
        "uto, 3. svi 2022. u 10:15 Dora Lind <dora@velo.example> napisao/la je:",
        "уто, 3. мај 2022. у 10:15 Dora Lind <dora@velo.example> је написао/ла:",
        "Missatge de Dora Lind <dora@velo.example> del dia dt., 3 de maig 2022 a les 10:15:",
        "Pada tanggal Sel, 3 Mei 2022 pukul 10.15 Dora Lind <dora@velo.example> menulis:",
        "Vào Th 3, 3 thg 5, 2022 vào lúc 10:15 Dora Lind <dora@velo.example> đã viết:",
        "\u{202b}في الثلاثاء، 3 مايو 2022 في 10:15 ص تمت كتابة ما يلي بواسطة \u{202a}Dora Lind\u{202c} <\u{202a}dora@velo.example\u{202c}>:\u{202c}",
        "في ٣ مايو ٢٠٢٢، كتب Dora Lind <dora@velo.example>:",
        "\u{202b}בתאריך יום ג׳, 3 במאי 2022 ב-10:15 מאת \u{202a}Dora Lind\u{202c} <\u{202a}dora@velo.example\u{202c}>:\u{202c}",
        "ในวันที่ อ. 3 พ.ค. 2022 เวลา 10:15 Dora Lind <dora@velo.example> เขียนว่า:",
        "मंगल, 3 मई 2022 को 10:15 am बजे को Dora Lind <dora@velo.example> ने लिखा:",
        "Dora Lind <dora@velo.example>, 3 May 2022 Sal, 10:15 tarihinde şunu yazdı:",
        "在 2022-05-03 10:15:00，\"Dora\" <dora@velo.example> 写道：",
        "03.05.2022, 10:15, \"Dora Lind\" <dora@velo.example>:",
        "---- Dora Lind wrote ----",
        "Wiadomość napisana przez Dora Lind <dora@velo.example> w dniu 3 maj 2022, o godz. 10:15:",
        "Op 3 mei 2022, om 10:15 heeft Dora Lind <dora@velo.example> het volgende geschreven:",
    ] {
        let quote = format!("{attribution}\n\n> Hello");
        check(&format!("Thanks\n\n{quote}\n"), "Thanks", "", &quote);
    }
}

#[test]
fn prose_is_no_attribution() {
    for line in ["On Tuesday we ride.", "On the other hand he wrote:", "At 10:15 the frame arrived:", "Dora wrote: hello"] {
        let text = format!("{line}\nMore of it.");
        check(&text, &text, "", "");
    }
}

#[test]
fn right_above_a_quote_a_name_is_enough() {
    for attribution in [
        "Dora Lind wrote:",
        "Dora Lind wrote on 2022-05-03 10:15:",
        "* Dora Lind <dora@velo.example> [2022-05-03 10:15]:",
        "2022-05-03 10:15 GMT+01:00 Dora Lind <dora at velo.example>:",
    ] {
        let quote = format!("{attribution}\n\n> Hello");
        check(&format!("Thanks\n\n{quote}\n"), "Thanks", "", &quote);
        check(&format!("{quote}\n\nThanks\n"), "Thanks", "", &quote);
    }
    let text = "See this:\n\n> not a letter\n\nStrange.";
    check(text, text, "", "");
}

#[test]
fn a_sentence_that_names_an_address_and_a_day_is_text() {
    for said in [
        "Hi Dora,\n\nI asked sales@velo.example on 3/5 and got this:",
        "I wrote to sales@velo.example.\nThey answered on 3/5:",
        "I wrote to sales@velo.example. They answered on 3/5:",
        "Please look at the one of 3/5 (again):\nsales@velo.example had it, and it says:",
    ] {
        check(&format!("{said}\n> We have none.\n"), said, "", "> We have none.");
        let text = format!("{said}\n> We have none.\n\nStrange.");
        check(&text, &text, "", "");
    }
}

#[test]
fn a_figure_above_a_quoted_attribution_is_text() {
    let quote = "> On 3 May 2022 10:15, Dora <dora@velo.example> wrote:\n> Hello";
    check(&format!("1st look at it.\n\nDora\n\n{quote}\n"), "1st look at it.\n\nDora", "", quote);
}

#[test]
fn outlook_blocks_are_history_in_many_languages() {
    for names in [
        ["From", "Sent", "To", "Subject"],
        ["Von", "Gesendet", "An", "Betreff"],
        ["De", "Envoyé", "À", "Objet"],
        ["De", "Enviado el", "Para", "Asunto"],
        ["Da", "Inviato", "A", "Oggetto"],
        ["Van", "Verzonden", "Aan", "Onderwerp"],
        ["Från", "Skickat", "Till", "Ämne"],
        ["Od", "Wysłano", "Do", "Temat"],
        ["От", "Отправлено", "Кому", "Тема"],
        ["发件人", "发送时间", "收件人", "主题"],
        ["差出人", "送信日時", "宛先", "件名"],
        ["보낸사람", "날짜", "받는사람", "제목"],
        ["发件人", "日　期", "收件人", "主　题"],
        ["Kimden", "Gönderildi", "Kime", "Konu"],
        ["Feladó", "Küldve", "Címzett", "Tárgy"],
        ["De la", "Trimis", "Către", "Subiect"],
        ["Від", "Надіслано", "Кому", "Тема"],
        ["Από", "Στάλθηκε", "Προς", "Θέμα"],
        ["מאת", "נשלח", "אל", "נושא"],
        ["من", "تاريخ", "إلى", "الموضوع"],
        ["จาก", "วันที่", "ถึง", "เรื่อง"],
    ] {
        let [from, sent, to, subject] = names;
        let block = format!("________________\n{from}: Dora\n{sent}: Tuesday\n{to}: Support\n{subject}: Spokes\n\nHello");
        check(&format!("Thanks\n\n{block}\n"), "Thanks", "", &block);
    }
}

#[test]
fn two_headers_alone_are_a_block_where_they_hold_a_date_and_an_address() {
    let block = "Date: Tue, 3 May 2022 10:15:00 +0200\nTo: dora@velo.example\n\nHello";
    check(&format!("Thanks\n\n{block}\n"), "Thanks", "", block);
    for none in ["From: Monday\nTo: Friday\n\nWe ride.", "Date: 3 May 2022\nRoom: dora@velo.example\n\nWe ride."] {
        let text = format!("Thanks\n\n{none}");
        check(&text, &text, "", "");
    }
}

#[test]
fn headers_with_an_empty_line_behind_each_are_a_block() {
    let block = "From: Dora <dora@velo.example>\n\nSent: Tuesday, 3 May 2022 10:15\n\nSubject: Spokes\n\nHello";
    check(&format!("Thanks\n\n{block}\n"), "Thanks", "", block);
    let form = "Please fill in:\n\nFrom:\n\nDate:\n\nSubject:\n\nThank you";
    check(form, form, "", "");
}

#[test]
fn a_mark_between_dashes_is_known_by_what_it_says_in_many_languages() {
    for mark in [
        "-----Antwort Nachricht-----",
        "-------- Origineel bericht --------",
        "----- Mensaxe orixinal -----",
        "---- Missatge original ----",
        "-------- Зыходны ліст --------",
        "-------- Neges Wreiddiol --------",
        "------ Pradinis laiškas ------",
        "-----邮件原件-----",
    ] {
        let history = format!("{mark}\n\nHello");
        check(&format!("Thanks\n\n{history}\n"), "Thanks", "", &history);
    }
    for none in [
        "----- Error message -----",
        "----- Message of the day -----",
        "---- Reply by mail ----",
        "---- Forward this mail ----",
        "--- original ---",
        "Our reply email:",
        "--- End forwarded message ---",
    ] {
        let text = format!("See here:\n\n{none}\n\nHello");
        check(&text, &text, "", "");
    }
}

#[test]
fn a_forward_that_is_quoted_ends_with_its_quote() {
    let quote = "> From: Ivo <ivo@velo.example>\n> Date: 3 May 2022\n>\n> Spokes?";
    let marked = format!("Begin forwarded message:\n\n{quote}");
    check(&format!("See below.\n\n{marked}\n\nWhat do you say?\n"), "See below.\n\n\nWhat do you say?", "", &marked);
    let within = format!("> Begin forwarded message:\n>\n{quote}");
    check(&format!("See below.\n\n{within}\n\nWhat do you say?\n"), "See below.\n\n\nWhat do you say?", "", &within);
    check(&marked, &marked, "", "");
    let between = "See below.\n\n> -----Original Message-----\n> From: Ivo\n> one?\n\nyes\n\n> two?\n\nno";
    check(between, between, "", "");
    let escaped = "------ Begin Forwarded Message ------\n\n>From ivo Fri Jan  9 1998\nDate: Fri\n\nHello";
    check(escaped, escaped, "", "");
}

#[test]
fn a_sign_off_below_a_quote_answers_nothing_in_it() {
    let quote = "On 3 May 2022 10:15, Dora wrote:\n> one?";
    check(&format!("yes\n\n{quote}\n\nRegards, Ivo\n"), "yes\n\n\nRegards, Ivo", "", quote);
    let kept = format!("yes\n\n{quote}\n\nThat is all there is to it.");
    check_shown(&kept, &kept, "", "");
}

#[test]
fn an_answer_on_the_line_of_an_attribution_is_not_lost() {
    for mark in ["| ", "dora> "] {
        let quote = format!("{mark}On Tue, 3 May 2022 at 10:15, dora@velo.example wrote:\n> one?");
        check(&format!("yes\n\n{quote}\n"), "yes", "", &quote);
    }
    let text = "yes, do On Tue, 3 May 2022 at 10:15, dora@velo.example wrote:";
    check(&format!("{text}\n> one?\n"), text, "", "> one?");
}

#[test]
fn a_letter_that_is_a_forward_is_new() {
    let text = "---------- Forwarded message ---------\nFrom: Dora <dora@velo.example>\nDate: Tue\nSubject: x\nTo: y\n\nHello";
    check(text, text, "", "");
}

#[test]
fn answers_between_quotes_keep_their_quotes_below_their_heads() {
    let answers = "> one?\nyes\n> two?\nno";
    let head = "On 3 May 2022 10:15, Dora wrote:";
    let words = Words::of(&format!("{head}\n{answers}\n"));
    assert_eq!((words.new_text.as_str(), words.history.as_str()), (answers, ""));
    assert_eq!(words.heads, head);
    for letter in [
        format!("{head}\n{answers}"),
        format!("Hello Dora,\n\n{head}\n\n{answers}"),
        format!("Hello Dora,\n\n{head}\n> one?\nyes\n\nIvo <ivo@velo.example>, 4 May 2022 9:00,\nwrote:\n> two?\nno"),
        "Am 03.05.22 um 10:15 schrieb Dora Lind:\n> eins?\nja\n> zwei?\nnein".to_owned(),
        "Le mar. 3 mai 2022 à 10:15, Dora Lind <dora@velo.example>\na écrit :\n> un ?\n\noui\n\n> deux ?\n\nnon".to_owned(),
        "вт, 3 мая 2022 г. в 10:15, Dora Lind <dora@velo.example>:\n> раз?\nда\n> два?\nнет".to_owned(),
        "2022年5月3日(火) 10:15 Dora Lind <dora@velo.example>:\n> 一?\nはい\n> 二?\nいいえ".to_owned(),
    ] {
        check_shown(&letter, &letter, "", "");
        check_shown(&format!("{letter}\n\n{head}\n> three?\n"), &letter, "", &format!("{head}\n> three?"));
    }
}

#[test]
fn a_head_goes_where_its_quote_goes() {
    let (dora, ivo) = ("On 3 May 2022 10:15, Dora wrote:\n> one?", "On 2 May 2022 9:00, Ivo wrote:\n>> none?");
    check(&format!("{dora}\n\n{ivo}\n\nyes\n"), "yes", "", &format!("{dora}\n\n{ivo}"));
    check(&format!("yes\n\n{dora}\n{ivo}\n"), "yes", "", &format!("{dora}\n{ivo}"));
    check_shown(&format!("{dora}\nyes\n\n{ivo}\n"), "yes", "", &format!("{dora}\n{ivo}"));
}

#[test]
fn an_answer_below_one_quote_stands_alone() {
    let quote = "On 3 May 2022 10:15, Dora wrote:\n> one?";
    check(&format!("{quote}\n\nyes\n"), "yes", "", quote);
}

#[test]
fn a_signature_begins_at_its_mark() {
    check("Hello\n-- \nDora\nVelo\n", "Hello", "--\nDora\nVelo", "");
    check("Hello\n\nKind regards,\n\nDora Lind\nHead of Wheels\n", "Hello", "Kind regards,\n\nDora Lind\nHead of Wheels", "");
    check("Hello\n\nBest regards\nDora\n", "Hello\n\nBest regards\nDora", "", "");
    check("a -- b\n-- first point\n", "a -- b\n-- first point", "", "");
}

#[test]
fn what_comes_to_mind_below_the_name_is_new() {
    for postscript in [
        "Nachtrag: Rufen Sie an.",
        "PS: one more thing",
        "P.S. Bring the pump.",
        "PPS - the wheel",
        "P. S. Noch etwas",
        "P.-S. : la roue",
        "追伸 車輪",
        "З.Ы. Колесо",
    ] {
        let text = format!("Yes.\n\nBest regards,\nAnn\n\n{postscript}");
        check(&text, &text, "", "");
        let listed = format!("{text}\n\n_____\nusers mailing list\nhttps://lists.velo.example/users");
        check(&listed, &text, "_____\nusers mailing list\nhttps://lists.velo.example/users", "");
    }
    for none in ["PSV Velo", "PS4 desk", "Nbg"] {
        check(&format!("Yes.\n\nBest regards,\nAnn\n\n{none}"), "Yes.", &format!("Best regards,\nAnn\n\n{none}"), "");
    }
}

#[test]
fn a_paragraph_below_a_line_is_new_and_a_lists_footer_is_none() {
    let said = "Yes.\n_____\nOne more thing: the wheel is true again.";
    check(said, said, "", "");
    let long = format!("Yes.\n_____\n{}", "wheel and ".repeat(9).trim_end());
    check(&long, &long, "", "");
    for foot in [
        "users mailing list",
        "Ann Lind\nVelo Ltd.\nhttps://velo.example",
        "Write to users@velo.example to leave.",
        "This letter may hold confidential words.\nWhoever it is not meant for is asked to forget what it says, at once and for good.",
    ] {
        check(&format!("Yes.\n_____\n{foot}"), "Yes.", &format!("_____\n{foot}"), "");
    }
}

#[test]
fn a_list_that_begins_like_headers_is_new() {
    let list = "Please paint it\n\nFrom: red\nTo: blue\nDate: tomorrow\n\nThanks";
    check(list, list, "", "");
    let block = "From: Dora\nTo: Support\nDate: 3 May 2022\n\nHello";
    check(&format!("Yes\n\n{block}"), "Yes", "", block);
    let notes = "From: Dora Lind on 05/03/2022 10:19 AM\nTo: All of us\ncc:\nSubject: Wheels\n\nHello";
    check(&format!("Yes\n\n{notes}"), "Yes", "", notes);
    let ruled = "________________________________\nFrom: Dora\nTo: Support\nSubject: Wheels\n\nHello";
    check(&format!("Yes\n\n{ruled}"), "Yes", "", ruled);
}

#[test]
fn a_line_of_wide_dashes_begins_a_signature_of_a_few_short_lines() {
    let signature = "——————————————\n\n小满\n活动协调人";
    check(&format!("你好\n\n{signature}\n"), "你好", signature, "");
    let pause = "你好\n\n——————————————\n\n这一行太长了，不可能是签名，因为签名通常只有名字、职务和一个电话号码，别的都没有。";
    check(pause, pause, "", "");
}

#[test]
fn phones_sign_in_many_languages() {
    for line in [
        "Sent from my iPhone",
        "Von meinem iPhone gesendet",
        "Envoyé de mon iPhone",
        "Enviado desde mi iPhone",
        "Inviato da iPhone",
        "Verstuurd vanaf mijn iPhone",
        "Skickat från min iPhone",
        "iPhoneから送信",
        "发自我的 iPhone",
        "Get Outlook for iOS<https://aka.example/x>",
        "Sent from my Samsung Galaxy smartphone.",
        "Sent from my Android device with K-9 Mail. Please excuse my brevity.",
        "Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.",
        "Sent with Proton Mail secure email.",
        "Trimis de pe iPhone-ul meu",
        "iPhone'umdan gönderildi",
        "从我的iPhone发送",
        "أُرسلت من الـ iPhone",
    ] {
        check(&format!("Hello\n\n{line}\n"), "Hello", line, "");
    }
    check("Hello\nGet Outlook for iOS<https://aka.example/x>\n", "Hello", "Get Outlook for iOS<https://aka.example/x>", "");
    let courier = "Hello\n\nSent via courier on Monday.";
    check(courier, courier, "", "");
    let sentence = "Hello\n\nSent from my desk, which is easier.";
    check(sentence, sentence, "", "");
}

#[test]
fn code_is_never_taken_for_a_signature() {
    let text = "See\n```\n--\nSent from my iPhone\n> x\n```";
    check(text, text, "", "");
}

proptest::proptest! {
    #[test]
    fn no_word_is_ever_lost(lines in proptest::collection::vec(0..LINES.len(), 0..30)) {
        let text: Vec<&str> = lines.into_iter().map(|line| LINES[line]).collect();
        let words = Words::of(&text.join("\n"));
        let mut kept: Vec<&str> = [&words.shown, &words.signature, &words.history].iter().flat_map(|part| part.lines()).collect();
        let mut given = text.clone();
        kept.retain(|line| !line.trim().is_empty());
        given.retain(|line| !line.trim().is_empty());
        kept.sort_unstable();
        given.sort_unstable();
        proptest::prop_assert_eq!(kept, given);
    }
}

const LINES: &[&str] = &[
    "",
    "Hello",
    "> quote",
    "On 3 May 2022 10:15, Dora wrote:",
    "--",
    "Sent from my iPhone",
    "_____",
    "From: x",
    "Sent: y",
    "To: z",
    "Subject: s",
    "-----Original Message-----",
    "Regards,",
    "```",
];
