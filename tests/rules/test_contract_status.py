from __future__ import annotations

import pytest

from core.rules.contract_status import ACTIVE, status_in_force


@pytest.mark.parametrize(
    ("newest_first", "status"),
    [
        (["active"], ACTIVE),
        (["draft", "Active"], ACTIVE),
        (["proposed", "draft", "deprecated", "active"], "deprecated"),
        (["Draft", "proposed"], "draft"),
        ([""], ""),
        ([], None),
    ],
)
def test_a_draft_leaves_the_version_before_it_in_force(newest_first: list[str], status: str | None):
    assert status_in_force(newest_first) == status
