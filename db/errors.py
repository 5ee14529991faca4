"""What can go wrong with the store, each told in one sentence for people. No message ever holds a password."""


class StoreError(Exception):
    """The store cannot do what was asked. `database` is its address without secrets, `reason` says what is wrong."""

    sentence = "The database {database} failed: {reason}."

    def __init__(self, database: str, reason: str) -> None:
        super().__init__(database, reason)
        self.database = database
        self.reason = reason

    def __str__(self) -> str:
        return self.sentence.format(database=self.database, reason=self.reason)


class BadDatabaseUrl(StoreError):  # noqa: N818
    """The database address cannot be understood."""

    sentence = "Bad database address {database!r}: {reason}."


class DatabaseUnreachable(StoreError):  # noqa: N818
    """The database cannot be opened: no such folder, no server, no such user, no right."""

    sentence = "Cannot open the database {database}: {reason}."


class NotADatabase(StoreError):  # noqa: N818
    """Something else is where the database should be: another kind of file, or another program's tables."""

    sentence = "{database} is not a Sealane database: {reason}."


class NewerDatabase(StoreError):  # noqa: N818
    """The database was migrated by a newer version of the program, which alone knows what its tables mean."""

    def __init__(self, database: str, revision: str, known: str) -> None:
        super().__init__(database, f"it has revision {revision}, this program knows {known}")
        self.revision = revision
        self.known = known

    def __str__(self) -> str:
        return (
            f"The database {self.database} is from a newer version of Sealane ({self.reason}):"
            " install the newer version, or use another database."
        )


class DatabaseFailed(StoreError):  # noqa: N818
    """The database gave up in the middle: locked by another process, full, connection lost, a statement too slow."""
