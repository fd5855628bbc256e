"""Looks into one workbook: nothing is run, no link is followed, no cell is kept, and a bad file is an answer too."""

from __future__ import annotations

import os
import stat
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

from core.errors import BadFile
from core.imports.archive import guard
from core.imports.kind import OLE, kind_of
from core.imports.source import Limits, Source
from core.imports.workbook import REFUSALS
from core.rules.workbooks import Anatomy, Unread, WorkbookSeen
from core.scan import excel, excel_97, excel_binary, opendocument
from core.scan.compound import DamagedContainer
from core.scan.excel_97 import HasPassword
from core.scan.limits import LIMITS, TooMuch
from core.scan.parts import Parts


def look_into(file: Path, path: str, limits: Limits = LIMITS) -> WorkbookSeen | Unread:
    """What the file is, called ``path``; never raises for what is wrong with the file."""
    try:
        content, modified_at = _content(file, path, limits)
        source = Source(content, path)
        kind_of(source, limits)
        return WorkbookSeen(path, len(content), modified_at, sha256(content).hexdigest(), _anatomy(source, limits))
    except BadFile as refusal:
        return Unread(path, _why(refusal, path))
    except OSError as fault:
        return Unread(path, f"cannot be read: {fault.strerror or fault}")


def _content(file: Path, path: str, limits: Limits) -> tuple[bytes, datetime]:
    with open(file, "rb", opener=_opener) as stream:
        status = os.fstat(stream.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise BadFile(f"“{path}” is no ordinary file.")
        if status.st_size > limits.file_bytes:
            size, most = status.st_size / 1e6, limits.file_bytes / 1e6
            raise BadFile(f"“{path}” has {size:,.0f} MB, the most that is looked into is {most:,.0f} MB.")
        return stream.read(limits.file_bytes + 1), datetime.fromtimestamp(status.st_mtime, UTC)


def _opener(path: str, flags: int) -> int:
    """Opens neither a link put there meanwhile nor waits for the other end of a pipe."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))


def _anatomy(source: Source, limits: Limits) -> Anatomy:
    with source.opened() as stream:
        is_compound = stream.read(len(OLE)) == OLE
        try:
            return excel_97.anatomy(OLE + stream.read()) if is_compound else _zipped(source, limits)
        except HasPassword:
            raise source.refusal(REFUSALS["password"]) from None
        except TooMuch:
            raise source.refusal("holds more than is looked at.") from None
        except (DamagedContainer, ValueError):  # ValueError: the directory of a zip points before its beginning
            raise source.refusal(REFUSALS["damaged"]) from None


def _zipped(source: Source, limits: Limits) -> Anatomy:
    guard(source, limits)
    with source.opened() as stream, ZipFile(stream) as archive:
        parts = Parts(archive)
        if "content.xml" in parts:
            return opendocument.anatomy(parts)
        return (excel_binary if "xl/workbook.bin" in parts else excel).anatomy(parts)


def _why(refusal: BadFile, path: str) -> str:
    """What is wrong; the advice after the colon is for one who wants to import the file."""
    return str(refusal).removeprefix(f"“{path}” ").partition(":")[0].rstrip(".")
