"""UUIDs in addresses, in every spelling that RFC 9562 and its readers know: as programs paste them."""

import re
from uuid import UUID

HEX = "[0-9a-fA-F]"
PLAIN = f"(?:{HEX}{{8}}-{HEX}{{4}}-{HEX}{{4}}-{HEX}{{4}}-{HEX}{{12}}|{HEX}{{32}})"


class AnyUUID:
    """Capitals, braces, no dashes, and the prefix urn:uuid:. The site itself writes the plain one."""

    regex = rf"(?:{PLAIN}|\{{{PLAIN}\}}|[uU][rR][nN]:[uU][uU][iI][dD]:{PLAIN})"

    def to_python(self, value: str) -> UUID:
        return UUID(re.sub(r"^urn:uuid:", "", value, flags=re.IGNORECASE))

    def to_url(self, value: UUID | str) -> str:
        return str(value)
