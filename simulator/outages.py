"""What to answer while the database is busy, full or gone: it passes, so say so and ask for another try."""

import shutil
from pathlib import Path

from django.db import Error, InterfaceError, OperationalError, connection

RETRY_AFTER = 5  # seconds
ROOM = 1024 * 1024  # bytes; with less than this a disk counts as full

FULL = "The disk of this site is full, so nothing can be saved at the moment."
STORAGE = "The disk of this site reports an error, so its database cannot be used at the moment."
BUSY = "The site is too busy at the moment."
AWAY = "The site cannot reach its database at the moment."

# What the drivers say, and what it means. PostgreSQL gives most errors a code; one without has lost its server.
SAID_BY_SQLITE = {
    "disk is full": (507, FULL),
    "disk I/O error": (503, STORAGE),
    "unable to open": (503, STORAGE),
    "readonly database": (503, STORAGE),
    "is locked": (503, BUSY),
}
CODES_OF_POSTGRESQL = {
    "53": (503, BUSY),  # too many connections, out of memory
    "53100": (507, FULL),
    "40": (503, BUSY),  # a deadlock, given up
    "55": (503, BUSY),  # a lock that was not to be had
    "57014": (503, BUSY),  # a statement that took too long
    "58": (503, STORAGE),
}


def outage(error: BaseException) -> tuple[int, str] | None:
    """The status and the sentence for an error of the database that is nobody's fault here; None for any other."""
    if not isinstance(error, OperationalError | InterfaceError):
        return None
    code = getattr(error.__cause__, "sqlstate", None) or ""
    if code:
        return CODES_OF_POSTGRESQL.get(code) or CODES_OF_POSTGRESQL.get(code[:2]) or (503, AWAY)
    said = next((known for words, known in SAID_BY_SQLITE.items() if words in str(error)), (503, AWAY))
    return (507, FULL) if said == (503, STORAGE) and is_disk_full() else said


def is_disk_full() -> bool:
    """SQLite calls some writes to a full disk an I/O error."""
    folder = Path(str(connection.settings_dict["NAME"])).parent
    try:
        return connection.vendor == "sqlite" and shutil.disk_usage(folder).free < ROOM
    except OSError:
        return False


def why_unreachable() -> str | None:
    """A sentence for operators with the driver's own reason, which holds no password; None if the database answers."""
    direct = connection.copy()  # past the pool, which knows only that it has waited
    direct.settings_dict["OPTIONS"].pop("pool", None)
    try:
        direct.ensure_connection()
    except Error as error:
        return f"The database cannot be reached. Check DATABASE_URL, and that the server runs.\n{str(error).strip()}"
    finally:
        direct.close()
    return None
