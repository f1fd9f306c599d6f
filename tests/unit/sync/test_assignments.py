"""Assignments: the first rule that matches decides, and can say why."""

from stellwerk.sync.assignments import UCS, Rule, Subject, decide, explain


def _ucs() -> list[Rule]:
    rules = []
    for number, row in enumerate(UCS, 1):
        match = dict(row["match"])
        rules.append(Rule(number, row["name"], match.pop("kind"), match, row["give"]))
    return rules


def _person(**attributes: str) -> Subject:
    return Subject("person", {name: [value] for name, value in attributes.items()})


def test_the_ucs_preset_takes_ox_users_into_their_context_with_their_profile() -> None:
    given = decide(_ucs(), _person(isOxUser="OK", oxContext="10", oxAccess="pim"))
    assert given is not None
    assert (given.context, given.profile) == ("10", "pim")


def test_the_ucs_preset_leaves_everybody_else_out() -> None:
    assert decide(_ucs(), _person(isOxUser="Not", oxContext="10")) is None
    assert decide(_ucs(), _person(oxContext="10")) is None


def test_without_a_profile_the_preset_gives_premium() -> None:
    given = decide(_ucs(), _person(isOxUser="ok", oxContext="10"))
    assert given is not None
    assert given.profile == "premium"


def test_a_person_rule_does_not_take_groups() -> None:
    assert decide(_ucs(), Subject("group", {"isOxUser": ["OK"]})) is None


def test_the_first_match_wins() -> None:
    rules = [
        Rule(1, "one", match={"group": "Staff"}, give={"context": "1", "profile": "a"}),
        Rule(2, "all", match={"all": True}, give={"context": "2", "profile": "b"}),
    ]
    staff = Subject("person", {}, groups=frozenset({"staff"}))
    first, other = decide(rules, staff), decide(rules, _person())
    assert first is not None
    assert other is not None
    assert (first.rule, other.rule) == (1, 2)


def test_all_conditions_of_a_rule_must_hold() -> None:
    rule = Rule(1, "r", match={"group": "Staff", "source": "ldap"}, give={})
    both = Subject("person", {}, groups=frozenset({"staff"}), sources=frozenset({"ldap"}))
    one = Subject("person", {}, groups=frozenset({"staff"}), sources=frozenset({"ldif"}))
    assert rule.matches(both)
    assert rule.misses(one) == "not from the source ldap"


def test_an_ou_matches_what_is_below_it_and_not_what_only_ends_alike() -> None:
    rule = Rule(1, "r", match={"ou": "ou=a,dc=x"}, give={})
    assert rule.matches(Subject("person", {}, dn_keys=("uid=b,ou=a,dc=x",)))
    assert not rule.matches(Subject("person", {}, dn_keys=("uid=b,ou=aa,dc=x",)))
    assert not rule.matches(Subject("person", {}, dn_keys=("uid=b,cn=ou=a,dc=y",)))


def test_a_fixed_context_is_the_default_of_one_that_comes_from_a_property() -> None:
    rule = Rule(1, "r", give={"context_from": "oxContext", "context": "5", "profile": "p"})
    assert rule.given(_person(oxContext="7")).context == "7"
    assert rule.given(_person()).context == "5"


def test_an_explanation_ends_with_the_rule_that_decides() -> None:
    rules = [
        Rule(1, "staff", match={"group": "Staff"}, give={}),
        Rule(2, "groups", kind="group", give={}),
        Rule(3, "all", give={}),
        Rule(4, "never asked", give={}),
    ]
    assert explain(rules, _person()) == ["staff: not in the group Staff", "all: matches"]
