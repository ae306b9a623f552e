# Every word of the interface. A sentence says what happened and what can be done; a name stands in a gap.
# A new language is a copy of this file under its own name.

## Everywhere

time-pattern = %-d %b %Y, %H:%M %Z
list-and = { $before } and { $last }
list-next = Older
list-pages = Pages
count-unread = unread
count-unanswered = unanswered
count-people = { $people ->
    [one] 1 person
   *[other] { $people } people
 }
inside = Inside
save = Save
add = Add
cancel = Leave it as it is
sign-out = Sign out here

## Shell

shell-skip = Skip to the page
shell-menu = Menu
shell-house = House
live-new = %n new below
keys-title = Keys
keys-step = next, previous in the list
keys-open = open
keys-new = new conversation
keys-reply = reply
keys-sidebar = talk inside, with colleagues only
keys-assign = assign
keys-close = close the conversation
keys-home = go home
keys-send = send what you wrote
keys-done = Close

## Door

sign-in-title = Sign in
sign-in-lead = Everyone { $house } works with, in one place.
sign-in-do = Sign in
sign-in-link-help = Leave it empty, and we mail you a link instead.
sign-in-mailed-title = Look into your mail
sign-in-mailed = If somebody here has that address, a link is on its way. It works once, for { $minutes } minutes.
sign-in-back = Back to signing in
sign-in-use = Your link is good. One more step, so that only you use it.
founding-title = Found the house
founding-lead = You are the first here. Tell us whose house it is, and who you are: you will be its administrator.
founding-do = Found it
invitation-title = Welcome to { $house }
invitation-lead = You are invited. Tell us who you are.
invitation-lead-unit = You are invited to { $unit }. Tell us who you are.
invitation-address = Your address here is { $address }.
invitation-password-help = You may leave it empty and sign in by mailed links.
invitation-do = Come in

## Fields

field-address = Mail address
field-your-address = Your mail address
field-name = Name
field-your-name = Your name
field-house = Name of your organization
field-password = Password
field-new-password = A password
field-new-password-help = Ten characters or more; a short sentence is best.
field-time-zone = Time zone
field-time-zone-help = Such as Europe/Lisbon; empty for universal time.
field-token-name = What it is for
field-scopes = What it may do
field-days = Days it works
field-person = Name of a colleague
field-party = Name of a person, unit or group
field-slug = Short name
field-slug-help = It stands in addresses: small letters, digits, hyphens. Empty, and we make one.
field-purpose = What belongs here
field-purpose-help = One sentence; it is shown where the space is still empty.
field-kinds = What can be started here
field-reach = Who can ever see it
field-open = People outside may start conversations here
field-mail = Mail address
field-mail-help = The part before the @; letters to it arrive here. Only where people outside may start.
field-from-name = In whose name
field-from-name-help = Empty for the name of the house.
field-from-address = From which address
field-from-address-help = Empty for its own. It must be at a domain this house may write for.
field-at = When
field-digest = Digest
field-digest-hour = at
field-quiet = Quiet hours: no notification goes out
field-quiet-from = from
field-quiet-until = until
field-quiet-help = On the clock of { $zone }. The same hour twice: no quiet at all.
field-quiet-help-utc = In universal time, until you set your time zone. The same hour twice: no quiet at all.
field-reopen-days = Days a closed conversation can be opened again by a letter
field-reopen-days-help = A later letter begins a new one beside it. 0 for always a new one.
field-parties = Who sees what is started here

## Words for things

kind-talk = Talk
kind-question = Question
kind-case = Case
kind-announcement = Announcement
side-employee = Colleague
side-partner = Partner
side-customer = Customer
side-public = Public
side-in-sentence-employee = colleague
side-in-sentence-partner = partner
side-in-sentence-customer = customer
side-in-sentence-public = public
stage-new = New
stage-open = Open
stage-awaited = Waiting for us
stage-late = Waiting { $days } days
stage-theirs = Waiting for them
stage-yours = Waiting for you
stage-answered = Answered
stage-closed = Closed
closing-done = done
closing-moved-on = moved on
closing-answered = answered
closing-duplicate = asked twice
closing-no-longer-needed = no longer needed
closing-solved = solved
closing-no-answer = no answer came
closing-not-for-us = not for us
closing-junk = junk
closing-merged = it goes on in another conversation
channel-mail = by mail
channel-import = from an archive
party-everyone = everyone
party-signed-in = everyone who is signed in
party-colleagues = all colleagues
party-employees = { $people ->
    [one] the one colleague there is
   *[other] all { $people } colleagues
 }
party-people = { $people ->
    [one] 1 person at { $name }
   *[other] { $people } people at { $name }
 }
party-kind-unit = Unit
party-kind-group = Group
party-kind-organization = Organization
party-kind-person = Person
scope-read = read
scope-write = write
scope-admin = administer

## Audience

audience-mail-and-here = Goes to { $mail } by mail, and { $many ->
    [one] { $here } sees it.
   *[other] { $here } see it.
 }
audience-mail = Goes to { $mail } by mail. Nobody else sees it.
audience-here = { $many ->
    [one] Nobody gets it by mail; { $here } sees it here.
   *[other] Nobody gets it by mail; { $here } see it here.
 }
audience-you = Only you see it so far.
audience-inside = { $many ->
    [one] Stays inside: { $here } sees it. Nobody outside does.
   *[other] Stays inside: { $here } see it. Nobody outside does.
 }
audience-inside-you = Stays inside: only you see it so far.
audience-house = Goes to the people at { $house } who look after this.
audience-recipients = Goes by mail to
audience-addressee = the address you name
audience-comes-back = letters to her come back
audience-public = Everyone can read this, also without signing in.

## Home

home-title = Home
home-needs = What needs you
home-yours = Your conversations
home-assigned = Given to you
home-mentioned = You were mentioned
home-replied = Answered what you asked
home-brought = You were brought in
home-following = New in what you take part in
home-started = New in your spaces
home-announced = Announced
home-undelivered = Your letter did not arrive
home-unsent = Not sent: somebody wrote first, or things moved on
demo-sent = in the days before the demo
notices-all = Show all
notices-seen = Mark as seen
notices-none = Nothing new of this
home-planned = { $count ->
    [one] One message is planned for later
   *[other] { $count } messages are planned for later
 }
home-mine = Assigned to me
home-unanswered = Unanswered in my spaces
home-longest = the longest since
home-nobody-waits = nobody waits
home-quiet = Nothing needs you
home-quiet-lead = What is assigned to you, mentions you or answers you will stand here.
home-empty = Nothing here yet
home-empty-lead = What you ask and what you are brought into will stand here.
first-steps = First steps
first-taken = done
first-letter = Send a letter to { $address }
first-letter-how = Hand it to { $door } with any mail program; it becomes a case in a moment, and you answer it here.
first-letter-pipe = It becomes a case in a moment, and you answer it here.
first-colleagues = Invite your colleagues
first-colleagues-how = By mail, or by a link that you hand out.
first-relay = Let letters go out
first-relay-how = Start Rapport with --smtp-relay; until then answers wait in the outbox.
first-spaces = Make the spaces you need
first-spaces-how = For a team, a product, your partners. Old mailboxes, lists, chats and forums come home into them with “rapport import”.

## Spaces

spaces-title = Spaces
spaces-empty = No spaces yet
spaces-empty-lead = Spaces you take part in will stand here.
space-lists = Conversations
space-all = All
space-mine = Mine
space-unassigned = Unassigned
space-unanswered = Unanswered
space-mark = Mark all as read
space-administration = Change
space-address = Letters to
space-mail = By mail
space-sender = Sender of its letters
space-sender-lead = Answers find their conversation whatever stands here.
space-empty = Nothing here yet
space-empty-preset = Nothing here
space-empty-lead = What is started here will stand here.
space-open = Open the space
space-change = Change
space-stewards = Stewards
space-make = Make a space
space-outside = Also people outside
space-outside-help = Customers and partners can take part, one conversation at a time.
space-inside-help = Only colleagues; nobody outside can ever be added.
space-parties-lead = A change is for what is started from now on; what was said stays with who could see it.
row-unread = Unread.

## Starting

starting-title = New conversation
starting-in = In { $space }
starting-where = In which space? It decides who can see it.
starting-nowhere = Nothing to start here
starting-nowhere-lead = None of the spaces you see lets you start a conversation.
starting-reach = Who is it for?
starting-outside = With someone outside
starting-inside = Inside: only colleagues
starting-to = To
starting-to-help = The mail address of somebody outside; empty if it is for the space alone.
starting-subject = Subject
starting-body = Message
starting-with = Bring in more people

## Conversation

conversation-columns = Outside or inside
conversation-thread = Conversation
conversation-actions = Actions
conversation-assign = Assign
conversation-assign-to = Assign to
conversation-assign-me = Me
conversation-assign-name = Or a colleague or unit
conversation-assign-name-help = A name typed here wins over the list.
conversation-assign-bring = Bring her in, with what was said before, if she does not see it yet
conversation-assign-nobody = Nobody: back to the queue
conversation-close = Close
conversation-close-reason = Why does it end?
conversation-closed-at = Closed
conversation-reopen = Open it again
conversation-people = People
conversation-bring = Bring in
conversation-bring-name = Name or mail address
conversation-bring-help = A person, a unit, a group, or the address of somebody outside.
conversation-bring-past = also sees what was said before
conversation-bring-facts = Number, kind, stage and subject are always visible to who is brought in.
conversation-sees-later = sees what came after joining
conversation-remove = Remove
conversation-leave = Leave this conversation
conversation-remove-name = Remove { $name }
conversation-more = More
moving-title = Move to another space
moving-unseen = you moved it, and you no longer see it
moving-came = It came from { $space }
moving-came-unseen = It came from another space
moving-back = Undo: put it back
moving-to = To { $space }
moving-where = Where to?
moving-nowhere = No other space that you see takes this kind of conversation.
moving-gains = { $who } { $many ->
    [one] comes to see it.
   *[other] come to see it.
 }
moving-stays = { $who } { $many ->
    [one] goes on seeing what was seen before.
   *[other] go on seeing what they saw before.
 }
moving-loses = { $who } no longer { $many ->
    [one] sees it.
   *[other] see it.
 }
moving-keeps = Its number and links stay. Letters to it go on arriving here, and later answers leave from the address of that space. Nobody outside comes to see it by this.
moving-sidebars = { $count ->
    [one] The sidebar beside it goes along: who leaves here leaves it, and who comes sees it if the past is shown. If nobody were left in it, the colleagues here come to what is said from now on.
   *[other] The { $count } sidebars beside it go along: who leaves here leaves them, and who comes sees them if the past is shown. Where nobody were left, the colleagues here come to what is said from now on.
 }
moving-past = Who comes also sees what was said before, with the sidebars
moving-do = Move it
merging-title = Merge with another
merging-into = Go on in
merging-with = With which?
merging-none = Nobody outside who takes part here has another open conversation that you see.
merging-number = Number of another conversation
merging-look = Look what it does
merging-ends = #{ $number } is closed, and its address leads to #{ $into }.
merging-answers = Letters that answer #{ $number } arrive in #{ $into }, and who follows it follows that one.
merging-sight = What was said in #{ $number } is seen by those who see it today, and by nobody else. What is written from now on is seen by those who see #{ $into }.
merging-only-there = { $who } would read in #{ $into } what others write.
merging-brings-who = { $who } comes into #{ $into } and sees what is said from now on, nothing of before.
merging-do = Merge them
merging-earlier = Earlier, from
merging-messages = { $count ->
    [one] 1 message
   *[other] { $count } messages
 }
merging-whole = All of it
merging-part = Undo: take them apart
merging-goes-on = It goes on in
forwarding-title = Forward a message
forwarding-called = Fwd: { $subject }
forwarding-head = Forwarded message
forwarding-from = From: { $name }
forwarding-date = Date: { $at }
forwarding-subject = Subject: { $subject }
forwarding-to-help = The mail address of somebody outside.
forwarding-files = Its files that go along
forwarding-answers = Answers come into a new conversation, never into this one.
forwarding-spaces = Or to colleagues, in a space
forwarding-do = Forward
facts-number = Number
facts-kind = Kind
facts-stage = Stage
facts-assigned = Assigned to
facts-with = With
facts-public = Who can read it
facts-answer = Answer
facts-accepted = Accepted answer
facts-continues = Continues
facts-continued = Continued in
thread-messages = Messages
thread-earlier = Earlier messages
thread-later = Later messages
thread-newest = Go to the newest to answer
thread-unread = New since you were here
thread-mark = Mark as read
thread-empty = There is nothing here that you can read yet.
composer-answer = Write an answer
composer-inside = Say something to colleagues only
composer-answers = In answer to this message
composer-files = Attach files
composer-send = Send
composer-send-inside = Send inside
composer-saved = Draft saved
composer-later = Send later
composer-plan = Plan it
composer-without-file = Send without a file
take-back-lead = It leaves the house in a few seconds.
take-back-waits = No mail relay is set, so it waits in the outbox. You can still take it back for a few seconds.
composer-letters-wait = No mail relay is set: letters wait in the outbox until there is one.
mention-in-vain = { $name } is mentioned and does not see this.
mention-bring = Bring her in, with what was said before
take-back-do = Undo
sidebar-title = Inside: only colleagues
sidebar-lead = Nobody outside ever reads what is said here.
sidebar-open = Talk inside
sidebar-bring = Bring in a colleague
sidebar-bring-help = A colleague or a unit of ours.
sidebar-bring-parent = Who stands in the sidebar also sees the conversation beside it, its past included. Never the other way round.
sidebar-another = Open another sidebar
sidebar-audience = Stays inside: colleagues who see this conversation see it. Nobody outside does.

## Message

message-automatic = written by a machine
truth-proved = Really from { $domain }
truth-unproved = Could not be proved to be from { $domain }
truth-failed = Warning: { $domain } disowns this letter. Somebody else may have written it.
truth-unknown = Whether it is from { $domain } could not be checked just now
finding-vouched = Its sender signed in at a mail server of ours.
finding-trusted = A server we trust says of { $domain }: { $result }.
finding-dmarc = The policy of { $domain } (DMARC): { $result }.
finding-dkim = The signature of { $domain } (DKIM): { $result }.
finding-spf = The sending server, for { $domain } (SPF): { $result }.
finding-arc = Passed on, last by { $domain } (ARC): { $result }.
finding-no-domain = no domain
finding-result-pass = in order
finding-result-fail = does not fit
finding-result-softfail = does not fit, though the domain is not sure
finding-result-neutral = says nothing, or is damaged
finding-result-none = there is none
finding-result-temperror = could not be asked just now
finding-result-permerror = is broken
message-answers = an answer
message-edited = edited
message-mailed = sent by mail
fate-sent = sent by mail to { $count }
fate-waiting = { $count } waiting
fate-failed = { $count } did not arrive
fate-withheld = { $count } withheld
message-tombstone = This message was deleted.
message-erased = This message was erased with the person who wrote it.
message-signature = Signature
message-history = { $lines ->
    [one] Earlier letters, 1 line
   *[other] Earlier letters, { $lines } lines
 }
message-earlier = Earlier letters
message-as-it-came = as it came
message-actions = Actions
message-actions-name = Actions for the message of { $name }
message-answer = Answer this message
message-link = Permanent link
message-unread = Unread from here
message-accept = Accept as the answer
message-original = The letter as it came
message-edit = Edit
message-delete = Delete
message-back = Back to the message
note-signed-smime = Signed with S/MIME. The signature was not checked here.
note-signed-pgp = Signed with OpenPGP. The signature was not checked here.
note-encrypted-smime = Encrypted with S/MIME. Only its reader's own key opens it; the file is attached.
note-encrypted-pgp = Encrypted with OpenPGP. Only its reader's own key opens it; what came is attached.
note-pictures = { $count ->
    [one] A picture was not loaded. It lies at { $hosts }.
   *[other] { $count } pictures were not loaded. They lie at { $hosts }.
 }
note-left-out = { $count ->
    [one] One more person stands on this letter and did not join: a conversation has room for { $max }.
   *[other] { $count } more people stand on this letter and did not join: a conversation has room for { $max }.
 }
note-package = The words came in Outlook's own package, winmail.dat.
note-shortened = It is too large to be shown whole. The letter as it came has everything.
note-letter = Attached letter: { $subject }, from { $from }
note-letter-unnamed = Attached letter without a subject, from { $from }
note-letter-of-nobody = Attached letter: { $subject }
note-letter-bare = Attached letter without a subject
note-letter-holds = Attached to it: { $files }
note-event = A date for the calendar
note-event-request = Invitation
note-event-cancel = Called off
note-event-reply = Answer to an invitation
note-event-what = What
note-event-when = When
note-event-where = Where
note-event-who = By
note-event-repeats = { $when }, again and again
note-event-each-day = { $every ->
    [one] { $when }, every day
   *[other] { $when }, every { $every } days
 }
note-event-each-week = { $every ->
    [one] { $when }, every week
   *[other] { $when }, every { $every } weeks
 }
note-event-each-month = { $every ->
    [one] { $when }, every month
   *[other] { $when }, every { $every } months
 }
note-event-each-year = { $every ->
    [one] { $when }, every year
   *[other] { $when }, every { $every } years
 }
note-event-times = { $times ->
    [one] { $when }, once
   *[other] { $when }, { $times } times
 }
note-event-until = { $when }, until { $day }
wording-title = Edit the message
wording-lead = The former words stay visible to who can see the message.
wording-mailed = It went out by mail: those letters stay as they are. The former words stay visible here.
wording-do = Save the new words
versions-title = Former words
versions-until = Until
versions-none = It was never edited.
deliveries-title = How its letters fared
deliveries-none = It went out in no letters.
deliveries-caption = One line per recipient

## People

people-title = People
people-find = Find a person
people-find-do = Find
people-none = Nobody found
people-none-lead = Try a part of the name, or fewer letters.
person-known = What is known
person-conversations = Conversations with her
person-wrote = Search what she wrote
person-since = Known since
address-trouble-hard = Letters to it come back since { $date }: { $words }
address-trouble-soft = Letters to it did not arrive, since { $date }: { $words }
outreach-complained = No outreach since { $date }: a complaint came. Answers to her own cases go on.
outreach-asked = No outreach since { $date }, noted by { $name }. Answers to her own cases go on.
person-repair = Letters reach her again
person-outreach-stop = No outreach: only answers to her own cases
person-outreach-allow = Allow outreach again
person-unproved = not proved yet
person-deactivated = deactivated
person-erased = erased
person-deactivate = Deactivate
person-reactivate = Let in again
person-hat-on = Make administrator
person-hat-off = Take the administrator's hat
person-block = Block: keep letters, wake nobody
person-unblock = Unblock

persons-title = This is somebody we know already
persons-also = Also known as
persons-part = Undo: two persons again
persons-find = Whom do we know her as?
persons-none-likely = Nobody looks like her by name or address. Look for whom you mean.
persons-like-mailbox = the same mailbox
persons-like-domain = the same mailbox, at a domain below
persons-like-moved = the same name and mailbox, at another domain
persons-like-name = the same name
persons-into = She is
persons-becomes = What { $it } wrote stands under the name { $into } from now on. Colleagues see one person; she counts once.
persons-sight = { $into } sees all that either of them saw, and nothing more. No message changes its place.
persons-addresses = Letters from { $addresses } are hers, and whoever signs in with one of these is { $into }.
persons-letters = Letters to her go to { $address }.
persons-blocked = The block list keeps { $addresses }.
persons-sessions = Where { $it } is signed in, that ends; her password no longer opens anything, the one of { $into } does.
persons-sides = { $into } stays a { $side }.
persons-choices = She is told by mail as { $into } chose, and as { $it } chose where { $into } chose nothing.
persons-terms = What only one of them agreed to stays unagreed, until she agrees to it as one person.
persons-undo = It can be undone as a whole: each has again what was hers. What is said until then stays with { $into }. Erasing her erases both, and ends that.
persons-inside-sure = { $it } is our colleague { $into }: these addresses open what is inside.
persons-conversations = Conversations with either that you see
persons-do = They are one person

## Erasure

erased-person = Erased person
erased-subject = (erased subject)
erase-title = Erasing
erase-her = Her name, addresses and sign-in, what she wrote, its files and its letters are overwritten, and a tombstone stays where her messages stood. It cannot be undone.
erase-me = Your name, addresses and sign-in, what you wrote, its files and its letters are overwritten, and a tombstone stays where your messages stood. You are signed out at once. It cannot be undone.
erase-stays = What others wrote stays, without the lines and the name they quoted. A first name, or what somebody says in words of her own, is not found. Original letters of these conversations go.
erase-mail = Letters that went out are in other people's mailboxes. We cannot call them back.
erase-backups = Traces on our disk are overwritten within minutes, in a large house in the night. Backups are to be kept { $days } days; one that is restored erases again.
erase-name = The name, to be sure
erase-name-help = Type it as it stands at the top of this page or in its first form.
erase-do = Erase this person
erase-me-do = Erase me

## Settings

settings-title = Settings
settings-looks = Looks
theme-light = Light
theme-dark = Dark
theme-system = As my device
settings-myself = You
settings-password-help = Ten characters or more. Your other devices are signed out.
settings-password-do = Change the password
settings-devices = Where you are signed in
settings-browser = A browser
settings-here = this one
settings-used = last used
settings-end = Sign out
settings-tokens = Access tokens
settings-tokens-lead = For programs that act as you. Treat one like a password.
settings-token-once = Here is your token. It is shown this once:
settings-token-make = Make a token
settings-token-end = End it
settings-until = until

## By mail

mail-settings-title = By mail
mail-settings-lead = What concerns you by name comes at once, one letter for a burst. What you have read here is not mailed.
mail-settings-space-lead = What you choose here counts in this space only.
mail-settings-everywhere = What counts elsewhere
addresses-title = My mail addresses
addresses-lead = Who writes from one of these is you. You can sign in with each.
addresses-first = Letters go here.
addresses-blocked = On the block list.
addresses-unproved = Not proved yet.
addresses-put-first = Use for letters
addresses-put-first-name = Use { $address } for letters
addresses-remove = Remove
addresses-remove-name = Remove { $address }
addresses-asked = A letter is on its way there. Its link makes the address yours.
addresses-another = Another address of yours
addresses-another-help = We send a letter there, to see that it is yours.
addresses-add = Add it
address-proof-title = Is this address yours?
address-proof-lead = You came by a link in a letter. With the button the address it went to becomes one of yours.
address-proof-do = It is mine
settings-addresses-lead = Where letters to you go, and from where you write.
settings-addresses-do = Change addresses
settings-mail-lead = What you are told by mail, when, and when you want quiet.
settings-mail-do = Choose what comes by mail
telling-assigned = A conversation is given to me
telling-mentioned = Somebody mentions me
telling-replied = Somebody answers me
telling-brought = I am brought in
telling-following = Something new where I take part
telling-started = A new conversation in the space
telling-announced = An announcement in the space
telling-every = Live in this space by mail
telling-every-help = You get each message as a letter of its own, and answer it from your mail program.
every-yes = Every message by mail
every-no = Only what is chosen below
level-now = at once
level-digest = in a digest
level-never = never by mail
level-otherwise = as elsewhere: { $level }
digest-daily = every day
digest-weekly = on Mondays
unsubscribe-title = Less mail
unsubscribe-lead = Nothing has changed yet. Choose what shall stop.
unsubscribe-scope = Stop mail about
unsubscribe-space = { $space }
unsubscribe-this-space = this space
unsubscribe-announcements = all announcements
unsubscribe-everything = everything: all notifications and digests
unsubscribe-do = Stop it
unsubscribe-done = It is stopped
unsubscribe-choose = Choose what you are told by mail
unsubscribed-space = You get no more notifications about this space. Letters that people write to you still reach you.
unsubscribed-announcements = You get no more announcements by mail.
unsubscribed-everything = You get no more notifications and digests. Letters that people write to you still reach you.
planned-title = Planned for later
planned-empty = Nothing is planned
planned-empty-lead = What you plan to send later stands here until it goes.
planned-cancel = Give it up
planned-files = { $files ->
    [one] One file goes with it.
   *[other] { $files } files go with it.
 }
planned-unseen = You no longer see this conversation
planned-here = You planned a message for
planned-change = Change it

## Administration

administration-title = Administration
administration-house = House
administration-waiting = Letters waiting to go
administration-position = Lines in the log
administration-consumers = What follows the log
administration-behind = { $lines ->
    [0] up to date
    [one] 1 line behind
   *[other] { $lines } lines behind
 }
units-title = Units
units-groups = Groups
units-organizations = Organizations
units-none = None yet.
units-members = members
units-sees-later = new members see what comes after them
units-make = Make a unit, group or organization
units-kind = What is it?
units-parent = Below
units-top = nothing: at the top
units-past = New members of a group see what was said before
invite-title = Invite somebody
invite-side = She is a
invite-unit = Into the unit
invite-no-unit = no unit
invite-address-help = We mail her the link. Empty, and you get a link to hand out.
invite-uses = How many people may use the link
invite-uses-help = A mailed link works for one person.
invite-administrator = She becomes an administrator
invite-do = Invite
invite-link = Hand out this link; it is shown this once:
intake-title = Intake
intake-empty = No letters yet
intake-empty-lead = Every letter that arrives is kept and listed here, whatever became of it.
mailboxes-title = Mailboxes
mailboxes-empty = No mailbox is pulled
mailboxes-empty-lead = Where letters lie in a mailbox at a provider, start Rapport with --imap to bring them in. The mailbox stays as it is.
mailboxes-lead = What arrives in these mailboxes comes in; they stay as they are. What became of each letter stands in the
mailbox-connecting = connecting
mailbox-connected = connected
mailbox-failed = does not work
mailbox-refused = user or password refused
mailbox-resting = nobody pulls it now
mailbox-since = since
mailbox-said = It says:
mailbox-to-space = Its letters go to { $space }.
mailbox-by-letter = Each letter goes to the space it names.
mailbox-letters = { $count ->
    [one] { $count } letter
   *[other] { $count } letters
  }
mailbox-left = { $count ->
    [one] { $count } letter stayed there
   *[other] { $count } letters stayed there
  }
mailbox-last = the last
mailbox-folder-reading = reads new letters
mailbox-folder-waiting = waits for new letters
mailbox-folder-polling = looks for new letters from time to time
mailbox-folder-failed = cannot be opened
mailbox-folder-resting = is not read now
imports-title = Imports
mergings-title = Merged people
mergings-empty = Nobody was merged
mergings-empty-lead = Where somebody outside writes from a second address, her page says how the two become one person.
mergings-said = { $it } is { $into }.
mergings-undone = Undone
imports-empty = Nothing was brought in yet
imports-empty-lead = Archives of letters, chats and forums are brought in with "rapport import PATH --space SPACE" on the machine Rapport runs on. Each is listed here and can be taken back.
import-written = { $messages ->
    [one] 1 message
   *[other] { $messages } messages
 }
import-begun = { $conversations ->
    [one] in 1 new conversation
   *[other] in { $conversations } new conversations
 }
import-form-mbox = mbox
import-form-maildir = maildir
import-form-eml = letters
import-form-pipermail = mailing list
import-form-slack = Slack
import-form-discourse = Discourse
import-state-open = runs, or was cut short
import-state-ended = brought in
import-state-undoing = being taken back
import-state-undone = taken back
import-state-part = taken back in part
import-by-machine = From the command line.
import-count-found = Found
import-count-written = Written
import-count-begun = New conversations
import-count-known = Known before
import-count-passed = No messages
import-count-erased = By people who were erased
import-count-unreadable = Unreadable
import-unreadable = What could not be read
import-place = at { $place }
import-stays = { $conversations ->
    [one] 1 conversation stays
   *[other] { $conversations } conversations stay
 }
import-stays-answered = Somebody wrote in it since.
import-stays-drafted = Somebody is writing in it.
import-stays-handled = It was assigned, closed or answered.
import-stays-continued = A sidebar stands beside it, or another conversation continues it.
import-stays-reacted = Somebody reacted to a message in it, or changed one.
import-stays-shared = Somebody was brought in.
import-stays-moved = It was moved to another space.
import-undo = Take it back
import-undo-goes = Its messages go with their files and original letters, conversations in which nothing else stands, and people of whom nothing else is known.
import-undo-stays = A conversation stays whole if somebody built on it: wrote, drafted, reacted, assigned, closed or shared it. This page names it.
import-undo-again = It takes a while in a large archive; others go on working. It can be asked for again, and the archive can be brought in again.
import-undo-sure-label = I am sure
import-undo-do = Take this import back
unreadable-too-long = It is longer than any letter may be
unreadable-no-letter = It is no letter: it has no headers or no date
unreadable-no-writer = Nobody is named as its writer
unreadable-broken = It could not be read
unreadable-partial = The export names more posts than it holds
outbox-title = Outbox
outbox-empty = No letters yet
outbox-empty-lead = Every letter that leaves is listed here, with how it fared.
outbox-caption = Letters of ours, newest first
outbox-retry = Try all that wait now
outbox-relay-rests = The mail relay is given a rest until
outbox-rests = { $domain } is given a rest until
outbox-no-relay = No mail relay is set, so letters wait. Start Rapport with --smtp-relay to send them.
delivery-to = To
delivery-what = What
delivery-state = State
delivery-tries = Tries
delivery-made = Since
delivery-next = Next try
delivery-queued = waits
delivery-sent = sent
delivery-failed = failed
delivery-bounced = came back
delivery-withheld = withheld
bounce-hard = The address does not work
bounce-soft = It may work later
bounce-other = It says nothing about the address
letter-waiting = waits
letter-sorted = sorted
letter-held = held
letter-refused = refused
letter-reason-message = a message
letter-reason-receipt = a receipt
letter-reason-sign-in = a sign-in link
letter-reason-address = a link that proves an address
letter-reason-invitation = an invitation
letter-reason-notice = a notification
letter-reason-digest = a digest
letter-reason-list = a message, by mail as she asked

## Why a letter is held, sorted away or withheld

address-not-ours = No space has this address.
letter-unreadable = We could not read it; the original is kept.
sender-unknown = It names no sender.
sender-is-ours = It claims to come from our own address.
sender-barred = Its sender is on the block list or deactivated.
employee-unproved = It claims to come from a colleague, and nothing proves it.
machine-of-colleague = A machine answers for a colleague; nobody waits for that.
letters-too-many = Too many letters from one address in a short time: two machines may answer each other.
mailbox-letter-too-large = It is too large and stays in its mailbox; here is its head.
mailbox-letter-not-given = The mailbox's server lists it and does not hand it over.
letter-is-ours = It is a letter of our own that came back to us.
letter-in-circle = It passed too many servers; it goes round and round.
proof-waits = It claims to come from a colleague; this cannot be checked just now and is tried again.
challenge = A program asks whether a person wrote to it. Answer it by hand if the letter matters.
read-receipt = It says that a letter was shown to somebody.
complaint = A recipient complained: no more outreach to her.
complaint-of-nothing = A complaint about a letter we do not know.
machine-starts-nothing = A machine wrote it, and it belongs to no conversation.
bounce = It says that a letter of ours came back.
bounce-of-nothing = It says that a letter came back which we do not know.
double = It was here already.
recipient-gone = The recipient is no longer here.
sight-ended = The recipient no longer sees the conversation.
message-gone = The message was deleted before it went.
deactivated = The recipient was deactivated.
erased = It went with a person who was erased.
taken-back = It was taken back before it went.
unsubscribed = The recipient asked for no more of it.
unsubscribe-of-nobody = It asks to stop mail, but we never sent such a letter.
read-meanwhile = The recipient has read it meanwhile.

## Letters

letter-subject-again = Re: { $subject }
letter-inside = Inside: only colleagues see this.
letter-footer = Answer this mail, or read the whole conversation:
letter-conversation = conversation #{ $number }
letter-notice-author = { $name }, { $at }:
letter-notice-more = { $more ->
    [one] One more message stands in the conversation.
   *[other] { $more } more messages stand in the conversation.
 }
letter-why = You get this because { $reasons }.
letter-why-assigned = the conversation was given to you
letter-why-mentioned = you were mentioned
letter-why-replied = somebody answered you
letter-why-brought = you were brought in
letter-why-following = you take part in the conversation
letter-why-started = you asked for new conversations of this space
letter-why-announced = you asked for announcements of this space
letter-list-why = You get every message of { $space } by mail, as you asked.
letter-choices = Choose what you are told by mail:
letter-stop-space = Stop mail about { $space }:
letter-stop-all = Stop all of this mail:
letter-digest-subject = { $house }: { $count ->
    [one] one conversation for you
   *[other] { $count } conversations for you
 }
letter-digest-why = Answer on the web: a digest speaks of many conversations at once.
letter-digest-more = { $more ->
    [one] One more conversation stands on your home page.
   *[other] { $more } more conversations stand on your home page.
 }
letter-receipt = We have your mail, #{ $number }. Somebody at { $house } will read it and answer you.
letter-receipt-more = You need do nothing. If you want to add something, answer this mail.
letter-sign-in-subject = Sign in to { $house }
letter-sign-in = With this link you sign in. It works once, for { $minutes } minutes:
letter-sign-in-not-you = If you did not ask for it, do nothing: nobody comes in without it.
letter-address-subject = Is this your address? { $house } asks
letter-address = Somebody at { $house } says that this address is hers. If that is you, use this link within a day, signed in as yourself:
letter-address-not-you = If it is not you, do nothing: nothing happens without it.
letter-invitation-subject = You are invited to { $house }
letter-invitation = { $house } invites you to talk in one place. With this link you come in:
letter-invitation-days = It works for { $days } days. If you do not know why you got it, do nothing.

## Refusals: their titles

refusal-hidden = There is nothing here
refusal-forbidden = That is not yours to do
refusal-stranger = Sign in first
refusal-moved = It changed meanwhile
refusal-invalid = Something is missing or wrong
refusal-too-often = Too often
status-method = That cannot be done here
status-method-said = The address is right, but not for this. Go back and use the page's own buttons.
status-busy = Very busy
status-busy-said = Too much is waiting at this moment. Nothing was done; try again in a few seconds.
status-large = Too large
status-large-said = What you sent is larger than we take. Send less at once, or smaller files.
status-often-said = You did this very often in a short time. Wait a minute, then try again.
status-unclear = We did not understand that
status-unclear-said = The request cannot be read. In a browser, go back, load the page again, and try once more; a program sends a form, or one JSON object whose fields are texts, numbers or lists of them.
status-fault = Something of ours broke
status-fault-said = It is not your mistake, and it is written down for the administrators. Try again in a moment.

## Refusals: what happened, and what can be done

not-here = Perhaps the address has a typing error, or what was here is not for you to see. We make no difference between the two.
sign-in-first = We do not know who you are. Sign in, then try again.
sign-in-often = There were too many attempts. Wait a minute, then try again, or have a link mailed.
founding-key = This house is founded with the link that Rapport printed when it started. Open that link.
link-spent = This link was used already or is too old. Ask for a new one.
token-unknown = This token is not known here, or it has ended. Make a new one in your settings.
token-scope = Your token may not do this. Make one with a wider scope in your settings.
administrators-only = Only administrators can do that. Ask one of them.
employees-only = Only colleagues can do that.
stewards-only = Only stewards of the space and administrators can change it. Ask one of them.
stewards-start = Only stewards of the space start this kind. Ask one of them, or start another kind.
space-not-open = In this space you cannot start a conversation yourself. Answer one that you take part in, or write to another space.
space-unknown = There is no such space. Choose one from the list.
kind-not-here = This kind is not started in this space. Choose another kind.
conversation-closed = The conversation is closed. Open it again to go on.
accepted-already = It is the accepted answer already. Look at the page again.
closed-already = Somebody closed it meanwhile. Look at the page again.
open-already = It is open already. Look at the page again.
closing-unknown = It cannot be closed for this reason. Choose one from the list.
starter-closes = Only who started the conversation, or a colleague, can close it or open it again.
ours-stay = Somebody of ours has to stay where people from outside read. Bring in a colleague or a unit first.
starter-stays = Who started the conversation stays in it.
announcement-answers-apart = Announcements are not answered in place. Start a conversation of your own about it.
kind-without-owner = This kind of conversation has no owner, so it cannot be assigned.
kind-without-answer = This kind of conversation has no accepted answer.
asker-accepts = Only who asked, or a colleague, can accept an answer.
answered-unknown = The message you answer is not in this conversation. Answer without it.
sidebar-needs-outside = A sidebar stands beside a conversation with people outside. This one is inside already: just write here.
moved-already = It stands in this space already.
moved-again = It was moved again or put back meanwhile, so this cannot be undone. Move it once more instead.
moving-otherwise = Who would see it there changed meanwhile, so it was not moved. Read the lines again, then decide.
moving-outsiders = Somebody outside takes part, and that space is for colleagues only. Choose a space that reaches outside.
moving-nobody = No colleague would see it there. Bring one in first, or choose another space.
sidebar-moves-along = A sidebar goes where the conversation beside it goes. Move that one.
undo-spoken = Something was said since, so it cannot be undone: who saw it before would read what was said without them. Move it once more instead.
undo-rearranged = Somebody was brought in or left since, so it cannot be undone. Move it once more instead.
undo-assigned = It was given to somebody since, so it cannot be undone. Move it once more instead.
undo-sidebar = A sidebar was opened beside it since, so it cannot be undone. Move it once more instead.
merged-already = It goes on in another conversation. Take the two apart first.
not-merged = It goes on in no other conversation. Look at the page again.
merging-itself = That is this conversation itself. Choose another one.
merging-kind = Sidebars and announcements are not merged. Choose another conversation.
merging-reach = One is only for colleagues and the other is not. Such conversations stay apart.
merging-elsewhere = That conversation goes on in another one itself. Merge with that.
merging-closed = That conversation is closed. Open it again first.
persons-same = That is herself. Choose somebody else.
persons-merged = One of them is somebody else already. Look at her page.
persons-gone = One of them was deactivated or erased. Let her in again first.
persons-colleague = A colleague is nobody but herself. Choose somebody outside, and say who she is.
persons-stands-inside = She, or a group of hers, still stands in something inside, from when she was one of us. Remove her there first.
persons-several = She is several persons in one already. Merge the other one into her, or take them apart first.
persons-many = At most { $max } others can be one person. Take one of them apart first.
persons-inside = She would become one of us. Say so on the page that shows what it does.
persons-apart = She is nobody but herself. Look at her page again.
persons-erased = She was erased since, and nothing is left to take apart.
persons-otherwise = Something about them changed meanwhile, so nothing was done. Read the lines again, then decide.
erasure-merged = She was found to be somebody else. Erase that person: both go.
merging-others = Somebody outside takes part there who does not take part here: she would read letters that are not for her. Bring her in here first, or merge the other way round.
merging-brings = Somebody outside takes part here only. Say that she comes into the other one, or let them stay apart.
merging-otherwise = Who takes part changed meanwhile, so nothing was merged. Read the lines again, then decide.
forwarding-inside = This was said among colleagues, so it does not leave the house. Write to her yourself.
forwarding-colleague = That is a colleague's address. Bring her in, or forward it to a space of hers.
forwarding-stopped = She asked for no letters but answers to her own cases, so nothing was sent.
forwarding-address = Her letters go to { $address }. Forward it there.
file-gone = A file that should go along is not here any more. Look at the message again.
audience-moved = Who gets this changed while you wrote, so nothing was sent. Read the new line above the button, then send again.
message-arrived = Somebody wrote while you did, so nothing was sent. Read what is new, then send again.
message-empty = There are no words in it yet. Write something, then send.
message-long = It is longer than { $kib } KiB. Shorten it, or attach it as a file.
message-deleted = The message was deleted meanwhile.
author-edits = Only who wrote a message can edit it.
author-deletes = Only who wrote a message, or a steward, can delete it.
letter-stays = It came as a letter, and a letter stays as it was sent. Write a new message instead.
author-takes-back = Only who wrote a message can take it back.
nothing-to-take-back = No letter carries this message, so there is nothing to take back. You can edit or delete it.
sent-already = It has left the house already. Write once more, and say what was wrong.
file-forgotten = You speak of an attachment, but there is no file. Attach it, or send without one.
time-unknown = We do not understand this time. Choose a day and an hour.
time-past = This time is over. Choose a later one.
time-far = This is more than { $days } days ahead. Choose an earlier time.
planned-many = You have { $max } messages planned already. Give one up, or send this one now.
plan-moved = It was changed or sent meanwhile. Look at the list again.
level-unknown = You can be told at once, in a digest, or never.
hour-unknown = Choose a full hour from 0 to 23.
sender-domain = This house does not write for that domain. Use one of { $domains }.
reaction-unknown = This reaction is not one of ours. Choose one from the row.
address-yours = This address is yours already.
addresses-often = You have asked for many addresses today. Try again tomorrow.
address-link = This link works for a day, for who asked for it. Sign in as yourself, or ask for another letter.
address-of-another = Somebody else here has this address, perhaps you under another name. An administrator can make the two one person.
address-last = Letters need a place to go. Add another address first.
owner-unknown = It can be given to a colleague or a unit. Choose one from the list.
owner-sees-not = Who you chose does not see this conversation. Bring her in with it, or first.
party-unknown = We know nobody and no unit of that name. Check the spelling, or give a mail address.
party-ambiguous = More than one here has that name. Write the whole name, or give a mail address.
party-here-already = She sees this conversation already.
circle-inside-only = This is inside: nobody outside can be added. Start a conversation with her instead.
circle-full = More than { $max } parties cannot take part in one conversation. Bring in a group instead.
group-stands-inside = This group sees conversations that are only for colleagues, so nobody outside can join it. Make another group.
units-are-for-employees = Units are for colleagues. Put people outside into a group or an organization.
party-kind = It can be a unit, a group or an organization. Choose one of the three.
unit-deep = Units can hang { $max } deep. Hang it higher up.
unit-loop = A unit cannot hang below itself. Choose another place.
erasure-name = That is not the name that stands here. Type it exactly, or leave it as it is.
erasure-own = You erase yourself in your settings.
original-erased = The original letter went with somebody who was erased.
import-undone = This import is being taken back, or was. Bring the archive in again for a new one.
import-unknown = There is no import of this number. "rapport import list" shows them.
import-by = No employee has this address.
import-undo-sure = Say that you are sure: what is taken back is gone from here.
last-administrator = Somebody must be administrator. Give somebody else the hat first.
address-form = That does not look like a mail address. Check it, such as maya@example.org.
address-taken = Somebody here has that address already. Sign in with it, or use another.
address-unknown = Nobody here has that address.
address-blocked = This address is on the block list. Take it off first, on the person's page.
colleagues-tend-themselves = Colleagues see to their own addresses, in their settings.
addresses-work = Nothing is marked: letters reach her.
colleagues-are-not-blocked = Colleagues cannot be blocked. Deactivate her instead, if she left.
name-taken = That name is taken. Choose another.
slug-form = Use small letters, digits and inner hyphens, at most { $max } of them.
reopen-days-range = From 0 to { $max } days.
kinds-empty = Choose at least one kind that can be started.
field-empty = This is empty. Fill it in.
field-long = This is longer than { $max } characters. Shorten it.
field-number = This must be a number.
password-short = A password needs { $min } characters or more. A short sentence is best.
password-long = A password has at most { $max } characters.
password-wrong = The address and the password do not belong together. Try again, or leave the password empty to get a link.
theme-unknown = The theme can be light, dark or that of your device.
zone-unknown = We do not know this time zone. Write it such as Europe/Lisbon.
scope-unknown = A token can have the scopes { $scopes }. Choose at least one.
file-large = The file is larger than { $mib } MiB. Send a link to it, or a smaller one.
files-many = More than { $max } files do not fit into one message. Send them in two.
cursor-unknown = The address of this page of the list is broken. Begin at the top of the list.
list-unknown = There is no such list. Choose all, mine, unassigned or unanswered.
letters-often = Too many letters at once. Wait a moment, then send the rest.
letter-sorted-already = This letter was sorted already.
query-empty = There is nothing to look for yet. Write a word.
query-long = That is longer than { $max } characters. Look for fewer words.
query-terms = That is more than { $max } words and filters. Look for fewer.
query-value = We do not know { $value } behind { $operator }. Write one like these: { $known }.

# Search
search-title = Search
search-newest = Newest first, among what you may see.
search-best = Best first, among what you may see.
search-to-best = Best first
search-to-newest = Newest first
search-busy = Something is still being indexed; for a moment a result may be missing.
search-empty = What are you looking for?
search-nothing = Nothing was found
search-help = Words, "whole phrases", -without; from:dora, to:maya, unit:wheels, in:support, kind:case, is:open (closed, answered, unanswered, mine, unread), has:file, before:2026-11-01, after:2026-10-01.
search-results = Results
search-feed = { $q } at { $house }
key-other-request = This Idempotency-Key stood for another request. Repeat that one as it was, or take a new key.
key-under-way = The first request under this Idempotency-Key is still under way. Ask again in a moment.

# The observatory: who waits, what is measured, and what people agree to.
waiting-title = Who waits
waiting-lead = Everybody outside who spoke last and waits for an answer of ours, the longest first. Closing the conversation leaves her here. No words are read, so a thank-you stands here, too: a word back, or an answer she accepts, takes her off.
waiting-lists = Who is listed
waiting-all = All who wait
waiting-first = Never answered
waiting-caption = People who wait
waiting-csv = As a spreadsheet
waiting-since = Since
waiting-person = Who
waiting-subject = What about
waiting-space = Where
waiting-owner = Whose it is
waiting-closed = Closed
waiting-number = Number
waiting-for = How it stands
waiting-for-first = waits for a first answer
waiting-for-another = waits for another answer
waiting-closed-unanswered = closed without an answer
waiting-closed-behind = closed behind her last words:
waiting-next = Those who wait less long
waiting-nobody = Nobody waits
waiting-nobody-lead = Whoever writes to us from outside stands here until somebody answers.
observatory-title = Observatory
observatory-lead = Where the walls are and whether we talk with our market, from who answered whom and when. It says nothing of single people, and nothing of what does not pass through this house.
observatory-window = Four weeks, from { $from } to { $until } by UTC.
observatory-group = No number speaks of fewer than { $people } people.
observatory-walls-caption = How ties lie between units
observatory-dialogue = Talking with the market
observatory-dialogue-caption = How conversations with people outside go
observatory-units-caption = How closed each unit is: a silo of 1 turns to nobody else, one of 0 as much as by chance, below it more
observatory-units-lead = A unit's name leads to what its people wrote in these weeks, as far as you may open it; that of several units to them.
observatory-unit = Unit
observatory-gate = Gate
observatory-one-gate = one person carries more than half
observatory-matrix = Unit by unit
observatory-matrix-caption = Who turns to whom, against what both give and take: 1 as expected, below it a wall. Empty cells are not said.
observatory-matrix-caption-near = Who turns to whom, against what both give and take: 1 is the middle of these pairs. Empty cells are not said.
observatory-matrix-title = Who turns to whom, more or less than expected
observatory-matrix-says = Orange is a wall: { $walls ->
        [0] none
        [one] one
       *[other] { $walls }
    } of { $pairs } pairs of units turn to each other less than half as much as what both give and take would let expect, where blue is more; hatched pairs are not said, for too few people stand behind them, and no colour says why.
observatory-matrix-says-near = 1 is the middle of these pairs, for whoever is so near turns to each other more than to the house. Orange is a wall: { $walls ->
        [0] none
        [one] one
       *[other] { $walls }
    } of { $pairs } pairs turn to each other less than half as much as that, against what both give and take, where blue is more; hatched pairs are not said, for too few people stand behind them, and no colour says why.
observatory-scale-under = a quarter or less
observatory-scale-over = four times or more
observatory-as-table = As a table
observatory-map = Map
observatory-map-title = Map of units, their walls and the ties between them
observatory-map-says = { $inside } of all ties run inside a unit, where chance alone would give { $chance }; what is said by phone or over a desk is not in it, nor is a unit too small to be spoken of.
observatory-map-says-bare = Who turns to whom between units, as far as it may be said; what is said by phone or over a desk is not in it, nor is a unit too small to be spoken of.
observatory-map-says-within = { $units } units of { $name } with { $people } people, and who turns to whom between them as far as it may be said; ties to the rest of the house are not in it, nor is a unit too small to be spoken of.
observatory-within = Within
observatory-matrix-groups = What stays inside a unit is in no cell: that of a group with itself is of ties between different units of it.
observatory-map-grouped = A circle with a bold name stands for all units below it, and leads to them.
observatory-map-largest = The { $drawn } largest of { $all } are drawn; the spreadsheet has all of them.
observatory-map-heaviest = Of { $all } pairs of units with ties between them, the { $drawn } heaviest are drawn.
observatory-mark = { $name }: { $people } people, silo { $silo }
observatory-mark-group = { $name }: { $people } people in { $units } units, silo { $silo } in the mean
observatory-legend = How to read the map
observatory-legend-area = Area: people
observatory-legend-closed = Ring: the wall, the thicker the more closed
observatory-legend-open = Dashed: more open than by chance
observatory-legend-unsaid = Dotted: what it turns to cannot be said without telling of few
observatory-legend-tie = Line: ties, the wider the more
observatory-ties = The ties as a table
observatory-ties-caption = Ties between two units, in the directions that may be told, the heaviest first
observatory-other = and
observatory-tie-count = Ties
observatory-trends = Over time
observatory-trend-segregation = From { $from } on { $since } to { $now } on { $day }, where 1 is nobody turning to another unit and 0 is chance; it does not say which wall is one too many.
observatory-trend-segregation-once = { $now } on { $day }, where 1 is nobody turning to another unit and 0 is chance; it does not say which wall is one too many.
observatory-trend-answered = From { $from } on { $since } to { $now } on { $day }, whoever still waits counted as waiting; it does not say whether the answer was any good.
observatory-trend-answered-once = { $now } on { $day }, whoever still waits counted as waiting; it does not say whether the answer was any good.
observatory-trend-waiting = From { $from } on { $since } to { $now } on { $day }; it does not say how long they waited.
observatory-trend-waiting-once = { $now } on { $day }; it does not say how long they waited.
observatory-clocks-title = How soon those who asked were answered
observatory-clocks-say = { $hour } of those who asked had an answer within an hour and { $days } within three days, whoever still waits counted as waiting; the thin line is how sure that is, and nothing here says whether the answer was any good.
observatory-clocks-say-bare = How soon those who asked were answered, whoever still waits counted as waiting; the thin line is how sure that is, and nothing here says whether the answer was any good.
observatory-panel-title = Talking with the market, or at it
observatory-panel-says = The longer each bar, the more it is a dialogue; no bar outweighs another, and they are not added up. The last is of the questions and cases of twelve weeks, of colleagues too: decided within sixty days, and those who raised them told within two weeks of it; whether they liked what they heard, no bar says.
panel-broadcast = Messages that are no announcements
panel-answered-within-24h = Answered within a day
panel-initiative-balance = Both sides begin alike
panel-talks-with-market = Colleagues who answered somebody outside
panel-first-answer-by-peer = First answered by another customer
panel-loop-closed = What was raised is decided and told
trend-waiting = People who wait for a first answer
observatory-voice-title = People, or a desk
observatory-voice-says = Of our messages to people outside, those a person signs and those that are not almost what was sent before; the thin line is how sure that is, and a good template is better than a bad letter. What they say is kept nowhere.
voice-signed = Signed by a person
voice-templated = Not almost sent before
observatory-fair-title = Who waits longer
observatory-fair-says = Answered within a day, by the way people came and where they stand: of two the one that is answered worst had { $share } of the share of the best; below two thirds something is wrong, and no bar says what. A group too small to be spoken of has no bar.
observatory-fair-says-bare = Answered within a day, by the way people came and where they stand. A group too small to be spoken of has no bar.
fair-answered-by-mail = By mail
fair-answered-on-page = On our pages
fair-answered-customers = Customers
fair-answered-partners = Partners
fair-answered-public = Everybody else
observatory-seldom = Whether people speak or a desk does, and who waits longer, is said of every fourth window:
observatory-parts = Look into:
observatory-day = %-d %b
observatory-date = %-d %b %Y
observatory-hours = { $hours ->
        [one] 1 hour
       *[other] { $hours } hours
    }
observatory-who-waits = Who waits now
observatory-headline-closed = ties cross from unit to unit { $share } less often than if everybody turned to anybody alike
observatory-headline-open = ties cross from unit to unit { $share } more often than if everybody turned to anybody alike
observatory-headline-even = units make hardly a difference to who turns to whom
observatory-headline-answered = { $share } of those who asked us were answered within a day
observatory-headline-both = In these four weeks { $walls }, and { $answered }.
observatory-headline-one = In these four weeks { $said }.
observatory-headline-none = Too few people stand behind these four weeks to say anything of the whole house.
observatory-conversations = Conversations behind it
observatory-older = The window before
observatory-newer = The window after
observatory-all-figures = All figures of the dialogue
observatory-all-walls = All figures of the walls
observatory-all-windows = { $windows ->
        [one] One window
       *[other] { $windows } windows
    }
observatory-whole = The whole house
observatory-units-of = { $units } units
observatory-units-more = { $more } more stand in the spreadsheet.
observatory-gates = in { $gates } of its units
observatory-above = Part of
observatory-from = Who turns
observatory-to = To whom
observatory-density = Ties of those that could be
observatory-lift = Against expected
observatory-window-end = Until
observatory-version = Version of its definition
observatory-low = At least
observatory-high = At most
observatory-lacking = Why there is no number
observatory-windows = Windows
observatory-until = until
observatory-figure = Measure
observatory-value = Value
observatory-bounds = 95 % between
observatory-n = Of how many
observatory-empty = Nothing was measured yet
observatory-empty-soon = A window of four weeks closes each week. The first one closes when four whole weeks have passed since the day the notice names.
observatory-empty-notice = Nothing is measured before the house has told its people what, and how it protects them. An administrator publishes that.
figure-e-i = E-I
figure-help-e-i = Ties between units less ties within, over all. It depends on the sizes of units: compare it with what chance gives.
figure-e-i-expected = E-I by chance
figure-e-i-weighted = E-I by weight
figure-e-i-undirected = E-I of pairs
figure-e-i-by-chance = As closed by chance
figure-help-e-i-by-chance = The share of shuffles of the units that are as closed as we are. Small means that units and ties belong together.
figure-segregation = Segregation
figure-help-segregation = 1: nobody turns to another unit. 0: as by chance.
figure-modularity = Modularity of the units
figure-assortativity = Assortativity of the units
figure-reciprocity = Ties that go both ways
figure-agreement = Units and the groups that emerge agree
figure-silo = Silo
figure-answered-within-1h = Answered within an hour
figure-answered-within-8h = Answered within eight hours
figure-answered-within-24h = Answered within a day
figure-help-answered-within-24h = Whoever still waits counts as waiting.
figure-answered-within-72h = Answered within three days
figure-answer-median-hours = Hours until half were answered
figure-settled-within-72h = Settled within three days
figure-reopened = Ends that did not hold
figure-first-answer-by-peer = First answered by another customer
figure-closure-ratio = Closed for each opened
figure-waiting = Waiting for a first answer at its end
figure-broadcast = Announcing instead of answering
figure-dead-ends = Announcements nobody can answer
figure-reply-ratio = Messages of ours that answer somebody
figure-deep-threads = Conversations that go back and forth
figure-initiative-balance = Who begins: -1 only they, +1 only we
figure-word-balance = Our share of the words
figure-talks-with-market = Colleagues who answered somebody outside
figure-cross-functional = Conversations with two units of ours
figure-hand-offs = Hands it passed before the answer
figure-signed = Messages of ours that a person signs
figure-help-signed = A desk signs where a unit, the house or "the team" stands below it and no name.
figure-templated = Messages of ours almost sent before
figure-help-templated = Nine tenths alike to one of the ninety days before, five words and more. What they say is kept nowhere.
figure-fair-by-channel = Worst over best, by the way people came
figure-help-fair-by-channel = Of the shares answered within a day. Below two thirds something is wrong.
figure-answered-by-mail = Answered within a day: by mail
figure-answered-on-page = Answered within a day: on our pages
figure-fair-by-side = Worst over best, by where people stand
figure-answered-customers = Answered within a day: customers
figure-answered-partners = Answered within a day: partners
figure-answered-public = Answered within a day: everybody else
figure-decided = Decided within sixty days
figure-help-decided = Of questions and cases of twelve weeks, those that ended in a decision or an accepted answer. What is still open counts as undecided.
figure-told = Told what came of it
figure-help-told = Of those whose matter was decided, who had a word of ours behind her own last, at most two weeks after it. A thank-you nobody answered counts as a word of hers.
figure-loop-closed = Decided and told
figure-changed = Decided by doing something
figure-help-changed = The rest was decided by an answer or a no. It says that something was done for whoever raised it, not that we do things otherwise since.
lacking-elsewhere = said of other windows
lacking-no-people = nobody is in a unit
lacking-no-ties = nobody turned to anybody
lacking-one-unit = all are in one unit
lacking-only-singles = each is a unit of one
lacking-no-contacts = no ties
lacking-no-records = nothing to count
lacking-too-few = too few people to say
lacking-not-reached = not reached yet
lacking-too-many-units = too many units for a table
lacking-no-room = nothing could differ
lacking-too-large = too much to add up
notice-title = What we measure
notice-lead = Nothing is measured about colleagues before this is published; everybody reads it in the settings and on the observatory.
notice-words = The notice
notice-proposal = We count who answers whom, how long people wait and what comes of what they ask, us included, to see where walls stand between our units and whether we talk with those outside. We count messages, and which of ours to people outside a person signs and which repeat one from before; what they say is looked at for nothing else, and kept nowhere but where you wrote it. Numbers speak of groups only, the same for everybody here, the management included; nobody sees numbers about another person. Each of us may leave at any time, in the settings, without giving a reason; whoever leaves is in no number computed after.
notice-group-min = The least group
notice-group-help = No number speaks of fewer people than this. Five at least. It can be raised later, never lowered.
notice-counts-from = Counted from
notice-counts-help = What was written before this day counts in nothing.
notice-publish = Publish it
notice-end = End it
notice-end-help = Nothing more is measured then, and what was counted for it is deleted. What was published stays.
notice-since = Published
terms-title = What is counted of you
terms-lead-inside = Whether you are in the numbers of the observatory.
terms-lead-outside = Your conversations are there to serve you. Whether you count in anything else is yours to say.
terms-do = Choose it
terms-no-notice = Nothing is measured: the house has not published what it would.
terms-aggregates = Numbers about groups
terms-aggregates-in = Count me in
terms-aggregates-out = Leave me out
terms-aggregates-help = Whoever leaves is out of all that is counted at once, as if she had not been there.
terms-personal = Numbers about yourself
terms-personal-in = Compute them, for me alone
terms-personal-out = Do not compute them
terms-personal-help = Nobody else ever sees them.
terms-agreement = What you agree to
terms-service-only = Serve me, and nothing else (SD-BASE)
terms-counted-too = Serve me, and count me in numbers about groups (SD-BASE-A)
terms-agreement-help = You can end it here as easily as you made it.
terms-by-notice = Colleagues choose under the house's notice. You can leave it in your settings.
terms-by-agreement = This is for colleagues. What you agree to stands in your settings.
terms-so-already = It is so already.
terms-choice = Say whether you are in or out.
agreement-unknown = We do not know this agreement. Choose one from the list.
notice-empty = Say what is measured, and how people are protected.
notice-long = The notice may have { $max } characters. Shorten it.
notice-group = A group has between { $min } and { $max } people. Choose a number between them.

# A person's own mirror: hers alone.
mirror-title = My mirror
mirror-lead = Your reach, your answers, whom you never meet. Only you see this page: for everybody else, administrators too, it does not exist.
mirror-lead-outside = What you asked us, and how it was answered. Only you see this page.
mirror-empty = Nothing is computed about you
mirror-left = You chose that no numbers about yourself are computed. You can have them back any time.
mirror-come-back = Choose it anew
mirror-no-notice = Nothing is computed before the house has told its people what it measures.
mirror-since = Since { $day }: the four weeks of the observatory's newest window, and what came since. What is said by phone or over a desk is not in it.
mirror-kept = Computed just now from what you may see, and kept nowhere. It compares you with nobody.
mirror-reach = My reach
mirror-i-turned = I turned to
mirror-turned-to-me = Turned to me
mirror-outside = Outside the house
mirror-people-few = fewer than may be spoken of
mirror-people = { $people ->
        [0] nobody
        [one] one colleague
       *[other] { $people } colleagues
    }
mirror-outsiders = { $people ->
        [0] nobody
        [one] one person
       *[other] { $people } people
    }
mirror-of-organizations = { $organizations ->
        [0] of no organization we know
        [one] of one organization
       *[other] of { $organizations } organizations
    }
mirror-no-ties = You left the numbers about groups, so that it is not kept who turned to whom.
mirror-reach-title = Units I am in conversation with
mirror-reach-says = Of the units that are not yours, those of whom somebody takes part in a conversation you wrote in; it does not say how often, nor that it should be more.
mirror-reach-met = { $met } of { $units }
mirror-answers = My answers
mirror-my-questions = What I asked
mirror-waiting = Still waiting
mirror-waits-since = Since
mirror-asked-me = { $asked ->
        [0] Nobody waited for an answer of yours, asked by name or where an answer is waited for.
        [one] Somebody waited for your answer once, asked by name or where an answer is waited for: { $answered ->
                [0] you have not answered
               *[other] you answered
            }.
       *[other] Somebody waited for your answer { $asked } times, asked by name or where an answer is waited for: you answered { $answered ->
                [0] none of them
                [one] once
               *[other] { $answered } times
            }{ $elsewhere ->
                [0] {""}
               *[other] , and { $elsewhere } times a colleague did, or it was closed
            }.
    }
mirror-i-asked = { $asked ->
        [0] You have asked nothing where an answer is waited for.
        [one] You waited for an answer once; { $answered ->
                [0] there was none
               *[other] there was one
            }.
       *[other] You waited for an answer { $asked } times; { $answered ->
                [0] there was none
                [one] once there was one
               *[other] { $answered } times there was one
            }.
    }
mirror-median = Half of it was answered within { $time }, whatever still waits counted as waiting.
mirror-median-none = Half of it is not answered yet.
mirror-cut = Of the newest { $most } conversations.
mirror-minutes = { $n ->
        [one] one minute
       *[other] { $n } minutes
    }
mirror-hours = { $n ->
        [one] 1 hour
       *[other] { $n } hours
    }
mirror-days = { $n } days
mirror-answers-title = How soon I answered
mirror-answers-says = The share you answered within that time, whatever still waits counted as waiting. Where a colleague answered somebody outside, or it was closed, your time stops without an answer.
mirror-answered-title = How soon I was answered
mirror-answered-says = The share of your questions that was answered within that time, whatever still waits counted as waiting.
mirror-never = Whom I never meet
mirror-never-none = There is no unit and no partner you had nothing to do with.
mirror-never-says = Units and partners of whom nobody takes part in a conversation you wrote in, by name.
mirror-never-units = Units
mirror-never-partners = Partners
mirror-visit = Look into { $space }
mirror-begin = What I begin, and whom my words reach
mirror-begun-by-me = { $n ->
        [0] You began no conversation.
        [one] You began one conversation.
       *[other] You began { $n } conversations.
    }
mirror-begun-by-others = { $n ->
        [0] You wrote in none that others began.
        [one] You wrote in one that others began.
       *[other] You wrote in { $n } that others began.
    }
mirror-market = { $messages ->
        [0] You wrote nothing that people outside read
        [one] You wrote one message that people outside read, of { $words } words
       *[other] You wrote { $messages } messages that people outside read, { $words } words in { $conversations ->
            [one] one conversation
           *[other] { $conversations } conversations
        }
    }, and { $inside ->
        [0] nothing that stays inside
        [one] one message that stays inside
       *[other] { $inside } messages that stay inside
    }.
mirror-balance-title = Beginning, and talking outward
mirror-balance-says = Of the conversations you wrote in, those you began; of your messages, those that people outside read. Neither is better for being larger.
mirror-balance-begun = Conversations I began
mirror-balance-outside = Messages people outside read
mirror-to-people = Colleagues I turned to
mirror-units-met = Other units in my conversations
mirror-by-people = Colleagues who turned to me
mirror-units-all = Other units
mirror-outside-people = People outside in my conversations
mirror-outside-organizations = Their organizations
mirror-begun-me = Conversations I began
mirror-begun-others = Conversations others began
mirror-words-outside = Messages of mine that people outside read
mirror-words-count = Their words
mirror-words-inside = Messages of mine that stay inside
mirror-questions = Questions
mirror-answered = Answered
mirror-median-hours = Hours until half were answered
mirror-waiting-count = Still waiting
mirror-unmet = Never met
notice-group-lower = Numbers speak of groups of { $min } at least, as was promised before. Choose { $min } or more.
notice-none-stood = For some time since this day no notice stood, and what was written then counts in nothing. Choose a later day, or none.
notice-to-come = This day is still to come. Choose today or a day before.
notice-none = No notice is published.
day-unknown = Write the day like 2026-11-26.
