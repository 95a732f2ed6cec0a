"""What a verb answers when it may not do what was asked. Pages show the sentences; programs get them as an error."""

from simulator.api.errors import ApiError


class Refused(ApiError):
    """Nothing was changed. `message` says why, `next` what to do about it."""

    def __init__(
        self,
        code: str,
        message: str,
        next: str,
        *,
        status: int = 403,
        field: str | None = None,
        wait: float | None = None,
    ) -> None:
        super().__init__(code, message, next, field, status, wait=wait)
