# The owner's side of appointments: booking, the list, what is pushed.

book-ask-pet = <b>Book an appointment</b>
    Who is it for?
book-ask-service = <b>Book an appointment</b> · { $pet }
    What does { $pet } need?
book-service = { $service } · { $minutes } min{ $price ->
        [none] {""}
       *[other] {" "}· { $price }
    }
book-ask-vet = Would you like to see a particular vet?
book-any-vet = No preference
book-ask-day = <b>{ $service }</b> · { $pet }
    Which day? Days with a number still have room.
book-no-days = There is no free time in the next { $days } days. { $phone ->
        [none] Please phone us.
       *[other] Please phone us: { $phone }
    }
book-no-days-staff = There is no free time in the next { $days } days. Another vet or another service may have some; /hours and /closure show why.
book-ask-time = <b>{ $day }</b>
    What time?
book-day-full = There is no time left on { $day }. Please choose another day.
book-offered = These are the nearest free times:
book-other-day = 📅 Another day
book-ask-notes = Is there anything the vet should know? Type it here, or skip.
book-summary = <b>Is this right?</b>

    🐾 { $pet }
    🩺 { $service } · { $minutes } min{ $price ->
        [none] {""}
       *[other] {" "}· { $price }
    }
    🗓 { $day }
    🕐 { $time }{ $vet ->
        [none] {""}
       *[other] {""}
            👩‍⚕️ { $vet }
    }{ $notes ->
        [none] {""}
       *[other] {""}
            📝 { $notes }
    }
book-send = ✅ Send the request
book-send-at-once = ✅ Book it
book-confirmed = ✅ <b>Confirmed!</b> Appointment #{ $number } is booked, we look forward to seeing you.
book-sent = ✅ <b>Your request #{ $number } is with the clinic.</b>
    The time is held for you. You will hear from us here by <b>{ $until }</b>.

move-ask-day = <b>Move #{ $number }</b> · { $service } · { $pet }
    It is on { $at }{ $vet ->
        [none] .
       *[other] {" "}with { $vet }.
    } Which day suits better? Days with a number still have room.
move-summary = <b>Move #{ $number }?</b>

    🐾 { $pet }
    🩺 { $service }
    🕐 Before: { $since }
    🗓 New: <b>{ $until }</b>{ $vet ->
        [none] {""}
       *[other] {""}
            👩‍⚕️ { $vet }
    }
move-hint-ask = The new time will be held for you. Until the clinic agrees, your appointment stays where it is.
move-hint-request = The new time will be held for you until the clinic answers.
move-hint-at-once = Your appointment moves at once, and the new time is confirmed.
move-hint-staff = The owner is told at once.
move-send-ask = ✅ Ask the clinic
move-send = ✅ Move it
move-asked = 🔁 <b>You asked to move appointment #{ $number } to { $until }.</b>
    That time is held for you. You will hear from us by <b>{ $by }</b>; until then your appointment stays as it is:
move-confirmed = ✅ <b>Appointment #{ $number } is moved.</b> The new time is confirmed:
move-done = ✅ <b>Request #{ $number } is moved.</b>
    The new time is held for you. You will hear from us here by <b>{ $until }</b>.

visit-facts = 🐾 { $pet }
    🩺 { $service } · { $minutes } min{ $price ->
        [none] {""}
       *[other] {" "}· { $price }
    }
    🗓 { $day }
    🕐 { $time }{ $vet ->
        [none] {""}
       *[other] {""}
            👩‍⚕️ { $vet }
    }{ $address ->
        [none] {""}
       *[other] {""}
            📍 { $address }
    }
visit-notes = 📝 { $notes }

visits-upcoming = <b>Your appointments</b>
visits-upcoming-none = <b>Your appointments</b>
    There is nothing ahead. Would you like to book?
visits-past = <b>Earlier appointments</b>
visits-past-none = <b>Earlier appointments</b>
    There are none yet.
visits-show-past = Earlier ones
visits-show-upcoming = What is ahead

visit-status-pending = ⏳ <b>Request #{ $number }</b>
    It is waiting for the clinic's answer. The time is held for you, and you will hear from us by { $until }.
visit-status-confirmed = ✅ <b>Appointment #{ $number }</b> is confirmed.{ $coming ->
        [yes] {" "}You told us that you are coming.
       *[no] {""}
    }
visit-status-declined = 🚫 <b>Request #{ $number }</b> could not be confirmed.{ $reason ->
        [none] {""}
       *[other] {""}
            Reason: { $reason }
    }
visit-status-cancelled = ✖️ <b>Appointment #{ $number }</b> was cancelled.{ $reason ->
        [none] {""}
       *[other] {""}
            Reason: { $reason }
    }
visit-status-expired = ⌛ <b>Request #{ $number }</b> was not answered in time.
visit-status-completed = ☑️ <b>Appointment #{ $number }</b>. You were here.
visit-status-no-show = 👻 <b>Appointment #{ $number }</b>. We missed you.

visit-wish = 🔁 You asked to move it to { $at }. You will hear from us by { $by }; until then it stays as it is.
visit-move = 🔁 Move
visit-wish-withdraw = ↩️ Don't move it
visit-wish-withdrawn = Your appointment stays as it is. The clinic knows.
visit-open = Details
visit-cancel = ✖️ Cancel
visit-cancel-question = <b>Cancel this appointment?</b>
visit-cancel-yes = Yes, cancel it
visit-cancel-no = No, keep it
visit-cancelled = Cancelled. The clinic knows.
visit-book-again = 📅 Book another time
book-slot = 📅 { $at }

proposals = { $count ->
        [one] 🗓 <b>You can have another time.</b> It is
       *[other] 🗓 <b>You can have one of these times.</b> They are
    } held for you{ $until ->
        [none] {""}
       *[other] {" "}until <b>{ $until }</b>
    }; a tap, and it is confirmed:
proposal = • { $at }{ $vet ->
        [none] {""}
       *[other] {" "}· { $vet }
    }{ $by ->
        [none] {""}
       *[other] {" "}(until { $by })
    }
proposal-take = ✅ { $at }
proposals-none = None of these
proposals-refused = Thank you for telling us. The times are free for others again.

push-confirmed = ✅ <b>Confirmed!</b> We look forward to seeing you, { $name }.
push-declined = 🚫 <b>Unfortunately we can't take your request #{ $number }.</b>{ $reason ->
        [none] {""}
       *[other] {""}
            Reason: { $reason }
    }
    Please choose another time{ $phone ->
        [none] .
       *[other] , or phone us: { $phone }
    }
push-declined-proposing = 🚫 <b>Unfortunately we can't take your request #{ $number } at that time.</b>{ $reason ->
        [none] {""}
       *[other] {""}
            Reason: { $reason }
    }{ $phone ->
        [none] {""}
       *[other] {""}
            To talk about it: { $phone }
    }
push-cancelled-by-clinic = ✖️ <b>We had to cancel your appointment #{ $number }.</b> We are sorry.{ $reason ->
        [none] {""}
       *[other] {""}
            Reason: { $reason }
    }
    Please choose another time{ $phone ->
        [none] .
       *[other] , or phone us: { $phone }
    }
push-expired = ⌛ <b>Nobody answered your request #{ $number } in time.</b> We are sorry. Please choose another time{ $phone ->
        [none] .
       *[other] , or phone us: { $phone }
    }
push-moved = 🔁 <b>Your appointment #{ $number } is at a new time.</b>
    Before: { $since }. Now:
push-moved-request = 🔁 <b>The clinic has moved your request #{ $number }.</b>
    Before: { $since }. The new time is held for you; you will hear from us by { $by }:
push-no-move = { $expired ->
        [yes] ⌛ <b>Nobody answered in time whether your appointment #{ $number } can move to { $until }.</b> We are sorry.
       *[no] 🚫 <b>Unfortunately we can't move your appointment #{ $number } to { $until }.</b>
    }{ $reason ->
        [none] {""}
       *[other] {""}
            Reason: { $reason }
    }
    Your appointment stays as it is{ $phone ->
        [none] :
       *[other] {" "}(to talk about it: { $phone }):
    }
push-proposals-over = ⌛ <b>{ $count ->
        [one] The time that we proposed for #{ $number } is no longer held:
       *[other] The times that we proposed for #{ $number } are no longer held:
    }</b> { $times }.
push-proposals-over-again = You can still choose another time. What you asked for:
push-proposals-over-stays = Your appointment stays as it is:
push-reminder = 🔔 <b>A reminder, { $name }:</b> you have an appointment.
reminder-coming = ✅ You told us that you are coming. See you soon!
reminder-im-coming = ✅ I'm coming
reminder-thanks = Thank you, see you soon!

visit-calendar = 📅 Calendar file
calendar-file-name = appointment-{ $number }.ics
calendar-summary = { $service } for { $pet } – { $clinic }
calendar-summary-cancelled = Cancelled: { $summary }
calendar-description = Appointment #{ $number }{ $vet ->
        [none] {""}
       *[other] {" "}with { $vet }
    }{ $phone ->
        [none] {""}
       *[other] {""}
            Phone: { $phone }
    }
    To cancel or to change it, write to us in Telegram.
calendar-put-in = 📅 Appointment #{ $number }: open the file to put it into your calendar.
calendar-take-out = 📅 Appointment #{ $number } was cancelled: open the file to take it out of your calendar.

clinic-open-again = The clinic takes bookings again. Send /book.

error-service-unavailable = This service is no longer offered. Please choose another one.
error-vet-unavailable = This vet takes no bookings at the moment. Please choose somebody else.
error-invalid-notes = That note is too long: { $limit } characters at most. Please send a shorter one.
error-start-in-past = That time has passed. Please choose another one.
error-too-short-notice = That is too soon for this service: the earliest time is { $earliest }. Please choose a later one.
error-beyond-horizon = We don't plan that far ahead yet: the last day is { $last_day }. Please choose an earlier one.
error-clinic-closed = The clinic takes no bookings at the moment.{ $message ->
        [none] {""}
       *[other] {" "}{ $message }
    }{ $reopens_at ->
        [none] {" "}Please try again later.
       *[other] {" "}Please try again after { $reopens_at }.
    }{ $phone ->
        [none] {""}
       *[other] {" "}Phone: { $phone }
    }
error-outside-opening-hours = We are not open then. Please choose another time.
error-during-closure = We are closed then{ $reason ->
        [none] {""}
       *[other] {" "}({ $reason })
    }. Please choose another time.
error-not-a-slot = That is not one of our times. Please choose another one.
error-too-many-open-requests = You already have { $limit } requests waiting for an answer. Please wait for the clinic, or cancel one of them under /appointments.
error-pet-has-visit-then = Your pet has another appointment at that time: #{ $number }. Please choose another time.
error-slot-taken = Somebody was faster: that time has just been taken. Please choose another one.
error-proposal-over = { $starts_at } is no longer held for you. Please choose another time.
error-proposal-answered = { $starts_at ->
        [none] You have told us that none of these times suits you, so they are free again. Please choose another one.
       *[other] You have taken another of these times already: { $starts_at }. To change it, tap “Move”.
    }
error-too-late-to-cancel = It is too late to cancel here. { $phone ->
        [none] Please phone us.
       *[other] Please phone us: { $phone }
    }
error-same-time = #{ $number } is at that time already: { $starts_at }. Please choose another one.
error-too-late-to-move = It is too late to move it here. { $phone ->
        [none] Please phone us.
       *[other] Please phone us: { $phone }
    }
error-too-many-moves = #{ $number } was moved as often as is possible here ({ $limit }). { $phone ->
        [none] Please phone us.
       *[other] Please phone us: { $phone }
    }
