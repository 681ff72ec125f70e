from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agenda', '0002_first_rows'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='agendaitem',
            name='agenda_item_for_known_roles',
        ),
        migrations.AddConstraint(
            model_name='agendaitem',
            constraint=models.CheckConstraint(condition=models.Q(('audience__regex', '^(系统管理员|民政经办|民政审批|财政|审计|镇/部门审核|部门查看|单位填报)(、(系统管理员|民政经办|民政审批|财政|审计|镇/部门审核|部门查看|单位填报))*$')), name='agenda_item_for_known_roles'),
        ),
    ]
