import common.crypto
import common.search
import deputies.models
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ActivityGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='组号')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.region', verbose_name='乡镇（街道）')),
            ],
            options={
                'verbose_name': '活动小组',
                'verbose_name_plural': '活动小组',
                'ordering': ('region__order', 'number'),
            },
        ),
        migrations.CreateModel(
            name='Deputy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, verbose_name='姓名')),
                ('initials', models.CharField(blank=True, db_index=True, max_length=20, verbose_name='拼音首字母')),
                ('gender', models.CharField(blank=True, choices=[('m', '男'), ('f', '女')], max_length=1, verbose_name='性别')),
                ('post', models.CharField(blank=True, max_length=80, verbose_name='单位和职务')),
                ('profession', models.CharField(blank=True, max_length=40, verbose_name='职业')),
                ('phone', common.crypto.EncryptedTextField(blank=True, default='', verbose_name='手机号')),
                ('phone_hash', models.CharField(blank=True, db_index=True, editable=False, max_length=64, verbose_name='手机号查找值')),
                ('public_token', models.CharField(default=deputies.models.new_token, editable=False, max_length=24, unique=True, verbose_name='代表码')),
                ('search_terms', common.search.SearchTermsField(sources=('name', 'post'))),
                ('home_region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.region', verbose_name='所在乡镇（街道）')),
                ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登录账号')),
            ],
            options={
                'verbose_name': '代表',
                'verbose_name_plural': '代表',
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='DutyRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('reception', '接待选民'), ('sitting', '审议、座谈发言'), ('opinion', '提出意见'), ('rating', '评价办理'), ('activity', '小组活动')], max_length=10, verbose_name='类别')),
                ('on', models.DateField(verbose_name='日期')),
                ('title', models.CharField(max_length=120, verbose_name='内容')),
                ('source_key', models.CharField(max_length=80, unique=True, verbose_name='来源键')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='录入时间')),
                ('deputy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='deputies.deputy', verbose_name='代表')),
                ('entered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='录入人')),
            ],
            options={
                'verbose_name': '履职记录',
                'verbose_name_plural': '履职记录',
                'ordering': ('-on', '-id'),
            },
        ),
        migrations.CreateModel(
            name='LegislativeContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('adviser', '立法顾问'), ('reporter', '立法直报员'), ('collector', '信息采集员')], max_length=10, verbose_name='类别')),
                ('name', models.CharField(max_length=40, verbose_name='姓名')),
                ('post', models.CharField(blank=True, max_length=80, verbose_name='单位和职务')),
                ('phone', common.crypto.EncryptedTextField(blank=True, default='', verbose_name='手机号')),
                ('is_active', models.BooleanField(default=True, verbose_name='在任')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.region', verbose_name='区划')),
            ],
            options={
                'verbose_name': '立法联络人员',
                'verbose_name_plural': '立法联络人员',
                'ordering': ('kind', 'id'),
            },
        ),
        migrations.CreateModel(
            name='GroupMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('leader', '组长'), ('deputy_leader', '副组长'), ('member', '成员')], default='member', max_length=14, verbose_name='职责')),
                ('joined_on', models.DateField(verbose_name='加入日期')),
                ('left_on', models.DateField(blank=True, null=True, verbose_name='离开日期')),
                ('deputy', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='deputies.deputy', verbose_name='代表')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='deputies.activitygroup', verbose_name='小组')),
                ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='deputies.legislativecontact', verbose_name='立法联络人员')),
            ],
            options={
                'verbose_name': '小组成员',
                'verbose_name_plural': '小组成员',
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='Mandate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('nation', '全国人大代表'), ('province', '省人大代表'), ('city', '市人大代表'), ('county', '县（区）人大代表'), ('township', '乡镇人大代表')], max_length=10, verbose_name='层级')),
                ('term', models.PositiveSmallIntegerField(verbose_name='届次')),
                ('constituency', models.CharField(blank=True, max_length=60, verbose_name='选区或选举单位')),
                ('is_member', models.BooleanField(default=False, verbose_name='常委会组成人员')),
                ('status', models.CharField(choices=[('active', '正常'), ('suspended', '暂停执行职务'), ('ended', '终止')], default='active', max_length=10, verbose_name='状态')),
                ('status_reason', models.CharField(blank=True, max_length=120, verbose_name='状态原因')),
                ('started_on', models.DateField(verbose_name='起')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='止')),
                ('deputy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to='deputies.deputy', verbose_name='代表')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.region', verbose_name='行政区')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit', verbose_name='人大（常委会）')),
            ],
            options={
                'verbose_name': '任职',
                'verbose_name_plural': '任职',
                'ordering': ('deputy', '-level'),
            },
        ),
        migrations.AddConstraint(
            model_name='activitygroup',
            constraint=models.UniqueConstraint(fields=('region', 'number'), name='activitygroup_number_once', violation_error_message='这个组号已经有了。'),
        ),
        migrations.AddConstraint(
            model_name='groupmember',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('contact', None), ('deputy__isnull', False)), models.Q(('contact__isnull', False), ('deputy', None)), _connector='OR'), name='groupmember_one_person', violation_error_message='一行只能是一名代表，或一名立法联络人员。'),
        ),
        migrations.AddConstraint(
            model_name='groupmember',
            constraint=models.UniqueConstraint(condition=models.Q(('deputy__isnull', False), ('left_on', None)), fields=('deputy',), name='groupmember_deputy_in_one_group', violation_error_message='这名代表已经在一个小组里。'),
        ),
        migrations.AddConstraint(
            model_name='mandate',
            constraint=models.UniqueConstraint(fields=('deputy', 'level', 'term', 'region'), name='mandate_once', violation_error_message='这名代表已经有同一届同一层级的任职。'),
        ),
        migrations.AddConstraint(
            model_name='mandate',
            constraint=models.CheckConstraint(condition=models.Q(('ended_on', None), ('ended_on__gte', models.F('started_on')), _connector='OR'), name='mandate_dates_in_order', violation_error_message='任职结束日期不能早于开始日期。'),
        ),
    ]
