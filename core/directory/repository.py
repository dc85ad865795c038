"""The search for owners: one query over their names, their pets' names, phone numbers and visits."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, or_, select, true

from core.appointments.models import Appointment
from core.database.session import Session
from core.directory.schemas import OwnerHit
from core.directory.wanted import Wanted
from core.paging import Page, clamp, page_count
from core.pets.models import Pet
from core.users.models import User

_ALIKE = 0.55
"""From which trigram similarity on a word counts as found: `bergm` in `Bergmann`, `Katharina` for `Catarina`."""
_SHORTEST_FUZZY = 3
"""Shorter words differ by one letter from too many others."""

_LONG = 6
"""From this length on two letters may differ."""
_LONGEST_PART = 60
"""In characters; what is compared letter by letter has a limit of 255 bytes."""


class DirectoryRepository:
    """Reads what other features store; writes nothing."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def search(self, wanted: Wanted, *, page: int, size: int) -> Page[OwnerHit]:
        """Active users who fit everything that is wanted, the best fit first."""
        names = select(func.string_agg(Pet.name, " ")).where(Pet.owner_id == User.id).correlate(User).scalar_subquery()
        text = func.concat_ws(" ", User.full_name, names, func.split_part(User.email, "@", 1))
        searched = (
            select(User.id, User.full_name, User.phone, func.lower(func.unaccent(text)).label("text"))
            .where(User.is_active, _has_number(wanted))
            .subquery()
        )
        fits = [_fit(word, searched.c.text).label(f"fit_{place}") for place, word in enumerate(wanted.words)]
        # Fits are costly: each is computed once, and then read by whatever filters, sorts and counts.
        scored = select(searched, *fits).cte("scored").prefix_with("MATERIALIZED", dialect="postgresql")
        columns = [scored.c[fit.name] for fit in fits]
        found = select(scored, func.count().over().label("total")).where(true(), *(fit >= _ALIKE for fit in columns))
        best = sum(columns, start=func.coalesce(0.0, 0.0))
        ordered = found.order_by(best.desc(), scored.c.full_name, scored.c.id)
        rows = (await self._session.execute(ordered.offset((max(page, 1) - 1) * size).limit(size))).all()
        if not rows and page > 1:  # the list has shrunk since the button was made
            total = int(await self._session.scalar(select(func.count()).select_from(found.subquery())) or 0)
            return await self.search(wanted, page=page_count(total, size), size=size)
        total = rows[0].total if rows else 0
        page = clamp(page, size=size, total=total)
        pets = await self._pets([row.id for row in rows])
        hits = [
            OwnerHit(id=row.id, full_name=row.full_name, phone=row.phone, pets=tuple(pets.get(row.id, ())))
            for row in rows
        ]
        return Page.of(hits, page=page, size=size, total=total)

    async def _pets(self, owner_ids: list[UUID]) -> dict[UUID, list[str]]:
        rows = await self._session.execute(
            select(Pet.owner_id, Pet.name)
            .where(Pet.owner_id.in_(owner_ids), Pet.archived_at.is_(None))
            .order_by(func.lower(Pet.name), Pet.id)
        )
        pets: dict[UUID, list[str]] = {}
        for owner_id, name in rows:
            pets.setdefault(owner_id, []).append(name)
        return pets


def _has_number(wanted: Wanted) -> ColumnElement[bool]:
    """The phone number has these digits in it, or a visit is called so."""
    ways: list[ColumnElement[bool]] = []
    if wanted.digits:
        ways.append(User.phone.contains(wanted.digits))
    if wanted.number is not None:
        ways.append(User.id.in_(select(Appointment.owner_id).where(Appointment.number == wanted.number)))
    return or_(*ways) if ways else true()


def _fit(word: str, text: ColumnElement[str]) -> ColumnElement[float]:
    """How well a word fits the best place in the text, from 0 to 1.

    Trigrams find beginnings, parts and long words with mistakes. In short words one mistake spoils most of them:
    there one letter may be other, missing or too much, and two in a longer word or where it sounds the same
    (Meier, Mayer).
    """
    asked = func.lower(func.unaccent(word))
    alike = func.word_similarity(asked, text)
    if len(word) < _SHORTEST_FUZZY:
        return alike
    parts = func.unnest(func.string_to_array(text, " ")).table_valued("part").render_derived()
    part = parts.c.part
    distance = func.levenshtein_less_equal(func.left(part, _LONGEST_PART), asked, 2)
    sound = func.dmetaphone(asked)
    same_sound = and_(sound != "", func.dmetaphone(part) == sound)  # only Latin letters have one
    two_apart = true() if len(word) >= _LONG else same_sound
    near = select(func.max(case((distance <= 1, 0.8), (and_(distance <= 2, two_apart), 0.6), else_=0.0)))
    return func.greatest(alike, near.select_from(parts).scalar_subquery())
