"""Files that are no configuration at all, or a hostile one: named at once, in bounded time."""

from pathlib import Path

import pytest

from stellwerk.config.file import parse, read_file
from stellwerk.config.problem import SHOWN, BadConfiguration
from stellwerk.config.reading import MAX_BYTES

FILE = Path("/etc/stellwerk/stellwerk.toml")
PORTAL = '[portal]\nname = "Town"\n'
LDAP = '[[source]]\nname = "d"\nkind = "ldap"\nurl = "ldap://d.example"\nbase = "dc=x"\n'
OX = '[[target]]\nname = "ox"\nurl = "https://ox.example"\n'


def wrong(text: str) -> BadConfiguration:
    with pytest.raises(BadConfiguration) as caught:
        parse(FILE, text)
    return caught.value


def refused(file: Path) -> BadConfiguration:
    with pytest.raises(BadConfiguration) as caught:
        read_file(file)
    return caught.value


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'[portal]\nname = "St\xe4dt"\n', "stellwerk.toml:2: is not UTF-8"),
        ('[portal]\nname = "x"\n'.encode("utf-16"), "is not UTF-8"),
        (b"\x7fELF\0\0\0\1", "stellwerk.toml:1"),
        (b"", "portal: name is missing"),
        (b"#" * (MAX_BYTES + 1), "is larger than"),
    ],
)
def test_what_is_no_configuration_file_is_named(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "stellwerk.toml"
    file.write_bytes(content)
    error = refused(file)
    assert said in error.message
    assert all(one.hint for one in error.problems)


def test_a_file_without_end_is_not_read_to_its_end() -> None:
    assert "is larger than" in refused(Path("/dev/zero")).message


def test_a_folder_and_a_missing_file_are_named(tmp_path: Path) -> None:
    assert "cannot be read" in refused(tmp_path).message
    assert "cannot be read" in refused(tmp_path / "none.toml").message


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("# first\nx = " + "[" * 100_000, None, "nested too deeply"),
        ("# first\n" + "a." * 5_000 + "b = 1", 2, "nested too deeply"),
        ("# first\n[" + '"a" . ' * 5_000 + "b]", 2, "nested too deeply"),
        ("# first\nx = " + "9" * 5_000, 2, "too many digits"),
        (OX + "lanes = 0x" + "f" * 5_000, 4, "is not between 1 and 64"),
        (OX + f'[[target.context]]\nid = "{"9" * 5_000}"\nname = "c"', 5, "is no whole number"),
        (OX + '[[target.context]]\nid = "１０"\nname = "c"', 5, "is no whole number"),
        (OX + "[[target.context]]\nid = 99999999999\nname = 'c'", 5, "is no context id"),
        (OX + "[[target.context]]\nid = 9\nname = 'c'\nlogin_mappings = ['a b']", 7, "'a b' is no"),
        (OX + "[[target.context]]\nid = 9\nname = 'c'\nenabled = 'no'", 7, "is not true or false"),
        (OX + "[[target.context]]\nid = 9\nenabled = true", 4, "neither name nor login"),
        (OX + f'ca_file = "{"a" * 5_000}"', 4, "there is no file"),
        (OX + 'ca_file = "a\\u0000b"', 4, "holds a control character"),
        (OX + 'language = ["de\\u0007"]', 4, "is not a text"),
        (OX + 'suffix = "{login:>9999999999}"', 4, "something else than {login}"),
        (OX + 'suffix = "{login.__class__}"', 4, "something else than {login}"),
        (OX + 'suffix = "{login!r}"', 4, "something else than {login}"),
        (OX + 'suffix = "({login}) {"', 4, "a brace"),
        (OX + "suffix = 5", 4, "is not a text"),
        (OX + "deadline = nan", 4, "is not between"),
        ('[portal]\nname = "To\\u001bwn"', 2, "holds a control character"),
        ("[portal]\nname = 1979-05-27", 2, "1979-05-27 is not a text"),
        ("[portal]\nname = true", 2, "true is not a text"),
        (f"[portal]\nname = [{'1,' * 5_000}]", 2, "… is not a text"),
        (LDAP + 'bases.person = ["cn=users", 5]', 6, "must be a list of texts"),
        (LDAP + 'kinds = ["\\u0000"]', 6, "control character"),
    ],
)
def test_hostile_values_are_named_with_their_line(text: str, line: int | None, said: str) -> None:
    error = wrong(text)
    found = [one for one in error.problems if said in one.text]
    assert [one.line for one in found] == [line]
    assert found[0].hint
    assert len(found[0].text) < 400


def test_lines_are_counted_as_editors_count_them() -> None:
    error = wrong('[portal]\n# \u2028 \x85 \u2029\nname = "a\u2028b"\nnmae = 1\n')
    assert [(one.line, one.key) for one in error.problems] == [(4, "portal.nmae")]


def test_keys_inside_a_text_of_many_lines_are_no_keys() -> None:
    text = '[portal]\nname = "Town"\ntime_zone = """\nnmae = 1\n[target]\n"""\nnmae = 2\n'
    assert ("portal.nmae", 7) in {(one.key, one.line) for one in wrong(text).problems}


def test_a_key_given_twice_is_named_with_its_line() -> None:
    (problem,) = wrong('[portal]\nname = "a"\nname = "b"\n').problems
    assert problem.line == 3
    assert "each key once" in problem.hint


def test_thousands_of_mistakes_are_counted_and_the_first_are_shown() -> None:
    error = wrong(PORTAL + "".join(f"key_{number} = 1\n" for number in range(5_000)))
    assert len(error.problems) == 5_000
    assert error.message.count("\n    What to do:") == SHOWN
    assert f"and {5_000 - SHOWN} more" in error.message


@pytest.mark.parametrize(
    ("line", "key", "said"),
    [
        ('filters.person = "(uid=*"', "source[1].filters.person", "position 7"),
        ('filters.person = "uid=*)"', "source[1].filters.person", "position 6"),
        ('filters.group = "(&(cn=a)(|(b)))"', "source[1].filters.group", "(&(cn=a)(|(b)))"),
        ('base = "people"', "source[1].base", "no distinguished name"),
        ('bases.person = ["ou=people"  , "x"]', "source[1].bases.person", "no distinguished name"),
        ('canary_dns = ["uid=a\\\\"]', "source[1].canary_dns", "no distinguished name"),
    ],
)
def test_a_filter_or_dn_that_does_not_parse_is_refused_when_it_is_saved(
    line: str, key: str, said: str
) -> None:
    base = LDAP.replace('base = "dc=x"\n', "") if line.startswith("base =") else LDAP
    (problem,) = wrong(PORTAL + base + line + "\n" + OX_WHOLE).problems
    assert problem.key == key
    assert said in problem.text
    assert problem.hint
    assert problem.line == (PORTAL + base).count("\n") + 1


OX_WHOLE = OX + 'master_login = "m"\nmaster_password_env = "M"\npreset = "ucs"\n'


def test_wrong_types_everywhere_are_all_told_at_once() -> None:
    text = "portal = 1\nschedule = 'x'\nsource = {}\ntarget = [1]\naccess_profile = [[]]\n"
    said = {one.key: one.text for one in wrong(text).problems if "must be" in one.text}
    assert set(said) == {"portal", "schedule", "source", "target", "access_profile"}


def test_names_given_twice_are_named_where_the_second_stands() -> None:
    text = PORTAL + LDAP + LDAP + OX_WHOLE + OX_WHOLE
    lines = {one.key: one.line for one in wrong(text).problems}
    assert lines == {
        "source[2].name": (PORTAL + LDAP).count("\n") + 2,
        "target[2].name": (PORTAL + LDAP + LDAP + OX_WHOLE).count("\n") + 2,
    }
