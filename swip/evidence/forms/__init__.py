"""What people type into the portfolio, and how a mistake is told to them."""

from swip.evidence.forms.files import FilesForm
from swip.evidence.forms.kinds import KindWordingForm
from swip.evidence.forms.lists import PortfolioFilterForm
from swip.evidence.forms.reviewing import ReviewForm
from swip.evidence.forms.showcase import AnswerShowcaseForm, ShowcaseForm
from swip.evidence.forms.work import WorkForm
from swip.evidence.forms.writing import KindForm, OutcomesForm, ReasonsForm, WriteForm

__all__ = [
    "AnswerShowcaseForm",
    "FilesForm",
    "KindForm",
    "KindWordingForm",
    "OutcomesForm",
    "PortfolioFilterForm",
    "ReasonsForm",
    "ReviewForm",
    "ShowcaseForm",
    "WorkForm",
    "WriteForm",
]
