"""What a directory holds does not steer the terminal it is shown in."""

from stellwerk.cli import output
from stellwerk.sync import plan
from tests.integration.sync.site_case import Site

EVIL = "An\x9bna\x1b]0;owned\x07\u202egnp"


def test_plans_and_parked_objects_show_what_would_steer_the_terminal(site: Site) -> None:
    site.directory.person("anna", displayName=EVIL, title=EVIL, sn=EVIL)
    site.directory.person("an\x1b[2Jna", ident="id-2")
    site.directory.group(EVIL, "uid=good,cn=users,dc=test", ident="id-3")
    drawn = site.plan()
    with output.console.capture() as shown:
        output.show_plan(drawn)
        site.carry_out(drawn)
        output.show_parked(plan.parked(site.portal))
        output.show_questions(plan.questions(site.portal))
    text = shown.get()
    assert "<U+202E>" in text
    assert "an<U+001B>[2Jna" in text
    assert not any(char in text for char in "\x1b\x9b\x07\u202e")
