"""Which encoding a text file is in: by its mark, else UTF-8 if all of it is, else the code page its letters suggest."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from core.imports.source import Source

BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",  # before UTF-16, whose mark it begins with
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
CHUNK = 64 * 1024
SAMPLE = 4 * CHUNK

MAX_MARKED = 0.3
"""Share of letters outside ASCII above which a text is hardly in Latin script; every European language stays below."""

MAX_CONTROLS = 0.01
_controls = re.compile(rb"[\x01-\x08\x0e-\x19\x1b]")


def encoding_of(source: Source) -> str:
    """An encoding in which the whole file decodes; the same for the same bytes. Raises BadFile."""
    with source.opened() as stream:
        head = stream.read(CHUNK)
    mark = next((encoding for mark, encoding in BOMS.items() if head.startswith(mark)), None)
    if encoding := mark or _unmarked_utf16(head):
        if _decodes(source, encoding):
            return encoding
        raise source.refusal(f"says it is {encoding.upper()} but is not: export it again as CSV in UTF-8.")
    if _decodes(source, "utf-8"):
        return "utf-8"
    likely = (_code_page(_sample(source)), "cp1252", "latin-1")
    return next(encoding for encoding in likely if _decodes(source, encoding))


def _unmarked_utf16(head: bytes) -> str | None:
    """Text in UTF-16 has a zero in every other byte, as far as it is Latin."""
    even, odd, half = head[::2].count(0), head[1::2].count(0), len(head) // 2
    if even < 0.1 * half and odd > 0.7 * half:
        return "utf-16-le"
    return "utf-16-be" if odd < 0.1 * half and even > 0.7 * half else None


def _decodes(source: Source, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    is_wide = encoding.startswith(("utf-16", "utf-32"))
    with source.opened() as stream:
        try:
            while chunk := stream.read(CHUNK):
                text = decoder.decode(chunk)
                if "\0" in text or (not is_wide and len(_controls.findall(chunk)) > MAX_CONTROLS * len(chunk)):
                    raise source.refusal("holds characters no text has: choose a table saved as .xlsx or .csv.")
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _sample(source: Source) -> bytes:
    """The first parts of the file in which anything is outside ASCII."""
    sample = bytearray()
    with source.opened() as stream:
        while len(sample) < SAMPLE and (chunk := stream.read(CHUNK)):
            if not chunk.isascii():
                sample += chunk
    return bytes(sample)


def _code_page(sample: bytes) -> str:
    """Western unless the letters say otherwise: a lone £ or a few accents prove nothing, and a guess from them would
    differ between two files of one sender."""
    try:
        letters = [char for char in sample.decode("cp1252") if char.isalpha()]
    except UnicodeDecodeError:
        letters = []
    if letters and sum(not char.isascii() for char in letters) <= MAX_MARKED * len(letters):
        return "cp1252"
    best = from_bytes(sample).best()
    return best.encoding if best else "cp1252"
