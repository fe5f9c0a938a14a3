import common.files
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0002_auditentry_append_only'),
        ('deputies', '0002_deputy_search_index'),
        ('opinions', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DutySlot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(verbose_name='日期')),
                ('starts_at', models.TimeField(verbose_name='开始')),
                ('ends_at', models.TimeField(verbose_name='结束')),
                ('status', models.CharField(choices=[('planned', '已排班'), ('held', '已接待'), ('cancelled', '已取消')], default='planned', max_length=10, verbose_name='状态')),
            ],
            options={
                'verbose_name': '接待日',
                'verbose_name_plural': '接待日',
                'ordering': ('date', 'starts_at'),
            },
        ),
        migrations.CreateModel(
            name='Station',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(max_length=80, verbose_name='地址')),
                ('hours', models.CharField(max_length=60, verbose_name='开放时间')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='站内电话')),
                ('is_model_point', models.BooleanField(default=False, verbose_name='全过程人民民主基层示范点')),
                ('is_legislative_point', models.BooleanField(default=False, verbose_name='基层立法联系点')),
                ('is_collection_point', models.BooleanField(default=False, verbose_name='立法信息采集点')),
                ('reports_to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit', verbose_name='上报单位')),
                ('township_office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit', verbose_name='乡镇人大主席团（街道工委）')),
                ('unit', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit', verbose_name='单位')),
            ],
            options={
                'verbose_name': '联络站',
                'verbose_name_plural': '联络站',
                'ordering': ('unit__region__order', 'unit__order', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Reception',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('held_on', models.DateField(verbose_name='接待日期')),
                ('started_at', models.TimeField(verbose_name='接待时间')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='录入时间')),
                ('deputies', models.ManyToManyField(related_name='+', to='deputies.deputy', verbose_name='接待代表')),
                ('occasion', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='opinions.occasion', verbose_name='场合')),
                ('recorder', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='记录人')),
                ('slot', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='receptions', to='stations.dutyslot', verbose_name='接待日')),
                ('station', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receptions', to='stations.station', verbose_name='联络站')),
            ],
            options={
                'verbose_name': '接待',
                'verbose_name_plural': '接待',
                'ordering': ('-held_on', '-id'),
            },
        ),
        migrations.AddField(
            model_name='dutyslot',
            name='station',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='slots', to='stations.station', verbose_name='联络站'),
        ),
        migrations.CreateModel(
            name='StationGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='deputies.activitygroup', verbose_name='活动小组')),
                ('station', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='groups', to='stations.station', verbose_name='联络站')),
            ],
            options={
                'verbose_name': '进站小组',
                'verbose_name_plural': '进站小组',
                'ordering': ('group__number',),
            },
        ),
        migrations.CreateModel(
            name='StationStaff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, verbose_name='姓名')),
                ('role', models.CharField(choices=[('head', '站长'), ('deputy_head', '副站长'), ('liaison', '联络员')], max_length=12, verbose_name='职责')),
                ('started_on', models.DateField(verbose_name='起')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='止')),
                ('deputy', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='deputies.deputy', verbose_name='代表')),
                ('station', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='staff', to='stations.station', verbose_name='联络站')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登录账号')),
            ],
            options={
                'verbose_name': '站点人员',
                'verbose_name_plural': '站点人员',
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('client_id', models.UUIDField(editable=False, unique=True, verbose_name='端侧编号')),
                ('headcount', models.PositiveSmallIntegerField(default=1, verbose_name='人数')),
                ('route', models.CharField(choices=[('settled', '当场答复'), ('station', '站内协调'), ('township', '转本乡镇（街道）'), ('county', '报县人大'), ('suggestion', '整理成代表建议'), ('other', '告知其他渠道')], max_length=10, verbose_name='处理方式')),
                ('answer', models.TextField(blank=True, verbose_name='现场答复或意见')),
                ('visibility', models.CharField(choices=[('normal', '正常'), ('sealed', '只报上级'), ('withdrawn', '记录时删除')], default='normal', max_length=10, verbose_name='可见范围')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='录入时间')),
                ('contributor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='opinions.contributor', verbose_name='来访人')),
                ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='录入人')),
                ('reception', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='stations.reception', verbose_name='接待')),
            ],
            options={
                'verbose_name': '来访',
                'verbose_name_plural': '来访',
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True, verbose_name='时间')),
                ('step', models.CharField(max_length=30, verbose_name='动作')),
                ('source', models.CharField(blank=True, max_length=16, verbose_name='原状态')),
                ('target', models.CharField(blank=True, max_length=16, verbose_name='新状态')),
                ('note', models.TextField(blank=True, verbose_name='说明')),
                ('data', models.JSONField(blank=True, default=dict, verbose_name='明细')),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人')),
                ('reception', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='stations.reception')),
                ('visit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='stations.visit')),
            ],
            options={
                'verbose_name': '站点记录',
                'verbose_name_plural': '站点记录',
                'ordering': ('at', 'id'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(max_length=120, upload_to=common.files.stored_path, verbose_name='文件')),
                ('name', models.CharField(max_length=120, verbose_name='文件名')),
                ('content_type', models.CharField(max_length=100, verbose_name='类型')),
                ('size', models.PositiveBigIntegerField(verbose_name='大小')),
                ('sha256', models.CharField(max_length=64, verbose_name='校验值')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='上传时间')),
                ('uploaded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reception', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='stations.reception')),
                ('visit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='stations.visit')),
            ],
            options={
                'verbose_name': '附件',
                'verbose_name_plural': '附件',
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='VisitOpinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('opinion', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='opinions.opinion', verbose_name='意见')),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visit_opinions', to='stations.visit', verbose_name='来访')),
            ],
            options={
                'verbose_name': '来访意见',
                'verbose_name_plural': '来访意见',
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='SlotDeputy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='确认时间')),
                ('deputy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='deputies.deputy', verbose_name='代表')),
                ('slot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='slot_deputies', to='stations.dutyslot', verbose_name='接待日')),
            ],
            options={
                'verbose_name': '轮值代表',
                'verbose_name_plural': '轮值代表',
                'ordering': ('id',),
                'constraints': [models.UniqueConstraint(fields=('slot', 'deputy'), name='slotdeputy_once', violation_error_message='这名代表已经排在这一天。')],
            },
        ),
        migrations.AddConstraint(
            model_name='dutyslot',
            constraint=models.UniqueConstraint(fields=('station', 'date', 'starts_at'), name='dutyslot_once', violation_error_message='这个时间已经排了接待日。'),
        ),
        migrations.AddConstraint(
            model_name='dutyslot',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='dutyslot_times_in_order', violation_error_message='结束时间要晚于开始时间。'),
        ),
        migrations.AddConstraint(
            model_name='stationstaff',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_on', None), ('role', 'head')), fields=('station',), name='stationstaff_one_head', violation_error_message='一个站只有一名站长。'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.CheckConstraint(condition=models.Q(('headcount__gte', 1)), name='visit_headcount_positive', violation_error_message='人数至少是 1。'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reception__isnull', False), ('visit', None)), models.Q(('reception', None), ('visit__isnull', False)), _connector='OR'), name='station_event_one_target', violation_error_message='一条记录只属于一个对象。'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reception__isnull', False), ('visit', None)), models.Q(('reception', None), ('visit__isnull', False)), _connector='OR'), name='station_attachment_one_target', violation_error_message='一份附件只属于一个对象。'),
        ),
    ]
