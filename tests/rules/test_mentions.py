from __future__ import annotations

import pytest

from core.rules.mentions import Known, handle, mentioned

ADA, ANN, ANN_MARIE = (
    Known(1, "ada@example.com", "Ada Admin"),
    Known(2, "ann@example.com", "Ann Lee"),
    Known(3, "marie@example.com", "Ann Lee Marie"),
)
JO, OTHER_JO = Known(4, "jo@example.com", "Jo Berg"), Known(5, "jo.berg@example.com", "Jo Berg")
EVERYBODY = (ADA, ANN, ANN_MARIE, JO, OTHER_JO)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@Ada Admin, can you?", (ADA,)),
        ("Thanks (@ada admin)", (ADA,)),
        ("@ADA@EXAMPLE.COM please", (ADA,)),
        ("@Ann Lee Marie and @Ann Lee.", (ANN_MARIE, ANN)),
        ("@Ann Lee\n@Ann Lee", (ANN,)),
        ("@Jo Berg", ()),
        ("@jo.berg@example.com", (OTHER_JO,)),
        ("@Ada Administrator", ()),
        ("@Ada", ()),
        ("Write to ada@example.com", ()),
        ("Ada Admin", ()),
        ("@ Ada Admin, @@Ada Admin, 5 @ 3", ()),
        ("", ()),
    ],
)
def test_an_at_and_a_full_name_or_an_e_mail_names_a_person(text: str, named: tuple[Known, ...]):
    assert mentioned(text, EVERYBODY) == named


def test_a_handle_names_its_person_even_where_two_bear_a_name():
    for person in EVERYBODY:
        assert mentioned(f"See {handle(person, EVERYBODY)}.", EVERYBODY) == (person,)
