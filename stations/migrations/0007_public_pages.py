import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
import stations.validators
from django.conf import settings
from django.db import migrations, models

from common.append_only import AppendOnly, Reopen


class Migration(migrations.Migration):
    """Pages for residents, their reviews and the switch; codes, pages and the switch have a history."""

    dependencies = [
        ('accounts', '0002_auditentry_append_only'),
        ('deputies', '0007_no_public_token'),
        ('stations', '0006_public_code'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Reopen("Event"),
        migrations.CreateModel(
            name='PageReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('waiting', '待审查'), ('passed', '审查通过'), ('refused', '审查未通过'), ('withdrawn', '已撤回')], default='waiting', max_length=10, verbose_name='状态')),
                ('introduction', models.CharField(blank=True, max_length=300, validators=[stations.validators.check_public_text], verbose_name='介绍')),
                ('proposed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='提请时间')),
                ('reviewed_at', models.DateTimeField(blank=True, null=True, verbose_name='审查时间')),
                ('checked', models.JSONField(blank=True, default=list, verbose_name='审查了什么')),
                ('opinion', models.CharField(blank=True, max_length=200, verbose_name='审查意见')),
            ],
            options={
                'verbose_name': '保密审查',
                'verbose_name_plural': '保密审查',
                'ordering': ('-id',),
            },
        ),
        migrations.CreateModel(
            name='PublicPage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('closed', '未公开'), ('published', '已公开'), ('down', '已撤下')], default='closed', max_length=10, verbose_name='状态')),
                ('introduction', models.CharField(blank=True, max_length=300, verbose_name='介绍')),
            ],
            options={
                'verbose_name': '公开页面',
                'verbose_name_plural': '公开页面',
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='SideClosure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('closed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='关闭时间')),
                ('reason', models.CharField(max_length=120, verbose_name='关闭原因')),
                ('reopened_at', models.DateTimeField(blank=True, null=True, verbose_name='恢复时间')),
            ],
            options={
                'verbose_name': '公开端关闭',
                'verbose_name_plural': '公开端关闭',
                'ordering': ('-id',),
            },
        ),
        migrations.RemoveConstraint(
            model_name='event',
            name='station_event_one_target',
        ),
        migrations.AddField(
            model_name='event',
            name='code',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='stations.publiccode'),
        ),
        migrations.AddField(
            model_name='pagereview',
            name='proposed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提请人'),
        ),
        migrations.AddField(
            model_name='pagereview',
            name='reviewed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='审查人'),
        ),
        migrations.AddField(
            model_name='publicpage',
            name='approved',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stations.pagereview', verbose_name='所依据的审查'),
        ),
        migrations.AddField(
            model_name='publicpage',
            name='deputy',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='deputies.deputy', verbose_name='代表'),
        ),
        migrations.AddField(
            model_name='publicpage',
            name='station',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='public_page', to='stations.station', verbose_name='联络站'),
        ),
        migrations.AddField(
            model_name='pagereview',
            name='page',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='stations.publicpage', verbose_name='公开页面'),
        ),
        migrations.AddField(
            model_name='event',
            name='page',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='stations.publicpage'),
        ),
        migrations.AddField(
            model_name='sideclosure',
            name='closed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='关闭人'),
        ),
        migrations.AddField(
            model_name='sideclosure',
            name='region',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.region', verbose_name='区划'),
        ),
        migrations.AddField(
            model_name='sideclosure',
            name='reopened_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='恢复人'),
        ),
        migrations.AddField(
            model_name='event',
            name='closure',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='stations.sideclosure'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closure__isnull', True), ('code__isnull', True), ('page__isnull', True), ('reception__isnull', False), ('slot__isnull', True), ('visit__isnull', True)), models.Q(('closure__isnull', True), ('code__isnull', True), ('page__isnull', True), ('reception__isnull', True), ('slot__isnull', True), ('visit__isnull', False)), models.Q(('closure__isnull', True), ('code__isnull', True), ('page__isnull', True), ('reception__isnull', True), ('slot__isnull', False), ('visit__isnull', True)), models.Q(('closure__isnull', True), ('code__isnull', False), ('page__isnull', True), ('reception__isnull', True), ('slot__isnull', True), ('visit__isnull', True)), models.Q(('closure__isnull', True), ('code__isnull', True), ('page__isnull', False), ('reception__isnull', True), ('slot__isnull', True), ('visit__isnull', True)), models.Q(('closure__isnull', False), ('code__isnull', True), ('page__isnull', True), ('reception__isnull', True), ('slot__isnull', True), ('visit__isnull', True)), _connector='OR'), name='station_event_one_target', violation_error_message='一条记录只属于一个对象。'),
        ),
        migrations.AddConstraint(
            model_name='publicpage',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('deputy__isnull', False), ('station__isnull', True)), models.Q(('deputy__isnull', True), ('station__isnull', False)), _connector='OR'), name='publicpage_one_target', violation_error_message='一个公开页面只属于一名代表或一个站。'),
        ),
        migrations.AddConstraint(
            model_name='publicpage',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'published'), _negated=True), ('approved__isnull', False), _connector='OR'), name='publicpage_reviewed', violation_error_message='没有经过保密审查的页面不能公开。'),
        ),
        migrations.AddConstraint(
            model_name='pagereview',
            constraint=models.CheckConstraint(condition=models.Q(('reviewed_by', None), models.Q(('reviewed_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='pagereview_two_persons', violation_error_message='提请和审查不能是同一个人。'),
        ),
        migrations.AddConstraint(
            model_name='pagereview',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ('passed', 'refused')), _negated=True), models.Q(('reviewed_at__isnull', False), ('reviewed_by__isnull', False)), _connector='OR'), name='pagereview_decided_by_somebody', violation_error_message='审查结果要有审查人和时间。'),
        ),
        migrations.AddConstraint(
            model_name='pagereview',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'waiting')), fields=('page',), name='pagereview_one_waiting', violation_error_message='这个页面已经有一份在等审查。'),
        ),
        migrations.AddConstraint(
            model_name='sideclosure',
            constraint=models.UniqueConstraint(django.db.models.functions.comparison.Coalesce('region', 0), condition=models.Q(('reopened_at', None)), name='sideclosure_one_open', violation_error_message='这里的公开端已经关闭。'),
        ),
        AppendOnly("Event"),
    ]
