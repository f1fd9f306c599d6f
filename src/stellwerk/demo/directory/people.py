"""The people: what UDM writes for a user, with all the variety a town has."""

from random import Random

from stellwerk.demo.directory.identity import NAMESAKES, Identity, identity
from stellwerk.demo.directory.names import CITIES, POSITIONS, STREETS, TITLES
from stellwerk.demo.directory.photos import photo
from stellwerk.demo.directory.profiles import ALLOWED
from stellwerk.demo.directory.town import DOMAIN, Pairs, Town
from stellwerk.demo.directory.troublemakers import TROUBLEMAKERS, planted

_CLASSES = (
    "inetOrgPerson",
    "posixAccount",
    "shadowAccount",
    "univentionMail",
    "univentionPerson",
    "univentionObject",
    "oxUserObject",
)
_PROFILES = [name for name in ALLOWED if name != "none"]


def person_entry(town: Town, number: int, office: str) -> tuple[str, Pairs]:
    """Return the DN and the attributes of person `number`, who works in `office`."""
    person = identity(number)
    chance = Random(f"{town.seed}/{number}")
    pairs: Pairs = [("objectClass", name) for name in _CLASSES]
    pairs += _account(town, person)
    pairs += _names(person, chance)
    pairs += _mail(person, chance)
    pairs += _work(person, chance, office)
    pairs += _private(chance)
    if town.photo_every and number % town.photo_every == 0:
        pairs.append(("jpegPhoto", photo(number)))
    pairs += _ox(town, person, chance)
    return person.dn, [*planted(person, pairs), *town.ids(f"person/{number}")]


def is_disabled(number: int) -> bool:
    """Tell whether the account of person `number` is disabled in the directory."""
    return number % 40 == 19


def has_ox(number: int) -> bool:
    """Tell whether person `number` is marked as an OX user."""
    return number % 25 != 11


def _account(town: Town, person: Identity) -> Pairs:
    pairs: Pairs = [
        ("univentionObjectType", "users/user"),
        ("uid", person.login),
        ("uidNumber", str(2000 + person.number)),
        ("gidNumber", "5001"),
        ("homeDirectory", f"/home/{person.login}"),
    ]
    if is_disabled(person.number):
        pairs.append(("shadowExpire", "1"))
    return pairs


def _names(person: Identity, chance: Random) -> Pairs:
    plain = person.number in TROUBLEMAKERS or person.number in NAMESAKES
    title = chance.choice(TITLES) if chance.random() < 0.08 and not plain else ""
    full = f"{person.first} {person.last}"
    return [
        ("cn", full),
        ("givenName", person.first),
        ("sn", person.last),
        ("displayName", full),
        ("title", title),
    ]


def _mail(person: Identity, chance: Random) -> Pairs:
    pairs: Pairs = [("mailPrimaryAddress", f"{person.login}@{DOMAIN}")]
    if chance.random() < 0.4:
        pairs.append(("mailAlternativeAddress", f"{person.login}@post.{DOMAIN}"))
    if chance.random() < 0.1:
        pairs.append(("mailAlternativeAddress", f"p{person.number:06}@{DOMAIN}"))
    return pairs


def _work(person: Identity, chance: Random, office: str) -> Pairs:
    city, postcode = chance.choice(CITIES)
    desk = 100 + person.number % 9000
    pairs: Pairs = [
        ("o", "Stadt Lindenau"),
        ("oxDepartment", office),
        ("oxPosition", chance.choice(POSITIONS)),
        ("employeeNumber", str(10000 + person.number)),
        ("roomNumber", f"{chance.choice('ABC')} {chance.randint(1, 4)}.{chance.randint(1, 30):02}"),
        ("telephoneNumber", f"+49 5555 {desk}"),
        ("telephoneNumber", f"+49 5555 {desk}-1" if chance.random() < 0.2 else ""),
        ("street", f"{chance.choice(STREETS)} {chance.randint(1, 120)}"),
        ("postalCode", postcode),
        ("l", city),
    ]
    if chance.random() < 0.5:
        pairs.append(("mobile", f"+49 170 {chance.randint(1000000, 9999999)}"))
    if chance.random() < 0.1:
        pairs.append(("oxFaxBusiness", f"+49 5555 {desk}-99"))
    return pairs


def _private(chance: Random) -> Pairs:
    """UDM takes birthdays as ISO dates; older entries have them the German way."""
    pairs: Pairs = []
    if chance.random() < 0.6:
        year, month, day = chance.randint(1958, 2006), chance.randint(1, 12), chance.randint(1, 28)
        german = chance.random() < 0.3
        date = f"{day:02}.{month:02}.{year}" if german else f"{year}-{month:02}-{day:02}"
        pairs.append(("univentionBirthday", date))
    if chance.random() < 0.15:
        pairs.append(("homePhone", f"+49 5556 {chance.randint(1000, 99999)}"))
    return pairs


def _ox(town: Town, person: Identity, chance: Random) -> Pairs:
    profile = "none" if person.number % 50 == 23 else chance.choice(_PROFILES)
    return [
        ("isOxUser", "OK" if has_ox(person.number) else "Not"),
        ("oxContextIDNum", str(town.context_id(person.number))),
        ("oxAccess", profile),
        ("oxDisplayName", f"{person.first} {person.last}"),
        ("oxLanguage", "de_DE"),
        ("oxTimeZone", "Europe/Berlin"),
        ("oxUserQuota", "-1"),
    ]
