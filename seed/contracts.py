"""Contracts of some data products, checked where they are merged; what they mean and from what they are made."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from hashlib import sha1
from typing import Any

from sqlmodel import Session

from core.access import Actor
from core.actions import contracts, lineage, products
from core.actions.pipelines import ContractChecked, record_contract_checks
from core.actions.pushes import PushReport
from seed.people import LEAD, email
from seed.pipelines import SOURCE
from seed.products import Product, catalogue
from seed.story import Story, moment, working_day
from seed.words import words

Columns = Sequence[Sequence[str]]


def write(story: Story) -> None:
    by_name = {product.name: product for product in catalogue(story)}
    for name, told in words("contracts").items():
        _promise(story, by_name[name], told["columns"], told.get("v2", {}))
        owner, on = email(by_name[name].home.contributors[0]), _agreed(by_name[name])
        if "semantics" in told:
            fields = {"semantics": told["semantics"]}
            story.tell(moment(on, 10), owner, products.edit_product, by_name[name].called, **fields)
        for source in told.get("made_from", ()):
            latest = max(on, _agreed(by_name[source]))
            story.tell(moment(latest, 11), owner, lineage.add_input, by_name[name].called, by_name[source].called)


def _promise(story: Story, product: Product, columns: Columns, renamed: dict[str, str]) -> None:
    """The first version when the product is well under way; the second lately, consumers told the same day. The
    pipeline passes what describes every column."""
    owner, source = email(product.home.contributors[0]), f"{_slug(product.name)}.odcs.yaml"
    first = _document(product, columns, "1.0.0")
    story.tell(moment(_agreed(product), 15), owner, contracts.publish_contract, product.called, first, source=source)
    checked = moment(_agreed(product), 14, 50)
    story.tell(checked, email(LEAD), _check, product.called, passed=all(description for *_, description in columns))
    if renamed:
        told = story.ago(24)
        second = _document(product, [[renamed.get(name, name), *rest] for name, *rest in columns], "2.0.0")
        days: dict[str, Any] = {"announced_on": told, "effective_on": story.ago(-36)}
        story.tell(moment(told, 16), owner, contracts.publish_contract, product.called, second, source=source, **days)


def _check(session: Session, product: str, *, by: Actor, at: datetime, passed: bool) -> PushReport:
    told = ContractChecked(product, sha1(f"{product} {at}".encode()).hexdigest()[:12], at, passed)
    return record_contract_checks(session, [told], by=by, at=at, source=SOURCE)


def _agreed(product: Product) -> date:
    return working_day((product.live or product.added + timedelta(days=20)) + timedelta(days=3))


def _document(product: Product, columns: Columns, version: str) -> str:
    """As the team keeps it beside its code."""
    lines = [
        "apiVersion: v3.1.0",
        "kind: DataContract",
        f"id: {_slug(product.name)}",
        f"name: {_quoted(product.name)}",
        f"version: {version}",
        "status: active",
        f"description:\n  purpose: {_quoted(product.description)}",
        f"team:\n  name: {_quoted(product.home.team)}",
        f"customProperties:\n- property: costCenter\n  value: {_quoted(product.home.cost_centre or '7900')}",
        f"schema:\n- name: {_slug(product.name)}\n  properties:",
    ]
    for name, kind, description in columns:
        lines.append(f"  - name: {name}\n    logicalType: {kind}")
        lines += [f"    description: {_quoted(description)}"] if description else []
    lines.append("slaProperties:\n- property: freshness\n  value: 24\n  unit: h")
    return "\n".join(lines) + "\n"


def _slug(name: str) -> str:
    return "_".join("".join(letter if letter.isalnum() else " " for letter in name.lower()).split())


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
