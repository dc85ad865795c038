# The clinic's rules, as staff see and change them.

# Refusals

error-last-active-service = This is the only service that can be booked: without it owners could book nothing. Please add or turn on another one first; /close stops all bookings.
error-no-own-hours-left = { $name } would have no hours on any day. Please take them off duty under /vets instead, or let them work as the clinic.
error-more-visits-hit = Meanwhile more has been booked: { $count ->
        [one] one appointment lies
       *[other] { $count } appointments lie
    } in that time by now. Nothing has changed yet. Please look again.
