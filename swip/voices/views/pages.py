"""What every page for families needs: which code a browser holds, in which language it is drawn, and how."""

from functools import reduce

from django.conf import settings
from django.core import signing
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation.trans_real import parse_accept_lang_header
from markupsafe import escape

from swip.voices import queries
from swip.voices.rules import asked
from swip.voices.rules.easy import EASY

COOKIE = "voice"
COOKIE_SECONDS = 2 * 60 * 60  # after that, what was typed waits under the code
SALT = "swip.voices"


def cookie_of(request, *, max_age=COOKIE_SECONDS):
    """Which code was typed here, and how its pages look; nothing once the two hours are over."""
    try:
        return signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=max_age)
    except signing.BadSignature:
        return None


def held_by(request):
    held = cookie_of(request)
    return queries.voice_held(*held[:2]) if held else None


def remember(answer, voice):
    if answer.cookies.get(COOKIE):  # it is being cleared
        return
    answer.set_cookie(
        COOKIE,
        signing.dumps([voice.pk, voice.code_digest, voice.language, voice.way], salt=SALT),
        path=cookie_path(),
        secure=settings.IS_HTTPS,
        httponly=True,
        samesite="Lax",
    )


def forget(answer):
    answer.delete_cookie(COOKIE, path=cookie_path())
    return answer


def cookie_path():
    return reverse("voices:enter")


def language_of(request):
    """Chosen on the page, or with the code that was typed before; else the first of the browser's that we have."""
    held = cookie_of(request, max_age=None) or []
    browser = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    wished = [request.GET.get("language"), *held[2:3], *(code.partition("-")[0] for code, _ in browser)]
    return next((each for each in wished if each in asked.LANGUAGES), "en")


def way_of(request):
    held = cookie_of(request, max_age=None) or []
    return next((each for each in held[3:4] if each in asked.WAYS), "standard")


def in_language(name, language, *arguments):
    """The address of a page that nothing but its address tells in which language it is drawn."""
    return f"{reverse(name, args=arguments)}?{urlencode({'language': language})}"


def words_for(way):
    """What says the words of a page in its language; for easy read in shorter ones, each sentence on its own line."""

    def say(words):
        easy = EASY.get(words, "") if way == "easy" else ""
        said = gettext(easy) if easy else ""
        if not said or (said == easy and translation.get_language() != "en"):
            return gettext(words)
        in_lines = reduce(lambda above, line: format_html("{}<br>{}", above, line), said.split("\n"))
        return escape(in_lines)  # of a kind into which a page can still put a date

    return say


def draw(request, template, voice, context=None, *, status=200):
    """A page in the language of whoever reads it; what nobody has translated is in English."""
    spoken = asked.LANGUAGES[voice.language if voice else language_of(request)]
    way = voice.way if voice else way_of(request)
    with translation.override(spoken.code):
        context = {
            "_": words_for(way),
            "page_language": spoken,
            "languages": asked.LANGUAGES.values(),
            "error_word": gettext("Mistake"),
            "problem_words": gettext("Something is not right yet"),
            "voice": voice,
            "way": way,
            "signed_in": False,
        } | (context or {})
        return render(request, f"voices/public/{template}.html", context, status=status)


def typed_on_question(request, key):
    """What was sent from the page of a question, be it one word; nothing if there is none."""
    asks = asked.QUESTIONS.get(key)
    if request.method != "POST" or asks is None or request.headers.get("X-Autosave") == "1":
        return None
    words = request.POST.get("answer", "").strip() if asks.kind == "words" else ""
    has_drawing = asks.kind == "drawing" and bool(request.FILES)
    return {"words": words, "has_drawing": has_drawing} if words or has_drawing else None
