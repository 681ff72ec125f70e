"""Batches, the ledger, payments to people, and what is owed back."""

from incentives.paying.models.batches import Acknowledgement, Batch, Cause, Line, Objection, Paper, Step
from incentives.paying.models.ledger import Entry
from incentives.paying.models.payments import Cancellation, Payment, PaymentFileLayout, Receivable, Settlement

__all__ = [
    "Acknowledgement",
    "Batch",
    "Cancellation",
    "Cause",
    "Entry",
    "Line",
    "Objection",
    "Paper",
    "Payment",
    "PaymentFileLayout",
    "Receivable",
    "Settlement",
    "Step",
]
