import common.append_only
import common.crypto
import datetime
import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """A new database in one step; a database that has begun with the steps goes on with them."""

    initial = True

    replaces = [
        ("accounts", "0001_initial"),
        ("accounts", "0002_auditentry_append_only"),
        ("accounts", "0003_entry"),
    ]

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='SmsCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('phone_hash', models.CharField(db_index=True, editable=False, max_length=64, verbose_name='手机号查找值')),
                ('code_hash', models.CharField(editable=False, max_length=64, verbose_name='验证码核对值')),
                ('address', models.GenericIPAddressField(blank=True, db_index=True, null=True, verbose_name='来源地址')),
                ('asked_at', models.DateTimeField(db_index=True, verbose_name='请求时间')),
                ('valid_until', models.DateTimeField(verbose_name='有效期至')),
                ('tries_left', models.PositiveSmallIntegerField(default=5, verbose_name='还可以试几次')),
                ('used_at', models.DateTimeField(blank=True, null=True, verbose_name='使用时间')),
                ('outgoing', common.crypto.EncryptedTextField(blank=True, default='', editable=False, verbose_name='待发内容')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='发出时间')),
            ],
            options={
                'verbose_name': '短信验证码',
                'verbose_name_plural': '短信验证码',
                'ordering': ('-id',),
            },
        ),
        migrations.CreateModel(
            name='WorkDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(unique=True, verbose_name='日期')),
                ('kind', models.CharField(choices=[('work', '上班（调休）'), ('rest', '放假')], max_length=4, verbose_name='安排')),
                ('name', models.CharField(blank=True, max_length=40, verbose_name='说明')),
                ('provisional', models.BooleanField(default=False, verbose_name='暂按法定节日计')),
            ],
            options={
                'verbose_name': '工作日历',
                'verbose_name_plural': '工作日历',
                'ordering': ('date',),
            },
        ),
        migrations.CreateModel(
            name='EntryTry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.GenericIPAddressField(blank=True, null=True, verbose_name='来源地址')),
                ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='时间')),
            ],
            options={
                'verbose_name': '输错的单号',
                'verbose_name_plural': '输错的单号',
                'ordering': ('-id',),
                'indexes': [models.Index(fields=['address', 'at'], name='entrytry_recent')],
            },
        ),
        migrations.CreateModel(
            name='Region',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('system', models.CharField(choices=[('mca', '行政区划代码'), ('nbs', '统计用区划代码')], default='mca', max_length=3, verbose_name='代码体系')),
                ('code', models.CharField(max_length=12, verbose_name='代码')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('level', models.CharField(choices=[('province', '省'), ('city', '市'), ('county', '县（区）'), ('township', '乡镇（街道）'), ('village', '村（社区）')], max_length=10, verbose_name='级别')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='accounts.region', verbose_name='上级')),
                ('path', models.CharField(blank=True, db_index=True, editable=False, max_length=120, verbose_name='路径')),
                ('same_as', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='other_codes', to='accounts.region', verbose_name='对应行政区划')),
                ('order', models.PositiveIntegerField(default=0, verbose_name='区划序')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='停用日期')),
            ],
            options={
                'verbose_name': '区划',
                'verbose_name_plural': '区划',
                'ordering': ('order', 'code'),
                'constraints': [models.UniqueConstraint(condition=models.Q(('valid_to', None)), fields=('system', 'code'), name='region_code_once', violation_error_message='这个代码体系里已经有这个代码。')],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='全称')),
                ('short_name', models.CharField(max_length=40, verbose_name='规范简称')),
                ('kind', models.CharField(choices=[('congress', '人大常委会'), ('office', '人大机关工作机构'), ('town_congress', '乡镇人大主席团（街道工委）'), ('station', '代表联络站'), ('organ', '一府一委两院'), ('dispatch', '政府办（督查室）'), ('department', '工作部门'), ('outer', '垂直管理单位或企业'), ('party', '党委部门')], max_length=14, verbose_name='类别')),
                ('branch', models.CharField(choices=[('congress', '人大系统'), ('government', '政府系统'), ('supervision', '监察委员会'), ('court', '人民法院'), ('procuratorate', '人民检察院'), ('vertical', '垂直管理单位'), ('enterprise', '公共服务企业'), ('party', '党委系统')], max_length=14, verbose_name='系统')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='accounts.region', verbose_name='区划')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='accounts.unit', verbose_name='上级单位')),
                ('dispatch_via', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='dispatches', to='accounts.unit', verbose_name='经由转办')),
                ('contact', models.CharField(blank=True, max_length=40, verbose_name='联系人')),
                ('phone', models.CharField(blank=True, help_text='单位办公电话，会印在公文上，不填个人手机。', max_length=40, verbose_name='联系电话')),
                ('order', models.PositiveIntegerField(default=0, verbose_name='机构序')),
                ('is_active', models.BooleanField(default=True, verbose_name='在用')),
            ],
            options={
                'verbose_name': '单位',
                'verbose_name_plural': '单位',
                'ordering': ('order', 'id'),
                'constraints': [models.UniqueConstraint(fields=('region', 'name'), name='unit_name_once', violation_error_message='这个区划里已经有同名单位。'), models.CheckConstraint(condition=models.Q(('dispatch_via', None), models.Q(('dispatch_via', models.F('id')), _negated=True), _connector='OR'), name='unit_not_via_itself', violation_error_message='单位不能经由自己转办。')],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('username', models.CharField(error_messages={'unique': '已经有这个账号，请换一个。'}, max_length=40, unique=True, verbose_name='账号')),
                ('name', models.CharField(max_length=40, verbose_name='姓名')),
                ('post', models.CharField(blank=True, max_length=80, verbose_name='单位和职务')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='users', to='accounts.unit', verbose_name='所在单位')),
                ('is_active', models.BooleanField(default=True, help_text='停用后不能登录；经办记录保留。', verbose_name='在用')),
                ('must_change_password', models.BooleanField(default=False, verbose_name='下次登录须改密码')),
                ('password_changed_at', models.DateTimeField(blank=True, null=True, verbose_name='密码修改时间')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='建立时间')),
            ],
            options={
                'verbose_name': '用户',
                'verbose_name_plural': '用户',
                'ordering': ('username',),
            },
        ),
        migrations.CreateModel(
            name='UnitName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='accounts.unit', verbose_name='单位')),
                ('name', models.CharField(max_length=80, verbose_name='全称')),
                ('valid_from', models.DateField(verbose_name='启用日期')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='停用日期')),
            ],
            options={
                'verbose_name': '曾用名',
                'verbose_name_plural': '曾用名',
                'ordering': ('-valid_from',),
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='unitname_dates_in_order', violation_error_message='停用日期不能早于启用日期。')],
            },
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='时间')),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='操作人')),
                ('actor_name', models.CharField(blank=True, max_length=60, verbose_name='操作人姓名')),
                ('action', models.CharField(db_index=True, max_length=30, verbose_name='动作')),
                ('target', models.CharField(blank=True, max_length=120, verbose_name='对象')),
                ('detail', models.CharField(blank=True, max_length=400, verbose_name='说明')),
                ('address', models.GenericIPAddressField(blank=True, null=True, verbose_name='来源地址')),
            ],
            options={
                'verbose_name': '审计日志',
                'verbose_name_plural': '审计日志',
                'ordering': ('-id',),
            },
        ),
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grants', to=settings.AUTH_USER_MODEL, verbose_name='用户')),
                ('role', models.CharField(choices=[('staff', '选工委工作人员'), ('office', '办公室核稿'), ('leader', '常委会领导'), ('township', '乡镇人大主席团'), ('station_head', '站长'), ('station_liaison', '站联络员'), ('deputy', '代表'), ('dispatcher', '政府办督查室'), ('agency_clerk', '承办人'), ('agency_head', '承办单位负责人'), ('sysadmin', '系统管理员'), ('secadmin', '安全管理员'), ('auditor', '安全审计员')], max_length=16, verbose_name='角色')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='accounts.unit', verbose_name='单位')),
                ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='accounts.region', verbose_name='区划')),
                ('valid_from', models.DateField(default=datetime.date(2000, 1, 1), verbose_name='起')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='止')),
            ],
            options={
                'verbose_name': '授权',
                'verbose_name_plural': '授权',
                'ordering': ('user', 'role'),
                'constraints': [models.UniqueConstraint(models.F('user'), models.F('role'), django.db.models.functions.comparison.Coalesce('unit', 0), django.db.models.functions.comparison.Coalesce('region', 0), name='grant_once', violation_error_message='这个用户已经有同样的授权。'), models.CheckConstraint(condition=models.Q(models.Q(('role__in', ('station_head', 'station_liaison', 'dispatcher', 'agency_clerk', 'agency_head')), _negated=True), ('unit__isnull', False), _connector='OR'), name='grant_unit_role_has_unit', violation_error_message='这个角色要指定单位。'), models.CheckConstraint(condition=models.Q(models.Q(('role__in', ('staff', 'office', 'leader', 'township')), _negated=True), ('region__isnull', False), _connector='OR'), name='grant_region_role_has_region', violation_error_message='这个角色要指定区划。')],
            },
        ),
        migrations.CreateModel(
            name='BoundPhone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='phones', to=settings.AUTH_USER_MODEL, verbose_name='代表')),
                ('secret_hash', models.CharField(editable=False, max_length=64, verbose_name='凭据核对值')),
                ('confirmed', models.PositiveIntegerField(default=0, editable=False, verbose_name='已见到的代次')),
                ('issued', models.PositiveIntegerField(default=0, editable=False, verbose_name='已发出的代次')),
                ('rotated_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='换发时间')),
                ('how', models.CharField(choices=[('slip', '进入单'), ('code', '短信验证码'), ('password', '密码登录')], max_length=10, verbose_name='绑定方式')),
                ('label', models.CharField(blank=True, max_length=40, verbose_name='手机和浏览器')),
                ('bound_at', models.DateTimeField(verbose_name='绑定时间')),
                ('bound_until', models.DateTimeField(verbose_name='有效期至')),
                ('last_used_at', models.DateTimeField(blank=True, null=True, verbose_name='最近使用')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='解除时间')),
                ('end_reason', models.CharField(blank=True, choices=[('own', '代表本人解除'), ('staff', '工作人员解除'), ('replaced', '已换绑另一部手机'), ('copied', '登录凭据被复制'), ('mandate', '没有在任的代表职务'), ('account', '账号停用或另有职责')], max_length=10, verbose_name='解除原因')),
            ],
            options={
                'verbose_name': '绑定的手机',
                'verbose_name_plural': '绑定的手机',
                'ordering': ('-id',),
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('user',), name='boundphone_one_per_user', violation_error_message='这个人已经绑着一部手机。'), models.CheckConstraint(condition=models.Q(('issued__gte', models.F('confirmed'))), name='boundphone_generations_in_order', violation_error_message='见到的代次不能超过发出的代次。')],
            },
        ),
        migrations.CreateModel(
            name='EntrySlip',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slips', to=settings.AUTH_USER_MODEL, verbose_name='给谁')),
                ('code_hash', models.CharField(editable=False, max_length=64, unique=True, verbose_name='单号查找值')),
                ('proof_kind', models.CharField(choices=[('phone', '手机号后四位'), ('printed', '口令')], max_length=10, verbose_name='另外要输的')),
                ('proof_hash', models.CharField(editable=False, max_length=64, verbose_name='核对值')),
                ('issued_at', models.DateTimeField(verbose_name='打印时间')),
                ('issued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='打印人')),
                ('valid_until', models.DateTimeField(verbose_name='有效期至')),
                ('tries_left', models.PositiveSmallIntegerField(default=5, verbose_name='还可以试几次')),
                ('used_at', models.DateTimeField(blank=True, null=True, verbose_name='使用时间')),
                ('voided_at', models.DateTimeField(blank=True, null=True, verbose_name='作废时间')),
                ('void_reason', models.CharField(blank=True, choices=[('replaced', '已出新单'), ('tries', '输错次数太多'), ('withdrawn', '已作废')], max_length=10, verbose_name='作废原因')),
            ],
            options={
                'verbose_name': '进入单',
                'verbose_name_plural': '进入单',
                'ordering': ('-id',),
                'constraints': [models.UniqueConstraint(condition=models.Q(('used_at', None), ('voided_at', None)), fields=('user',), name='entryslip_one_open', violation_error_message='这个人已经有一张没用过的进入单。'), models.CheckConstraint(condition=models.Q(('used_at', None), ('voided_at', None), _connector='OR'), name='entryslip_used_or_void', violation_error_message='一张进入单不能既用过又作废。')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL, verbose_name='收件人')),
                ('label', models.CharField(max_length=200, verbose_name='内容')),
                ('url', models.CharField(blank=True, max_length=200, verbose_name='链接')),
                ('copy_text', models.TextField(blank=True, help_text='不含个人信息，供复制到微信或办公系统。', verbose_name='可转发文字')),
                ('key', models.CharField(max_length=120, unique=True, verbose_name='防重键')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='时间')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='已读时间')),
            ],
            options={
                'verbose_name': '站内消息',
                'verbose_name_plural': '站内消息',
                'ordering': ('-id',),
                'indexes': [models.Index(fields=['user', 'read_at', '-id'], name='notice_inbox')],
            },
        ),
        common.append_only.AppendOnly(
            model_name='AuditEntry',
        ),
    ]
