import dingnan_sw.audit.installing
import dingnan_sw.lib.secrets
import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('positions', '0001_initial'), ('positions', '0002_roles'), ('positions', '0003_closed_lists'), ('positions', '0004_office_officeevent_office__insert_office__update_and_more')]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='Town',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='名称')),
                ('code', models.CharField(blank=True, help_text='九位；导入时首次出现的镇可以暂缺', max_length=9, verbose_name='统计用区划代码')),
            ],
            options={
                'verbose_name': '镇',
                'verbose_name_plural': '镇',
                'ordering': ('code', 'name'),
                'constraints': [models.CheckConstraint(condition=models.Q(('code', ''), ('code__regex', '^[0-9]{9}$'), _connector='OR'), name='town_code_is_empty_or_9_digits', violation_error_message='镇的统计用区划代码应为九位数字，或者暂缺。')],
                'triggers': [pgtrigger.compiler.Trigger(name='_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "positions_townevent" ("code", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'新增\', NEW."id"); RETURN NULL;', hash='f356c95966c47a22cc0d11704355dc76917346ec', operation='INSERT', pgid='pgtrigger__insert_96c46', table='positions_town', when='AFTER')), pgtrigger.compiler.Trigger(name='_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "positions_townevent" ("code", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'变更\', NEW."id"); RETURN NULL;', hash='d3c4177333a049be95888e8e37554ef02a1acf79', operation='UPDATE', pgid='pgtrigger__update_54536', table='positions_town', when='AFTER')), pgtrigger.compiler.Trigger(name='_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "positions_townevent" ("code", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."code", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'删除\', OLD."id"); RETURN NULL;', hash='ed3a85c37361eb6f9fe827caafec9e004c6658d5', operation='DELETE', pgid='pgtrigger__delete_57264', table='positions_town', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Community',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=12, unique=True, verbose_name='统计用区划代码')),
                ('name', models.CharField(max_length=200, verbose_name='名称')),
                ('note', models.CharField(blank=True, max_length=1000, verbose_name='备注')),
                ('town', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='communities', to='positions.town', verbose_name='所属镇')),
            ],
            options={
                'verbose_name': '社区（村）',
                'verbose_name_plural': '社区（村）',
                'ordering': ('code',),
                'constraints': [models.CheckConstraint(condition=models.Q(('code__regex', '^\\d{12}$')), name='community_code_is_12_digits')],
                'triggers': [pgtrigger.compiler.Trigger(name='_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "positions_communityevent" ("code", "id", "name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "town_id") VALUES (NEW."code", NEW."id", NEW."name", NEW."note", _pgh_attach_context(), NOW(), \'新增\', NEW."id", NEW."town_id"); RETURN NULL;', hash='a0bc808bae3620184f115293051f6c80b81b1ff6', operation='INSERT', pgid='pgtrigger__insert_afe18', table='positions_community', when='AFTER')), pgtrigger.compiler.Trigger(name='_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "positions_communityevent" ("code", "id", "name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "town_id") VALUES (NEW."code", NEW."id", NEW."name", NEW."note", _pgh_attach_context(), NOW(), \'变更\', NEW."id", NEW."town_id"); RETURN NULL;', hash='702ed11d4ef6146c37cc105048930ec67233af7f', operation='UPDATE', pgid='pgtrigger__update_2817e', table='positions_community', when='AFTER')), pgtrigger.compiler.Trigger(name='_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "positions_communityevent" ("code", "id", "name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "town_id") VALUES (OLD."code", OLD."id", OLD."name", OLD."note", _pgh_attach_context(), NOW(), \'删除\', OLD."id", OLD."town_id"); RETURN NULL;', hash='753851a6f0d08b72804efd36991067667441a385', operation='DELETE', pgid='pgtrigger__delete_99c64', table='positions_community', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='CountyYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(unique=True, verbose_name='年度')),
                ('residents', models.PositiveIntegerField(verbose_name='常住人口')),
                ('registered', models.PositiveIntegerField(blank=True, null=True, verbose_name='户籍人口')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='来源')),
            ],
            options={
                'verbose_name': '全县年度数据',
                'verbose_name_plural': '全县年度数据',
                'ordering': ('-year',),
                'constraints': [models.CheckConstraint(condition=models.Q(('year__range', (1900, 2999))), name='county_figures_of_a_sensible_year', violation_error_message='年度应在 1900 至 2999 之间。')],
                'triggers': [pgtrigger.compiler.Trigger(name='_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "positions_countyyearevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered", "residents", "source", "year") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'新增\', NEW."id", NEW."registered", NEW."residents", NEW."source", NEW."year"); RETURN NULL;', hash='4ad9e4feb7aec26c9f2d3ded565a4f4cf37ea16f', operation='INSERT', pgid='pgtrigger__insert_7888a', table='positions_countyyear', when='AFTER')), pgtrigger.compiler.Trigger(name='_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "positions_countyyearevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered", "residents", "source", "year") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'变更\', NEW."id", NEW."registered", NEW."residents", NEW."source", NEW."year"); RETURN NULL;', hash='c9b7c23707fdd157309f9bfb9dc3e32aba19a79d', operation='UPDATE', pgid='pgtrigger__update_2ddb0', table='positions_countyyear', when='AFTER')), pgtrigger.compiler.Trigger(name='_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "positions_countyyearevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered", "residents", "source", "year") VALUES (OLD."id", _pgh_attach_context(), NOW(), \'删除\', OLD."id", OLD."registered", OLD."residents", OLD."source", OLD."year"); RETURN NULL;', hash='f09c4c33a13385645eded1d8fdb5a0a337223e4b', operation='DELETE', pgid='pgtrigger__delete_a884c', table='positions_countyyear', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='CountyYearEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('residents', models.PositiveIntegerField(verbose_name='常住人口')),
                ('registered', models.PositiveIntegerField(blank=True, null=True, verbose_name='户籍人口')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='来源')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='positions.countyyear')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a5b43ca3de0163e6633c781e31b6e56ab0e756d4', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_23336', table='positions_countyyearevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='e0ec2ecdd86c86f5485f743163d08d9d1a9ce88f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_52c93', table='positions_countyyearevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, unique=True, verbose_name='单位名称')),
                ('match_name', models.CharField(editable=False, help_text='去空白、全半角归一，导入时据此认定同一单位', max_length=200, unique=True, verbose_name='比对名称')),
                ('kind', models.CharField(choices=[('社区居委会', '社区居委会'), ('村委会', '村委会'), ('事业单位', '事业单位'), ('公立医院', '公立医院'), ('学校', '学校'), ('镇基层站所', '镇基层站所'), ('城市社区管委会基层站所', '城市社区管委会基层站所'), ('社区社会组织', '社区社会组织'), ('其他社会组织', '其他社会组织'), ('群团组织', '群团组织'), ('党政机关', '党政机关'), ('企业', '企业'), ('其他', '其他')], max_length=20, verbose_name='单位类别')),
                ('credit_code', models.CharField(blank=True, max_length=18, verbose_name='统一社会信用代码')),
                ('department', models.CharField(blank=True, max_length=200, verbose_name='主管部门')),
                ('service_field', models.CharField(blank=True, max_length=200, verbose_name='服务领域')),
                ('contact', models.CharField(blank=True, max_length=200, verbose_name='联系人')),
                ('phone', dingnan_sw.lib.secrets.SealedTextField(blank=True, null=True, verbose_name='联系电话')),
                ('community', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='units', to='positions.community', verbose_name='所在社区（村）')),
                ('town', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='units', to='positions.town', verbose_name='所属镇')),
            ],
            options={
                'verbose_name': '单位',
                'verbose_name_plural': '单位',
                'ordering': ('name',),
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['社区居委会', '村委会', '事业单位', '公立医院', '学校', '镇基层站所', '城市社区管委会基层站所', '社区社会组织', '其他社会组织', '群团组织', '党政机关', '企业', '其他'])), name='unit_kind_of_the_list', violation_error_message='单位类别不在列表中。')],
                'triggers': [pgtrigger.compiler.Trigger(name='_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "positions_unitevent" ("community_id", "contact", "credit_code", "department", "id", "kind", "match_name", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "service_field", "town_id") VALUES (NEW."community_id", NEW."contact", NEW."credit_code", NEW."department", NEW."id", NEW."kind", NEW."match_name", NEW."name", _pgh_attach_context(), NOW(), \'新增\', NEW."id", NEW."phone", NEW."service_field", NEW."town_id"); RETURN NULL;', hash='9769a2ff08a51e372c41156ec5fb5f27f87b6f03', operation='INSERT', pgid='pgtrigger__insert_09ef0', table='positions_unit', when='AFTER')), pgtrigger.compiler.Trigger(name='_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "positions_unitevent" ("community_id", "contact", "credit_code", "department", "id", "kind", "match_name", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "service_field", "town_id") VALUES (NEW."community_id", NEW."contact", NEW."credit_code", NEW."department", NEW."id", NEW."kind", NEW."match_name", NEW."name", _pgh_attach_context(), NOW(), \'变更\', NEW."id", NEW."phone", NEW."service_field", NEW."town_id"); RETURN NULL;', hash='d63c1333fff3bb9da8efc1cd3fbb305ad53bc7e7', operation='UPDATE', pgid='pgtrigger__update_9f1f6', table='positions_unit', when='AFTER')), pgtrigger.compiler.Trigger(name='_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "positions_unitevent" ("community_id", "contact", "credit_code", "department", "id", "kind", "match_name", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "service_field", "town_id") VALUES (OLD."community_id", OLD."contact", OLD."credit_code", OLD."department", OLD."id", OLD."kind", OLD."match_name", OLD."name", _pgh_attach_context(), NOW(), \'删除\', OLD."id", OLD."phone", OLD."service_field", OLD."town_id"); RETURN NULL;', hash='9aea6979c87975a16e8be1e221cb48f0103354a9', operation='DELETE', pgid='pgtrigger__delete_11209', table='positions_unit', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('display_name', models.CharField(max_length=60, verbose_name='姓名')),
                ('must_change_password', models.BooleanField(default=False, verbose_name='须修改初始密码')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': '账号',
                'verbose_name_plural': '账号',
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='Mandate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('administrator', '系统管理员'), ('clerk', '民政经办'), ('approver', '民政审批'), ('finance', '财政'), ('auditor', '审计'), ('reviewer', '镇/部门审核'), ('unit', '单位填报')], max_length=20, verbose_name='角色')),
                ('since', models.DateField(verbose_name='起始日期')),
                ('until', models.DateField(blank=True, help_text='授权到前一日为止', null=True, verbose_name='终止次日')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mandates', to=settings.AUTH_USER_MODEL, verbose_name='账号')),
                ('town', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to='positions.town', verbose_name='镇')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to='positions.unit', verbose_name='单位')),
                ('heads', models.BooleanField(default=False, help_text='可以确认本单位的报送（只用于单位填报）', verbose_name='单位负责人')),
            ],
            options={
                'verbose_name': '授权',
                'verbose_name_plural': '授权',
                'ordering': ('user', 'role'),
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='mandate_ends_after_start'), models.CheckConstraint(condition=models.Q(models.Q(('role', 'unit'), _negated=True), models.Q(('town__isnull', True), ('unit__isnull', False)), _connector='OR'), name='unit_mandate_names_its_unit'), models.CheckConstraint(condition=models.Q(models.Q(('role', 'reviewer'), _negated=True), models.Q(('unit__isnull', True), ('town__isnull', True), _connector='XOR'), _connector='OR'), name='reviewer_has_town_or_department'), models.CheckConstraint(condition=models.Q(('role__in', ('unit', 'reviewer')), models.Q(('town__isnull', True), ('unit__isnull', True)), _connector='OR'), name='county_mandate_names_no_place'), models.CheckConstraint(condition=models.Q(models.Q(('heads', True), _negated=True), ('role', 'unit'), _connector='OR'), name='only_a_unit_has_a_head'), models.CheckConstraint(condition=models.Q(('role__in', ['administrator', 'clerk', 'approver', 'finance', 'auditor', 'reviewer', 'unit'])), name='mandate_role_of_the_list', violation_error_message='角色不在列表中。')],
                'triggers': [pgtrigger.compiler.Trigger(name='_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "positions_mandateevent" ("heads", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "since", "town_id", "unit_id", "until", "user_id") VALUES (NEW."heads", NEW."id", _pgh_attach_context(), NOW(), \'新增\', NEW."id", NEW."role", NEW."since", NEW."town_id", NEW."unit_id", NEW."until", NEW."user_id"); RETURN NULL;', hash='235211f62cb90687f714c48745e0d76ea6112046', operation='INSERT', pgid='pgtrigger__insert_84c10', table='positions_mandate', when='AFTER')), pgtrigger.compiler.Trigger(name='_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "positions_mandateevent" ("heads", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "since", "town_id", "unit_id", "until", "user_id") VALUES (NEW."heads", NEW."id", _pgh_attach_context(), NOW(), \'变更\', NEW."id", NEW."role", NEW."since", NEW."town_id", NEW."unit_id", NEW."until", NEW."user_id"); RETURN NULL;', hash='76190b3faa6d33aecd05d0b4719dd18ff98e4590', operation='UPDATE', pgid='pgtrigger__update_040b2', table='positions_mandate', when='AFTER')), pgtrigger.compiler.Trigger(name='_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "positions_mandateevent" ("heads", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "since", "town_id", "unit_id", "until", "user_id") VALUES (OLD."heads", OLD."id", _pgh_attach_context(), NOW(), \'删除\', OLD."id", OLD."role", OLD."since", OLD."town_id", OLD."unit_id", OLD."until", OLD."user_id"); RETURN NULL;', hash='7640b5a575ad4c9eb0eae259209fa718488aa077', operation='DELETE', pgid='pgtrigger__delete_3aad5', table='positions_mandate', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='MandateEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('role', models.CharField(choices=[('administrator', '系统管理员'), ('clerk', '民政经办'), ('approver', '民政审批'), ('finance', '财政'), ('auditor', '审计'), ('reviewer', '镇/部门审核'), ('unit', '单位填报')], max_length=20, verbose_name='角色')),
                ('since', models.DateField(verbose_name='起始日期')),
                ('until', models.DateField(blank=True, help_text='授权到前一日为止', null=True, verbose_name='终止次日')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='positions.mandate')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='账号')),
                ('town', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='positions.town', verbose_name='镇')),
                ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='positions.unit', verbose_name='单位')),
                ('heads', models.BooleanField(default=False, help_text='可以确认本单位的报送（只用于单位填报）', verbose_name='单位负责人')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='5aa499f6deb962ebed5a7a287be729e17bdc84a6', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5d082', table='positions_mandateevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='16e4b0bcf4b923cf62503dce79a2f90aa50a9ce1', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_6f9eb', table='positions_mandateevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='岗位名称')),
                ('headcount', models.PositiveIntegerField(verbose_name='岗位数')),
                ('setup_mode', models.CharField(choices=[('现有岗位转换', '现有岗位转换'), ('岗位招聘', '岗位招聘'), ('购买服务', '购买服务')], max_length=20, verbose_name='设置方式')),
                ('since', models.DateField(verbose_name='设置日期')),
                ('until', models.DateField(blank=True, help_text='备案到前一日为止', null=True, verbose_name='撤销次日')),
                ('category', models.CharField(blank=True, max_length=200, verbose_name='岗位类别')),
                ('grade', models.CharField(blank=True, max_length=200, verbose_name='岗位等级')),
                ('service_field', models.CharField(blank=True, max_length=200, verbose_name='服务领域')),
                ('duties', models.TextField(blank=True, verbose_name='职责任务')),
                ('requirements', models.TextField(blank=True, verbose_name='任职条件')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='positions.unit', verbose_name='单位')),
            ],
            options={
                'verbose_name': '岗位',
                'verbose_name_plural': '岗位',
                'ordering': ('unit', 'name'),
                'constraints': [models.UniqueConstraint(fields=('unit', 'name'), name='post_name_once_a_unit'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='post_ends_after_start')],
                'triggers': [pgtrigger.compiler.Trigger(name='_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "positions_postevent" ("category", "duties", "grade", "headcount", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "requirements", "service_field", "setup_mode", "since", "unit_id", "until") VALUES (NEW."category", NEW."duties", NEW."grade", NEW."headcount", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'新增\', NEW."id", NEW."requirements", NEW."service_field", NEW."setup_mode", NEW."since", NEW."unit_id", NEW."until"); RETURN NULL;', hash='040b56a4a51b78633e2071d5a535d57b1a8c243f', operation='INSERT', pgid='pgtrigger__insert_013be', table='positions_post', when='AFTER')), pgtrigger.compiler.Trigger(name='_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "positions_postevent" ("category", "duties", "grade", "headcount", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "requirements", "service_field", "setup_mode", "since", "unit_id", "until") VALUES (NEW."category", NEW."duties", NEW."grade", NEW."headcount", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'变更\', NEW."id", NEW."requirements", NEW."service_field", NEW."setup_mode", NEW."since", NEW."unit_id", NEW."until"); RETURN NULL;', hash='d91e43fbf58820b7e853886d887d34a97e72ac59', operation='UPDATE', pgid='pgtrigger__update_d980f', table='positions_post', when='AFTER')), pgtrigger.compiler.Trigger(name='_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "positions_postevent" ("category", "duties", "grade", "headcount", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "requirements", "service_field", "setup_mode", "since", "unit_id", "until") VALUES (OLD."category", OLD."duties", OLD."grade", OLD."headcount", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'删除\', OLD."id", OLD."requirements", OLD."service_field", OLD."setup_mode", OLD."since", OLD."unit_id", OLD."until"); RETURN NULL;', hash='8587b39582aaf68691efa585b43f940d564c3d9f', operation='DELETE', pgid='pgtrigger__delete_f1eee', table='positions_post', when='AFTER')), pgtrigger.compiler.Trigger(name='stays_in_its_unit', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."unit_id" IS DISTINCT FROM (NEW."unit_id"))', func="RAISE EXCEPTION '岗位不能改到别的单位：请撤销后在那个单位另行设置。' USING ERRCODE = 'check_violation', CONSTRAINT = 'post_stays_in_its_unit';", hash='0255e1b31e99a2084147c84141eae2668e268048', operation='UPDATE OF "unit_id"', pgid='pgtrigger_stays_in_its_unit_d5b8a', table='positions_post', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='PostEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=200, verbose_name='岗位名称')),
                ('headcount', models.PositiveIntegerField(verbose_name='岗位数')),
                ('setup_mode', models.CharField(choices=[('现有岗位转换', '现有岗位转换'), ('岗位招聘', '岗位招聘'), ('购买服务', '购买服务')], max_length=20, verbose_name='设置方式')),
                ('since', models.DateField(verbose_name='设置日期')),
                ('until', models.DateField(blank=True, help_text='备案到前一日为止', null=True, verbose_name='撤销次日')),
                ('category', models.CharField(blank=True, max_length=200, verbose_name='岗位类别')),
                ('grade', models.CharField(blank=True, max_length=200, verbose_name='岗位等级')),
                ('service_field', models.CharField(blank=True, max_length=200, verbose_name='服务领域')),
                ('duties', models.TextField(blank=True, verbose_name='职责任务')),
                ('requirements', models.TextField(blank=True, verbose_name='任职条件')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='positions.post')),
                ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='positions.unit', verbose_name='单位')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e69b7c0f59c46c8ecf3e5f683ba068e92280fe83', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e420d', table='positions_postevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='f827e21b3b38a780ee1e528327c1a93fc9e221ef', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_fa8f4', table='positions_postevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='TownEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=100, verbose_name='名称')),
                ('code', models.CharField(blank=True, help_text='九位；导入时首次出现的镇可以暂缺', max_length=9, verbose_name='统计用区划代码')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='positions.town')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='bd5fbc78d10d54b4ce50c1d0088d22b855fc116b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c7162', table='positions_townevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='3f393f15b2c7ad46287d22f192845d8fa3ade583', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_43a76', table='positions_townevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='UnitEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=200, verbose_name='单位名称')),
                ('match_name', models.CharField(editable=False, help_text='去空白、全半角归一，导入时据此认定同一单位', max_length=200, verbose_name='比对名称')),
                ('kind', models.CharField(choices=[('社区居委会', '社区居委会'), ('村委会', '村委会'), ('事业单位', '事业单位'), ('公立医院', '公立医院'), ('学校', '学校'), ('镇基层站所', '镇基层站所'), ('城市社区管委会基层站所', '城市社区管委会基层站所'), ('社区社会组织', '社区社会组织'), ('其他社会组织', '其他社会组织'), ('群团组织', '群团组织'), ('党政机关', '党政机关'), ('企业', '企业'), ('其他', '其他')], max_length=20, verbose_name='单位类别')),
                ('credit_code', models.CharField(blank=True, max_length=18, verbose_name='统一社会信用代码')),
                ('department', models.CharField(blank=True, max_length=200, verbose_name='主管部门')),
                ('service_field', models.CharField(blank=True, max_length=200, verbose_name='服务领域')),
                ('contact', models.CharField(blank=True, max_length=200, verbose_name='联系人')),
                ('phone', dingnan_sw.lib.secrets.SealedTextField(blank=True, null=True, verbose_name='联系电话')),
                ('community', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='positions.community', verbose_name='所在社区（村）')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='positions.unit')),
                ('town', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='positions.town', verbose_name='所属镇')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='dbba967ec35553a2a692afc6a24b1a954e473c4f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_55b81', table='positions_unitevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='8b072ee0fc12460155302b98a317d68d0633e154', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_25c5a', table='positions_unitevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='CommunityEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('code', models.CharField(max_length=12, verbose_name='统计用区划代码')),
                ('name', models.CharField(max_length=200, verbose_name='名称')),
                ('note', models.CharField(blank=True, max_length=1000, verbose_name='备注')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='positions.community')),
                ('town', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='positions.town', verbose_name='所属镇')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1925308a20d73e5f4b582cb8b91c22b984f78f6a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1234f', table='positions_communityevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='04764741d2ae5756e9017131bdc28cab2954f7d5', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_77ed7', table='positions_communityevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='CommunityPopulation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('residents', models.PositiveIntegerField(verbose_name='常住人口')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='populations', to='positions.community', verbose_name='社区（村）')),
            ],
            options={
                'verbose_name': '社区（村）年度人口',
                'verbose_name_plural': '社区（村）年度人口',
                'ordering': ('-year',),
                'constraints': [models.UniqueConstraint(fields=('community', 'year'), name='one_population_a_year'), models.CheckConstraint(condition=models.Q(('year__range', (1900, 2999))), name='population_of_a_sensible_year', violation_error_message='年度应在 1900 至 2999 之间。')],
                'triggers': [pgtrigger.compiler.Trigger(name='_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "positions_communitypopulationevent" ("community_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "residents", "year") VALUES (NEW."community_id", NEW."id", _pgh_attach_context(), NOW(), \'新增\', NEW."id", NEW."residents", NEW."year"); RETURN NULL;', hash='53c7904cc1622a9d3c4822dbd027c7c9058c8a51', operation='INSERT', pgid='pgtrigger__insert_c80bc', table='positions_communitypopulation', when='AFTER')), pgtrigger.compiler.Trigger(name='_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "positions_communitypopulationevent" ("community_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "residents", "year") VALUES (NEW."community_id", NEW."id", _pgh_attach_context(), NOW(), \'变更\', NEW."id", NEW."residents", NEW."year"); RETURN NULL;', hash='4f0507f415930a1673e24a6eae91c9fc5b221f84', operation='UPDATE', pgid='pgtrigger__update_c2971', table='positions_communitypopulation', when='AFTER')), pgtrigger.compiler.Trigger(name='_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "positions_communitypopulationevent" ("community_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "residents", "year") VALUES (OLD."community_id", OLD."id", _pgh_attach_context(), NOW(), \'删除\', OLD."id", OLD."residents", OLD."year"); RETURN NULL;', hash='551e78d3e234d9b745e926ca47990185993e564a', operation='DELETE', pgid='pgtrigger__delete_a4017', table='positions_communitypopulation', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='CommunityPopulationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('residents', models.PositiveIntegerField(verbose_name='常住人口')),
                ('community', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='positions.community', verbose_name='社区（村）')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='positions.communitypopulation')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0377c539a6ad479c94d29aa535069d1c05ab4528', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_0e505', table='positions_communitypopulationevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='0021ad239225f33e95b0977188d671947cc655d3', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_3dc2e', table='positions_communitypopulationevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(unique=True, verbose_name='起始日期')),
                ('name', models.CharField(default='定南县民政局', max_length=60, verbose_name='牵头单位')),
                ('code', models.CharField(blank=True, help_text='例如 定民字，发文字号是 定民字〔2026〕12号', max_length=20, verbose_name='发文代字')),
                ('superior', models.CharField(default='县人民政府', max_length=60, verbose_name='请示的主送机关')),
                ('finance', models.CharField(default='定南县财政局', max_length=60, verbose_name='财政部门')),
                ('signer', models.CharField(blank=True, max_length=30, verbose_name='签发人')),
                ('contact', models.CharField(blank=True, max_length=30, verbose_name='联系人')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='联系电话')),
                ('oversight_phone', models.CharField(blank=True, max_length=30, verbose_name='监督电话')),
                ('seal', models.CharField(blank=True, help_text='表尾盖章处的文字，空着写（盖章）', max_length=60, verbose_name='印章')),
            ],
            options={
                'verbose_name': '牵头单位与落款',
                'verbose_name_plural': '牵头单位与落款',
                'ordering': ('-since',),
                'triggers': [pgtrigger.compiler.Trigger(name='_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "positions_officeevent" ("code", "contact", "finance", "id", "name", "oversight_phone", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "seal", "signer", "since", "superior") VALUES (NEW."code", NEW."contact", NEW."finance", NEW."id", NEW."name", NEW."oversight_phone", _pgh_attach_context(), NOW(), \'新增\', NEW."id", NEW."phone", NEW."seal", NEW."signer", NEW."since", NEW."superior"); RETURN NULL;', hash='ecae41ea0e9ab2fc368b3413d1a35981509d3980', operation='INSERT', pgid='pgtrigger__insert_753e9', table='positions_office', when='AFTER')), pgtrigger.compiler.Trigger(name='_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "positions_officeevent" ("code", "contact", "finance", "id", "name", "oversight_phone", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "seal", "signer", "since", "superior") VALUES (NEW."code", NEW."contact", NEW."finance", NEW."id", NEW."name", NEW."oversight_phone", _pgh_attach_context(), NOW(), \'变更\', NEW."id", NEW."phone", NEW."seal", NEW."signer", NEW."since", NEW."superior"); RETURN NULL;', hash='787ce3f38a6aa83cbe44243fa50b5178d45d7f7d', operation='UPDATE', pgid='pgtrigger__update_cc406', table='positions_office', when='AFTER')), pgtrigger.compiler.Trigger(name='_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "positions_officeevent" ("code", "contact", "finance", "id", "name", "oversight_phone", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "seal", "signer", "since", "superior") VALUES (OLD."code", OLD."contact", OLD."finance", OLD."id", OLD."name", OLD."oversight_phone", _pgh_attach_context(), NOW(), \'删除\', OLD."id", OLD."phone", OLD."seal", OLD."signer", OLD."since", OLD."superior"); RETURN NULL;', hash='43f0020f803ff1d3a867cfe8acd5b700b84c75be', operation='DELETE', pgid='pgtrigger__delete_b8bef', table='positions_office', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='OfficeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('since', models.DateField(verbose_name='起始日期')),
                ('name', models.CharField(default='定南县民政局', max_length=60, verbose_name='牵头单位')),
                ('code', models.CharField(blank=True, help_text='例如 定民字，发文字号是 定民字〔2026〕12号', max_length=20, verbose_name='发文代字')),
                ('superior', models.CharField(default='县人民政府', max_length=60, verbose_name='请示的主送机关')),
                ('finance', models.CharField(default='定南县财政局', max_length=60, verbose_name='财政部门')),
                ('signer', models.CharField(blank=True, max_length=30, verbose_name='签发人')),
                ('contact', models.CharField(blank=True, max_length=30, verbose_name='联系人')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='联系电话')),
                ('oversight_phone', models.CharField(blank=True, max_length=30, verbose_name='监督电话')),
                ('seal', models.CharField(blank=True, help_text='表尾盖章处的文字，空着写（盖章）', max_length=60, verbose_name='印章')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='positions.office')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='8ed273d6942023ed6ab922a01543477df0f7089a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_81ea8', table='positions_officeevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9a3ef8029a2182aee9064cd8960e28f476450058', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_11b7f', table='positions_officeevent', when='BEFORE'))],
            },
        ),
        dingnan_sw.audit.installing.InstallTriggers(
        ),
    ]
