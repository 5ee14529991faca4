"""The event store: tables, queries and migrations. Knows SQLAlchemy; knows no network and no chat."""
