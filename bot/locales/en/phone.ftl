# Booking for somebody on the phone: /book in the clinic's chat.

phone-ask-words = { $who }, who is calling? Part of the name, a pet's name, part of the phone number, or a number like #1001. Please reply to this message, or send /cancel.
phone-ask-owner = <b>Booking by phone</b>
    { $count ->
        [0] Nobody fits “{ $words }”. Is it somebody new?
        [one] One owner fits “{ $words }”. Who is calling?
       *[other] { $count } owners fit “{ $words }”{ $shown ->
            [0] {""}
           *[other] , here are the best { $shown }
        }. Who is calling?
    }
    Reply to this message to search for something else.
phone-new-owner = ➕ New owner
phone-new-owner-as-typed = ➕ New owner: { $typed }
phone-ask-name = { $who }, what is the new owner called? First name and surname. Please reply to this message; /cancel is one step back.
phone-name-placeholder = Anna Berg
phone-ask-phone = { $who }, on which number can we reach { $owner }? Please reply to this message; /cancel is one step back.
phone-ask-known = <b>{ $phone } is known already.</b>
    { $count ->
        [one] Is this who is calling?
       *[other] Is one of these { $count } calling?
    }
phone-somebody-else = ➕ No, { $owner } is somebody else
phone-ask-pet = <b>Booking by phone</b> · { $owner } · { $phone ->
        [none] no phone number
       *[other] { $phone }
    }
    Which pet is it about?
phone-new-pet = ➕ Another pet
phone-ask-pet-name = { $who }, what is { $owner }'s pet called? Please reply to this message; /cancel is one step back.
phone-pet-placeholder = Rex
phone-ask-notes = Is there anything the vet should know?
phone-type-note = ✏️ Type it
phone-ask-typed-notes = { $who }, what should the vet know? Please reply to this message; the owner can read it, too. /cancel is one step back.
phone-note-placeholder = Limps since Sunday
phone-summary = <b>Booking by phone</b>
    👤 { $owner } · { $phone ->
        [none] no phone number
       *[other] { $phone }
    }
phone-caution-closed = ⚠️ The clinic is closed at the moment, so owners can't book. You can.
phone-caution-blocked = ⚠️ This owner can't ask for appointments in the chat. You can book for them all the same.
phone-caution-short-notice = ⚠️ This is shorter notice than the service asks for.
phone-pet-busy = The pet has another appointment at that time: #{ $number }. Please choose another time.
phone-pet-known = There is a pet called { $name } already. Please choose it, or enter the other one by another name.
phone-too-many-pets = This owner has { $limit } pets, which is as many as fit. Please choose one of them.
phone-known-meanwhile = A colleague has just entered somebody with this number.
phone-left = Left. Nothing is booked.

phone-booked = ✅ <b>#{ $number } is booked.</b>
    👤 { $owner } · { $phone ->
        [none] no phone number
       *[other] { $phone }
    }
phone-reach-yes = 📲 The owner gets the confirmation in Telegram, and reminders.
phone-reach-blocked = 🔇 The owner has blocked the bot: nothing reaches them there, please phone them.
phone-reach-no-account = 🔇 Not on Telegram: phone them. With a code they can take their account over there, and are reminded.
phone-book-again = 📅 Book once more for this owner
