"""Which addresses may be asked."""

import pytest

from stellwerk.core.outbound.places import Reach, is_this_machine, reach


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07::1", "8.8.8.8"])
def test_the_public_internet_may_be_asked(address: str) -> None:
    assert reach(address) is Reach.PUBLIC


@pytest.mark.parametrize(
    "address",
    ["10.1.2.3", "172.31.0.1", "192.168.1.1", "127.0.0.1", "127.8.8.8", "::1", "fd12::1",
     "100.64.0.1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "2002:7f00:0001::", "64:ff9b::7f00:1",
     "::7f00:1"],
)  # fmt: skip
def test_private_networks_are_told_in_whatever_way_they_are_written(address: str) -> None:
    assert reach(address) is Reach.PRIVATE


@pytest.mark.parametrize(
    "address",
    ["169.254.169.254", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::",
     "fe80::1", "fe80::1%eth0", "fd00:ec2::254", "100.100.100.200", "192.0.0.192", "0.0.0.0",
     "::", "0.1.2.3", "224.0.0.1", "ff02::1", "255.255.255.255", "240.0.0.1",
     "2001:0:53aa:64c::1", "64:ff9b:1::7f00:1", "192.0.2.1", "2001:db8::1", "fec0::1"],
)  # fmt: skip
def test_some_addresses_are_asked_never(address: str) -> None:
    assert reach(address) is Reach.NEVER


def test_this_machine_is_known_by_all_its_names() -> None:
    assert all(map(is_this_machine, ("127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1")))
    assert not any(map(is_this_machine, ("10.0.0.1", "8.8.8.8", "fe80::1", "2001:0:53aa::1")))
