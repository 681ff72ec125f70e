"""What the tests of amendments propose, and who proposes and signs it."""

import datetime

from incentives.amendments import actions
from positions.models import Mandate, User
from positions.vocabulary import Role
from tests import county

TODAY = datetime.date(2026, 11, 25)
HEAD = 'document = "测民字〔2022〕8号"\nclause = "第二条"\nphrase = "初级每月120元"\n'


def text(body):
    return HEAD + body


def rate(amount, since="2022-07-01", level="assistant"):
    return text(f'[[monthly_allowance]]\nfrom = {since}\n{level} = "{amount}"\n')


RAISE = rate("120.00")


def account(name, *roles):
    user = User.objects.create_user(name, password=None, display_name=name)
    Mandate.objects.bulk_create(Mandate(user=user, role=role, since=county.SINCE) for role in roles)
    return user


class Office:
    """A clerk who proposes and an approver who signs."""

    def __init__(self):
        self.clerk = account("经办甲", Role.CLERK)
        self.approver = account("审批乙", Role.APPROVER)

    def propose(self, body=RAISE, by=None):
        return actions.propose(body, by=by or self.clerk, on=TODAY)

    def sign(self, amendment, by=None, **more):
        return actions.sign_off(amendment.number, by=by or self.approver, on=TODAY, **more)

    def withdraw(self, amendment, reason="文号有误", by=None):
        return actions.withdraw(amendment.number, reason, by=by or self.clerk, on=TODAY)

    def amend(self, body=RAISE):
        """Propose and sign."""
        return self.sign(self.propose(body))
