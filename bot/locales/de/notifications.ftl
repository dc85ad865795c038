# What is pushed unasked.

push-trouble = ⚠️ Im Bot ist etwas Unerwartetes schiefgegangen ({ $error }). Es ist nichts verloren; Näheres steht im Protokoll. Wenn es noch einmal vorkommt, sagen Sie bitte der Person Bescheid, die den Bot betreut.
