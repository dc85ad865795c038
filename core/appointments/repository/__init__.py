"""Every query on visits."""

from core.appointments.repository.booking import BookingQueries
from core.appointments.repository.calls import CallQueries
from core.appointments.repository.decisions import DecisionQueries
from core.appointments.repository.lists import ListQueries


class AppointmentRepository(BookingQueries, DecisionQueries, ListQueries, CallQueries):
    pass
