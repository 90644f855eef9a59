"""A child's voice: from the code on a sheet of paper to "what changed because you said this"."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.voices.models import Voice
from swip.voices.tests.factories import VoiceFactory
from tests.browser import SMALL_PHONE, press
from tests.hands import Hands

pytestmark = pytest.mark.django_db(transaction=True)

CODE = re.compile(r"[2-9C-Y]{4}-[2-9C-Y]{4}-[2-9C-Y]{4}")


@pytest.fixture
def enrolment():
    made = EnrolmentFactory()
    employer = made.employment_periods.get().organisation
    AppointmentFactory(organisation=employer, role=Role.COORDINATOR)
    return made


def codes_printed_for(hands, enrolment, number, language="English") -> list[str]:
    """The supervisor prints sheets: the codes are on that page and nowhere else."""
    page = hands.open(enrolment.supervisor, reverse("voices:make_codes", args=[enrolment.pk]))
    hands.write(page, "How many codes", str(number))
    hands.choose(page, language)
    hands.go_on(page, "Make the codes")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Print")
    codes = [each.strip() for each in page.locator(".app-sheet__code").all_inner_texts()]
    assert all(CODE.fullmatch(each) for each in codes)
    return codes


def follow(hands, page: Page, button: str, heading: str, *, is_new: bool = True) -> None:
    """Stand on the page that it leads to; pages of a kind that was looked at are not looked at again."""
    if is_new:
        hands.go_on(page, button)
    else:
        press(page, button)
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)


def test_a_childs_voice_in_pictures_on_a_small_phone_by_keyboard(page_as, enrolment):
    hands = Hands(page_as)
    code = codes_printed_for(hands, enrolment, 1)[0]
    for words in ("He listened.", "They came on time."):
        VoiceFactory(enrolment=enrolment, decision="show", answers={"listened": "no", "good": words})

    # With scripts: what is typed is kept as it is typed, and a drawing is drawn.
    child = hands.open(None, reverse("voices:enter"), javascript=True)
    hands.write(child, "Type the code", code[:-1] + ("X" if code[-1] != "X" else "Y"))
    hands.go_on(child, "Go on")
    expect(child.get_by_role("alert")).to_contain_text("One of the letters is not right")
    hands.write(child, "Type the code", code.lower().replace("-", " "))
    follow(hands, child, "Go on", "How do you want to do this?")
    hands.choose(child, "Mostly pictures", "How the pages look")
    follow(hands, child, "Go on", "What this is")
    expect(child.get_by_text("If you say no, nothing changes for you")).to_be_visible()
    expect(child.get_by_role("link", name="0800 1111")).to_be_visible()
    hands.visit(child, f"{reverse('voices:enter')}nothing-here/")
    follow(hands, child, "Go on", "Hello again")
    follow(hands, child, "What this is", "What this is", is_new=False)
    follow(hands, child, "Yes, go on", "Who are you?")
    hands.go_on(child, "Next")
    expect(child.get_by_role("alert")).to_contain_text("Choose one of these")
    hands.choose(child, "I am a child or a young person")
    follow(hands, child, "Next", "How old are you?", is_new=False)
    follow(hands, child, "Next", "Who types the answers?", is_new=False)
    follow(hands, child, "Next", "listen to you")
    for following in ("what was happening", "really think", "they said they would", "What was good?"):
        hands.choose(child, "Yes")
        follow(hands, child, "Next", following, is_new=following == "What was good?")
    hands.write(child, "What was good?", "We draw. I am scared of the dog.")
    expect(child.get_by_text("Kept", exact=True)).to_be_visible()
    follow(hands, child, "Not this now", "That is fine")
    child.go_back()
    expect(child.get_by_text("scared of the dog")).to_have_count(0)

    child.goto(reverse("voices:enter"))
    hands.write(child, "Type the code", code)
    follow(hands, child, "Go on", "Hello again")
    follow(hands, child, "Go on", "What could be better?", is_new=False)
    follow(hands, child, "Next", "draw something")
    box = child.locator("canvas").bounding_box()
    child.mouse.move(box["x"] + 20, box["y"] + 20)
    child.mouse.down()
    child.mouse.move(box["x"] + 120, box["y"] + 90, steps=5)
    child.mouse.up()
    expect(child.get_by_label("Or draw on paper")).to_have_value(re.compile("drawing.png"))
    follow(hands, child, "Next", "Look at your answers")
    expect(child.get_by_text("scared of the dog")).to_be_visible()
    expect(child.get_by_role("img", name="Your drawing")).to_be_visible()
    follow(hands, child, "Send my answers", "Thank you")
    press(child, "Finish and clear this screen")
    expect(child.get_by_text("Nothing of yours is left")).to_be_visible()
    child.go_back()
    expect(child.get_by_role("heading", level=1)).to_have_text("Type the code from your paper")

    hub = reverse("voices:voices", args=[enrolment.pk])
    reader = hands.open(enrolment.supervisor, hub)
    follow(hands, reader, "Answer 1 of 1", "An answer,")
    expect(reader.get_by_role("alert")).to_contain_text("scared of")
    expect(reader.get_by_role("alert")).to_contain_text("passes nothing on")
    hands.choose(reader, "Show it in a batch")
    follow(hands, reader, "Keep", "What families said", is_new=False)
    follow(hands, reader, "Look through and release a batch", "Look through")
    follow(hands, reader, "Release the batch", "What families said")

    worker = hands.open(enrolment.social_worker, hub)
    expect(worker.get_by_role("heading", name="3 answers")).to_be_visible()
    follow(hands, worker, "Say what changed because of it", "Say what changed")
    hands.write(worker, "What changed", "I knock and wait before I come in. The dog stays outside.")
    follow(hands, worker, "Let them know", "What families said", is_new=False)

    # Without scripts: what changed, and the answers are taken back.
    again = hands.open(None, reverse("voices:enter"))
    hands.write(again, "Type the code", code)
    follow(hands, again, "Go on", "Thank you")
    expect(again.get_by_text("The dog stays outside")).to_be_visible()
    follow(hands, again, "Take my answers back", "Take your answers back?")
    follow(hands, again, "Yes, take them back", "Your answers are deleted")
    worker.goto(hub)
    expect(worker.get_by_text("Nothing yet.")).to_be_visible()


def test_a_mother_answers_in_urdu_without_scripts(page_as, enrolment):
    hands = Hands(page_as)
    code = codes_printed_for(hands, enrolment, 1, language="اردو")[0]
    mother = page_as(javascript=False, viewport=SMALL_PHONE)
    mother.goto(reverse("voices:enter"))
    press(mother, "اردو")
    html = mother.locator("html")
    expect(html).to_have_attribute("dir", "rtl")
    expect(html).to_have_attribute("lang", "ur")
    expect(mother.get_by_text("This translation has not been reviewed yet.")).to_be_visible()
    type_into(mother, "id_code", code)
    go_on(hands, mother)
    expect(html).to_have_attribute("dir", "rtl")  # the language of the paper
    go_on(hands, mother)
    go_on(hands, mother)
    take(mother, "parent")
    go_on(hands, mother)
    go_on(hands, mother)
    for number in range(4):
        take(mother, "sometimes")
        go_on(hands, mother, is_new=number in (0, 3))
    type_into(mother, "id_answer", "انہوں نے ہماری بات سنی۔")
    go_on(hands, mother)
    go_on(hands, mother)
    expect(mother.get_by_text("انہوں نے ہماری بات سنی۔")).to_be_visible()
    go_on(hands, mother)
    expect(mother.get_by_role("heading", level=1)).to_have_text("شکریہ")
    voice = Voice.objects.given().get()
    assert (voice.who, voice.language, voice.given_in.day) == ("parent", "ur", 1)
    hands.visit(mother, f"{reverse('voices:enter')}nothing-here/")
    expect(mother.get_by_role("heading", level=1)).to_have_text("یہ صفحہ یہاں نہیں ہے")
    expect(html).to_have_attribute("dir", "rtl")
    reader = hands.open(enrolment.supervisor, voice.get_absolute_url())
    expect(reader.get_by_label("What was good?")).to_have_value("")  # written anew: the language would tell


def go_on(hands, page: Page, *, is_new: bool = True) -> None:
    tab_until(page, "document.activeElement.matches('main button[value=next]')")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    if is_new:
        hands.look(page)


def type_into(page: Page, name: str, words: str) -> None:
    tab_until(page, f"document.activeElement.id === '{name}'")
    page.keyboard.insert_text(words)


def take(page: Page, answer: str) -> None:
    tab_until(page, "document.activeElement.type === 'radio'")
    for _ in range(10):
        if page.evaluate(f"document.activeElement.value === '{answer}'"):
            page.keyboard.press("Space")
            return
        page.keyboard.press("ArrowDown")
    pytest.fail(f"The arrows do not reach “{answer}” on {page.url}")


def tab_until(page: Page, is_there: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(is_there):
            return
    pytest.fail(f"The Tab key does not reach it on {page.url}: {is_there}")
