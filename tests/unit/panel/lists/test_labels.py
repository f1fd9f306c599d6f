"""Cells of tables say what they are."""

from stellwerk.panel.lists.labels import labelled

_HEAD = "<thead><tr><th scope='col'>Name</th><th>{}</th></tr></thead>"


def test_each_cell_has_the_title_of_its_column() -> None:
    rows = "<tbody><tr><th scope='row'>Anna</th><td class='number'>3</td></tr></tbody>"
    assert labelled(_HEAD.format("Groups") + rows) == (
        _HEAD.format("Groups") + "<tbody><tr><th data-label=\"Name\" scope='row'>Anna</th>"
        "<td data-label=\"Groups\" class='number'>3</td></tr></tbody>"
    )


def test_a_title_cannot_break_out_of_its_attribute() -> None:
    head = _HEAD.format('<a href="/">in "A &amp; B"</a>\n now')
    made = labelled(head + "<tr><td>1</td><td>2</td></tr>")
    assert '<td data-label="in &quot;A &amp; B&quot; now">2</td>' in made


def test_a_row_longer_than_the_head_is_whole() -> None:
    made = labelled(_HEAD.format("x") + "<tr><td>1</td><td>2</td><td>3</td></tr>")
    assert '<td data-label="">3</td>' in made


def test_what_has_no_head_or_holds_a_table_is_left_alone() -> None:
    for content in ("<tr><td>1</td></tr>", _HEAD.format("x") + "<td><table></table></td>"):
        assert labelled(content) == content
