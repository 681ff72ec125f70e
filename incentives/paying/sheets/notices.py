"""公示: names, units, levels and amounts, and nothing else."""

from collections.abc import Callable

from dingnan_sw.lib.paper import NUMBER, PaperColumn, Sheet, numbered
from incentives.papers import LEVEL
from incentives.paying.models import Batch
from incentives.paying.notice import NET_NOTE, PublicRow, public_rows
from incentives.paying.sheets.frame import head_of
from positions.models import Office


def notice_sheet(batch: Batch) -> Sheet:
    on, head, rows = batch.notice_first or batch.prepared_on, head_of(batch), public_rows(batch)
    return Sheet(
        title=f"{batch.title}发放公示",
        columns=(
            NUMBER,
            _public("姓名", lambda row: row.name),
            _public("单位", lambda row: row.unit, 40),
            _public("证书级别", lambda row: row.level, LEVEL),
            PaperColumn("金额（元）", lambda numbered: numbered.row.amount, "money", total=True),
        ),
        rows=numbered(rows),
        notes=[_notice_words(batch, Office.objects.on(on)), NET_NOTE],
        summary=f"{len(rows):,} 人",
        **{
            **head,
            "made_on": on,
            "labels": ("公示单位", "公示日期"),
            "signatures": ("", "", "", head["signatures"][-1]),
        },
    )


def _notice_words(batch: Batch, office: Office) -> str:
    """Until when, and to whom objections go."""
    said = [f"公示期：{batch.notice_words}。有异议的，请在公示期内向{office.name}反映"]
    if office.contact or office.phone:
        said.append(f"联系人：{office.contact} {office.phone}".rstrip())
    if office.oversight_phone:
        said.append(f"监督电话：{office.oversight_phone}")
    return "；".join(said) + "。"


def _public(heading: str, value: Callable[[PublicRow], str], width: int = 12) -> PaperColumn:
    return PaperColumn(heading, lambda numbered: value(numbered.row), width=width, wrap=True)
