"""What differs between two configurations, as the trail and pages tell it."""

from dataclasses import replace

from stellwerk.sso.configuration import Attributes, Configuration, Provider, Signing
from stellwerk.sso.differing import Difference, differences, told
from stellwerk.sso.filling import Filling
from stellwerk.sso.saml.names import Binding, NameIdFormat

_SHIBBOLETH = Provider(
    entity_id="https://idp.example.org/", sso_address="https://idp.example.org/s"
)


def test_the_same_differs_in_nothing() -> None:
    assert differences(Configuration(), Configuration()) == []


def test_each_setting_is_told_by_its_place() -> None:
    after = Configuration(
        provider=replace(_SHIBBOLETH, sso_binding=Binding.POST),
        signing=Signing(allow_sha1=True),
        attributes=Attributes(roles={"it": "auditor"}),
        trusted_domains=("example.org",),
    )
    assert differences(Configuration(), after) == [
        Difference("attributes.roles", [], ["it = auditor"]),
        Difference("provider.entity_id", "", "https://idp.example.org/"),
        Difference("provider.sso_address", "", "https://idp.example.org/s"),
        Difference("provider.sso_binding", Binding.REDIRECT, Binding.POST),
        Difference("signing.allow_sha1", False, True),
        Difference("trusted_domains", [], ["example.org"]),
    ]


def test_certificates_are_told_and_not_written_out() -> None:
    after = Configuration(provider=Provider(certificates=("no certificate",)))
    assert differences(Configuration(), after) == [Difference("provider.certificates", [], ["?"])]
    assert told("") == "?"


def test_what_metadata_set_goes_through_a_store_unharmed() -> None:
    given = Filling(replace(_SHIBBOLETH, certificates=("a", "b")), "Town", ["urn:x"], True)
    assert Filling.from_document(given.to_document()) == given
    assert given.to_document() == Filling.from_document(given.to_document()).to_document()


def test_a_chosen_format_stays_while_it_is_offered() -> None:
    offered = [str(NameIdFormat.PERSISTENT), str(NameIdFormat.TRANSIENT)]
    given = Filling(_SHIBBOLETH, formats=offered)
    new = given.applied(Configuration())
    assert new.name_id_format is NameIdFormat.PERSISTENT
    chosen = Configuration(provider=_SHIBBOLETH, name_id_format=NameIdFormat.TRANSIENT)
    assert given.applied(chosen).name_id_format is NameIdFormat.TRANSIENT
    other = Filling(_SHIBBOLETH, formats=[str(NameIdFormat.EMAIL)])
    assert other.applied(chosen).name_id_format is NameIdFormat.EMAIL
    assert Filling(_SHIBBOLETH).applied(chosen).name_id_format is NameIdFormat.TRANSIENT
