"""Subscriptions with their deliveries, what Slack needs, and what became of events whose articles changed."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables and their indexes."""
    _subscriptions()
    _slack()
    _events()


def _subscriptions() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("creator", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("query", sa.JSON(), nullable=True),
        sa.Column("schedule", sa.Text(), nullable=True),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("size", sa.SmallInteger(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("catch_up", sa.String(length=8), nullable=False),
        sa.Column("quiet", sa.String(length=8), nullable=False),
        sa.Column("palette", sa.String(length=8), nullable=False),
        sa.Column("most_an_hour", sa.SmallInteger(), nullable=False),
        sa.Column("told_until", MOMENT, nullable=False),
        sa.Column("next_run_at", MOMENT, nullable=True),
        sa.Column("next_wall", sa.String(length=16), nullable=True),
        sa.Column("paused_until", MOMENT, nullable=True),
        sa.Column("paused_code", sa.String(length=32), nullable=True),
        sa.Column("halts", sa.SmallInteger(), nullable=False),
        sa.Column("first_halt_at", MOMENT, nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_subscriptions"),
    )
    op.create_index("ix_subscriptions_next_run_at", "subscriptions", ["next_run_at"])
    op.create_index(
        "ix_subscriptions_platform_workspace_channel", "subscriptions", ["platform", "workspace", "channel"]
    )
    op.create_table(
        "deliveries",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("subscription_id", IDENTIFIER, nullable=True),
        sa.Column("slot", MOMENT, nullable=False),
        sa.Column("part", sa.SmallInteger(), nullable=False),
        sa.Column("parts", sa.SmallInteger(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("period_start", MOMENT, nullable=True),
        sa.Column("period_end", MOMENT, nullable=True),
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("key", sa.String(length=25), nullable=False),
        sa.Column("body", sa.JSON(), nullable=True),
        sa.Column("plain", sa.Boolean(), nullable=False),
        sa.Column("picture", sa.LargeBinary(), nullable=True),
        sa.Column("tells", sa.JSON(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("first_attempt_at", MOMENT, nullable=True),
        sa.Column("next_attempt_at", MOMENT, nullable=False),
        sa.Column("lease_owner", sa.String(length=40), nullable=True),
        sa.Column("message_id", sa.Text(), nullable=True),
        sa.Column("error_code", sa.String(length=40), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("planned_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["subscription_id"],
            ["subscriptions.id"],
            name="fk_deliveries_subscription_id_subscriptions",
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("key", name="uq_deliveries_key"),
        sa.UniqueConstraint(
            "subscription_id", "slot", "kind", "part", name="uq_deliveries_subscription_id_slot_kind_part"
        ),
    )
    op.create_index("ix_deliveries_platform_channel_id", "deliveries", ["platform", "channel", "id"])
    op.create_index(
        "ix_deliveries_state_platform_next_attempt_at", "deliveries", ["state", "platform", "next_attempt_at"]
    )
    op.create_index("ix_deliveries_state_platform_channel_slot", "deliveries", ["state", "platform", "channel", "slot"])
    op.create_table(
        "audit_entries",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_audit_entries"),
    )
    op.create_index("ix_audit_entries_platform_workspace_id", "audit_entries", ["platform", "workspace", "id"])
    op.create_table(
        "throttles",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("used_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_throttles"),
    )
    op.create_table(
        "workspace_settings",
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "workspace", "name", name="pk_workspace_settings"),
    )
    op.create_table(
        "told",
        sa.Column("platform", sa.String(16), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("event_id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("as_told", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("delivery_id", IDENTIFIER, nullable=True),
        sa.Column("told_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["deliveries.id"], name="fk_told_delivery_id_deliveries", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("platform", "channel", "event_id", name="pk_told"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_told_event_id", "told", ["event_id"])
    op.create_index(
        "ix_events_learnt_at",
        "events",
        ["learnt_at"],
        sqlite_where=sa.text("source IS NULL"),
        postgresql_where=sa.text("source IS NULL"),
    )


def _slack() -> None:
    op.create_table(
        "handled_events",
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("handled_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_handled_events"),
    )
    op.create_index("ix_handled_events_handled_at", "handled_events", ["handled_at"])
    op.create_table(
        "slack_installations",
        sa.Column("enterprise", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("installed_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("enterprise", "team", name="pk_slack_installations"),
    )
    op.create_table(
        "slack_logins",
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("state", name="pk_slack_logins"),
    )
    op.create_index("ix_slack_logins_expires_at", "slack_logins", ["expires_at"])


def _events() -> None:
    op.create_table(
        "event_changes",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("event_id", IDENTIFIER, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("became_id", IDENTIFIER, nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_event_changes"),
    )
    op.create_index("ix_event_changes_changed_at", "event_changes", ["changed_at"])
    op.create_index("ix_event_changes_event_id", "event_changes", ["event_id"])
    with op.batch_alter_table("feed_items") as items:
        items.add_column(sa.Column("article_id", IDENTIFIER, nullable=True))
        items.create_foreign_key(
            "fk_feed_items_article_id_articles", "articles", ["article_id"], ["id"], ondelete="SET NULL"
        )
        items.create_index("ix_feed_items_article_id", ["article_id"])
