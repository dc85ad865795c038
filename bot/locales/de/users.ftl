# Registration, login, profile, language.

register-ask-name = <b>Registrierung</b>
    Wie heißen Sie? Tippen Sie Ihren Namen ein oder übernehmen Sie den aus Telegram.
register-ask-email = <b>Registrierung</b>
    Danke, { $name }. Wie lautet Ihre E-Mail-Adresse?
register-ask-phone = <b>Registrierung</b>
    Unter welcher Nummer erreichen wir Sie? Teilen Sie sie mit dem Knopf, tippen Sie sie ein oder überspringen Sie die Frage.
register-ask-password = <b>Registrierung, letzter Schritt</b>
    Wählen Sie ein Passwort mit mindestens { $minimum } Zeichen, wenn Sie sich später von einem anderen Telegram-Konto anmelden möchten. Ich nehme es sofort aus dem Chat. Die meisten überspringen das.
register-done = 🎉 Sie sind registriert, { $name }.

phone-placeholder = +49 …
button-share-phone = 📱 Meine Nummer teilen
contact-not-yours = Das ist der Kontakt von jemand anderem. Bitte teilen Sie Ihre eigene Nummer mit dem Knopf oder tippen Sie sie ein.

login-ask-email = <b>Anmelden</b>
    Wie lautet die E-Mail-Adresse Ihres Kontos?
login-ask-password = <b>Anmelden</b>
    Und das Passwort für { $email }? Ich nehme es sofort aus dem Chat.
login-done = Schön, dass Sie wieder da sind, { $name }.
logout-question = Von diesem Telegram-Konto abmelden? Mit { $email } und Ihrem Passwort können Sie sich wieder anmelden. Erinnerungen erreichen Sie hier dann nicht mehr.
logout-question-no-password = Von diesem Telegram-Konto abmelden? ⚠️ Sie haben noch kein Passwort und könnten sich nicht wieder anmelden: Legen Sie bitte zuerst im Profil eines fest. Erinnerungen erreichen Sie hier dann nicht mehr.
logout-yes = Ja, abmelden
logout-done = Sie sind abgemeldet.

profile = <b>Ihre Daten</b>
    Name: { $name }
    E-Mail: { $email ->
        [none] –
       *[other] { $email }
    }
    Telefon: { $phone ->
        [none] –
       *[other] { $phone }
    }
    Sprache: { $language }
    Passwort: { $password ->
        [yes] festgelegt
       *[no] keines
    }
profile-saved = ✅ Gespeichert.
profile-edit-name = ✏️ Name
profile-edit-email = ✏️ E-Mail
profile-edit-phone = ✏️ Telefon
profile-edit-password = ✏️ Passwort
profile-ask-name = Wie heißen Sie? Bisher: { $name }
profile-ask-email = Wie lautet Ihre E-Mail-Adresse?{ $email ->
        [none] {""}
       *[other] {" "}Bisher: { $email }
    }
profile-ask-phone = Unter welcher Nummer erreichen wir Sie? Teilen Sie sie mit dem Knopf oder tippen Sie sie ein.
profile-ask-password = Tippen Sie ein neues Passwort mit mindestens { $minimum } Zeichen. Ich nehme es sofort aus dem Chat.
button-remove-password = Passwort entfernen

language-question = In welcher Sprache möchten Sie mit uns sprechen?
language-chosen = Ab jetzt auf Deutsch.

error-not-registered = Bitte registrieren Sie sich zuerst, das dauert eine halbe Minute: /start
error-already-registered = Dieses Telegram-Konto gehört schon zu { $name }. Für ein anderes Konto melden Sie sich bitte zuerst im Profil ab.
error-phone-known = Eine Person mit der Nummer { $phone } ist schon bekannt. Bitte wählen Sie sie aus, oder geben Sie an, dass es jemand anderes ist.
error-email-taken = Mit { $email } gibt es schon ein Konto. Melden Sie sich damit an (/login) oder nehmen Sie eine andere Adresse.
error-email-reserved = { $email } gehört der Praxis. Bitte nehmen Sie eine andere Adresse.
error-invalid-email = Das sieht nicht wie eine E-Mail-Adresse aus. Sie sollte etwa so lauten: anna@example.org.
error-invalid-name = { $reason ->
        [too_long] Dieser Name ist zu lang: höchstens { $limit } Zeichen. Bitte tippen Sie einen kürzeren.
        [empty] Wir brauchen einen Namen. Bitte tippen Sie ihn ein.
       *[other] Ein Name hat mindestens einen Buchstaben. Bitte schreiben Sie ihn in Buchstaben.
    }
error-invalid-phone = Das sieht nicht wie eine Telefonnummer aus. Bitte tippen Sie sie so ein: +49 30 1234567.
error-weak-password = Ein Passwort hat { $minimum } bis { $maximum } Zeichen. Ihres habe ich aus dem Chat genommen; bitte versuchen Sie ein anderes.
error-wrong-credentials = E-Mail und Passwort passen nicht zusammen. Bitte versuchen Sie es noch einmal; mit „Zurück“ können Sie die E-Mail-Adresse korrigieren.
error-too-many-attempts = Das waren zu viele Versuche. Bitte versuchen Sie es nach { $retry_at } noch einmal oder rufen Sie uns an{ $phone ->
        [none] .
       *[other] : { $phone }
    }
error-user-not-found = Dieses Konto gibt es nicht mehr. Mit /start kommen Sie zum Menü.
error-staff-only = Das kann nur die Praxis. Mit /start sehen Sie, was Sie hier tun können.
error-bookings-blocked = Wir nehmen hier zurzeit keine Anfragen von Ihnen an. { $phone ->
        [none] Bitte rufen Sie uns an.
       *[other] Bitte rufen Sie uns an: { $phone }
    }
