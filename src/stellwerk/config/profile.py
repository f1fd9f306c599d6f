"""``[[access_profile]]``: a named set of OX rights."""

from stellwerk.config.document import EntryWish
from stellwerk.config.section import Section, suggestion
from stellwerk.targets.ox.access import PROPERTIES


def profile(section: Section) -> EntryWish:
    """One access profile; `rights` are named like the UDM properties of oxmail/accessprofile."""
    name = section.text("name", required=True)
    rights = section.texts("rights")
    if "rights" not in section.values:
        section.problem("", "rights is missing", 'Add rights = ["webmail", "contacts"] or [].')
    for right in rights:
        if right not in PROPERTIES:
            section.problem("rights", f"{right!r} is not known", suggestion(right, PROPERTIES))
    section.end()
    attributes = {right: ["1"] for right in sorted(set(rights))}
    return EntryWish("access_profile", name, name, attributes, section)
