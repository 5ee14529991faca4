"""What Alembic runs, on the connection and in the transaction that `db.upgrade` hands over.

A new migration is a module in `versions/`, and its revision is `db.upgrade.HEAD`; the tests compare the tables it makes
with `db.models` on both databases and name every difference.
"""

from alembic import context

from db.models import Base
from db.upgrade import VERSION_TABLE

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    version_table=VERSION_TABLE,
    render_as_batch=connection.dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
