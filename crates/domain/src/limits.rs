//! Everything has a limit; here they stand, each with its reason.

/// Parties of one circle: a list page writes one shelf row per party and message, and an audience line must stay readable.
pub const CIRCLE_PARTIES_MAX: usize = 50;
/// Parties one viewer is: units, their ancestors, groups and organizations; read with every request and sent with every query.
pub const STANDINGS_MAX: usize = 128;
/// Persons who were found to be one and the same: each is a party more of hers, and nobody has that many addresses of her own.
pub const PERSON_HALVES_MAX: usize = 8;
/// People suggested as being somebody we know already: more would be no suggestion.
pub const LIKELY_MAX: usize = 20;
/// Depth of the unit tree: deeper charts than any real one, shallow enough to walk per request.
pub const UNIT_DEPTH_MAX: usize = 12;
/// Characters of a person's, space's, unit's or organization's name.
pub const NAME_CHARS_MAX: usize = 120;
/// Characters of a subject: mail programs cut earlier, RFC 5322 lines end at 998 octets.
pub const SUBJECT_CHARS_MAX: usize = 250;
/// Octets of one message's source: a long letter has a tenth of it; everything above is an attachment.
pub const MESSAGE_BYTES_MAX: usize = 256 * 1024;
/// Octets of a mail address (RFC 5321, 4.5.3.1.3).
pub const ADDRESS_BYTES_MAX: usize = 254;
/// Characters of a slug, so that a space's mail address fits 64 octets with a reply token behind it.
pub const SLUG_CHARS_MAX: usize = 20;
/// Characters of a handle (`@dora.lind`).
pub const HANDLE_CHARS_MAX: usize = 60;
/// Mentions taken from one message: more is a broadcast, and each costs a look-up.
pub const MENTIONS_MAX: usize = 50;
/// For so long it is offered to bring in who was mentioned and sees nothing of it: afterwards the moment is over.
pub const MENTION_OFFER_LASTS: i64 = crate::moment::HOUR;
/// Nesting of block quotes and lists that is rendered; what is deeper is shown flat. Stops nesting bombs.
pub const MARKUP_DEPTH_MAX: usize = 40;
/// Octets of one attachment: what mail relays commonly carry.
pub const ATTACHMENT_BYTES_MAX: usize = 25 * 1024 * 1024;
/// Attachments of one message.
pub const ATTACHMENTS_MAX: usize = 50;
/// Characters of an attachment's name: file systems stop at 255 octets.
pub const FILE_NAME_CHARS_MAX: usize = 120;
/// Pictures of one message that are shown below its words: a handful, in two rows; the rest stand as files.
pub const PICTURES_BELOW_MAX: usize = 6;
/// Octets of a picture that is shown below the words: what a phone's camera makes. A page fetches them without being asked.
pub const PICTURE_BYTES_MAX: i64 = 6 * 1024 * 1024;
/// Rows of one page of a list.
pub const PAGE_ROWS: usize = 50;
/// Names suggested while one is typed: what an eye takes in.
pub const SUGGESTIONS_MAX: usize = 8;
/// Messages shown at once in a conversation.
pub const PAGE_MESSAGES: usize = 50;
/// Counts are exact up to here, then "99+".
pub const COUNT_EXACT_MAX: i64 = 99;
/// Actions one transaction takes: enough to share one fsync among all who wait, few enough that none waits long.
pub const GROUP_ACTIONS_MAX: usize = 64;
/// Actions that may wait for the writer; beyond it doors answer "busy, try again" instead of hiding a growing delay.
pub const WRITER_QUEUE_MAX: usize = 4096;
/// Characters of a password: argon2 takes more, a form field of megabytes is an attack.
pub const PASSWORD_CHARS_MAX: usize = 256;
/// Characters of a password: NIST SP 800-63B asks for 8 at least; ten stays ahead of guessing with our rate limit.
pub const PASSWORD_CHARS_MIN: usize = 10;
/// Days a browser session lasts without being used.
pub const SESSION_DAYS: i64 = 60;
/// Minutes a sign-in link works.
pub const SIGN_IN_MINUTES: i64 = 30;
/// Sign-in links asked for one address in an hour: stops mailing somebody full.
pub const SIGN_IN_LINKS_PER_HOUR: i64 = 6;
/// Addresses somebody may ask to be hers in a day: each is sent a letter.
pub const ADDRESSES_ASKED_PER_DAY: i64 = 6;
/// Days an invitation works.
pub const INVITATION_DAYS: i64 = 14;
/// Fragments that may wait for one live connection before it is cut and catches up by itself.
pub const LIVE_WAITING_MAX: usize = 64;
/// Attempts of a delivery: with back-off they span five days, as mail relays do (RFC 5321, 4.5.4.1).
pub const DELIVERY_ATTEMPTS_MAX: i64 = 30;
/// Letters one address may put into one conversation in an hour: nobody types faster, so a program without manners does.
pub const LETTERS_PER_HOUR: i64 = 30;
/// Letters one address may put into one conversation in a day; what is beyond is held, not lost.
pub const LETTERS_PER_DAY: i64 = 120;
/// Automatic letters of one address in one conversation in an hour: an absence note says all it has to say once.
pub const MACHINE_LETTERS_PER_HOUR: i64 = 2;
/// Automatic letters of one address in one conversation in a day.
pub const MACHINE_LETTERS_PER_DAY: i64 = 5;
/// Conversations one sender may begin by letter in an hour: a guess of ours, above what anybody writes by hand, so that
/// machines that answer each other with a new letter each time end. A sender is an address, or those an administrator merged
/// into one person; a web form that mails for many people from one address is one sender, too, and meets this. Letters are
/// counted among those of the same verdict ([`crate::proof::Proof`]): who forges her address takes nothing from her.
pub const BEGINNINGS_PER_HOUR: i64 = 120;
/// Conversations one sender may begin by letter in a day, a guess as well; what is beyond is held, not lost.
pub const BEGINNINGS_PER_DAY: i64 = 500;
/// Receipts ("we have your mail") to one address in an hour: a program that answers each with a new letter ends here.
pub const RECEIPTS_PER_HOUR: i64 = 3;
/// Receipts to one address in a day.
pub const RECEIPTS_PER_DAY: i64 = 10;
/// Times the same words from one address in a day count as a person's; a program without manners repeats itself.
pub const SAME_WORDS_PER_DAY: i64 = 2;
/// Servers a letter may have passed (`Received`): real paths have about ten, a circle has no end (RFC 5321, 6.3).
pub const HOPS_MAX: usize = 50;
/// Minutes between two looks at a letter whose sender could not be checked because DNS was away.
pub const PROOF_AGAIN_MINUTES: i64 = 10;
/// Hours for which such a letter of a colleague waits before it is held.
pub const PROOF_WAIT_HOURS: i64 = 8;
/// Characters kept of what a server said about a letter that came back.
pub const BOUNCE_WORDS_CHARS_MAX: usize = 400;
/// Addresses taken from one letter that says others came back: ours go to one recipient each.
pub const BOUNCED_MAX: usize = 50;
/// Days a letter is tried before it is given up, as mail relays do (RFC 5321, 4.5.4.1).
pub const DELIVERY_DAYS: i64 = 5;
/// Minutes a destination rests at most: a probe now and then finds out that it is well again.
pub const DESTINATION_RESTS_MINUTES_MAX: i64 = 30;
/// Seconds for which what leaves the house can be taken back: long enough to see the mistake, short enough not to be felt.
pub const TAKE_BACK_SECONDS: i64 = 10;
/// Minutes gathered into one letter of notification: a burst of messages is one letter.
pub const BURST_MINUTES: i64 = 3;
/// Messages one letter of notification shows; it says how many more there are.
pub const NOTICE_MESSAGES_MAX: usize = 20;
/// Pages of messages one letter of notification reads for that: what it counts, and as much again of her own and
/// machines' messages between.
pub const NOTICE_WINDOWS_MAX: usize = 4;
/// Messages up to which that number is exact: as far as badges count.
pub const NOTICE_MESSAGES_COUNTED: usize = 99;
/// Conversations one digest names; it says that there are more.
pub const DIGEST_CONVERSATIONS_MAX: usize = 50;
/// People one activity tells who asked for a whole space: a larger community reads on the web.
pub const TOLD_OF_SPACE_MAX: usize = 2000;
/// Messages one person may have planned.
pub const PLANNED_MAX: i64 = 100;
/// Days ahead for which a message can be planned.
pub const PLANNED_DAYS_MAX: i64 = 366;
/// Octets of one letter at the SMTP door.
pub const LETTER_BYTES_MAX: usize = 50 * 1024 * 1024;
/// Folders of one mailbox that are pulled: each holds a connection, and providers allow ten to twenty for an account.
pub const MAILBOX_FOLDERS_MAX: usize = 8;
/// Letters pulled from a mailbox that one action keeps, and their octets: few enough to fetch anew after a kill.
pub const PULL_LETTERS: usize = 32;
/// See [`PULL_LETTERS`]; a single larger letter goes alone.
pub const PULL_BYTES: usize = 8 * 1024 * 1024;
/// Octets of the head of a letter that is left in its mailbox: who wrote it and about what, for the administrator.
pub const PULL_HEAD_BYTES: usize = 64 * 1024;
/// Letters of an archive that one action writes, and their octets. Whoever writes meanwhile waits for the whole of it: with
/// twice as many up to twice as long, and an archive came in no faster than runs differ (measured in `docs/mail.md`).
pub const IMPORT_LETTERS: usize = 200;
/// The same where nobody else works in the house: fewer commits, and each page that all of them change written less often.
pub const IMPORT_LETTERS_ALONE: usize = 500;
/// See [`IMPORT_LETTERS`]; a single larger letter goes alone.
pub const IMPORT_BYTES: usize = 8 * 1024 * 1024;
/// Message-IDs one import remembers for its threads, about a hundred octets of memory each. An archive with more is split.
pub const IMPORT_IDS_MAX: usize = 4_000_000;
/// Files of a directory that is imported: their names are sorted in memory.
pub const IMPORT_FILES_MAX: usize = 2_000_000;
/// Octets of one JSON file of an export: a day of a busy channel has a hundredth of it; it is held in memory.
pub const IMPORT_JSON_BYTES_MAX: usize = 32 * 1024 * 1024;
/// Octets of a zip file's list of contents: two hundred thousand names, which are held in memory.
pub const IMPORT_ZIP_LIST_BYTES_MAX: u64 = 16 * 1024 * 1024;
/// How much larger than packed a file of a zip, or a compressed archive, may be: letters and JSON pack to a tenth, a bomb to a thousandth.
pub const IMPORT_ZIP_RATIO_MAX: u64 = 200;
/// People of one export that are kept in memory with their names.
pub const IMPORT_PEOPLE_MAX: usize = 500_000;
/// Posts of one day or topic of an export: a hundred times what a busy one has; they are held in memory together.
pub const IMPORT_RECORDS_MAX: usize = 200_000;
/// Reactions taken along with one post; each is a row.
pub const IMPORT_REACTIONS_MAX: usize = 200;
/// What could not be read of an archive is named up to here, and counted beyond.
pub const IMPORT_UNREADABLE_NAMED: usize = 200;
/// Messages one action of an undoing takes away: see [`IMPORT_LETTERS`].
pub const UNDO_MESSAGES: usize = 200;
/// Conversations and people such an action looks at: most are left alone.
pub const UNDO_LOOKS: usize = 500;
/// Days within which a letter without headers of its own joins one of the same subject.
pub const IMPORT_SUBJECT_DAYS: i64 = 30;
/// Octets of a database that is rebuilt at once after an erasure: some seconds in which writers wait. A larger one is
/// rebuilt at night.
pub const REBUILT_AT_ONCE_BYTES_MAX: i64 = 512 * 1024 * 1024;
/// Seconds for which overwriting waits for older transactions of the PostgreSQL server to end: a dump of a large house takes longer,
/// and then it is tried again.
pub const OLDER_TRANSACTIONS_WAIT_SECONDS: u64 = 60;
/// Days a backup is kept: whoever was erased since still stands in it, and one month is what the law (GDPR, 12(3)) gives.
pub const BACKUP_DAYS: i64 = 30;
/// Octets of the list of erased people beside the database: a million people erased, two lines of 80 octets each.
pub const ERASURE_LIST_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// Days within which a letter into a closed conversation opens it again, unless its space says otherwise.
pub const REOPEN_DAYS: i64 = 30;
/// The most a space may say: ten years are for ever.
pub const REOPEN_DAYS_MAX: i64 = 3650;
/// Conversations of a sender looked at for a letter that does not say what it answers: her latest in that space.
pub const KIN_CONVERSATIONS: usize = 30;
/// Messages looked at for lines that such a letter quotes: people answer what is new.
pub const KIN_MESSAGES: usize = 60;
/// Octets of the new HTML of one letter: see [`MESSAGE_BYTES_MAX`], with tags.
pub const LETTER_HTML_BYTES_MAX: usize = 2 * MESSAGE_BYTES_MAX;
/// Octets of a draft kept on the server.
pub const DRAFT_BYTES_MAX: usize = MESSAGE_BYTES_MAX;
/// Different reactions one person may put on one message.
pub const REACTIONS_PER_PERSON_MAX: i64 = 8;
/// Recipients of one outgoing letter named in To and Cc.
pub const LETTER_RECIPIENTS_MAX: usize = 50;
/// Characters of the notice about measuring: two pages, which people read.
pub const NOTICE_CHARS_MAX: usize = 8_000;
/// The least number of people a published number speaks of; a house may ask for more, never for fewer.
pub const GROUP_PEOPLE_MIN: u32 = 5;
/// The most a house may ask for: above it nothing of most houses would be left to see.
pub const GROUP_PEOPLE_MAX: u32 = 100;
/// Weeks of one measured window: what people remember, and long enough for two people to meet.
pub const WINDOW_WEEKS: i64 = 4;
/// Weeks in which what came of what was raised is looked for, in whole windows: sixty days to decide it and two weeks to tell.
pub const RAISED_WEEKS: i64 = 12;
/// Questions and cases read at once for that, each with when something was said there.
pub const RAISED_BATCH: usize = 1_000;
/// Windows measured in one run: half a year is caught up with at once, more in the next runs.
pub const WINDOWS_PER_RUN: usize = 26;
/// Windows named on the observatory's page: two years of weeks.
pub const WINDOWS_LISTED: usize = 104;
/// Windows of a drawn trend: half a year of weeks, which a phone still tells apart.
pub const WINDOWS_DRAWN: usize = 26;
/// Units of a published table of pairs: for each cell that is hidden a way around it is looked for over all others, so that it
/// costs by the fourth power of their number.
pub const TABLE_UNITS_MAX: usize = 40;
/// Units drawn side by side: more names than that do not fit a phone; where there are more, they are grouped by the tree.
pub const UNITS_DRAWN: usize = 24;
/// Pages of the observatory, of each kind, that are kept as they were drawn: some hundred kilobytes each.
pub const PAGES_DRAWN: usize = 32;
/// Ties of a level that a page tells, the heaviest; a spreadsheet has all of them.
pub const TIES_LISTED: usize = 60;
/// Rows of a table of units on a page; a spreadsheet has all of them.
pub const UNITS_LISTED: usize = 100;
/// Messages before one, among which it is looked for who spoke last: whoever says more than that in a row answers nobody, and
/// a monologue of thousands is not walked through for each of its messages.
pub const SPOKEN_BEFORE: usize = 16;
/// People one message addresses whose ties are kept: more is a broadcast and turns to nobody.
pub const ADDRESSED_KEPT: usize = 60;
/// Messages read at once where a window is measured.
pub const MEASURED_BATCH: usize = 5_000;
/// Rows looked at for one page of who waits, where most of them are not the viewer's to see; then a cursor goes on.
pub const WAITING_CANDIDATES: usize = 500;
/// Rows of the waiting board as CSV: what a spreadsheet shows at once.
pub const WAITING_CSV_ROWS: usize = 1_000;
/// Messages of one window by which somebody turned to others, or they to her, that her mirror looks at, the newest: a hundred
/// and fifty a day.
pub const MIRROR_TURNED: usize = 5_000;
/// Conversations a mirror looks at, the newest she wrote in: a busy desk's month.
pub const MIRROR_CONVERSATIONS: usize = 1_000;
/// Notices a mirror looks at for what asked somebody: as for conversations, and the others between.
pub const MIRROR_NOTICES: usize = 2_000;
/// Conversations in which a mirror follows how long a question stood open, the newest: each is read by itself.
pub const MIRROR_FOLLOWED: usize = 64;
/// Messages read of each of them: whoever did not answer within so many has been overtaken.
pub const MIRROR_SAID: usize = 200;
/// Units and organizations a mirror names that somebody never met: more would not be read.
pub const MIRROR_UNMET: usize = 200;
/// Messages of ours compared for templates, the newest: each is half a KiB while a window is measured.
pub const VOICES_COMPARED: usize = 200_000;
/// Days before a window in which a template's first use is looked for.
pub const VOICES_DAYS: i64 = 90;
