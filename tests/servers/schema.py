"""A schema for slapd with the names UCS uses, enough to hold what Stellwerk reads.

The text and the numbers are our own (below OpenLDAP's arc for experiments); only the names of
attributes and classes are those of UCS.
"""

from stellwerk.sources.dialects.ox_names import PERSON_PROPERTIES, RIGHTS

_ARC = "1.3.6.1.4.1.4203.666.77"
_TEXT = (
    "EQUALITY caseIgnoreMatch SUBSTR caseIgnoreSubstringsMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15"
)

_SINGLE = (
    "univentionObjectIdentifier",
    "mailPrimaryAddress",
    "univentionMailHomeServer",
    "univentionMailUserQuota",
    "univentionBirthday",
    "sambaAcctFlags",
    "krb5KDCFlags",
    "isOxGroup",
    "oxQuota",
    "oxPersonal",
    "oxResourceAdmin",
    *PERSON_PROPERTIES,
    *(f"oxRight{right.capitalize()}" for right in RIGHTS),
)
_MULTI = (
    "univentionObjectType",
    "univentionObjectFlag",
    "mailAlternativeAddress",
    "oxContextIDNum",
)
_CLASSES = (
    ("univentionObject", "AUXILIARY", "", "univentionObjectType univentionObjectFlag "
     "univentionObjectIdentifier"),
    ("univentionMail", "AUXILIARY", "", "mailPrimaryAddress mailAlternativeAddress "
     "univentionMailHomeServer univentionMailUserQuota"),
    ("univentionPerson", "AUXILIARY", "", "univentionBirthday sambaAcctFlags krb5KDCFlags"),
    ("univentionGroup", "AUXILIARY", "", "uniqueMember mailPrimaryAddress"),
    ("oxUserObject", "AUXILIARY", "", " ".join(["oxContextIDNum", *PERSON_PROPERTIES])),
    ("oxGroup", "AUXILIARY", "", "isOxGroup oxContextIDNum"),
    ("oxContext", "STRUCTURAL", "cn oxContextIDNum", "oxQuota description"),
    ("oxAccessProfile", "STRUCTURAL", "cn displayName",
     " ".join(f"oxRight{right.capitalize()}" for right in RIGHTS)),
    ("oxFunctionalAccount", "STRUCTURAL", "cn mailPrimaryAddress",
     "oxQuota oxPersonal uniqueMember oxContextIDNum"),
    ("oxResourceObject", "STRUCTURAL", "cn displayName mailPrimaryAddress",
     "description oxResourceAdmin oxContextIDNum"),
)  # fmt: skip


def ucs_schema() -> str:
    """Return the schema as slapd.conf includes it."""
    lines = []
    for number, name in enumerate((*_SINGLE, *_MULTI)):
        single = " SINGLE-VALUE" if name in _SINGLE else ""
        lines.append(f"attributetype ( {_ARC}.1.{number} NAME '{name}' {_TEXT}{single} )")
    for number, (name, sort, must, may) in enumerate(_CLASSES):
        needs = f"MUST ( {' $ '.join(must.split())} ) " if must else ""
        has = f"MAY ( {' $ '.join(may.split())} )"
        lines.append(f"objectclass ( {_ARC}.2.{number} NAME '{name}' SUP top {sort} {needs}{has} )")
    return "\n".join(lines) + "\n"
