# Die Kartei der Praxis: /find und die Karte eines Besitzers.

find-ask = { $who }, wen suchen Sie? Teil eines Namens, Name eines Tiers, Teil einer Telefonnummer oder eine Nummer wie #1001. Bitte antworten Sie auf diese Nachricht, oder senden Sie /cancel.
find-placeholder = Berg, Rex, 0151 23, #1001
found = <b>{ $count } Besitzer</b> passen zu „{ $words }“, die besten Treffer zuerst. Tippen Sie für die Karte.
found-none = Niemand passt zu „{ $words }“. Versuchen Sie es mit einem Teil des Namens, dem Namen eines Tiers oder ein paar Ziffern der Telefonnummer, zum Beispiel <code>/find berg</code>.
error-nothing-to-find = Darin ist nichts, wonach man suchen kann. Bitte schreiben Sie einen Teil eines Namens, den eines Tiers, mindestens { $digits } Ziffern einer Telefonnummer oder etwas wie #1001.

owner-card = 👤 <b>{ $owner }</b>
    📞 { $phone ->
        [none] keine Telefonnummer
       *[other] { $phone }
    }{ $email ->
        [none] {""}
       *[other] {""}
            ✉️ { $email }
    }{ $reach ->
        [yes] {""}
        [blocked] {""}
            🔇 Hat den Bot blockiert: bitte anrufen.
       *[no-account] {""}
            🔇 Nicht in Telegram: bitte anrufen.
    }{ $pets ->
        [none] {""}
       *[other] {""}

            { $pets }
    }

    { $visits ->
        [0] Noch keine Termine.
        [one] Bisher ein Termin.
       *[other] Bisher { $visits } Termine.
    }{ $last ->
        [none] {""}
       *[other] {" "}Zuletzt hier am { $last }.
    }{ $missed ->
        [0] {""}
        [one] {" "}⚠️ Einen versäumt.
       *[other] {" "}⚠️ { $missed } versäumt.
    }{ $ahead ->
        [0] {""}
       *[other] {" "}Demnächst:
    }
owner-pet = { $emoji } <b>{ $pet }</b> · { $about }
owner-note = 📝 { $note } <i>({ $by })</i>
owner-blocked = 🚫 Kann hier seit { $at } keine Termine anfragen ({ $by }).
owner-ask-block = <b>Von diesem Besitzer keine Anfragen im Chat annehmen?</b> Er wird stattdessen gebeten anzurufen. Was gebucht ist, bleibt, und Sie können weiterhin für ihn buchen.
owner-visits = { $count ->
        [0] <b>{ $owner }</b> hat keine Termine.
        [one] <b>{ $owner }</b>: ein Termin.
       *[other] <b>{ $owner }</b>: { $count } Termine, die letzten zuerst.
    }
owner-button-visits = 🗓 Alle Termine
owner-button-book = 📅 Termin buchen
owner-button-note = 📝 Notiz
owner-button-change-note = 📝 Notiz ändern
owner-button-erase-note = 🗑 Löschen
owner-button-block = 🚫 Sperren
owner-button-block-yes = Ja, keine Anfragen annehmen
owner-button-unblock = ✅ Entsperren
toast-note-erased = Die Notiz ist gelöscht.
toast-blocked = Von diesem Besitzer kommen keine Anfragen mehr.
toast-unblocked = Anfragen sind wieder möglich.

note-ask = { $who }, was soll zu { $owner } notiert werden? Höchstens { $limit } Zeichen; nur die Praxis liest es. Eine vorhandene Notiz wird ersetzt. Bitte antworten Sie auf diese Nachricht, oder senden Sie /cancel.
note-placeholder = Eine Notiz für die Praxis

error-invalid-staff-note = Diese Notiz ist zu lang: höchstens { $limit } Zeichen. Bitte senden Sie eine kürzere.
