"""Visits can be moved: chains of rows under one number.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_KINDS = (
    "request_card",
    "card_update",
    "cancelled_by_owner",
    "expired_for_clinic",
    "confirmed",
    "declined",
    "cancelled_by_clinic",
    "expired",
    "reminder",
    "unreachable",
    "trouble",
)
_NEW_KINDS = ("moved",)


def upgrade() -> None:
    op.add_column("appointments", sa.Column("chain_id", sa.Uuid(), nullable=True))
    op.execute("UPDATE appointments SET chain_id = id")
    op.alter_column("appointments", "chain_id", nullable=False)
    op.add_column("appointments", sa.Column("replaces_id", sa.Uuid(), nullable=True))
    op.add_column("appointments", sa.Column("is_current", sa.Boolean(), server_default=sa.text("true"), nullable=False))
    for column in ("chain_id", "replaces_id"):
        op.create_foreign_key(
            op.f(f"fk_appointments_{column}_appointments"),
            "appointments",
            "appointments",
            [column],
            ["id"],
            ondelete="RESTRICT",
        )
    op.create_check_constraint(
        op.f("ck_appointments_current_when_confirmed"), "appointments", "is_current OR status <> 'confirmed'"
    )
    op.create_index(op.f("ix_appointments_chain_id"), "appointments", ["chain_id"], unique=False)
    op.create_index(
        "uq_appointments_replaces_id_pending",
        "appointments",
        ["replaces_id"],
        unique=True,
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.drop_constraint("uq_appointments_number", "appointments", type_="unique")
    op.create_index(
        "uq_appointments_number_current",
        "appointments",
        ["number"],
        unique=True,
        postgresql_where=sa.text("is_current"),
    )
    op.drop_constraint("ex_appointments_no_double_booking", "appointments")
    _forbid_overlaps("vet_id WITH =, chain_id WITH <>")
    _allow_kinds(*_KINDS, *_NEW_KINDS)


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM notifications WHERE kind = ANY(:kinds)").bindparams(kinds=list(_NEW_KINDS)))
    _allow_kinds(*_KINDS)
    op.drop_constraint("ex_appointments_no_double_booking", "appointments")
    op.drop_constraint(op.f("fk_appointments_replaces_id_appointments"), "appointments", type_="foreignkey")
    op.drop_constraint(op.f("fk_appointments_chain_id_appointments"), "appointments", type_="foreignkey")
    # A number stood for several rows: only the one that counts can keep it.
    op.execute("DELETE FROM appointments WHERE NOT is_current")
    _forbid_overlaps("vet_id WITH =")
    op.drop_index("uq_appointments_number_current", "appointments")
    op.create_unique_constraint(op.f("uq_appointments_number"), "appointments", ["number"])
    op.drop_index("uq_appointments_replaces_id_pending", "appointments")
    op.drop_index(op.f("ix_appointments_chain_id"), "appointments")
    op.drop_constraint(op.f("ck_appointments_current_when_confirmed"), "appointments", type_="check")
    for column in ("is_current", "replaces_id", "chain_id"):
        op.drop_column("appointments", column)


def _forbid_overlaps(among: str) -> None:
    op.execute(
        "ALTER TABLE appointments ADD CONSTRAINT ex_appointments_no_double_booking EXCLUDE USING gist"
        f" ({among}, tstzrange(starts_at, busy_until, '[)') WITH &&) WHERE (status IN ('pending', 'confirmed'))"
    )


def _allow_kinds(*kinds: str) -> None:
    op.drop_constraint(op.f("ck_notifications_kind"), "notifications", type_="check")
    allowed = ", ".join(f"'{kind}'" for kind in kinds)
    op.create_check_constraint(op.f("ck_notifications_kind"), "notifications", f"kind IN ({allowed})")
