"""Small whole files of the kinds that Loket takes, made here so that no binary stands among the tests."""

from __future__ import annotations

import struct
from zlib import compress, crc32


def png() -> bytes:
    """A PNG of one grey pixel."""
    header = _block(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + _block(b"IDAT", compress(b"\0\0")) + _block(b"IEND", b"")


def pdf() -> bytes:
    """A PDF without pages."""
    return b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\nxref\n0 1\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"


def jpeg() -> bytes:
    """The frame of a JPEG of one pixel."""
    frame = b"\xff\xc0\x00\x0b\x08\x00\x01\x00\x01\x01\x01\x11\x00"
    return b"\xff\xd8\xff\xe0\x00\x04\x00\x00" + frame + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x2a\xff\xd9"


def _block(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", crc32(kind + content))
