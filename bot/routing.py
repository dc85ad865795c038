"""Every handler, in order, on one page. The first that matches takes the update; what none takes is noted as done.

The clinic's commands and buttons count in the clinic's chat only, the owners' in private chats only.
"""

import logging
from typing import Any

from telegram import Message, Update
from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler, TypeHandler, filters

from bot.appointments import calls as call_views
from bot.appointments import clinic_callbacks, clinic_handlers, clinic_views
from bot.appointments import handlers as visits
from bot.appointments import views as visit_views
from bot.appointments.callbacks import (
    AskCancel,
    BookAgain,
    BookSlot,
    CancelVisit,
    Coming,
    ComingAt,
    GetCalendarFile,
    MoveVisit,
    OpenCancel,
    OpenMove,
    OpenVisit,
    RefuseProposals,
    ShowVisit,
    ShowVisits,
    TakeProposal,
    WithdrawWish,
)
from bot.appointments.clinic_conversation import ReasonConversation
from bot.appointments.conversation import Book
from bot.appointments.moving import Move
from bot.appointments.proposing import Propose
from bot.appointments.week import views as week_views
from bot.claims import callbacks as claim_callbacks
from bot.claims import handlers as claims
from bot.claims import views as claim_views
from bot.claims.conversation import TakeOver
from bot.clinic import handlers as switch
from bot.clinic import views as switch_views
from bot.clinic.access import managers_only, staff_only
from bot.clinic.callbacks import ShowStatus, TurnSwitch
from bot.clinic.closures import callbacks as closure_callbacks
from bot.clinic.closures import handlers as closures
from bot.clinic.closures import views as closure_views
from bot.clinic.closures.conversation import ClosureConversation
from bot.clinic.opening_hours import callbacks as hours_callbacks
from bot.clinic.opening_hours import handlers as hours
from bot.clinic.opening_hours import views as hours_views
from bot.clinic.opening_hours.conversation import HoursConversation
from bot.clinic.services import callbacks as service_callbacks
from bot.clinic.services import handlers as offered
from bot.clinic.services import views as service_views
from bot.clinic.services.conversation import ServiceConversation
from bot.clinic.vets import callbacks as vet_callbacks
from bot.clinic.vets import handlers as vets
from bot.clinic.vets import views as vet_views
from bot.clinic.vets.conversation import VetConversation
from bot.context import BotApplication, Context, chat_of
from bot.conversations.handlers import cancel, prepare_input, press_step, receive_edit, receive_message
from bot.conversations.steps import Conversation, StepPress
from bot.directory import callbacks as directory_callbacks
from bot.directory import handlers as directory
from bot.directory import views as directory_views
from bot.directory.conversation import Find, WriteNote
from bot.house import House
from bot.own_data import handlers as own_data
from bot.own_data import views as own_data_views
from bot.own_data.callbacks import DeleteData, ExportData
from bot.pets import handlers as pets
from bot.pets import views as pet_views
from bot.pets.callbacks import ArchivePet, BookFor, EditPet, RestorePet, ShowArchived, ShowPet
from bot.pets.conversation import AddPet, ChangePet
from bot.phone_bookings import handlers as phone_bookings
from bot.phone_bookings import views as phone_booking_views
from bot.phone_bookings.callbacks import BookForOwner
from bot.phone_bookings.conversation import BookByPhone
from bot.staff import callbacks as staff_callbacks
from bot.staff import handlers as staff
from bot.staff import views as staff_views
from bot.staff.membership import follow
from bot.statistics import callbacks as statistics_callbacks
from bot.statistics import handlers as statistics
from bot.statistics import views as statistics_views
from bot.turns import Handler, Prepare, in_turn
from bot.ui.calendar import NOTHING
from bot.ui.callbacks import Callback
from bot.users import handlers as users
from bot.users import views as user_views
from bot.users.callbacks import Begin, BookVisit, ChooseLanguage, EditProfile, Go, Logout
from bot.users.conversation import EditProfileConversation, Login, Register
from bot.views import Views

log = logging.getLogger(__name__)


def all_conversations() -> list[Conversation[Any]]:
    """The conversations there are."""
    return [
        Register(),
        Login(),
        TakeOver(),
        EditProfileConversation(),
        AddPet(),
        ChangePet(),
        Book(),
        Move(),
        ReasonConversation(),
        Propose(),
        Find(),
        BookByPhone(),
        WriteNote(),
        VetConversation(),
        ServiceConversation(),
        HoursConversation(),
        ClosureConversation(),
    ]


def all_views() -> Views:  # noqa: PLR0915  # one page is the point
    """The views there are, by the names that replies and buttons use."""
    views = Views()
    views.add("home", user_views.home)
    views.add("notice", user_views.notice)
    views.add("profile", user_views.profile)
    views.add("logout", user_views.logout_question)
    views.add("language", user_views.language)
    views.add("help", user_views.help_)
    views.add("group", user_views.group)
    views.add("appointments", visit_views.appointments)
    views.add("appointment", visit_views.appointment)
    views.add("requested", visit_views.requested)
    views.add("moved", visit_views.moved)
    views.add("proposal", visit_views.proposal)
    views.add("cancel_question", visit_views.cancel_question)
    views.add("reminder", visit_views.reminder)
    views.add("calendar", visit_views.calendar)
    views.add("closed", visit_views.closed)
    views.add("pets", pet_views.pets)
    views.add("pets_archived", pet_views.archived_pets)
    views.add("pet", pet_views.pet)
    views.add("pet_archive", pet_views.archive_question)
    views.add("export", own_data_views.export)
    views.add("delete", own_data_views.delete)
    views.add("delete_again", own_data_views.delete_again)
    views.add("deleted", own_data_views.deleted)
    views.add("status", switch_views.status)
    views.add("card", clinic_views.card)
    views.add("pending", clinic_views.pending)
    views.add("calls", call_views.calls)
    views.add("call", call_views.call)
    views.add("day", clinic_views.day)
    views.add("week", clinic_views.week)
    views.add("week_picture", week_views.week_picture)
    views.add("found", directory_views.found)
    views.add("owner", directory_views.owner)
    views.add("owner_visits", directory_views.owner_visits)
    views.add("phone_booked", phone_booking_views.booked)
    views.add("claim_question", claim_views.question)
    views.add("claim_code", claim_views.code)
    views.add("claim_linked", claim_views.linked)
    views.add("stats", statistics_views.stats)
    views.add("stats_picture", statistics_views.stats_picture)
    views.add("visits_file", statistics_views.visits_file)
    views.add("staff", staff_views.staff)
    views.add("staff_member", staff_views.member)
    views.add("rule_changes", staff_views.rule_changes)
    views.add("vets", vet_views.vets)
    views.add("vet", vet_views.vet)
    views.add("vet_off_duty", vet_views.off_duty_question)
    views.add("services", service_views.services)
    views.add("service", service_views.service)
    views.add("hours", hours_views.hours)
    views.add("hours_of_day", hours_views.day_hours)
    views.add("hours_copy", hours_views.copy_question)
    views.add("hours_drop", hours_views.drop_question)
    views.add("closures", closure_views.closures)
    views.add("closure", closure_views.closure)
    views.add("closure_remove", closure_views.remove_question)
    return views


class _ClinicChat(filters.MessageFilter):
    """Messages in the clinic's chat; its id can change while the bot runs."""

    def __init__(self, house: House) -> None:
        super().__init__(name="clinic's chat")
        self._house = house

    def filter(self, message: Message) -> bool:
        return message.chat_id == self._house.admin_chat_id


def register_handlers(application: BotApplication) -> None:  # noqa: PLR0915  # one page is the point
    """Registers every handler. Order matters."""
    house: House = application.bot_data["house"]
    clinic = _ClinicChat(house)
    owner = filters.ChatType.PRIVATE & ~clinic
    served = owner | clinic

    def command(name: str, handle: Handler, where: filters.BaseFilter, *, prepare: Prepare | None = None) -> None:
        callback = in_turn(handle, prepare=prepare)
        application.add_handler(CommandHandler(name, callback, filters=filters.UpdateType.MESSAGE & where))

    def button(payload: type[Callback], handle: Handler, *, prepare: Prepare | None = None) -> None:
        application.add_handler(CallbackQueryHandler(in_turn(handle, prepare=prepare), pattern=payload.pattern()))

    def clinic_button(payload: type[Callback], handle: Handler, *, prepare: Prepare | None = None) -> None:
        button(payload, staff_only(handle), prepare=prepare)

    def rules_button(payload: type[Callback], handle: Handler) -> None:
        button(payload, managers_only(handle))

    # The owners' commands
    command("start", claims.start, served)
    command("help", users.help_, served)
    command("cancel", cancel, served)
    command("book", visits.book, owner)
    command("appointments", visits.list_visits, owner)
    command("pets", pets.pets, owner)
    command("addpet", pets.add_pet, owner)
    command("profile", users.profile, owner)
    command("language", users.language, owner)
    command("login", users.login, owner)
    command("logout", users.logout, owner)
    command("export", own_data.export, owner)
    command("delete", own_data.delete, owner)

    # The clinic's commands
    command("pending", clinic_handlers.pending, clinic)
    command("calls", clinic_handlers.calls, clinic)
    command("today", clinic_handlers.today, clinic)
    command("tomorrow", clinic_handlers.tomorrow, clinic)
    command("week", clinic_handlers.week, clinic)
    command("find", directory.find, clinic)
    command("book", phone_bookings.book, clinic)
    command("stats", statistics.stats, clinic)
    command("staff", staff.staff, clinic, prepare=staff.look_around)
    command("export", managers_only(statistics.export), clinic)
    command("status", switch.status, clinic)
    command("open", switch.open_, clinic)
    command("closing", switch.closing, clinic)
    command("close", switch.close, clinic)
    command("hours", hours.hours, clinic)
    command("closure", closures.closures, clinic)
    command("services", offered.services, clinic)
    command("vets", vets.vets, clinic)

    # Buttons of conversations, then those that work anywhere
    steps = in_turn(press_step, prepare=prepare_input, conversational=True)
    application.add_handler(CallbackQueryHandler(steps, pattern=StepPress.pattern()))
    button(Go, users.go)
    button(Begin, users.press_begin)
    button(BookVisit, visits.press_book)
    button(BookFor, visits.book_for)
    button(BookAgain, visits.book_again)
    button(BookSlot, visits.book_slot)
    button(ShowVisits, visits.show_visits)
    button(ShowVisit, visits.show_visit)
    button(OpenVisit, visits.open_visit)
    button(AskCancel, visits.ask_cancel)
    button(OpenCancel, visits.open_cancel)
    button(CancelVisit, visits.cancel_visit)
    button(MoveVisit, visits.move_visit)
    button(OpenMove, visits.open_move)
    button(WithdrawWish, visits.withdraw_wish)
    button(TakeProposal, visits.take_proposal)
    button(RefuseProposals, visits.refuse_proposals)
    button(Coming, visits.coming)
    button(GetCalendarFile, visits.get_calendar_file)
    button(ComingAt, visits.coming_at)
    button(ShowPet, pets.show_pet)
    button(ShowArchived, pets.show_archived)
    button(EditPet, pets.edit_pet)
    button(ArchivePet, pets.archive_pet)
    button(RestorePet, pets.restore_pet)
    button(ChooseLanguage, users.choose_language)
    button(EditProfile, users.edit_profile)
    button(Logout, users.press_logout)
    button(ExportData, own_data.export)
    button(DeleteData, own_data.press_delete)

    # The clinic's buttons
    clinic_button(TurnSwitch, switch.turn_switch)
    clinic_button(ShowStatus, switch.show_status)
    clinic_button(clinic_callbacks.ShowCard, clinic_handlers.show_card)
    clinic_button(clinic_callbacks.Confirm, clinic_handlers.confirm)
    clinic_button(clinic_callbacks.ConfirmAt, clinic_handlers.confirm_at)
    clinic_button(clinic_callbacks.StartMove, clinic_handlers.start_move)
    clinic_button(clinic_callbacks.AskDecline, clinic_handlers.ask_decline)
    clinic_button(clinic_callbacks.Decline, clinic_handlers.decline)
    clinic_button(clinic_callbacks.TakeFor, clinic_handlers.take_for)
    clinic_button(clinic_callbacks.Withdraw, clinic_handlers.withdraw)
    clinic_button(clinic_callbacks.AskCancelling, clinic_handlers.ask_cancelling)
    clinic_button(clinic_callbacks.CallOff, clinic_handlers.call_off)
    clinic_button(clinic_callbacks.TypeReason, clinic_handlers.type_reason)
    clinic_button(clinic_callbacks.Mark, clinic_handlers.mark)
    clinic_button(clinic_callbacks.MarkInDay, clinic_handlers.mark_in_day)
    clinic_button(clinic_callbacks.PostCard, clinic_handlers.post_card)
    clinic_button(clinic_callbacks.ShowPending, clinic_handlers.show_pending)
    clinic_button(clinic_callbacks.ShowCalls, clinic_handlers.show_calls)
    clinic_button(clinic_callbacks.MarkReached, clinic_handlers.mark_reached)
    clinic_button(clinic_callbacks.CloseCall, clinic_handlers.close_call)
    clinic_button(clinic_callbacks.ReopenCall, clinic_handlers.reopen_call)
    clinic_button(clinic_callbacks.ShowDay, clinic_handlers.show_day)
    clinic_button(clinic_callbacks.ShowWeek, clinic_handlers.show_week)
    clinic_button(clinic_callbacks.SendWeekPicture, clinic_handlers.send_week_picture)
    clinic_button(clinic_callbacks.TurnWeekPicture, clinic_handlers.turn_week_picture)
    clinic_button(directory_callbacks.TurnFound, directory.turn_found)
    clinic_button(directory_callbacks.OpenOwner, directory.open_owner)
    clinic_button(directory_callbacks.ShowOwner, directory.show_owner)
    clinic_button(directory_callbacks.ShowOwnerVisits, directory.show_visits)
    clinic_button(directory_callbacks.TypeNote, directory.type_note)
    clinic_button(directory_callbacks.EraseNote, directory.erase_note)
    clinic_button(directory_callbacks.AskBlock, directory.ask_block)
    clinic_button(directory_callbacks.Block, directory.block)
    clinic_button(directory_callbacks.Unblock, directory.unblock)
    clinic_button(BookForOwner, phone_bookings.book_for_owner)
    clinic_button(claim_callbacks.AskCode, claims.ask_code)
    clinic_button(claim_callbacks.MakeCode, claims.make_code)
    clinic_button(statistics_callbacks.ShowStatistics, statistics.show_stats)
    clinic_button(statistics_callbacks.SendPicture, statistics.send_picture)
    rules_button(statistics_callbacks.ExportMonth, statistics.export_month)

    clinic_button(staff_callbacks.ShowStaff, staff.show_staff)
    clinic_button(staff_callbacks.ShowMember, staff.show_member)
    clinic_button(staff_callbacks.NameMember, staff.name_member, prepare=staff.look_around)
    clinic_button(staff_callbacks.ShowChanges, staff.show_changes)

    # The clinic's rules: everybody of the clinic reads them, some may change them
    clinic_button(vet_callbacks.ShowVets, vets.show_vets)
    clinic_button(vet_callbacks.ShowVet, vets.show_vet)
    rules_button(vet_callbacks.AddVet, vets.add_vet)
    rules_button(vet_callbacks.RenameVet, vets.rename_vet)
    rules_button(vet_callbacks.SetDuty, vets.set_duty)
    clinic_button(service_callbacks.ShowServices, offered.show_services)
    clinic_button(service_callbacks.ShowService, offered.show_service)
    rules_button(service_callbacks.AddService, offered.add_service)
    rules_button(service_callbacks.EditService, offered.edit_service)
    rules_button(service_callbacks.SetOffered, offered.set_offered)
    clinic_button(hours_callbacks.ShowHours, hours.show_hours)
    clinic_button(hours_callbacks.ShowDayHours, hours.show_day)
    rules_button(hours_callbacks.TypeHours, hours.type_hours)
    rules_button(hours_callbacks.CloseDay, hours.close_day)
    rules_button(hours_callbacks.AskCopy, hours.ask_copy)
    rules_button(hours_callbacks.CopyHours, hours.copy_hours)
    rules_button(hours_callbacks.DropOwnHours, hours.drop_own_hours)
    clinic_button(closure_callbacks.ShowClosures, closures.show_closures)
    clinic_button(closure_callbacks.ShowClosure, closures.show_closure)
    rules_button(closure_callbacks.AddClosure, closures.add_closure)
    rules_button(closure_callbacks.RemoveClosure, closures.remove_closure)

    # Whatever else is pressed, typed or sent
    application.add_handler(CallbackQueryHandler(in_turn(press_nothing), pattern=f"^{NOTHING}$"))
    application.add_handler(CallbackQueryHandler(in_turn(press_unknown)))
    typed = in_turn(receive_message, prepare=prepare_input, conversational=True)
    said = filters.UpdateType.MESSAGE & ~filters.StatusUpdate.ALL
    application.add_handler(MessageHandler(said & filters.COMMAND & served, in_turn(unknown_command)))
    application.add_handler(MessageHandler(said & served, typed))
    application.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE & served, in_turn(receive_edit)))
    application.add_handler(MessageHandler(said & filters.COMMAND & filters.ChatType.GROUPS, in_turn(not_served)))
    application.add_handler(TypeHandler(Update, in_turn(note_only, news=True)))


async def press_nothing(update: Update, context: Context) -> None:
    """A button that only shows something: the press is answered silently."""


async def press_unknown(update: Update, context: Context) -> None:
    """A button of another version, or data that no button ever had."""
    context.toast("button-unknown", alert=True)


async def unknown_command(update: Update, context: Context) -> None:
    """A command that does not exist, or not in this chat."""
    context.show("help")


async def not_served(update: Update, context: Context) -> None:
    """A command in some other group: say where the bot works, and the id, which the settings want."""
    context.show("group", chat=str(chat_of(update).id))


async def note_only(update: Update, context: Context) -> None:
    """Anything else: who blocked the bot, who came and went, service messages. Heard, and nothing to say."""
    member, message = update.my_chat_member, update.effective_message
    if member is not None and member.chat.type == "private" and member.new_chat_member.status == "kicked":
        await context.scene.services.users.mark_blocked(member.from_user.id)
    elif message is not None and message.migrate_to_chat_id and message.chat_id == context.house.admin_chat_id:
        await context.house.move_admin_chat(message.migrate_to_chat_id)
    else:
        await follow(update, context)
