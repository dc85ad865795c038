# The clinic's directory of owners: /find and an owner's card.

find-ask = { $who }, whom are you looking for? Part of a name, a pet's name, part of a phone number, or a number like #1001. Please reply to this message, or send /cancel.
find-placeholder = Berg, Rex, 0151 23, #1001
found = <b>{ $count } owners</b> fit “{ $words }”, the best fit first. Tap for the card.
found-none = Nobody fits “{ $words }”. Try part of the name, a pet's name, or a few digits of the phone number, for example <code>/find berg</code>.
error-nothing-to-find = There is nothing in that to look for. Please type part of a name, a pet's name, at least { $digits } digits of a phone number, or a number like #1001.

owner-card = 👤 <b>{ $owner }</b>
    📞 { $phone ->
        [none] no phone number
       *[other] { $phone }
    }{ $email ->
        [none] {""}
       *[other] {""}
            ✉️ { $email }
    }{ $reach ->
        [yes] {""}
        [blocked] {""}
            🔇 Has blocked the bot: please phone.
       *[no-account] {""}
            🔇 Not in Telegram: please phone.
    }{ $pets ->
        [none] {""}
       *[other] {""}

            { $pets }
    }

    { $visits ->
        [0] No appointments yet.
        [one] One appointment so far.
       *[other] { $visits } appointments so far.
    }{ $last ->
        [none] {""}
       *[other] {" "}Last here on { $last }.
    }{ $missed ->
        [0] {""}
        [one] {" "}⚠️ Missed one.
       *[other] {" "}⚠️ Missed { $missed }.
    }{ $ahead ->
        [0] {""}
       *[other] {" "}Ahead:
    }
owner-pet = { $emoji } <b>{ $pet }</b> · { $about }
owner-note = 📝 { $note } <i>({ $by })</i>
owner-blocked = 🚫 Can't ask for appointments here since { $at } ({ $by }).
owner-ask-block = <b>Take no requests from this owner in the chat?</b> They are asked to phone instead. What is booked stays, and you can still book for them.
owner-visits = { $count ->
        [0] <b>{ $owner }</b> has no appointments.
        [one] <b>{ $owner }</b>: one appointment.
       *[other] <b>{ $owner }</b>: { $count } appointments, the latest first.
    }
owner-button-visits = 🗓 All appointments
owner-button-book = 📅 Book
owner-button-note = 📝 Note
owner-button-change-note = 📝 Change the note
owner-button-erase-note = 🗑 Erase it
owner-button-block = 🚫 Block
owner-button-block-yes = Yes, take no requests
owner-button-unblock = ✅ Unblock
toast-note-erased = The note is gone.
toast-blocked = No more requests from this owner.
toast-unblocked = They can ask for appointments again.

note-ask = { $who }, what should be noted about { $owner }? { $limit } characters at most; only the clinic reads it. It replaces the note that is there. Please reply to this message, or send /cancel.
note-placeholder = A note for the clinic

error-invalid-staff-note = That note is too long: { $limit } characters at most. Please send a shorter one.
