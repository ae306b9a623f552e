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
channel-mail = by mail
channel-web = on the web
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
audience-public = Everyone can read this, also without signing in.

## Home

home-title = Home
home-needs = What needs you
home-yours = Your conversations
home-assigned = Given to you
home-mentioned = You were mentioned
home-replied = Answered what you asked
home-brought = You were brought in
home-mine = Assigned to me
home-unanswered = Unanswered in my spaces
home-longest = the longest since
home-nobody-waits = nobody waits
home-quiet = Nothing needs you
home-quiet-lead = What is assigned to you, mentions you or answers you will stand here.
home-empty = Nothing here yet
home-empty-lead = What you ask and what you are brought into will stand here.

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
composer-attached = attach,enclosed,anbei,adjunt
composer-forgot = You speak of an attachment, but no file is attached. Send it anyway?
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
message-answers = an answer
message-edited = edited
message-mailed = sent by mail
message-tombstone = This message was deleted.
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
note-package = The words came in Outlook's own package, winmail.dat.
note-shortened = It is too large to be shown whole. The letter as it came has everything.
note-letter = Attached letter: { $subject }, from { $from }.
note-event = A date for the calendar
note-event-request = Invitation
note-event-cancel = Called off
note-event-reply = Answer to an invitation
note-event-what = What
note-event-when = When
note-event-where = Where
note-event-who = By
note-event-repeats = { $when }, again and again
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
person-since = Known since
person-unproved = not proved yet
person-deactivated = deactivated
person-deactivate = Deactivate
person-reactivate = Let in again
person-hat-on = Make administrator
person-hat-off = Take the administrator's hat
person-block = Block: keep letters, wake nobody
person-unblock = Unblock

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
outbox-title = Outbox
outbox-empty = No letters yet
outbox-empty-lead = Every letter that leaves is listed here, with how it fared.
outbox-caption = Letters of ours, newest first
outbox-retry = Try all that wait now
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
letter-waiting = waits
letter-sorted = sorted
letter-held = held
letter-refused = refused
letter-reason-message = a message
letter-reason-receipt = a receipt
letter-reason-sign-in = a sign-in link
letter-reason-invitation = an invitation

## Why a letter is held, sorted away or withheld

address-not-ours = No space has this address.
letter-unreadable = We could not read it; the original is kept.
sender-unknown = It names no sender.
sender-is-ours = It claims to come from our own address.
sender-barred = Its sender is on the block list or deactivated.
employee-unproved = It claims to come from a colleague, and nothing proves it.
machine-starts-nothing = A machine wrote it, and it belongs to no conversation.
bounce = It says that a letter of ours came back.
bounce-of-nothing = It says that a letter came back which we do not know.
double = It was here already.
recipient-gone = The recipient is no longer here.
sight-ended = The recipient no longer sees the conversation.
message-gone = The message was deleted before it went.
deactivated = The recipient was deactivated.

## Letters

letter-subject-again = Re: { $subject }
letter-inside = Inside: only colleagues see this.
letter-footer = Answer this mail, or read the whole conversation:
letter-conversation = conversation #{ $number }
letter-receipt = We have your mail, #{ $number }. Somebody at { $house } will read it and answer you.
letter-receipt-more = You need do nothing. If you want to add something, answer this mail.
letter-sign-in-subject = Sign in to { $house }
letter-sign-in = With this link you sign in. It works once, for { $minutes } minutes:
letter-sign-in-not-you = If you did not ask for it, do nothing: nobody comes in without it.
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
status-unclear-said = The request cannot be read. Go back, load the page again, and try once more.
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
starter-stays = Who started the conversation stays in it.
announcement-answers-apart = Announcements are not answered in place. Start a conversation of your own about it.
kind-without-owner = This kind of conversation has no owner, so it cannot be assigned.
kind-without-answer = This kind of conversation has no accepted answer.
asker-accepts = Only who asked, or a colleague, can accept an answer.
answered-unknown = The message you answer is not in this conversation. Answer without it.
sidebar-needs-outside = A sidebar stands beside a conversation with people outside. This one is inside already: just write here.
audience-moved = Who gets this changed while you wrote, so nothing was sent. Read the new line above the button, then send again.
message-arrived = Somebody wrote while you did, so nothing was sent. Read what is new, then send again.
message-empty = There are no words in it yet. Write something, then send.
message-long = It is longer than { $kib } KiB. Shorten it, or attach it as a file.
message-deleted = The message was deleted meanwhile.
author-edits = Only who wrote a message can edit it.
author-deletes = Only who wrote a message, or a steward, can delete it.
letter-stays = It came as a letter, and a letter stays as it was sent. Write a new message instead.
reaction-unknown = This reaction is not one of ours. Choose one from the row.
owner-unknown = It can be given to a colleague or a unit. Choose one from the list.
owner-sees-not = Who you chose does not see this conversation. Bring her in first.
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
last-administrator = Somebody must be administrator. Give somebody else the hat first.
address-form = That does not look like a mail address. Check it, such as maya@example.org.
address-taken = Somebody here has that address already. Sign in with it, or use another.
address-unknown = Nobody here has that address.
address-blocked = This address is on the block list. Take it off first, on the person's page.
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
query-value = We do not know { $value } behind { $operator }. Leave it out, or choose another.

# Search
search-title = Search
search-newest = Newest first, among what you may see.
search-best = Best first, among what you may see.
search-to-best = Best first
search-to-newest = Newest first
search-busy = Somebody was just brought in or left; for a moment a result may be missing.
search-empty = What are you looking for?
search-nothing = Nothing was found
search-help = Words, "whole phrases", -without; from:dora, to:maya, in:support, kind:case, is:open (closed, answered, unanswered, mine, unread), has:file, before:2026-11-01, after:2026-10-01.
search-results = Results
search-feed = { $q } at { $house }
key-under-way = The first request under this Idempotency-Key is still under way. Ask again in a moment.
