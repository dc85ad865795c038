"""django-appointment's side of the comparison. Runs in a virtual environment of its own (`bench/rivals.py` makes it).

Prints one JSON object: slots for 60 days of one staff member with 200 appointments, and bookings by its own two forms.
"""

import datetime
import json
import statistics
import sys
import time
import warnings

import django
from django.conf import settings

HOST, DATABASE = sys.argv[1:3]
DAYS, BOOKED = 60, 200

settings.configure(
    SECRET_KEY="bench",
    DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", "NAME": DATABASE, "HOST": HOST,
                           "USER": "postgres", "CONN_MAX_AGE": 600}},
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
                    "django.contrib.messages", "phonenumber_field", "appointment"],
    MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.locale.LocaleMiddleware",
                "django.contrib.auth.middleware.AuthenticationMiddleware",
                "django.contrib.messages.middleware.MessageMiddleware"],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
                "OPTIONS": {"context_processors": ["django.template.context_processors.request",
                                                   "django.contrib.auth.context_processors.auth",
                                                   "django.contrib.messages.context_processors.messages"]}}],
    ROOT_URLCONF="bench_urls", USE_TZ=True, TIME_ZONE="Europe/Berlin",
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    ALLOWED_HOSTS=["*"], STATIC_URL="/static/", LOGGING_CONFIG=None,
    EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
    MESSAGE_STORAGE="django.contrib.messages.storage.session.SessionStorage",
)  # fmt: skip
warnings.simplefilter("ignore")
sys.modules["bench_urls"] = type(sys)("bench_urls")
django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import include, path  # noqa: E402

sys.modules["bench_urls"].urlpatterns = [path("appointment/", include("appointment.urls"))]

from appointment.models import Appointment, AppointmentRequest, Service, StaffMember, WorkingHours  # noqa: E402
from appointment.services import get_available_slots_for_staff  # noqa: E402


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("migrate", run_syncdb=True, verbosity=0)  # the package brings no migrations
    users = get_user_model().objects
    service = Service.objects.create(name="Vaccination", duration=datetime.timedelta(minutes=30), price=40)
    staff = StaffMember.objects.create(
        user=users.create_user("vet", "vet@example.org", "x"),
        slot_duration=15, lead_time=datetime.time(9), finish_time=datetime.time(18), appointment_buffer_time=0,
        work_on_saturday=True,
    )  # fmt: skip
    staff.services_offered.add(service)
    for weekday in range(1, 7):
        WorkingHours.objects.get_or_create(
            staff_member=staff, day_of_week=weekday,
            defaults={"start_time": datetime.time(9), "end_time": datetime.time(18)},
        )  # fmt: skip
    client_user = users.create_user("owner", "owner@example.org", "x", first_name="An", last_name="Owner")
    tomorrow = datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=1)
    days = [tomorrow + datetime.timedelta(days=offset) for offset in range(DAYS)]
    workdays = [day for day in days if day.weekday() < 5]
    for n in range(BOOKED):
        start = datetime.datetime.combine(workdays[n % len(workdays)], datetime.time(9 + n // len(workdays)))
        request = AppointmentRequest.objects.create(
            date=start.date(), start_time=start.time(), end_time=(start + datetime.timedelta(minutes=30)).time(),
            service=service, staff_member=staff,
        )  # fmt: skip
        Appointment.objects.create(client=client_user, appointment_request=request, phone="+4930123456", address="-")

    def slots() -> int:
        return sum(len(get_available_slots_for_staff(day, staff, (day.weekday() + 1) % 7, service)) for day in days)

    found = slots()
    queries: list[str] = []

    def note(execute, sql, params, many, context):
        queries.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        slots()
    seconds = []
    for _ in range(7):
        began = time.perf_counter()
        slots()
        seconds.append(time.perf_counter() - began)

    client = Client()
    client.force_login(client_user)

    def book(day: datetime.date, hour: int, minute: int) -> None:
        start = datetime.datetime.combine(day, datetime.time(hour, minute))
        form = {"date": day.isoformat(), "start_time": f"{start:%H:%M}",
                "end_time": f"{start + datetime.timedelta(minutes=30):%H:%M}", "service": service.id,
                "staff_member": staff.id}  # fmt: skip
        answer = client.post("/appointment/request-submit/", form)
        assert answer.status_code == 302, answer.content[:2000]
        about = {"name": "An Owner", "email": "owner@example.org", "phone_0": "DE", "phone_1": "30123456",
                 "phone": "+4930123456", "address": "-", "want_reminder": "",
                 "additional_info": "-", "payment_type": "full"}  # fmt: skip
        answer = client.post(answer["Location"], about)
        assert answer.status_code == 302, answer.content[:2000]

    before = Appointment.objects.count()
    booking = []
    for n in range(40):
        began = time.perf_counter()
        book(days[n], 14, 0)
        booking.append(time.perf_counter() - began)
    assert Appointment.objects.count() == before + 40
    before = Appointment.objects.count()
    for _ in range(50):
        book(days[45], 15, 0)
    json.dump(
        {
            "slots": statistics.median(seconds), "queries": len(queries), "found": found,
            "booking": statistics.median(booking[5:]), "doubled": Appointment.objects.count() - before,
            "version": __import__("importlib.metadata").metadata.version("django-appointment"),
        },
        sys.stdout,
    )  # fmt: skip


main()
