# Die Praxis in Zahlen: /stats, und die Liste der Termine als Datei.

stats-heading = 📊 <b>Die letzten { $weeks } Wochen</b>
    { $span }
stats-none = 📊 Keine Termine und keine Anfragen in den letzten { $weeks } Wochen ({ $span }).
stats-visits = { $count ->
        [0] <b>Keine Besuche</b>
        [one] <b>Ein Besuch</b>
       *[other] <b>{ $count } Besuche</b>
    } <i>(bestätigt, erledigt oder versäumt)</i>
stats-service = • { $service }: { $count }
stats-others = Andere Leistungen
stats-by-week = <b>Besuche je Woche</b> <i>(ab Montag)</i>
stats-requests = { $count ->
        [0] <b>Keine Anfragen</b> von Besitzern
        [one] <b>Eine Anfrage</b> von Besitzern
       *[other] <b>{ $count } Anfragen</b> von Besitzern
    }
stats-answers = • Beantwortet: { $count } <i>(Zeit bis zur Antwort: Median { $median }; 90 % bis { $slow })</i>
stats-expired = • Nicht rechtzeitig beantwortet: { $count }
stats-lead = • Von der Anfrage bis zum Besuch: { $median } <i>(Median)</i>
stats-no-shows = • Nicht erschienen: { $rate } <i>({ $count } von { $of }, bei denen „Ist da“ oder „Nicht da“ vermerkt ist)</i>
stats-button-weeks = { $weeks } Wochen
stats-button-picture = 📊 Als Bild
stats-picture-title = Besuche je Woche
stats-picture-file = besuche-je-woche.png
stats-picture = 📊 <b>{ $count ->
        [one] Ein Besuch
       *[other] { $count } Besuche
    }</b>, { $span }. Jeder Balken ist eine Woche ab Montag; Besuche sind bestätigt, erledigt oder versäumt.
stats-no-picture = 📊 In den letzten { $weeks } Wochen ({ $span }) gab es keine Besuche, also auch nichts zu zeichnen.

stats-export-done = 📄 <b>{ $count ->
        [one] Ein Termin
       *[other] { $count } Termine
    }</b>, { $span }, gleich was daraus wurde. Für eine andere Zeit zum Beispiel: <code>/export 1.2. 28.2.</code>, <code>/export März</code> oder <code>/export 2025</code>
stats-export-none = 📄 Für { $span } steht nichts im Buch. Für eine andere Zeit zum Beispiel: <code>/export 1.2. 28.2.</code>, <code>/export März</code> oder <code>/export 2025</code>
stats-export-file-name = termine-{ $since }-bis-{ $until }.csv
stats-span-unreadable = „{ $typed }“ kann ich nicht als Zeit lesen. Schreiben Sie sie so: <code>/export 1.2. 28.2.</code>, <code>/export 1. Feb - 15. Feb</code>, <code>/export letzter Monat</code>, <code>/export März</code> oder <code>/export 2025</code>.
stats-span-no-end = Bis wann? Schreiben Sie beide Enden, zum Beispiel <code>/export 1.2. 28.2.</code>, oder einen ganzen Monat, zum Beispiel <code>/export März</code>.
error-too-many-visits = Mehr als { $limit } Termine sind zu viele für eine Datei. Bitte wählen Sie eine kürzere Zeit.
error-span-backwards = Das endet, bevor es beginnt. Schreiben Sie den ersten Tag zuerst, zum Beispiel /export 1.2. 28.2.

csv-number = Nummer
csv-day = Tag
csv-start = Beginn
csv-end = Ende
csv-status = Status
csv-service = Leistung
csv-vet = Tierarzt
csv-pet = Tier
csv-species = Tierart
csv-owner = Besitzer
csv-phone = Telefon
csv-requested-at = Angefragt am
csv-decided-at = Entschieden am
csv-decided-by = Entschieden von
csv-reason = Grund
csv-attendance = Rückmeldung
csv-status-pending = angefragt
csv-status-confirmed = bestätigt
csv-status-declined = abgelehnt
csv-status-cancelled = abgesagt
csv-status-expired = nicht rechtzeitig beantwortet
csv-status-completed = erledigt
csv-status-no-show = nicht erschienen
csv-attendance-coming = kommt
