"""The one script a page carries inside itself, and the hash by which the content security policy knows it."""

import base64
import hashlib

# GOV.UK Frontend asks every page to run this before it draws: its scripted controls wait for these classes.
INLINE_SCRIPT = (
    "document.body.className += ' js-enabled' + "
    "('noModule' in HTMLScriptElement.prototype ? ' govuk-frontend-supported' : '');"
)
INLINE_SCRIPT_HASH = (
    "'sha256-" + base64.b64encode(hashlib.sha256(INLINE_SCRIPT.encode()).digest()).decode() + "'"
)
