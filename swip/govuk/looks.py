"""What a bound form field needs to be drawn: worked out in Python, so that the templates only lay it out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django import forms
from django.forms.boundfield import BoundField
from markupsafe import Markup, escape

from swip.govuk.fields import BoxesWidget, Choice, lower_first

# Keys of a widget's attrs that say how the field looks; they never become HTML attributes.
LOOKS = {"label_size", "heading", "inline", "small", "width", "prefix", "suffix", "count_to"}
# Browsers would cut off what a person pastes, or refuse in words of their own; our messages say it better.
LEFT_OUT = {
    "maxlength",
    "minlength",
    "min",
    "max",
    "step",
    "required",
    "class",
    "id",
    "type",
    "aria-describedby",
}
NOT_ANSWERED = str(forms.Field.default_error_messages["required"])
NO_CHOICE = "---------"
LOST = "Part of this page was lost on the way. Load the page again"

KINDS = [
    (forms.HiddenInput, "hidden"),
    (BoxesWidget, "boxes"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.FileInput, "file"),
    (forms.Textarea, "textarea"),
    (forms.Select, "select"),
]
KNOWN: dict[type, str] = {}
CHOSEN_FROM = {"radios", "checkboxes", "select"}


def kind_of(widget_class: type) -> str:
    if widget_class not in KNOWN:
        KNOWN[widget_class] = next(
            (kind for known, kind in KINDS if issubclass(widget_class, known)), "input"
        )
    return KNOWN[widget_class]


@dataclass(slots=True)
class Option:
    id: str
    value: str
    label: str
    is_chosen: bool
    hint: str = ""
    divider: str = ""
    is_exclusive: bool = False


@dataclass(slots=True)
class Box:
    id: str
    name: str
    label: str
    value: str
    classes: str
    autocomplete: str


@dataclass(slots=True)
class Look:
    """One field as the macros in forms.html draw it."""

    kind: str
    id: str
    name: str
    type: str
    value: object
    label: str
    label_size: str
    is_heading: bool
    hint: str
    errors: list[str]
    described_by: str
    classes: str
    attributes: Markup
    is_inline: bool = False
    is_small: bool = False
    is_disabled: bool = False
    is_multiple: bool = False
    prefix: str = ""
    suffix: str = ""
    rows: int = 5
    count_to: int | None = None
    groups: list[tuple[str | None, list[Option]]] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    group_classes: str = ""


def attributes(values: dict) -> Markup:
    """HTML attributes; True stands alone, None and False are left out."""
    drawn = [
        f" {escape(name)}" if value is True else f' {escape(name)}="{escape(value)}"'
        for name, value in values.items()
        if value is not None and value is not False
    ]
    return Markup("".join(drawn))  # noqa: S704 - every part is escaped above


def look_of(bound: BoundField, **chosen) -> Look:
    """Whatever the template does not say comes from the field and its widget."""
    widget, form_field = bound.field.widget, bound.field
    kind = kind_of(type(widget))
    own = widget.attrs
    look = {name: own[name] for name in LOOKS if name in own}
    look |= {name: value for name, value in chosen.items() if value is not None}

    identity = id_of(bound)
    errors = [] if kind == "hidden" else messages_of(bound, kind)
    hint = look.get("hint", form_field.help_text)
    count_to = look.get("count_to") or (own.get("maxlength") if kind == "textarea" else None)
    described = [f"{identity}-info"] if count_to else []
    if hint:
        described.append(f"{identity}-hint")
    if errors:
        described.append(f"{identity}-error")

    made = Look(
        kind=kind,
        id=identity,
        name=bound.html_name,
        type=getattr(widget, "input_type", None) or "text",
        value=bound.value(),
        label=look.get("label", bound.label),
        label_size=look.get("label_size", "" if kind == "checkbox" else "s"),
        is_heading=look.get("heading", False),
        hint=hint,
        errors=errors,
        described_by=" ".join(described),
        classes=look.get("classes", "") or own.get("class", ""),
        attributes=Markup(""),
        is_inline=bool(look.get("inline")),
        is_small=bool(look.get("small")),
        is_disabled=form_field.disabled,
        prefix=look.get("prefix", ""),
        suffix=look.get("suffix", ""),
        count_to=count_to,
        group_classes=look.get("group_classes", ""),
    )
    extra = {name: value for name, value in own.items() if name not in LOOKS and name not in LEFT_OUT}
    SHAPES.get(kind, as_input)(made, bound, widget, extra, look)
    extra |= look.get("attributes", {})
    made.attributes = attributes(extra)
    return made


def id_of(bound: BoundField) -> str:
    return bound.field.widget.attrs.get("id") or bound.auto_id or bound.html_name


def first_id(bound: BoundField) -> str:
    """Where a link in the error summary leads: the first thing in the field that can take an answer."""
    identity = id_of(bound)
    if kind_of(type(bound.field.widget)) != "boxes":
        return identity
    return f"{identity}-{next(iter(wrong_boxes(bound)))}"


def messages_of(bound: BoundField, kind: str) -> list[str]:
    """What is wrong with the answer; where nobody has written better words for "required", ours."""
    return [
        asked_for(bound, kind) if each == NOT_ANSWERED else one_sentence(bound, each) for each in bound.errors
    ]


def asked_for(bound: BoundField, kind: str) -> str:
    if kind == "checkbox":
        return f"Select “{bound.label}”"
    verb = "Select" if kind in CHOSEN_FROM or kind == "file" else "Enter"
    return f"{verb} an answer" if bound.label.endswith("?") else f"{verb} {lower_first(str(bound.label))}"


def one_sentence(bound: BoundField, message) -> str:
    """Django's own messages end with a full stop, GOV.UK's do not. What others wrote stays as it is."""
    said = str(message)
    if not said.endswith("."):
        return said
    checks = [getattr(check, "message", "") for check in bound.field.validators]
    is_ready_made = said in {str(each) for each in [*bound.field.error_messages.values(), *checks]}
    return said[:-1] if is_ready_made else said


def width_class(width, default: str = "") -> str:
    if not width:
        return default
    return f"govuk-input--width-{width}" if str(width).isdigit() else f"govuk-!-width-{width}"


def joined(*classes: str) -> str:
    return " ".join(each for each in classes if each)


def as_input(look: Look, bound, widget, extra, chosen) -> None:
    default = ""
    if look.type == "number":
        # People cannot see that a wheel changed their number; a text box with a number pad does not do that.
        look.type, default = "text", "govuk-input--width-5"
        if type(bound.field) is forms.IntegerField:
            extra.setdefault("inputmode", "numeric")
    if look.type == "email":
        extra.setdefault("spellcheck", "false")
    look.classes = joined(look.classes, width_class(chosen.get("width"), default))
    if look.type == "password":
        look.value = None  # never sent back
    look.value = widget.format_value(look.value)


def as_textarea(look: Look, bound, widget, extra, chosen) -> None:
    extra.pop("cols", None)
    look.rows = chosen.get("rows") or extra.pop("rows", None) or 5
    extra.pop("rows", None)
    look.value = widget.format_value(look.value)
    look.classes = joined(look.classes, width_class(chosen.get("width")))


def as_file(look: Look, bound, widget, extra, chosen) -> None:
    look.is_multiple = bool(getattr(widget, "allow_multiple_selected", False))
    extra.pop("multiple", None)
    look.value = None


def as_checkbox(look: Look, bound, widget, extra, chosen) -> None:
    look.value = widget.check_test(look.value)


def as_choices(look: Look, bound, widget, extra, chosen) -> None:
    look.is_multiple = widget.allow_multiple_selected
    extra.pop("multiple", None)
    look.classes = joined(look.classes, width_class(chosen.get("width")))
    picked = set(widget.format_value(look.value))
    number = 0
    for value, label in widget.choices:
        is_group = isinstance(label, (list, tuple))
        options = []
        for each_value, each_label in label if is_group else [(value, label)]:
            text = "" if each_value is None else str(each_value)
            if text == "" and each_label == NO_CHOICE:
                if look.kind != "select":
                    continue
                each_label = "Select"
            # GOV.UK counts the dividers too.
            number += 2 if getattr(each_label, "divider", "") else 1
            # The first choice has the field's own id, so that the error summary can lead to it.
            identity = look.id if number == 1 else f"{look.id}-{number}"
            option = Option(identity, text, each_label, text in picked)
            if isinstance(each_label, Choice):
                option.hint, option.divider, option.is_exclusive = (
                    each_label.hint,
                    each_label.divider,
                    each_label.exclusive,
                )
            options.append(option)
        if is_group:
            look.groups.append((value, options))
        elif look.groups and look.groups[-1][0] is None:
            look.groups[-1][1].extend(options)
        else:
            look.groups.append((None, options))


def as_boxes(look: Look, bound, widget, extra, chosen) -> None:
    values = look.value if isinstance(look.value, (list, tuple)) else widget.decompress(look.value)
    wrong = wrong_boxes(bound) if look.errors else set()
    completes = extra.pop("autocomplete", "")
    for (name, label), value in zip(widget.boxes.items(), values, strict=True):
        look.boxes.append(
            Box(
                id=f"{look.id}-{name}",
                name=f"{look.name}_{name}",
                label=label,
                value="" if value is None else str(value),
                classes=joined(
                    "govuk-input--width-4" if name == "year" else "govuk-input--width-2",
                    "govuk-input--error" if name in wrong else "",
                ),
                autocomplete=f"{completes}-{name}" if completes else "",
            )
        )


def wrong_boxes(bound: BoundField) -> list[str]:
    names = list(bound.field.widget.boxes)
    named = {name for error in bound.errors.as_data() for name in getattr(error, "boxes", names)}
    return [name for name in names if name in named] or names


SHAPES = {
    "boxes": as_boxes,
    "checkboxes": as_choices,
    "radios": as_choices,
    "select": as_choices,
    "checkbox": as_checkbox,
    "file": as_file,
    "textarea": as_textarea,
}


def each_form(given) -> Iterator[forms.BaseForm]:
    """Forms, lists of forms and formsets alike; whatever else a page calls "form" is passed over."""
    if isinstance(given, forms.BaseForm):
        yield given
    elif isinstance(given, (forms.BaseFormSet, list, tuple)):
        for form in given:
            yield from each_form(form)


def has_errors(*given) -> bool:
    return any(form.is_bound and form.errors for form in each_form(given)) or any(
        formset.is_bound and formset.non_form_errors()
        for formset in given
        if isinstance(formset, forms.BaseFormSet)
    )


def error_links(given) -> list[tuple[str, str]]:
    """Every mistake on the page with the place to put it right, in the order of the page."""
    links: list[tuple[str, str]] = []
    for formset in given if isinstance(given, (list, tuple)) else [given]:
        if isinstance(formset, forms.BaseFormSet) and formset.is_bound:
            links += [(str(each), "") for each in formset.non_form_errors()]
    for form in each_form(given):
        if not form.is_bound or not form.errors:
            continue
        links += [(str(each), "") for each in form.non_field_errors()]
        for bound in form:
            kind = kind_of(type(bound.field.widget))
            if kind == "hidden":
                links += [(LOST if str(each) == NOT_ANSWERED else str(each), "") for each in bound.errors]
            elif bound.errors:
                target = f"#{first_id(bound)}"
                links += [(message, target) for message in messages_of(bound, kind)]
    return links


def fields_of(
    form: forms.BaseForm, only: Iterable[str] | None, omit: Iterable[str] | None
) -> list[BoundField]:
    names = list(only) if only is not None else list(form.fields)
    left_out = set(omit or ())
    return [form[name] for name in names if name not in left_out]
