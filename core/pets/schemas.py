"""What the pets' service takes and returns."""

from enum import StrEnum


class Species(StrEnum):
    DOG = "dog"
    CAT = "cat"
    RABBIT = "rabbit"
    RODENT = "rodent"
    BIRD = "bird"
    REPTILE = "reptile"
    OTHER = "other"
