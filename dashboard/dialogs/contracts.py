"""The contract of a product, with publishing a version, and documents that are uploaded."""

import streamlit as st

from core.actions import contracts as verbs
from core.actions import product_documents as documents
from core.contracts.diff import diff
from core.contracts.document import MAX_BYTES
from core.contracts.reading import read_contract
from core.errors import BadFile
from core.model import ChangeGrade, DataProduct, ProductStatus
from core.queries.contracts import Version
from core.queries.product import ProductFile
from core.rules.contract_changes import gravest
from core.rules.contract_terms import Terms
from dashboard import data, session
from dashboard.components import product as parts
from dashboard.components.greyed import greyed
from dashboard.components.text import plain
from dashboard.dialogs.frame import dialog
from dashboard.dialogs.glossary import assign_term

UPLOAD, PASTE = "Upload a file", "Paste"


def contract(shown: ProductFile, *, why: str) -> None:
    """Its columns, its versions, and what changed between two of them."""
    with st.container(horizontal=True, vertical_alignment="center"):
        told = "The newest version lists these columns." if shown.versions else "No contract yet: publish the first."
        st.caption(told, width="stretch")
        if st.button("Publish a contract", key="product_publish", icon=":material/upload:", **greyed(why)):
            publish(shown.product, shown.versions[0] if shown.versions else None)
        if shown.columns and st.button("Say what a column means", key="product_assign_term", **greyed(why)):
            assign_term(shown.product.key, [(row.table, row.path) for row in shown.columns])
    if not shown.versions:
        return
    parts.columns(shown.columns)
    parts.versions(shown.versions)
    by_name = {row.version: row for row in shown.versions}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        after = st.selectbox("Version", by_name, key="product_version", width=140)
        older = [name for name in by_name if by_name[name].id < by_name[after].id]
        before = st.selectbox("held against", older, key="product_before", width=140) if older else None
        _download(shown, by_name[after])
    if before in by_name:
        compared = data.contract_comparison(by_name[before].id, by_name[after].id)
        parts.changes(compared.changes)
        parts.side_by_side(before, after, compared.columns)


@dialog("Publish a contract", width="medium")
def publish(product: DataProduct, newest: Version | None) -> None:
    """The document is read and held against the newest version as soon as it is there, so that its faults and what it
    breaks are told before anything is published."""
    st.caption("YAML of the Open Data Contract Standard, version 3. It is held against the newest version.")
    way = st.segmented_control("From", [UPLOAD, PASTE], default=UPLOAD, key="publish_way", required=True)
    document, source = _uploaded("Contract, .yaml", "publish_file") if way == UPLOAD else _pasted()
    if not document.strip():
        return
    try:
        terms = read_contract(document)
    except BadFile as refusal:
        session.show(refusal)
        return
    st.markdown(
        f"Version **{plain(terms.version)}** · {len(terms.columns)} columns, {terms.described} described · "
        f"team {plain(terms.team or terms.owner) or 'not named'}"
    )
    if newest:
        _announce(newest, terms, is_read=product.status is not ProductStatus.PROPOSED)
    with st.form("publish", border=False):
        left, right = st.columns(2)
        announced = left.date_input("Consumers were told on", None, max_value="today", key="publish_announced_on")
        effective = right.date_input("It holds from", None, key="publish_effective_on")
        if st.form_submit_button(f"Publish {plain(terms.version)}", key="publish_go", type="primary"):
            session.perform(
                verbs.publish_contract, product.key, document, source=source, announced_on=announced,
                effective_on=effective, done=f"Published version {terms.version} of the contract of {product.key}.",
            )  # fmt: skip


def _announce(newest: Version, terms: Terms, *, is_read: bool) -> None:
    """What changes since the newest version, and what that asks for."""
    found = diff(read_contract(data.contract_document(newest.id)), terms)
    if gravest(found) is ChangeGrade.BREAKING:
        told = ", and the day on which its consumers were told" if is_read else ""
        st.warning(f"It breaks what version {plain(newest.version)} promised. That takes a new major version{told}.")
    parts.changes(found, shown=8)


@dialog("Read ports from a document")
def take_ports(product: str) -> None:
    st.caption("YAML of the Open Data Product Standard, version 1. Ports that are not known yet are added.")
    document, _ = _uploaded("Data product, .yaml", "take_ports_file")
    if document and st.button("Add its ports", key="take_ports_go", type="primary"):
        session.perform(documents.take_ports, product, document, done=f"Read the ports of {product}.")


def _download(shown: ProductFile, version: Version) -> None:
    st.download_button(
        "Document", lambda: data.contract_document(version.id), f"{shown.product.key}-{version.version}.odcs.yaml",
        "application/yaml", key="product_document", icon=":material/download:", on_click="ignore",
    )  # fmt: skip


def _uploaded(label: str, key: str) -> tuple[str, str]:
    """The text and the name of a file; empty without one."""
    megabytes = MAX_BYTES // 1_000_000
    upload = st.file_uploader(label, ["yaml", "yml"], key=key, max_upload_size=megabytes)
    if upload is None:
        return "", ""
    try:
        return upload.getvalue().decode("utf-8"), upload.name[:80]
    except UnicodeDecodeError:
        st.error("The file is not text in UTF-8. Save it as UTF-8 and choose it again.")
        return "", ""


def _pasted() -> tuple[str, str]:
    return st.text_area(
        "Contract", key="publish_text", height=240, max_chars=MAX_BYTES, placeholder="apiVersion: v3.1.0"
    ), ""
