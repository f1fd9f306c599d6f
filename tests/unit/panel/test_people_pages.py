"""The list of people and a person's page."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stellwerk.core.access import Role
from stellwerk.people.actions import PersonFields, add_people
from stellwerk.portals.models import Trail
from stellwerk.sources.models import Decision
from stellwerk.sync.models import Held, Work
from tests.browsing import client_of, person, portal
from tests.factories import person_record
from tests.unit.panel.people_case import Town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.fixture
def auditor(town: Town) -> Client:
    return client_of(person(town.portal, "ida", Role.AUDITOR))


@pytest.fixture
def admin(town: Town) -> Client:
    return client_of(person(town.portal, "otto", Role.ADMINISTRATOR))


def page(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def listed(browser: Client, query: str) -> set[str]:
    found = browser.get(f"/people/?{query}")
    assert found.status_code == 200
    return {line.person.login for line in found.context["lines"]}


@pytest.mark.parametrize(
    ("query", "logins"),
    [
        ("q=MUELLER", {"anna"}),
        ("q=muller", {"anna"}),
        ("q=nobody", set()),
        ("account=with", {"anna", "bert"}),
        ("account=without&source=local", {"ida"}),
        ("waits=parked", {"carl"}),
        ("waits=held", set()),
        ("group=TEAM", {"anna", "bert", "carl"}),
        ("group=team&q=bert", {"bert"}),
        ("state=left", set()),
    ],
)
def test_filters_are_kept_in_the_address(
    town: Town, auditor: Client, query: str, logins: set[str]
) -> None:
    assert listed(auditor, query) == logins


def test_a_source_is_a_filter(town: Town, auditor: Client) -> None:
    assert listed(auditor, f"source={town.source.public_id}") == {"anna", "bert", "carl"}


def test_pages_follow_each_other_without_gaps(town: Town, auditor: Client) -> None:
    add_people(town.portal, [PersonFields(f"p{n:03}", "Same", "Name") for n in range(120)])
    address, seen = "/people/?q=same", []
    while address:
        found = auditor.get(address)
        seen += [line.person.login for line in found.context["lines"]]
        following = found.context["page"].following
        address = f"/people/{following}" if following else ""
    assert sorted(seen) == [f"p{n:03}" for n in range(120)]
    assert len(seen) == 120


def test_each_value_names_its_source_and_attribute(town: Town, auditor: Client) -> None:
    found = auditor.get(town.address(town.person("anna")))
    values = {str(value.name): value for value in found.context["values"]}
    assert (values["Last name"].value, values["Last name"].attribute) == ("Müller", "lastname")
    assert values["Mail"].source == "directory"
    assert "directory" in values["Mail"].lock


def test_a_person_made_here_is_not_locked(town: Town, auditor: Client) -> None:
    text = page(auditor, town.address(town.person("ida")))
    assert "no source knows this person" in text
    assert "Kept by the source" not in text


def test_groups_are_shown_direct_and_nested(town: Town, auditor: Client) -> None:
    found = auditor.get(town.address(town.person("anna"))).context["groups"]
    assert [(one.group.name, one.direct) for one in found] == [("team", True), ("everybody", False)]


def test_what_differs_is_marked(town: Town, auditor: Client) -> None:
    given = {**town.records["anna"].attributes, "oxDepartment": ["Bauamt"]}
    town.records["anna"] = replace(
        town.records["anna"], attributes=given, fingerprint=b"another one 1234"
    )
    town.read()
    found = auditor.get(town.address(town.person("anna"), f"at/{town.target.public_id}/"))
    rows = {row.name: row for row in found.context["compared"].rows}
    assert rows["Department"].differs
    assert (rows["Department"].wanted, rows["Department"].applied) == ("Bauamt", "")
    assert not rows["Login"].differs


def test_a_parked_person_says_what_to_do(town: Town, auditor: Client, admin: Client) -> None:
    carl = town.person("carl")
    text = page(auditor, town.address(carl))
    assert "The access profile is not known" in text
    assert "Likely cause" in text
    assert town.address(carl, "retry/") not in text
    assert town.address(carl, "retry/") in page(admin, town.address(carl))
    assert admin.post(town.address(carl, "retry/")).status_code == 303
    assert Work.objects.get(object=f"person:{carl.pk}").state == Work.State.READY
    assert Trail.objects.filter(verb="object.retry", actor="otto").exists()


def test_looking_again_marks_the_person(town: Town, admin: Client, auditor: Client) -> None:
    anna = town.person("anna")
    assert not Work.objects.filter(object=f"person:{anna.pk}").exists()
    assert auditor.post(town.address(anna, "look/")).status_code == 403
    before = set(Work.objects.values_list("object", "generation", "state"))
    assert admin.post(town.address(anna, "look/")).status_code == 303
    assert Work.objects.get(object=f"person:{anna.pk}").priority == 0
    # Nobody and nothing else: carl is still parked, no group is due.
    others = Work.objects.exclude(object=f"person:{anna.pk}")
    assert set(others.values_list("object", "generation", "state")) == before
    town.settle()
    assert set(others.values_list("object", "generation", "state")) == before


def test_who_is_in_no_source_any_more_was_not_made_here(town: Town, auditor: Client) -> None:
    bert = town.person("bert")
    del town.records["bert"]
    town.read()
    text = page(auditor, town.address(bert))
    assert "No source has this person any more" in text
    assert "Made in the panel" not in text


def test_who_waits_for_a_decision_is_led_to_it(town: Town, auditor: Client) -> None:
    anna = town.person("anna")
    town.records["anna"] = person_record("anna", ident="another", oxAccess="premium")
    town.read()
    Decision.objects.update(run=7)
    text = page(auditor, town.address(anna))
    assert "is this one person or two?" in text
    assert 'href="/decisions/?run=7"' in text


@pytest.mark.parametrize(("deed", "column"), [("approve", "approved"), ("drop", "dropped")])
def test_what_is_held_is_answered(town: Town, admin: Client, deed: str, column: str) -> None:
    bert = town.person("bert")
    del town.records["bert"]
    town.read()
    held = Held.objects.get(object=f"person:{bert.pk}")
    address = town.address(bert, f"{deed}/?digest={held.digest}")
    assert town.address(bert, f"{deed}/") in page(admin, town.address(bert))
    assert "The account is disabled" in page(admin, address)
    assert admin.post(address).status_code == 303
    held.refresh_from_db()
    assert getattr(held, column)


def test_what_was_not_shown_is_not_approved(town: Town, admin: Client) -> None:
    bert = town.person("bert")
    del town.records["bert"]
    town.read()
    assert admin.post(town.address(bert, "approve/?digest=0123")).status_code == 303
    assert not Held.objects.get(object=f"person:{bert.pk}").approved


def test_no_page_asks_more_than_twenty_questions(town: Town, auditor: Client) -> None:
    for address in (
        "/people/?q=a&state=active&account=with",
        town.address(town.person("anna")),
        town.address(town.person("anna"), f"at/{town.target.public_id}/"),
        town.address(town.person("carl")),
        town.address(town.person("anna"), "history/"),
    ):
        with CaptureQueriesContext(connection) as asked:
            page(auditor, address)
        assert len(asked) <= 20, address


def test_people_of_another_portal_are_not_there(town: Town) -> None:
    other = client_of(person(portal("Other", address="http://localhost"), "eva", Role.OWNER))
    assert other.get(town.address(town.person("anna"))).status_code == 404
