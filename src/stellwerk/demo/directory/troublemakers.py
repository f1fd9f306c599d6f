"""The three people who cannot be carried, each for another reason, and why they are there.

Every real directory has some; these show what becomes of them: they are parked, with the reason,
while everybody else arrives.

* person 3 has the mail address ``name@bauhof@lindenau.example``, which is none: OX answers
  "Invalid email address";
* person 5 has the access profile ``platin``, which does not exist;
* person 8 is to live in context 99, which is not declared.
"""

from stellwerk.demo.directory.identity import Identity
from stellwerk.demo.directory.town import DOMAIN, Pairs

BROKEN_MAIL, UNKNOWN_PROFILE, UNDECLARED_CONTEXT = 3, 5, 8
TROUBLEMAKERS = (BROKEN_MAIL, UNKNOWN_PROFILE, UNDECLARED_CONTEXT)


def planted(person: Identity, pairs: Pairs) -> Pairs:
    """Return a person's attributes with the planted fault, if the person has one."""
    faults = {
        BROKEN_MAIL: ("mailPrimaryAddress", f"{person.login}@bauhof@{DOMAIN}"),
        UNKNOWN_PROFILE: ("oxAccess", "platin"),
        UNDECLARED_CONTEXT: ("oxContextIDNum", "99"),
    }
    if person.number not in faults:
        return pairs
    name, value = faults[person.number]
    note = ("description", f"Planted fault in {name}, to show how it is reported")
    return [(known, value if known == name else old) for known, old in pairs] + [note]
