from swip.core.links import digest_of


def test_a_digest_does_not_hold_the_token():
    assert "secret" not in digest_of("secret")
    assert len(digest_of("secret")) == 64
    assert digest_of("secret") != digest_of("Secret")
