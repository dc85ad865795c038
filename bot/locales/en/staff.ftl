# Who is of the clinic, what each of them may do, and who changed the rules.

staff-anonymous = Anonymous administrators
staff = 👥 <b>Who may do what here</b>
staff-line = <b>{ $name }</b> – { $may ->
        [owner] owner
        [manager] may change the rules
       *[receptionist] visits only
    } · here since { $since }{ $by ->
        [none] {""}
       *[other] {" "}· says { $by }, { $at }
    }
staff-newcomers-manager = Everybody in this chat may do everything. Once somebody is set to visits only, so is whoever joins after that, until they are given more.
staff-newcomers-receptionist = Whoever joins from now on handles visits only, until they are given more. So does whoever leaves and comes back.
staff-left-lately = Left lately: { $names }
staff-may-owner = As the clinic's owner they may do everything, and say who else may do what.
staff-may-manager = They handle visits, and may change hours, closures, services and vets and fetch the file of /export.
staff-may-receptionist = They handle visits: cards, lists, owners, moves, and /open, /closing and /close. The clinic's rules they only read.
staff-owner-names = Only the clinic's owner can change that.
staff-make-manager = 🔑 Let them change the rules
staff-make-receptionist = 🔒 Visits only
staff-changes = 🕓 Lately
staff-changes-heading = 🕓 <b>What was changed lately</b>
staff-changes-none = Nothing yet.
staff-change = { $what }
    <i>{ $by }, { $at }</i>
toast-now-manager = { $name } may change the clinic's rules.
toast-now-receptionist = { $name } handles visits only. Whoever joins from now on does, too.

change-switch = { $status ->
        [open] 🟢 Open
        [closing_soon] 🟡 Closing soon
       *[close] 🔴 Closed
    }{ $until ->
        [none] {""}
       *[other] , until { $until }
    }
change-hours = 🕘 { $day }{ $name ->
        [none] {""}
       *[other] , { $name }
    }: { $hours ->
        [none] closed
       *[other] { $hours }
    }
change-own-hours-dropped = 🕘 { $name } works by the clinic's hours again
change-closure-added = ⛔ Closure added: { $span }{ $name ->
        [none] {""}
       *[other] , { $name }
    }
change-closure-removed = ⛔ Closure removed: { $span }{ $name ->
        [none] {""}
       *[other] , { $name }
    }
change-service-added = 🩺 { $name } is new
change-service-changed = 🩺 { $name }: { $field ->
        [on] can be booked again
        [off] off the list
        [name] another name
        [duration] another duration
        [buffer] another pause
        [minimum_notice] another notice
       *[price] another price
    }
change-vet-added = 👩‍⚕️ { $name } is new
change-vet-renamed = 👩‍⚕️ { $before } is called { $name } now
change-vet-duty = 👩‍⚕️ { $name } is { $duty ->
        [off] off duty
       *[on] back on duty
    }
change-staff-role = 👥 { $name }: { $role ->
        [receptionist] visits only
       *[manager] may change the rules
    }

# Refusals

error-managers-only = Here you handle visits. { $who } may change this: please ask them. /staff shows who may do what.
error-namers-only = Who may do what, only { $who } can say. Please ask them.
error-not-among-staff = You are not in the clinic's chat any more, or not under your own name, so nothing was done. Somebody of the clinic can add you again.
error-member-not-found = They are no longer in this chat. /staff shows who is.
error-owner-stays = { $name } is the clinic's owner and may do everything. In Telegram the group can be given to somebody else.
error-own-role = Nobody changes what they themselves may do. Please ask somebody else who may.
