"""The pages for children, parents and carers: no account, one question a page, in their language."""

from functools import wraps

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
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
from swip.voices.views.pages import (
    cookie_of,
    draw,
    forget,
    held_by,
    in_language,
    language_of,
    remember,
    typed_on_question,
)

HANDED_ON = asked.N_("Did somebody give you this phone or tablet? Please give it back to them.")
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
            context = {"page_language": asked.LANGUAGES["en"], "handed_on": in_every_language(HANDED_ON)}
            return draw(request, "signed_in", None, context, status=409)
        return view(request, *args, **kwargs)

    page.is_for_families = True
    return page


def with_voice(view):
    """Those pages that a code opens. Who has none, or whose two hours are over, types it again."""

    @for_families
    @wraps(view)
    def page(request, *args, **kwargs):
        voice = held_by(request)
        if voice is None:
            return forget(not_kept(request, None, **kwargs) or to_enter(request))
        with translation.override(voice.language):
            try:
                answer = view(request, voice, *args, **kwargs)
            except StaleStep:  # sent in another window, or cancelled: the page of the code says how it stands
                answer = not_kept(request, voice, **kwargs) or redirect("voices:yours")
        remember(answer, voice)
        return answer

    return page


def in_every_language(words):
    """For a page that a member of staff reads, and perhaps the child to whom they gave it."""
    said = []
    for language in asked.LANGUAGES.values():
        with translation.override(language.code):
            said.append((language, gettext(words)))
    return said


def to_enter(request):
    """In the language of the code that was typed before, if there was one."""
    if cookie_of(request, max_age=None):
        return redirect(in_language("voices:enter", language_of(request)))
    return redirect("voices:enter")


def not_kept(request, voice, key="", **_others):
    """What was typed on the page of a question, where it cannot be kept; nothing if there is none."""
    if typed := typed_on_question(request, key):
        return draw(request, "not_kept", voice, typed, status=409)
    return None


# ---- With the paper in hand


@for_families
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request):
    """The code from the paper. Wrong, run out or cancelled: the answer is the same, and so is the time it takes."""
    with translation.override(language_of(request)):
        form = CodeForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            if not ratelimit.consume(request, action="voice_code"):
                return draw(request, "too_often", None, status=429)
            if voice := queries.voice_with_code(form.cleaned_data["code"]):
                return let_in(voice)
            form.add_error("code", gettext("This code does not open anything. Ask for a new one if you like"))
        return draw(request, "enter", None, {"form": form})


@for_families
@require_safe
def open_paper(request, token):
    """What the picture on the paper opens. Opening it uses nothing up, and its address is left at once."""
    if voice := queries.voice_with_token(token):
        return let_in(voice)
    return redirect(in_language("voices:unknown", language_of(request)))


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
    to = request.POST.get("to") or request.GET.get("to", "")
    if form.is_valid():
        actions.choose_how(voice, **form.cleaned_data)
        if then(request) == "later":
            return leave(request, "later", voice)
        if to in asked.QUESTIONS:
            return redirect("voices:question", to)
        return redirect({"check": "voices:check", "yours": "voices:yours"}.get(to, "voices:about"))
    context = {"form": form, "ways": asked.WAYS, "to": to}
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
                return leave(request, "said_no", voice)
            case "later":
                return leave(request, "later", voice)
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
        # Who somebody is decides how many there are: told from the page after it on.
        "places": len(asked.questions_for(voice.who)) if key != "who" else None,
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
            return leave(request, "later", voice)
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
                return leave(request, "later", voice)
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
    return leave(request, "finished", held_by(request))


def leave(request, why, voice):
    """Away from the questions; the browser forgets the code, and the back button shows nothing."""
    answer = forget(
        redirect(in_language("voices:left", voice.language if voice else language_of(request), why))
    )
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


@for_families
@require_safe
def left(request, why):
    if why not in {"later", "said_no", "finished"}:
        raise Http404
    return draw(request, "left", None, {"why": why})
