"""Why the person may not do something here, and who may: what a greyed button says. Nothing is said where they may."""

from collections import defaultdict

from core.access import RIGHTS, Grant, Right
from core.model import Role
from core.rules.sentences import listed
from dashboard import session
from dashboard.components.text import plain

WHO = {
    Role.BUSINESS_OWNER: "a business owner",
    Role.CONTRIBUTOR: "a contributor",
    Role.DATA_TEAM: "the data team",
    Role.MANAGER: "a manager",
    Role.FINANCE: "finance",
    Role.VIEWER: "a viewer",
    Role.ADMIN: "an admin",
}
"""By the order in which they are named."""

ADMIN = Grant(Role.ADMIN)

NAMED = 2
"""So many who hold a role are named; of more of them the role says enough."""


def why_not(right: Right, *domains: int | None) -> str:
    """Of a right in one of the domains, of which None is the company as a whole."""
    return why_none_of(*((right, domain) for domain in domains))


def why_none_of(*asked: tuple[Right, int | None]) -> str:
    """As ``why_not``, of several rights of which one is enough."""
    if session.is_past() or any(session.actor().may(right, domain) for right, domain in asked):
        return session.past()
    return _only(who(*asked), *(right for right, _ in asked))


def why_not_anywhere(*rights: Right) -> str:
    """Of one of the rights in whatever domain."""
    if session.is_past() or session.actor().may_anywhere(*rights):
        return session.past()
    held = {grant.role for grant in session.frame().holders}
    return _only([words for role, words in WHO.items() if role in held and _gives(role, *rights)], *rights)


def why_closed(quarter: str) -> str:
    managers = who((Right.CLOSE_QUARTER, None)) or [WHO[Role.MANAGER]]
    return f"{quarter} is closed: only {listed(managers, joint='or')} can reopen it."


def who(*asked: tuple[Right, int | None]) -> list[str]:
    """``the business owner of ESG (Ilse Brandauer)``: the roles that give one of the rights, as far as somebody holds
    them there. Whoever is an admin besides is called one."""
    holders, names = session.frame().holders, defaultdict[Grant, set[str]](set)
    for right, domain in asked:
        for role in RIGHTS[right]:
            for grant in {Grant(role, domain), Grant(role)}:
                for person in holders.get(grant, ()):
                    names[ADMIN if ADMIN in person.grants else grant].add(person.name)
    nearest = sorted(names, key=lambda grant: (list(WHO).index(grant.role), grant.domain_id is None))
    return [_spoken(grant, sorted(names[grant])) for grant in nearest]


def _only(those: list[str], *rights: Right) -> str:
    if those:
        return f"Only {listed(those, joint='or')} may do this."
    roles = listed((f"“{role.replace('_', ' ')}”" for role in WHO if _gives(role, *rights)), joint="or")
    return f"Nobody may do this yet: an admin can give somebody the role {roles}."


def _gives(role: Role, *rights: Right) -> bool:
    return any(role in RIGHTS[right] for right in rights)


def _spoken(grant: Grant, names: list[str]) -> str:
    home = next((domain.name for domain in session.frame().domains if domain.id == grant.domain_id), None)
    is_owner = grant.role is Role.BUSINESS_OWNER and home and len(names) == 1
    words = "the business owner" if is_owner else WHO[grant.role]
    place = f" of {plain(home)}" if home else ""
    return f"{words}{place}{f' ({plain(listed(names))})' if len(names) <= NAMED else ''}"
