# Codes with which owners take over, in Telegram, the account that the clinic has of them.

menu-claim = 🎟 I have a code from the clinic

claim-button = 🎟 Code for Telegram
claim-question = 🎟 <b>A code for { $owner }?</b>
    Whoever enters it in Telegram has this account: pets, appointments and reminders. So make sure that it is really them. It works once, for { $days } days.{ $reach ->
        [yes] {""}

            They are on Telegram already. The code is for one more Telegram account; the others stay, and are told.
        [blocked] {""}

            They have blocked the bot on the Telegram account that we know.
       *[no-account] {""}
    }{ $present ->
        [none] {""}
       *[other] {""}

            The code of { $present } then no longer works.
    }
claim-button-make = 🎟 Make a code
claim-button-card = 👤 The owner's card
claim-code = 🎟 <b>Code for { $owner }:</b>
    <code>{ $code }</code>

    On the phone: open @{ $bot } in Telegram, tap Start, then “I have a code from the clinic”, and type it.
    At the desk: scan the picture. Or send them this link: { $link }

    It works once, until { $until }, and is shown only here.
claim-picture-file = code.png

claim-ask-code = <b>A code from the clinic</b>
    Please type the code, for example K7M-4QX-R2D. Dashes and capitals don't matter.
claim-confirm = <b>This code opens { $name }'s account at { $clinic }.</b>
    Is that you? Then you find your pets and appointments here, and we remind you of them.
claim-yes = ✅ Yes, I am { $name }
claim-done = 🎉 Welcome, { $name }! Your pets and appointments are here from now on.
claim-linked = This Telegram account belongs to { $name } already. If the code is for somebody else, log out first, then open the link or type the code once more. It is not used up.
claim-linked-no-more = You can use the code now: open the link once more, or tap “I have a code from the clinic”.

push-account-linked-clinic = 🎟 { $owner } has entered the code, and is on Telegram now.
push-account-linked = 🎟 Another Telegram account was just linked to your account at { $clinic }, with a code from the clinic. If that wasn't you, please phone us{ $phone ->
        [none] .
       *[other] : { $phone }
    }

error-code-not-usable = This code doesn't work, or no longer does: each works once, and for a few days. Please check it, or ask the clinic for a new one{ $phone ->
        [none] .
       *[other] : { $phone }
    }
error-code-made-meanwhile = A new code was made in the meantime. It stands further down.
error-clinics-own-account = This is the clinic's own account: no code opens it. Log in with the password (/login).
