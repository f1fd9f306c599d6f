"""Whatever a configuration file holds, it is taken or refused with its mistakes by name."""

from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from stellwerk.config.file import parse
from stellwerk.config.problem import BadConfiguration
from stellwerk.config.template import TEMPLATE
from stellwerk.config.toml import lines

FILE = Path("/etc/stellwerk/stellwerk.toml")
KEYS = sorted(
    {
        line.removeprefix("# ").partition("=")[0].strip().rpartition(".")[2]
        for line in TEMPLATE.splitlines()
        if "=" in line
    }
)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
scalars = st.one_of(
    texts,
    st.integers(),
    st.booleans(),
    st.floats(),
    st.sampled_from(["ldap", "ldif", "ucs", "10", "dc=x", "(a=b)", "{login}", "ldap://[::1", "1d"]),
)
keys = st.sampled_from([*KEYS, "person", "group", "match", "give", "rule", "context"])
tables = st.recursive(
    st.dictionaries(keys, st.one_of(scalars, st.lists(texts, max_size=3)), max_size=8),
    lambda inner: st.dictionaries(
        keys,
        st.one_of(scalars, inner, st.lists(inner, min_size=1, max_size=2)),
        max_size=6,
    ),
    max_leaves=6,
)
top = st.fixed_dictionaries(
    {},
    optional={
        name: st.one_of(scalars, tables, st.lists(tables, min_size=1, max_size=3))
        for name in ("portal", "schedule", "source", "target", "access_profile", "other")
    },
)
PIECES = ["[", "]", "[[", "]]", "{", "}", "=", ".", ",", "\n", '"', "'", '"""', "'''", "#", "\\u"]


def refusal(text: str) -> BadConfiguration | None:
    """Parse it; why it is refused, None if it is taken."""
    try:
        parse(FILE, text)
    except BadConfiguration as error:
        return error
    return None


def looked_at(text: str) -> None:
    """Whoever is refused is told at least one thing, and for each what to do."""
    error = refusal(text)
    if error is not None:
        assert error.problems
        assert all(one.text and one.hint for one in error.problems)
        assert len(error.message) < 100_000


@given(top)
def test_any_tables_are_taken_or_refused(values: dict[str, object]) -> None:
    looked_at("\n".join(lines(values)))


@given(st.lists(st.sampled_from([*PIECES, *KEYS, "1", "1979-05-27", "0x", "\x00", " "])))
@example(["["] * 1000)
@example(["a."] * 1000)
def test_any_text_is_taken_or_refused(pieces: list[str]) -> None:
    looked_at("".join(pieces))


@given(st.integers(0, len(TEMPLATE)), st.integers(0, 200), texts)
def test_a_file_with_a_piece_replaced_is_taken_or_refused(at: int, cut: int, text: str) -> None:
    looked_at(TEMPLATE[:at] + text + TEMPLATE[at + cut :])
