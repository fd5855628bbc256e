"""Initiatives: one row each, known by its key, else by its number elsewhere, else by its title."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import datetime

from sqlmodel import Session, col, select

from core.access import MONEY_FIELDS, Actor, Right
from core.actions import initiatives as verbs
from core.imports.answers import normal
from core.imports.fields import Values
from core.imports.kinds.contract import Fault, Found, Kind, Options, Register, Unfit
from core.imports.kinds.initiative_fields import FIELDS
from core.imports.kinds.lookups import Domains, People, Titles
from core.model import Domain, Initiative, Person

MOST_NAMED = 8
"""Domains that the remark on budgets left out names."""


class Initiatives(Register):
    identifying: tuple[str, ...] = ("key", "external_key", "title", "domain")

    def __init__(self, session: Session, actor: Actor, options: Options) -> None:
        super().__init__(session, actor, options)
        words = options.words.get("domain", {})
        self._domains = Domains(session, actor, words, may_add=options.new_domains)
        self._people = People(session)
        self.archived = {"domain": self._domains.archived, "sponsor": self._people.archived}
        self._keys: dict[str, Found] = {}
        self._numbers: dict[str, Found] = {}
        self._titles = Titles()
        self._archived: set[str] = set()
        self._taken: set[str] = set()
        self._without_money: set[str] = set()
        for found, is_archived in _recorded(session, actor):
            self._keys[found.key] = found
            if number := found.values.get("external_key"):
                self._numbers[number] = found
            if is_archived:
                self._archived.add(found.key)
            else:
                self._titles.add(found, found.values["title"], found.values["domain"])
        if self._titles.is_empty:
            self.identifying = ()

    def look_ahead(self, rows: Iterable[Values]) -> None:
        for values in rows:
            if "title" in values and "domain" in values and not values.keys() & {"key", "external_key"}:
                for _ in self.settle(values):
                    break
                else:
                    self._titles.look_ahead(values["title"], values["domain"])

    def settle(self, values: Values) -> Iterator[Fault]:
        try:
            if "domain" in values:
                values["domain"] = self._domains.key_of("domain", values["domain"])
            if "sponsor" in values:
                values["sponsor"] = self._people.email_of("sponsor", values["sponsor"])
        except Unfit as unfit:
            yield unfit.fault
        for field in values.keys() & {"key", "budget_currency"}:
            values[field] = values[field].upper()

    def identities(self, values: Values) -> list[Hashable]:
        by_code: list[Hashable] = [(field, values[field]) for field in ("key", "external_key") if field in values]
        return by_code or [("title", normal(values.get("title", "")), values.get("domain"))]

    def find(self, values: Values) -> Found | None:
        found = self._find(values)
        if found is not None:
            if found.key in self._archived:
                raise Unfit("key" if "key" in values else "external_key", f"one in use; {found.key} is archived")
            if found.key in self._taken:
                raise Unfit("title", f"a row of its own; {found.key} is an earlier row of this file")
            self._taken.add(found.key)
        return found

    def _find(self, values: Values) -> Found | None:
        if "key" in values:
            if (found := self._keys.get(values["key"])) is None:
                raise Unfit("key", "the key of an initiative that is there, or an empty cell for a new one")
            return found
        number, title = values.get("external_key"), values.get("title")
        if number in self._numbers:
            return self._numbers[number]
        if title is None:
            return None
        if number is None:
            return self._titles.one("title", title, values.get("domain"))
        unnumbered = [f for f in self._titles.all(title) if not f.values.get("external_key")]
        at_home = [f for f in unnumbered if f.values["domain"] == values.get("domain")]
        free = [f for f in at_home or unnumbered if f.key not in self._taken]
        return free[0] if len(free) == 1 else None

    def withhold(self, values: Values, found: Found | None) -> None:
        home = found.values["domain"] if found else values.get("domain", "")
        if MONEY_FIELDS & values.keys() and not self.actor.may(Right.SEE_MONEY, self._domains.ids.get(home)):
            self._without_money.add(home)
            for field in MONEY_FIELDS & values.keys():
                del values[field]

    def check(self, values: Values, found: Found | None) -> Iterator[Fault]:
        domain = values.get("domain", found.values["domain"] if found else None)
        for domain_id in {self._domains.ids.get(domain or ""), found.domain_id if found else None} - {None}:
            if not self.actor.may(Right.EDIT_INITIATIVE, domain_id):
                yield Fault("domain", f"a domain in which {self.actor.name} may edit initiatives")
        if domain in self._domains.new and not self.actor.may(Right.EDIT_INITIATIVE):
            yield Fault("domain", f"a domain in which {self.actor.name} may edit initiatives")
        if found and values.get("phase", found.values["phase"]) is not found.values["phase"]:
            yield Fault("phase", f"{found.values['phase'].capitalize()}: {found.key} moves on through its gate only")
        holder = self._numbers.get(values.get("external_key", ""))
        if holder and found and holder.key != found.key:
            yield Fault("external_key", f"a number of its own; {holder.key} has this one")
        recorded = found.values if found else {}
        for field in values.keys() & {"budget", "yearly_value"}:
            if values[field] < 0:
                yield Fault(field, "an amount from 0 up")
            if not (values.get("budget_currency") or recorded.get("budget_currency")):
                yield Fault(field, "an amount with its currency: name it in the header, as in “Budget (EUR)”")
        if len(values.get("budget_currency", "EUR")) != 3:
            yield Fault("budget_currency", "three letters such as EUR")

    def add(self, values: Values, *, at: datetime) -> str:
        self._add_domain(values, at=at)
        given = {field: value for field, value in values.items() if field != "key"}
        return verbs.propose(self.session, by=self.actor, at=at, **given).key

    def change(self, found: Found, changed: Values, *, at: datetime) -> None:
        self._add_domain(changed, at=at)
        verbs.edit(self.session, found.key, by=self.actor, at=at, **changed)

    def new_domains(self) -> Mapping[str, str]:
        return self._domains.new

    def remarks(self) -> Iterator[str]:
        if self._without_money:
            homes = sorted(self._without_money)
            named = ", ".join(homes[:MOST_NAMED]) + (" …" if len(homes) > MOST_NAMED else "")
            yield f"Budgets and business values are left out: {self.actor.name} may not see them in {named}."

    def _add_domain(self, values: Values, *, at: datetime) -> None:
        self._domains.add_if_new(self.session, values.get("domain"), by=self.actor, at=at)


def exported(session: Session, actor: Actor) -> Iterator[Values]:
    return (found.values for found, is_archived in _recorded(session, actor) if not is_archived)


def _recorded(session: Session, actor: Actor) -> Iterator[tuple[Found, bool]]:
    """Every initiative, and whether it is archived; money only where the actor may see it. One statement."""
    own = [asked.name for asked in FIELDS if asked.name not in ("domain", "sponsor")]
    query = (
        select(Initiative, Domain.key, Person.email)
        .join(Domain, col(Domain.id) == col(Initiative.domain_id))
        .outerjoin(Person, col(Person.id) == col(Initiative.sponsor_id))
        .order_by(col(Initiative.id))
        .execution_options(yield_per=1_000)
    )
    for initiative, domain, sponsor in session.exec(query):
        values = {name: getattr(initiative, name) for name in own}
        if not actor.may(Right.SEE_MONEY, initiative.domain_id):
            values |= dict.fromkeys(MONEY_FIELDS)
        values |= {"domain": domain, "sponsor": sponsor}
        yield Found(initiative.key, values, initiative.domain_id), initiative.archived_at is not None


KIND = Kind(
    "initiatives",
    "Initiatives",
    "A row is an initiative. It is found by its key, else by its project number, else by its title.",
    FIELDS,
    Initiatives,
    exported,
    (Right.EDIT_INITIATIVE,),
)
