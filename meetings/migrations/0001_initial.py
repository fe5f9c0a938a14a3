import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0002_auditentry_append_only'),
        ('opinions', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=160, verbose_name='名称')),
                ('short_title', models.CharField(help_text='如“条例草案”，用在“条例草案第九条”里。', max_length=40, verbose_name='简称')),
                ('topic', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='opinions.topic', verbose_name='议题')),
            ],
            options={
                'verbose_name': '草案',
                'verbose_name_plural': '草案',
            },
        ),
        migrations.CreateModel(
            name='DraftVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('draft', '草案'), ('second', '二次审议稿'), ('vote', '表决稿')], default='draft', max_length=8, verbose_name='稿次')),
                ('dated', models.DateField(verbose_name='日期')),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='meetings.draft', verbose_name='草案')),
            ],
            options={
                'verbose_name': '草案版本',
                'verbose_name_plural': '草案版本',
                'ordering': ('-dated', '-id'),
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('term', models.PositiveSmallIntegerField(verbose_name='届')),
                ('number', models.PositiveSmallIntegerField(verbose_name='次')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='闭会日期')),
                ('occasion', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='opinions.occasion', verbose_name='场合')),
            ],
            options={
                'verbose_name': '常委会会议',
                'verbose_name_plural': '常委会会议',
                'ordering': ('-occasion__held_on',),
            },
        ),
        migrations.CreateModel(
            name='AgendaItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(verbose_name='顺序')),
                ('report_unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit', verbose_name='报告（提案）单位')),
                ('topic', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='opinions.topic', verbose_name='议题')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agenda', to='meetings.meeting', verbose_name='会议')),
            ],
            options={
                'verbose_name': '会议议题',
                'verbose_name_plural': '会议议题',
                'ordering': ('order',),
            },
        ),
        migrations.CreateModel(
            name='Participant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('attendance', models.CharField(choices=[('present', '出席'), ('nonvoting', '列席'), ('audience', '旁听'), ('invited', '应邀')], default='present', max_length=10, verbose_name='参会方式')),
                ('is_convener', models.BooleanField(default=False, verbose_name='召集人')),
                ('is_key_speaker', models.BooleanField(default=False, verbose_name='重点发言人')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='顺序')),
                ('client_id', models.UUIDField(blank=True, editable=False, null=True, unique=True, verbose_name='端侧编号')),
                ('contributor', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='opinions.contributor', verbose_name='提出人')),
            ],
            options={
                'verbose_name': '参会人',
                'verbose_name_plural': '参会人',
                'ordering': ('order', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Sitting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('group', '分组会议'), ('forum', '座谈会'), ('consultation', '立法征询会')], default='group', max_length=12, verbose_name='类别')),
                ('label', models.CharField(blank=True, help_text='如“第二组”。', max_length=20, verbose_name='组别')),
                ('starts_at', models.TimeField(blank=True, null=True, verbose_name='开始时间')),
                ('status', models.CharField(choices=[('ready', '未开始'), ('recording', '记录中'), ('ended', '已结束')], default='ready', max_length=10, verbose_name='状态')),
                ('revision', models.PositiveBigIntegerField(default=0, verbose_name='修订号')),
                ('meeting', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sittings', to='meetings.meeting', verbose_name='会议')),
                ('occasion', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='opinions.occasion', verbose_name='场合')),
            ],
            options={
                'verbose_name': '分组会议与座谈会',
                'verbose_name_plural': '分组会议与座谈会',
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='RaisedOpinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveBigIntegerField(help_text='写入时的修订号，先说的在前。', verbose_name='次序')),
                ('said_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='记录时间')),
                ('status', models.CharField(choices=[('recorded', '记录'), ('sent', '送核'), ('signed', '已签'), ('printed', '入简报')], default='recorded', max_length=10, verbose_name='状态')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='本人核对时间')),
                ('revision', models.PositiveBigIntegerField(db_index=True, verbose_name='最近修订号')),
                ('deleted_at', models.DateTimeField(blank=True, null=True, verbose_name='删除时间')),
                ('opinion', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='opinions.opinion', verbose_name='意见')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='raised', to='meetings.participant', verbose_name='发言人')),
                ('recorder', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='记录人')),
                ('sitting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='raised', to='meetings.sitting', verbose_name='会议')),
            ],
            options={
                'verbose_name': '发言意见',
                'verbose_name_plural': '发言意见',
                'ordering': ('order',),
            },
        ),
        migrations.AddField(
            model_name='participant',
            name='sitting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participants', to='meetings.sitting', verbose_name='会议'),
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
                ('raised', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='meetings.raisedopinion')),
                ('sitting', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='meetings.sitting')),
            ],
            options={
                'verbose_name': '会议记录',
                'verbose_name_plural': '会议记录',
                'ordering': ('at', 'id'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Article',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='条号')),
                ('caption', models.CharField(blank=True, max_length=60, verbose_name='条标')),
                ('chapter', models.CharField(blank=True, max_length=40, verbose_name='章')),
                ('text', models.TextField(verbose_name='条文')),
                ('topic', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='opinions.topic', verbose_name='议题')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='articles', to='meetings.draftversion', verbose_name='版本')),
            ],
            options={
                'verbose_name': '条文',
                'verbose_name_plural': '条文',
                'ordering': ('number',),
                'constraints': [models.UniqueConstraint(fields=('version', 'number'), name='article_number_once', violation_error_message='条号重复。')],
            },
        ),
        migrations.AddIndex(
            model_name='raisedopinion',
            index=models.Index(fields=['sitting', '-order'], name='raised_rows'),
        ),
        migrations.AddIndex(
            model_name='raisedopinion',
            index=models.Index(fields=['sitting', 'revision'], name='raised_changes'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('raised', None), ('sitting__isnull', False)), models.Q(('raised__isnull', False), ('sitting', None)), _connector='OR'), name='meeting_event_one_target', violation_error_message='一条记录只属于一个对象。'),
        ),
    ]
