"""Messages that reached nobody stand on the list of calls until somebody has phoned.

Revision: 0008, after 0007, 2026-11-25
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BEFORE = (
    "request_card", "card_update", "cancelled_by_owner", "expired_for_clinic", "confirmed", "declined",
    "cancelled_by_clinic", "expired", "reminder", "unreachable", "trouble", "moved",
    "calendar_file", "data_deleted", "agenda", "nudge",
)  # fmt: skip
ADDED = ("call_update",)
OBSTACLES = ("blocked", "gone", "no_account", "refused", "gave_up")


def upgrade() -> None:
    _allow_kinds("notifications", *BEFORE, *ADDED)
    op.create_table(
        "undelivered_messages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dedupe_key", sa.String(160), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("appointment_id", sa.Uuid()),
        sa.Column("payload", postgresql.JSONB(none_as_null=True), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("obstacle", sa.String(32)),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.Column("closed_by", sa.String(130)),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(_among("kind", *BEFORE, *ADDED), name=op.f("ck_undelivered_messages_kind")),
        sa.CheckConstraint(_among("obstacle", *OBSTACLES), name=op.f("ck_undelivered_messages_obstacle")),
        sa.CheckConstraint(
            "closed_by IS NULL OR closed_at IS NOT NULL", name=op.f("ck_undelivered_messages_closed_by_somebody")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_undelivered_messages_user_id_users"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["appointment_id"],
            ["appointments.id"],
            name=op.f("fk_undelivered_messages_appointment_id_appointments"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_undelivered_messages")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_undelivered_messages_dedupe_key")),
    )
    op.create_index(op.f("ix_undelivered_messages_user_id"), "undelivered_messages", ["user_id"])
    op.create_index(op.f("ix_undelivered_messages_appointment_id"), "undelivered_messages", ["appointment_id"])
    op.create_index(
        "ix_undelivered_messages_open",
        "undelivered_messages",
        ["failed_at"],
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    # What the clinic was told so far, as far as the row of the message itself is still there; why is not known.
    op.execute(
        "INSERT INTO undelivered_messages"
        " (id, dedupe_key, kind, user_id, appointment_id, payload, due_at, failed_at)"
        " SELECT gen_random_uuid(), failed.dedupe_key, failed.kind, failed.user_id, failed.appointment_id,"
        " failed.payload, failed.due_at, told.created_at"
        " FROM notifications told JOIN notifications failed ON told.dedupe_key = 'unreachable:' || failed.dedupe_key"
        " WHERE told.kind = 'unreachable' AND failed.user_id IS NOT NULL"
    )
    # Its word to the clinic, waiting or sent, leads to it, as that of every later one does.
    op.execute(
        "UPDATE notifications told SET dedupe_key = 'unreachable:' || missed.id,"
        " payload = jsonb_build_object('undelivered_id', missed.id::text)"
        " FROM undelivered_messages missed WHERE told.dedupe_key = 'unreachable:' || missed.dedupe_key"
    )


def downgrade() -> None:
    op.execute(
        "UPDATE notifications told SET dedupe_key = 'unreachable:' || missed.dedupe_key,"
        " payload = jsonb_build_object('user_id', missed.user_id::text, 'kind', missed.kind)"
        " FROM undelivered_messages missed WHERE told.dedupe_key = 'unreachable:' || missed.id"
    )
    op.drop_table("undelivered_messages")
    notifications = sa.table("notifications", sa.column("kind"))
    op.execute(notifications.delete().where(notifications.c.kind.in_(ADDED)))
    _allow_kinds("notifications", *BEFORE)


def _allow_kinds(table: str, *kinds: str) -> None:
    op.drop_constraint(op.f(f"ck_{table}_kind"), table, type_="check")
    op.create_check_constraint(op.f(f"ck_{table}_kind"), table, _among("kind", *kinds))


def _among(column: str, *values: str) -> str:
    allowed = ", ".join(f"'{value}'" for value in values)
    return f"{column} IN ({allowed})"
