"""Our macros, held to the HTML that GOV.UK Frontend publishes for each of its components.

Each drawer below takes the options of one published example and draws the same with our macro. DRAWN names
the options that our macros know; LEFT_OUT those that they do without, on purpose. A new option of a new version
is in neither, and the test asks for a decision.
"""

import json
from functools import cache
from pathlib import Path

import pytest
from django import forms
from django.core.paginator import Paginator
from markupsafe import Markup

from swip.govuk.fields import Choice, DateWidget, MonthWidget, PartlyWrong
from swip.govuk.tests.gallery import draw
from swip.govuk.tests.trees import lines, tree

COMPONENTS = Path(__file__).parents[3] / "assets/node_modules/govuk-frontend/dist/govuk/components"


@cache
def published(component: str) -> list[dict]:
    path = COMPONENTS / component / "fixtures.json"
    assert path.exists(), "GOV.UK Frontend is missing: run `python assets/build.py --force`"
    return json.loads(path.read_text())["fixtures"]


def paths(options, before="") -> set[str]:
    """Every option an example uses, as items.hint.text; one that is false as items.checked=false."""
    found = set()
    if isinstance(options, dict) and before.endswith("attributes"):
        return {before} if options else set()
    if isinstance(options, dict):
        for name, value in options.items():
            found |= paths(value, f"{before}.{name}" if before else name)
    elif isinstance(options, list):
        for value in options:
            found |= paths(value, before)
    elif options is False:
        found.add(f"{before}=false")
    elif options not in (None, ""):
        found.add(before)
    return found


def marked(html: str) -> Markup:
    return Markup(html)  # noqa: S704 - GOV.UK's own examples, and what our macros drew


def words(options: dict, name="text", html="html"):
    return marked(options[html]) if options.get(html) else options.get(name, "")


def size(classes: str) -> str:
    return classes.rpartition("--")[2]


# ---- fields: a Django form with one field, drawn as any other


def drawn_field(field, options, value=None, title="label", error=None, **chosen):
    """The field of a form, with the example's label, hint, mistake and value."""
    look = options.get("fieldset", {}).get("legend", {}) if title == "legend" else options.get("label", {})
    identity = options.get("idPrefix") or options.get("id") or options["name"]
    field.widget.attrs |= {"id": identity}
    field.required = False
    form = type("ExampleForm", (forms.Form,), {"x": field})(value if value is not None else {})
    form.add_prefix = lambda name: options.get("name", identity)
    form.full_clean()
    form.errors.clear()
    if text := options.get("errorMessage", {}).get("text"):
        form.add_error("x", error or text)
    chosen |= {
        "label": words(look),
        "label_size": size(look.get("classes", "")),
        "heading": look.get("isPageHeading", False),
        "hint": words(options.get("hint", {})),
        "classes": options.get("classes", ""),
        "group_classes": options.get("formGroup", {}).get("classes", ""),
    }
    template = '{% from "govuk/forms.html" import field %}{{ field(bound, **chosen) }}'
    return draw(template, bound=form["x"], chosen=chosen)


def given(options: dict, *names: str) -> dict:
    found = {name: options[name] for name in names if options.get(name) is not None}
    return {name: str(value).lower() if isinstance(value, bool) else value for name, value in found.items()}


def draw_input(options):
    attributes = given(options, "spellcheck", "autocomplete", "inputmode", "pattern", "autocapitalize")
    widget = forms.TextInput(attrs=attributes | options.get("attributes", {}))
    widget.input_type = options.get("type", "text")
    field = forms.CharField(widget=widget)
    field.disabled, field.initial = options.get("disabled", False), options.get("value")
    value = {options["name"]: options.get("value", "")}
    affixes = {name: words(options.get(name, {})) for name in ("prefix", "suffix")}
    return drawn_field(field, options, value, **affixes)


def draw_textarea(options):
    attributes = given(options, "spellcheck", "autocomplete", "rows") | options.get("attributes", {})
    if "maxlength" in options:
        attributes["count_to"] = options["maxlength"]
    field = forms.CharField(widget=forms.Textarea(attrs=attributes))
    field.widget.attrs.pop("cols")
    if "rows" not in options:
        field.widget.attrs.pop("rows")
    field.disabled = options.get("disabled", False)
    field.initial = options.get("value")
    return drawn_field(field, options, {options.get("name"): options.get("value", "")})


def draw_select(options):
    items = [item for item in options.get("items", []) if item]
    chosen = [item["value"] for item in items if item.get("selected")] or [options.get("value", "nothing")]
    field = forms.ChoiceField(choices=[(item["value"], item["text"]) for item in items])
    field.widget.attrs |= options.get("attributes", {})
    field.disabled, field.initial = options.get("disabled", False), chosen[0]
    return drawn_field(field, options, {options.get("name"): chosen[0]})


def choices(options):
    found, divider = [], ""
    for item in options["items"]:
        if not item:
            continue
        if "divider" in item:
            divider = item["divider"]
            continue
        label = Choice(
            words(item),
            hint=words(item.get("hint", {})),
            divider=divider,
            exclusive=item.get("behaviour") == "exclusive",
        )
        found.append((item["value"], label))
        divider = ""
    return found


def draw_choices(field_class, widget):
    def draw_it(options):
        field = field_class(choices=choices(options), widget=widget())
        chosen = [item["value"] for item in options["items"] if item and item.get("checked")]
        chosen = [str(each) for each in chosen or options.get("values") or [options.get("value", "nothing")]]
        value = chosen if field_class is forms.MultipleChoiceField else chosen[0]
        field.widget.value_from_datadict = lambda *_: value
        return drawn_field(field, options, title="legend")

    return draw_it


def draw_date(options):
    items = [item["name"] for item in options.get("items", [])]
    wrong = [item["name"] for item in options.get("items", []) if "--error" in item.get("classes", "")]
    field = forms.Field(widget=MonthWidget() if items == ["month", "year"] else DateWidget())
    if any(item.get("autocomplete") for item in options.get("items", [])):
        field.widget.attrs["autocomplete"] = "bday"
    names = {"name": options.get("namePrefix") or options["id"]}
    error = PartlyWrong(options["errorMessage"]["text"], wrong) if "errorMessage" in options else None
    html = drawn_field(field, options | names, title="legend", error=error)
    # Django joins the parts of a name with an underscore; without a prefix the example has the bare part.
    html = html.replace(f'name="{names["name"]}_', f'name="{names["name"]}-')
    return html if options.get("namePrefix") else html.replace(f'name="{names["name"]}-', 'name="')


def draw_file(options):
    widget = forms.FileInput(attrs=options.get("attributes", {}))
    widget.allow_multiple_selected = options.get("multiple", False)
    field = forms.FileField(widget=widget)
    field.disabled = options.get("disabled", False)
    return drawn_field(field, options)


def draw_error_summary(options):
    form = forms.Form({})
    form.full_clean()
    for number, item in enumerate(options["errorList"]):
        name = None
        if item.get("href"):
            name = f"x{number}"
            form.fields[name] = forms.CharField(widget=forms.TextInput(attrs={"id": item["href"][1:]}))
        form.add_error(name, item["text"])
    template = '{% from "govuk/forms.html" import error_summary %}{{ error_summary(form, title) }}'
    return draw(template, form=form, title=words(options, "titleText", "titleHtml"))


# ---- the rest: one macro call each


def call(macro, *values, room="components", body=None, **named):
    template = f'{{% from "govuk/{room}.html" import {macro} %}}'
    inside = f"{macro}(*values, **named)"
    if body is None:
        template += f"{{{{ {inside} }}}}"
    else:
        template += f"{{% call {inside} %}}{{{{ body }}}}{{% endcall %}}"
    return draw(template, values=values, named=named, body=body)


def draw_button(options):
    kind = size(options.get("classes", ""))
    if options.get("href"):
        start = options.get("isStartButton", False)
        attributes = options.get("attributes", {})
        return call("button_link", words(options), options["href"], kind, start, attributes, room="forms")
    return call(
        "button",
        words(options),
        kind,
        options.get("name"),
        options.get("value"),
        options.get("attributes", {}) | ({"id": options["id"]} if "id" in options else {}),
        options.get("disabled", False),
        not options.get("preventDoubleClick"),
        options.get("type", "submit"),
        room="forms",
    )


def draw_fieldset(options):
    legend = options.get("legend", {})
    return call(
        "fieldset",
        words(legend),
        size(legend.get("classes", "")),
        heading=legend.get("isPageHeading", False),
        room="forms",
        body=marked(options.get("html", "")),
    )


def draw_table(options):
    def cell(each):
        made = {"text": words(each)}
        if each.get("format") == "numeric":
            made["numeric"] = True
        return made | given(each, "colspan")

    return call(
        "bare_table",
        options.get("caption", ""),
        [cell(each) for each in options.get("head", [])],
        [[cell(each) for each in row] for row in options["rows"] if row],
        size(options.get("captionClasses", "")),
        row_header=options.get("firstCellIsHeader", False),
    )


def actions_of(options):
    return [
        {"href": item["href"], "text": words(item)}
        | ({"hidden": item["visuallyHiddenText"]} if item.get("visuallyHiddenText") else {})
        for item in options.get("actions", {}).get("items", [])
    ]


def draw_summary_list(options):
    rows = [
        {"key": words(row["key"]), "value": words(row.get("value", {})), "actions": actions_of(row)}
        for row in options["rows"]
        if row
    ]
    if "card" in options:
        card = options["card"]
        level = card.get("title", {}).get("headingLevel", 2)
        return call("summary_card", words(card["title"]), rows, actions_of(card), level)
    return call("summary_list", rows, options.get("classes") != "govuk-summary-list--no-border")


def draw_task_list(options):
    items = []
    for item in options["items"]:
        if not item:
            continue
        status = item["status"]
        if "tag" in status:
            said = marked(call("tag", words(status["tag"]), size(status["tag"].get("classes", ""))))
        else:
            said = words(status)
        made = {"title": words(item["title"]), "status": said} | given(item, "href")
        if "hint" in item:
            made["hint"] = words(item["hint"])
        made["cannot_start"] = "cannot-start" in status.get("classes", "")
        items.append(made)
    return call("task_list", items, options.get("idPrefix", "task-list"))


def draw_pagination(options):
    items = options["items"]
    page = Paginator(range(items[-1]["number"]), 1).page(
        next(each["number"] for each in items if "current" in each)
    )
    html = call("pagination", page, label=options.get("landmarkLabel", "Pagination"))
    for item in items:
        html = html.replace(f'href="?page={item.get("number")}"', f'href="{item.get("href")}"')
    ends = [f'href="/page/{page.number - 1}" rel="prev"', f'href="/page/{page.number + 1}" rel="next"']
    return html.replace(ends[0], 'href="/previous" rel="prev"').replace(ends[1], 'href="/next" rel="next"')


def draw_banner(options):
    return call(
        "notification_banner",
        "" if "html" in options else options.get("text", ""),
        options.get("type", "") if options.get("type") == "success" else "",
        words(options, "titleText", "titleHtml"),
        options.get("titleId", "govuk-notification-banner-title"),
        options.get("role", ""),
        options.get("titleHeadingLevel", 2),
        body=marked(options["html"]) if "html" in options else None,
    )


def draw_breadcrumbs(options):
    items = [(words(item), item.get("href")) for item in options["items"]]
    return call("breadcrumbs", items, options.get("collapseOnMobile", False))


DRAWERS = {
    "back-link": lambda options: call("back_link", options["href"], words(options) or "Back"),
    "breadcrumbs": draw_breadcrumbs,
    "button": draw_button,
    "character-count": draw_textarea,
    "checkboxes": draw_choices(forms.MultipleChoiceField, forms.CheckboxSelectMultiple),
    "date-input": draw_date,
    "details": lambda options: call(
        "details",
        words(options, "summaryText", "summaryHtml"),
        words(options),
        options.get("open", False),
        options.get("id", ""),
    ),
    "error-summary": draw_error_summary,
    "fieldset": draw_fieldset,
    "file-upload": draw_file,
    "input": draw_input,
    "inset-text": lambda options: call("inset_text", words(options)),
    "notification-banner": draw_banner,
    "pagination": draw_pagination,
    "panel": lambda options: call(
        "panel", words(options, "titleText", "titleHtml"), words(options), options.get("headingLevel", 1)
    ),
    "radios": draw_choices(forms.ChoiceField, forms.RadioSelect),
    "select": draw_select,
    "summary-list": draw_summary_list,
    "table": draw_table,
    "tag": lambda options: call("tag", words(options), size(options.get("classes", ""))),
    "task-list": draw_task_list,
    "textarea": draw_textarea,
    "warning-text": lambda options: call("warning_text", words(options)),
}

# What our macros draw just as GOV.UK does.
DRAWN = {
    "back-link": "href html text",
    "breadcrumbs": "collapseOnMobile items.href items.html items.text",
    "button": """
        attributes classes disabled href html id isStartButton name preventDoubleClick text type value
    """,
    "character-count": """
        attributes classes errorMessage.text formGroup.classes hint.text id label.classes
        label.isPageHeading label.text maxlength name rows spellcheck spellcheck=false value
    """,
    "checkboxes": """
        classes errorMessage.text fieldset.legend.classes fieldset.legend.html
        fieldset.legend.isPageHeading fieldset.legend.text formGroup.classes hint.text idPrefix
        items.behaviour items.checked items.divider items.hint.text items.text items.value name values
    """,
    "date-input": """
        classes errorMessage.text fieldset.legend.html fieldset.legend.text formGroup.classes hint.text
        id items.autocomplete items.classes items.name namePrefix
    """,
    "details": "html id open summaryHtml summaryText text",
    "error-summary": "errorList.href errorList.text titleHtml titleText",
    "fieldset": "html legend.classes legend.html legend.isPageHeading legend.text",
    "file-upload": """
        attributes classes disabled errorMessage.text formGroup.classes hint.text id label.classes
        label.isPageHeading label.text multiple name
    """,
    "input": """
        attributes autocapitalize autocomplete classes disabled errorMessage.text formGroup.classes
        hint.text id inputmode label.classes label.html label.isPageHeading label.text name pattern
        prefix.html prefix.text spellcheck spellcheck=false suffix.html suffix.text type value
    """,
    "inset-text": "html text",
    "notification-banner": "html role text titleHeadingLevel titleHtml titleId titleText type",
    "pagination": """
        items.current items.ellipsis items.href items.number landmarkLabel next.href previous.href
    """,
    "panel": "headingLevel html text titleHtml titleText",
    "radios": """
        classes errorMessage.text fieldset.legend.classes fieldset.legend.html
        fieldset.legend.isPageHeading fieldset.legend.text formGroup.classes hint.text idPrefix
        items.checked items.divider items.hint.text items.text items.value name value
    """,
    "select": """
        attributes classes errorMessage.text formGroup.classes hint.text id items.selected items.text
        items.value label.classes label.isPageHeading label.text name value
    """,
    "summary-list": """
        card.actions.items.href card.actions.items.text card.title.headingLevel card.title.text classes
        rows.actions.items.href rows.actions.items.html rows.actions.items.text
        rows.actions.items.visuallyHiddenText rows.key.html rows.key.text rows.value.html
        rows.value.text
    """,
    "table": """
        caption captionClasses firstCellIsHeader head.format head.html head.text rows.colspan
        rows.format rows.html rows.text
    """,
    "tag": "classes html text",
    "task-list": """
        idPrefix items.hint.html items.hint.text items.href items.status.classes items.status.html
        items.status.tag.classes items.status.tag.html items.status.tag.text items.status.text
        items.title.html items.title.text
    """,
    "textarea": """
        attributes autocomplete classes errorMessage.text formGroup.classes hint.text id label.classes
        label.isPageHeading label.text name rows spellcheck spellcheck=false value
    """,
    "warning-text": "html text",
}

ON_CHOICES = """
    attributes fieldset.attributes fieldset.classes fieldset.describedBy items.attributes
    items.conditional.html items.disabled items.html items.id items.label.attributes items.label.classes
    items.checked=false items.conditional.html=false items=false
"""
# What our macros do without. Most of it is markup for its own sake; where there is more, a comment says so.
LEFT_OUT = {
    "back-link": "attributes classes",
    "breadcrumbs": "attributes classes items.attributes labelText",
    "button": "preventDoubleClick=false",
    # The words of the count stay GOV.UK's; we count characters, never words.
    "character-count": """
        charactersAtLimitText charactersOverLimitText.one charactersOverLimitText.other
        charactersUnderLimitText.one charactersUnderLimitText.other countMessage.classes maxwords
        textareaDescriptionText threshold wordsAtLimitText wordsOverLimitText.one wordsOverLimitText.other
        wordsUnderLimitText.one wordsUnderLimitText.other
    """,
    # What a choice reveals is shown by styles alone: no radio may claim to be expanded.
    "checkboxes": f"{ON_CHOICES} describedBy items.name",
    "radios": ON_CHOICES,
    "date-input": "attributes fieldset.describedBy items.attributes items.id items.inputmode"
    " items.pattern items.value",
    "details": "attributes classes",
    "error-summary": """
        attributes classes descriptionHtml descriptionText disableAutoFocus disableAutoFocus=false
        errorList.attributes errorList.html
    """,
    "fieldset": "attributes classes describedBy role",
    # The browser's own control: it needs no script and speaks the person's language.
    "file-upload": """
        chooseFilesButtonText describedBy dropInstructionText enteredDropZoneText javascript leftDropZoneText
        multipleFilesChosenText.one multipleFilesChosenText.other noFileChosenText value
        wrapperAttributes.data-custom-attribute wrapperAttributes.data-custom-attribute-2 wrapperClasses
    """,
    "input": "describedBy inputWrapper.attributes inputWrapper.classes prefix.attributes prefix.classes"
    " suffix.attributes suffix.classes",
    "inset-text": "attributes classes id",
    "notification-banner": "attributes classes disableAutoFocus disableAutoFocus=false",
    "pagination": """
        attributes classes items.visuallyHiddenText next.labelText next.text previous.labelText previous.text
    """,
    "panel": "attributes classes",
    "select": "describedBy items.attributes items.disabled items.selected=false items.value=false"
    " items=false",
    "summary-list": """
        attributes card.attributes card.classes card.title.html rows.actions.classes
        rows.actions.items.attributes rows.actions.items.classes rows.classes rows.key.classes
        rows.value.classes rows=false
    """,
    "table": """
        attributes classes head.attributes head.classes head.colspan head.rowspan rows.attributes
        rows.classes rows.rowspan rows=false
    """,
    "tag": "attributes",
    "task-list": "attributes classes items.classes items.status.tag.attributes items.title.classes"
    " items=false",
    "textarea": "describedBy",
    "warning-text": "attributes classes iconFallbackText",
}

# Examples of known options in a mixture that our macros do without.
OWN_CLASSES = "classes; link classes; default hover state; default active state; default focus state"
NO_LEGEND = "with idPrefix; classes; with checked item; multiple hints; with error and idPrefix"
EXAMPLES_LEFT_OUT = {
    # A link back always says where to.
    "back-link": "default; html; html as text",
    # A start button is a link: it starts something, it sends nothing. Kinds come from a list.
    "button": f"start; {OWN_CLASSES}",
    # The count comes from the field. No `maxlength`: browsers would cut off what people paste.
    "character-count": "with textarea maxlength attribute; to configure in JavaScript;"
    " when neither maxlength/maxwords nor textarea description are set",
    # Several boxes always stand under a question.
    "checkboxes": NO_LEGEND,
    "radios": "without fieldset; with idPrefix; minimal items and name; with error message;"
    " with error message and idPrefix; prechecked using value",
    "date-input": "day and month; classes; with empty items; with nested name; suffixed id;"
    " items with classes; items without classes",
    "fieldset": "legend classes",
    # A number is typed into a text box with a number pad: a wheel or an arrow key cannot change it unseen.
    "input": "custom type; with pattern attribute",
    # Pages come from Django's paginator, which knows all of them.
    "pagination": "with prev and next only; with previous only; with next only; with empty items",
    # Django's choices always have a value.
    "select": "without values; without values with selected value",
}
DRAWN = {component: set(options.split()) for component, options in DRAWN.items()}
LEFT_OUT = {component: set(options.split()) for component, options in LEFT_OUT.items()}
EXAMPLES_LEFT_OUT = {component: set(names.split("; ")) for component, names in EXAMPLES_LEFT_OUT.items()}


def examples():
    """Those that our macros are held to."""
    if not COMPONENTS.exists():
        return [("none", {})]
    return [
        (component, example)
        for component in DRAWERS
        for example in published(component)
        if not paths(example["options"]) & LEFT_OUT[component]
        and example["name"] not in EXAMPLES_LEFT_OUT.get(component, set())
    ]


def test_gov_uk_frontend_has_been_fetched():
    assert COMPONENTS.exists(), "GOV.UK Frontend is missing: run `python assets/build.py --force`"


@pytest.mark.parametrize(
    ("component", "example"),
    examples(),
    ids=lambda each: each["name"] if isinstance(each, dict) and each else None,
)
def test_our_macro_draws_what_gov_uk_publishes(component, example):
    if component == "none":
        pytest.fail("GOV.UK Frontend is missing: run `python assets/build.py --force`")

    assert lines(tree(DRAWERS[component](example["options"]))) == lines(tree(example["html"]))


@pytest.mark.parametrize("component", DRAWERS)
def test_every_published_option_is_drawn_or_left_out_on_purpose(component):
    used, names = set(), set()
    for example in published(component):
        used |= paths(example["options"])
        names.add(example["name"])

    assert used == DRAWN[component] | LEFT_OUT[component]
    assert EXAMPLES_LEFT_OUT.get(component, set()) <= names


def test_most_of_what_is_published_is_held_to():
    assert len(examples()) >= 250
