# The clinic's rules, as staff see and change them: vets, services, opening hours, closures.

button-rename = ✏️ Rename
rules-left = Cancelled. Nothing has changed.
length-days = { $days ->
        [one] 1 day
       *[other] { $days } days
    }
length-hours = { $hours } h
length-minutes = { $minutes } min

# Vets

vets = 👩‍⚕️ <b>Vets</b>
    Tap one to rename them, or to take them off duty. With one vet on duty nobody is asked with whom.
vets-vet = { $name }{ $duty ->
        [off] {" "}(off duty)
       *[on] {""}
    }
vets-add = ➕ Add a vet
vets-placeholder = The name, as owners read it
vets-ask-new = { $who }, what is the new vet called? Reply to this message; owners read the name. /cancel leaves it as it is.
vets-ask-name = { $who }, what should { $name } be called from now on? Reply to this message; owners read the name. /cancel leaves it as it is.
vets-added = ✅ { $name } takes appointments from now on, by the clinic's hours.
vets-renamed = ✅ { $before } is called { $name } now, also in appointments that are booked already.
vet = 👩‍⚕️ <b>{ $name }</b> { $duty ->
        [off] is off duty: nobody can book with them.
       *[on] is on duty.
    }
vet-visits = { $count ->
        [0] No appointment lies ahead.
        [one] One appointment lies ahead. It stays as it is: tap it for its card.
       *[other] { $count } appointments lie ahead. They stay as they are: tap one for its card.
    }
vet-on = 🟢 Back on duty
vet-off = 🔴 Off duty
vet-off-question = <b>Take { $name } off duty?</b> From then on nobody can book with them. What is booked stays booked: please phone those owners, or cancel at the cards.
vet-off-yes = Yes, off duty
vet-hours = 🕘 Hours
toast-on-duty = { $name } is on duty: owners can book with them.
toast-off-duty = { $name } is off duty. What is booked stays booked.

# Services

services = 🩺 <b>Services</b>
    Tap one to change it.
services-service = <b>{ $name }</b>{ $offered ->
        [no] {" "}(off)
       *[yes] {""}
    }: { $duration }{ $buffer ->
        [none] {""}
       *[other] {" "}+ { $buffer } pause
    }{ $notice ->
        [none] {""}
       *[other] , { $notice } notice
    }{ $price ->
        [none] {""}
       *[other] {" "}· { $price }
    }
services-add = ➕ Add a service
services-placeholder = Your answer
services-new-name = { $who }, what is the new service called? Reply to this message; owners read the name. /cancel leaves everything as it is.
services-new-duration = { $who }, how long does { $name } take? Reply to this message, for example with 20 or 1 h 30. /cancel leaves everything as it is.
services-added = ✅ { $name } can be booked from now on. Price, pause and notice are behind the buttons.
services-saved = ✅ Saved: { $name }. What is booked already keeps its time and its length.
services-unreadable-length = I can't read “{ $typed }” as a length of time. Write it like 45, 45 min, 1 h 30, 24h or 2 d.
services-unreadable-price = I can't read “{ $typed }” as a price. Write it like 60 or 60.50, or - for no price.
service = 🩺 <b>{ $name }</b>{ $offered ->
        [no] {" "}is off: owners can't book it.
       *[yes] {""}
    }

    ⏱ Duration: { $duration }
    🧹 Pause afterwards: { $buffer ->
        [none] none
       *[other] { $buffer }
    }
    ⏳ Notice: { $notice ->
        [none] none
       *[other] { $notice }
    }
    💶 Price: { $price ->
        [none] none
       *[other] { $price }
    }
service-visits = { $count ->
        [0] No appointment of this kind lies ahead.
        [one] One appointment of this kind lies ahead. Whatever you change here, it keeps its time and its length.
       *[other] { $count } appointments of this kind lie ahead. Whatever you change here, they keep their time and their length.
    }
service-edit-duration = ⏱ Duration
service-edit-buffer = 🧹 Pause
service-edit-minimum-notice = ⏳ Notice
service-edit-price = 💶 Price
service-off = 🔴 Off: take no bookings
service-on = 🟢 On: take bookings
service-ask-name = { $who }, what should { $name } be called from now on? Reply to this message; owners read the name. /cancel leaves it as it is.
service-ask-duration = { $who }, how long does { $name } take? It is { $now } now. Reply to this message, for example with 45 or 1 h 30. /cancel leaves it as it is.
service-ask-buffer = { $who }, how long a pause does the vet need after { $name }? { $now ->
        [none] There is none now.
       *[other] It is { $now } now.
    } Reply to this message, for example with 15, or - for none. /cancel leaves it as it is.
service-ask-minimum-notice = { $who }, how long ahead must owners book { $name }? { $now ->
        [none] Up to the last moment now.
       *[other] It is { $now } now.
    } Reply to this message, for example with 24h or 2 d, or - for up to the last moment. /cancel leaves it as it is.
service-ask-price = { $who }, what does { $name } cost? { $now ->
        [none] It has no price now.
       *[other] It is { $now } now.
    } Reply to this message, for example with 60 or 60.50, or - for no price. /cancel leaves it as it is.
toast-offered = { $name } can be booked.
toast-not-offered = { $name } is off the list. What is booked stays booked.

# Opening hours

hours = 🕘 <b>Opening hours</b>
    Tap a day to change it.
hours-of-vet = 🕘 <b>{ $name }</b> { $own ->
        [yes] has hours of their own.
       *[no] works by the clinic's hours. Change a day, and they have hours of their own.
    }
hours-line = { $day }: { $hours ->
        [none] closed
       *[other] <b>{ $hours }</b>
    }
hours-others = Hours of their own: { $names }
hours-outside-week = { $count ->
        [one] ⚠️ One booked appointment lies outside these hours; its day is marked.
       *[other] ⚠️ { $count } booked appointments lie outside these hours; their days are marked.
    }
hours-clinic = The clinic
hours-as-clinic = ↩️ As the clinic
hours-day = 🕘 <b>{ $day }</b>{ $name ->
        [none] {""}
       *[other] {" "}· { $name }
    }
    { $hours ->
        [none] Closed
       *[other] { $hours }
    }{ $own ->
        [no] {" "}(as the clinic)
       *[yes] {""}
    }
hours-type = ✏️ Type hours
hours-close = Closed
hours-copy = 📋 Copy to other days
hours-placeholder = 9-12:30, 13:30-18
hours-ask = { $who }, when is { $day }{ $name ->
        [none] {""}
       *[other] {" "}for { $name }
    }? Now: { $now ->
        [none] closed.
       *[other] { $now }.
    } Reply to this message, for example with <code>9-12:30, 13:30-18</code> or <code>closed</code>. You see what it means before anything is saved. /cancel leaves it as it is.
hours-unreadable = I can't read “{ $typed }” as opening hours. Write them like 9-12:30, 13:30-18 – or closed.
hours-preview = 🕘 <b>{ $day }</b>{ $name ->
        [none] {""}
       *[other] {" "}· { $name }
    }
    New: { $hours ->
        [none] <b>closed</b>
       *[other] <b>{ $hours }</b>
    }{ $now ->
        [unsaid] {""}
        [none] {""}
            Until now: closed
       *[other] {""}
            Until now: { $now }
    }
hours-become-own = { $name } then has hours of their own: the clinic's on all other days, and no longer changed with them.
hours-outside = { $count ->
        [0] No booked appointment lies outside these hours.
        [one] ⚠️ <b>One appointment lies outside these hours.</b> It stays booked: tap it to phone the owner, or to cancel it.
       *[other] ⚠️ <b>{ $count } appointments lie outside these hours.</b> They stay booked: tap one to phone the owner, or to cancel it.
    }
hours-outside-now = ⚠️ { $count ->
        [one] <b>One appointment lies outside these hours.</b> It is still booked: tap it to phone the owner, or to cancel it.
       *[other] <b>{ $count } appointments lie outside these hours.</b> They are still booked: tap one to phone the owner, or to cancel it.
    }
hours-save = ✅ Save
hours-saved = ✅ Saved. { $count ->
        [0] No booked appointment lies outside.
        [one] One booked appointment lies outside and stays booked.
       *[other] { $count } booked appointments lie outside and stay booked.
    }
hours-copy-question = 📋 <b>To which days?</b> { $day }: { $hours ->
        [none] closed
       *[other] { $hours }
    }
hours-copy-workdays = Monday to Friday
hours-drop-question = <b>Let { $name } work by the clinic's hours again?</b> Their own hours are forgotten.
hours-drop-yes = Yes, as the clinic
toast-as-clinic = Saved: as the clinic. What is booked stays booked.

# Closures

closures = ⛔ <b>Closures ahead</b>
    Tap one for the appointments in it, or to remove it.
closures-none = ⛔ <b>Closures ahead</b>
    There are none. Holidays, trainings, somebody who is ill: nobody can book in that time.
closures-closure = { $span }{ $name ->
        [none] {""}
       *[other] {" "}· { $name }
    }{ $reason ->
        [none] {""}
       *[other] {" "}· { $reason }
    }
closures-add = ➕ Add a closure
closures-clinic = The whole clinic
closures-ask-who = ⛔ <b>A new closure.</b> Who is away?
closures-placeholder = 24.12. - 26.12.
closures-ask-span = { $who }, from when until when is { $name ->
        [none] the clinic closed
       *[other] { $name } away
    }? Reply to this message, for example with <code>24.12. - 26.12.</code>, <code>tomorrow 14:00-16:00</code> or <code>24 Dec</code>. You see whom it hits before anything is saved. /cancel leaves it as it is.
closures-unreadable = I can't read “{ $typed }” as a time. Write it like 24.12. - 26.12., tomorrow 14:00-16:00, fri 14:00 - mon 9:00 or 24 Dec.
closures-no-end = Until when? Write both ends, like tomorrow 14:00-16:00 or 24.12. - 26.12.
closures-ask-why = ⛔ { $span }. <b>Why?</b> Owners whose appointment is cancelled read the reason.
closures-type-reason = ✏️ Type a reason
closures-ask-reason = { $who }, why ({ $span })? Reply to this message; owners whose appointment is cancelled read it. /cancel leaves it as it is.
closures-hit = { $count ->
        [0] No appointment lies in that time.
        [one] ⚠️ <b>One appointment lies in that time:</b>
       *[other] ⚠️ <b>{ $count } appointments lie in that time:</b>
    }
closures-hit-more = { $count ->
        [one] … and one more
       *[other] … and { $count } more
    }
closures-cancel-them = { $count ->
        [one] ⛔ Close, cancel it, tell the owner
       *[other] ⛔ Close, cancel these { $count }, tell each owner
    }
closures-keep-them = 📞 Close, keep them: we phone
closures-close = ⛔ Close
closures-cancelled = ⛔ Closed. { $count ->
        [0] Nothing had to be cancelled any more.
        [one] One appointment is cancelled; the owner is told and can choose another time.
       *[other] { $count } appointments are cancelled; each owner is told and can choose another time.
    }
closures-closed = ⛔ Closed: nobody can book in that time any more. { $count ->
        [0] No appointment lies in it.
        [one] One appointment in it stays booked.
       *[other] { $count } appointments in it stay booked.
    }
closure = ⛔ <b>{ $span }</b>
    { $name ->
        [none] The whole clinic
       *[other] { $name }
    }{ $reason ->
        [none] {""}
       *[other] : { $reason }
    }
closure-visits = { $count ->
        [0] No appointment lies in that time.
        [one] ⚠️ One appointment lies in that time and is still booked: tap it to phone the owner, or to cancel it.
       *[other] ⚠️ { $count } appointments lie in that time and are still booked: tap one to phone the owner, or to cancel it.
    }
closure-remove = 🟢 Remove
closure-remove-question = <b>Remove this closure?</b> Owners can book in that time again. What was cancelled stays cancelled.
closure-remove-yes = Yes, remove it
toast-closure-removed = Removed: { $span }. Owners can book in that time again.

# Refusals

error-last-active-service = This is the only service that can be booked: without it owners could book nothing. Please add or turn on another one first; /close stops all bookings.
error-no-own-hours-left = { $name } would have no hours on any day. Please take them off duty under /vets instead, or let them work as the clinic.
error-more-visits-hit = Meanwhile more has been booked: { $count ->
        [one] one appointment lies
       *[other] { $count } appointments lie
    } in that time by now. Nothing has changed yet. Please look again.
error-more-visits-outside = Meanwhile more has been booked: { $count ->
        [one] one appointment lies
       *[other] { $count } appointments lie
    } outside these hours by now. Nothing has changed yet. Please look again.
error-too-many-intervals = A day opens { $limit } times at most. Please type fewer hours.
