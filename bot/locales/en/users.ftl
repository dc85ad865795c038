# Registration, login, profile, language.

register-ask-name = <b>Registration</b>
    What is your name? Type it, or take the one from Telegram.
register-ask-email = <b>Registration</b>
    Thank you, { $name }. What is your email address?
register-ask-phone = <b>Registration</b>
    How can we phone you? Share your number with the button, type it, or skip.
register-ask-password = <b>Registration, last step</b>
    Choose a password of at least { $minimum } characters if you want to log in from another Telegram account later. I take it out of the chat at once. Most people skip this.
register-done = 🎉 You are registered, { $name }.

phone-placeholder = +49 …
button-share-phone = 📱 Share my phone number
contact-not-yours = That is somebody else's contact. Please share your own number with the button, or type it.

login-ask-email = <b>Log in</b>
    What is the email address of your account?
login-ask-password = <b>Log in</b>
    And the password for { $email }? I take it out of the chat at once.
login-done = Welcome back, { $name }.
logout-question = Log out on this Telegram account? You can log in again with { $email } and your password. Reminders no longer reach you here.
logout-question-no-password = Log out on this Telegram account? ⚠️ You have no password yet, so you could not log in again: set one in the profile first. Reminders no longer reach you here.
logout-yes = Yes, log out
logout-done = You are logged out.

profile = <b>Your details</b>
    Name: { $name }
    Email: { $email ->
        [none] –
       *[other] { $email }
    }
    Phone: { $phone ->
        [none] –
       *[other] { $phone }
    }
    Language: { $language }
    Password: { $password ->
        [yes] set
       *[no] none
    }
profile-saved = ✅ Saved.
profile-edit-name = ✏️ Name
profile-edit-email = ✏️ Email
profile-edit-phone = ✏️ Phone
profile-edit-password = ✏️ Password
profile-ask-name = What is your name? Until now: { $name }
profile-ask-email = What is your email address?{ $email ->
        [none] {""}
       *[other] {" "}Until now: { $email }
    }
profile-ask-phone = How can we phone you? Share your number with the button, or type it.
profile-ask-password = Type a new password of at least { $minimum } characters. I take it out of the chat at once.
button-remove-password = Remove the password

language-question = Which language shall we speak?
language-chosen = English it is.

error-not-registered = Please register first, it takes half a minute: /start
error-already-registered = This Telegram account belongs to { $name } already. To use another one, log out in the profile first.
error-phone-known = Somebody with the number { $phone } is known already. Please choose them, or say that it is somebody else.
error-email-taken = There is an account with { $email } already. Log in with it (/login), or use another address.
error-email-reserved = { $email } belongs to the clinic. Please use another address.
error-invalid-email = This doesn't look like an email address. It should read like anna@example.org.
error-invalid-name = { $reason ->
        [too_long] That name is too long: { $limit } characters at most. Please type a shorter one.
        [empty] A name is needed. Please type it.
       *[other] A name has at least one letter. Please type it in letters.
    }
error-invalid-phone = This doesn't look like a phone number. Please type it like +49 30 1234567.
error-weak-password = A password has { $minimum } to { $maximum } characters. Yours was taken out of the chat; please try another one.
error-wrong-credentials = Email and password don't go together. Please try again; with “Back” you can correct the email.
error-too-many-attempts = Too many attempts. Please try again after { $retry_at }, or phone us{ $phone ->
        [none] .
       *[other] : { $phone }
    }
error-user-not-found = This account no longer exists. Send /start for the menu.
error-staff-only = Only the clinic can do that. Send /start for what you can do here.
error-bookings-blocked = We take no requests from you here at the moment. { $phone ->
        [none] Please phone us.
       *[other] Please phone us: { $phone }
    }
