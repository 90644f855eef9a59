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
from tests.browser import SMALL_PHONE, check_page, press, tab_to

pytestmark = pytest.mark.django_db(transaction=True)

CODE = re.compile(r"[2-9C-Y]{4}-[2-9C-Y]{4}-[2-9C-Y]{4}")


@pytest.fixture
def enrolment():
    made = EnrolmentFactory()
    employer = made.employment_periods.get().organisation
    AppointmentFactory(organisation=employer, role=Role.COORDINATOR)
    return made


def codes_printed_for(page_as, enrolment, number, language="English") -> list[str]:
    """The supervisor prints sheets: the codes are on that page and nowhere else."""
    page = page_as(enrolment.supervisor)
    page.goto(reverse("voices:make_codes", args=[enrolment.pk]))
    check_page(page)
    page.get_by_label("How many codes").fill(str(number))
    page.get_by_label(language).check()
    press(page, "Make the codes")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Print")
    check_page(page)
    codes = [each.strip() for each in page.locator(".app-sheet__code").all_inner_texts()]
    assert all(CODE.fullmatch(each) for each in codes)
    return codes


def choose(page: Page, label: str) -> None:
    """By keyboard: Tab to the first of the answers, arrows to the one that is meant."""
    tab_to(page, page.locator("fieldset label").first.inner_text().strip())
    for _ in range(6):
        if page.evaluate("document.activeElement.labels[0].innerText.trim()") == label:
            page.keyboard.press("Space")
            return
        page.keyboard.press("ArrowDown")
    pytest.fail(f"The arrows do not reach “{label}” on {page.url}")


def follow(page: Page, button: str, heading: str, *, is_new: bool = True) -> None:
    """Press it, and stand on the page that it leads to; pages of a kind that was looked at are not looked at again."""
    press(page, button)
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
    if is_new:
        check_page(page)


def test_a_childs_voice_in_pictures_on_a_small_phone_by_keyboard(page_as, enrolment):
    code = codes_printed_for(page_as, enrolment, 1)[0]
    for words in ("He listened.", "They came on time."):
        VoiceFactory(enrolment=enrolment, decision="show", answers={"listened": "no", "good": words})

    child = page_as(viewport=SMALL_PHONE)
    child.goto(reverse("voices:enter"))
    check_page(child)
    tab_to(child, "Type the code")
    child.keyboard.insert_text(code[:-1] + ("X" if code[-1] != "X" else "Y"))
    press(child, "Go on")
    expect(child.get_by_role("alert")).to_contain_text("One of the letters is not right")
    check_page(child)
    child.get_by_label("Type the code").fill(code.lower().replace("-", " "))
    follow(child, "Go on", "How do you want to do this?")
    child.get_by_label("Mostly pictures").check()
    follow(child, "Go on", "What this is")
    expect(child.get_by_text("If you say no, nothing changes for you")).to_be_visible()
    expect(child.get_by_role("link", name="0800 1111")).to_be_visible()
    follow(child, "Yes, go on", "Who are you?")
    press(child, "Next")
    expect(child.get_by_role("alert")).to_contain_text("Choose one of these")
    check_page(child)
    choose(child, "I am a child or a young person")
    follow(child, "Next", "How old are you?", is_new=False)
    follow(child, "Next", "Who types the answers?", is_new=False)
    follow(child, "Next", "listen to you")
    for following in ("what was happening", "really think", "they said they would", "What was good?"):
        choose(child, "Yes")
        follow(child, "Next", following, is_new=following == "What was good?")
    tab_to(child, "What was good?")
    child.keyboard.insert_text("We draw. I am scared of the dog.")
    expect(child.get_by_text("Kept", exact=True)).to_be_visible()
    follow(child, "Not this now", "That is fine")
    child.go_back()
    expect(child.get_by_text("scared of the dog")).to_have_count(0)

    child.goto(reverse("voices:enter"))
    child.get_by_label("Type the code").fill(code)
    follow(child, "Go on", "Hello again")
    follow(child, "Go on", "What could be better?", is_new=False)
    follow(child, "Next", "draw something")
    box = child.locator("canvas").bounding_box()
    child.mouse.move(box["x"] + 20, box["y"] + 20)
    child.mouse.down()
    child.mouse.move(box["x"] + 120, box["y"] + 90, steps=5)
    child.mouse.up()
    expect(child.get_by_label("Or draw on paper")).to_have_value(re.compile("drawing.png"))
    follow(child, "Next", "Look at your answers")
    expect(child.get_by_text("scared of the dog")).to_be_visible()
    expect(child.get_by_role("img", name="Your drawing")).to_be_visible()
    follow(child, "Send my answers", "Thank you")
    press(child, "Finish and clear this screen")
    expect(child.get_by_text("Nothing of yours is left")).to_be_visible()
    child.go_back()
    expect(child.get_by_role("heading", level=1)).to_have_text("Type the code from your paper")

    reader = page_as(enrolment.supervisor)
    hub = reverse("voices:voices", args=[enrolment.pk])
    reader.goto(hub)
    check_page(reader)
    follow(reader, "Answer 1 of 1", "An answer,")
    expect(reader.get_by_role("alert")).to_contain_text("scared of")
    expect(reader.get_by_role("alert")).to_contain_text("passes nothing on")
    reader.get_by_label("Show it in a batch").check()
    follow(reader, "Keep", "What families said", is_new=False)
    follow(reader, "Look through and release a batch", "Look through")
    follow(reader, "Release the batch", "What families said")

    worker = page_as(enrolment.social_worker)
    worker.goto(hub)
    expect(worker.get_by_role("heading", name="3 answers")).to_be_visible()
    check_page(worker)
    follow(worker, "Say what changed because of it", "Say what changed")
    worker.get_by_label("What changed").fill("I knock and wait before I come in. The dog stays outside.")
    follow(worker, "Let them know", "What families said", is_new=False)

    child.get_by_label("Type the code").fill(code)
    follow(child, "Go on", "Thank you")
    expect(child.get_by_text("The dog stays outside")).to_be_visible()
    follow(child, "Take my answers back", "Take your answers back?")
    follow(child, "Yes, take them back", "Your answers are deleted")
    worker.goto(hub)
    expect(worker.get_by_text("Nothing yet.")).to_be_visible()


def test_a_mother_answers_in_urdu_without_scripts(page_as, enrolment):
    code = codes_printed_for(page_as, enrolment, 1, language="اردو")[0]
    mother = page_as(javascript=False, viewport=SMALL_PHONE)
    mother.goto(reverse("voices:enter"))
    mother.get_by_role("link", name="اردو").click()
    html = mother.locator("html")
    expect(html).to_have_attribute("dir", "rtl")
    expect(html).to_have_attribute("lang", "ur")
    expect(mother.get_by_text("This translation has not been reviewed yet.")).to_be_visible()
    mother.locator("#id_code").fill(code)
    go_on(mother)
    expect(html).to_have_attribute("dir", "rtl")  # the language of the paper
    check_page(mother)
    go_on(mother)
    check_page(mother)
    go_on(mother)
    mother.locator("input[value=parent]").check()
    go_on(mother)
    go_on(mother)
    for _ in range(4):
        mother.locator("input[value=sometimes]").check()
        check_page(mother)
        go_on(mother)
    mother.locator("textarea").fill("انہوں نے ہماری بات سنی۔")
    check_page(mother)
    go_on(mother)
    go_on(mother)
    expect(mother.get_by_text("انہوں نے ہماری بات سنی۔")).to_be_visible()
    check_page(mother)
    go_on(mother)
    expect(mother.get_by_role("heading", level=1)).to_have_text("شکریہ")
    check_page(mother)
    voice = Voice.objects.given().get()
    assert (voice.who, voice.language, voice.given_in.day) == ("parent", "ur", 1)
    reader = page_as(enrolment.supervisor)
    reader.goto(voice.get_absolute_url())
    expect(reader.get_by_label("What was good?")).to_have_value("")  # written anew: the language would tell
    check_page(reader)


def go_on(page: Page) -> None:
    page.locator("main button[value=next]").click()
