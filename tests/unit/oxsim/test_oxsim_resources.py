"""Resources: one sequence of ids, what is unchanged, what an empty text clears."""

BEAMER = {"name": "beamer", "displayname": "Beamer", "email": "beamer@example.org"}


def read(sim, number=7):
    return sim.call("OXResourceService.getData", res={"id": number}).value


def make(sim, **fields):
    return sim.call("OXResourceService.create", res=BEAMER | fields)


def test_a_new_one_is_available_and_takes_the_next_id(sim):
    assert make(sim, id=99).value["id"] == "7"
    assert read(sim) == BEAMER | {
        "id": "7",
        "available": "true",
        "description": None,
    }
    assert sim.create("carol").value["id"] == "8"


def test_what_is_absent_or_nil_stays_and_empty_clears_description_and_address(sim):
    make(sim, description="hangs")
    change = {"id": 7, "displayname": None, "available": False}
    sim.call("OXResourceService.change", res=change)
    assert (read(sim)["displayname"], read(sim)["available"]) == ("Beamer", "false")
    assert read(sim)["description"] == "hangs"
    sim.call(
        "OXResourceService.change", res={"name": "BEAMER", "id": 7, "description": "", "email": ""}
    )
    assert (read(sim)["name"], read(sim)["description"], read(sim)["email"]) == (
        "BEAMER",
        None,
        None,
    )


def test_own_name_and_address_may_be_sent_again(sim):
    make(sim)
    assert sim.call("OXResourceService.change", res=BEAMER | {"id": 7}).status == 200


def test_a_user_may_take_the_address_of_a_resource(sim):
    make(sim)
    mail = "beamer@example.org"
    assert sim.create("carol", primaryEmail=mail, email1=mail).status == 200


def test_permissions_are_kept_but_not_read_back(sim):
    permissions = [
        {"entity": 0, "group": True, "privilege": "ask_to_book"},
        {"entity": 3, "group": False, "privilege": "delegate"},
    ]
    make(sim, permissions=permissions)
    sim.call("OXResourceService.change", res={"id": 7, "displayname": "B"})
    assert sim.dispatcher.world.contexts[30].resources[7].permissions == permissions
    assert "permissions" not in read(sim)


def test_lists_and_deletion(sim):
    make(sim)
    make(sim, name="room", displayname="Saal", email="room@example.org")

    def names(operation, **values):
        return [
            one["name"] for one in sim.call(f"OXResourceService.{operation}", **values).returned
        ]

    assert names("listAll") == ["beamer", "room"]
    assert names("list", pattern="SAAL") == ["room"]
    assert names("getMultipleData", resources=[{"id": 8}, {"name": "Beamer"}]) == ["room", "beamer"]
    assert sim.call("OXResourceService.delete", res={"name": "beamer"}).status == 200
    assert names("list", pattern="*") == ["room"]
