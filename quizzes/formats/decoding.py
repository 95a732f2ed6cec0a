"""Text from the bytes of a file, as editors and office programs write them. Pure."""

import codecs

MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
DOCUMENTS = (
    (b"{\\rtf", "an RTF document"),
    (b"PK\x03\x04", "a document of an office program or a ZIP file"),
    (b"\xd0\xcf\x11\xe0", "a document of an office program"),
    (b"%PDF", "a PDF"),
)
AS_TEXT = "Save it as plain text in UTF-8."


class DecodingError(ValueError):
    """Bytes that are no text we read. `line` counts from 1; None if it is the whole file."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


def decoded(content: bytes) -> str:
    """UTF-8, and UTF-8 or UTF-16 with a byte order mark, which is left out. Raises DecodingError."""
    for start, what in DOCUMENTS:
        if content.startswith(start):
            raise DecodingError(f"This is {what}, not text. {AS_TEXT}")
    encoding = next((name for mark, name in MARKS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise wrong(content, encoding, error.start) from None
    if "\0" in text:
        raise DecodingError(f"This looks like UTF-16 without a byte order mark. {AS_TEXT}")
    return text


def roughly(content: bytes) -> str:
    """What can be read of a file whose mistakes are named elsewhere."""
    try:
        return decoded(content)
    except DecodingError:
        return content.decode("utf-8", errors="replace")


def wrong(content: bytes, encoding: str, at: int) -> DecodingError:
    if encoding == "utf-16":
        return DecodingError(f"This is UTF-16 that breaks off. {AS_TEXT}")
    byte, line = content[at], content[:at].count(b"\n") + 1
    meant = bytes([byte]).decode("cp1252", errors="ignore")
    guess = f" In Windows-1252 it is “{meant}”." if meant else ""
    return DecodingError(f"This is not UTF-8 text: it has the byte {byte:#04x}.{guess} Save the file as UTF-8.", line)
