# Buchen für jemanden am Telefon: /book im Chat der Praxis.

phone-ask-words = { $who }, wer ruft an? Teil des Namens, Name eines Tiers, Teil der Telefonnummer oder eine Nummer wie #1001. Bitte antworten Sie auf diese Nachricht, oder senden Sie /cancel.
phone-ask-owner = <b>Buchung am Telefon</b>
    { $count ->
        [0] Niemand passt zu „{ $words }“. Ist es jemand Neues?
        [one] Eine Person passt zu „{ $words }“. Wer ruft an?
       *[other] { $count } Personen passen zu „{ $words }“{ $shown ->
            [0] {""}
           *[other] , hier sind die besten { $shown } Treffer
        }. Wer ruft an?
    }
    Antworten Sie auf diese Nachricht, um nach etwas anderem zu suchen.
phone-new-owner = ➕ Neu in der Kartei
phone-new-owner-as-typed = ➕ Neu: { $typed }
phone-ask-name = { $who }, wie heißt die Person? Vor- und Nachname. Bitte antworten Sie auf diese Nachricht; /cancel führt einen Schritt zurück.
phone-name-placeholder = Anna Berg
phone-ask-phone = { $who }, unter welcher Nummer erreichen wir { $owner }? Bitte antworten Sie auf diese Nachricht; /cancel führt einen Schritt zurück.
phone-ask-known = <b>{ $phone } ist schon bekannt.</b>
    { $count ->
        [one] Ist es diese Person?
       *[other] Ist es eine dieser { $count } Personen?
    }
phone-somebody-else = ➕ Nein, { $owner } ist jemand anderes
phone-ask-pet = <b>Buchung am Telefon</b> · { $owner } · { $phone ->
        [none] keine Telefonnummer
       *[other] { $phone }
    }
    Um welches Tier geht es?
phone-new-pet = ➕ Ein anderes Tier
phone-ask-pet-name = { $who }, wie heißt das Tier von { $owner }? Bitte antworten Sie auf diese Nachricht; /cancel führt einen Schritt zurück.
phone-pet-placeholder = Rex
phone-ask-notes = Sollte vor dem Termin jemand etwas wissen?
phone-type-note = ✏️ Notiz schreiben
phone-ask-typed-notes = { $who }, was ist für den Termin zu wissen? Bitte antworten Sie auf diese Nachricht; auch die Besitzer können es lesen. /cancel führt einen Schritt zurück.
phone-note-placeholder = Lahmt seit Sonntag
phone-summary = <b>Buchung am Telefon</b>
    👤 { $owner } · { $phone ->
        [none] keine Telefonnummer
       *[other] { $phone }
    }
phone-caution-closed = ⚠️ Die Praxis ist zurzeit geschlossen, im Chat kann niemand buchen. Sie können es.
phone-caution-blocked = ⚠️ Im Chat sind hier keine Anfragen möglich. Buchen können Sie trotzdem.
phone-caution-short-notice = ⚠️ Das ist kurzfristiger, als für diese Leistung vorgesehen.
phone-pet-busy = Das Tier hat zu dieser Zeit schon einen Termin: #{ $number }. Bitte wählen Sie eine andere Zeit.
phone-pet-known = Ein Tier namens { $name } gibt es schon. Bitte wählen Sie es aus, oder tragen Sie das andere unter einem anderen Namen ein.
phone-too-many-pets = Hier sind schon { $limit } Tiere eingetragen, mehr geht nicht. Bitte wählen Sie eines davon.
phone-known-meanwhile = Gerade hat jemand aus der Praxis eine Person mit dieser Nummer eingetragen.
phone-left = Abgebrochen. Es ist nichts gebucht.

phone-booked = ✅ <b>#{ $number } ist gebucht.</b>
    👤 { $owner } · { $phone ->
        [none] keine Telefonnummer
       *[other] { $phone }
    }
phone-reach-yes = 📲 Die Bestätigung kommt in Telegram an, die Erinnerungen auch.
phone-reach-blocked = 🔇 Hat den Bot blockiert: Dort kommt nichts an, bitte anrufen.
phone-reach-no-account = 🔇 Nicht in Telegram: bitte anrufen. Mit einem Code lässt sich das Konto dort übernehmen, dann kommen auch Erinnerungen.
phone-book-again = 📅 Noch einen Termin buchen
