# Pets: list, card, adding and changing one.

species-dog = Hund
species-cat = Katze
species-rabbit = Kaninchen
species-rodent = Nagetier
species-bird = Vogel
species-reptile = Reptil
species-other = Anderes Tier

age-under-month = unter einem Monat
age-months = { $months ->
        [one] { $months } Monat
       *[other] { $months } Monate
    }
age-years = { $years ->
        [one] { $years } Jahr
       *[other] { $years } Jahre
    }
age-years-months = { $years ->
        [one] { $years } Jahr
       *[other] { $years } Jahre
    }, { $months ->
        [one] { $months } Monat
       *[other] { $months } Monate
    }

vaccination-valid = ✅ gültig, zuletzt am { $date }
vaccination-expired = ⚠️ abgelaufen, zuletzt am { $date }
vaccination-unknown = ❔ unbekannt
vaccination-mark-valid = ✅ geimpft
vaccination-mark-expired = ⚠️ Auffrischung fällig
vaccination-mark-unknown = ❔ Impfung unbekannt

pet-weight = { $kg } kg

pets-heading = <b>Ihre Tiere</b>
pets-line = { $emoji } <b>{ $name }</b>{ $age ->
        [none] {""}
       *[other] , { $age }
    } · { $vaccination }
pets-none = <b>Ihre Tiere</b>
    Hier ist noch niemand. Stellen Sie uns Ihr Tier vor: Das dauert eine Minute, dann können Sie einen Termin anfragen.
pets-add = ➕ Tier eintragen
pets-show-archived = 🗄 Archiviert ({ $count })
pets-archived = <b>Archivierte Tiere</b>
    Ihre Akten bleiben erhalten. Tippen Sie eines an, um es zurückzuholen.
pets-none-archived = <b>Archivierte Tiere</b>
    Es gibt keine.
pets-back = ‹ Meine Tiere

pet-card = { $emoji } <b>{ $name }</b>
    Tierart: { $species }
    Rasse: { $breed ->
        [none] –
       *[other] { $breed }
    }
    Geboren: { $born ->
        [none] unbekannt
       *[other] { $born } ({ $age })
    }
    Gewicht: { $weight ->
        [none] –
       *[other] { $weight }
    }
    Impfung: { $vaccination }
pet-booster-due = 💉 Die letzte Impfung ist mehr als ein Jahr her: Zeit für eine Auffrischung. Den Termin für { $name } können Sie gleich hier anfragen.
pet-is-archived = 🗄 Archiviert: nicht in Ihrer Liste und nicht buchbar. Alle Akten bleiben erhalten.
pet-history = <b>Aus der Praxis</b>
pet-history-entry = <i>{ $date }, { $by }</i>
    { $text }
pet-book = 📅 Termin für { $name }
pet-book-booster = 💉 Auffrischung für { $name }
pet-archive = 🗄 { $name } archivieren
pet-archive-question = { $name } archivieren? Die Akte bleibt erhalten, und Sie können { $name } jederzeit zurückholen.
pet-archive-yes = Ja, archivieren
pet-archived = { $name } ist archiviert. Die Akte bleibt erhalten.
pet-restore = ↩️ { $name } zurückholen
pet-restored = { $name } ist wieder in Ihrer Liste.

pet-ask-name = <b>Ein neues Tier</b>
    Wie heißt Ihr Tier?
pet-ask-species = <b>{ $name }</b>
    Was für ein Tier ist { $name }?
pet-ask-breed = <b>{ $name }</b>
    Welche Rasse? Zum Beispiel Labrador oder Mischling.
pet-ask-date-of-birth = <b>{ $name }</b>
    Wann wurde { $name } geboren? Ein Datum, ein Jahr oder das Alter genügt: 14.05.2021, Mai 2021 oder 3 Jahre.
pet-ask-weight-kg = <b>{ $name }</b>
    Wie schwer ist { $name }? Zum Beispiel 4,5 kg. Eine Schätzung genügt, wir wiegen beim Termin nach.
pet-ask-last-vaccination = <b>{ $name }</b>, letzte Frage
    Wann war die letzte Impfung? Ein Datum, oder wie lange es her ist: 14.05.2025, Mai 2025 oder vor 3 Monaten.
pet-noted-birth = 👍 Notiert: { $age } alt, geboren am { $date }.
pet-noted-weight = 👍 Notiert: { $weight }.
pet-added = 🎉 { $name } ist eingetragen.
pet-saved = ✅ Gespeichert: { $name }.
pet-keep = ✓ { $answer }
button-not-known = Weiß ich nicht
button-never-vaccinated = Nie / weiß ich nicht
button-today = Heute
button-clear = Leer lassen

pet-change-name-button = ✏️ Name
pet-change-species-button = ✏️ Tierart
pet-change-breed-button = ✏️ Rasse
pet-change-date-of-birth-button = ✏️ Geburtsdatum
pet-change-weight-kg-button = ✏️ Gewicht
pet-change-last-vaccination-button = ✏️ Impfung
pet-change-name = Wie lautet der neue Name? Bisher: { $now }
pet-change-species = Was für ein Tier ist { $name }? Bisher: { $now }
pet-change-breed = Welche Rasse ist { $name }?{ $now ->
        [none] {""}
       *[other] {" "}Bisher: { $now }
    }
pet-change-date-of-birth = Wann wurde { $name } geboren? Ein Datum, ein Jahr oder das Alter genügt: 14.05.2021, Mai 2021 oder 3 Jahre.{ $now ->
        [none] {""}
       *[other] {" "}Bisher: { $now }
    }
pet-change-weight-kg = Wie schwer ist { $name } jetzt? Zum Beispiel 4,5 kg.{ $now ->
        [none] {""}
       *[other] {" "}Bisher: { $now }
    }
pet-change-last-vaccination = Wann wurde { $name } zuletzt geimpft? Ein Datum, oder wie lange es her ist: 14.05.2025, Mai 2025 oder vor 3 Monaten.{ $now ->
        [none] {""}
       *[other] {" "}Bisher: { $now }
    }

error-pet-not-found = Dieses Tier finde ich bei Ihnen nicht. /pets zeigt die Liste.
error-pet-archived = { $name } ist archiviert, deshalb lässt sich nichts ändern oder anfragen. Unter /pets, „Archiviert“, können Sie { $name } zurückholen.
error-pet-name-taken = Sie haben schon ein Tier namens { $name }. Bitte nehmen Sie einen anderen Namen, damit wir die beiden nie verwechseln.
error-pet-has-visits = Es stehen noch Termine aus: { $numbers }. Bitte sagen Sie diese zuerst unter /appointments ab.
error-too-many-pets = Sie haben hier { $limit } Tiere, mehr passen nicht hinein. Archivieren Sie unter /pets eines, das Sie nicht mehr brauchen, oder rufen Sie uns an{ $phone ->
        [none] .
       *[other] : { $phone }
    }
error-invalid-pet-name = { $reason ->
        [too_long] Dieser Name ist zu lang: höchstens { $limit } Zeichen. Der Rufname genügt.
        [empty] Da sehe ich keinen Namen. Bitte tippen Sie einen ein.
       *[other] Ein Name braucht mindestens einen Buchstaben. Bitte schreiben Sie ihn in Buchstaben.
    }
error-invalid-breed = Das ist zu lang: höchstens { $limit } Zeichen. Ein, zwei Wörter genügen.
error-invalid-weight = Daraus werde ich nicht schlau. Das Gewicht liegt zwischen { $minimum } und { $maximum } kg; bitte schreiben Sie es so: 4,5 kg oder 800 g.
error-invalid-date-of-birth = { $reason ->
        [in_future] Dieser Tag liegt noch vor uns. Bitte prüfen Sie das Geburtsdatum.
        [too_long_ago] Das ist mehr als 100 Jahre her. Bitte prüfen Sie das Jahr.
        [after_vaccination] Das liegt nach der letzten Impfung. Bitte prüfen Sie das Datum oder korrigieren Sie zuerst die Impfung.
       *[other] Dieses Datum konnte ich nicht lesen. Bitte schreiben Sie es so: 14.05.2021, Mai 2021 oder 3 Jahre. Auch „heute“ und „2 Wochen“ gehen.
    }
error-invalid-vaccination-date = { $reason ->
        [in_future] Dieser Tag liegt noch vor uns. Wann war die letzte Impfung bisher?
        [before_birth] Das liegt vor der Geburt oder sehr lange zurück. Bitte prüfen Sie das Jahr.
       *[other] Dieses Datum konnte ich nicht lesen. Bitte schreiben Sie es so: 14.05.2025, Mai 2025 oder vor 3 Monaten.
    }
error-invalid-medical-entry = Ein Eintrag hat 1 bis { $limit } Zeichen. Bitte kürzen Sie ihn oder teilen Sie ihn auf.
