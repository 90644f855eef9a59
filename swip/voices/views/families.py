"""The pages for children, parents and carers: no account, one question a page, in their language."""

from functools import wraps

from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from swip.core.lifecycle import StaleStep
from swip.core.views import takes_files
from swip.voices import actions, queries
from swip.voices.forms.public import ChoiceForm, CodeForm, DrawingForm, HowForm, WordsForm
from swip.voices.rules import asked

COOKIE = "voice"
COOKIE_SECONDS = 2 * 60 * 60  # after that, what was typed waits under the code
SALT = "swip.voices"
FORMS = {"faces": ChoiceForm, "about_you": ChoiceForm, "words": WordsForm, "drawing": DrawingForm}
ABOUT = {
    "What it is for": asked.N_("It helps the social worker to get better at their work."),
    "That it is voluntary": asked.N_("You choose. You do not have to say anything."),
    "That saying no changes nothing": asked.N_(
        "If you say no, nothing changes for you. Nobody will be cross."
    ),
    "That it can be taken back until the final decision": asked.N_(
        "You can take back what you said, with the same code, until it is decided whether the social worker has "
        "finished their training."
    ),
}


def for_families(view):
    """No account and no session: a cookie of two hours says which code was typed, and nothing is kept in between."""

    @login_not_required
    @never_cache
    @wraps(view)
    def page(request, *args, **kwargs):
        if request.user.is_authenticated:  # on a device that a member of staff is signed in on
            return draw(request, "signed_in", None, status=409)
        return view(request, *args, **kwargs)

    return page


def with_voice(view):
    """Those pages that a code opens. Who has none, or whose two hours are over, types it again."""

    @for_families
    @wraps(view)
    def page(request, *args, **kwargs):
        voice = held_by(request)
        if voice is None:
            answer = not_kept(request, None, **kwargs) or redirect("voices:enter")
            answer.delete_cookie(COOKIE, path=cookie_path())
            return answer
        with translation.override(voice.language):
            try:
                answer = view(request, voice, *args, **kwargs)
            except StaleStep:  # sent in another window, or cancelled: the page of the code says how it stands
                answer = not_kept(request, voice, **kwargs) or redirect("voices:yours")
        remember(answer, voice)
        return answer

    return page


def not_kept(request, voice, key="", **_others):
    """What was typed on the page of a question, be it one word, where it cannot be kept; nothing if there is none."""
    asks = asked.QUESTIONS.get(key)
    if request.method != "POST" or asks is None or request.headers.get("X-Autosave") == "1":
        return None
    words = request.POST.get("answer", "").strip() if asks.kind == "words" else ""
    has_drawing = asks.kind == "drawing" and bool(request.FILES)
    if not (words or has_drawing):
        return None
    context = {"words": words, "has_drawing": has_drawing}
    if voice is None and (before := held_by(request, max_age=None)):  # its language, and nothing else of it
        return draw(
            request, "not_kept", None, context | {"way": before.way}, language=before.language, status=409
        )
    return draw(request, "not_kept", voice, context, status=409)


def held_by(request, *, max_age=COOKIE_SECONDS):
    try:
        held = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=max_age)
    except signing.BadSignature:
        return None
    return queries.voice_held(*held)


def remember(answer, voice):
    if answer.cookies.get(COOKIE):  # it is being cleared
        return
    answer.set_cookie(
        COOKIE,
        signing.dumps([voice.pk, voice.code_digest], salt=SALT),
        path=cookie_path(),
        secure=settings.IS_HTTPS,
        httponly=True,
        samesite="Lax",
    )


def cookie_path():
    return reverse("voices:enter")


def draw(request, template, voice, context=None, *, language=None, status=200):
    """A page in the language of whoever reads it; what nobody has translated is in English."""
    spoken = asked.LANGUAGES[voice.language if voice else language or "en"]
    with translation.override(spoken.code):
        context = {
            "_": gettext,
            "page_language": spoken,
            "error_word": gettext("Mistake"),
            "problem_words": gettext("Something is not right yet"),
            "voice": voice,
            "way": voice.way if voice else "standard",
            "signed_in": False,
        } | (context or {})
        return render(request, f"voices/public/{template}.html", context, status=status)


def language_asked_for(request):
    chosen = request.POST.get("language") or request.GET.get("language", "en")
    return chosen if chosen in asked.LANGUAGES else "en"


# ---- With the paper in hand


@for_families
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request):
    """The code from the paper. Wrong, run out or cancelled: the answer is the same, and so is the time it takes."""
    language = language_asked_for(request)
    with translation.override(language):
        form = CodeForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            if not ratelimit.consume(request, action="voice_code"):
                return draw(request, "too_often", None, language=language, status=429)
            if voice := queries.voice_with_code(form.cleaned_data["code"]):
                return let_in(voice)
            form.add_error("code", gettext("This code does not open anything. Ask for a new one if you like"))
        context = {"form": form, "languages": asked.LANGUAGES.values()}
        return draw(request, "enter", None, context, language=language)


@for_families
@require_safe
def open_paper(request, token):
    """What the picture on the paper opens. Opening it uses nothing up, and its address is left at once."""
    if voice := queries.voice_with_token(token):
        return let_in(voice)
    return redirect("voices:unknown")


@for_families
@require_safe
def unknown(request):
    """The same page for every paper that opens nothing."""
    return draw(request, "unknown", None, status=410)


def let_in(voice):
    answer = redirect("voices:how" if voice.status == "open" and not voice.who else "voices:yours")
    remember(answer, voice)
    return answer


@with_voice
@require_http_methods(["GET", "HEAD", "POST"])
def how(request, voice):
    """In which language, and how the pages look: asked first, and open at any time."""
    form = HowForm(
        request.POST if request.method == "POST" else None,
        initial={"language": voice.language, "way": voice.way},
    )
    onward = request.POST.get("to") or request.GET.get("to", "")
    if form.is_valid():
        actions.choose_how(voice, **form.cleaned_data)
        if then(request) == "later":
            return leave("later", voice)
        if onward in asked.QUESTIONS:
            return redirect("voices:question", onward)
        return redirect({"check": "voices:check", "yours": "voices:yours"}.get(onward, "voices:about"))
    context = {"form": form, "languages": asked.LANGUAGES.values(), "ways": asked.WAYS, "to": onward}
    return draw(request, "how", voice, context)


@with_voice
@require_http_methods(["GET", "HEAD", "POST"])
def about(request, voice):
    """What it is for, that nobody has to, and that a no changes nothing: before anything is asked."""
    if voice.status != "open":
        return redirect("voices:yours")
    if request.method == "POST":
        match then(request):
            case "no":
                actions.say_no(voice)
                return leave("said_no", voice)
            case "later":
                return leave("later", voice)
            case "how":
                return redirect("voices:how")
        return redirect("voices:question", "who")
    told = queries.told_to_families(voice.enrolment)
    points = [ABOUT.get(each, each) for each in (told or ABOUT)]
    return draw(request, "about", voice, {"points": points})


# ---- One question a page


@with_voice
@takes_files(most=1)
@require_http_methods(["GET", "HEAD", "POST"])
def question(request, voice, key):
    """What was typed is kept with every button, the one for leaving too."""
    if key not in asked.QUESTIONS:
        raise Http404
    if voice.status != "open":
        if request.method == "POST":
            raise StaleStep(voice)
        return redirect("voices:yours")
    if key not in asked.questions_for(voice.who):
        return redirect("voices:question", "who")
    asks = asked.QUESTIONS[key]
    if request.method == "POST":
        form = form_for(request, asks)
        if form.is_valid():
            keep(voice, asks, form, is_removed=then(request) == "remove")
            if request.headers.get("X-Autosave") == "1":
                return HttpResponse(status=204)
            return onward(request, voice, key)
        if request.headers.get("X-Autosave") == "1":
            return HttpResponse(status=422)
    else:
        form = None
    context = {
        "question": asks,
        "form": form,
        "answer": request.POST.get("answer", "") if form else answer_to(voice, asks),
        "has_drawing": asks.kind == "drawing" and queries.has_drawing(voice),
        "place": asked.questions_for(voice.who).index(key) + 1,
        "places": len(asked.questions_for(voice.who)),
        "longest": asked.LONGEST_ANSWER,
    }
    return draw(request, "question", voice, context)


def form_for(request, asks):
    if asks.kind == "drawing":
        return DrawingForm(request.POST, request.FILES)
    going_on = then(request) == "next" and request.headers.get("X-Autosave") != "1"
    return FORMS[asks.kind](request.POST, question=asks.key, going_on=going_on)


def keep(voice, asks, form, *, is_removed):
    if asks.kind != "drawing":
        actions.keep_answer(voice, asks.key, form.cleaned_data["answer"])
    elif is_removed:
        actions.remove_drawing(voice)
    elif form.cleaned_data["picture"]:
        actions.keep_drawing(voice, form.cleaned_data["picture"])


def answer_to(voice, asks):
    if asks.key in asked.ABOUT_YOU:
        return getattr(voice, asked.ABOUT_YOU[asks.key])
    return voice.answers.get(asks.key, "")


def onward(request, voice, key):
    match then(request):
        case "later":
            return leave("later", voice)
        case "how":
            return redirect(f"{reverse('voices:how')}?to={key}")
        case "remove":
            return redirect("voices:question", key)
        case "back":
            before = asked.next_question(voice.who, key, step=-1)
            return redirect("voices:question", before) if before else redirect("voices:about")
    following = asked.next_question(voice.who, key)
    return redirect("voices:question", following) if following else redirect("voices:check")


def then(request):
    return request.POST.get("then", "next")


@with_voice
@require_safe
def own_drawing(request, voice):
    """For whoever drew it, to see that it is there."""
    drawing = queries.own_drawing(voice)
    if drawing is None:
        raise Http404
    return picture(drawing)


def picture(drawing):
    return HttpResponse(
        bytes(drawing.picture),
        content_type="image/jpeg",
        headers={
            "Content-Disposition": 'inline; filename="drawing.jpg"',
            "Cache-Control": "private, no-store",
        },
    )


@with_voice
@require_http_methods(["GET", "HEAD", "POST"])
def check(request, voice):
    """Everything once more, before anybody reads it."""
    if voice.status != "open":
        return redirect("voices:yours")
    nothing = False
    if request.method == "POST":
        match then(request):
            case "later":
                return leave("later", voice)
            case "how":
                return redirect(f"{reverse('voices:how')}?to=check")
            case "back":
                return redirect("voices:question", asked.questions_for(voice.who)[-1])
        try:
            actions.give(voice)
            return redirect("voices:yours")
        except actions.NothingSaid:
            nothing = True
    answered = [
        (each, (each.choices or {}).get(answer_to(voice, each), answer_to(voice, each)))
        for each in (asked.QUESTIONS[key] for key in asked.questions_for(voice.who))
        if each.kind != "drawing"
    ]
    context = {"answered": answered, "nothing": nothing, "has_drawing": queries.has_drawing(voice)}
    return draw(request, "check", voice, context | {"child": voice.who in asked.CHILDREN})


# ---- Afterwards, with the same code


@with_voice
@require_safe
def yours(request, voice):
    """Where a code leads: on with the questions, or what became of what was said."""
    if voice.status == "open":
        known = {key: getattr(voice, name) for key, name in asked.ABOUT_YOU.items()}
        goes_on = asked.first_open_question(voice.who, known | voice.answers)
        until = date_format(timezone.localdate(voice.expires_at), "j F Y")
        return draw(request, "welcome_back", voice, {"goes_on": goes_on, "until": until})
    if voice.status == "withdrawn":
        return draw(request, "taken_back", voice)
    context = {"changes": list(queries.changes_for(voice)), "is_decided": queries.is_decided(voice)}
    return draw(request, "thank_you", voice, context)


@with_voice
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request, voice):
    if voice.status != "given" or queries.is_decided(voice):
        return redirect("voices:yours")
    if request.method == "POST":
        if then(request) == "yes":
            actions.take_back(voice)
        return redirect("voices:yours")
    return draw(request, "take_back", voice)


@for_families
@require_POST
def finish(request):
    """For a screen that others use after this: nothing of it is left."""
    return leave("finished", held_by(request))


def leave(why, voice):
    """Away from the questions; the browser forgets the code, and the back button shows nothing."""
    answer = redirect(f"{reverse('voices:left', args=[why])}?language={voice.language if voice else 'en'}")
    answer.delete_cookie(COOKIE, path=cookie_path())
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


@for_families
@require_safe
def left(request, why):
    if why not in {"later", "said_no", "finished"}:
        raise Http404
    return draw(request, "left", None, {"why": why}, language=language_asked_for(request))
