from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('positions', '0005_password_since'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='mandate',
            name='county_mandate_names_no_place',
        ),
        migrations.RemoveConstraint(
            model_name='mandate',
            name='mandate_role_of_the_list',
        ),
        migrations.AlterField(
            model_name='mandate',
            name='role',
            field=models.CharField(choices=[('administrator', '系统管理员'), ('clerk', '民政经办'), ('approver', '民政审批'), ('finance', '财政'), ('auditor', '审计'), ('reviewer', '镇/部门审核'), ('viewer', '部门查看'), ('unit', '单位填报')], max_length=20, verbose_name='角色'),
        ),
        migrations.AlterField(
            model_name='mandateevent',
            name='role',
            field=models.CharField(choices=[('administrator', '系统管理员'), ('clerk', '民政经办'), ('approver', '民政审批'), ('finance', '财政'), ('auditor', '审计'), ('reviewer', '镇/部门审核'), ('viewer', '部门查看'), ('unit', '单位填报')], max_length=20, verbose_name='角色'),
        ),
        migrations.AddConstraint(
            model_name='mandate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('role', 'viewer'), _negated=True), models.Q(('town__isnull', True), ('unit__isnull', False)), _connector='OR'), name='viewer_has_department'),
        ),
        migrations.AddConstraint(
            model_name='mandate',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ('unit', 'reviewer', 'viewer')), models.Q(('town__isnull', True), ('unit__isnull', True)), _connector='OR'), name='county_mandate_names_no_place'),
        ),
        migrations.AddConstraint(
            model_name='mandate',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['administrator', 'clerk', 'approver', 'finance', 'auditor', 'reviewer', 'viewer', 'unit'])), name='mandate_role_of_the_list', violation_error_message='角色不在列表中。'),
        ),
    ]
