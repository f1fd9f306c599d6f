import pytest

from stellwerk.core.access import Needs, Role, needs, needs_of, open_to_everybody


def view() -> None:
    """A view."""


def test_a_view_that_says_nothing_needs_are_unknown() -> None:
    assert needs_of(view) is None


def test_an_auditors_page_is_changed_by_administrators() -> None:
    marked = needs(Role.AUDITOR)(lambda: None)
    assert needs_of(marked) == Needs(Role.AUDITOR, Role.ADMINISTRATOR)


@pytest.mark.parametrize(
    ("needed", "reads", "writes"),
    [
        (Role.OWNER, {Role.OWNER}, {Role.OWNER}),
        (
            Role.ADMINISTRATOR,
            {Role.OWNER, Role.ADMINISTRATOR},
            {Role.OWNER, Role.ADMINISTRATOR},
        ),
        (
            Role.AUDITOR,
            {Role.OWNER, Role.ADMINISTRATOR, Role.AUDITOR},
            {Role.OWNER, Role.ADMINISTRATOR},
        ),
        (
            Role.HELP_DESK,
            {Role.OWNER, Role.ADMINISTRATOR, Role.AUDITOR, Role.HELP_DESK},
            {Role.OWNER, Role.ADMINISTRATOR, Role.HELP_DESK},
        ),
        (Role.PERSON, set(Role), set(Role)),
    ],
)
def test_who_reads_and_who_writes(needed: Role, reads: set[Role], writes: set[Role]) -> None:
    found = needs_of(needs(needed)(lambda: None))
    assert found is not None
    assert {role for role in Role if found.allows({role}, "GET")} == reads
    assert {role for role in Role if found.allows({role}, "POST")} == writes
    assert not found.allows((), "GET")


def test_roles_add_up() -> None:
    found = needs_of(needs(Role.HELP_DESK)(lambda: None))
    assert found is not None
    assert found.allows({Role.PERSON, Role.AUDITOR, Role.HELP_DESK}, "POST")


def test_open_to_everybody_asks_nothing() -> None:
    found = needs_of(open_to_everybody(lambda: None))
    assert found is not None
    assert found.allows((), "POST")
