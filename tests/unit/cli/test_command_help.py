"""The help of every command: whole sentences, nothing cut off, every option explained."""

from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from stellwerk.cli.main import _group as group


def _commands(
    one: click.Command, context: click.Context, name: str
) -> Iterator[tuple[str, click.Command]]:
    yield name, one
    if isinstance(one, click.Group):
        for word in one.list_commands(context):
            below = one.get_command(context, word)
            assert below is not None
            yield from _commands(below, context, f"{name} {word}")


ALL = list(_commands(group, click.Context(group), "stellwerk"))


@pytest.mark.parametrize(("name", "command"), ALL, ids=[name for name, _ in ALL])
def test_every_command_and_each_of_its_options_is_explained(
    name: str, command: click.Command
) -> None:
    """What stands in the documents is typed by hand; what a command does not explain is lost."""
    assert command.help, name
    for option in command.params:
        if isinstance(option, click.Option) and not option.hidden:
            assert option.help, f"{name} {option.opts[-1]}"


def test_the_list_of_commands_cuts_no_sentence_off() -> None:
    """Every command is in it once, with a sentence that fits."""
    said = CliRunner().invoke(group, ["--help"]).output
    assert "..." not in said.partition("\n\n")[2]
    for name in group.list_commands(click.Context(group)):
        assert len([line for line in said.splitlines() if line.startswith(f"  {name} ")]) == 1
