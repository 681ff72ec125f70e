"""依据与落实: every obligation of the document, one a line.

clause, key, what it asks in our own words, whose it is, what the portal does (declared.KINDS), the screen, the figure.
"""

# ruff: noqa: E501 # one line an obligation, so that the table reads as the document does
# fmt: off

from incentives.funds import figures as funds
from incentives.learning import figures as learning
from incentives.obligations import figures as f
from incentives.obligations.declared import Obligation as O
from incentives.purchases import figures as purchases
from incentives.statistics import figures as statistics
from positions.access import Scope
from talent.agenda.screens import Screen
from talent.appointments import figures as appointments
from talent.departments import figures as departments
from talent.departments.vocabulary import Body
from talent.exams import figures as exams
from talent.honours import figures as honours
from talent.reimbursements import figures as reimbursements
from talent.remuneration import figures as remuneration

EMPLOYERS, ORGANISATIONS, ALL, TOWNS = "用人单位", "社会组织", "各部门", "镇、城市社区"

OBLIGATIONS = (
    O("文首", "document", "登记文件的文号、题名和发文机关，载入正文备查", Body.LEAD, "R", "policy", f.text_loaded),
    O("文首", "cited", "系统算出的每一笔都引文件和条款，引用的短语与正文核对", Body.LEAD, "R", "policy", f.phrases_verified),
    O("文首", "addressees", "文件发到镇、县委和县直部门、驻县单位、人民团体，单位按类别登记", Body.LEAD, "R", "units", f.units_by_kind),
    O("文首", "authority", "经县委、县政府同意印发，各单位照此执行", ALL, "F", "policy", f.guidance),
    O("文首", "effective", "手头的正文没有成文日期，起算的月份由民政局用文件确认", Body.LEAD, "R", "amendments", f.start_confirmed),
    O("文首", "basis", "上位依据：中组发〔2011〕25号、组通字〔2012〕26号、民发〔2016〕186号、赣组发〔2014〕6号、赣民发〔2017〕13号、赣民字〔2018〕102号", Body.LEAD, "R", "policy", f.higher_documents),

    O("一（一）", "aim", "队伍要专业化、职业化、行业化", ALL, "F", "policy", f.guidance),
    O("一（一）", "ratio", "2021 年全县持证人数争取达到总人口的千分之一", Body.LEAD, "CPM", "coverage", statistics.county_ratio),
    O("一（一）", "each-community", "每个社区至少有一名持证人员", Body.LEAD, "CP", "coverage", statistics.communities_staffed),
    O("一（一）", "training-rate", "在岗的社会工作人员全部受过培训", Body.LEAD, "RCM", "training-rates", learning.trained),
    O("一（二）", "families", "按群团、城乡社区、事业单位、社会组织四类分别推进", Body.LEAD, "R", "units", f.unit_families),
    O("一（二）", "mobilise", "动员人员报名考试", ALL, "RP", "exams", exams.registered),
    O("一（二）", "targets", "动员任务下到镇和单位，报了多少逐一对照", Body.LEAD, "RP", "exams", exams.targets_reached),
    O("一（二）", "setup-modes", "岗位来自现有岗位转换、招聘或购买服务，按任务定数量", EMPLOYERS, "R", "posts", statistics.posts_by_setup_mode),
    O("一（二）", "grade-and-pay", "择优聘用，定岗位等级，以岗定薪", EMPLOYERS, "R", "posts", f.graded),
    O("一（二）", "mechanisms", "建立管理、考核、评价、激励机制", EMPLOYERS, "R", "roll/appraisals", appointments.appraised),

    O("二（一）", "thirteen-tasks", "岗位职责按十三类服务任务和其他五组任务写明", EMPLOYERS, "R", "posts", f.tasks_named),
    O("二（一）", "task-groups", "岗位还可承担支持系统、社区发展、项目管理与研究、督导、志愿者管理", EMPLOYERS, "R", "posts", f.task_groups_named),
    O("二（一）", "duties", "用人单位写明每个岗位的职责任务和任职条件", EMPLOYERS, "RWP", "posts", f.duties_stated),
    O("二（二）", "twelve-fields", "十二个服务领域的事业单位根据实际设社会工作岗位", EMPLOYERS, "RP", "posts", f.fields_with_posts),
    O("二（二）", "professional", "医院、学校、卫生健康单位的社会工作岗位按专业技术岗位管理", EMPLOYERS, "RWP", "appointments", appointments.professional_posts),
    O("二（二）", "platforms", "镇和城市社区的服务平台探索政府购买服务，从养人转到办事", TOWNS, "R", "purchases", purchases.platforms),
    O("二（二）", "take-in", "事业单位承接购买的服务时吸纳、使用持证人员", EMPLOYERS, "R", "purchases", purchases.staff),
    O("二（三）", "posts", "事业单位、城乡社区、社会组织明确社会工作岗位", EMPLOYERS, "RP", "units", statistics.units_without_post),
    O("二（三）", "career-system", "上述单位建立相应的社会工作职级体系", EMPLOYERS, "RP", "appointments", appointments.career_systems),
    O("二（三）", "appointment", "取得证书的人可以按需聘任相应级别的专业技术职务", EMPLOYERS, "RP", "appointments", appointments.appointed),

    O("三（一）", "training-system", "落实省里的要求，建立业务培训制度", Body.LEAD, "R", "roll/training-plan", learning.sessions),
    O("三（一）", "encouraged", "鼓励社区和事业单位人员、基层站所干部、村（居）干部、社区社会组织人员报考", ALL, "R", "exams", f.encouraged),
    O("三（一）", "reimbursement", "应考的人按出差对待，所在单位报销报名费和往返差旅费，考过没考过都报", EMPLOYERS, "RWCPM", "reimbursements", reimbursements.reimbursed),
    O("三（一）", "bonus-assistant", "取得助理社会工作师证书的，一次奖励 1000 元", Body.LEAD, "C", "bonuses", f.assistants_paid),
    O("三（一）", "bonus-social-worker", "取得社会工作师证书的，一次奖励 2000 元", Body.LEAD, "C", "bonuses", f.social_workers_paid),
    O("三（一）", "no-senior-bonus", "高级证书没有规定奖励，写明理由不计发", Body.LEAD, "C", "bonuses", f.no_senior_bonus),
    O("三（一）", "bonus-budget", "奖励的钱由县财政列入预算", Body.FINANCE, "R", "budget-execution", f.bonus_budgeted),
    O("三（一）", "bonus-report", "民政局统计汇总、公示、上报，批准后发放", Body.LEAD, "WP", "batches", f.bonus_batches),
    O("三（二）", "grassroots-staff", "社区社会组织的专业人才纳入基层专业技术人才管理", Body.PERSONNEL, "R", "appointments", f.organisation_staff),
    O("三（二）", "pay-factors", "薪酬按职业水平、学历、资历、业绩、岗位五个因素确定", ORGANISATIONS, "R", "remuneration", remuneration.declared),
    O("三（二）", "pay-floor", "社会组织的薪酬不低于当地同等条件专业技术人员的平均水平", ORGANISATIONS, "RCPM", "remuneration", remuneration.not_below),
    O("三（二）", "insurance", "社会组织为专业人才办社会保险和住房公积金", ORGANISATIONS, "RP", "remuneration", remuneration.covered),
    O("三（二）", "post-each-community", "每个城乡社区至少设一个社会工作岗位", TOWNS, "CP", "coverage", f.posted),
    O("三（二）", "holder-each-post", "城乡社区的岗位配备持证人员", TOWNS, "CP", "coverage", statistics.communities_equipped),
    O("三（二）", "allowance", "持证的社区工作者、事业单位岗位上的持证人员按月发职业津贴", Body.LEAD, "C", "allowances", f.allowance_paid),
    O("三（二）", "allowance-budget", "津贴经费列入县财政年度预算", Body.FINANCE, "CPM", "budget", f.allowance_budgeted),
    O("三（二）", "allowance-floor", "津贴每月初级不低于 100 元、中级 150 元、高级 260 元", Body.LEAD, "C", "policy", f.rates_above_floor),
    O("三（三）", "fields", "加大扶老、助残、救孤、济困的支持", Body.LEAD, "R", "purchases", purchases.fields_served),
    O("三（三）", "brands", "培育品牌性的社区社会组织和公益慈善项目", Body.LEAD, "R", "purchases", purchases.brands),
    O("三（三）", "catalogue", "城乡社区、妇女儿童、青少年等服务列入政府购买服务指导目录", Body.FINANCE, "R", "roll/purchase-catalogue", purchases.catalogue),
    O("三（三）", "trend", "购买服务的范围和规模逐步扩大", ALL, "P", "purchases", purchases.purchased),
    O("三（三）", "equal-terms", "条件相同时先向社区社会组织购买", ALL, "RP", "purchases", purchases.share),
    O("三（三）", "conditions", "承接主体的条件定得合理", ALL, "R", "purchases", purchases.conditions),
    O("三（三）", "recommended", "负责人和专职人员持证 3 人以上的社区社会组织，优先推荐", Body.LEAD, "CP", "preference", purchases.recommended),
    O("三（四）", "party", "优秀人才进入党员干部队伍和基层领导班子", ALL, "R", "honours", honours.cadres),
    O("三（四）", "deputies", "支持有贡献的人进入人大、政协", ALL, "RP", "honours", honours.deputies),
    O("三（四）", "preferred", "招录（聘）和选拔时，条件相同的先用社会工作专业人才", ALL, "RP", "honours", honours.recruitments),
    O("三（四）", "elected", "鼓励选进村（居）党组织和自治组织", TOWNS, "R", "honours", honours.elected),
    O("三（四）", "publicity", "宣传优秀人物、事迹和经验，发布前本人同意", ALL, "R", "honours", honours.publicity),

    O("四（一）", "ledger", "建立领导机制，部门沟通联系、各负其责，任务列单", ALL, "RPM", "roll/department-tasks", departments.bodies_with_tasks),
    O("四（一）", "progress", "各部门报告进展，全年汇总", ALL, "RP", "department-report", departments.reported),
    O("四（一）", "political-and-legal", "政法委负责综治领域的岗位和激励", Body.POLITICAL_AND_LEGAL, "R", "department-report", departments.of_bodies(Body.POLITICAL_AND_LEGAL)),
    O("四（一）", "lead", "民政局牵头，联合推进各领域的岗位，健全激励保障", Body.LEAD, "RW", "department-report", departments.of_bodies(Body.LEAD)),
    O("四（一）", "finance", "财政局加大支持", Body.FINANCE, "R", "department-report", departments.of_bodies(Body.FINANCE)),
    O("四（一）", "personnel", "人社局把持证人员纳入专业技术人员管理，指导事业单位设岗、评价、待遇和激励", Body.PERSONNEL, "RW", "department-report", departments.of_bodies(Body.PERSONNEL)),
    O("四（一）", "field-bodies", "教科体、公安、司法、卫健和工会、团委、妇联、残联在各自领域设岗、激励", ALL, "RW", "department-report", departments.field_bodies),
    O("四（二）", "budget", "政府承担的经费列入预算，加大投入", Body.FINANCE, "RP", "funds", funds.budgeted),
    O("四（二）", "performance", "资金评价绩效，保证使用效益", Body.FINANCE, "RP", "roll/performance", funds.evaluated),
    O("四（二）", "purchase-rules", "建立资助制度，规范购买服务的流程", Body.FINANCE, "RW", "purchases", purchases.stages),
    O("四（二）", "purchase-evaluation", "购买的服务评价绩效", Body.FINANCE, "RW", "purchases", purchases.evaluated),
    O("四（二）", "lottery", "本级福彩公益金列入支持人才建设，不发给个人", Body.LEAD, "RC", "funds", funds.lottery_listed),
    O("四（二）", "lottery-public", "福彩公益金的使用情况每年公开", Body.LEAD, "P", "roll/lottery-statements", funds.lottery_published),
    O("四（二）", "social-money", "各部门解决本系统的薪酬，引导社会资金", ALL, "R", "funds", funds.social_money),
    O("四（三）", "awards", "纳入现有的表彰奖励", ALL, "R", "honours", honours.awards),
    O("四（三）", "internal-awards", "鼓励机构在内部表彰奖励", ORGANISATIONS, "R", "honours", honours.internal_awards),
)
# fmt: on


def screens_of(clause: str, scope: Scope) -> list[Screen]:
    """Where a clause's obligations are served, each once, of those screens that scope may open; the policy page is where they are
    asked for."""
    served = (one.screen for one in OBLIGATIONS if one.clause == clause and one.place != "policy")
    return [screen for screen in dict.fromkeys(served) if screen.may_open(scope)]
