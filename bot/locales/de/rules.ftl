# The clinic's rules, as staff see and change them: vets, services, opening hours, closures.

button-rename = ✏️ Umbenennen
rules-left = Abgebrochen. Es hat sich nichts geändert.
length-days = { $days ->
        [one] 1 Tag
       *[other] { $days } Tage
    }
length-hours = { $hours } Std.
length-minutes = { $minutes } Min.

# Vets

vets = 👩‍⚕️ <b>Tierärztinnen und Tierärzte</b>
    Tippen Sie jemanden an, um den Namen zu ändern oder den Dienst zu beenden. Ist nur eine Person im Dienst, wird nicht gefragt, zu wem jemand möchte.
vets-vet = { $name }{ $duty ->
        [off] {" "}(nicht im Dienst)
       *[on] {""}
    }
vets-add = ➕ Jemanden hinzufügen
vets-placeholder = Der Name, wie er angezeigt wird
vets-ask-new = { $who }, wie heißt die neue Person? Antworten Sie auf diese Nachricht; der Name wird beim Buchen angezeigt. Mit /cancel bleibt alles, wie es ist.
vets-ask-name = { $who }, wie soll { $name } ab jetzt heißen? Antworten Sie auf diese Nachricht; der Name wird beim Buchen angezeigt. Mit /cancel bleibt alles, wie es ist.
vets-added = ✅ { $name } nimmt ab jetzt Termine an, zu den Zeiten der Praxis.
vets-renamed = ✅ { $before } heißt jetzt { $name }, auch in schon gebuchten Terminen.
vet = 👩‍⚕️ <b>{ $name }</b> { $duty ->
        [off] ist nicht im Dienst und kann nicht gebucht werden.
       *[on] ist im Dienst.
    }
vet-visits = { $count ->
        [0] Es steht kein Termin bevor.
        [one] Ein Termin steht bevor. Er bleibt bestehen: Tippen Sie ihn an, um die Karte zu sehen.
       *[other] { $count } Termine stehen bevor. Sie bleiben bestehen: Tippen Sie einen an, um die Karte zu sehen.
    }
vet-on = 🟢 Wieder im Dienst
vet-off = 🔴 Nicht im Dienst
vet-off-question = <b>{ $name } aus dem Dienst nehmen?</b> Dann kann niemand mehr dort buchen. Gebuchte Termine bleiben bestehen: Bitte rufen Sie an, oder sagen Sie auf den Karten ab.
vet-off-yes = Ja, nicht im Dienst
vet-hours = 🕘 Zeiten
toast-on-duty = { $name } ist im Dienst und kann gebucht werden.
toast-off-duty = { $name } ist nicht im Dienst. Gebuchte Termine bleiben bestehen.

# Services

services = 🩺 <b>Leistungen</b>
    Tippen Sie eine an, um sie zu ändern.
services-service = <b>{ $name }</b>{ $offered ->
        [no] {" "}(aus)
       *[yes] {""}
    }: { $duration }{ $buffer ->
        [none] {""}
       *[other] {" "}+ { $buffer } Pause
    }{ $notice ->
        [none] {""}
       *[other] , { $notice } Vorlauf
    }{ $price ->
        [none] {""}
       *[other] {" "}· { $price }
    }
services-add = ➕ Eine Leistung hinzufügen
services-placeholder = Ihre Antwort
services-new-name = { $who }, wie heißt die neue Leistung? Antworten Sie auf diese Nachricht; der Name wird beim Buchen angezeigt. Mit /cancel bleibt alles, wie es ist.
services-new-duration = { $who }, wie lange dauert { $name }? Antworten Sie auf diese Nachricht, zum Beispiel mit 20 oder 1 h 30. Mit /cancel bleibt alles, wie es ist.
services-added = ✅ { $name } kann ab jetzt gebucht werden. Preis, Pause und Vorlauf sind hinter den Knöpfen.
services-saved = ✅ Gespeichert: { $name }. Schon gebuchte Termine behalten Zeit und Dauer.
services-unreadable-length = „{ $typed }“ kann ich nicht als Zeitspanne lesen. Schreiben Sie sie so: 45, 45 Min, 1 h 30, 24h oder 2 Tage.
services-unreadable-price = „{ $typed }“ kann ich nicht als Preis lesen. Schreiben Sie ihn so: 60 oder 60,50, oder - für keinen Preis.
service = 🩺 <b>{ $name }</b>{ $offered ->
        [no] {" "}ist aus und kann nicht gebucht werden.
       *[yes] {""}
    }

    ⏱ Dauer: { $duration }
    🧹 Pause danach: { $buffer ->
        [none] keine
       *[other] { $buffer }
    }
    ⏳ Vorlauf: { $notice ->
        [none] keiner
       *[other] { $notice }
    }
    💶 Preis: { $price ->
        [none] keiner
       *[other] { $price }
    }
service-visits = { $count ->
        [0] Es steht kein solcher Termin bevor.
        [one] Ein solcher Termin steht bevor. Was Sie hier auch ändern: Er behält Zeit und Dauer.
       *[other] { $count } solche Termine stehen bevor. Was Sie hier auch ändern: Sie behalten Zeit und Dauer.
    }
service-edit-duration = ⏱ Dauer
service-edit-buffer = 🧹 Pause
service-edit-minimum-notice = ⏳ Vorlauf
service-edit-price = 💶 Preis
service-off = 🔴 Aus: nicht mehr buchbar
service-on = 🟢 Ein: wieder buchbar
service-ask-name = { $who }, wie soll { $name } ab jetzt heißen? Antworten Sie auf diese Nachricht; der Name wird beim Buchen angezeigt. Mit /cancel bleibt alles, wie es ist.
service-ask-duration = { $who }, wie lange dauert { $name } (bisher { $now })? Antworten Sie auf diese Nachricht, zum Beispiel mit 45 oder 1 h 30. Mit /cancel bleibt alles, wie es ist.
service-ask-buffer = { $who }, wie lange ist die Pause nach { $name } ({ $now ->
        [none] bisher gibt es keine
       *[other] bisher { $now }
    })? Antworten Sie auf diese Nachricht, zum Beispiel mit 15, oder mit - für keine. Mit /cancel bleibt alles, wie es ist.
service-ask-minimum-notice = { $who }, wie lange vorher muss { $name } gebucht werden ({ $now ->
        [none] bisher geht es bis zuletzt
       *[other] bisher { $now }
    })? Antworten Sie auf diese Nachricht, zum Beispiel mit 24h oder 2 Tage, oder mit - für bis zuletzt. Mit /cancel bleibt alles, wie es ist.
service-ask-price = { $who }, was kostet { $name } ({ $now ->
        [none] bisher ist kein Preis genannt
       *[other] bisher { $now }
    })? Antworten Sie auf diese Nachricht, zum Beispiel mit 60 oder 60,50, oder mit - für keinen Preis. Mit /cancel bleibt alles, wie es ist.
toast-offered = { $name } kann gebucht werden.
toast-not-offered = { $name } ist von der Liste genommen. Gebuchte Termine bleiben bestehen.

# Opening hours

hours = 🕘 <b>Öffnungszeiten</b>
    Tippen Sie einen Tag an, um ihn zu ändern.
hours-of-vet = 🕘 <b>{ $name }</b> { $own ->
        [yes] hat eigene Zeiten.
       *[no] arbeitet zu den Zeiten der Praxis. Ändern Sie einen Tag, dann gelten eigene Zeiten.
    }
hours-line = { $day }: { $hours ->
        [none] geschlossen
       *[other] <b>{ $hours }</b>
    }
hours-others = Eigene Zeiten: { $names }
hours-outside-week = { $count ->
        [one] ⚠️ Ein gebuchter Termin liegt außerhalb dieser Zeiten; der Tag ist markiert.
       *[other] ⚠️ { $count } gebuchte Termine liegen außerhalb dieser Zeiten; die Tage sind markiert.
    }
hours-clinic = Die Praxis
hours-as-clinic = ↩️ Wie die Praxis
hours-day = 🕘 <b>{ $day }</b>{ $name ->
        [none] {""}
       *[other] {" "}· { $name }
    }
    { $hours ->
        [none] Geschlossen
       *[other] { $hours }
    }{ $own ->
        [no] {" "}(wie die Praxis)
       *[yes] {""}
    }
hours-type = ✏️ Zeiten eintippen
hours-close = Geschlossen
hours-copy = 📋 Auf andere Tage übertragen
hours-placeholder = 9-12:30, 13:30-18
hours-ask = { $who }, welche Zeiten gelten { $day }{ $name ->
        [none] {""}
       *[other] {" "}für { $name }
    }? Bisher: { $now ->
        [none] geschlossen.
       *[other] { $now }.
    } Antworten Sie auf diese Nachricht, zum Beispiel mit <code>9-12:30, 13:30-18</code> oder <code>geschlossen</code>. Sie sehen, was es bedeutet, bevor etwas gespeichert wird. Mit /cancel bleibt alles, wie es ist.
hours-unreadable = „{ $typed }“ kann ich nicht als Öffnungszeiten lesen. Schreiben Sie sie so: 9-12:30, 13:30-18 – oder geschlossen.
hours-preview = 🕘 <b>{ $day }</b>{ $name ->
        [none] {""}
       *[other] {" "}· { $name }
    }
    Neu: { $hours ->
        [none] <b>geschlossen</b>
       *[other] <b>{ $hours }</b>
    }{ $now ->
        [unsaid] {""}
        [none] {""}
            Bisher: geschlossen
       *[other] {""}
            Bisher: { $now }
    }
hours-become-own = { $name } hat dann eigene Zeiten: an allen anderen Tagen die der Praxis, ohne deren spätere Änderungen.
hours-outside = { $count ->
        [0] Kein gebuchter Termin liegt außerhalb dieser Zeiten.
        [one] ⚠️ <b>Ein Termin liegt außerhalb dieser Zeiten.</b> Er bleibt gebucht: Tippen Sie ihn an, um anzurufen oder abzusagen.
       *[other] ⚠️ <b>{ $count } Termine liegen außerhalb dieser Zeiten.</b> Sie bleiben gebucht: Tippen Sie einen an, um anzurufen oder abzusagen.
    }
hours-outside-now = ⚠️ { $count ->
        [one] <b>Ein Termin liegt außerhalb dieser Zeiten.</b> Er ist noch gebucht: Tippen Sie ihn an, um anzurufen oder abzusagen.
       *[other] <b>{ $count } Termine liegen außerhalb dieser Zeiten.</b> Sie sind noch gebucht: Tippen Sie einen an, um anzurufen oder abzusagen.
    }
hours-save = ✅ Speichern
hours-saved = ✅ Gespeichert. { $count ->
        [0] Kein gebuchter Termin liegt außerhalb.
        [one] Ein gebuchter Termin liegt außerhalb und bleibt gebucht.
       *[other] { $count } gebuchte Termine liegen außerhalb und bleiben gebucht.
    }
hours-copy-question = 📋 <b>Auf welche Tage?</b> { $day }: { $hours ->
        [none] geschlossen
       *[other] { $hours }
    }
hours-copy-workdays = Montag bis Freitag
hours-drop-question = <b>Soll { $name } wieder zu den Zeiten der Praxis arbeiten?</b> Die eigenen Zeiten werden vergessen.
hours-drop-yes = Ja, wie die Praxis
toast-as-clinic = Gespeichert: wie die Praxis. Gebuchte Termine bleiben bestehen.

# Closures

closures = ⛔ <b>Kommende Schließzeiten</b>
    Tippen Sie eine an, um die Termine darin zu sehen oder um sie zu entfernen.
closures-none = ⛔ <b>Kommende Schließzeiten</b>
    Es gibt keine. Urlaub, Fortbildung, Krankheit: In dieser Zeit kann niemand buchen.
closures-closure = { $span }{ $name ->
        [none] {""}
       *[other] {" "}· { $name }
    }{ $reason ->
        [none] {""}
       *[other] {" "}· { $reason }
    }
closures-add = ➕ Eine Schließzeit hinzufügen
closures-clinic = Die ganze Praxis
closures-ask-who = ⛔ <b>Eine neue Schließzeit.</b> Wer ist nicht da?
closures-placeholder = 24.12. - 26.12.
closures-ask-span = { $who }, von wann bis wann ist { $name ->
        [none] die Praxis geschlossen
       *[other] { $name } nicht da
    }? Antworten Sie auf diese Nachricht, zum Beispiel mit <code>24.12. - 26.12.</code>, <code>morgen 14:00-16:00</code> oder <code>24. Dez.</code> Sie sehen, wen es trifft, bevor etwas gespeichert wird. Mit /cancel bleibt alles, wie es ist.
closures-unreadable = „{ $typed }“ kann ich nicht als Zeit lesen. Schreiben Sie sie so: 24.12. - 26.12., morgen 14:00-16:00, fr 14:00 - mo 9:00 oder 24. Dez.
closures-no-end = Bis wann? Nennen Sie bitte Anfang und Ende, zum Beispiel morgen 14:00-16:00 oder 24.12. - 26.12.
closures-ask-why = ⛔ { $span }. <b>Warum?</b> Der Grund steht auch in den Absagen.
closures-type-reason = ✏️ Grund eintippen
closures-ask-reason = { $who }, warum ({ $span })? Antworten Sie auf diese Nachricht; der Grund steht auch in den Absagen. Mit /cancel bleibt alles, wie es ist.
closures-hit = { $count ->
        [0] In dieser Zeit liegt kein Termin.
        [one] ⚠️ <b>Ein Termin liegt in dieser Zeit:</b>
       *[other] ⚠️ <b>{ $count } Termine liegen in dieser Zeit:</b>
    }
closures-hit-more = { $count ->
        [one] … und noch einer
       *[other] … und noch { $count }
    }
closures-cancel-them = { $count ->
        [one] ⛔ Schließen, absagen und Bescheid geben
       *[other] ⛔ Schließen, alle { $count } absagen und Bescheid geben
    }
closures-keep-them = 📞 Schließen, nicht absagen: wir rufen an
closures-close = ⛔ Schließen
closures-cancelled = ⛔ Geschlossen. { $count ->
        [0] Es musste nichts mehr abgesagt werden.
        [one] Ein Termin ist abgesagt; die Absage ist unterwegs, mit einem Knopf für eine andere Zeit.
       *[other] { $count } Termine sind abgesagt; die Absagen sind unterwegs, mit einem Knopf für eine andere Zeit.
    }
closures-closed = ⛔ Geschlossen: In dieser Zeit kann niemand mehr buchen. { $count ->
        [0] Kein Termin liegt darin.
        [one] Ein Termin darin bleibt gebucht.
       *[other] { $count } Termine darin bleiben gebucht.
    }
closure = ⛔ <b>{ $span }</b>
    { $name ->
        [none] Die ganze Praxis
       *[other] { $name }
    }{ $reason ->
        [none] {""}
       *[other] : { $reason }
    }
closure-visits = { $count ->
        [0] In dieser Zeit liegt kein Termin.
        [one] ⚠️ Ein Termin liegt in dieser Zeit und ist noch gebucht: Tippen Sie ihn an, um anzurufen oder abzusagen.
       *[other] ⚠️ { $count } Termine liegen in dieser Zeit und sind noch gebucht: Tippen Sie einen an, um anzurufen oder abzusagen.
    }
closure-remove = 🟢 Entfernen
closure-remove-question = <b>Diese Schließzeit entfernen?</b> Dann kann in dieser Zeit wieder gebucht werden. Was abgesagt wurde, bleibt abgesagt.
closure-remove-yes = Ja, entfernen
toast-closure-removed = Entfernt: { $span }. In dieser Zeit kann wieder gebucht werden.

# Refusals

error-last-active-service = Nur noch diese Leistung kann gebucht werden. Bitte fügen Sie zuerst eine andere hinzu, oder schalten Sie eine ein; mit /close stoppen Sie alle Buchungen.
error-no-own-hours-left = { $name } hätte an keinem Tag mehr Zeiten. Bitte nehmen Sie den Namen unter /vets aus dem Dienst, oder stellen Sie „Wie die Praxis“ ein.
error-more-visits-hit = Inzwischen wurde noch gebucht: { $count ->
        [one] Ein Termin liegt
       *[other] { $count } Termine liegen
    } jetzt in dieser Zeit. Noch hat sich nichts geändert. Bitte sehen Sie noch einmal nach.
error-more-visits-outside = Inzwischen wurde noch gebucht: { $count ->
        [one] Ein Termin liegt
       *[other] { $count } Termine liegen
    } jetzt außerhalb dieser Zeiten. Noch hat sich nichts geändert. Bitte sehen Sie noch einmal nach.
error-too-many-intervals = Ein Tag hat höchstens { $limit } Öffnungszeiten. Bitte geben Sie weniger ein.
