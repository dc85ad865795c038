# The clinic's rules, as staff see and change them.

# Refusals

error-last-active-service = Nur noch diese Leistung kann gebucht werden. Bitte fügen Sie zuerst eine andere hinzu, oder schalten Sie eine ein; mit /close stoppen Sie alle Buchungen.
error-no-own-hours-left = { $name } hätte an keinem Tag mehr Zeiten. Bitte nehmen Sie den Namen unter /vets aus dem Dienst, oder stellen Sie „Wie die Praxis“ ein.
error-more-visits-hit = Inzwischen wurde noch gebucht: { $count ->
        [one] Ein Termin liegt
       *[other] { $count } Termine liegen
    } jetzt in dieser Zeit. Noch hat sich nichts geändert. Bitte sehen Sie noch einmal nach.
