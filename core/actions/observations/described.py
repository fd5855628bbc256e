"""The share of described columns, kept as readings when a catalogue is seen: its tables only know their last state."""

from datetime import UTC, datetime, time

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core.actions.observations import tables
from core.actions.observations.tally import Tally
from core.actions.readings import Values, store_values
from core.model import CatalogTable, Metric
from core.rules.automatic import DESCRIBED

NOUN = "readings"


def keep_described(session: Session, tally: Tally, *, at: datetime, source: str) -> None:
    """One reading a day, in per cent, of all tables together and of those of each domain: the last one of the day.

    Nothing where no table was seen, or nobody has adopted the default metrics.
    """
    adopted = select(Metric.id).where(Metric.key == DESCRIBED, col(Metric.archived_at).is_(None))
    metric_id = session.exec(adopted.with_for_update(key_share=True)).one_or_none()
    if metric_id is None or not tally.seen[tables.NOUN]:
        return
    described, columns = sa.func.sum(CatalogTable.described), sa.func.sum(CatalogTable.columns)
    present = sa.select(col(CatalogTable.domain_id), described, columns).where(col(CatalogTable.gone_at).is_(None))
    homes = session.execute(present.group_by(col(CatalogTable.domain_id))).all()
    day = datetime.combine(at.astimezone(UTC).date(), time.min, tzinfo=UTC)
    everywhere = (None, sum(part for _, part, _ in homes), sum(whole for _, _, whole in homes))
    places = [everywhere, *(home for home in homes if home.domain_id is not None)]
    values: Values = {(home, None, day): 100 * part / whole for home, part, whole in places if whole}
    tally.changed[NOUN] += store_values(session, metric_id, values, source, at)
