"""What an employer promises an early career social worker, and the ledger of what was given."""

from swip.supervision.models.agreement import AgreementVersion, Refusal, Signature, SupportAgreement
from swip.supervision.models.ledger import Dispute, LedgerEntry, ProtectedTime, Session, Workload

__all__ = [
    "AgreementVersion",
    "Dispute",
    "LedgerEntry",
    "ProtectedTime",
    "Refusal",
    "Session",
    "Signature",
    "SupportAgreement",
    "Workload",
]
