"""Key results as people write them, half of them sound, half of them faulty in a way that was named beforehand.

The labels say what a careful reader would say, not what the rules say: where they differ, precision and recall tell.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from core.model.okrs import KeyResultKind
from core.rules.smart_facts import ObjectiveFacts, SmartFacts, StepPlanned, Who

OLGA, CARL, MARA = Who("olga@example.com", "Olga"), Who("carl@example.com", "Carl"), Who("mara@example.com", "Mara")
OF_DOMAIN = ObjectiveFacts("Manufacturing", owner=OLGA, accountable=(OLGA,), parent="OBJ-1", objectives_of_owner=3)
OF_COMPANY = ObjectiveFacts(is_companys=True, owner=MARA, accountable=(MARA,), parent="OBJ-1", key_results=4)

SOUND = SmartFacts(
    title="",
    kind=KeyResultKind.MOVEMENT,
    as_of=date(2026, 10, 1),
    objective=OF_DOMAIN,
    owner=OLGA,
    unit="reports",
    baseline=0,
    target=5,
    start=date(2026, 10, 1),
    due=date(2026, 12, 31),
    cadence_days=7,
    initiatives=("INI-1",),
)
BAND = replace(SOUND, kind=KeyResultKind.MAINTAIN, baseline=None, target=None, low=95, unit="%")
STEPS = replace(
    SOUND,
    kind=KeyResultKind.MILESTONE,
    baseline=None,
    target=None,
    unit="",
    steps=(
        StepPlanned("Agreed", date(2026, 10, 15)),
        StepPlanned("Built", date(2026, 11, 15)),
        StepPlanned("Live", date(2026, 12, 15)),
    ),
)
FROM_METRIC = replace(SOUND, source="the metric “Scrap rate”")
RISING = (10.0, 12, 13, 15, 18, 20, 22, 25, 27, 29)
"""About two a week, at best two and a half."""
FLAT = (40.0, 44, 38, 42, 45, 39, 41, 43, 37, 42)
"""Noise around 41; its natural process limits are about 29 and 53."""


@dataclass(frozen=True)
class Case:
    """``faults`` are the keys of the rules that should warn or fail."""

    facts: SmartFacts
    faults: frozenset[str] = frozenset()


def sound(title: str, facts: SmartFacts = SOUND, **changed: Any) -> Case:
    return Case(replace(facts, title=title, **changed))


def faulty(faults: str, title: str, facts: SmartFacts = SOUND, **changed: Any) -> Case:
    return Case(replace(facts, title=title, **changed), frozenset(faults.split()))


def around(**changed: Any) -> ObjectiveFacts:
    return replace(OF_DOMAIN, **changed)


SOUND_ONES = (
    sound("Move five Excel reports of about 30 hours each to the data platform"),
    sound("Scrap rate of line 3 from 4.8 % to 3.5 %", unit="%", baseline=4.8, target=3.5),
    sound("Support requests of handed-over products below 20 a month", unit="requests", baseline=45, target=20),
    sound("Support tickets answered within one working day", BAND),
    sound("Hours of support by the data team from 60 to 20 a month", unit="h", baseline=60, target=20),
    sound("Maintenance and support below 200 hours a month", unit="h", baseline=310, target=200),
    sound("From e-mail to support tickets: 90 % of questions in the queue", unit="%", baseline=30, target=90),
    sound("12 products have a support agreement signed by both sides", unit="products", target=12),
    sound("Support hours logged by the product team above 80 %", BAND, low=80),
    sound("Customer contracts rated 4 or better by their consumers", unit="contracts", target=8),
    sound("Forecast no more than 5 % better than the plan of last year", unit="%", baseline=0, target=5),
    sound("Availability of order data better than 99.5 %", BAND, low=99.5),
    sound("Improve the scrap rate of line 3 from 4.8 % to 3.5 %", FROM_METRIC, unit="%", baseline=4.8, target=3.5),
    sound("Optimise changeover time on the press line", FROM_METRIC, unit="min", baseline=42, target=30),
    sound("Better on-time delivery for spare parts", FROM_METRIC, unit="%", baseline=88, target=95),
    sound("Support the plants with live order data", FROM_METRIC, unit="plants", target=6),
    sound("Deploy route optimisation in three plants", unit="plants", target=3),
    sound("Continuous improvement board fed from the platform in six plants", unit="plants", target=6),
    sound("Improvement ideas implemented by operators: 40 to 100", unit="ideas", baseline=40, target=100),
    sound("Retire the report “Improve & Support 2019” and eleven others", target=12),
    sound("Planners use the improved forecast in 8 of 10 regions", unit="regions", target=8),
    sound("Move the enhanced bill of materials into the catalogue for 4 lines", unit="lines", target=4),
    sound("Answers of the help desk within four hours", BAND),
    sound("Help texts for all 140 columns of the order product", unit="columns", target=140),
    sound("Drive shafts traced to their supplier batch from 55 % to 98 %", unit="%", baseline=55, target=98),
    sound("Every supporting document of the audit linked in the catalogue", BAND, low=100),
    sound("Boost pressure readings of 40 test benches stored each minute", unit="benches", target=40),
    sound("Onboard Finance: request a workspace, train two people, load the ledger", STEPS),
    sound("Contract of the order product: agreed, tested, published", STEPS),
    sound("Handover of shop-floor alarms to the maintenance team", STEPS, unit="steps"),
    sound("Two plants certify their master data", STEPS, cadence_days=14),
    sound("Workspace ready within 15 minutes of its request", BAND, low=None, high=15, unit="min"),
    sound("Share of columns with a description stays above 90 %", BAND, low=90, source="columns described"),
    sound("Ninety-five per cent of loads on time, all year", BAND, start=date(2026, 4, 1), due=date(2026, 12, 31)),
    sound("Unit comes from the register: reports migrated in Finance", unit="", source="the register of Excel reports"),
    sound("Ten domains with a named business owner", objective=OF_COMPANY, owner=MARA, unit="domains", target=10),
    sound("Touchless workspaces across the company at 80 %", BAND, objective=OF_COMPANY, owner=MARA, low=80),
    sound("Weekly readers of the scrap dashboard from 29 to 50", unit="people", baseline=10, target=50, weekly=RISING),
    sound("Orders matched without a person from 29 to 90 a day", unit="orders", baseline=10, target=90, weekly=RISING),
    sound(
        "Unplanned stops of line 3 from 41 to 20 a week", unit="stops", baseline=41, target=20, weekly=(*FLAT, 30, 24)
    ),
    sound("Unplanned stops stay under 60 a week", BAND, low=None, high=60, unit="stops", weekly=FLAT),
    sound("Seven weeks are too few to judge the speed of 500 readers", unit="people", target=500, weekly=RISING[:7]),
    sound(
        "Target already reached: 25 trained analysts in Quality", baseline=0, target=25, weekly=RISING, unit="people"
    ),
    sound(
        "Fifth objective of a busy owner: 3 products live",
        objective=around(objectives_of_owner=5),
        unit="products",
        target=3,
    ),
    sound(
        "Fifth key result of its objective: 12 systems listed",
        objective=around(key_results=5),
        unit="systems",
        target=12,
    ),
    sound("Product linked through its initiative, 60 consumers", products=("DP-2",), unit="consumers", target=60),
    sound("No initiative yet, but it serves the company: 9 domains", initiatives=(), unit="domains", target=9),
    sound(
        "No parent, but an initiative works on it: 9 domains", objective=around(parent=None), unit="domains", target=9
    ),
    sound(
        "Fiscal year from October: 30 models reviewed",
        objective=around(fiscal_year_starts_in_month=10),
        due=date(2027, 6, 30),
        unit="models",
        target=30,
    ),
    sound("Check in every second week on 14 data contracts", cadence_days=14, unit="contracts", target=14),
    sound("Read by the platform, so nobody needs to report: 4 plants", source="the register of workspaces", target=4),
    sound("Purchase orders sent without paper from 12 % to 60 %", unit="%", baseline=12, target=60),
    sound("Publish the contract of the work-order product in the catalogue", STEPS),
    sound("Close the books in three days instead of six", unit="d", baseline=6, target=3),
    sound("Fifteen analysts of Quality pass the SQL exam", unit="analysts", target=15),
    sound("Cut the licence fees of the old warehouse by half", unit="k€", baseline=240, target=120),
    sound("Replace 8 interfaces to the ERP system with the order product", unit="interfaces", target=8),
    sound("Every load of the night finishes before six", BAND, low=98),
    sound("No table without an owner in Purchasing", BAND, low=None, high=0, unit="tables"),
    sound("Lead time of an access request under two days", BAND, low=None, high=2, unit="d"),
    sound("Support contract of the MES moved to the plant", STEPS),
    sound("Reduce the support backlog from 75 to 15", unit="tickets", baseline=75, target=15),
    sound("Parts advanced to the next station without a scan: none", BAND, low=None, high=0, unit="parts"),
    sound("Advance notice of late deliveries for 90 % of orders", unit="%", baseline=20, target=90),
    sound("Assist gas per cut metre from 14 to 11 litres", unit="l", baseline=14, target=11),
    sound("Improved forecast used by planners in 8 regions", FROM_METRIC, unit="regions", target=8),
    sound("Level 2 or better for every product of Logistics", unit="products", target=6),
    sound("No longer supported: 9 servers switched off", unit="servers", target=9),
    sound("Hours of drive tests read from the bench, 400 a week", unit="h", target=400),
    sound("The help centre lists all 60 products", unit="products", target=60),
    sound("Switch three plants from the “Better Planning” workbook to the product", unit="plants", target=3),
    sound("Eleven suppliers deliver certificates as data", unit="suppliers", target=11),
    sound(
        "Three quarters of the year without a broken contract",
        BAND,
        due=date(2026, 12, 31),
        start=date(2026, 4, 1),
        low=None,
        high=0,
        unit="breaks",
    ),
    sound("Two more domains reach the level “managed”", unit="domains", target=2),
    sound("Operators enter scrap reasons for 95 % of parts", unit="%", baseline=40, target=95),
    sound("Push notifications of stops reach the shift within 2 min", BAND, low=None, high=2, unit="min"),
    sound("Negative balance of returns from −40 to −5 a month", unit="parts", baseline=-40, target=-5),
)

FAULTY_ONES = (
    faulty("verb", "Improve data quality in manufacturing"),
    faulty("verb", "Improving the master data of suppliers", unit="%", baseline=60, target=90),
    faulty("verb", "Enhance self-service for controllers", unit="users", target=40),
    faulty("verb", "Optimize the nightly load of the warehouse", unit="h", baseline=6, target=4),
    faulty("verb", "Support the plants in using order data", unit="plants", target=6),
    faulty("verb", "Supporting finance with monthly closings", unit="closings", target=3),
    faulty("verb", "Train analysts and support domain teams with templates", unit="teams", target=5),
    faulty("verb", "Better transparency about stock levels", unit="%", baseline=50, target=80),
    faulty("verb", "Make reporting faster and better", unit="h", baseline=30, target=20),
    faulty("verb", "Data quality improved in three domains", unit="domains", target=3),
    faulty("verb", "Improvement of the forecast for spare parts", unit="%", baseline=60, target=70),
    faulty("verb", "Strengthen data literacy of team leads", unit="people", target=30),
    faulty("verb", "Streamline onboarding of new domains", unit="d", baseline=15, target=1),
    faulty("verb", "Business owners are supported in finding data", BAND),
    faulty("verb", "Boost adoption of the catalogue in Quality", unit="users", target=100),
    faulty("verb", "Foster a culture of data ownership in the plants", STEPS),
    faulty("verb", "Help controllers leave Excel behind for closing", STEPS),
    faulty("verb", "Optimising the process of access requests", BAND, low=None, high=2, unit="d"),
    faulty("verb", "Leverage sensor data for maintenance planning", STEPS),
    faulty("verb", "Drive self-service in the plants", unit="plants", target=5),
    faulty("verb", "Accelerate reporting for controllers", unit="d", baseline=5, target=3),
    faulty("verb", "Contribute to a data-driven company", STEPS),
    faulty("verb", "Make sure that data is used more often", STEPS),  # no list of verbs knows this one either
    faulty("verb", "Our dashboards should look nicer to managers", STEPS),  # vague, and no list of words knows it
    faulty("wording verb", "Better data"),
    faulty("wording", "Data quality"),
    faulty("wording", "Reports", unit="reports"),
    faulty("wording", "Catalogue", STEPS),
    faulty("wording", "OEE", BAND),
    faulty("wording", "Self-service analytics!", unit="users"),
    faulty("ends speed", "Move Excel reports of Finance to the platform", baseline=None),
    faulty("ends speed noise", "Fewer manual bookings in the ledger every month", target=None, unit="bookings"),
    faulty("ends speed noise", "Scrap in grams for each part of line 3", baseline=None, target=None, unit="g"),
    faulty("ends noise", "Availability of the order product stays high", BAND, low=None),
    faulty("ends dates", "Handover of the alarms product to maintenance", STEPS, steps=()),
    faulty("ends", "Publish the contract of the order product", STEPS, steps=STEPS.steps[:1]),
    faulty("unit", "From 4.8 to 3.5 on line 3", unit="", baseline=4.8, target=3.5),
    faulty("unit", "Waiting requests for access stay under two", BAND, low=None, high=2, unit=""),
    faulty("unit", "Consumers of the order product from 3 to 20", unit="", baseline=3, target=20),
    faulty("unit", "Trained colleagues in the purchasing department", unit="", target=12),
    faulty("unit verb", "Enhanced master data of suppliers", unit="", target=90),
    faulty("source owner", "Ten tables of the ERP system with an owner", owner=None, unit="tables", target=10),
    faulty("source cadence", "Six plants deliver order data each night", cadence_days=None, unit="plants", target=6),
    faulty("source cadence", "Loads that finish before six in the morning", BAND, cadence_days=None),
    faulty("source owner", "Loads of the plant in Graz finish before six", BAND, owner=None),
    faulty("source cadence", "Master data certified in two plants", STEPS, cadence_days=None),
    faulty("speed", "Weekly readers from 29 to 300 by the end of the year", unit="people", target=300, weekly=RISING),
    faulty("speed", "Matched orders from 29 to 200 a day", unit="orders", baseline=10, target=200, weekly=RISING),
    faulty(
        "speed",
        "Manual bookings down to zero although they only rise",
        unit="bookings",
        baseline=30,
        target=0,
        weekly=RISING,
    ),
    faulty(
        "speed",
        "Forty more readers in the last two weeks",
        unit="people",
        target=69,
        weekly=RISING,
        as_of=date(2026, 12, 17),
    ),
    faulty("speed", "Describe 9,000 columns by Christmas", unit="columns", target=9000, weekly=RISING),
    faulty(
        "noise", "Unplanned stops of line 3 from 44 to 38 a week", unit="stops", baseline=44, target=38, weekly=FLAT
    ),
    faulty(
        "noise", "Questions to the data team down to 36 a week", unit="questions", baseline=42, target=36, weekly=FLAT
    ),
    faulty("noise", "Orders without a complaint up to 45 a day", unit="orders", baseline=40, target=45, weekly=FLAT),
    faulty("noise", "Unplanned stops stay under 44 a week", BAND, low=None, high=44, unit="stops", weekly=FLAT),
    faulty("noise", "Between 38 and 60 deliveries on time each day", BAND, low=38, high=60, weekly=FLAT),
    faulty(
        "objectives", "Sixth objective of one owner: 3 products live", objective=around(objectives_of_owner=6), target=3
    ),
    faulty(
        "objectives",
        "One of nine objectives: 20 contracts published",
        objective=around(objectives_of_owner=9),
        target=20,
    ),
    faulty(
        "objectives", "One of seven objectives: 4 plants connected", objective=around(objectives_of_owner=7), target=4
    ),
    faulty("key_results", "Sixth key result of its objective: 12 systems", objective=around(key_results=6), target=12),
    faulty("key_results", "One of ten: loads stay on time", BAND, objective=around(key_results=10)),
    faulty(
        "key_results objectives",
        "Everything at once: 30 reports moved",
        target=30,
        objective=around(key_results=8, objectives_of_owner=8),
    ),
    faulty(
        "home owner", "Nine reports moved, nobody says for whom", objective=ObjectiveFacts(parent="OBJ-1"), target=9
    ),
    faulty(
        "home owner", "Loads on time, nobody says whose", BAND, objective=ObjectiveFacts(owner=OLGA, parent="OBJ-1")
    ),
    faulty(
        "home owner", "Certified master data, wherever", STEPS, objective=ObjectiveFacts(owner=CARL, parent="OBJ-1")
    ),
    faulty(
        "owner",
        "Three lines traced, owned by the engineer",
        owner=CARL,
        unit="lines",
        target=3,
        objective=around(owner=CARL),
    ),
    faulty("owner", "Three lines traced, reported by the engineer", owner=CARL, unit="lines", target=3),
    faulty("owner", "Domain without a business owner moves 4 reports", objective=around(accountable=()), target=4),
    faulty(
        "owner",
        "Ten domains named, owned by an engineer",
        objective=replace(OF_COMPANY, owner=CARL),
        owner=CARL,
        unit="domains",
        target=10,
    ),
    faulty(
        "links",
        "Seven suppliers send their certificates as data",
        initiatives=(),
        objective=around(parent=None),
        target=7,
    ),
    faulty("links", "Alarms answered within ten minutes", BAND, initiatives=(), objective=around(parent=None)),
    faulty(
        "links verb",
        "Optimise master data of machines",
        initiatives=(),
        objective=around(parent=None),
        unit="%",
        target=90,
    ),
    faulty("links", "Handover to the night shift", STEPS, initiatives=(), objective=around(parent=None)),
    faulty("window", "Twelve contracts over the winter", due=date(2027, 2, 28), unit="contracts", target=12),
    faulty("window", "Loads on time until further notice", BAND, due=date(2028, 12, 31)),
    faulty(
        "window", "Due before it starts: 5 reports", start=date(2026, 12, 31), due=date(2026, 10, 1), cadence_days=7
    ),
    faulty("window cadence speed", "Eight plants connected some day", due=None, unit="plants", target=8),
    faulty(
        "window",
        "Fiscal year from October, begun before it",
        start=date(2026, 7, 1),
        objective=around(fiscal_year_starts_in_month=10),
    ),
    faulty("cadence", "Looked at once, at the end: 5 reports moved", cadence_days=90),
    faulty("cadence", "Loads on time, checked in December", BAND, cadence_days=80),
    faulty("cadence", "Six weeks for two plants, checked monthly", start=date(2026, 11, 16), cadence_days=30, target=2),
    faulty(
        "dates",
        "Contract: agreed, tested, published, in this order",
        STEPS,
        steps=(StepPlanned("Agreed"), StepPlanned("Published")),
    ),
    faulty("dates", "Finance moves in, step by step", STEPS, steps=(*STEPS.steps[:2], StepPlanned("Live"))),
    faulty(
        "dates",
        "Handover planned for the spring after",
        STEPS,
        steps=(*STEPS.steps, StepPlanned("Handed over", date(2027, 4, 1))),
    ),
    faulty(
        "dates", "Pilot planned before it began", STEPS, steps=(StepPlanned("Pilot", date(2026, 8, 1)), *STEPS.steps)
    ),
    faulty("verb owner", "Elevate reporting in Sales to the next level", STEPS, owner=CARL),
    faulty(
        "verb links", "Help desk and teams improve together", initiatives=(), objective=around(parent=None), target=4
    ),
)

CASES = SOUND_ONES + FAULTY_ONES
