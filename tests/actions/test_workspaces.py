from __future__ import annotations

from datetime import timedelta

from core.actions import workspaces
from core.errors import Invalid, NotAllowed, NotFound
from tests.cast import NOW, Cast, do, lines, refused

MINUTE = timedelta(minutes=1)


def test_a_workspace_is_requested_ready_and_used(cast: Cast):
    request(cast)
    do(workspaces.mark_ready, "mes-prod", by=cast.engineer, at=NOW + 12 * MINUTE, touchless=True, seen=1)
    found = do(workspaces.mark_used, "mes-prod", by=cast.engineer, at=NOW + 60 * MINUTE)
    assert (found.ready_at - found.requested_at, found.touchless) == (12 * MINUTE, True)
    assert found.first_used_at == NOW + 60 * MINUTE
    assert [line.kind for line in lines("mes-prod")] == ["workspace.requested", "workspace.ready", "workspace.used"]


def test_times_run_from_the_request_over_ready_to_used(cast: Cast):
    request(cast)
    refused(Invalid, workspaces.mark_used, "mes-prod", by=cast.engineer)
    refused(Invalid, workspaces.mark_ready, "mes-prod", by=cast.engineer, at=NOW - MINUTE, touchless=True)
    do(workspaces.mark_ready, "mes-prod", by=cast.engineer, at=NOW + MINUTE, touchless=False)
    assert str(refused(Invalid, workspaces.mark_used, "mes-prod", by=cast.engineer)) == (
        "mes-prod was ready on 2026-10-05 09:01 UTC. Choose a time after it."
    )


def test_ready_and_first_used_are_recorded_once(cast: Cast):
    request(cast)
    do(workspaces.mark_ready, "mes-prod", by=cast.engineer, touchless=True)
    refused(Invalid, workspaces.mark_ready, "mes-prod", by=cast.engineer, touchless=False)
    do(workspaces.mark_used, "mes-prod", by=cast.engineer)
    refused(Invalid, workspaces.mark_used, "mes-prod", by=cast.engineer)


def test_a_name_is_one_workspace(cast: Cast):
    request(cast)
    refusal = refused(Invalid, workspaces.request_workspace, by=cast.engineer, domain="QUA", name=" mes-prod ")
    assert list(refusal.fields) == ["name"]
    assert refused(NotFound, workspaces.mark_used, "nope", by=cast.engineer).what == "workspace"


def test_the_data_team_records_workspaces(cast: Cast):
    request(cast)
    for actor in (cast.owner, cast.contributor, cast.manager, cast.admin, cast.stranger):
        refused(NotAllowed, workspaces.request_workspace, by=actor, domain="MES", name="other")
        refused(NotAllowed, workspaces.mark_ready, "mes-prod", by=actor, touchless=True)
        refused(NotAllowed, workspaces.mark_used, "mes-prod", by=actor)


def request(cast: Cast) -> None:
    do(workspaces.request_workspace, by=cast.engineer, domain="MES", name="mes-prod", template="standard")
