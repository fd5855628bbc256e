"""The kinds of spreadsheet that can be imported and exported, one file each."""

from core.imports.kinds import check_ins, domains, initiatives, objectives, people, readings, reports
from core.imports.kinds.contract import Kind

KINDS: dict[str, Kind] = {
    module.KIND.name: module.KIND for module in (initiatives, domains, people, reports, objectives, check_ins, readings)
}
