"""Looking for spreadsheets in the folder that the settings name."""

from pathlib import Path

import streamlit as st

from core.errors import BadFile
from core.rules.candidates import Survey, survey
from core.scan.folder import find, look
from dashboard import session
from dashboard.components.text import plain
from dashboard.dialogs.frame import dialog

SHOWN = 50


@dialog("Spreadsheets in the wild", width="large")
def scan(folder: Path) -> None:
    """What belongs into the register, the weightiest first; nothing that stands in a cell is read into Uptake."""
    try:
        found = _survey(folder)
    except BadFile as refusal:
        session.show(refusal)
        return
    st.markdown(
        f"**{len(found.workbooks)}** workbooks, **{len(found.versions)}** reports in several versions, "
        f"**{len(found.duplicates)}** groups of equal files, **{len(found.unread)}** not looked into."
    )
    st.dataframe(
        [
            {"Report": it.name, "Files": len(it.family.workbooks), "Why": ", ".join(it.reasons), "Weight": it.weight}
            for it in found.candidates[:SHOWN]
        ],
        hide_index=True,
        alt="Reports that were found, the weightiest first",
        column_config={"Why": st.column_config.TextColumn(width="large")},
    )
    if found.unread:
        st.caption("Not looked into: " + "; ".join(f"{plain(it.path, 60)} {plain(it.why)}" for it in found.unread[:8]))
    st.caption("“uptake scan” writes all of them as a table that the import of Excel reports reads.")


def _survey(folder: Path) -> Survey:
    files = find(folder)
    bar = st.progress(0.0, "Looking into workbooks")
    seen = []
    for number, one in enumerate(look(files.workbooks), start=1):
        seen.append(one)
        bar.progress(number / len(files.workbooks), "Looking into workbooks")
    bar.empty()
    return survey([*files.unread, *seen], at=session.now())
