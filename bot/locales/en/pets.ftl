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
