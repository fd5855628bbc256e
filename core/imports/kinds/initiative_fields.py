"""The columns of an initiative, by the many names they have in the spreadsheets that people keep."""

from core.imports.fields import Field, Type
from core.model import SHORT, TEXT, Health, Phase

HEALTH = {
    "Green": Health.GREEN,
    "Amber/Green": Health.AMBER_GREEN,
    "Amber": Health.AMBER,
    "Amber/Red": Health.AMBER_RED,
    "Red": Health.RED,
    **dict.fromkeys(("G", "on track", "on schedule", "good", "high", "highly likely", "very likely"), Health.GREEN),
    **dict.fromkeys(("A/G", "AG", "G/A", "GA", "Green/Amber", "light green", "probable", "likely"), Health.AMBER_GREEN),
    **dict.fromkeys(("A", "Y", "Yellow", "Orange", "medium", "moderate", "feasible"), Health.AMBER),
    **dict.fromkeys(("behind", "delayed", "at risk", "some concerns", "minor issues"), Health.AMBER),
    **dict.fromkeys(("A/R", "AR", "R/A", "RA", "Red/Amber", "in doubt", "doubtful", "major issues"), Health.AMBER_RED),
    **dict.fromkeys(("R", "off track", "critical", "bad", "low", "unachievable", "in trouble"), Health.RED),
}
UNRATED = ("reset", "not rated", "unrated", "no rating", "no rag", "grey", "gray", "white", "blue", "data withheld")
PHASES = {
    **{phase.value.capitalize(): phase for phase in Phase},
    **dict.fromkeys(("productionisation", "production"), Phase.PRODUCTIONIZATION),
    **dict.fromkeys(("complete", "done", "closed"), Phase.COMPLETED),
}

FIELDS = (
    Field("key", "Key", limit=SHORT, aliases=("initiative key",), help="Leave empty for a new one.", example="INI-12"),
    Field(
        "external_key",
        "Project number",
        limit=SHORT,
        aliases=(
            *("project id", "id number", "project key", "project code", "project ref", "project reference", "number"),
            *("external key", "external id", "reference", "reference number", "programme id", "initiative id", "id"),
        ),
        help="Its number in another system; the next file finds it by that.",
        example="FIN-0042",
    ),
    Field(
        "title",
        "Title",
        aliases=(
            *("project name", "project", "project title", "programme name", "programme", "initiative"),
            *("initiative name", "initiative title", "business case", "use case", "name"),
        ),
        required=True,
        help="What it is called.",
        example="Spare parts forecast",
    ),
    Field(
        "domain",
        "Domain",
        aliases=(
            *("department", "department name", "dept", "domain name", "domain key", "business domain", "division"),
            *(
                "business unit",
                "ministry",
                "organisation",
                "organization",
                "business area",
                "capability",
                "directorate",
            ),
        ),
        required=True,
        help="Code or name of the domain; an unknown one is added.",
        example="finance",
    ),
    Field(
        "phase",
        "Phase",
        Type.CHOICE,
        choices=PHASES,
        aliases=("stage", "project phase", "project stage", "lifecycle stage"),
        help="Of a new one, if it is under way already. Later it moves through its gates only.",
        example=Phase.INTAKE,
    ),
    Field(
        "health",
        "Health",
        Type.CHOICE,
        choices=HEALTH,
        declines=UNRATED,
        aliases=(
            *("colour rating", "color rating", "rag rating", "rag", "rag status", "health status", "dca", "dca rating"),
            *("delivery confidence assessment", "delivery confidence", "confidence rating", "confidence", "rating"),
            *("overall rating", "overall status", "overall rag", "delivery status", "traffic light", "status"),
        ),
        help="How confident its people are that it will deliver.",
        example=Health.AMBER_GREEN,
    ),
    Field(
        "health_note",
        "Health note",
        limit=TEXT,
        aliases=(
            *("rating comment", "rag comment", "status comment", "rating commentary", "rag commentary"),
            *("commentary on rating", "commentary on actions planned or taken on rag rating", "rating narrative"),
            *(
                "delivery confidence commentary",
                "delivery confidence narrative",
                "confidence comment",
                "health comment",
            ),
            *("commentary", "narrative", "comment", "status note", "rating note", "dca commentary", "dca narrative"),
        ),
        help="Why the health is what it is.",
        example="Supplier data arrives two weeks late.",
    ),
    Field(
        "why",
        "Why",
        limit=TEXT,
        aliases=(
            *("description aims", "description", "aims", "aim", "purpose", "objective", "goal", "summary", "rationale"),
            *("project description", "description and aims", "problem"),
        ),
        help="The business question behind it.",
        example="Stock runs out while the warehouse is full of other parts.",
    ),
    Field("business_value", "Business value", limit=TEXT, aliases=("value", "business benefit", "expected benefit")),
    Field(
        "budget",
        "Budget",
        Type.MONEY,
        currency="budget_currency",
        aliases=(
            *("wlc baseline", "whole life cost", "total baseline whole life cost", "total whole life cost", "wlc"),
            *("total budgeted whole life cost", "baseline whole life cost", "budgeted whole life cost"),
            *("total budget", "total cost", "budget amount", "approved cost", "cost estimate", "project cost"),
        ),
        help="For all of it, not for a year.",
        example=120000,
    ),
    Field(
        "budget_currency",
        "Currency",
        limit=3,
        aliases=("budget currency",),
        help="Three letters. Not needed if the amounts or their column name it.",
        example="EUR",
    ),
    Field("local_competence", "Local competence", limit=TEXT, aliases=("competence", "skill")),
    Field("local_resources", "Local resources", limit=TEXT, aliases=("resource",)),
    Field(
        "sponsor",
        "Sponsor",
        aliases=("sponsor email", "sponsor e-mail", "sponsor name"),
        help="E-mail address or name of a person who is there.",
        example="ada@example.com",
    ),
    Field("product_team", "Product team", limit=SHORT, aliases=("team", "delivery team")),
    Field(
        "planned_start",
        "Planned start",
        Type.DATE,
        aliases=("start date", "project start date", "start", "begin", "start on"),
        example="2026-10-01",
    ),
    Field(
        "planned_end",
        "Planned end",
        Type.DATE,
        aliases=(
            "end date",
            "project end date",
            "end",
            "finish",
            "finish date",
            "completion date",
            "due date",
            "end on",
        ),
        example="2027-03-31",
    ),
)
