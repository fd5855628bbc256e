"""How a button looks that cannot be pressed: grey, with the reason beside it."""

from typing import Any


def greyed(*reasons: str, help: str | None = None) -> dict[str, Any]:
    """Arguments of a button, of which the first reason that is not empty is told; with none of them it can be pressed,
    and has its usual ``help``."""
    why = next(filter(None, reasons), "")
    return {"disabled": bool(why), "help": why or help}
