# A person's own data: the file with everything, and its deletion.

button-export = 📦 Meine Daten als Datei
button-delete = 🗑 Meine Daten löschen
export-file-name = meine-daten-{ $date }.json
export-done = 📦 Das ist alles, was wir über Sie gespeichert haben, das Passwort ausgenommen: Ihre Angaben, Ihre Tiere mit ihrer Vorgeschichte, Ihre Termine und was wir Ihnen geschrieben haben.

delete-question = <b>Alles löschen, was wir über Sie gespeichert haben?</b>
    Ihr Name, E-Mail-Adresse, Telefonnummer und Passwort, Ihre Tiere mit ihrer Vorgeschichte und Ihre Notizen werden endgültig gelöscht. Ihr Telegram ist danach neu für uns. Möchten Sie vorher eine Kopie?
delete-go-on = Weiter
delete-keep = Nein, alles behalten
delete-question-again = <b>Wirklich alles löschen? Das lässt sich nicht rückgängig machen.</b>

    { $count ->
        [0] • Es steht kein Termin an.
        [one] • Ein Termin oder eine Anfrage wird abgesagt, und die Praxis erfährt davon.
       *[other] • { $count } Termine und Anfragen werden abgesagt, und die Praxis erfährt davon.
    }
    • Was bleibt, sagt nichts über Sie: wann es Termine gab, wofür und für welche Tierart.
    • Nachrichten, die schon in Chats stehen, bleiben dort; diesen Chat können Sie selbst leeren.
delete-yes = 🗑 Ja, alles löschen
delete-done = Alles, was wir über Sie gespeichert hatten, ist gelöscht. { $count ->
        [0] {""}
        [one] Ein Termin oder eine Anfrage wurde abgesagt, und die Praxis weiß Bescheid.{" "}
       *[other] { $count } Termine und Anfragen wurden abgesagt, und die Praxis weiß Bescheid.{" "}
    }Wenn Sie eines Tages wiederkommen, sind Sie willkommen.
delete-done-already = Alles, was wir über Sie gespeichert hatten, ist schon gelöscht.

push-data-deleted = Ihre Daten bei { $clinic } wurden von einem anderen Telegram-Konto aus gelöscht, das Ihnen gehört, und Ihre Termine dort sind abgesagt. Wir schreiben Ihnen nicht mehr. Falls Sie das nicht waren, rufen Sie uns bitte an{ $phone ->
        [none] .
       *[other] : { $phone }
    }

owner-deleted = gelöschtes Konto
cancel-reason-data-deleted = Daten auf eigenen Wunsch gelöscht
