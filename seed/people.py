"""Who is who at the sample company, and when they came and left."""

from __future__ import annotations

import unicodedata
from datetime import timedelta

from core.actions import domains, people, policy
from core.model import Role
from seed.domains import homes
from seed.story import Story, moment

HOST = "torvane.example"

ADMIN = "Noor Haddad"
MANAGERS = ("Margarethe Olsen", "Samuel Achterberg", "Vikram Desai")
DATA_TEAM = (
    "Mira Lindqvist",
    "Diego Arriaga",
    "Fenna de Wit",
    "Kofi Mensah",
    "Lucia Bianchi",
    "Arjun Menon",
    "Zofia Kowal",
    "Emil Sandgren",
)
LEAD, PLATFORM_ENGINEER, *LENDABLE = DATA_TEAM
COMPANY_WIDE = {
    Role.MANAGER: MANAGERS,
    Role.DATA_TEAM: DATA_TEAM,
    Role.FINANCE: ("Theresa Wimmer", "Luc Vandamme"),
    Role.VIEWER: ("Carmen Ibarra",),
}
"""Roles everywhere; business owners and contributors get theirs with their domain."""

ARRIVAL, DEPARTURE_DAYS_AGO = 1, 4
AN_HOUR = 65.0
"""What an hour of work is worth, in EUR."""

LEFT = "logistics"
"""The domain whose business owner left a few days ago; nobody follows yet."""


def email(name: str) -> str:
    """An address at the sample company, on a host that nobody can own."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return f"{plain.replace(' ', '.')}@{HOST}"


def write(story: Story) -> None:
    """Everybody comes in the first days, the domains with their owners right after."""
    first = story.start + timedelta(days=ARRIVAL)
    admin = email(ADMIN)
    story.tell(moment(first, 7), people.LOCAL_ADMIN, people.add_person, email=admin, name=ADMIN)
    story.tell(moment(first, 7, 1), people.LOCAL_ADMIN, people.grant, admin, Role.ADMIN)
    names = [name for group in COMPANY_WIDE.values() for name in group]
    names += [name for home in homes().values() for name in (home.owner, *home.contributors)]
    for name in names:
        story.tell(moment(first, 8), admin, people.add_person, email=email(name), name=name)
    for role, group in COMPANY_WIDE.items():
        for name in group:
            story.tell(moment(first, 9), admin, people.grant, email(name), role)
    _found_domains(story)
    for home in homes().values():
        for name in home.contributors:
            story.tell(moment(first, 13), admin, people.grant, email(name), Role.CONTRIBUTOR, domain=home.key)
    _decide_policy(story)
    leaves = moment(story.ago(DEPARTURE_DAYS_AGO), 17)
    story.tell(leaves, email(LEAD), domains.edit_domain, LEFT, business_owner=None)
    story.tell(leaves + timedelta(minutes=20), admin, people.archive_person, email(homes()[LEFT].owner))


def _found_domains(story: Story) -> None:
    at, lead = moment(story.start + timedelta(days=ARRIVAL), 10), email(LEAD)
    for home in homes().values():
        story.tell(
            at,
            lead,
            domains.add_domain,
            key=home.key,
            name=home.name,
            purpose=home.purpose,
            cost_centre=home.cost_centre,
            business_owner=email(home.owner),
        )
        for name, kind, vendor, off_the_shelf, note in home.systems:
            story.tell(
                at + timedelta(hours=2),
                email(home.owner),
                domains.add_system,
                home.key,
                name=name,
                kind=kind,
                vendor=vendor,
                off_the_shelf=off_the_shelf,
                note=note,
            )


def _decide_policy(story: Story) -> None:
    """The data team could lend four people at first, six since it is complete; finance said what an hour is worth."""
    day = story.quarters[1].start + timedelta(days=ARRIVAL)
    story.tell(moment(day, 15), email(ADMIN), policy.change_policy, "value_of_an_hour", AN_HOUR, since=day)
    for quarter, people_lent in ((story.quarters[0], 4), (story.quarters[2], 6)):
        day = quarter.start + timedelta(days=ARRIVAL)
        at = moment(day, 14)
        story.tell(at, email(ADMIN), policy.change_policy, "incubation_capacity", float(people_lent), since=day)
