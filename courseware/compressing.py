"""A page in gzip of which most was compressed once. Pure: no Django.

A stretch that was flushed ends at a whole byte and refers to nothing before it, so that stretches can be joined to one
stream (RFC 1951, 1952). What is new for a reader, a name or a token, stands between them as it is.
"""

import re
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

HEAD = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"  # gzip, deflate, no name, no time, no system
END = b"\x03\0"  # an empty block that is the last
BLOCKS = "p|div|ol|ul|li|h[1-4]|fieldset|legend|figure|figcaption|details|table|section|nav|header|footer"
SPACE = re.compile(rf"(?P<kept><pre.*?</pre>)|\s*\n\s*(?P<block></?(?:{BLOCKS})\b)?", re.DOTALL)
LONGEST = 0xFFFF  # bytes of a block that is not compressed


@dataclass(frozen=True, slots=True)
class Stretch:
    """Bytes as they are, and as blocks that can stand anywhere in a stream; `turns` make up their checksum."""

    plain: bytes
    blocks: bytes
    turns: tuple[int, ...] = ()

    def checksum(self, before: int) -> int:
        """Of all up to the end of this stretch, given that of what stands before it.

        A checksum is linear: each bit of the one before turns the same bits of the one after, so the bytes
        need not be read again.
        """
        if not self.turns:
            return zlib.crc32(self.plain, before)
        found, *turns = self.turns
        for place, turned in enumerate(turns):
            if before >> place & 1:
                found ^= turned
        return found


def closer(html: str) -> str:
    """Without indentation, empty lines and line breaks before blocks, but for what is set as it is typed."""
    return SPACE.sub(lambda found: found["kept"] or found["block"] or "\n", html)


def compressed(plain: bytes) -> Stretch:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    alone = zlib.crc32(plain)
    turns = (alone, *(alone ^ zlib.crc32(plain, 1 << place) for place in range(32)))
    return Stretch(plain, packer.compress(plain) + packer.flush(zlib.Z_FULL_FLUSH), turns)


def as_it_is(plain: bytes) -> Stretch:
    """At most LONGEST bytes: a zero for the kind of block, the length and its complement, and the bytes."""
    return Stretch(plain, struct.pack("<BHH", 0, len(plain), len(plain) ^ LONGEST) + plain)


def gzipped(stretches: Iterable[Stretch]) -> bytes:
    """All of them, one after the other, as a gzip file."""
    blocks, checksum, size = [HEAD], 0, 0
    for stretch in stretches:
        blocks.append(stretch.blocks)
        checksum = stretch.checksum(checksum)
        size += len(stretch.plain)
    return b"".join((*blocks, END, struct.pack("<II", checksum, size & 0xFFFFFFFF)))
