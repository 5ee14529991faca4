"""The first tables: articles, events with participants and reports, actors and aliases, conversations, full text."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SORTED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make all tables and their indexes."""
    _articles()
    _actors()
    _events()
    op.create_table(
        "conversations",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_conversations"),
    )
    op.create_index("ix_conversations_expires_at", "conversations", ["expires_at"])
    if op.get_bind().dialect.name == "sqlite":
        _full_text_sqlite()
    else:
        _full_text_postgresql()


def _articles() -> None:
    op.create_table(
        "articles",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("name", sa.Text()),
        sa.Column("title", sa.Text()),
        sa.Column("publisher", sa.Text()),
        sa.Column("published", MOMENT, nullable=False),
        sa.Column("url", sa.Text()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("read_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_articles"),
        sa.UniqueConstraint("digest", name="uq_articles_digest"),
    )
    op.create_index("ix_articles_published", "articles", ["published"])


def _actors() -> None:
    op.create_table(
        "actors",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("country", sa.String(3)),
        sa.Column("sector", sa.String(16)),
        sa.Column("description", sa.Text()),
        sa.Column("successor_id", IDENTIFIER),
        sa.PrimaryKeyConstraint("id", name="pk_actors"),
        sa.UniqueConstraint("key", name="uq_actors_key"),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["actors.id"], name="fk_actors_successor_id_actors", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_actors_successor_id", "actors", ["successor_id"])
    op.create_table(
        "aliases",
        sa.Column("folded", SORTED, nullable=False),
        sa.Column("actor_id", IDENTIFIER, nullable=False),
        sa.Column("backward", SORTED, nullable=False),
        sa.PrimaryKeyConstraint("folded", "actor_id", name="pk_aliases"),
        sa.ForeignKeyConstraint(["actor_id"], ["actors.id"], name="fk_aliases_actor_id_actors", ondelete="CASCADE"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_aliases_backward", "aliases", ["backward"])
    op.create_index("ix_aliases_actor_id", "aliases", ["actor_id"])


def _events() -> None:
    op.create_table(
        "predicates",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("verb", SORTED, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_predicates"),
        sa.UniqueConstraint("verb", "action", name="uq_predicates_verb_action"),
    )
    op.create_table(
        "events",
        sa.Column("id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("predicate_id", IDENTIFIER, nullable=False),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("object", sa.Text()),
        sa.Column("place", sa.Text()),
        sa.Column("place_name", sa.Text()),
        sa.Column("country", sa.String(3)),
        sa.Column("starts", sa.Date()),
        sa.Column("ends", sa.Date()),
        sa.Column("granularity", sa.String(8)),
        sa.Column("date_text", sa.Text()),
        sa.Column("speaker", sa.Text()),
        sa.Column("quoted", sa.Boolean(), nullable=False),
        sa.Column("complements", sa.JSON()),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("source", sa.String(16)),
        sa.Column("fingerprint", sa.BigInteger()),
        sa.Column("learnt_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
        sa.UniqueConstraint("fingerprint", name="uq_events_fingerprint"),
        sa.ForeignKeyConstraint(["predicate_id"], ["predicates.id"], name="fk_events_predicate_id_predicates"),
    )
    op.create_index("ix_events_action_id", "events", ["action", "id"])
    op.create_index("ix_events_predicate_id_id", "events", ["predicate_id", "id"])
    op.create_table(
        "participants",
        sa.Column("event_id", IDENTIFIER, nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("actor_id", IDENTIFIER),
        sa.Column("predicate_id", IDENTIFIER, nullable=False),
        sa.Column("text", sa.Text()),
        sa.PrimaryKeyConstraint("event_id", "role", "position", name="pk_participants"),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name="fk_participants_event_id_events", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["actors.id"], name="fk_participants_actor_id_actors"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_participants_actor_id_role_predicate_id_event_id",
        "participants",
        ["actor_id", "role", "predicate_id", "event_id"],
    )
    op.create_index("ix_participants_actor_id_event_id_role", "participants", ["actor_id", "event_id", "role"])
    op.create_table(
        "reports",
        sa.Column("event_id", IDENTIFIER, nullable=False),
        sa.Column("article_id", IDENTIFIER, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("clause", sa.Text()),
        sa.PrimaryKeyConstraint("event_id", "article_id", "start", name="pk_reports"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_reports_event_id_events", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_reports_article_id_articles", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_reports_article_id_start", "reports", ["article_id", "start"])


def _full_text_sqlite() -> None:
    """One FTS5 row for each event told by an article; its rowid is the event's id, so newest-first costs nothing."""
    op.execute(
        "CREATE VIRTUAL TABLE documents USING fts5(text, tags, tokenize = 'porter unicode61 remove_diacritics 2')"
    )
    op.execute(
        "CREATE TRIGGER documents_of_events AFTER DELETE ON events"
        " BEGIN DELETE FROM documents WHERE rowid = old.id; END"
    )


def _full_text_postgresql() -> None:
    """One tsvector for each event told by an article. No stop word is dropped, or "WHO" would not be found."""
    op.execute("CREATE TEXT SEARCH DICTIONARY news_stem (TEMPLATE = snowball, LANGUAGE = english)")
    op.execute("CREATE TEXT SEARCH CONFIGURATION news (COPY = pg_catalog.simple)")
    op.execute(
        "ALTER TEXT SEARCH CONFIGURATION news"
        " ALTER MAPPING FOR asciiword, word, numword, asciihword, hword, hword_asciipart, hword_part WITH news_stem"
    )
    op.execute(
        "CREATE TABLE documents ("
        " event_id BIGINT NOT NULL CONSTRAINT pk_documents PRIMARY KEY"
        " CONSTRAINT fk_documents_event_id_events REFERENCES events (id) ON DELETE CASCADE,"
        " vector TSVECTOR NOT NULL)"
    )
    # Without the pending list a search never pays for what was just written; with the statistics the planner knows
    # which words are rare enough to start from.
    op.execute("CREATE INDEX ix_documents_vector ON documents USING gin (vector) WITH (fastupdate = off)")
    op.execute("ALTER TABLE documents ALTER COLUMN vector SET STATISTICS 500")
