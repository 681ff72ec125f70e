"""Who gets which answer: every address of the portal × role × whose object it is × its state.

A line gives the answers in the order of ROLES: administrator, clerk, approver, finance, auditor, reviewer (of the near town),
HR (of the near unit). 302 is a redirect after an act or a refusal in words; what is not yours is 404, what you may not do 403.
"""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from dingnan_sw.lib.dates import today
from talent.submissions.flow import OPEN as OPEN_STATES
from talent.submissions.flow import State
from talent.submissions.models import INSIDE

EVERYONE = "200 200 200 200 200 200 200"
RESULTS = "403 200 200 200 200 200 200"
COUNTY = "403 200 200 200 200 403 403"
READERS = "403 200 200 403 200 200 200"
BUREAU = "403 200 200 403 200 403 403"
CLERK = "403 200 403 403 403 403 403"
AUDITOR = "403 403 403 403 200 403 403"
UNIT = "403 403 403 403 403 403 200"
BUREAU_AND_UNIT = "403 200 200 403 200 403 200"
NEVER_MINE = "404 404 404 404 404 404 404"


@dataclass(frozen=True)
class Line:
    """owner: near, far or "" where the address names no object; state: of the object; answers in the order of ROLES.

    A function among the data is asked when the address is: a run may go on past midnight.
    """

    name: str
    answers: str
    method: str = "get"
    owner: str = ""
    state: str = ""
    args: tuple[Any, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def sent(self):
        return {name: value() if callable(value) else value for name, value in self.data.items()}

    def __str__(self):
        return "-".join(filter(None, (self.name, *map(str, self.args), self.method, self.owner, str(self.state))))


def plain(name, answers, *args, **more):
    return [Line(name, answers, args=args, **more)]


def owned(name, near, far, *args, **more):
    """One line for the near object, one for the far one."""
    return [Line(name, answers, owner=owner, args=args, **more) for owner, answers in (("near", near), ("far", far))]


PAGES = [
    *plain("home", EVERYONE),
    *plain("policy", EVERYONE),
    *plain("calendar", EVERYONE),
    *plain("obligations", COUNTY),
    *plain("department-report", "403 200 200 200 200 200 403"),
    *plain("password_change", EVERYONE),
    *plain("second-factor", EVERYONE),
    *plain("second-factor-code", "302 302 302 302 302 302 302"),
    *plain("confirm-identity", EVERYONE),
    *plain("session-continue", EVERYONE, method="post"),
    *plain("held-forms", "302 302 302 302 302 302 302"),
    *plain("held-form-discard", "302 302 302 302 302 302 302", "00000000-0000-4000-8000-000000000000", method="post"),
    *plain("recovery-codes", "302 302 302 302 302 302 302", method="post"),
    *plain("jobs", EVERYONE),
    *plain("notices", EVERYONE),
    *plain("notices-read", "302 302 302 302 302 302 302", method="post"),
    *plain("people", READERS),
    *plain("search", "403 302 302 403 302 302 302"),
    *plain("certificates", READERS),
    *plain("services", READERS),
    *plain("trainings", READERS),
    *plain("units", READERS),
    *plain("posts", READERS),
    *plain("bonuses", RESULTS),
    *plain("allowances", RESULTS),
    *plain("communities", BUREAU),
    *plain("county", BUREAU),
    *plain("coverage", COUNTY),
    *plain("forecast", COUNTY),
    *plain("statistics", COUNTY),
    *(line for part in ("holders", "certificates", "posts") for line in plain("statistics-list", COUNTY, part)),
    *plain("statistics-list", "403 404 404 404 404 403 403", "others"),
    *plain("preference", COUNTY),
    *plain("purchases", COUNTY),
    *plain("purchase-list", COUNTY),
    *plain("funds", COUNTY),
    *plain("lottery-statement", COUNTY),
    *plain("performance-sheet", COUNTY),
    *plain("amendments", BUREAU),
    *plain("amendment-new", CLERK),
    *plain("what-if", COUNTY),
    *plain("exchange", "403 200 403 200 403 403 200"),
    *plain("exchange-template", "403 200 403 200 403 403 200"),
    *plain("policy-load", CLERK),
    *plain("audit", AUDITOR),
    *plain("self-check", "200 403 403 403 200 403 403"),
    *plain("backups", "200 403 403 403 200 403 403"),
    *plain("backup-now", "302 403 403 403 403 403 403", method="post"),
    *plain("audit-verify", "403 403 403 403 302 403 403", method="post"),
    *plain("submissions", READERS),
    *plain("submission-new", UNIT, "person"),
    *plain("submission-new", UNIT, "post"),
    *plain("submission-new", UNIT, "training"),
    *plain("submission-new", "403 403 403 403 403 403 404", "correction"),
    *plain("submission-batch", "403 200 403 403 403 403 403", "approve"),
    *plain("submission-batch", "403 403 403 403 403 200 403", "pass"),
    *plain("submission-batch", UNIT, "submit"),
    *plain("submission-batch", UNIT, "confirm"),
    *plain("submission-silent", BUREAU),
    *plain("submission-chase", "403 302 403 403 403 403 403", method="post"),
    *plain("submission-paste", UNIT, "person"),
    *plain("submission-workbook", UNIT),
    *plain("submission-template", UNIT),
    *plain("scans", UNIT),
    *(
        line
        for name in ("registration-states", "continuing-education", "training-rates", "untrained", "training-sessions")
        for line in plain(name, READERS)
    ),
]

REGISTERS = [
    *owned("person", RESULTS, "403 200 200 200 200 404 404"),
    *owned("person-reveal", "403 200 200 403 200 403 200", "403 200 200 403 200 403 404", method="post",
           data={"field": "id_number"}),
    *owned("person-held", "403 200 200 403 403 403 403", "403 200 200 403 403 403 403", method="post"),
    *owned("bonus", RESULTS, "403 200 200 200 200 404 404"),
    *owned("allowance", RESULTS, "403 200 200 200 200 404 404"),
    *(line for name in ("bonus-sheet", "allowance-sheet")
      for line in owned(name, READERS, "403 200 200 403 200 404 404", "xlsx", method="post")),
    *owned("unit", RESULTS, "403 200 200 200 200 404 404"),
    *owned("post", RESULTS, "403 200 200 200 200 404 404"),
    *owned("holder-sheet", READERS, "403 200 200 403 200 404 404", "xlsx", method="post"),
    *owned("community", COUNTY, COUNTY),
    *owned("purchase", COUNTY, COUNTY),
    *owned("submission-correct", UNIT, "403 403 403 403 403 403 404"),
    *owned("submission-roster", UNIT, "403 403 403 403 403 403 404"),
    *owned("submission-record", UNIT, "403 403 403 403 403 403 404"),
    # One's own: the clerk's import, and what the HR account has made.
    *owned("upload", "403 200 403 404 403 403 404", "403 404 403 404 403 403 404"),
    *owned("upload-errors", "403 200 403 404 403 403 404", "403 404 403 404 403 403 404"),
    *owned("upload-discard", "403 302 403 404 403 403 404", "403 404 403 404 403 403 404", method="post"),
    *owned("upload-confirm", "403 302 403 404 403 403 404", "403 404 403 404 403 403 404", method="post"),
    *owned("submission-upload", UNIT, "403 403 403 403 403 403 404"),
    *owned("submission-upload-errors", UNIT, "403 403 403 403 403 403 404"),
    *owned("submission-upload-keep", "403 403 403 403 403 403 302", "403 403 403 403 403 403 404", method="post"),
    *owned("scan-delivery", UNIT, "403 403 403 403 403 403 404"),
    *owned("job", "404 404 404 404 404 404 200", NEVER_MINE),
    *owned("job-progress", "404 404 404 404 404 404 200", NEVER_MINE),
    *owned("job-result", "404 404 404 404 404 404 200", NEVER_MINE),
    *owned("notice-open", "404 404 404 404 404 404 302", NEVER_MINE, method="post"),
]  # fmt: skip

# What was given up in this world has never left its unit.
KEPT = (*INSIDE, State.CLOSED)
SUBMITTED = tuple(state for state in State if state not in KEPT)
SUBMISSIONS = [
    *(line for state in KEPT for line in owned("submission", "403 404 404 403 404 404 200", "403 404 404 403 404 404 404",
                                                 state=state)),
    *(line for state in SUBMITTED for line in owned("submission", READERS, "403 200 200 403 200 404 404", state=state)),
    *(line for state in KEPT for line in owned("submission-clear", "403 404 404 403 404 403 200",
                                                 "403 404 404 403 404 403 404", state=state, method="post")),
    *(line for state in SUBMITTED for line in owned("submission-clear", "403 200 200 403 200 403 200",
                                                    "403 200 200 403 200 403 404", state=state, method="post")),
    *(line for state in State for line in owned(
        "submission-edit", UNIT if state in OPEN_STATES else UNIT.replace("200", "302"),
        "403 403 403 403 403 403 404", state=state)),
    *owned("submission-scans", "403 403 403 403 403 403 302", "403 403 403 403 403 403 404", state=State.DRAFT,
           method="post"),
    *owned("scan", "403 404 404 403 404 404 200", "403 404 404 403 404 404 404", state=State.DRAFT),
    *owned("scan-page", "403 404 404 403 404 404 200", "403 404 404 403 404 404 404", 1, state=State.DRAFT),
    *owned("scan-original", "403 404 404 403 404 404 200", "403 404 404 403 404 404 404", state=State.DRAFT),
    *owned("scan", READERS, "403 200 200 403 200 404 404", state=State.BUREAU),
    *owned("scan-page", READERS, "403 200 200 403 200 404 404", 1, state=State.BUREAU),
    *owned("scan-original", READERS, "403 200 200 403 200 404 404", state=State.BUREAU),
    *owned("scan-delete", "403 403 403 403 403 403 302", "403 403 403 403 403 403 404", state=State.DRAFT, method="post"),
]  # fmt: skip

AMENDMENTS = [
    *plain("amendment", BUREAU, 1),
    *plain("amendment-people", BUREAU),
    *plain("amendment", "403 404 404 403 404 403 403", 99),
    *plain("amendment-sign", "403 403 302 403 403 403 403", 1, method="post"),
    *plain("amendment-sign", "403 403 404 403 403 403 403", 99, method="post"),
    *plain("amendment-withdraw", "403 302 302 403 403 403 403", 1, method="post"),
    *plain("amendment-withdraw", "403 404 404 403 403 403 403", 99, method="post"),
]

# An act answers 302, done or refused in words: which of the two it is, is the table of flow.ALLOWED, tested beside.
_INSIDE_NEAR, _INSIDE_FAR = "403 404 403 403 403 404 {unit}", "403 404 403 403 403 404 404"


def _act(action, state):
    """The answers for the near and the far object: the unit's acts by the unit, a stage's acts by whose turn it is."""
    unit = "302" if action in ("submit", "withdraw", "delete", "give-up") else "403"
    if state in KEPT:
        return _INSIDE_NEAR.format(unit=unit), _INSIDE_FAR
    reviewer = "302" if unit == "403" and state is not State.BUREAU else "403"
    clerk = "302" if unit == "403" and state is not State.REVIEW else "403"
    return f"403 {clerk} 403 403 403 {reviewer} {unit}", f"403 {clerk} 403 403 403 404 404"


ACTS = [
    line
    for action in ("submit", "withdraw", "delete", "approve", "return", "take", "pass", "confirm", "give-up")
    for state in State
    for line in owned("submission-act", *_act(action, state), action, state=state, method="post")
]

SHEETS = [
    Line("paper", RESULTS, "post", args=("bonuses", "xlsx"), data={"period": "2021"}),
    Line("paper", RESULTS, "post", args=("allowances", "xlsx"), data={"period": "2021-08"}),
    *(
        Line("paper", READERS, "post", args=(sheet, "xlsx"), data={"period": "2021"})
        for sheet in ("bonus-forms", "allowance-forms")
    ),
    Line("paper", COUNTY, "post", args=("coverage", "xlsx"), data={"period": "2021-12-31"}),
    Line("paper", READERS, "post", args=("roster", "xlsx"), data={"period": "2021-12-31"}),
    *(
        Line("paper", READERS, "post", args=(sheet, "xlsx"), data={"period": "2022"})
        for sheet in ("registrations", "reimbursements")
    ),
    Line("batch-paper-make", COUNTY, "post", state="paying", args=("roster", "xlsx")),
    Line("batch-paper-make", "403 200 200 404 200 403 403", "post", state="draft", args=("changes", "xlsx")),
    Line("paper", COUNTY, "post", args=("budget", "xlsx"), data={"period": "2022"}),
    Line("paper", "403 200 200 200 200 200 403", "post", args=("departments", "xlsx"), data={"period": "2026"}),
    Line("paper", BUREAU_AND_UNIT, "post", args=("remuneration", "xlsx"), data={"period": "2021"}),
    Line("paper", COUNTY, "post", args=("forecast", "xlsx"), data={"period": "2022-03-01"}),
    Line("paper", COUNTY, "post", args=("statistics", "xlsx"), data={"period": "2022"}),
    Line("paper", COUNTY, "post", args=("organisations", "xlsx"), data={"period": "2022-12-31"}),
    *(
        Line("paper", COUNTY, "post", args=(sheet, "xlsx"), data={"period": "2022"})
        for sheet in ("purchases", "funds", "lottery", "targets", "review")
    ),
]

FINANCE = "403 403 403 200 403 403 403"
# A batch is within finance's sight from the day on which it was sent.
NOT_YET_SENT = "403 200 200 404 200 403 403"


def _step(to, state, answers, **data):
    return Line(
        "batch-step", answers, "post", state=state, args=(to,), data={"on": "2022-05-10", "note": "说明", **data}
    )


BATCHES = [
    *plain("batches", COUNTY),
    *plain("batch-prepare", CLERK),
    *(line for name in ("batch", "batch-people", "batch-lines", "batch-person", "payments")
      for line in (*plain(name, NOT_YET_SENT, state="draft"), *plain(name, COUNTY, state="paying"))),
    _step("reviewed", "draft", "403 302 403 403 403 403 403"),
    _step("published", "draft", "403 200 403 403 403 403 403", on=lambda: today().isoformat()),
    _step("approved", "published", "403 403 200 403 403 403 403"),  # an objection waits
    _step("sent", "draft", "403 403 200 403 403 403 403"),
    _step("paying", "sent", "403 403 403 302 403 403 403", on=lambda: today().isoformat()),
    _step("paying", "sent", "403 403 403 200 403 403 403"),  # payments begin on the day itself
    _step("paying", "draft", "403 403 403 404 403 403 403"),
    _step("paid", "paying", "403 403 403 302 403 403 403"),
    _step("archived", "paying", "403 200 403 403 403 403 403"),
    _step("voided", "draft", "403 302 302 403 403 403 403"),
    _step("returned", "paying", "403 404 404 404 404 403 403"),
    *plain("batch-checks", FINANCE, state="paying"),
    *plain("batch-checks", FINANCE.replace("200", "404"), state="draft"),
    *plain("batch-acknowledge", FINANCE.replace("200", "302"), state="paying", method="post", data={"reason": "已核实"}),
    *plain("batch-acknowledge", FINANCE.replace("200", "404"), state="draft", method="post", data={"reason": "已核实"}),
    *plain("batch-results", FINANCE, state="paying", method="post"),
    *plain("batch-bounced", NOT_YET_SENT, state="draft"),
    *plain("batch-bounced", COUNTY, state="paying"),
    *plain("bounced-cancel", "403 403 200 403 403 403 403", state="paying", method="post", data={"reason": "本人放弃"}),  # it did not come back
    *plain("bank-file", FINANCE.replace("200", "302"), "card", state="paying", method="post"),
    *plain("bank-file", FINANCE.replace("200", "404"), "cash", state="paying", method="post"),
    *plain("batch-paper", COUNTY, state="roster"),
    *plain("batch-paper", "403 404 404 200 200 403 403", state="bank"),
    *plain("batch-notice", NOT_YET_SENT, state="published"),
    *plain("objection-add", "403 200 403 403 403 403 403", state="published", method="post"),
    *plain("objection-answer", "403 302 302 403 403 403 403", state="published", method="post", data={"answer": "已核实"}),
    *plain("paid", "403 403 403 403 403 200 200"),
    *plain("receivables", COUNTY),
    *plain("receivable", COUNTY),
    *plain("receivable-bounced", FINANCE, method="post"),
    *plain("held", BUREAU),
    *owned("held-line", BUREAU, BUREAU),
    *plain("payment-layouts", FINANCE),
    *plain("payment-layout", FINANCE, "card"),
]  # fmt: skip

BUDGET = [
    *plain("budget", COUNTY),
    *plain("budget-people", COUNTY),
    *owned("budget-share", COUNTY, COUNTY),
    *plain("budget-execution", COUNTY),
    *(line for name in ("budget-months", "budget-granted", "budget-paid", "budget-banked") for line in plain(name, COUNTY)),
    *plain("budget-settings", COUNTY),
    *(line for part in ("funds", "accounts", "appropriations")
      for name in ("budget-setting-new", "budget-setting") for line in plain(name, FINANCE, part)),
    *(line for name in ("budget-setting-new", "budget-setting") for line in plain(name, CLERK, "pass-rates")),
    *plain("budget-setting-new", "403 404 403 404 403 403 403", "others"),
]  # fmt: skip

# One roll that units keep stands for all of them; what else holds for every roll is asked in tests/rolls.
KEEPERS = "403 200 403 403 403 403 200"
ROLLS = [
    *plain("rolls", RESULTS),
    *plain("roll", READERS, "appointments"),
    *plain("roll", NEVER_MINE.replace("404", "403", 1), "none"),
    *plain("roll-new", KEEPERS, "appointments"),
    *plain("roll-export", KEEPERS, "appointments"),
    *plain("roll-template", KEEPERS, "appointments"),
    *plain("roll-check", "403 302 403 403 403 403 403", "appointments", method="post"),
    *owned("roll-row", READERS, "403 200 200 403 200 404 404"),
    *owned("roll-row", "403 200 403 403 403 403 200", "403 200 403 403 403 404 404", method="post"),
    *owned("roll-delete", "403 302 403 403 403 403 302", "403 302 403 403 403 403 404", method="post"),
    *owned("roll-return", "403 302 403 403 403 403 403", "403 302 403 403 403 403 403", method="post"),
]

MATTERS = [
    *(line for name in ("appointments", "appointments-none", "appointments-differ", "appointments-systems",
                        "appointments-posts") for line in plain(name, READERS)),
    *owned("post-filing", "403 302 302 403 302 302 302", "403 302 302 403 302 404 404", "xlsx", method="post"),
    *plain("remuneration", BUREAU_AND_UNIT),
    *plain("remuneration-organisations", BUREAU_AND_UNIT),
    *plain("honours", RESULTS),
    *plain("roll", "403 200 200 403 403 403 200", "public-roles"),
]  # fmt: skip


EXAMS = [
    *plain("exams", RESULTS),
    *plain("exam-passes", READERS),
    *plain("exam-passes", CLERK, method="post"),
    *plain("exam-pass-report", "403 403 403 403 403 403 404", 0, method="post"),
    *plain("reimbursements", READERS),
    *owned("reimbursement-begin", KEEPERS, "403 200 403 403 403 403 404"),
    *owned("reimbursement-sheet", READERS, "403 200 200 403 200 404 404", "xlsx", method="post"),
    *owned("reimbursement-begin", "403 302 403 403 403 403 302", "403 302 403 403 403 403 404", method="post"),
]

LINES = [*PAGES, *ROLLS, *EXAMS, *REGISTERS, *SUBMISSIONS, *AMENDMENTS, *ACTS, *BATCHES, *BUDGET, *MATTERS]
# Open to whoever is not signed in.
OPEN = {"login", "logout", "first-sign-in", "privacy"}


OBJECTS = {
    "bonus": lambda side, line: [side.certificate.pk],
    "bonus-sheet": lambda side, line: [side.certificate.pk],
    "allowance-sheet": lambda side, line: [2021, side.person.pk],
    "reimbursement-sheet": lambda side, line: [side.reimbursement.pk],
    "allowance": lambda side, line: ["2021-08", side.person.pk],
    "post": lambda side, line: [side.post.pk],
    "community": lambda side, line: [side.community.pk],
    "purchase": lambda side, line: [side.project.pk],
    **dict.fromkeys(
        ("roll-row", "roll-delete", "roll-return"), lambda side, line: ["appointments", side.appointment.pk]
    ),
    "notice-open": lambda side, line: [side.notice.pk],
    "reimbursement-begin": lambda side, line: [side.registration.pk],
    "scan-delivery": lambda side, line: [side.delivery.pk],
    **dict.fromkeys(("person", "person-reveal", "submission-correct"), lambda side, line: [side.person.pk]),
    **dict.fromkeys(("unit", "submission-roster", "post-filing"), lambda side, line: [side.unit.pk]),
    **dict.fromkeys(
        ("person", "person-held", "person-reveal", "submission-correct", "holder-sheet"),
        lambda side, line: [side.person.pk],
    ),
    **dict.fromkeys(("unit", "submission-roster"), lambda side, line: [side.unit.pk]),
    **dict.fromkeys(
        ("upload", "upload-errors", "upload-discard", "upload-confirm"), lambda side, line: [side.imported.pk]
    ),
    **dict.fromkeys(
        ("submission-upload", "submission-upload-errors", "submission-upload-keep"),
        lambda side, line: [side.upload.pk],
    ),
    **dict.fromkeys(("job", "job-progress", "job-result"), lambda side, line: [side.job.pk]),
    **dict.fromkeys(
        ("scan", "scan-page", "scan-original", "scan-delete"), lambda side, line: [side.scans[line.state].pk]
    ),
    **dict.fromkeys(
        ("submission", "submission-clear", "submission-edit", "submission-scans", "submission-act"),
        lambda side, line: [side.submissions[line.state].pk],
    ),
}


# What belongs to the county: found in the world by the line's state.
COUNTYS = {
    "batch-person": lambda world, line: [world.batches[line.state].number, world.near.person.pk],
    "batch-paper": lambda world, line: [world.papers[line.state].pk],
    "objection-answer": lambda world, line: [world.batches[line.state].number, world.objection.pk],
    "receivable": lambda world, line: [world.receivable.pk],
    "receivable-bounced": lambda world, line: [world.receivable.pk, world.batches["paying"].payments.first().pk],
    "bounced-cancel": lambda world, line: [
        world.batches[line.state].number, world.batches[line.state].payments.first().pk
    ],
    "budget-share": lambda world, line: [2022, world.side(line.owner).person.pk, "2022-01"],
    "held-line": lambda world, line: [world.side(line.owner).certificate.pk],
    **dict.fromkeys(
        ("batch", "batch-step", "batch-checks", "batch-acknowledge", "batch-results", "batch-bounced", "bank-file", "batch-paper-make",
         "batch-notice", "objection-add"),
        lambda world, line: [world.batches[line.state].number],
    ),
}  # fmt: skip
BY_BATCH = ("batch-people", "batch-lines", "payments")


def address(line, world):
    """The line's address in that world."""
    if line.name in BY_BATCH:
        return f"{reverse(line.name)}?batch={world.batches[line.state].number}"
    if line.name == "budget-people":
        return f"{reverse(line.name)}?year=2022&part=allowance&level=1&since=2020-01-01"
    if line.name == "amendment-people":
        return f"{reverse(line.name)}?amendment=1"
    if line.name == "budget-setting":
        return reverse(line.name, args=[*line.args, world.settings[line.args[0]].pk])
    if line.name in COUNTYS:
        return reverse(line.name, args=[*COUNTYS[line.name](world, line), *line.args])
    side = world.side(line.owner)
    if line.name == "submission-record":
        return f"{reverse(line.name)}?unit={side.unit.pk}"
    given = OBJECTS.get(line.name, lambda side, line: [])
    return reverse(line.name, args=[*given(side, line), *line.args])
