"""Sources of news, the items they announced, what those are known by, and the index that finds copies."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables and their indexes."""
    _sources()
    _items()
    op.create_table(
        "item_keys",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("item_id", IDENTIFIER, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_item_keys"),
        sa.ForeignKeyConstraint(
            ["item_id"], ["feed_items.id"], name="fk_item_keys_item_id_feed_items", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_item_keys_item_id", "item_keys", ["item_id"])
    op.create_table(
        "shingles",
        sa.Column("shingle", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("item_id", IDENTIFIER, nullable=False),
        sa.PrimaryKeyConstraint("shingle", "item_id", name="pk_shingles"),
        sa.ForeignKeyConstraint(
            ["item_id"], ["feed_items.id"], name="fk_shingles_item_id_feed_items", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_shingles_item_id", "shingles", ["item_id"])


def _sources() -> None:
    op.create_table(
        "sources",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("country", sa.String(3)),
        sa.Column("language", sa.String(35)),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("interval", sa.Integer(), nullable=False),
        sa.Column("etag", sa.Text()),
        sa.Column("last_modified", sa.Text()),
        sa.Column("lease_owner", sa.Text()),
        sa.Column("lease_until", MOMENT),
        sa.Column("polled_at", MOMENT),
        sa.Column("succeeded_at", MOMENT),
        sa.Column("news_at", MOMENT),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failing_since", MOMENT),
        sa.Column("error", sa.Text()),
        sa.Column("moved_to", sa.Text()),
        sa.Column("moved_times", sa.Integer(), nullable=False),
        sa.Column("noticed_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_sources"),
        sa.UniqueConstraint("address", name="uq_sources_address"),
    )
    op.create_index("ix_sources_host", "sources", ["host"])
    op.create_index("ix_sources_state_due_at", "sources", ["state", "due_at"])


def _items() -> None:
    op.create_table(
        "feed_items",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("source_id", IDENTIFIER, nullable=False),
        sa.Column("url", sa.Text()),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("body", sa.Text()),
        sa.Column("published", MOMENT),
        sa.Column("first_seen_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_owner", sa.Text()),
        sa.Column("lease_until", MOMENT),
        sa.Column("reason", sa.Text()),
        sa.Column("article", sa.JSON()),
        sa.Column("shingles", sa.LargeBinary()),
        sa.Column("story_id", IDENTIFIER),
        sa.PrimaryKeyConstraint("id", name="pk_feed_items"),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name="fk_feed_items_source_id_sources", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["story_id"], ["feed_items.id"], name="fk_feed_items_story_id_feed_items", ondelete="SET NULL"
        ),
    )
    op.create_index("ix_feed_items_state_due_at", "feed_items", ["state", "due_at"])
    op.create_index("ix_feed_items_source_id_first_seen_at", "feed_items", ["source_id", "first_seen_at"])
    op.create_index("ix_feed_items_story_id", "feed_items", ["story_id"])
