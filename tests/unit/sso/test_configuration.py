"""What is set for single sign-on goes through a store unharmed."""

import json

from hypothesis import given
from hypothesis import strategies as st

from stellwerk.sso.configuration import (
    Attributes,
    Configuration,
    Provider,
    Signing,
    from_document,
)
from stellwerk.sso.saml.names import Binding, NameIdFormat, SignatureAlgorithm

_texts = st.text(max_size=30)
_configurations = st.builds(
    Configuration,
    provider=st.builds(
        Provider,
        entity_id=_texts,
        sso_address=_texts,
        sso_binding=st.sampled_from(Binding),
        certificates=st.lists(_texts, max_size=4).map(tuple),
    ),
    signing=st.builds(
        Signing, algorithm=st.sampled_from(SignatureAlgorithm), allow_sha1=st.booleans()
    ),
    attributes=st.builds(Attributes, roles=st.dictionaries(_texts, _texts, max_size=3)),
    name_id_format=st.sampled_from(NameIdFormat),
    trusted_domains=st.lists(_texts, max_size=3).map(tuple),
)


@given(_configurations)
def test_what_was_kept_is_read_as_it_was(configuration: Configuration) -> None:
    document = json.loads(json.dumps(configuration.to_document()))
    assert from_document(document) == configuration


def test_a_document_of_another_version_has_the_defaults_for_what_it_lacks() -> None:
    read = from_document({"provider": {"entity_id": "https://idp", "later": 1}, "also_later": 2})
    assert read == Configuration(provider=Provider(entity_id="https://idp"))
