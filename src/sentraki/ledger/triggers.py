"""Database triggers that refuse to change or delete what the log holds.

They stop mistakes and casual tampering; whoever may drop them is caught by ``verify_ledger`` with
a checkpoint kept elsewhere.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("ledger_entry", "ledger_checkpoint")
_FUNCTION = "ledger_is_append_only"
_WORDS = "the ledger is append-only"


def names(vendor: str) -> list[str]:
    """The triggers that must exist on a database of ``vendor`` (sqlite or postgresql)."""
    kinds = ("update", "delete") if vendor == "sqlite" else ("change", "truncate")
    return [f"{table}_no_{kind}" for table in TABLES for kind in kinds]


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers in place; those already there stay."""
    with connection.cursor() as cursor:
        for statement in _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL:
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away; only for emptying a whole database on purpose."""
    with connection.cursor() as cursor:
        for name in names(connection.vendor):
            table = next(table for table in TABLES if name.startswith(table))
            on_table = "" if connection.vendor == "sqlite" else f" ON {table}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The triggers that should be there and are not."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    return [name for name in names(connection.vendor) if name not in present]


_SQLITE = [
    f"CREATE TRIGGER IF NOT EXISTS {table}_no_{kind} BEFORE {kind.upper()} ON {table} "
    f"BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END"
    for table in TABLES
    for kind in ("update", "delete")
]
_POSTGRESQL = [
    f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{_WORDS}'; END $$",
    *(
        f"CREATE OR REPLACE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {_FUNCTION}()"
        for table in TABLES
    ),
    *(
        f"CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {_FUNCTION}()"
        for table in TABLES
    ),
]
