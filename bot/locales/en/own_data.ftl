# A person's own data: the file with everything, and its deletion.

button-export = 📦 My data as a file
button-delete = 🗑 Delete my data
export-file-name = my-data-{ $date }.json
export-done = 📦 This is everything we have about you, your password aside: your details, your pets with their history, your appointments, and what we wrote to you.

delete-question = <b>Delete everything we have about you?</b>
    Your name, email, phone number and password, your pets with their history, and your notes are erased for good. Your Telegram is then new to us. Would you like a copy first?
delete-go-on = Go on
delete-keep = No, keep everything
delete-question-again = <b>Really delete everything? This can't be undone.</b>

    { $count ->
        [0] • No appointment lies ahead.
        [one] • One appointment or request is cancelled, and the clinic is told.
       *[other] • { $count } appointments and requests are cancelled, and the clinic is told.
    }
    • What stays says nothing about you: when there were visits, for what, and for what kind of animal.
    • Messages that stand in chats already stay there; you can clear this chat yourself.
delete-yes = 🗑 Yes, delete everything
delete-done = Everything we had about you is deleted. { $count ->
        [0] {""}
        [one] One appointment or request was cancelled, and the clinic knows.{" "}
       *[other] { $count } appointments and requests were cancelled, and the clinic knows.{" "}
    }If you come back one day, you are welcome.
delete-done-already = Everything we had about you is deleted already.

push-data-deleted = Your data at { $clinic } was deleted from another Telegram account of yours, and your appointments there are cancelled. You get no more messages from us. If that was not you, please phone us{ $phone ->
        [none] .
       *[other] : { $phone }
    }

owner-deleted = deleted account
cancel-reason-data-deleted = the owner had their data deleted
