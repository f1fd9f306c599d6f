"""Whatever `config import` can set of sources, targets and entries, the panel can too."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from stellwerk.config.exporting import export
from stellwerk.config.file import parse
from stellwerk.config.importing import import_document
from stellwerk.config.passwords import read_passwords
from stellwerk.config.removing import remove
from stellwerk.config.section import Section
from stellwerk.core.access import Role
from stellwerk.people.actions import save_groups
from stellwerk.people.models import Entry
from stellwerk.portals.models import Portal
from stellwerk.sources.models import Source
from stellwerk.targets.models import Target
from tests.browsing import client_of, person
from tests.unit.panel.settings_case import fields_of

pytestmark = pytest.mark.django_db
FILE = """
[portal]
name = "Lindenau"
time_zone = "Europe/Vienna"
address = "https://lindenau.example"

[schedule]
read_every = "2h"
keep_runs = "30d"

[[source]]
name = "directory"
kind = "ldap"
url = "ldap://ldap.example.org:7389"
base = "dc=example,dc=org"
bind_dn = "uid=stellwerk,dc=example,dc=org"
password_env = "SECRET"
dialect = "ucs"
start_tls = true
ca_file = "CA"
page_size = 100
timeout = 12.5
kinds = ["person", "group", "context", "access_profile"]
canary_dns = ["uid=head,dc=example,dc=org", "uid=second,dc=example,dc=org"]
minimum = 500
gate_count = 70
gate_share = 0.125
gate_floor = 0
relink = "mail"
read_every = "1h"
[source.bases]
person = ["ou=people,dc=example,dc=org", "ou=more,dc=example,dc=org"]
group = ["ou=groups,dc=example,dc=org"]
[source.filters]
person = "(objectClass=inetOrgPerson)"
context = "(objectClass=oxContext)"
[source.extra.person]
departmentNumber = "department"
carLicense = "plate"
[source.extra.group]
businessCategory = "category"

[[source]]
name = "export"
kind = "ldif"
path = "DATA/people.ldif"
dialect = "ucs"
minimum = 3
canary_dns = ["uid=head,dc=example,dc=org"]
gate_count = 0
gate_share = 1.0
gate_floor = 9
relink = "never"
read_every = "1d"
[source.extra.person]
departmentNumber = "department"

[[target]]
name = "ox"
url = "https://ox.example.org"
master_login = "oxadminmaster"
master_password_env = "SECRET"
apply = "manual"
ca_file = "CA"
mail_domain = "example.org"
context_admin = "oxboss"
language = "de_DE"
timezone = "Europe/Vienna"
imap_server = "imap://mail.example.org:143"
smtp_server = "smtp://mail.example.org:25"
imap_login = "{username}"
functional_account_login = "{{fa_email_address}}-{{username}}"
identifier = "uid"
suffix = " ({login})"
close_disabled = true
gates = false
gate_count = 7
gate_share = 0.025
gate_floor = 3
grace_days = 14
reassign = "none"
lanes = 4
deadline = 45
settle = 90
audit_every = 12
preset = "ucs"
default_context = "10"
[[target.rule]]
name = "Teachers"
match.kind = "person"
match.attribute = "employeeType"
match.values = ["teacher", "head"]
match.group = "staff"
match.ou = "ou=people,dc=example,dc=org"
match.source = "directory"
give.context = "10"
give.context_from = "oxContext"
give.profile = "teacher"
give.profile_from = "oxAccess"
[[target.rule]]
name = "All groups"
match.kind = "group"
match.all = true
[[target.context]]
id = 10
name = "town"
quota = 10000
login_mappings = ["town.example", "townhall"]
enabled = false
login = "oxadmin"
password_env = "SECRET"
[[target.context]]
id = 11
login = "oxadmin"
password_env = "SECRET"
[[target.context]]
id = 12
name = "hall"

[[access_profile]]
name = "teacher"
rights = ["calendar", "webmail"]

[[resource]]
name = "beamer"
mail = "beamer@lindenau.example"
context = 12
display_name = "Projector"
description = "With a cable"
available = false

[[functional_account]]
name = "info"
mail = "info@lindenau.example"
personal = "Lindenau"
members = ["anna"]
groups = ["Desk"]
"""

SHOWN = """ldap://ldap.example.org:7389|uid=stellwerk|Univention Corporate Server|uid=second|500
same address|1h|ou=more|inetOrgPerson|carLicense = plate|people.ldif|oxadminmaster|oxboss
imap://mail.example.org:143|{username}|2.5|14|45|90|Teachers|employeeType|teacher, head|town
10000|town.example|hall|beamer@lindenau.example|Projector|With a cable|info@lindenau.example
Lindenau|Desk""".replace("\n", "|").split("|")

ENTRIES = {"resource": "resources", "functional_account": "functional-accounts"}


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("SECRET", "hunter2")
    authority = tmp_path / "ca.pem"
    authority.write_text("")
    return FILE.replace('"CA"', f'"{authority}"').replace("DATA", str(settings.DATA))


def imported(content: str) -> Portal:
    document = parse(Path("/etc/stellwerk.toml"), content)
    import_document(document, read_passwords(document), actor="test")
    here = Portal.objects.get()
    save_groups(here, [(None, "Desk", "")])
    return here


def given(table: Mapping[str, Any], path: str = "") -> Iterator[str]:
    """Every key of a file with the tables around it: ``target.rule.match.kind``."""
    for name, value in table.items():
        inner = f"{path}.{name}" if path else name
        yield inner
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                yield from given(one, inner)


def test_the_file_of_this_test_has_every_key_there_is(
    content: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: set[str] = set()
    ended = Section.end

    def watched(section: Section) -> None:
        path = ".".join(str(part) for part in section.path if isinstance(part, str))
        asked.update(f"{path}.{name}" if path else name for name in section.asked)
        ended(section)

    monkeypatch.setattr(Section, "end", watched)
    parse(Path("/etc/stellwerk.toml"), content)
    # A password is one key in four spellings; kinds of objects are values, not keys.
    asked = {name for name in asked if not re.search(r"password(_file|_kept)?$", name)}
    asked = {name for name in asked if not re.match(r"source\.(bases|filters|extra)\.", name)}
    # The portal has no form: its name is fixed, time zone and usual interval are the file's.
    asked -= {"target.mapping", "target.mapping_file", "tile"}  # these have a page of their own
    missing = asked - set(given(tomllib.loads(content)))
    assert not missing


def forms(admin: Client) -> dict[str, dict[str, Any]]:
    """The forms of all there is, by the address at which each could be made anew."""
    found: dict[str, dict[str, Any]] = {}
    for row in Source.objects.order_by("position"):
        page = admin.get(f"/sources/{row.public_id}/edit/").content.decode()
        address = f"/sources/new/{row.kind}/"
        found[address] = {**fields_of(page), "name": row.name, "password": "hunter2"}
    row = Target.objects.get()
    page = admin.get(f"/targets/{row.public_id}/edit/").content.decode()
    form = {**fields_of(page), "name": row.name, "master_password": "hunter2"}
    for name in [name for name in form if name.endswith("-known")]:
        prefix = name.removesuffix("known")
        form[f"{prefix}id"] = form.pop(name)
        if any(form[f"{prefix}login"]):
            form[f"{prefix}password"] = "hunter2"
    profile = Entry.objects.get(kind="access_profile")
    page = admin.get(f"/profiles/{profile.public_id}/edit/").content.decode()
    found["/profiles/new/"] = {**fields_of(page), "name": profile.name}
    found["/targets/new/"] = form
    for row in Entry.objects.filter(kind__in=ENTRIES):
        page = admin.get(f"/{ENTRIES[row.kind]}/{row.public_id}/edit/").content.decode()
        found[f"/{ENTRIES[row.kind]}/new/"] = {**fields_of(page), "name": row.name}
    for fields in found.values():
        fields.pop("version")
    return found


def wrong_in(html: str) -> list[str]:
    """What a page says is wrong."""
    return re.findall(r'(?s)class="field wrong.*?(?:label|legend)[^>]*>(.*?)<', html)


def test_what_the_panel_shows_makes_the_same_file_when_it_is_typed_anew(content: str) -> None:
    here = imported(content)
    admin = client_of(person(here, "anna", Role.ADMINISTRATOR))
    before, typed = export(here), forms(admin)
    entries = Entry.objects.filter(owner="local")
    for row in (*Target.objects.all(), *Source.objects.all(), *entries):
        remove(row, actor="test")
    assert "[[" not in export(here)
    for address, fields in typed.items():
        answer = admin.post(address, fields)
        assert answer.status_code == 303, wrong_in(answer.content.decode())
    assert export(here) == before


def test_saving_what_is_shown_changes_nothing(content: str) -> None:
    here = imported(content)
    admin = client_of(person(here, "anna", Role.ADMINISTRATOR))
    before = export(here)
    pages = [f"/sources/{row.public_id}/edit/" for row in Source.objects.all()]
    pages += [f"/targets/{Target.objects.get().public_id}/edit/"]
    profile = Entry.objects.get(kind="access_profile")
    rows = Entry.objects.filter(kind__in=ENTRIES)
    pages += [f"/{ENTRIES[row.kind]}/{row.public_id}/edit/" for row in rows]
    for page in [*pages, f"/profiles/{profile.public_id}/edit/"]:
        answer = admin.post(page, fields_of(admin.get(page).content.decode()))
        assert answer.status_code == 303, wrong_in(answer.content.decode())
    assert export(here) == before
    assert not here.trail.filter(actor="anna").exclude(verb__startswith="session").exists()


def test_whoever_only_reads_sees_each_value_too(content: str) -> None:
    here = imported(content)
    auditor = client_of(person(here, "otto", Role.AUDITOR))
    pages = [f"/sources/{row.public_id}/" for row in Source.objects.all()]
    pages += [f"/targets/{Target.objects.get().public_id}/"]
    rows = Entry.objects.filter(kind__in=ENTRIES)
    pages += [f"/{ENTRIES[row.kind]}/{row.public_id}/" for row in rows]
    text = "".join(auditor.get(page).content.decode() for page in pages)
    for shown in SHOWN:
        assert shown in text, shown
    assert "hunter2" not in text
