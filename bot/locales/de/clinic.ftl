# The clinic's side: services, the switch, cards and lists, what is pushed to the clinic.

service-vaccination = Impfung
service-routine = Untersuchung
service-surgery = Operation
service-emergency = Notfall

decline-reason-fully-booked = Zu dieser Zeit ist alles belegt
decline-reason-wrong-service = Dafür braucht es eine andere Art von Termin
decline-reason-please-phone = Bitte rufen Sie uns dazu an
decline-reason-vet-away = Die Tierärztin oder der Tierarzt ist nicht da

# The card of an appointment

card = { $heading }

    🗓 { $day }, { $time }
    🩺 { $service }{ $vet ->
        [none] {""}
       *[other] {" "}· { $vet }
    }
    { $emoji } <b>{ $pet }</b> · { $about }
    👤 { $owner }{ $phone ->
        [none] {" "}· keine Telefonnummer
       *[other] {" "}· { $phone }
    }{ $missed ->
        [0] {""}
        [one] {" "}· ⚠️ schon einmal nicht erschienen
       *[other] {" "}· ⚠️ schon { $missed }-mal nicht erschienen
    }{ $reach ->
        [yes] {""}
        [blocked] {""}
            🔇 Hat den Bot blockiert: bitte anrufen.
       *[no-account] {""}
            🔇 Nicht in Telegram: bitte anrufen.
    }{ $about_owner ->
        [none] {""}
       *[other] {""}
            🗒 <i>{ $about_owner }</i>
    }{ $notes ->
        [none] {""}
       *[other] {""}
            📝 { $notes }
    }
card-heading-pending = 🔔 <b>Anfrage #{ $number }</b>
card-heading-confirmed = ✅ <b>#{ $number } bestätigt</b>
card-heading-declined = 🚫 <b>#{ $number } abgelehnt</b>
card-heading-cancelled = ✖️ <b>#{ $number } abgesagt</b>
card-heading-expired = ⌛ <b>#{ $number } nicht rechtzeitig beantwortet</b>
card-heading-completed = ☑️ <b>#{ $number } erschienen</b>
card-heading-no-show = 👻 <b>#{ $number } nicht erschienen</b>
card-heading-was-moved = 🔁 <b>#{ $number } wurde verschoben</b> auf { $until }
card-heading-wish = 🔁 <b>{ $status ->
        [pending] Möchte #{ $number } verschieben
        [declined] Verschieben von #{ $number } abgelehnt
        [expired] Verschieben von #{ $number } nicht rechtzeitig beantwortet
       *[other] Verschieben von #{ $number } zurückgenommen
    }</b>
    Bisher { $since }, gewünscht:
card-asked = Angefragt: { $at }
card-booked = Gebucht: { $by }, { $at }
card-answer-by = ⏳ Antwort bis <b>{ $at }</b>; danach verfällt die Anfrage.
card-too-late = Die Frist für die Antwort ist vorbei.
card-confirmed-by-itself = Von selbst bestätigt: { $at }. Diese Anfrage brauchte keine Antwort.
card-confirmed = Bestätigt: { $by }, { $at }
card-declined = Abgelehnt: { $by }, { $at }{ $reason ->
        [none] {""}
       *[other] {" "}– { $reason }
    }
card-proposed = 🗓 Stattdessen vorgeschlagen:
card-proposal = • { $at }{ $vet ->
        [none] {""}
       *[other] {" "}· { $vet }
    } · { $status ->
        [proposed] reserviert bis { $by }
        [taken] <b>genommen</b>
        [declined] nicht gewünscht
        [expired] nicht rechtzeitig beantwortet
       *[other] zurückgezogen
    }
card-taken = 🗓 Statt { $since } vorgeschlagen und genommen.
card-cancelled = Abgesagt: { $by }, { $at }{ $reason ->
        [none] {""}
       *[other] {" "}– { $reason }
    }
card-expired = Niemand hat rechtzeitig geantwortet; der Absender der Anfrage weiß Bescheid.
card-completed = Erschienen: { $by }, { $at }
card-no-show = Nicht erschienen: { $by }, { $at }
card-coming = 👍 Hat zugesagt: „Ich komme“.
card-moved = Verschoben: bisher { $since } ({ $by }, { $at })
card-replaces = Bisher: { $since }
card-coming-phoned = 👍 Kommt, telefonisch geklärt: { $by }, { $at }
card-wish = 🔁 Soll auf Wunsch verschoben werden auf { $until }.
card-ask-decline = <b>Warum lehnen Sie ab?</b> Der Grund wird mitgeschickt.
card-ask-cancel = <b>Diesen Termin absagen?</b> Die Absage geht sofort hinaus.

card-button-confirm = ✅ Bestätigen
card-button-decline = 🚫 Ablehnen
card-button-cancel = ✖️ Termin absagen
card-button-cancel-yes = Ja, absagen
card-button-cancel-type = ✏️ Mit Grund absagen: eintippen
card-button-type = ✏️ Anderer Grund: eintippen
card-button-owner = 👤 Besitzer
card-button-move = 🔁 Verschieben
card-button-wish = 🔁 Wunsch zeigen
card-button-proposed = 🗓 Vorgeschlagene Termine zeigen
card-button-take = ✅ Nimmt { $at }
card-button-withdraw = ↩️ Vorschläge zurückziehen
button-arrived = ☑️ Ist da
button-no-show = 👻 Nicht da
button-show-card = Karte zeigen

toast-confirmed = Bestätigt: #{ $number } { $pet }, { $at }
toast-declined = Abgelehnt: #{ $number } { $pet }, { $at }
toast-withdrawn = #{ $number } { $pet }: kein vorgeschlagener Termin ist mehr reserviert.
toast-called-off = Abgesagt: #{ $number } { $pet }, { $at }. Die Absage ist unterwegs.
toast-moved = Verschoben: #{ $number } { $pet }, { $at }. Die Nachricht ist unterwegs.
move-done-staff = 🔁 #{ $number } { $pet } ist verschoben von { $since } auf <b>{ $until }</b>. Die Nachricht ist unterwegs.
toast-reached = Notiert: #{ $number } { $pet } kommt, { $at }.
toast-arrived = Erschienen: #{ $number } { $pet }
toast-no-show = Notiert: #{ $number } { $pet } ist nicht erschienen.

reason-ask-decline = { $who }, warum lehnen Sie #{ $number } ({ $pet }, { $service }, { $at }) ab? Antworten Sie auf diese Nachricht; der Grund wird so weitergegeben. Mit /cancel bleibt alles, wie es ist.
reason-ask-cancel = { $who }, warum sagen Sie #{ $number } ({ $pet }, { $service }, { $at }) ab? Antworten Sie auf diese Nachricht; der Grund wird so weitergegeben. Mit /cancel bleibt alles, wie es ist.
reason-placeholder = Der Grund, wie er verschickt wird
propose-ask = <b>#{ $number } ablehnen</b> ({ $pet }, { $service }, { $at }): „{ $reason }“

    { $free ->
        [yes] Tippen Sie bis zu { $most } freie Termine an, die Sie vorschlagen. Sie bleiben reserviert, und ein Tipp genügt, um einen davon zu nehmen.
       *[no] In der Nähe ist nichts frei. Sehen Sie an einem anderen Tag nach oder lehnen Sie ohne Vorschlag ab.
    }
propose-ask-day = <b>Ein anderer Termin statt #{ $number }</b> ({ $pet }, { $at })
    Welcher Tag? An Tagen mit einer Zahl ist noch etwas frei.
propose-send = { $count ->
        [one] 🚫 Ablehnen und diesen vorschlagen
       *[other] 🚫 Ablehnen und diese { $count } vorschlagen
    }
propose-send-nearest = { $count ->
        [one] 🚫 Ablehnen und den ersten vorschlagen
       *[other] 🚫 Ablehnen und die ersten { $count } vorschlagen
    }
propose-without = 🚫 Ohne Vorschlag ablehnen
propose-done = 🚫 #{ $number } ({ $pet }, { $at }) ist abgelehnt. Ihre Begründung wird mitgeteilt{ $times ->
        [none] .
       *[other] , und zur Wahl stehen: { $times }.
    }
reason-cancelled = ✖️ #{ $number } ({ $pet }, { $at }) ist abgesagt. Ihr Grund ist unterwegs.

# Lists

pending = { $count ->
        [one] <b>Eine Anfrage wartet auf Antwort.</b> Tippen Sie sie an, um die Karte zu sehen.
       *[other] <b>{ $count } Anfragen warten auf Antwort.</b> Tippen Sie eine an, um die Karte zu sehen.
    }
pending-none = 👍 Keine Anfrage wartet auf Antwort.
calls = { $count ->
        [one] 📞 <b>Ein Besitzer ist anzurufen</b>
       *[other] 📞 <b>{ $count } Besitzer sind anzurufen</b>
    }
calls-none = 👍 Niemand muss angerufen werden.
calls-owner = 👤 { $owner } · { $phone ->
        [none] keine Telefonnummer
       *[other] { $phone }
    }
calls-unanswered = 🔔 <b>{ $at }</b> { $pet } · #{ $number }
    Keine Antwort auf die Erinnerung vom { $reminded }.
calls-legend = <i>👍 Kommt: Sie sagen, dass sie kommen. ✔️ Erledigt: Sie wissen Bescheid, oder es ist geklärt.</i>
calls-reached = 👍 Kommt: { $which }
calls-done = ✔️ Erledigt{ $which ->
        [none] {""}
       *[other] : { $which }
    }
button-card = Karte
day = <b>{ $day }</b>
day-hours = 🕘 { $hours ->
        [none] Keine Öffnungszeiten
       *[other] { $hours }
    }{ $vets ->
        [none] {""}
       *[other] {" "}({ $vets })
    }
day-closure = ⛔ { $vet ->
        [none] Geschlossen
       *[other] { $vet } nicht da
    }, { $hours ->
        [all] ganztägig
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
        [none] geschlossen{ $visits ->
            [0] {""}
            [one] {" "}· ⚠️ ein Termin
           *[other] {" "}· ⚠️ { $visits } Termine
        }
       *[other] { $visits ->
            [0] keine Termine
            [one] ein Termin
           *[other] { $visits } Termine
        } · zu { $share } % gebucht
    }{ $waiting ->
        [0] {""}
       *[other] {" "}· ⏳ { $waiting } offen
    }{ $proposed ->
        [0] {""}
       *[other] {" "}· ✋ { $proposed } reserviert
    }
week-button-picture = 🖼 Als Bild
week-button-dark-picture = 🌙 Dunkles Bild
week-button-dark = 🌙 Dunkel
week-button-light = ☀️ Hell
week-picture = <b>{ $vet }</b> · { $first } – { $last }
    { $visits ->
        [0] Keine Termine
        [one] Ein Termin
       *[other] { $visits } Termine
    }{ $waiting ->
        [0] {""}
       *[other] {" "}· ⏳ { $waiting } offen
    }
week-picture-file = woche.png
week-picture-none = Niemand ist im Dienst, und vom { $first } bis { $last } ist nichts gebucht. /vets holt jemanden zurück.
week-picture-confirmed = Bestätigt
week-picture-waiting = Wartet
week-picture-came = War da
week-picture-missed = Nicht erschienen
week-picture-closed = Geschlossen
week-picture-others = Andere Leistungen
button-week = Woche
push-agenda = ☀️ <b>Guten Morgen!</b> Das ist heute.
push-agenda-calls = { $count ->
        [one] 📞 Ein Besitzer ist anzurufen: /calls
       *[other] 📞 { $count } Besitzer sind anzurufen: /calls
    }
push-agenda-calls-more = …
day-none = Keine Termine. /pending zeigt die Anfragen, die auf Antwort warten.
day-visit = { $mark } <b>{ $time }</b> { $pet } ({ $owner }) · { $service }{ $vet ->
        [none] {""}
       *[other] {" "}· { $vet }
    } · #{ $number }{ $coming ->
        [yes] {" "}· kommt ✓
       *[no] {""}
    }{ $call ->
        [yes] {" "}· 📞 bitte anrufen
       *[no] {""}
    }{ $since ->
        [none] {""}
       *[other] {" "}· Wunschzeit, bisher { $since }
    }{ $until ->
        [none] {""}
       *[other] {" "}· möchte auf { $until } verschieben
    }{ $held ->
        [none] {""}
       *[other] {" "}· vorgeschlagen, reserviert bis { $held }
    }

# Eine Nachricht, die kein Telegram-Konto ihres Besitzers erreicht hat

call = 📞 <b>{ $phone ->
        [yes] Bitte anrufen: Telegram konnte eine Nachricht nicht zustellen.
       *[no] Telegram konnte eine Nachricht nicht zustellen.
    }</b>
call-email = { $email ->
        [none] Auch eine E-Mail-Adresse ist nicht bekannt.
       *[other] E-Mail: { $email }
    }
call-done = { $by ->
        [none] ✔️ <b>Ein Anruf ist nicht mehr nötig.</b>
       *[other] ✔️ <b>Erledigt von { $by }</b>, { $at }
    }
call-gone = ✔️ Hier ging es um einen Besitzer, dessen Daten gelöscht sind. Niemand muss angerufen werden.
call-missed = 📵 { $kind ->
        [confirmed] Termin bestätigt: <b>{ $at }</b>, { $pet }, #{ $number }
        [declined] { $wish ->
            [yes] Verschiebung auf <b>{ $at }</b> abgelehnt: #{ $number } { $pet } bleibt am { $stays }
           *[no] Anfrage abgelehnt: <b>{ $at }</b>, { $pet }, #{ $number }
        }{ $reason ->
            [none] {""}
           *[other] . Grund: { $reason }
        }
        [cancelled_by_clinic] { $wish ->
            [yes] Verschiebung auf <b>{ $at }</b> abgesagt: #{ $number } { $pet } bleibt am { $stays }
           *[no] <b>Termin abgesagt: { $at }</b>, { $pet }, #{ $number }
        }{ $reason ->
            [none] {""}
           *[other] . Grund: { $reason }
        }
        [expired] { $wish ->
            [yes] Verschiebung auf <b>{ $at }</b> nicht rechtzeitig beantwortet: #{ $number } { $pet } bleibt am { $stays }
           *[no] Anfrage nicht rechtzeitig beantwortet: <b>{ $at }</b>, { $pet }, #{ $number }
        }
        [moved] { $confirmed ->
            [yes] Termin verschoben
           *[no] Anfrage verschoben
        } von { $since } auf <b>{ $at }</b>: { $pet }, #{ $number }
        [reminder] Erinnerung an <b>{ $at }</b>, { $pet }, #{ $number }
        [proposals_over] Die statt <b>{ $at }</b> vorgeschlagenen Termine sind nicht mehr reserviert: { $pet }, #{ $number }
       *[other] { $number ->
            [none] Eine Nachricht
           *[other] Eine Nachricht zu <b>{ $at }</b>, { $pet }, #{ $number }
        }
    }
call-why = Nicht zugestellt, { $at }{ $why ->
        [blocked] : hat den Bot blockiert
        [gone] : das Telegram-Konto gibt es nicht mehr
        [no_account] : nicht bei Telegram
        [refused] : Telegram hat sie abgelehnt
        [gave_up] : eine Stunde lang vergeblich versucht
       *[other] {""}
    }.
call-others = { $count ->
        [one] Ein weiterer Besitzer ist anzurufen: /calls
       *[other] { $count } weitere Besitzer sind anzurufen: /calls
    }
call-button-done = ✔️ Erledigt
call-undo = ↩️ Doch nicht erledigt
call-owner = 👤 Besitzer
toast-call-done = Notiert: { $owner } weiß Bescheid, oder es ist geklärt.
toast-call-open = { $owner } ist wieder anzurufen.

# The switch

switch-open = 🟢 <b>Die Praxis ist geöffnet</b>: Termine können angefragt werden.{ $by ->
        [none] {""}
       *[other] {" "}Geöffnet von { $by }, { $at }.
    }
switch-closing-soon = 🟡 <b>Schließt bald</b>{ $until ->
        [none] , bis Sie wieder öffnen.
       *[other] {" "}bis { $until }; danach von selbst wieder geöffnet.
    } Termine können weiterhin angefragt werden, mit dem Hinweis, dass Sie bald schließen.{ $message ->
        [none] {""}
       *[other] {""}
            Grund: { $message }
    }{ $by ->
        [none] {""}
       *[other] {""}
            Von { $by }, { $at }
    }
switch-close = 🔴 <b>Geschlossen</b>{ $until ->
        [none] , bis Sie wieder öffnen.
       *[other] {" "}bis { $until }; danach von selbst wieder geöffnet.
    } Termine können nicht angefragt werden.{ $message ->
        [none] {""}
       *[other] {""}
            Grund: { $message }
    }{ $by ->
        [none] {""}
       *[other] {""}
            Von { $by }, { $at }
    }
switch-affects = { $count ->
        [one] ⚠️ <b>Ein Termin liegt in dieser Zeit.</b> Er bleibt bestehen: Tippen Sie ihn an, um anzurufen oder abzusagen.
       *[other] ⚠️ <b>{ $count } Termine liegen in dieser Zeit.</b> Sie bleiben bestehen: Tippen Sie einen an, um anzurufen oder abzusagen.
    }
switch-affects-none = In dieser Zeit liegt kein Termin.
switch-to-open = 🟢 Öffnen
switch-to-closing-soon = 🟡 Schließt bald
switch-to-close = 🔴 Schließen
status-today = <b>Heute</b>
status-waiting = { $count ->
        [0] Keine Anfrage wartet.
        [one] Eine Anfrage wartet: /pending
       *[other] { $count } Anfragen warten: /pending
    }
toast-open = Die Praxis ist geöffnet.
toast-closing-soon = Schließt bald, bis Sie wieder öffnen.
toast-close = Die Praxis ist geschlossen, bis Sie wieder öffnen.
until-unreadable = „{ $typed }“ kann ich nicht als Datum oder Uhrzeit lesen, deshalb hat sich nichts geändert. Schreiben Sie es so: <code>/close 14:30 Stromausfall</code>, <code>/close morgen</code>, <code>/close fr 9:00</code> oder <code>/close 5.3. 14:00 Fortbildung</code>.

# What is pushed to the clinic

push-cancelled-by-owner = ✖️ { $owner } hat abgesagt: #{ $number } <b>{ $pet }</b>, { $at } ({ $service }).{ $reason ->
        [none] {""}
       *[other] {" "}Grund: { $reason }
    } Die Zeit ist wieder frei.
push-expired-for-clinic = ⌛ Anfrage #{ $number } wurde nicht rechtzeitig beantwortet: <b>{ $pet }</b>, { $at } ({ $service }). { $owner } weiß Bescheid. { $phone ->
        [none] Eine Telefonnummer haben wir nicht.
       *[other] Bitte rufen Sie an: { $phone }
    }
push-nudge = ⏳ <b>Anfrage #{ $number } wartet noch:</b> { $pet } ({ $owner }), { $service }, { $since ->
        [none] { $at }
       *[other] verschieben von { $since } auf { $at }
    }. Bitte antworten Sie bis <b>{ $by }</b>; danach verfällt sie.
push-wish-withdrawn = ↩️ { $owner } möchte #{ $number } <b>{ $pet }</b> doch nicht auf { $at } verschieben: Es bleibt bei { $since }.
push-wish-expired-for-clinic = ⌛ Ob #{ $number } <b>{ $pet }</b> auf { $at } rücken kann, wurde nicht rechtzeitig beantwortet: Es bleibt bei { $since }. { $owner } weiß Bescheid. { $phone ->
        [none] Eine Telefonnummer haben wir nicht.
       *[other] Bitte rufen Sie an: { $phone }
    }

# Refusals

error-appointment-not-found = Diesen Termin finde ich nicht mehr. Bitte öffnen Sie die Liste noch einmal.
error-already-decided = #{ $number } { $status ->
        [confirmed] ist schon bestätigt
        [declined] wurde schon abgelehnt
        [cancelled] wurde schon abgesagt
        [completed] ist vorbei: erschienen
        [no_show] ist vorbei: nicht erschienen
       *[other] wurde schon entschieden
    }{ $by ->
        [none] {""}
       *[other] {" "}– { $by }, { $at }
    }.
error-call-not-found = Hier ist niemand mehr anzurufen: Die Daten sind gelöscht, oder es ist lange her. /calls zeigt, wer anzurufen ist.
error-call-closed = { $by ->
        [none] Dafür ist kein Anruf mehr nötig. /calls zeigt, wer anzurufen ist.
       *[other] { $by } hat das schon erledigt: { $at }.
    }
error-moved-meanwhile = #{ $number } hat inzwischen eine andere Zeit: { $starts_at }. Bitte sehen Sie noch einmal hin.
error-move-answered = Der Wunsch, #{ $number } zu verschieben, { $status ->
        [declined] wurde schon abgelehnt
        [cancelled] wurde schon zurückgenommen
        [expired] wurde nicht rechtzeitig beantwortet
       *[other] wurde schon beantwortet
    }{ $by ->
        [none] {""}
       *[other] {" "}– { $by }, { $at }
    }.
error-not-confirmed-yet = #{ $number } ist noch nicht bestätigt. Bitte bestätigen Sie die Anfrage zuerst, oder lehnen Sie sie ab.
error-request-expired = #{ $number } wurde nicht rechtzeitig beantwortet (möglich war es bis { $answer_by }) und ist verfallen. Es braucht eine neue Anfrage.
error-visit-started = #{ $number } hat schon begonnen ({ $starts_at }), deshalb lässt sich hier nichts mehr ändern. { $phone ->
        [none] Bitte rufen Sie uns an.
       *[other] Bitte rufen Sie uns an: { $phone }
    }
error-visit-over = #{ $number } ist vorbei ({ $ends_at }). Bitte vermerken Sie stattdessen „Ist da“ oder „Nicht da“.
error-too-early = #{ $number } beginnt erst { $starts_at }. „Ist da“ geht ab einer halben Stunde vorher, „Nicht da“ ab dem Beginn.
error-invalid-reason = Ein Grund hat 1 bis { $limit } Zeichen. Bitte kürzen Sie ihn.
error-too-many-proposals = Mehr als { $limit } Termine können nicht vorgeschlagen werden. Bitte nehmen Sie zuerst einen weg.
error-service-not-found = Diese Leistung gibt es nicht mehr. Bitte wählen Sie eine andere.
error-vet-not-found = Diese Tierärztin oder dieser Tierarzt ist nicht mehr bei uns. Bitte wählen Sie jemand anderen.
error-closure-not-found = Diese Schließzeit ist schon entfernt.
error-last-active-vet = Nur { $name } ist im Dienst: Sonst könnte niemand buchen. Bitte nehmen Sie zuerst jemand anderen in den Dienst; mit /close stoppen Sie alle Buchungen.
error-invalid-until = { $until } ist schon vorbei, deshalb hat sich nichts geändert. Bitte nennen Sie eine spätere Zeit.
error-invalid-text = { $field ->
        [message] Der Grund ist zu lang: höchstens { $limit } Zeichen. Bitte kürzen Sie ihn.
        [reason] Der Grund ist zu lang: höchstens { $limit } Zeichen. Bitte kürzen Sie ihn.
       *[other] Ein Name hat 1 bis { $limit } Zeichen. Bitte geben Sie einen anderen ein.
    }
error-invalid-length = { $field ->
        [duration] Die Dauer
        [buffer] Die Pause danach
       *[other] Der Vorlauf
    } liegt zwischen { $minimum } und { $maximum } Minuten, in ganzen Minuten. Bitte geben Sie eine andere Zahl ein.
error-invalid-price = Ein Preis liegt zwischen 0 und { $maximum }, mit höchstens zwei Nachkommastellen. Bitte schreiben Sie ihn so: 45 oder 45,50.
error-invalid-hours = Öffnungszeiten beginnen, bevor sie enden: { $opens } bis { $closes } geht nicht. Bitte nennen Sie andere Zeiten.
error-overlapping-hours = Zwei dieser Öffnungszeiten überschneiden sich: Die zweite beginnt um { $opens }. Bitte fassen Sie beide zusammen, oder verschieben Sie eine.
error-invalid-closure = { $starts_at } bis { $ends_at } geht nicht: Eine Schließzeit endet nach ihrem Beginn und nicht in der Vergangenheit. Bitte nennen Sie andere Zeiten.
