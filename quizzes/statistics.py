"""What the database knows about how many rows there are of what: without it, it guesses which index serves best."""

from django.db import connection

ROWS = 1000  # of each index that SQLite reads at most, so that this takes milliseconds however much there is


def gather_statistics() -> None:
    """After many rows were written. Server processes notice when they next connect, every few minutes."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit = {ROWS}")
        cursor.execute("ANALYZE")


def keep_statistics() -> None:
    """Every few minutes. PostgreSQL does it by itself."""
    if connection.vendor == "sqlite":
        gather_statistics()
