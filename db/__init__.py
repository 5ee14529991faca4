"""The event store: tables, queries and migrations. Knows SQLAlchemy; knows no network and no chat.

`session.Store` opens it and gives out sessions. All other functions take a session and never commit: `articles`,
`actors` and `events` write, `finding` and `search` give ids of events (by who, what and when; by words), and `loading`
makes `records` of them. `bulk` imports structured events, `conversations` keeps what was asked.
"""
