from core.rules.sentences import listed


def test_several_things_are_joined_as_people_say_them():
    assert listed(["an owner"]) == "an owner"
    assert listed(["an owner", "a team"]) == "an owner and a team"
    assert listed(["a manager", "an admin"], joint="or") == "a manager or an admin"
    assert listed(["an owner", "a team", "a cost centre"]) == "an owner, a team and a cost centre"


def test_past_some_of_them_the_rest_is_counted():
    assert listed(["DP-1", "DP-2", "DP-3", "DP-4", "DP-5"], at_most=2) == "DP-1, DP-2 and 3 more"
    assert listed(["DP-1", "DP-2"], at_most=2) == "DP-1 and DP-2"


def test_nothing_is_listed_as_nothing():
    assert listed([]) == ""
