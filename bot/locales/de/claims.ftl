# Codes, mit denen Besitzer in Telegram das Konto übernehmen, das die Praxis für sie führt.

menu-claim = 🎟 Ich habe einen Code der Praxis

claim-button = 🎟 Code für Telegram
claim-question = 🎟 <b>Ein Code für { $owner }?</b>
    Wer ihn in Telegram eingibt, hat dieses Konto: Tiere, Termine und Erinnerungen. Vergewissern Sie sich bitte, dass es die richtige Person ist. Er gilt einmal und { $days } Tage lang.{ $reach ->
        [yes] {""}

            In Telegram ist die Person schon. Der Code ist für ein weiteres Telegram-Konto; die anderen bleiben und erfahren davon.
        [blocked] {""}

            Auf dem bekannten Telegram-Konto ist der Bot blockiert.
       *[no-account] {""}
    }{ $present ->
        [none] {""}
       *[other] {""}

            Der Code von { $present } gilt dann nicht mehr.
    }
claim-button-make = 🎟 Code erstellen
claim-button-card = 👤 Zur Karte
claim-code = 🎟 <b>Code für { $owner }:</b>
    <code>{ $code }</code>

    Am Telefon: in Telegram @{ $bot } öffnen, auf Start tippen, dann auf „Ich habe einen Code der Praxis“, und ihn eintippen.
    Am Empfang: das Bild scannen. Oder schicken Sie diesen Link: { $link }

    Er gilt einmal, bis { $until }, und steht nur hier.
claim-picture-file = code.png

claim-ask-code = <b>Ein Code der Praxis</b>
    Bitte tippen Sie den Code ein, zum Beispiel K7M-4QX-R2D. Striche und Großschreibung sind egal.
claim-confirm = <b>Dieser Code öffnet das Konto von { $name } bei { $clinic }.</b>
    Sind Sie das? Dann finden Sie Ihre Tiere und Termine hier, und wir erinnern Sie daran.
claim-yes = ✅ Ja, ich bin { $name }
claim-done = 🎉 Willkommen, { $name }! Ihre Tiere und Termine finden Sie ab jetzt hier.
claim-linked = Dieses Telegram-Konto gehört schon zu { $name }. Ist der Code für jemand anderen, melden Sie sich bitte zuerst ab, und öffnen Sie dann den Link noch einmal oder tippen Sie den Code ein. Er ist nicht verbraucht.
claim-linked-no-more = Jetzt können Sie den Code verwenden: Öffnen Sie den Link noch einmal, oder tippen Sie auf „Ich habe einen Code der Praxis“.

push-account-linked-clinic = 🎟 { $owner } hat den Code eingegeben und ist jetzt in Telegram.
push-account-linked = 🎟 Gerade wurde ein weiteres Telegram-Konto mit Ihrem Konto bei { $clinic } verbunden, mit einem Code der Praxis. Waren Sie das nicht, rufen Sie uns bitte an{ $phone ->
        [none] .
       *[other] : { $phone }
    }

error-code-not-usable = Dieser Code gilt nicht oder nicht mehr: Jeder gilt einmal und nur ein paar Tage. Bitte prüfen Sie ihn, oder fragen Sie die Praxis nach einem neuen{ $phone ->
        [none] .
       *[other] : { $phone }
    }
error-code-made-meanwhile = Inzwischen gibt es einen neuen Code. Er steht weiter unten.
error-clinics-own-account = Das ist das Konto der Praxis selbst: Dafür gibt es keinen Code. Melden Sie sich mit dem Passwort an (/login).
