# What all features share: buttons, the home screen, conversations, commands.

language-name = English

button-home = 🏠 Menu
button-back = ‹ Back
button-cancel = ✕ Cancel
button-skip = Skip
button-remove = Remove number
button-unknown = This button no longer does anything. Send /start for the menu.

keyboard-away = …
apology = Sorry, something went wrong on our side. Nothing you entered is lost: please try that again in a moment. The clinic has been told.
please-wait = One moment, please: we have a technical problem. What you sent is kept, and our answer comes by itself. If nothing comes in a few minutes, please try again{ $phone ->
        [none] .
       *[other] {" "}or phone { $phone }.
    }
too-fast = ⏳ That was very fast. Your last messages and taps did not count: please wait a few seconds, then try again.
edits-not-read = I can't read edited messages. Please send it again as a new one.

home-known = <b>{ $clinic }</b>
    Hello { $name }, what can we do for you?
home-new = <b>{ $clinic }</b>
    Welcome! Here you can ask for an appointment in under a minute. To begin, we need your name and a way to reach you.
home-clinic = <b>{ $clinic }</b>
    This is the clinic's chat. Requests arrive here as cards with buttons. /help lists the commands.
home-hint = I didn't get that. Please use the buttons below.

clinic-note-closed = 🔴 <b>The clinic is closed at the moment.</b>{ $message ->
        [none] {""}
       *[other] {" "}{ $message }
    }{ $until ->
        [none] {""}
       *[other] {" "}We take bookings again from { $until }.
    }{ $phone ->
        [none] {""}
       *[other] {" "}Phone: { $phone }
    }
clinic-note-closing = 🟡 <b>The clinic is closing soon.</b>{ $message ->
        [none] {""}
       *[other] {" "}{ $message }
    } You can still book.{ $until ->
        [none] {""}
       *[other] {" "}We are open as usual again from { $until }.
    }{ $phone ->
        [none] {""}
       *[other] {" "}Phone: { $phone }
    }

menu-book = 📅 Book an appointment
menu-appointments = 🗓 My appointments
menu-pets = 🐾 My pets
menu-profile = 👤 Profile
menu-help = ❓ Help
menu-register = ✍️ Register
menu-login = 🔑 I have an account
menu-language = 🌐 Language
menu-logout = 🚪 Log out

conversation-left = Cancelled. Nothing was sent.
conversation-left-resumed = Cancelled. You can go on here:
conversation-over = That is from an earlier conversation, which is over. Here is the menu.
conversation-elsewhere = That question has been answered. Here is where we are.
conversation-anothers = That is somebody else's question. Please begin your own.
nothing-to-cancel = There is nothing to cancel.

input-expected-text = Please type your answer as a message.
input-expected-press = Please choose with the buttons below.
input-expected-contact = Please use the button below, type the number, or skip.
input-unreadable = I can't read { $kind ->
        [sticker] stickers
        [voice] voice messages
        [video] videos
        [video-note] video messages
        [photo] photos here
        [audio] audio files
        [animation] animations
        [document] files here
        [location] locations
        [poll] polls
       *[other] that kind of message
    }. { $expected ->
        [press] Please choose with the buttons below.
        [contact] Please use the button below, type the number, or skip.
       *[text] Please type your answer as a message.
    }

help-owner = <b>{ $clinic }</b>
    /book – ask for an appointment
    /appointments – see, move or cancel your appointments
    /pets – your pets, /addpet – add one
    /profile – your details, /language – English or German
    /export – everything we have about you as a file, /delete – delete it
    /cancel – leave what you are doing{ $phone ->
        [none] {""}
       *[other] {""}

            In an emergency please phone { $phone }.
    }{ $address ->
        [none] {""}
       *[other] {""}

            You find us here: { $address }
    }
help-clinic = <b>What you can do here</b>
    /pending – requests waiting for an answer
    /today, /tomorrow – the day's appointments, with Arrived and No-show
    /week – how full the days are
    /find [name, pet, phone or number] – an owner's card
    /book [name, pet, phone or number] – book for somebody on the phone
    /calls – owners to be phoned: no answer to the reminder, or a message did not reach them
    /status – is the clinic open?
    /open – open as usual
    /closing [until] [reason] – closing soon; bookings are still taken
    /close [until] [reason] – take no bookings, for example <code>/close 14:30 Power cut</code>
    /hours – opening hours, of the clinic or of one vet
    /closure [when] – holidays and other closures, and the appointments in them
    /services – what can be booked: duration, pause, notice, price
    /vets – add, rename, off duty
    /staff – who may do what here, and who changed the rules lately
    /stats – the clinic in numbers, week by week, also as a picture
    /export [from] [to] – the appointments of a month or any other time, as a file for a spreadsheet
    /cancel – leave a question of mine

    <i>vetbot { $version }</i>

command-book = Ask for an appointment
command-appointments = See, move or cancel your appointments
command-pets = Your pets
command-addpet = Add a pet
command-profile = Your details
command-language = Choose the language
command-help = What the bot can do
command-cancel = Leave what you are doing
command-login = Log in with email and password
command-logout = Log out on this account
command-export = Everything we have about you, as a file
command-delete = Delete everything we have about you

clinic-command-pending = Requests waiting for an answer
clinic-command-today = Today's appointments
clinic-command-tomorrow = Tomorrow's appointments
clinic-command-week = How full the week is
clinic-command-find = Find an owner
clinic-command-book = Book for somebody on the phone
clinic-command-calls = Owners to be phoned
clinic-command-status = Is the clinic open?
clinic-command-open = Open as usual
clinic-command-closing = Closing soon: [until] [reason]
clinic-command-close = Take no bookings: [until] [reason]
clinic-command-hours = Opening hours
clinic-command-closure = Holidays and other closures
clinic-command-services = Services: duration, price, on or off
clinic-command-vets = Vets: add, rename, off duty
clinic-command-staff = Who may do what, and who changed what
clinic-command-stats = The clinic in numbers
clinic-command-export = Appointments as a file: [from] [to]
clinic-command-help = What you can do here
clinic-command-cancel = Leave a question

group-not-served = I only work in private chats and in the clinic's own chat. The id of this chat is <code>{ $chat }</code>.
