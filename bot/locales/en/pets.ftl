# Pets: list, card, adding and changing one.

species-dog = Dog
species-cat = Cat
species-rabbit = Rabbit
species-rodent = Rodent
species-bird = Bird
species-reptile = Reptile
species-other = Another animal

age-under-month = under a month
age-months = { $months ->
        [one] { $months } month
       *[other] { $months } months
    }
age-years = { $years ->
        [one] { $years } year
       *[other] { $years } years
    }
age-years-months = { $years ->
        [one] { $years } year
       *[other] { $years } years
    }, { $months ->
        [one] { $months } month
       *[other] { $months } months
    }

vaccination-valid = ✅ valid, last on { $date }
vaccination-expired = ⚠️ expired, last on { $date }
vaccination-unknown = ❔ not known
vaccination-mark-valid = ✅ vaccinated
vaccination-mark-expired = ⚠️ booster due
vaccination-mark-unknown = ❔ vaccination not known

pet-weight = { $kg } kg

pets-heading = <b>Your pets</b>
pets-line = { $emoji } <b>{ $name }</b>{ $age ->
        [none] {""}
       *[other] , { $age }
    } · { $vaccination }
pets-none = <b>Your pets</b>
    Nobody here yet. Tell us about your pet: it takes a minute, and then you can book.
pets-add = ➕ Add a pet
pets-show-archived = 🗄 Archived ({ $count })
pets-archived = <b>Archived pets</b>
    Their records are kept. Open one to bring it back.
pets-none-archived = <b>Archived pets</b>
    There are none.
pets-back = ‹ My pets

pet-card = { $emoji } <b>{ $name }</b>
    Species: { $species }
    Breed: { $breed ->
        [none] –
       *[other] { $breed }
    }
    Born: { $born ->
        [none] not known
       *[other] { $born } ({ $age })
    }
    Weight: { $weight ->
        [none] –
       *[other] { $weight }
    }
    Vaccination: { $vaccination }
pet-booster-due = 💉 The last vaccination was more than a year ago: it is time for a booster. You can book one for { $name } below.
pet-is-archived = 🗄 Archived: not in your list and not bookable. All records are kept.
pet-history = <b>From the clinic</b>
pet-history-entry = <i>{ $date }, { $by }</i>
    { $text }
pet-book = 📅 Book for { $name }
pet-book-booster = 💉 Book a booster for { $name }
pet-archive = 🗄 Archive { $name }
pet-archive-question = Archive { $name }? Its records are kept, and you can bring it back any time.
pet-archive-yes = Yes, archive
pet-archived = { $name } is archived. The records are kept.
pet-restore = ↩️ Bring { $name } back
pet-restored = { $name } is in your list again.

pet-ask-name = <b>A new pet</b>
    What is your pet called?
pet-ask-species = <b>{ $name }</b>
    What kind of animal is { $name }?
pet-ask-breed = <b>{ $name }</b>
    Which breed? For example Labrador, or mixed.
pet-ask-date-of-birth = <b>{ $name }</b>
    When was { $name } born? A date, a year or an age will do: 14/05/2021, May 2021 or 3 years.
pet-ask-weight-kg = <b>{ $name }</b>
    How heavy is { $name }? For example 4.5 kg. A guess is fine, we weigh when you come.
pet-ask-last-vaccination = <b>{ $name }</b>, last question
    When was the last vaccination? A date, or how long ago: 14/05/2025, May 2025 or 3 months ago.
pet-noted-birth = 👍 Noted: { $age } old, date of birth { $date }.
pet-noted-weight = 👍 Noted: { $weight }.
pet-added = 🎉 { $name } is registered.
pet-saved = ✅ Saved: { $name }.
pet-keep = ✓ { $answer }
button-not-known = I don't know
button-never-vaccinated = Never / don't know
button-today = Today
button-clear = Leave empty

pet-change-name-button = ✏️ Name
pet-change-species-button = ✏️ Species
pet-change-breed-button = ✏️ Breed
pet-change-date-of-birth-button = ✏️ Date of birth
pet-change-weight-kg-button = ✏️ Weight
pet-change-last-vaccination-button = ✏️ Vaccination
pet-change-name = What is the new name? Until now: { $now }
pet-change-species = What kind of animal is { $name }? Until now: { $now }
pet-change-breed = Which breed is { $name }?{ $now ->
        [none] {""}
       *[other] {" "}Until now: { $now }
    }
pet-change-date-of-birth = When was { $name } born? A date, a year or an age will do: 14/05/2021, May 2021 or 3 years.{ $now ->
        [none] {""}
       *[other] {" "}Until now: { $now }
    }
pet-change-weight-kg = How heavy is { $name } now? For example 4.5 kg.{ $now ->
        [none] {""}
       *[other] {" "}Until now: { $now }
    }
pet-change-last-vaccination = When was { $name }'s last vaccination? A date, or how long ago: 14/05/2025, May 2025 or 3 months ago.{ $now ->
        [none] {""}
       *[other] {" "}Until now: { $now }
    }

error-pet-not-found = I can't find that pet among yours. /pets shows the list.
error-pet-archived = { $name } is archived, so nothing can be changed or booked. You can bring it back: /pets, Archived.
error-pet-name-taken = You have a pet called { $name } already. Please use another name, so that we never mix them up.
error-pet-has-visits = There are still appointments ahead: { $numbers }. Please cancel them first, under /appointments.
error-too-many-pets = You have { $limit } pets here, which is as many as fit. Archive one you no longer need under /pets, or phone us{ $phone ->
        [none] .
       *[other] : { $phone }
    }
error-invalid-pet-name = { $reason ->
        [too_long] That name is too long: { $limit } characters at most. The everyday name is enough.
        [empty] I can't see a name there. Please type one.
       *[other] A name needs at least one letter. Please type it in letters.
    }
error-invalid-breed = That is too long: { $limit } characters at most. One or two words are enough.
error-invalid-weight = I couldn't make a weight of that. It lies between { $minimum } and { $maximum } kg; please type it like 4.5 kg or 800 g.
error-invalid-date-of-birth = { $reason ->
        [in_future] That day is still ahead. Please check the date of birth.
        [too_long_ago] That is more than 100 years ago. Please check the year.
        [after_vaccination] That is later than the last vaccination. Please check the date, or correct the vaccination first.
       *[other] I couldn't read that date. Please type it like 14/05/2021, May 2021 or 3 years. “Today” and “2 weeks” work too.
    }
error-invalid-vaccination-date = { $reason ->
        [in_future] That day is still ahead. Which was the last vaccination so far?
        [before_birth] That is before the date of birth, or very long ago. Please check the year.
       *[other] I couldn't read that date. Please type it like 14/05/2025, May 2025 or 3 months ago.
    }
error-invalid-medical-entry = An entry has 1 to { $limit } characters. Please shorten it, or split it in two.
