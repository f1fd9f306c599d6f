"""Somebody who came by signing in gets an account, and changes of their profile arrive there."""

import pytest
from site_case import Site

from stellwerk.core import clock
from stellwerk.people.models import Person
from stellwerk.sso.switching import turn_off
from stellwerk.sync.actions import save_rules
from tests.saml_messages.building import NOW
from tests.unit.sso.visiting import ADDRESS, Visitor, attributes, switched_on

pytestmark = pytest.mark.django_db


def _signed_in(**given: str) -> Person:
    with clock.held(NOW):
        browser = Visitor()
        browser.sign_in(attributes=attributes(**given))
        return browser.person


def test_whoever_signed_in_is_planned_made_changed_and_kept(site: Site) -> None:
    site.portal.address = ADDRESS
    site.portal.save()
    switched_on(site.portal)
    rule = {
        "name": "everybody who signs in",
        "match": {"kind": "person", "source": "sso"},
        "give": {"context": "10", "profile": "premium"},
    }
    save_rules(site.target, [rule], actor="test")
    who = _signed_in()
    drawn = site.plan()
    made = [one for one in drawn.changes() if one["object"] == f"person:{who.pk}"]
    assert [(one["action"], one["fields"]["sur_name"][1]) for one in made] == [("create", "Arendt")]
    site.carry_out(drawn)
    _signed_in(sn="Neumann")
    site.drain()
    turn_off(site.portal, actor="test")
    assert not [one for one in site.plan().changes() if one["object"] == f"person:{who.pk}"]
    assert site.users()[who.login]["sur_name"] == "Neumann"
