# The owner's side of appointments: booking, the list, what is pushed.

book-ask-pet = <b>Termin anfragen</b>
    Für wen ist der Termin?
book-ask-service = <b>Termin anfragen</b> · { $pet }
    Was braucht { $pet }?
book-service = { $service } · { $minutes } Min.{ $price ->
        [none] {""}
       *[other] {" "}· { $price }
    }
book-ask-vet = Möchten Sie zu einer bestimmten Tierärztin oder einem bestimmten Tierarzt?
book-any-vet = Egal, bei wem
book-ask-day = <b>{ $service }</b> · { $pet }
    An welchem Tag? An Tagen mit Zahl ist noch etwas frei.
book-no-days = In den nächsten { $days } Tagen ist nichts mehr frei. { $phone ->
        [none] Bitte rufen Sie uns an.
       *[other] Bitte rufen Sie uns an: { $phone }
    }
book-no-days-staff = In den nächsten { $days } Tagen ist nichts mehr frei. Bei jemand anderem oder für eine andere Leistung vielleicht schon; /hours und /closure zeigen, warum.
book-ask-time = <b>{ $day }</b>
    Um wie viel Uhr?
book-day-full = { $day }: Da ist nichts mehr frei. Bitte wählen Sie einen anderen Tag.
book-offered = Das sind die nächsten freien Zeiten:
book-other-day = 📅 Anderer Tag
book-ask-notes = Sollten wir vor dem Termin etwas wissen? Schreiben Sie es hier, oder überspringen Sie die Frage.
book-summary = <b>Stimmt alles?</b>

    🐾 { $pet }
    🩺 { $service } · { $minutes } Min.{ $price ->
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
book-send = ✅ Anfrage senden
book-send-at-once = ✅ Buchen
book-confirmed = ✅ <b>Bestätigt!</b> Termin #{ $number } ist gebucht, wir freuen uns auf Sie.
book-sent = ✅ <b>Ihre Anfrage #{ $number } liegt der Praxis vor.</b>
    Die Zeit ist für Sie reserviert. Sie hören hier von uns, spätestens <b>{ $until }</b>.

move-ask-day = <b>#{ $number } verschieben</b> · { $service } · { $pet }
    Bisher: { $at }{ $vet ->
        [none] .
       *[other] {" "}bei { $vet }.
    } An welchem Tag passt es besser? An Tagen mit Zahl ist noch etwas frei.
move-summary = <b>#{ $number } verschieben?</b>

    🐾 { $pet }
    🩺 { $service }
    🕐 Bisher: { $since }
    🗓 Neu: <b>{ $until }</b>{ $vet ->
        [none] {""}
       *[other] {""}
            👩‍⚕️ { $vet }
    }
move-hint-ask = Die neue Zeit wird für Sie reserviert. Bis die Praxis zustimmt, bleibt Ihr Termin, wie er ist.
move-hint-request = Die neue Zeit wird für Sie reserviert, bis die Praxis antwortet.
move-hint-at-once = Ihr Termin wird sofort verschoben, und die neue Zeit ist bestätigt.
move-hint-staff = Die Nachricht darüber geht sofort hinaus.
move-send-ask = ✅ Die Praxis fragen
move-send = ✅ Verschieben
move-asked = 🔁 <b>Sie möchten Termin #{ $number } auf { $until } verschieben.</b>
    Diese Zeit ist für Sie reserviert. Sie hören von uns, spätestens <b>{ $by }</b>; bis dahin bleibt Ihr Termin, wie er ist:
move-confirmed = ✅ <b>Termin #{ $number } ist verschoben.</b> Die neue Zeit ist bestätigt:
move-done = ✅ <b>Anfrage #{ $number } ist verschoben.</b>
    Die neue Zeit ist für Sie reserviert. Sie hören hier von uns, spätestens <b>{ $until }</b>.

visit-facts = 🐾 { $pet }
    🩺 { $service } · { $minutes } Min.{ $price ->
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

visits-upcoming = <b>Ihre Termine</b>
visits-upcoming-none = <b>Ihre Termine</b>
    Es steht nichts an. Möchten Sie einen Termin anfragen?
visits-past = <b>Frühere Termine</b>
visits-past-none = <b>Frühere Termine</b>
    Es gibt noch keine.
visits-show-past = Frühere Termine
visits-show-upcoming = Kommende Termine

visit-status-pending = ⏳ <b>Anfrage #{ $number }</b>
    Die Antwort der Praxis steht noch aus. Die Zeit ist für Sie reserviert; Sie hören von uns, spätestens { $until }.
visit-status-confirmed = ✅ <b>Termin #{ $number }</b> ist bestätigt.{ $coming ->
        [yes] {" "}Sie haben zugesagt.
       *[no] {""}
    }
visit-status-declined = 🚫 <b>Anfrage #{ $number }</b> konnte nicht bestätigt werden.{ $reason ->
        [none] {""}
       *[other] {""}
            Grund: { $reason }
    }
visit-status-cancelled = ✖️ <b>Termin #{ $number }</b> wurde abgesagt.{ $reason ->
        [none] {""}
       *[other] {""}
            Grund: { $reason }
    }
visit-status-expired = ⌛ <b>Anfrage #{ $number }</b> wurde nicht rechtzeitig beantwortet.
visit-status-completed = ☑️ <b>Termin #{ $number }</b>. Sie waren da.
visit-status-no-show = 👻 <b>Termin #{ $number }</b>. Nicht erschienen.

visit-wish = 🔁 Sie möchten ihn auf { $at } verschieben. Sie hören von uns, spätestens { $by }; bis dahin bleibt er, wie er ist.
visit-move = 🔁 Verschieben
visit-wish-withdraw = ↩️ Doch nicht verschieben
visit-wish-withdrawn = Ihr Termin bleibt, wie er ist. Die Praxis weiß Bescheid.
visit-open = Details
visit-cancel = ✖️ Absagen
visit-cancel-question = <b>Diesen Termin absagen?</b>
visit-cancel-yes = Ja, absagen
visit-cancel-no = Nein, behalten
visit-cancelled = Abgesagt. Die Praxis weiß Bescheid.
visit-book-again = 📅 Neuen Termin anfragen
book-slot = 📅 { $at }

proposals = { $count ->
        [one] 🗓 <b>Ein anderer Termin ist möglich.</b> Er ist
       *[other] 🗓 <b>Einer dieser Termine ist möglich.</b> Sie sind
    } für Sie reserviert{ $until ->
        [none] {""}
       *[other] {" "}bis <b>{ $until }</b>
    }; ein Tipp, und er ist bestätigt:
proposal = • { $at }{ $vet ->
        [none] {""}
       *[other] {" "}· { $vet }
    }{ $by ->
        [none] {""}
       *[other] {" "}(bis { $by })
    }
proposal-take = ✅ { $at }
proposals-none = Keiner davon
proposals-refused = Danke für die Antwort. Die Termine sind wieder für andere frei.

push-confirmed = ✅ <b>Bestätigt!</b> Wir freuen uns auf Ihren Besuch, { $name }.
push-declined = 🚫 <b>Leider können wir Ihre Anfrage #{ $number } nicht annehmen.</b>{ $reason ->
        [none] {""}
       *[other] {""}
            Grund: { $reason }
    }
    Bitte wählen Sie eine andere Zeit{ $phone ->
        [none] .
       *[other] {" "}oder rufen Sie uns an: { $phone }
    }
push-declined-proposing = 🚫 <b>Leider können wir Ihre Anfrage #{ $number } zu dieser Zeit nicht annehmen.</b>{ $reason ->
        [none] {""}
       *[other] {""}
            Grund: { $reason }
    }{ $phone ->
        [none] {""}
       *[other] {""}
            Bei Fragen: { $phone }
    }
push-cancelled-by-clinic = ✖️ <b>Wir mussten Ihren Termin #{ $number } absagen.</b> Das tut uns leid.{ $reason ->
        [none] {""}
       *[other] {""}
            Grund: { $reason }
    }
    Bitte wählen Sie eine andere Zeit{ $phone ->
        [none] .
       *[other] {" "}oder rufen Sie uns an: { $phone }
    }
push-expired = ⌛ <b>Ihre Anfrage #{ $number } wurde nicht rechtzeitig beantwortet.</b> Das tut uns leid. Bitte wählen Sie eine andere Zeit{ $phone ->
        [none] .
       *[other] {" "}oder rufen Sie uns an: { $phone }
    }
push-moved = 🔁 <b>Ihr Termin #{ $number } hat eine neue Zeit.</b>
    Bisher: { $since }. Jetzt:
push-moved-request = 🔁 <b>Die Praxis hat Ihre Anfrage #{ $number } verschoben.</b>
    Bisher: { $since }. Die neue Zeit ist für Sie reserviert; Sie hören von uns, spätestens { $by }:
push-no-move = { $expired ->
        [yes] ⌛ <b>Ob Ihr Termin #{ $number } auf { $until } rücken kann, wurde nicht rechtzeitig beantwortet.</b> Das tut uns leid.
       *[no] 🚫 <b>Leider können wir Ihren Termin #{ $number } nicht auf { $until } verschieben.</b>
    }{ $reason ->
        [none] {""}
       *[other] {""}
            Grund: { $reason }
    }
    Ihr Termin bleibt, wie er ist{ $phone ->
        [none] :
       *[other] {" "}(Rückfragen: { $phone }):
    }
push-proposals-over = ⌛ <b>{ $count ->
        [one] Der vorgeschlagene Termin für #{ $number } ist nicht mehr reserviert:
       *[other] Die vorgeschlagenen Termine für #{ $number } sind nicht mehr reserviert:
    }</b> { $times }.
push-proposals-over-again = Sie können weiterhin einen anderen Termin wählen. Angefragt war:
push-proposals-over-stays = Ihr Termin bleibt, wie er ist:
push-reminder = 🔔 <b>Zur Erinnerung, { $name }:</b> Sie haben einen Termin.
reminder-coming = ✅ Sie haben zugesagt. Bis bald!
reminder-im-coming = ✅ Ich komme
reminder-thanks = Danke, bis bald!

visit-calendar = 📅 Kalenderdatei
calendar-file-name = termin-{ $number }.ics
calendar-summary = { $service } für { $pet } – { $clinic }
calendar-summary-cancelled = Abgesagt: { $summary }
calendar-description = Termin #{ $number }{ $vet ->
        [none] {""}
       *[other] {" "}bei { $vet }
    }{ $phone ->
        [none] {""}
       *[other] {""}
            Telefon: { $phone }
    }
    Absagen oder ändern können Sie ihn in Telegram.
calendar-put-in = 📅 Termin #{ $number }: Öffnen Sie die Datei, um ihn in Ihren Kalender einzutragen.
calendar-take-out = 📅 Termin #{ $number } wurde abgesagt: Öffnen Sie die Datei, um ihn aus Ihrem Kalender zu nehmen.

clinic-open-again = Die Praxis nimmt wieder Anfragen an: /book

error-service-unavailable = Diese Leistung bieten wir nicht mehr an. Bitte wählen Sie eine andere.
error-vet-unavailable = Hier sind zurzeit keine Termine möglich. Bitte wählen Sie eine andere Tierärztin oder einen anderen Tierarzt.
error-invalid-notes = Diese Notiz ist zu lang: höchstens { $limit } Zeichen. Bitte fassen Sie sich kürzer.
error-start-in-past = Diese Zeit ist schon vorbei. Bitte wählen Sie eine andere.
error-too-short-notice = Für diese Leistung ist das zu kurzfristig: Frühestens geht es { $earliest }. Bitte wählen Sie eine spätere Zeit.
error-beyond-horizon = So weit im Voraus planen wir noch nicht: Der letzte Tag ist der { $last_day }. Bitte wählen Sie einen früheren.
error-clinic-closed = Die Praxis nimmt zurzeit keine Terminanfragen an.{ $message ->
        [none] {""}
       *[other] {" "}{ $message }
    }{ $reopens_at ->
        [none] {" "}Bitte versuchen Sie es später noch einmal.
       *[other] {" "}Bitte versuchen Sie es nach { $reopens_at } noch einmal.
    }{ $phone ->
        [none] {""}
       *[other] {" "}Telefon: { $phone }
    }
error-outside-opening-hours = Da haben wir nicht geöffnet. Bitte wählen Sie eine andere Zeit.
error-during-closure = Da haben wir geschlossen{ $reason ->
        [none] {""}
       *[other] {" "}({ $reason })
    }. Bitte wählen Sie eine andere Zeit.
error-not-a-slot = Diese Zeit vergeben wir nicht. Bitte wählen Sie eine andere.
error-too-many-open-requests = Von Ihnen warten schon { $limit } Anfragen auf Antwort. Bitte warten Sie auf die Praxis oder sagen Sie eine davon unter /appointments ab.
error-pet-has-visit-then = Ihr Tier hat zu dieser Zeit schon einen Termin: #{ $number }. Bitte wählen Sie eine andere Zeit.
error-slot-taken = Jemand war schneller: Diese Zeit ist gerade vergeben worden. Bitte wählen Sie eine andere.
error-proposal-over = { $starts_at } ist nicht mehr für Sie reserviert. Bitte wählen Sie einen anderen Termin.
error-proposal-answered = { $starts_at ->
        [none] Sie haben gesagt, dass keiner dieser Termine passt; sie sind wieder frei. Bitte wählen Sie einen anderen.
       *[other] Sie haben schon einen anderen dieser Termine genommen: { $starts_at }. Zum Ändern tippen Sie „Verschieben“.
    }
error-too-late-to-cancel = Zum Absagen ist es hier zu spät. { $phone ->
        [none] Bitte rufen Sie uns an.
       *[other] Bitte rufen Sie uns an: { $phone }
    }
error-same-time = #{ $number } hat diese Zeit schon: { $starts_at }. Bitte wählen Sie eine andere.
error-too-late-to-move = Zum Verschieben ist es hier zu spät. { $phone ->
        [none] Bitte rufen Sie uns an.
       *[other] Bitte rufen Sie uns an: { $phone }
    }
error-too-many-moves = #{ $number } wurde schon so oft verschoben, wie es hier geht ({ $limit }). { $phone ->
        [none] Bitte rufen Sie uns an.
       *[other] Bitte rufen Sie uns an: { $phone }
    }
