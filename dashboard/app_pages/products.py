"""What data is there, and may I use it?"""

from typing import Any

import streamlit as st

from core.model import Level, ProductStatus
from core.queries.catalogue import Catalogue
from core.queries.facets import Counts, Facets
from core.queries.frame import DomainName
from core.rules.sentences import listed
from dashboard import data, session
from dashboard.components import catalogue, links
from dashboard.components.text import number, plain
from dashboard.dialogs.access import ask_button
from dashboard.dialogs.glossary import glossary
from dashboard.dialogs.saved_searches import saved
from dashboard.theme import label

SENSITIVE = {"Sensitive": True, "Not sensitive": False}
SLIPS, DOMAINS = 6, 8
"""Words and domains that are named at most."""
SERVED = (ProductStatus.LIVE, ProductStatus.DEPRECATED)


def page() -> None:
    st.title("Products", anchor=False)
    products, terms = st.tabs(["Find data", "Glossary"], key="products_tab", on_change="rerun")
    with products:
        if products.open:
            _products()
    with terms:
        if terms.open:
            glossary(data.glossary(as_of=session.as_of()))


def _products() -> None:
    words = st.text_input(
        "Words", key=session.WORDS, bind="query-params", placeholder="Words of names, columns and descriptions",
        icon=":material/search:", label_visibility="collapsed",
    )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="bottom"):
        present, facets = _facets()
        saved(data.saved_searches(actor=session.actor()), {session.WORDS: words} | present)
    domain, asked = session.domain(), "\n".join([words, *present.values()])
    key = f"products_page_{asked}"
    found = data.catalogue(
        actor=session.actor(),
        as_of=session.as_of(),
        words=words,
        facets=facets,
        domain=domain.id if domain else None,
        page=session.page_of(key),
    )
    if not found.total:
        _nothing(found, words, domain)
        return
    st.markdown(f"**{number(found.total)}** data product{'s' * (found.total > 1)}")
    if parted := _counted(found.counts):
        st.caption(parted)
    if slips := [slip for it in found.asked for slip in it.slips]:
        st.caption(f"One letter may be wrong: found with {plain(listed(slips, at_most=SLIPS))} as well.")
    for hit in found.hits:
        with st.container(border=True, gap=None):
            with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
                catalogue.name(hit)
                stands = found.access.get(hit.key)
                ask_button(hit.key, hit.title, hit.domain_id, is_served=hit.status in SERVED, stands=stands)
            catalogue.told(hit, found.asked)
    if found.pages > 1:
        st.pagination(found.pages, key=key)


def _facets() -> tuple[dict[str, str], Facets]:
    """What is chosen, as the address says it and as the question wants it."""
    homes = {it.name: it.id for it in session.frame().domains}
    levels, statuses = {label(it): it for it in Level}, {label(it): it for it in ProductStatus}
    look: dict[str, Any] = {"selection_mode": "multi", "bind": "query-params", "wrap": True}
    chosen = {
        "level": st.pills("Level", list(levels), key="level", **look),
        "status": st.pills("Status", list(statuses), key="status", **look),
        "sensitive": st.pills("Sensitive", list(SENSITIVE), key="sensitive", **look),
        "among": st.multiselect("Domains", list(homes), key="among", bind="query-params", width=260),
    }
    facets = Facets(
        level=frozenset(levels[name] for name in chosen["level"]),
        status=frozenset(statuses[name] for name in chosen["status"]),
        sensitive=frozenset(SENSITIVE[name] for name in chosen["sensitive"]),
        domain=frozenset(homes[name] for name in chosen["among"]),
    )
    return {word: "\n".join(names) for word, names in chosen.items()}, facets


def _counted(counts: Counts) -> str:
    """How many there are of each value of the facets that part what was found, the commonest domains first."""
    homes = {it.id: it.name for it in session.frame().domains}
    domains = sorted(((homes.get(id_, "–"), n) for id_, n in counts.domain.items()), key=lambda it: (-it[1], it[0]))
    facets = {
        "Level": [(label(it), counts.level[it]) for it in Level],
        "Status": [(label(it), counts.status[it]) for it in ProductStatus],
        "Sensitive": [("yes", counts.sensitive[True]), ("no", counts.sensitive[False])],
        "Domain": [*domains[:DOMAINS], ("others", sum(n for _, n in domains[DOMAINS:]))],
    }
    told = {facet: [f"{plain(name)} ({number(n)})" for name, n in row if n] for facet, row in facets.items()}
    return "; ".join(f"**{facet}** {', '.join(row)}" for facet, row in told.items() if len(row) > 1)


def _nothing(found: Catalogue, words: str, domain: DomainName | None) -> None:
    """Why nothing was found, and what to do."""
    among = f" in {plain(domain.name)}, the domain of the sidebar," if domain else ""
    if found.whole:
        st.info(f"None of the {number(found.whole)} that were found{among} is like that. Take a facet away.")
    elif words.strip():
        st.info(
            f"No data product{among} has all these words in its name, its columns or their descriptions. "
            f"{_alone(found)}Use fewer words or a part of one{', or choose all domains' if domain else ''}."
        )
    elif domain:
        st.info(f"{plain(domain.name)} has no data product yet. Choose all domains, or add the first one on its page.")
        links.to("domain", plain(domain.name), key=domain.key)
    else:
        st.info("There is no data product yet. Add the first one on the page of its domain.")
        links.to("domains", "Domains")


def _alone(found: Catalogue) -> str:
    told = [
        f"“{plain(it.word)}” {number(n) if n else 'nothing'}" for it, n in zip(found.asked, found.alone, strict=False)
    ]
    return f"By itself each finds: {listed(told)}. " if found.alone else ""


page()
