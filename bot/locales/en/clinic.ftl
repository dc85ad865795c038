# The clinic's side: services, the switch, cards and lists, what is pushed to the clinic.

service-vaccination = Vaccination
service-routine = Check-up
service-surgery = Surgery
service-emergency = Emergency

decline-reason-fully-booked = We are fully booked at that time
decline-reason-wrong-service = It needs another kind of appointment
decline-reason-please-phone = Please phone us about it
decline-reason-vet-away = The vet is away

# The card of an appointment

card = { $heading }

    🗓 { $day }, { $time }
    🩺 { $service }{ $vet ->
        [none] {""}
       *[other] {" "}· { $vet }
    }
    { $emoji } <b>{ $pet }</b> · { $about }
    👤 { $owner }{ $phone ->
        [none] {" "}· no phone number
       *[other] {" "}· { $phone }
    }{ $missed ->
        [0] {""}
        [one] {" "}· ⚠️ missed an appointment before
       *[other] {" "}· ⚠️ missed { $missed } appointments before
    }{ $reach ->
        [yes] {""}
        [blocked] {""}
            🔇 Has blocked the bot: phone them.
       *[no-account] {""}
            🔇 Not on Telegram: phone them.
    }{ $about_owner ->
        [none] {""}
       *[other] {""}
            🗒 <i>{ $about_owner }</i>
    }{ $notes ->
        [none] {""}
       *[other] {""}
            📝 { $notes }
    }
card-heading-pending = 🔔 <b>Request #{ $number }</b>
card-heading-confirmed = ✅ <b>#{ $number } confirmed</b>
card-heading-declined = 🚫 <b>#{ $number } declined</b>
card-heading-cancelled = ✖️ <b>#{ $number } cancelled</b>
card-heading-expired = ⌛ <b>#{ $number } not answered in time</b>
card-heading-completed = ☑️ <b>#{ $number } arrived</b>
card-heading-no-show = 👻 <b>#{ $number } did not come</b>
card-heading-was-moved = 🔁 <b>#{ $number } was moved</b> to { $until }
card-heading-wish = 🔁 <b>{ $status ->
        [pending] Wants to move #{ $number }
        [declined] Move of #{ $number } declined
        [expired] Move of #{ $number } not answered in time
       *[other] Move of #{ $number } called off
    }</b>
    It is on { $since }. The wish:
card-asked = Asked for on { $at }
card-booked = Booked by { $by } on { $at }
card-answer-by = ⏳ Answer by <b>{ $at }</b>; after that the request lapses.
card-too-late = The time to answer it is over.
card-confirmed-by-itself = Confirmed by itself on { $at }: this owner's requests need no answer.
card-confirmed = Confirmed by { $by } on { $at }
card-declined = Declined by { $by } on { $at }{ $reason ->
        [none] {""}
       *[other] : { $reason }
    }
card-proposed = 🗓 Proposed instead:
card-proposal = • { $at }{ $vet ->
        [none] {""}
       *[other] {" "}· { $vet }
    } · { $status ->
        [proposed] held until { $by }
        [taken] <b>taken</b>
        [declined] not wanted
        [expired] not answered in time
       *[other] withdrawn
    }
card-taken = 🗓 Proposed instead of { $since }, and taken.
card-cancelled = Cancelled by { $by } on { $at }{ $reason ->
        [none] {""}
       *[other] : { $reason }
    }
card-expired = Nobody answered in time; the owner was told.
card-completed = Arrived, says { $by } ({ $at })
card-no-show = Did not come, says { $by } ({ $at })
card-coming = 👍 The owner says: I'm coming.
card-moved = Moved from { $since } by { $by } on { $at }
card-replaces = Was on { $since } before
card-coming-phoned = 👍 Coming, says { $by }, who phoned ({ $at }).
card-wish = 🔁 The owner wants to move it to { $until }.
card-ask-decline = <b>Why do you decline?</b> The owner reads the reason.
card-ask-cancel = <b>Cancel this appointment?</b> The owner is told at once.

card-button-confirm = ✅ Confirm
card-button-decline = 🚫 Decline
card-button-cancel = ✖️ Cancel appointment
card-button-cancel-yes = Yes, cancel it
card-button-cancel-type = ✏️ Cancel with a reason: type it
card-button-type = ✏️ Another reason: type it
card-button-owner = 👤 Owner
card-button-move = 🔁 Move
card-button-wish = 🔁 Show the wish to move
card-button-proposed = 🗓 Show the proposed times
card-button-take = ✅ They take { $at }
card-button-withdraw = ↩️ Withdraw the proposed times
button-arrived = ☑️ Arrived
button-no-show = 👻 No-show
button-show-card = Show the card

toast-confirmed = Confirmed: #{ $number } { $pet }, { $at }
toast-declined = Declined: #{ $number } { $pet }, { $at }
toast-withdrawn = #{ $number } { $pet }: none of the proposed times is held now.
toast-called-off = Cancelled: #{ $number } { $pet }, { $at }. The owner is told.
toast-moved = Moved: #{ $number } { $pet }, { $at }. The owner is told.
move-done-staff = 🔁 #{ $number } { $pet } is moved from { $since } to <b>{ $until }</b>. The owner is told.
toast-reached = Noted: #{ $number } { $pet } is coming, { $at }.
toast-arrived = Arrived: #{ $number } { $pet }
toast-no-show = Noted: #{ $number } { $pet } did not come.

reason-ask-decline = { $who }, why do you decline #{ $number } ({ $pet }, { $service }, { $at })? Reply to this message; the owner reads it. /cancel leaves it as it is.
reason-ask-cancel = { $who }, why do you cancel #{ $number } ({ $pet }, { $service }, { $at })? Reply to this message; the owner reads it. /cancel leaves it as it is.
reason-placeholder = The reason, for the owner
propose-ask = <b>Decline #{ $number }</b> ({ $pet }, { $service }, { $at }): “{ $reason }”

    { $free ->
        [yes] Tap up to { $most } free times to propose. They are held for the owner, who takes one with a tap.
       *[no] There is no free time near. Look at another day, or decline without proposing any.
    }
propose-ask-day = <b>Another time instead of #{ $number }</b> ({ $pet }, { $at })
    Which day? Days with a number still have room.
propose-send = { $count ->
        [one] 🚫 Decline and propose this time
       *[other] 🚫 Decline and propose these { $count }
    }
propose-send-nearest = { $count ->
        [one] 🚫 Decline and propose the first
       *[other] 🚫 Decline and propose the first { $count }
    }
propose-without = 🚫 Decline without proposing
propose-done = 🚫 #{ $number } ({ $pet }, { $at }) is declined. { $times ->
        [none] The owner gets your reason.
       *[other] The owner gets your reason and can take: { $times }.
    }
reason-cancelled = ✖️ #{ $number } ({ $pet }, { $at }) is cancelled. The owner gets your reason.

# Lists

pending = { $count ->
        [one] <b>One request is waiting for an answer.</b> Tap it for its card.
       *[other] <b>{ $count } requests are waiting for an answer.</b> Tap one for its card.
    }
pending-none = 👍 No request is waiting for an answer.
calls = { $count ->
        [one] 📞 <b>One owner is to be phoned</b>
       *[other] 📞 <b>{ $count } owners are to be phoned</b>
    }
calls-none = 👍 Nobody needs to be phoned about an appointment.
calls-owner = 👤 { $owner } · { $phone ->
        [none] no phone number
       *[other] { $phone }
    }
calls-unanswered = 🔔 <b>{ $at }</b> { $pet } · #{ $number }
    No answer to the reminder of { $reminded }.
calls-legend = <i>👍 Coming: they say that they come. ✔️ Done: they know, or it is settled.</i>
calls-reached = 👍 Coming: { $which }
calls-done = ✔️ Done{ $which ->
        [none] {""}
       *[other] : { $which }
    }
button-card = Card
day = <b>{ $day }</b>
day-hours = 🕘 { $hours ->
        [none] No opening hours
       *[other] { $hours }
    }{ $vets ->
        [none] {""}
       *[other] {" "}({ $vets })
    }
day-closure = ⛔ { $vet ->
        [none] Closed
       *[other] { $vet } is away
    } { $hours ->
        [all] all day
       *[other] { $hours }
    }{ $reason ->
        [none] {""}
       *[other] : { $reason }
    }
week = <b>{ $first } – { $last }</b>
week-day = { $today ->
        [yes] ▸ <b>{ $day }</b>
       *[no] <b>{ $day }</b>
    } · { $share ->
        [none] closed{ $visits ->
            [0] {""}
            [one] {" "}· ⚠️ one appointment
           *[other] {" "}· ⚠️ { $visits } appointments
        }
       *[other] { $visits ->
            [0] no appointments
            [one] one appointment
           *[other] { $visits } appointments
        } · { $share } % booked
    }{ $waiting ->
        [0] {""}
       *[other] {" "}· ⏳ { $waiting } waiting
    }{ $proposed ->
        [0] {""}
       *[other] {" "}· ✋ { $proposed } held
    }
week-button-picture = 🖼 As a picture
week-button-dark-picture = 🌙 Dark picture
week-button-dark = 🌙 Dark
week-button-light = ☀️ Light
week-picture = <b>{ $vet }</b> · { $first } – { $last }
    { $visits ->
        [0] No appointments
        [one] One appointment
       *[other] { $visits } appointments
    }{ $waiting ->
        [0] {""}
       *[other] {" "}· ⏳ { $waiting } waiting
    }
week-picture-file = week.png
week-picture-none = Nobody is on duty and nothing is booked from { $first } to { $last }. /vets brings somebody back.
week-picture-confirmed = Confirmed
week-picture-waiting = Waiting
week-picture-came = Came
week-picture-missed = No-show
week-picture-closed = Closed
week-picture-others = Other services
button-week = Week
push-agenda = ☀️ <b>Good morning!</b> This is today.
push-agenda-calls = { $count ->
        [one] 📞 One owner is to be phoned: /calls
       *[other] 📞 { $count } owners are to be phoned: /calls
    }
push-agenda-calls-more = …
day-none = No appointments. /pending shows the requests that wait for an answer.
day-visit = { $mark } <b>{ $time }</b> { $pet } ({ $owner }) · { $service }{ $vet ->
        [none] {""}
       *[other] {" "}· { $vet }
    } · #{ $number }{ $coming ->
        [yes] {" "}· coming ✓
       *[no] {""}
    }{ $call ->
        [yes] {" "}· 📞 please phone
       *[no] {""}
    }{ $since ->
        [none] {""}
       *[other] {" "}· wants to come then, is on { $since }
    }{ $until ->
        [none] {""}
       *[other] {" "}· wants to move to { $until }
    }{ $held ->
        [none] {""}
       *[other] {" "}· proposed, held until { $held }
    }

# A message that reached none of its owner's Telegram accounts

call = 📞 <b>{ $phone ->
        [yes] Please phone: Telegram could not deliver a message.
       *[no] Telegram could not deliver a message.
    }</b>
call-email = { $email ->
        [none] There is no email address either.
       *[other] Email: { $email }
    }
call-done = { $by ->
        [none] ✔️ <b>No phone call is needed any more.</b>
       *[other] ✔️ <b>Done by { $by }</b>, { $at }
    }
call-gone = ✔️ This was about an owner whose data was deleted. Nobody needs to be phoned.
call-missed = 📵 { $kind ->
        [confirmed] Appointment confirmed: <b>{ $at }</b>, { $pet }, #{ $number }
        [declined] { $wish ->
            [yes] Move to <b>{ $at }</b> declined: #{ $number } { $pet } stays on { $stays }
           *[no] Request declined: <b>{ $at }</b>, { $pet }, #{ $number }
        }{ $reason ->
            [none] {""}
           *[other] . Reason: { $reason }
        }
        [cancelled_by_clinic] { $wish ->
            [yes] Move to <b>{ $at }</b> called off: #{ $number } { $pet } stays on { $stays }
           *[no] <b>Appointment cancelled: { $at }</b>, { $pet }, #{ $number }
        }{ $reason ->
            [none] {""}
           *[other] . Reason: { $reason }
        }
        [expired] { $wish ->
            [yes] Move to <b>{ $at }</b> not answered in time: #{ $number } { $pet } stays on { $stays }
           *[no] Request not answered in time: <b>{ $at }</b>, { $pet }, #{ $number }
        }
        [moved] { $confirmed ->
            [yes] Appointment moved
           *[no] Request moved
        } from { $since } to <b>{ $at }</b>: { $pet }, #{ $number }
        [reminder] Reminder of <b>{ $at }</b>, { $pet }, #{ $number }
        [proposals_over] The times proposed instead of <b>{ $at }</b> are no longer held: { $pet }, #{ $number }
       *[other] { $number ->
            [none] A message
           *[other] A message about <b>{ $at }</b>, { $pet }, #{ $number }
        }
    }
call-why = Not delivered, { $at }{ $why ->
        [blocked] : has blocked the bot
        [gone] : the Telegram account is gone
        [no_account] : not on Telegram
        [refused] : Telegram refused it
        [gave_up] : tried for an hour in vain
       *[other] {""}
    }.
call-others = { $count ->
        [one] One other owner is to be phoned: /calls
       *[other] { $count } other owners are to be phoned: /calls
    }
call-button-done = ✔️ Done
call-undo = ↩️ Not done yet
call-owner = 👤 Owner
toast-call-done = Noted: { $owner } has been phoned, or it is settled otherwise.
toast-call-open = { $owner } is to be phoned again.

# The switch

switch-open = 🟢 <b>The clinic is open</b>: owners can ask for appointments.{ $by ->
        [none] {""}
       *[other] {" "}Opened by { $by } on { $at }.
    }
switch-closing-soon = 🟡 <b>Closing soon</b>{ $until ->
        [none] , until you open again.
       *[other] {" "}until { $until }; then open by itself.
    } Owners can still ask for appointments, and read that you are closing.{ $message ->
        [none] {""}
       *[other] {""}
            Reason: { $message }
    }{ $by ->
        [none] {""}
       *[other] {""}
            By { $by }, { $at }
    }
switch-close = 🔴 <b>Closed</b>{ $until ->
        [none] , until you open again.
       *[other] {" "}until { $until }; then open by itself.
    } Owners can't ask for appointments.{ $message ->
        [none] {""}
       *[other] {""}
            Reason: { $message }
    }{ $by ->
        [none] {""}
       *[other] {""}
            By { $by }, { $at }
    }
switch-affects = { $count ->
        [one] ⚠️ <b>One appointment lies in that time.</b> It stays as it is: tap it to phone the owner, or to cancel it.
       *[other] ⚠️ <b>{ $count } appointments lie in that time.</b> They stay as they are: tap one to phone the owner, or to cancel it.
    }
switch-affects-none = No appointment lies in that time.
switch-to-open = 🟢 Open
switch-to-closing-soon = 🟡 Closing soon
switch-to-close = 🔴 Close
status-today = <b>Today</b>
status-waiting = { $count ->
        [0] No request is waiting.
        [one] One request is waiting: /pending
       *[other] { $count } requests are waiting: /pending
    }
toast-open = The clinic is open.
toast-closing-soon = Closing soon, until you open again.
toast-close = The clinic is closed, until you open again.
until-unreadable = I can't read “{ $typed }” as a date or a time, so nothing has changed. Write it like <code>/close 14:30 Power cut</code>, <code>/close tomorrow</code>, <code>/close fri 9:00</code> or <code>/close 5.3. 14:00 Training</code>.

# What is pushed to the clinic

push-cancelled-by-owner = ✖️ #{ $number } <b>{ $pet }</b>, { $at } ({ $service }) was cancelled by the owner, { $owner }.{ $reason ->
        [none] {""}
       *[other] {" "}Reason: { $reason }
    } The time is free again.
push-expired-for-clinic = ⌛ Nobody answered request #{ $number } in time: <b>{ $pet }</b>, { $at } ({ $service }). The owner was told. { $phone ->
        [none] { $owner } left no phone number.
       *[other] Please phone { $owner }: { $phone }
    }
push-nudge = ⏳ <b>Request #{ $number } still waits:</b> { $pet } ({ $owner }), { $service }, { $since ->
        [none] { $at }
       *[other] to be moved from { $since } to { $at }
    }. Please answer by <b>{ $by }</b>; after that it lapses.
push-wish-withdrawn = ↩️ { $owner } no longer wants to move #{ $number } <b>{ $pet }</b> to { $at }: it stays on { $since }.
push-wish-expired-for-clinic = ⌛ Nobody answered in time whether #{ $number } <b>{ $pet }</b> can move to { $at }: it stays on { $since }. The owner was told. { $phone ->
        [none] { $owner } left no phone number.
       *[other] Please phone { $owner }: { $phone }
    }

# Refusals

error-appointment-not-found = I can't find that appointment any more. Please open the list again.
error-already-decided = #{ $number } { $status ->
        [confirmed] is confirmed already
        [declined] was declined already
        [cancelled] was cancelled already
        [completed] is over: they were here
        [no_show] is over: they did not come
       *[other] was decided already
    }{ $by ->
        [none] {""}
       *[other] {" "}– { $by }, { $at }
    }.
error-call-not-found = There is nothing to phone about any more: the owner had their data deleted, or it was long ago. /calls shows who is to be phoned.
error-call-closed = { $by ->
        [none] No phone call is needed about that any more. /calls shows who is to be phoned.
       *[other] { $by } has done that already: { $at }.
    }
error-moved-meanwhile = #{ $number } has another time by now: { $starts_at }. Please look at it once more.
error-move-answered = The wish to move #{ $number } { $status ->
        [declined] was declined already
        [cancelled] was called off already
        [expired] was not answered in time
       *[other] was answered already
    }{ $by ->
        [none] {""}
       *[other] {" "}– { $by }, { $at }
    }.
error-not-confirmed-yet = #{ $number } is not confirmed yet. Please confirm or decline the request first.
error-request-expired = Request #{ $number } was not answered in time: it could be until { $answer_by }. A new request is needed.
error-visit-started = #{ $number } has begun already ({ $starts_at }), so nothing can be changed here any more. { $phone ->
        [none] Please phone us.
       *[other] Please phone us: { $phone }
    }
error-visit-over = #{ $number } is over since { $ends_at }. Please say whether they came instead.
error-too-early = #{ $number } is not before { $starts_at }. “Arrived” works from half an hour before, “No-show” from the start on.
error-invalid-reason = A reason has 1 to { $limit } characters. Please shorten it.
error-too-many-proposals = { $limit } times are the most that can be proposed. Please take one away first.
error-service-not-found = This service no longer exists. Please choose another one.
error-vet-not-found = This vet is no longer with us. Please choose somebody else.
error-closure-not-found = This closure has been removed already.
error-last-active-vet = { $name } is the only vet on duty: nobody could book then. Please put somebody else on duty first; /close stops all bookings.
error-invalid-until = { $until } has passed already, so nothing has changed. Please name a later time.
error-invalid-text = { $field ->
        [message] The reason is too long: { $limit } characters at most. Please shorten it.
        [reason] The reason is too long: { $limit } characters at most. Please shorten it.
       *[other] A name has 1 to { $limit } characters. Please type another one.
    }
error-invalid-length = { $field ->
        [duration] The length
        [buffer] The pause afterwards
       *[other] The notice
    } lies between { $minimum } and { $maximum } minutes, in whole minutes. Please type another number.
error-invalid-price = A price lies between 0 and { $maximum }, with two decimals at most. Please type it like 45 or 45.50.
error-invalid-hours = Opening hours begin before they end: { $opens } to { $closes } doesn't work. Please name other times.
error-overlapping-hours = Two of these opening hours overlap: the second begins at { $opens }. Please make it one, or move it.
error-invalid-closure = From { $starts_at } to { $ends_at } can't be: a closure ends after it begins, and not in the past. Please name other times.
