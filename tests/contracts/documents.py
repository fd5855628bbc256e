"""Contracts to be read in tests: small ones, and the public examples that lie beside the repository."""

from __future__ import annotations

from typing import Any

import yaml  # type: ignore[import-untyped]

from tests.world import SHARED

EXAMPLES = sorted([*(SHARED / "data/odcs").glob("*.yaml"), *(SHARED / "data/odcs/cli").glob("*.yaml")])

ORDERS = """\
apiVersion: v3.1.0
kind: DataContract
id: orders
name: Orders
version: 1.0.0
status: active
team:
  name: Line 3
  members:
  - username: olga@example.com
    role: Owner
customProperties:
- property: costCenter
  value: 4711
schema:
- name: orders
  properties:
  - name: order_id
    logicalType: string
    physicalType: varchar(20)
    required: true
    unique: true
    primaryKey: true
    primaryKeyPosition: 1
    description: Number of the order in the ERP.
  - name: status
    logicalType: string
    enum:
    - value: open
    - value: closed
    description: Whether work on the order goes on.
slaProperties:
- property: freshness
  value: 24
  unit: h
"""


def contract(*columns: dict[str, Any], version: str = "1.0.0", **fields: Any) -> str:
    """A contract with one table ``orders`` of these columns, each with a name unless it says another."""
    properties = [{"name": f"column_{n}"} | column for n, column in enumerate(columns, 1)]
    head = {"apiVersion": "v3.1.0", "kind": "DataContract", "id": "orders", "version": version}
    return yaml.safe_dump(head | {"schema": [{"name": "orders", "properties": properties}]} | fields, sort_keys=False)


PORTS = """\
apiVersion: v1.0.0
kind: DataProduct
id: orders
status: active
outputPorts:
- name: served orders
"""
