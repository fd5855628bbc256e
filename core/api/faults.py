"""How a refusal is told: a status, and ``detail`` that says what is wrong and what to do; never a traceback."""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from core.errors import BadFile, Invalid, Misconfigured, NotAllowed, NotFound, Refusal

MOST_FAULTS = 20
STATUS: dict[type[Refusal], HTTPStatus] = {
    NotFound: HTTPStatus.NOT_FOUND,
    NotAllowed: HTTPStatus.FORBIDDEN,
    BadFile: HTTPStatus.BAD_REQUEST,
    Misconfigured: HTTPStatus.SERVICE_UNAVAILABLE,
}


class Problem(BaseModel):
    detail: str


class Fault(BaseModel):
    """``loc`` is the way to the field, such as body, 3, metric for the fourth reading of a push."""

    loc: list[str | int]
    msg: str


class Faults(BaseModel):
    detail: list[Fault]


RESPONSES: dict[int | str, dict[str, Any]] = {
    400: {"model": Problem, "description": "The body is not what it says it is."},
    413: {"model": Problem, "description": "The body is too large."},
    422: {"model": Faults, "description": "Fields that do not fit; nothing was stored."},
    500: {"model": Problem, "description": "The program failed; its log says how."},
    503: {"model": Problem, "description": "A setting cannot be used."},
}
FOR_BEARERS: dict[int | str, dict[str, Any]] = {
    401: {"model": Problem, "description": "No token that is in use."},
    403: {"model": Problem, "description": "A token of another scope, or a person who may not."},
    429: {"model": Problem, "description": "The token asks too often; see Retry-After."},
}


class Unfit(Exception):
    """Fields of a request that do not fit, by the way that leads to each."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(faults[0].msg)
        self.faults = faults


def unfit(refusal: Invalid, *, is_batch: bool) -> Unfit:
    """The fields “3.metric” of a push as the way that leads to them."""
    faults = []
    for name, said in refusal.fields.items():
        index, _, field = name.rpartition(".")
        faults.append(Fault(loc=["body", int(index), field] if index and is_batch else ["body", field], msg=said))
    return Unfit(faults)


def of_validation(_request: Request, error: Exception) -> JSONResponse:
    """Without what was sent: it may be large, and no JSON again."""
    assert isinstance(error, RequestValidationError)
    faults = [Fault(loc=_way(fault["loc"]), msg=f"{fault['msg']}.") for fault in error.errors()[:MOST_FAULTS]]
    return _told(faults)


def of_fields(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Unfit)
    return _told(error.faults)


def of_refusal(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refusal)
    if isinstance(error, Invalid):
        return _told([Fault(loc=[field], msg=said) for field, said in error.fields.items()])
    status = next((status for kind, status in STATUS.items() if isinstance(error, kind)), HTTPStatus.CONFLICT)
    return JSONResponse({"detail": str(error)}, status)


def of_failure(_request: Request, _error: Exception) -> JSONResponse:
    """What nobody foresaw; the server writes it into its log."""
    return JSONResponse({"detail": "The program failed. Its log says how."}, HTTPStatus.INTERNAL_SERVER_ERROR)


HANDLERS: dict[int | type[Exception], Callable[[Request, Exception], Any]] = {
    RequestValidationError: of_validation,
    Unfit: of_fields,
    Refusal: of_refusal,
    Exception: of_failure,
}


def _told(faults: Sequence[Fault]) -> JSONResponse:
    return JSONResponse(Faults(detail=list(faults)).model_dump(), HTTPStatus.UNPROCESSABLE_ENTITY)


def _way(loc: Sequence[str | int]) -> list[str | int]:
    """Without the words “one” and “many” by which the two shapes of a push are told apart."""
    return [step for place, step in enumerate(loc) if (place, step) not in {(1, "one"), (1, "many")}]
