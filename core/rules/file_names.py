"""What a file is called apart from its version: “Copy of Budget_2024-03 final v2.xlsx” is the budget."""

from __future__ import annotations

import re
import unicodedata

SAFE_LENGTH = 120
_copy_number = re.compile(r"\(\d{1,2}\)")
_glued_year = re.compile(r"(?<=[^\W\d])(?=(?:19|20)\d\d(?!\d))")
_between_words = re.compile(r"[\W_]+")
_months = (
    "jan(?:uary|uar|vier)?|feb(?:ruary|ruar)?|f[eé]vrier|mar(?:ch|s)?|m[aä]rz?|apr(?:il)?|avril|ma[iy]|jun[ei]?|juin"
    "|jul[iy]?|juillet|aug(?:ust)?|ao[uû]t|sept?(?:ember|embre)?|o[ck]t(?:ober|obre)?|nov(?:ember|embre)?"
    "|de[cz](?:ember)?|d[eé]cembre"
)
_version = re.compile(
    rf"""(?<!\S)(?:
      v(?:er(?:sion)?)?\ ?\d+(?:\ \d+)* | rev(?:ision)?\ ?\d+
    | (?:\d\d?\ ){{0,2}}(?:(?:{_months})\ )?(?:19|20)\d\d(?:\ \d\d?){{0,2}} | (?:19|20)\d{{4}}(?:\d\d)?
    | (?:\d\d?\ )?(?:{_months}) | (?:fy\ ?\d\d(?:\d\d)?) | (?:q|h|kw|cw|wk|week)\ ?\d\d? | (?:19|20)\d\dq[1-4]
    | copy\ of | kopie\ von | copie\ de | (?:copy|kopie|copie)(?:\ \d\d?)?
    | (?:final|finale|endfassung|draft|entwurf|old|alt|new|neu|latest|aktuell|backup|bak|approved)\d*
    )(?!\S)""",
    re.VERBOSE,
)
_default_book = re.compile(r"(?:book|mappe|classeur|untitled|unbenannt|new microsoft excel worksheet) ?\d*")
_unsafe = frozenset('<>:"/|?*%')
_devices = {"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10))}
_default_sheet = re.compile(r"(?:sheet|tabelle|feuil|table|hoja|foglio|blad)\s*\d*", re.IGNORECASE)


def known_name(path: str) -> str:
    """The name of the file without ending, version, date and “copy of”, for comparison.

    What is called by nothing else, such as “2024-03.xlsx”, is known by its folder; what has the name that a
    spreadsheet program gives by itself, by its path.
    """
    folder, _, file = path.rpartition("/")
    spoken = unicodedata.normalize("NFKC", file.rpartition(".")[0]).casefold()
    spaced = _between_words.sub(" ", _glued_year.sub(" ", _copy_number.sub(" ", spoken))).strip()
    if _default_book.fullmatch(spaced):
        return path
    return " ".join(_version.sub(" ", spaced).split()) or f"{folder}/"


def is_default_sheet(name: str) -> bool:
    """Whether a spreadsheet program names a sheet so by itself."""
    return _default_sheet.fullmatch(name.strip()) is not None


def safe_name(name: str) -> str:
    """What a file may be saved as on any system: its last part, without what a folder or a terminal would interpret.

    “../../etc/passwd” is saved as “passwd”, and a name of which nothing is left as “file”."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    kept = "".join(sign if sign.isprintable() and sign not in _unsafe else "_" for sign in last).strip(". ")
    stem, dot, ending = kept.rpartition(".")
    stem = f"{stem[: SAFE_LENGTH - len(ending)]}{dot}{ending}" if len(ending) < 12 else kept[:SAFE_LENGTH]
    return f"_{stem}" if stem.partition(".")[0].upper() in _devices else stem or "file"
