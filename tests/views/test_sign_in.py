"""Signing in."""


def test_a_key_worker_signs_in_and_sees_their_work(client, cast):
    page = client.follow(client.sign_in(cast.kamal))
    assert page.heading == "Your work"


def test_a_wrong_password_says_so(client, cast):
    page = client.get("/sign-in")
    page = client.send(page, {"email": "kamal@example.org", "password": "nonsense"}, status=400)
    assert page.errors == ["The e-mail address or the password is not right."]
