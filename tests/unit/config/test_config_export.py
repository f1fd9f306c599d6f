"""What is exported is taken back unchanged, whatever was configured."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stellwerk.config.exporting import export
from stellwerk.config.problem import BadConfiguration
from stellwerk.config.toml import Table, lines
from stellwerk.sources.models import Source
from stellwerk.targets.models import Target
from tests.unit.config.importing_case import imported

pytestmark = pytest.mark.django_db

# Texts are stripped when they are read, so they neither begin nor end with blanks.
text = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12
)
words = text.map(str.strip).filter(bool)
names = st.lists(words, min_size=1, max_size=3, unique=True)
spans = st.sampled_from(["90s", "15m", "3600s", "2h", "1d"])
numbers = st.integers(1, 60)
escaped = words.map(lambda word: "".join(f"\\{byte:02x}" for byte in word.encode()))
dns = escaped.map("cn={},dc=example".format)


def optional(**fields: st.SearchStrategy[object]) -> st.SearchStrategy[Table]:
    return st.fixed_dictionaries({}, optional=fields)


common = {
    "read_every": spans,
    "minimum": st.integers(0, 500),
    "relink": st.sampled_from(["ask", "mail", "never"]),
    "canary_dns": st.lists(dns, max_size=2),
    "dialect": st.sampled_from(["ucs", "nubus", "openldap", "active_directory", "ds389"]),
    "extra": optional(person=st.dictionaries(words, words, max_size=2)),
}
ldif = st.builds(
    lambda path, rest: {"kind": "ldif", "path": path, **rest}, words, optional(**common)
)
ldap = st.builds(
    lambda bound, rest: {
        "kind": "ldap", "url": "ldaps://ldap.example.org", "base": "dc=example", **bound, **rest,
    },
    st.sampled_from([{}, {"bind_dn": "cn=reader", "password_env": "SECRET"}]),
    optional(
        **common,
        kinds=st.lists(st.sampled_from(["person", "group"]), unique=True),
        bases=optional(person=st.lists(dns, min_size=1, max_size=2)),
        filters=optional(group=escaped.map("(cn={}*)".format)),
        timeout=st.floats(1, 60),
        page_size=st.integers(1, 100_000),
    ),
)  # fmt: skip
rules = st.lists(
    st.builds(
        lambda name, match, context, profile: {
            "name": name, "match": match, "give": {"context": str(context), "profile": profile},
        },
        words,
        st.fixed_dictionaries(
            {"all": st.just(True)},
            optional={"group": words, "attribute": words, "ou": words, "values": names},
        ).map(lambda match: match if "attribute" in match else {**match, "attribute": "x"}),
        numbers,
        words,
    ),
    max_size=3,
)  # fmt: skip
presets = st.sampled_from(
    [{"preset": "ucs"}, {"preset": "none"}, {"preset": "ucs", "default_context": "10"}]
)
contexts = st.dictionaries(
    st.integers(1, 40),
    st.sampled_from(
        [
            {"name": "town"},
            {"name": "town", "quota": 500},
            {"name": "town", "login_mappings": [], "enabled": True},
            {"name": "town", "login_mappings": ["town.example", "b"], "enabled": False},
            {"login": "oxadmin", "password_env": "SECRET"},
            {"name": "hall", "login": "oxadmin", "password_env": "SECRET"},
        ]
    ),
    max_size=3,
).map(lambda found: [{"id": number, **one} for number, one in found.items()])
target = st.builds(
    lambda settings, rules, preset, contexts: {
        "url": "https://ox.example.org",
        "master_login": "oxadminmaster",
        "master_password_env": "SECRET",
        **settings,
        **preset,
        "rule": rules,
        "context": contexts,
    },
    optional(
        apply=st.sampled_from(["auto", "manual"]),
        suffix=st.just(" ({login})"),
        lanes=numbers,
        deadline=st.floats(1, 600),
        settle=numbers,
        language=st.just("de_DE"),
        identifier=st.sampled_from(["username", "entryUUID"]),
        mapping=st.dictionaries(
            st.sampled_from(["note", "company", "userfield01"]),
            st.sampled_from([[], ["oxNote"], ["=A, B"], ["{lastname}: {phone[1]}", "title"]]),
        ),
        gates=st.booleans(),
        gate_count=numbers,
        gate_share=st.floats(0, 1),
        gate_floor=numbers,
        grace_days=st.floats(0, 3650),
        reassign=st.sampled_from(["administrator", "none"]),
        close_disabled=st.booleans(),
    ),
    rules,
    presets,
    contexts,
)


def named(found: dict[str, Table]) -> list[Table]:
    return [{"name": name, **table} for name, table in found.items()]


@st.composite
def files(draw: st.DrawFn) -> str:
    found = draw(st.lists(target, min_size=1, max_size=2))
    if len(found) > 1:
        # Two targets may name one context only if they say the same of it.
        found[1]["context"] = []
    root: Table = {
        "portal": {
            "name": draw(words),
            "time_zone": "Europe/Vienna",
            **draw(st.sampled_from([{}, {"address": "https://stellwerk.example.org:8443"}])),
        },
        "schedule": {"read_every": draw(spans)},
        "source": named(draw(st.dictionaries(words, ldap | ldif, max_size=3))),
        "target": [{"name": f"ox{number}", **one} for number, one in enumerate(found)],
        "access_profile": [
            {"name": name, "rights": ["calendar", "webmail"]}
            for name in draw(st.lists(words, max_size=2, unique=True))
        ],
    }
    return "\n".join(lines({key: value for key, value in root.items() if value}))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(content=files())
def test_what_is_exported_is_taken_back_unchanged(content: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SECRET", "hunter2")
    with transaction.atomic():
        _, portal = imported(content)
        first = export(portal)
        report, _ = imported(first)
        assert export(portal) == first
        assert not report.made
        assert not report.changed
        assert not report.removed
        transaction.set_rollback(True)
    with transaction.atomic():
        # The same file in another store: what is kept there has to be given here.
        _, portal = imported(first.replace("password_kept = true", 'password_env = "SECRET"'))
        assert export(portal) == first
        transaction.set_rollback(True)


SMALL = """
[portal]
name = "Town"
[[source]]
name = "directory"
kind = "ldap"
url = "ldaps://ldap.example.org"
base = "dc=example"
bind_dn = "cn=reader"
password_env = "SECRET"
[[target]]
name = "ox"
url = "https://ox.example.org"
master_login = "oxadminmaster"
master_password_env = "SECRET"
preset = "ucs"
"""


def test_no_password_is_in_it_and_where_it_goes_is_said(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SECRET", "hunter2")
    _, portal = imported(SMALL)
    written = export(portal)
    assert "hunter2" not in written
    assert "\npassword_kept = true\n" in written
    assert "master_password_kept = true" in written
    assert "password_file" in written.partition("[portal]")[0]


def test_a_kept_password_stays_when_the_rest_changes(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SECRET", "hunter2")
    _, portal = imported(SMALL)
    before = Source.objects.get().secret
    report, _ = imported(export(portal).replace("dc=example", "dc=other"))
    assert report.changed == ["source directory"]
    assert Source.objects.get().settings["base"] == "dc=other"
    assert before
    assert "hunter2" not in str(Source.objects.get().settings)


def test_a_password_that_is_kept_nowhere_is_named_and_nothing_changes():
    content = SMALL.replace('password_env = "SECRET"', "password_kept = true")
    with pytest.raises(BadConfiguration) as caught:
        imported(content)
    said = caught.value.message
    assert "Stellwerk holds no password for this yet" in said
    assert 'Write password_file = "..."' in said
    assert not Target.objects.exists()
    assert not Source.objects.exists()
