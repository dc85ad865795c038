# The clinic in numbers: /stats, and the list of visits as a file.

stats-heading = 📊 <b>The last { $weeks } weeks</b>
    { $span }
stats-none = 📊 No appointments and no requests in the last { $weeks } weeks ({ $span }).
stats-visits = { $count ->
        [0] <b>No visits</b>
        [one] <b>One visit</b>
       *[other] <b>{ $count } visits</b>
    } <i>(confirmed, completed or missed)</i>
stats-service = • { $service }: { $count }
stats-others = Other services
stats-by-week = <b>Visits by week</b> <i>(from Monday)</i>
stats-requests = { $count ->
        [0] <b>No requests</b> from owners
        [one] <b>One request</b> from owners
       *[other] <b>{ $count } requests</b> from owners
    }
stats-answers = • Answered: { $count } <i>(half of them within { $median }, nine of ten within { $slow })</i>
stats-expired = • Not answered in time: { $count }
stats-lead = • From request to visit: { $median } <i>(median)</i>
stats-no-shows = • No-shows: { $rate } <i>({ $count } of { $of } marked as here or not)</i>
stats-button-weeks = { $weeks } weeks
stats-button-picture = 📊 As a picture
stats-picture-title = Visits by week
stats-picture-file = visits-by-week.png
stats-picture = 📊 <b>{ $count ->
        [one] One visit
       *[other] { $count } visits
    }</b>, { $span }. Each bar is a week, from Monday; visits are confirmed, completed or missed.
stats-no-picture = 📊 There were no visits in the last { $weeks } weeks ({ $span }), so there is nothing to draw.

stats-export-done = 📄 <b>{ $count ->
        [one] One appointment
       *[other] { $count } appointments
    }</b>, { $span }, whatever became of them. For another time, for example: <code>/export 1.2. 28.2.</code>, <code>/export March</code> or <code>/export 2025</code>
stats-export-none = 📄 There is nothing in the book for { $span }. For another time, for example: <code>/export 1.2. 28.2.</code>, <code>/export March</code> or <code>/export 2025</code>
stats-export-file-name = appointments-{ $since }-to-{ $until }.csv
stats-span-unreadable = I can't read “{ $typed }” as a time. Write it like <code>/export 1.2. 28.2.</code>, <code>/export 1 Feb - 15 Feb</code>, <code>/export last month</code>, <code>/export March</code> or <code>/export 2025</code>.
stats-span-no-end = Until when? Write both ends, like <code>/export 1.2. 28.2.</code>, or a whole month, like <code>/export March</code>.
error-too-many-visits = More than { $limit } appointments are too many for one file. Please choose a shorter time.
error-span-backwards = That ends before it begins. Write the first day first, like /export 1.2. 28.2.

csv-number = Number
csv-day = Day
csv-start = Start
csv-end = End
csv-status = Status
csv-service = Service
csv-vet = Vet
csv-pet = Pet
csv-species = Species
csv-owner = Owner
csv-phone = Phone
csv-requested-at = Requested at
csv-decided-at = Decided at
csv-decided-by = Decided by
csv-reason = Reason
csv-attendance = Attendance
csv-status-pending = requested
csv-status-confirmed = confirmed
csv-status-declined = declined
csv-status-cancelled = cancelled
csv-status-expired = not answered in time
csv-status-completed = completed
csv-status-no-show = no-show
csv-attendance-coming = coming
