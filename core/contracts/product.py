"""A data product as a document of the Open Data Product Standard: its ports, with the contract that each keeps.

Unlike that of contracts this standard publishes no models for Python, so what is taken over is checked here; the
package ``open-data-products`` serves another standard of nearly the same name.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from core.contracts.document import Fields, Items, line_of, read_yaml, text_of
from core.contracts.validation import Fault
from core.errors import BadFile
from core.model import PortDirection

KIND = "DataProduct"
DEMANDED = ("apiVersion", "id", "status")
PORTS = {"inputPorts": PortDirection.INPUT, "outputPorts": PortDirection.OUTPUT}

_STANDARD = re.compile(r"v(0\.9|1\.[0-9]{1,3})\.[0-9]{1,3}")


class Port(NamedTuple):
    """``contract`` is the id of its contract with the version, empty where it keeps none."""

    direction: PortDirection
    name: str
    kind: str
    contract: str


class ProductDocument(NamedTuple):
    """Ports of a name appear in one version, the last."""

    id: str
    name: str
    ports: tuple[Port, ...]


def read_product(text: str) -> ProductDocument:
    """Version 1 of the standard, and 0.9 before it. Raises BadFile with the faults and their lines."""
    document = read_yaml(text)
    if found := sorted(_faults(document)):
        raise BadFile(" ".join(map(str, found[:5])))
    ports = {(port.direction, port.name): port for port in _ports(document)}
    return ProductDocument(str(document["id"]), str(document.get("name") or ""), tuple(ports.values()))


def _faults(document: Fields) -> Iterator[Fault]:
    if document.get("kind") != KIND:
        yield Fault(line_of(document, ["kind"]), "kind", f"a data product says “kind: {KIND}”")
        return
    for field in DEMANDED:
        if document.get(field) in (None, ""):
            yield Fault(line_of(document, [field]), field, "it is missing and the standard demands it")
    standard = document.get("apiVersion")
    if standard and not _STANDARD.fullmatch(str(standard)):
        yield Fault(line_of(document, ["apiVersion"]), "apiVersion", f"“{standard}” is not read; v1.0.0 is")
    for field in PORTS:
        yield from _faults_of_ports(document, field)


def _faults_of_ports(document: Fields, field: str) -> Iterator[Fault]:
    ports = document.get(field) or Items(0)
    if not isinstance(ports, Items):
        yield Fault(line_of(document, [field]), field, "a list is expected")
        return
    for place, port in enumerate(ports):
        if not isinstance(port, Fields) or port.get("name") in (None, ""):
            yield Fault(ports.lines[place], f"{field}[{place}].name", "it is missing and the standard demands it")


def _ports(document: Fields) -> Iterator[Port]:
    for field, direction in PORTS.items():
        for port in document.get(field) or ():
            contract = f"{text_of(port.get('contractId'))} {text_of(port.get('version'))}".strip()
            yield Port(direction, text_of(port["name"]), text_of(port.get("type")), contract)
