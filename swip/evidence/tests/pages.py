"""What the tests of these pages need to write little."""

from django.urls import reverse

TYPED = {
    "title": "A visit",
    "happened_on_day": "3",
    "happened_on_month": "2",
    "happened_on_year": "2026",
    "what_happened": "I listened before I asked.",
    "what_it_shows": "That I begin with the child.",
}


def at(name, *arguments):
    return reverse(f"evidence:{name}", args=[getattr(each, "pk", each) for each in arguments])


def autosave(client, url, data):
    return client.post(url, data, headers={"X-Autosave": "1"})


def text_of(response):
    return " ".join(response.content.decode().split())
