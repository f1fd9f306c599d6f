"""Faults of the context service, one situation after the other."""

from oxsim_case import CTX, DATA, EXISTS, NO_CONTEXT, RMI, STORAGE, Case, context, named, new, prove

CONTEXTS = [
    Case(
        "unknown id",
        CTX + "getData",
        {"ctx": {"id": 999}},
        NO_CONTEXT,
        "Context 999 does not exist",
    ),
    Case(
        "unknown id, change",
        CTX + "change",
        {"ctx": {"id": 999}},
        NO_CONTEXT,
        "Context 999 does not exist",
    ),
    Case(
        "unknown id, delete",
        CTX + "delete",
        {"ctx": {"id": 999}},
        NO_CONTEXT,
        "Context 999 does not exist",
    ),
    Case(
        "unknown id, disable",
        CTX + "disable",
        {"ctx": {"id": 999}},
        NO_CONTEXT,
        "Context 999 does not exist",
    ),
    Case(
        "neither id nor name",
        CTX + "getData",
        {"ctx": {"maxQuota": 1}},
        DATA,
        "One contextobject has no contextid or contextname",
    ),
    Case("id taken", CTX + "create", context(30), EXISTS, "Context 30 already exists!"),
    Case(
        "name taken", CTX + "create", context(name="ctx30"), EXISTS, "Context ctx30 already exists!"
    ),
    Case(
        "name changed to a taken one",
        CTX + "change",
        {"ctx": {"id": 30, "name": "ctx31"}},
        DATA,
        "Context ctx31 already exists!",
        [(CTX + "create", context(name="ctx31"))],
    ),
    Case(
        "mapping taken on create",
        CTX + "create",
        context(loginMappings=["CTX30"]),
        STORAGE,
        "Cannot map 'CTX30' to the newly created context. This mapping is already in use.",
    ),
    Case(
        "mapping taken on change",
        CTX + "change",
        {"ctx": {"id": 31, "loginMappings": ["30"]}},
        STORAGE,
        'A mapping with login info "30" already exists in the system!',
        [(CTX + "create", context())],
    ),
    Case(
        "mapping with illegal chars",
        CTX + "change",
        {"ctx": {"id": 30, "loginMappings": ["ü"]}},
        DATA,
        'Illegal chars: "ü" in login mapping',
    ),
    Case(
        "no id",
        CTX + "create",
        context(id="absent"),
        DATA,
        "Mandatory fields in context not set: [id]",
    ),
    Case(
        "no quota",
        CTX + "create",
        context(maxQuota="absent"),
        DATA,
        "Mandatory fields in context not set: [maxQuota]",
    ),
    Case(
        "id below one",
        CTX + "create",
        context(-1),
        DATA,
        "The context identifier -1 is not allowed!",
    ),
    Case(
        "administrator incomplete",
        CTX + "create",
        context() | {"admin_user": new("adm", password="absent")},
        DATA,
        "Mandatory fields in admin user not set: [password]",
    ),
    Case(
        "administrator missing",
        CTX + "create",
        {"ctx": {"id": 31, "maxQuota": 1}},
        DATA,
        "Context or user not correct",
    ),
    Case(
        "administrator's addresses differ",
        CTX + "create",
        context() | {"admin_user": new("adm", email1="other@example.org")},
        STORAGE,
        f"{RMI}.InvalidDataException: primarymail must have the same value as email1",
    ),
    Case(
        "unknown combination",
        CTX + "createModuleAccessByName",
        context() | {"access_combination_name": "x"},
        DATA,
        'No such access combination name "x"',
    ),
]


@named(CONTEXTS)
def test_situation_gives_its_fault(sim, case):
    prove(sim, case)


def test_deleted_context_id_fails_once_when_made_again(sim):
    new_context = {"ctx": {"id": 31, "maxQuota": 1}, "admin_user": new("adm")}
    assert sim.call("OXContextService.create", **new_context).status == 200
    assert sim.call("OXContextService.delete", ctx={"id": 31}).status == 200
    first = sim.call("OXContextService.create", **new_context)
    assert (first.kind, first.message[:8]) == (STORAGE, "FLD-0038")
    assert sim.call("OXContextService.exists", ctx={"id": 31}).value == "false"
    assert sim.call("OXContextService.create", **new_context).status == 200
