"""Who acts for the clinic, what each of them may do, and who changed its rules.

Revision: 0009, after 0008, 2026-11-25
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ROLES = "'manager', 'receptionist'"
KINDS = (
    "'switch', 'hours', 'own_hours_dropped', 'closure_added', 'closure_removed', 'service_added', 'service_changed', "
    "'vet_added', 'vet_renamed', 'vet_duty', 'staff_role'"
)


def _timestamps() -> tuple[sa.Column[object], ...]:
    now = sa.func.now()
    return (
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
    )


def upgrade() -> None:
    op.create_table(
        "staff",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("telegram_user_id", sa.BigInteger(), nullable=False),
        sa.Column("display_name", sa.String(130), nullable=False),
        sa.Column("username", sa.String(32)),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("is_creator", sa.Boolean(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True)),
        sa.Column("named_by", sa.String(130)),
        sa.Column("named_at", sa.DateTime(timezone=True)),
        sa.Column("asked_at", sa.DateTime(timezone=True)),
        *_timestamps(),
        sa.CheckConstraint(f"role IN ({ROLES})", name=op.f("ck_staff_role")),
        sa.CheckConstraint("left_at IS NULL OR NOT is_creator", name=op.f("ck_staff_creator_is_present")),
        sa.CheckConstraint("(named_by IS NULL) = (named_at IS NULL)", name=op.f("ck_staff_named_whole")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("telegram_user_id", name=op.f("uq_staff_telegram_user_id")),
    )
    op.create_table(
        "rule_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("by", sa.String(130), nullable=False),
        sa.Column("telegram_user_id", sa.BigInteger()),
        sa.Column("data", JSONB(none_as_null=True), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        *_timestamps(),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f("ck_rule_changes_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_changes")),
    )
    op.create_index(op.f("ix_rule_changes_happened_at"), "rule_changes", ["happened_at"])
    # Whoever has acted in the clinic's chat goes on as before. Whether they still are in it, Telegram is asked
    # before they act again.
    op.execute(
        "INSERT INTO staff (id, telegram_user_id, display_name, role, is_creator, joined_at) "
        "SELECT gen_random_uuid(), telegram_user_id, display_name, 'manager', false, vouched_at "
        "FROM telegram_accounts WHERE vouched_at IS NOT NULL"
    )


def downgrade() -> None:
    op.drop_table("rule_changes")
    op.drop_table("staff")
