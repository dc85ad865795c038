# What all features share: buttons, the home screen, conversations, commands.

language-name = Deutsch

button-home = 🏠 Menü
button-back = ‹ Zurück
button-cancel = ✕ Abbrechen
button-skip = Überspringen
button-remove = Nummer entfernen
button-unknown = Dieser Knopf hat keine Funktion mehr. Mit /start kommen Sie zum Menü.

keyboard-away = …
apology = Entschuldigung, da ist bei uns etwas schiefgegangen. Ihre Eingaben sind nicht verloren: Bitte versuchen Sie es gleich noch einmal. Die Praxis weiß Bescheid.
please-wait = Einen Moment bitte, die Technik stockt gerade. Ihre Nachricht ist da, die Antwort kommt von selbst. Wenn nicht, versuchen Sie es in ein paar Minuten noch einmal{ $phone ->
        [none] .
       *[other] {" "}oder rufen Sie an: { $phone }.
    }
too-fast = ⏳ Das ging sehr schnell. Ihre letzten Eingaben zählten nicht: Bitte warten Sie ein paar Sekunden und versuchen Sie es dann noch einmal.
edits-not-read = Bearbeitete Nachrichten kann ich nicht lesen. Bitte schicken Sie es noch einmal als neue Nachricht.

home-known = <b>{ $clinic }</b>
    Guten Tag, { $name }! Was können wir für Sie tun?
home-new = <b>{ $clinic }</b>
    Herzlich willkommen! Hier können Sie in weniger als einer Minute einen Termin anfragen. Vorab brauchen wir nur Ihren Namen und einen Weg, Sie zu erreichen.
home-clinic = <b>{ $clinic }</b>
    Das ist der Chat der Praxis. Anfragen kommen hier als Karten mit Knöpfen an. /help zeigt alle Befehle.
home-hint = Das habe ich nicht verstanden. Bitte nutzen Sie die Knöpfe unten.

clinic-note-closed = 🔴 <b>Die Praxis ist zurzeit geschlossen.</b>{ $message ->
        [none] {""}
       *[other] {" "}{ $message }
    }{ $until ->
        [none] {""}
       *[other] {" "}Ab { $until } nehmen wir wieder Terminanfragen an.
    }{ $phone ->
        [none] {""}
       *[other] {" "}Telefon: { $phone }
    }
clinic-note-closing = 🟡 <b>Die Praxis schließt bald.</b>{ $message ->
        [none] {""}
       *[other] {" "}{ $message }
    } Sie können weiterhin Termine anfragen.{ $until ->
        [none] {""}
       *[other] {" "}Ab { $until } sind wir wieder wie gewohnt da.
    }{ $phone ->
        [none] {""}
       *[other] {" "}Telefon: { $phone }
    }

menu-book = 📅 Termin anfragen
menu-appointments = 🗓 Meine Termine
menu-pets = 🐾 Meine Tiere
menu-profile = 👤 Profil
menu-help = ❓ Hilfe
menu-register = ✍️ Registrieren
menu-login = 🔑 Ich habe ein Konto
menu-language = 🌐 Sprache
menu-logout = 🚪 Abmelden

conversation-left = Abgebrochen. Es wurde nichts gesendet.
conversation-left-resumed = Abgebrochen. Hier geht es weiter:
conversation-over = Das gehört zu einem früheren Gespräch, das schon beendet ist. Hier ist das Menü.
conversation-elsewhere = Diese Frage ist schon beantwortet. Hier geht es weiter.
conversation-anothers = Das ist die Frage von jemand anderem. Bitte beginnen Sie eine eigene.
nothing-to-cancel = Es gibt nichts abzubrechen.

input-expected-text = Bitte tippen Sie Ihre Antwort als Nachricht.
input-expected-press = Bitte wählen Sie mit den Knöpfen unten.
input-expected-contact = Bitte nutzen Sie den Knopf unten, tippen Sie die Nummer ein oder überspringen Sie die Frage.
input-unreadable = { $kind ->
        [sticker] Sticker
        [voice] Sprachnachrichten
        [video] Videos
        [video-note] Videonachrichten
        [photo] Fotos
        [audio] Audiodateien
        [animation] Animationen
        [document] Dateien
        [location] Standorte
        [poll] Umfragen
       *[other] So etwas
    } kann ich hier nicht lesen. { $expected ->
        [press] Bitte wählen Sie mit den Knöpfen unten.
        [contact] Bitte nutzen Sie den Knopf unten, tippen Sie die Nummer ein oder überspringen Sie die Frage.
       *[text] Bitte tippen Sie Ihre Antwort als Nachricht.
    }

help-owner = <b>{ $clinic }</b>
    /book – einen Termin anfragen
    /appointments – Termine ansehen, verschieben oder absagen
    /pets – Ihre Tiere, /addpet – ein Tier eintragen
    /profile – Ihre Daten, /language – Deutsch oder Englisch
    /export – alles, was wir über Sie gespeichert haben, als Datei, /delete – es löschen
    /cancel – abbrechen, womit Sie gerade beschäftigt sind{ $phone ->
        [none] {""}
       *[other] {""}

            Im Notfall rufen Sie bitte an: { $phone }
    }{ $address ->
        [none] {""}
       *[other] {""}

            Sie finden uns hier: { $address }
    }
help-clinic = <b>Was Sie hier tun können</b>
    /pending – Anfragen, die auf eine Antwort warten
    /today, /tomorrow – die Termine des Tages, mit „Ist da“ und „Nicht da“
    /week – wie voll die Tage sind
    /find [Name, Tier, Telefon oder Nummer] – die Karte eines Besitzers
    /book [Name, Tier, Telefon oder Nummer] – für jemanden am Telefon buchen
    /calls – wer anzurufen ist: keine Antwort auf die Erinnerung, oder eine Nachricht kam nicht an
    /status – ist die Praxis geöffnet?
    /open – wie gewohnt geöffnet
    /closing [bis wann] [Grund] – schließt bald; Anfragen kommen weiterhin an
    /close [bis wann] [Grund] – keine Anfragen annehmen, zum Beispiel <code>/close 14:30 Stromausfall</code>
    /hours – Öffnungszeiten, der Praxis oder einer Person
    /closure [von wann bis wann] – Urlaub und andere Schließzeiten, und die Termine darin
    /services – was gebucht werden kann: Dauer, Pause, Vorlauf, Preis
    /vets – wer Termine annimmt: hinzufügen, umbenennen, außer Dienst
    /staff – wer hier was darf, und wer zuletzt die Regeln geändert hat
    /stats – die Praxis in Zahlen, Woche für Woche, auch als Bild
    /export [von] [bis] – die Termine eines Monats oder einer anderen Zeit, als Datei für die Tabellenkalkulation
    /cancel – eine Rückfrage von mir abbrechen

    <i>vetbot { $version }</i>

command-book = Einen Termin anfragen
command-appointments = Termine ansehen, verschieben, absagen
command-pets = Ihre Tiere
command-addpet = Ein Tier eintragen
command-profile = Ihre Daten
command-language = Die Sprache wählen
command-help = Was der Bot kann
command-cancel = Abbrechen, was gerade läuft
command-login = Mit E-Mail und Passwort anmelden
command-logout = Von diesem Telegram-Konto abmelden
command-export = Alles, was wir über Sie gespeichert haben, als Datei
command-delete = Alles löschen, was wir über Sie gespeichert haben

clinic-command-pending = Anfragen, die auf eine Antwort warten
clinic-command-today = Die Termine von heute
clinic-command-tomorrow = Die Termine von morgen
clinic-command-week = Wie voll die Woche ist
clinic-command-find = Einen Besitzer finden
clinic-command-book = Für jemanden am Telefon buchen
clinic-command-calls = Wer anzurufen ist
clinic-command-status = Ist die Praxis geöffnet?
clinic-command-open = Wie gewohnt geöffnet
clinic-command-closing = Schließt bald: [bis wann] [Grund]
clinic-command-close = Keine Anfragen annehmen: [bis wann] [Grund]
clinic-command-hours = Öffnungszeiten
clinic-command-closure = Urlaub und andere Schließzeiten
clinic-command-services = Leistungen: Dauer, Preis, ein oder aus
clinic-command-vets = Tierärztinnen und Tierärzte: Namen, Dienst
clinic-command-staff = Wer was darf, und wer was geändert hat
clinic-command-stats = Die Praxis in Zahlen
clinic-command-export = Termine als Datei: [von] [bis]
clinic-command-help = Was Sie hier tun können
clinic-command-cancel = Eine Rückfrage abbrechen

group-not-served = Ich arbeite nur in privaten Chats und im Chat der Praxis. Die ID dieses Chats ist <code>{ $chat }</code>.
