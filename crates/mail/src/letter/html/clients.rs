//! How mail programs write answers in HTML: shapes made up after each, none copied.

use super::*;

fn tell_it(html: &str) -> (String, String, String) {
    let told = told(html, &Dress { own: &|_| None }).expect("it is fair");
    let text = |html: &str| to_text(html).split_whitespace().collect::<Vec<_>>().join(" ");
    (text(&told.new.html), text(&told.signature.html), text(&told.history.html))
}

const OLD: &str = "<p>Please true the wheel</p>";
const NEW: &str = "<div>Thanks, <b>that</b> works.</div>";

/// The new words are "Thanks, that works."; the old ones begin with what is given.
fn check(client: &str, html: &str, history: &str) {
    let (new, _, old) = tell_it(html);
    let apart = new == "Thanks, that works." && old.starts_with(history) && old.contains("Please true the wheel");
    assert!(apart, "{client}: {new:?} | {old:?}");
}

#[test]
fn answers_of_programs_on_the_web_and_on_phones_are_told_apart() {
    let (old, new) = (OLD, NEW);
    check(
        "Gmail",
        &format!(
            "<div dir=\"ltr\">{new}</div><br><div class=\"gmail_quote\"><div dir=\"ltr\" class=\"gmail_attr\">On Tue, May 3, 2022 at 10:15 AM Dora Lind &lt;<a href=\"mailto:dora@velo.example\">dora@velo.example</a>&gt; wrote:<br></div><blockquote class=\"gmail_quote\" style=\"margin:0\">{old}</blockquote></div>"
        ),
        "On Tue",
    );
    check(
        "Yahoo, its names with a number before them, the address as it were a tag",
        &format!(
            "<div dir=\"ltr\">{new}</div><div><br></div><div class=\"ydp1a2b3c4dyahoo_quoted\" id=\"ydp1a2b3c4dyahoo_quoted_1\"><div>On Tuesday, May 3, 2022, Dora Lind <dora@velo.example> wrote:</div><div>{old}</div></div>"
        ),
        "",
    );
    check(
        "Gmail in a language nobody taught us",
        &format!(
            "<div dir=\"ltr\">{new}</div><br><div class=\"gmail_quote\"><div dir=\"ltr\" class=\"gmail_attr\">Xyz 2022 qwe rty &lt;dora@velo.example&gt; uiop:<br></div><blockquote class=\"gmail_quote\">{old}</blockquote></div>"
        ),
        "",
    );
    check(
        "Apple Mail",
        &format!(
            "{new}<div><br><blockquote type=\"cite\"><div>On 3. May 2022, at 10:15, Dora Lind &lt;dora@velo.example&gt; wrote:</div><br><div>{old}</div></blockquote></div>"
        ),
        "> On 3.",
    );
    check(
        "Outlook on the desktop",
        &format!(
            "<div class=\"WordSection1\"><p class=\"MsoNormal\">Thanks, <i>that</i> works.</p><p class=\"MsoNormal\">&nbsp;</p><div><div style=\"border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm\"><p class=\"MsoNormal\"><b>From:</b> Dora Lind &lt;dora@velo.example&gt;<br><b>Sent:</b> Tuesday<br><b>To:</b> Desk<br><b>Subject:</b> Wheel</p></div></div>{old}</div>"
        ),
        "From:",
    );
    check(
        "Outlook in a language nobody taught us",
        &format!(
            "<div><p>Thanks, <i>that</i> works.</p><div style=\"border:none;border-top:solid #B5C4DF 1.0pt\"><p><b>Xyzzy:</b> Dora Lind<br><b>Plugh:</b> Tuesday</p></div>{old}</div>"
        ),
        "Xyzzy:",
    );
    check(
        "Outlook on the web",
        &format!(
            "{new}<div id=\"appendonsend\"></div><hr style=\"display:inline-block;width:98%\" tabindex=\"-1\"><div id=\"divRplyFwdMsg\" dir=\"ltr\"><font face=\"Calibri\"><b>From:</b> Dora<br><b>Sent:</b> Tuesday<br><b>To:</b> Desk<br><b>Subject:</b> Wheel</font><div>&nbsp;</div></div>{old}"
        ),
        "",
    );
    check("Outlook on a phone", &format!("{new}<div class=\"ms-outlook-mobile-reference-message skipProofing\">{old}</div>"), "");
}

#[test]
fn answers_of_programs_on_desks_are_told_apart() {
    let (old, new) = (OLD, NEW);
    check(
        "Yahoo",
        &format!(
            "<div class=\"ydp1\">{new}</div><div id=\"ydp2yahoo_quoted_1\" class=\"yahoo_quoted\"><div><div>On Tuesday, May 3, 2022, 10:15:00 AM GMT+2, Dora Lind &lt;dora@velo.example&gt; wrote:</div>{old}</div></div>"
        ),
        "",
    );
    check(
        "Thunderbird",
        &format!(
            "{new}<div class=\"moz-cite-prefix\">Am 03.05.22 um 10:15 schrieb Dora Lind:<br></div><blockquote type=\"cite\" cite=\"mid:1@x\">{old}</blockquote>"
        ),
        "Am 03.05.22",
    );
    check(
        "ProtonMail",
        &format!(
            "{new}<div class=\"protonmail_quote\">------- Original Message -------<br>On Tuesday, May 3rd, 2022 at 10:15, Dora Lind &lt;dora@velo.example&gt; wrote:<br><br><blockquote class=\"protonmail_quote\" type=\"cite\">{old}</blockquote></div>"
        ),
        "",
    );
    check(
        "Zimbra",
        &format!(
            "{new}<hr id=\"zwchr\" data-marker=\"__DIVIDER__\"><div data-marker=\"__HEADERS__\"><b>De: </b>\"Dora\"<br><b>À: </b>\"Desk\"<br><b>Envoyé: </b>Mardi<br><b>Objet: </b>Roue</div>{old}"
        ),
        "",
    );
    check(
        "Samsung",
        &format!(
            "{new}<div><br></div><div><br></div><div style=\"font-size:100%\"><!-- originalMessage --><div>-------- Original message --------</div><div>From: Dora Lind &lt;dora@velo.example&gt; </div><div>Date: 03/05/2022  10:15  (GMT+01:00) </div><div>To: desk </div><div>Subject: Wheel </div>{old}</div>"
        ),
        "",
    );
    check(
        "QQ",
        &format!(
            "{new}<div><br></div><div style=\"font-size: 12px;\">------------------ 原始邮件 ------------------</div><div style=\"font-size: 12px\"><b>发件人:</b> \"Dora\"<br><b>发送时间:</b> 2022年5月3日<br><b>收件人:</b> \"Desk\"<br><b>主题:</b> Wheel</div>{old}"
        ),
        "",
    );
    check(
        "Mail.ru",
        &format!(
            "{new}<blockquote style=\"border-left:1px solid #0857A6\">Вторник, 3 мая 2022, 10:15 +03:00 от Dora Lind &lt;dora@velo.example&gt;:<br>{old}</blockquote>"
        ),
        "",
    );
    check(
        "GMX",
        &format!(
            "{new}<div name=\"quote\" style=\"margin:10px\"><div style=\"margin:0 0 10px 0;\"><b>Gesendet:</b> Dienstag<br><b>Von:</b> Dora<br><b>An:</b> Desk<br><b>Betreff:</b> Rad</div><div name=\"quoted-content\">{old}</div></div>"
        ),
        "",
    );
}

#[test]
fn new_words_below_a_quote_stay_new() {
    let (new, _, old) = tell_it(
        "<div>On 3 May 2022 10:15, Dora wrote:</div><blockquote type=\"cite\"><p>Please true the wheel</p></blockquote><p>Done, <b>all</b> of it.</p>",
    );
    assert_eq!(new, "Done, all of it.");
    assert!(old.contains("Please true the wheel"), "{old}");
}

#[test]
fn answers_between_quotes_keep_their_quotes() {
    let (new, _, _) = tell_it(
        "<div>On 3 May 2022 10:15, Dora wrote:</div><blockquote type=\"cite\">one?</blockquote><p>yes</p><blockquote type=\"cite\">two?</blockquote><p>no</p>",
    );
    assert_eq!(new, "On 3 May 2022 10:15, Dora wrote: > one? yes > two? no", "and each quote its head");
    let (new, _, old) = tell_it(
        "<p>Hello <b>Dora</b>,</p><div class=\"moz-cite-prefix\">Am 03.05.22 um 10:15 schrieb Dora Lind:<br></div><blockquote type=\"cite\">eins?</blockquote><p>ja</p><blockquote type=\"cite\">zwei?</blockquote><p>nein</p>",
    );
    assert_eq!((new.as_str(), old.as_str()), ("Hello Dora, Am 03.05.22 um 10:15 schrieb Dora Lind: > eins? ja > zwei? nein", ""));
}

#[test]
fn a_forward_and_a_bare_quote_are_shown_whole() {
    let forward = "<div class=\"gmail_quote\"><div class=\"gmail_attr\">---------- Forwarded message ---------<br>From: Dora &lt;dora@velo.example&gt;<br>Date: Tue<br>Subject: Wheel<br>To: desk<br></div><p>Please <b>true</b> it</p></div>";
    let (new, _, old) = tell_it(forward);
    assert!(new.contains("Please true it") && old.is_empty(), "{new} | {old}");
    let (new, _, old) = tell_it("<blockquote><p>To be <i>or</i> not</p></blockquote>");
    assert!(new.contains("To be or not") && old.is_empty(), "{new} | {old}");
}

#[test]
fn an_indent_is_no_quote() {
    let (new, _, old) =
        tell_it("<div>Two <b>wheels</b>:</div><blockquote style=\"margin:0 0 0 40px;border:none\"><p>front</p></blockquote>");
    assert!(new.contains("front") && old.is_empty(), "{new} | {old}");
    let quote = "<div>Thanks, <b>that</b> works.</div><blockquote style=\"border:none;border-left:solid #CCC 1.0pt\"><p>front</p></blockquote>";
    let (new, _, old) = tell_it(quote);
    assert!(!new.contains("front") && old.contains("front"), "{new} | {old}");
}

#[test]
fn signatures_are_folded_with_their_pictures() {
    let (new, signature, _) = tell_it("<p>See <b>below</b></p><div class=\"gmail_signature\">Dora Lind<br>Head of Wheels</div>");
    assert_eq!((new.as_str(), signature.as_str()), ("See below", "Dora Lind Head of Wheels"));
    let (new, signature, _) = tell_it("<div class=\"gmail_signature\">Dora <b>Lind</b></div>");
    assert_eq!((new.as_str(), signature.as_str()), ("Dora Lind", ""), "a letter of nothing else is meant so");
}

#[test]
fn tables_lists_headings_and_links_keep_their_meaning() {
    let html = "<style>p{color:red}</style><h2 onclick=x>Offer</h2><table border=1 width=600 style=\"color:red\"><tr><th>Wheel</th><th>Price</th></tr><tr><td></td><td align=right>120</td></tr></table><ol start=3><li>one</li></ol><a href=\"https://velo.example/a?b=1&c=2\">more</a><pre>a\n  b</pre>";
    let told = told(html, &Dress { own: &|_| None }).unwrap();
    assert_eq!(
        told.new.html,
        "<h2>Offer</h2><table border=\"1\"><tbody><tr><th>Wheel</th><th>Price</th></tr><tr><td></td><td align=\"right\">120</td></tr></tbody></table><ol start=\"3\"><li>one</li></ol><a href=\"https://velo.example/a?b=1&amp;c=2\" rel=\"nofollow noopener noreferrer\">more</a><pre>a\n  b</pre>"
    );
    assert!(told.telling);
}

#[test]
fn paragraphs_alone_say_no_more_than_plain_text() {
    let told = told("<div>Hello<br><span style=\"color:red\">Dora</span></div>", &Dress { own: &|_| None }).unwrap();
    assert!(!told.telling);
}

proptest::proptest! {
    #[test]
    fn any_html_comes_out_harmless_and_whole(pieces in proptest::collection::vec(0..PIECES.len(), 0..30)) {
        let html: String = pieces.into_iter().map(|piece| PIECES[piece]).collect();
        let told = told(&html, &Dress { own: &|_| Some(0) }).expect("it is short");
        let all = [&told.new.html, &told.signature.html, &told.history.html].map(String::as_str).concat();
        for harm in ["<script", "onerror", "javascript:", "style=", "class=\"evil", " id=", "src=\"http"] {
            proptest::prop_assert!(!all.contains(harm), "{}", all);
        }
        // Cleaning once more changes nothing but what we wrote ourselves: it is whole.
        let words = |html: &str| to_text(html).split_whitespace().collect::<String>();
        for word in ["alpha", "beta", "gamma"] {
            proptest::prop_assert_eq!(words(&html).matches(word).count(), words(&all).replace('>', "").matches(word).count(), "{}", all);
        }
    }
}

const PIECES: &[&str] = &[
    "<p>alpha",
    "</p>",
    "<div class=\"gmail_quote\">",
    "</div>",
    "<blockquote type=cite>",
    "</blockquote>",
    "beta<br>",
    "<img src=https://x.example/1.png onerror=alert(1)>",
    "<img src=cid:1>",
    "<script>delta</script>",
    "<table><tr><td>gamma",
    "</td></tr></table>",
    "<b id=x class=evil>",
    "</b>",
    "On 3 May 2022 10:15, Dora wrote:<br>",
    "<a href=javascript:x>",
    "<div style=\"border-top:solid 1pt\"><b>From:</b>",
    "<hr id=zwchr>",
    "<!-- c -->",
    "<p class=MsoNormal>&nbsp;</p>",
    "<a href=https://x.example/>",
    "<svg><style><img src=x></style></svg>",
];
