# What is pushed unasked.

push-trouble = ⚠️ Im Bot ist etwas Unerwartetes schiefgegangen ({ $error }). Bitte sehen Sie mit /pending nach, dass keine Anfrage ungesehen wartet; Näheres steht im Protokoll. Wenn es noch einmal vorkommt, sagen Sie bitte der Person Bescheid, die den Bot betreut.
