"""An export as a file: the columns of a kind, so that export, edit and import go round."""

from __future__ import annotations

import io
from pathlib import Path
from typing import BinaryIO

from sqlmodel import Session

from core.access import Actor
from core.errors import BadFile
from core.exports.delimited import write_csv
from core.exports.xlsx import write_template, write_xlsx
from core.imports.kinds.contract import Kind

WRITERS = {".xlsx": write_xlsx, ".csv": write_csv}


def export(session: Session, kind: Kind, stream: BinaryIO, ending: str, *, actor: Actor) -> int:
    """Everything of the kind that the actor may see; returns how many rows. Raises BadFile for another ending."""
    if ending not in WRITERS:
        raise BadFile(f"“{ending or 'No ending'}” is no kind of export: name a file that ends in .xlsx or .csv.")
    return WRITERS[ending](stream, kind, kind.exported(session, actor))


def exported_file(session: Session, kind: Kind, file: Path, *, actor: Actor) -> int:
    """Write the export beside its place and put it there once it is whole. Raises BadFile."""
    unfinished = file.with_name(f".{file.name}.part")
    try:
        with unfinished.open("wb") as stream:
            count = export(session, kind, stream, file.suffix.lower(), actor=actor)
        unfinished.replace(file)
    except OSError as fault:
        raise BadFile(f"“{file}” cannot be written: {fault.strerror or fault}.") from None
    finally:
        unfinished.unlink(missing_ok=True)
    return count


def template(kind: Kind) -> bytes:
    """An empty workbook of the kind that says how to fill it."""
    stream = io.BytesIO()
    write_template(stream, kind)
    return stream.getvalue()
