"""The configuration file: what is taken from it, and how every mistake is named."""

from pathlib import Path

import pytest

from stellwerk.config.document import Document
from stellwerk.config.duration import seconds
from stellwerk.config.file import parse, read_file
from stellwerk.config.problem import BadConfiguration
from stellwerk.config.template import TEMPLATE

FILE = Path("/etc/stellwerk/stellwerk.toml")
SMALL = """\
[portal]
name = "Town"

[[source]]
name = "directory"
kind = "ldap"
url = "ldap://127.0.0.1:7389"
base = "dc=example"
bind_dn = "cn=reader,dc=example"
password_file = "ldap.secret"

[[target]]
name = "ox"
url = "https://ox.example.org"
master_login = "oxadminmaster"
master_password_env = "OX_MASTER"
preset = "ucs"
"""


def ok(text: str) -> Document:
    return parse(FILE, text)


def wrong(text: str) -> str:
    with pytest.raises(BadConfiguration) as caught:
        parse(FILE, text)
    return caught.value.message


def line_of(text: str, part: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if part in line)


def test_the_template_is_a_valid_file():
    document = ok(TEMPLATE)
    assert [one.name for one in document.sources] == ["directory"]
    assert [rule["name"] for rule in document.targets[0].rules] == [
        "UCS: isOxUser",
        "UCS: isOxGroup",
    ]
    assert document.read_every == 900


def test_everything_the_template_only_mentions_is_valid_too():
    """Take the comment signs off every example and it still is one."""
    lines = []
    for line in TEMPLATE.splitlines():
        example = line.removeprefix("# ")
        named = example.partition("=")[0].strip().replace(".", "").replace("_", "")
        is_key = "=" in example and named.isalpha()
        lines.append(example if example.startswith("[") or is_key else line)
    text = "\n".join(lines)
    # Two ways to say one thing exclude each other, and files in it are not there.
    text = text.replace("start_tls = true", "").replace('ca_file = "/etc', '# "')
    text = text.replace("mapping_file =", "#")
    document = ok(text)
    (source,) = document.sources
    assert source.settings["filters"] == {"person": "(univentionObjectType=users/user)"}
    assert source.settings["extra"] == {"person": {"departmentNumber": "department"}}
    (target,) = document.targets
    assert [rule["name"] for rule in target.rules] == [
        "Teachers",
        "Groups below ou=groups",
        "UCS: isOxUser",
        "UCS: isOxGroup",
    ]
    assert target.rules[2]["give"]["context"] == "10"
    assert target.settings["suffix"] == " ({login})"
    assert target.settings["mapping"] == {
        "room_number": ["oxRoom", "roomNumber"],
        "department": ["{departmentNumber} {oxDepartment}"],
        "company": ["=Town of Musterstadt"],
        "note": [],
    }
    assert [(login.scope, login.login) for login in target.logins] == [
        ("", "oxadminmaster"),
        ("10", "oxadmin"),
    ]
    declared = [*document.profiles, *target.contexts]
    assert {(one.kind, one.key): dict(one.attributes) for one in declared} == {
        ("context", "10"): {
            "contextid": ["10"],
            "name": ["town"],
            "oxQuota": ["10000"],
            "loginMappings": ["town.example"],
            "enabled": ["false"],
        },
        ("access_profile", "teacher"): {
            name: ["1"]
            for name in (
                "calendar",
                "collectemailaddresses",
                "contacts",
                "infostore",
                "tasks",
                "webmail",
            )
        },
    }


def test_relative_paths_are_meant_from_the_files_folder():
    text = SMALL + '\n[[source]]\nname = "file"\nkind = "ldif"\npath = "export/people.ldif"\n'
    ldif = ok(text).sources[1]
    assert ldif.settings["path"] == "/etc/stellwerk/export/people.ldif"


def test_an_unknown_key_is_named_with_its_line_and_what_was_meant():
    text = SMALL.replace('bind_dn = "cn=reader', 'bind_dnn = "cn=reader')
    said = wrong(text)
    assert f"stellwerk.toml:{line_of(text, 'bind_dnn')}: source[1].bind_dnn:" in said
    assert "Did you mean bind_dn?" in said


def test_a_password_in_the_file_is_refused_and_not_repeated():
    text = SMALL.replace('password_file = "ldap.secret"', 'password = "hunter2"')
    said = wrong(text)
    assert f"stellwerk.toml:{line_of(text, 'hunter2')}: source[1].password:" in said
    assert "must not stand in this file" in said
    assert "password_file" in said
    assert "hunter2" not in said


@pytest.mark.parametrize(
    "address",
    ["stellwerk.example", "ftp://s.example", "https://", "https://s.example/panel", "https://a@b"],
)
def test_an_address_that_browsers_cannot_ask_for_is_refused(address: str) -> None:
    text = SMALL.replace('name = "Town"', f'name = "Town"\naddress = "{address}"')
    assert "portal.address" in wrong(text)


def test_the_address_is_kept_as_browsers_send_it():
    text = SMALL.replace('name = "Town"', 'name = "Town"\naddress = "https://S.Example:8443/"')
    assert parse(Path("stellwerk.toml"), text).address == "https://s.example:8443"


def test_all_mistakes_are_told_at_once():
    text = (
        SMALL.replace('kind = "ldap"', 'kind = "ldpa"')
        .replace('preset = "ucs"', 'preset = "usc"')
        .replace('name = "Town"', 'name = "Town"\ntime_zone = "Berlin"')
    )
    said = wrong(text)
    assert "3 problems" in said
    assert "Did you mean ldap?" in said
    assert "Did you mean ucs?" in said
    assert "'Berlin' is no time zone" in said


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('name = "Town"', 'nam = "Town"', "portal: name is missing"),
        ('name = "Town"', "name = 5", "portal.name: 5 is not a text in quotes"),
        ('name = "Town"', "name = Town", "Invalid value"),
        ("ldap://", "http://", "begins with none of ldap://"),
        ("7389", "seven", "source[1].url"),
        ("https://ox", "ftp://ox", "target[1].url"),
        ('preset = "ucs"', "", "nobody would get an account here"),
        ('preset = "ucs"', 'preset = "ucs"\nlanes = 0', "lanes: 0 is not between 1 and 64"),
        ('preset = "ucs"', 'preset = "ucs"\nlanes = "8"', "lanes: '8' is no number"),
        ('preset = "ucs"', 'preset = "ucs"\nsuffix = " (x)"', "does not hold {login}"),
        ('preset = "ucs"', 'preset = "ucs"\nsuffix = "{name}"', "something else than {login}"),
        ('preset = "ucs"', 'preset = "ucs"\nlanguage = "german"', "no language of OX"),
        ('preset = "ucs"', 'preset = "ucs"\nimap_server = "mail"', "must be like imap://"),
        ('preset = "ucs"', 'preset = "ucs"\napply = "never"', "apply: 'never' is not known"),
        ('preset = "ucs"', 'preset = "ucs"\nrule = 1', "must be a list of tables"),
        ('password_file = "ldap.secret"', "", "password_file is missing"),
        ('bind_dn = "cn=reader,dc=example"', "", "there is a password but no bind_dn"),
        ('preset = "ucs"', 'preset = "ucs"\nca_file = "none.pem"', "there is no file"),
    ],
)
def test_mistakes_are_named(old: str, new: str, expected: str):
    said = wrong(SMALL.replace(old, new))
    assert expected in said
    assert "What to do:" in said


RULED = SMALL.replace('preset = "ucs"', "") + "[[target.rule]]\n"


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ('name = "r"\ngive.context = 10\ngive.profile = "p"', "asks for nothing"),
        ('name = "r"\nmatch.all = true\ngive.profile = "p"', "gives no context"),
        ('name = "r"\nmatch.all = true\ngive.context = "ten"', "is no whole number"),
        ('name = "r"\nmatch.all = true\ngive.context = 10', "gives no profile"),
        ('name = "r"\nmatch.grop = "x"', "Did you mean group?"),
        ('name = "r"\nmatch.values = ["x"]', "values goes with attribute"),
        ('name = "r"\nmatch.source = "dir"', "no source is called 'dir'"),
        ('name = "r"\nmatch.kind = "group"\nmatch.ou = "ou=x"\ngive.context = 10', "gives nothing"),
    ],
)
def test_rules_that_cannot_work_are_named(rule: str, expected: str):
    said = wrong(RULED + rule)
    assert expected in said
    assert "target[1].rule[1]" in said


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        ('name = "x"', "id is missing"),
        ('id = 0\nname = "x"', "no context id"),
        ("id = 10", "neither name nor login"),
        ('id = 10\nlogin = "oxadmin"', "password_file is missing"),
        ('id = 10\nname = "x"\npassword_file = "f"', "login is missing"),
        ('id = 10\nname = "x"\n[[target.context]]\nid = "10"\nname = "y"', "is there twice"),
    ],
)
def test_contexts_that_cannot_work_are_named(context: str, expected: str):
    assert expected in wrong(f"{SMALL}[[target.context]]\n{context}")


def test_a_context_without_a_name_is_a_login_alone():
    text = f'{SMALL}[[target.context]]\nid = 7\nlogin = "oxadmin"\npassword_env = "X"\n'
    document = ok(text)
    assert document.targets[0].contexts == []
    assert [login.scope for login in document.targets[0].logins] == ["", "7"]


def test_names_must_differ():
    text = SMALL + '\n[[source]]\nname = "directory"\nkind = "ldif"\npath = "x"\n'
    said = wrong(text)
    assert "'directory' is there twice" in said
    assert f"stellwerk.toml:{text.splitlines().index('[[source]]', 10) + 2}:" in said


def test_an_unknown_right_is_named():
    said = wrong(SMALL + '\n[[access_profile]]\nname = "p"\nrights = ["webmial"]\n')
    assert "Did you mean webmail?" in said


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path):
    with pytest.raises(BadConfiguration, match="No such file"):
        read_file(tmp_path / "none.toml")
    latin = tmp_path / "latin.toml"
    latin.write_bytes('name = "Müller"'.encode("latin-1"))
    with pytest.raises(BadConfiguration, match="UTF-8"):
        read_file(latin)


@pytest.mark.parametrize(
    ("text", "expected"), [("90s", 90), ("15m", 900), ("2h", 7200), ("1d", 86400), (" 5 m ", 300)]
)
def test_spans_of_time(text: str, expected: int):
    assert seconds(text) == expected


@pytest.mark.parametrize("text", ["", "15", "0m", "-1m", "1w", "m", "1.5h"])
def test_what_is_no_span_of_time(text: str):
    with pytest.raises(ValueError, match="no span of time"):
        seconds(text)


def test_how_long_runs_are_kept_is_a_number_of_days(tmp_path: Path) -> None:
    def parsed(text: str) -> int:
        return parse(tmp_path / "x.toml", f'[portal]\nname = "A"\n[schedule]\n{text}\n').keep_runs

    assert (parsed(""), parsed('keep_runs = "14d"'), parsed('keep_runs = "48h"')) == (90, 14, 2)
    with pytest.raises(BadConfiguration, match="keep_runs"):
        parsed('keep_runs = "90m"')
