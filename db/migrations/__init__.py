"""Alembic migrations, run by `db.upgrade` from inside the package on both databases."""
