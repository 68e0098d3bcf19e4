"""Database triggers that count changes of status behind the program's back, for tests."""

from collections.abc import Mapping

from django.db import connection


def install(columns: Mapping[str, str]) -> None:
    """Count each new row of a table and each change of its status column from now on.

    Lives in the test's transaction (or connection) and goes with it.
    """
    run("CREATE TEMP TABLE counted_changes (place varchar(80), key bigint)")
    for table, column in columns.items():
        for statement in (
            _sqlite(table, column) if connection.vendor == "sqlite" else _postgres(table, column)
        ):
            run(statement)


def counted() -> dict[str, int]:
    """How often each table saw a new row or another status."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT place, count(*) FROM counted_changes GROUP BY place")
        return dict(cursor.fetchall())


def run(statement: str) -> None:
    """Do one statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _sqlite(table: str, column: str) -> list[str]:
    note = f"BEGIN INSERT INTO counted_changes VALUES ('{table}', NEW.id); END"
    return [
        f"CREATE TEMP TRIGGER count_{table}_new AFTER INSERT ON {table} {note}",
        f"CREATE TEMP TRIGGER count_{table}_changed AFTER UPDATE OF {column} ON {table} "
        f"WHEN OLD.{column} IS NOT NEW.{column} {note}",
    ]


def _postgres(table: str, column: str) -> list[str]:
    return [
        f"CREATE FUNCTION pg_temp.count_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"INSERT INTO counted_changes VALUES ('{table}', NEW.id); RETURN NEW; END $$",
        f"CREATE TRIGGER count_{table}_new AFTER INSERT ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION pg_temp.count_{table}()",
        f"CREATE TRIGGER count_{table}_changed AFTER UPDATE OF {column} ON {table} FOR EACH ROW "
        f"WHEN (OLD.{column} IS DISTINCT FROM NEW.{column}) "
        f"EXECUTE FUNCTION pg_temp.count_{table}()",
    ]
