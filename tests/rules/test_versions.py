"""Versions only grow, and the first number says that something breaks."""

from __future__ import annotations

import pytest

from core.rules.versions import Version


def test_versions_follow_each_other_by_number_and_before_a_release_come_its_candidates():
    in_order = [
        "0.9",
        "1.0.0-alpha",
        "1.0.0-alpha.1",
        "1.0.0-rc.2",
        "1.0.0-rc.10",
        "v1",
        "1.0.1",
        "1.2",
        "1.10.0",
        "2.0.0",
    ]
    assert sorted(sorted(in_order), key=Version) == in_order
    assert Version("1") == Version("v1.0.0+build.7")


@pytest.mark.parametrize(
    ("before", "after", "is_major"),
    [("1.4.0", "2.0.0", True), ("1.4.0", "1.5.0", False), ("0.4.0", "0.5.0", True), ("0.4.0", "0.4.1", False)],
)
def test_a_major_version_may_break_something(before: str, after: str, is_major: bool):
    assert Version(after).is_major_after(Version(before)) is is_major


@pytest.mark.parametrize("text", ["", "newest", "1.2.3.4", "1..2", "-1"])
def test_what_is_no_version_is_told(text: str):
    with pytest.raises(ValueError, match=r"is no version such as 1\.4\.0"):
        Version(text)
