"""The people and what is on record of them, and the workbooks that bring it."""

from talent.models.people import (
    Certificate,
    CertificateQuerySet,
    Person,
    PersonQuerySet,
    Posting,
    PostingQuerySet,
    Service,
    ServiceQuerySet,
    Training,
    TrainingQuerySet,
    naming,
)
from talent.models.uploads import Upload

__all__ = [
    "Certificate",
    "CertificateQuerySet",
    "Person",
    "PersonQuerySet",
    "Posting",
    "PostingQuerySet",
    "Service",
    "ServiceQuerySet",
    "Training",
    "TrainingQuerySet",
    "Upload",
    "naming",
]
