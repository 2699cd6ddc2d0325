"""What a file is by its content, never by its name: a PDF, a JPEG or a PNG that is whole and has nothing behind it. Pure."""

from __future__ import annotations

import struct
from zlib import crc32

LARGEST = 10 * 1024 * 1024  #: bytes
PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
EXTENSIONS = {PDF: "pdf", JPEG: "jpg", PNG: "png"}

_PNG_START = b"\x89PNG\r\n\x1a\n"
_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # the markers that say how large the picture is


def media_type_of(content: bytes) -> str | None:
    """The media type of a whole file of at most ``LARGEST`` bytes; None for anything else.

    A PDF begins with its header and ends with its cross-references; a JPEG is walked marker by marker to its picture and ends with
    its end marker; of a PNG every block is walked and its checksum reckoned.
    """
    if len(content) > LARGEST:
        return None
    return next((kind for kind, fits in ((PDF, _is_pdf), (JPEG, _is_jpeg), (PNG, _is_png)) if fits(content)), None)


def _is_pdf(content: bytes) -> bool:
    tail = content[-1024:].rstrip(b"\r\n\x00 ")
    return content[:7] in (b"%PDF-1.", b"%PDF-2.") and tail.endswith(b"%%EOF") and b"startxref" in tail


def _is_jpeg(content: bytes) -> bool:
    if content[:3] != bytes((0xFF, _SOI, 0xFF)) or content[-2:] != bytes((0xFF, _EOI)):
        return False
    at, framed = 2, False
    while at + 4 <= len(content):
        start, marker, length = struct.unpack_from(">BBH", content, at)
        if start != 0xFF or length < 2:
            return False
        framed = framed or marker in _FRAMES
        at += 2 + length
        if marker == _SOS:
            return framed and at < len(content)
    return False


def _is_png(content: bytes) -> bool:
    if not content.startswith(_PNG_START):
        return False
    at, kinds = len(_PNG_START), list[bytes]()
    while at + 12 <= len(content):
        (length,) = struct.unpack_from(">I", content, at)
        kind, end = content[at + 4 : at + 8], at + 12 + length
        if end > len(content) or crc32(content[at + 4 : end - 4]) != struct.unpack_from(">I", content, end - 4)[0]:
            return False
        kinds.append(kind)
        at = end
        if kind == b"IEND":
            break
    return kinds[:1] == [b"IHDR"] and kinds[-1:] == [b"IEND"] and b"IDAT" in kinds and at == len(content)
