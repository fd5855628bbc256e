"""Documents of data products are read for their ports."""

from __future__ import annotations

import pytest

from core.contracts.product import read_product
from core.errors import BadFile
from core.model import PortDirection
from tests.contracts.documents import ORDERS
from tests.world import SHARED, needs_shared

DOCUMENT = """\
apiVersion: v1.0.0
kind: DataProduct
id: orders
status: active
inputPorts:
- name: erp
  version: 1.0.0
  contractId: "7"
outputPorts:
- name: orders
  type: tables
  version: 1.0.0
- name: orders
  type: tables
  version: 2.0.0
"""


def test_its_ports_are_read_each_in_its_last_version():
    told = [(port.direction, port.name, port.kind, port.contract) for port in read_product(DOCUMENT).ports]
    assert told == [(PortDirection.INPUT, "erp", "", "7 1.0.0"), (PortDirection.OUTPUT, "orders", "tables", "2.0.0")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (ORDERS, "Line 2: kind: a data product says “kind: DataProduct”"),
        (DOCUMENT.replace("v1.0.0", "v3.1.0"), "Line 1: apiVersion: “v3.1.0” is not read"),
        (DOCUMENT.replace("id: orders\n", ""), "id: it is missing"),
        (DOCUMENT.replace("- name: erp\n", "- type: x\n"), "Line 6: inputPorts[0].name: it is missing"),
        ("kind: DataProduct\nid: a\nstatus: x\napiVersion: v1.0.0\noutputPorts: 7\n", "Line 5: outputPorts: a list"),
    ],
)
def test_what_is_no_data_product_is_told_with_its_line(text: str, told: str):
    with pytest.raises(BadFile) as caught:
        read_product(text)
    assert told in str(caught.value)


@needs_shared
@pytest.mark.parametrize(("name", "ports"), [("customer-data-product", 5), ("simple-data-product", 2)])
def test_the_examples_of_the_standard_are_read(name: str, ports: int):
    text = (SHARED / f"data/bitol/{name}.odps.yaml").read_text("utf-8")
    assert len(read_product(text).ports) == ports
