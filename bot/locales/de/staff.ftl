# Wer zur Praxis gehört, wer was darf, und wer die Regeln geändert hat.

staff-anonymous = Anonyme Admins
staff = 👥 <b>Wer hier was darf</b>
staff-line = <b>{ $name }</b> – { $may ->
        [owner] leitet die Praxis
        [manager] darf die Regeln ändern
       *[receptionist] nur Termine
    } · hier seit { $since }{ $by ->
        [none] {""}
       *[other] {" "}· laut { $by }, { $at }
    }
staff-newcomers-manager = Alle in diesem Chat dürfen alles. Sobald jemand nur noch für Termine da ist, gilt das auch für alle, die danach dazukommen, bis sie mehr dürfen.
staff-newcomers-receptionist = Wer ab jetzt dazukommt, ist nur für Termine da, bis mehr erlaubt wird. Das gilt auch für alle, die gehen und wiederkommen.
staff-left-lately = Kürzlich gegangen: { $names }
staff-may-owner = Leitet die Praxis, darf alles und sagt, wer sonst was darf.
staff-may-manager = Kümmert sich um Termine und darf Öffnungszeiten, Schließzeiten, Leistungen und das Team der Praxis ändern und die Datei von /export holen.
staff-may-receptionist = Kümmert sich um Termine: Karten, Listen, Besitzer, Verschieben sowie /open, /closing und /close. Die Regeln der Praxis sind nur zu lesen.
staff-owner-names = Das kann nur ändern, wer die Praxis leitet.
staff-make-manager = 🔑 Darf die Regeln ändern
staff-make-receptionist = 🔒 Nur Termine
staff-changes = 🕓 Zuletzt
staff-changes-heading = 🕓 <b>Was zuletzt geändert wurde</b>
staff-changes-none = Noch nichts.
staff-change = { $what }
    <i>{ $by }, { $at }</i>
toast-now-manager = { $name } darf die Regeln der Praxis ändern.
toast-now-receptionist = { $name } ist nur noch für Termine da, ebenso alle, die ab jetzt dazukommen.

change-switch = { $status ->
        [open] 🟢 Geöffnet
        [closing_soon] 🟡 Schließt bald
       *[close] 🔴 Geschlossen
    }{ $until ->
        [none] {""}
       *[other] , bis { $until }
    }
change-hours = 🕘 { $day }{ $name ->
        [none] {""}
       *[other] , { $name }
    }: { $hours ->
        [none] geschlossen
       *[other] { $hours }
    }
change-own-hours-dropped = 🕘 { $name } arbeitet wieder nach den Zeiten der Praxis
change-closure-added = ⛔ Neue Schließzeit: { $span }{ $name ->
        [none] {""}
       *[other] , { $name }
    }
change-closure-removed = ⛔ Schließzeit entfernt: { $span }{ $name ->
        [none] {""}
       *[other] , { $name }
    }
change-service-added = 🩺 { $name } ist neu
change-service-changed = 🩺 { $name }: { $field ->
        [on] wieder buchbar
        [off] nicht mehr buchbar
        [name] anderer Name
        [duration] andere Dauer
        [buffer] andere Pause
        [minimum_notice] anderer Vorlauf
       *[price] anderer Preis
    }
change-vet-added = 👩‍⚕️ { $name } ist neu
change-vet-renamed = 👩‍⚕️ { $before } heißt jetzt { $name }
change-vet-duty = 👩‍⚕️ { $name } ist { $duty ->
        [off] außer Dienst
       *[on] wieder im Dienst
    }
change-staff-role = 👥 { $name }: { $role ->
        [receptionist] nur Termine
       *[manager] darf die Regeln ändern
    }

# Absagen

error-managers-only = Sie sind hier für Termine da. Das darf ändern: { $who }. Bitte fragen Sie dort; /staff zeigt, wer was darf.
error-namers-only = Wer was darf, sagt hier nur: { $who }. Bitte fragen Sie dort.
error-not-among-staff = Sie sind nicht mehr im Chat der Praxis oder nicht unter Ihrem Namen; es ist nichts geschehen. Die Praxis kann Sie wieder hinzufügen.
error-member-not-found = Diese Person ist nicht mehr in diesem Chat. /staff zeigt, wer da ist.
error-owner-stays = { $name } leitet die Praxis und darf alles. In Telegram kann die Gruppe jemand anderem übertragen werden.
error-own-role = Was man selbst darf, kann man nicht ändern. Bitte fragen Sie jemand anderen, der es darf.
