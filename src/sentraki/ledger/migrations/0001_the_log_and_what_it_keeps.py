
import django.db.models.deletion
import django.db.models.manager
import sentraki.kernel.fields
import sentraki.kernel.ids
import sentraki.ledger.models.entry
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('offices', '0001_people_offices_regions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Checkpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('size', models.BigIntegerField(unique=True)),
                ('root', models.BinaryField(max_length=32)),
                ('at', models.DateTimeField()),
                ('text', models.TextField()),
            ],
            options={
                'ordering': ['size'],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('index', models.BigIntegerField(primary_key=True, serialize=False)),
                ('verb', models.CharField(db_index=True, max_length=60)),
                ('on_ref', models.CharField(db_index=True, max_length=80)),
                ('actor_ref', models.CharField(db_index=True, max_length=80)),
                ('role', models.CharField(max_length=12)),
                ('office_id', models.BigIntegerField(null=True)),
                ('region_code', models.CharField(blank=True, db_index=True, max_length=13)),
                ('at', models.DateTimeField()),
                ('payload', models.JSONField(default=dict)),
                ('note_commitment', models.CharField(blank=True, max_length=64)),
                ('leaf_hash', models.BinaryField(max_length=32)),
            ],
            options={
                'ordering': ['index'],
            },
        ),
        migrations.CreateModel(
            name='Head',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('size', models.BigIntegerField(default=0)),
                ('frontier', models.BinaryField(default=sentraki.ledger.models.entry.empty_frontier)),
            ],
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region_code', models.CharField(db_index=True, max_length=13)),
                ('public_id', models.CharField(default=sentraki.kernel.ids.new_secret, max_length=32, unique=True)),
                ('kind', models.SlugField(max_length=40)),
                ('on_ref', models.CharField(db_index=True, max_length=80)),
                ('status', models.CharField(choices=[('requested', 'requested'), ('issued', 'issued'), ('used', 'used'), ('revoked', 'revoked'), ('expired', 'expired')], default='requested', max_length=10)),
                ('fields', sentraki.kernel.fields.SecretJSONField(blank=True, default=dict, null=True)),
                ('frozen', sentraki.kernel.fields.SecretJSONField(blank=True, default=dict, null=True)),
                ('pictures', models.JSONField(default=dict)),
                ('hands', models.JSONField(default=list)),
                ('drafted_by', models.CharField(max_length=80)),
                ('created_at', models.DateTimeField()),
                ('number', models.CharField(blank=True, max_length=80)),
                ('year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('sequence', models.PositiveIntegerField(blank=True, null=True)),
                ('signed_by', models.CharField(blank=True, max_length=80)),
                ('signed_at', models.DateTimeField(blank=True, null=True)),
                ('valid_until', models.DateField(blank=True, null=True)),
                ('content_hash', models.CharField(blank=True, max_length=64)),
                ('pdf_sha256', models.CharField(blank=True, max_length=64)),
                ('used_for', models.CharField(blank=True, max_length=80)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('end_cause', models.CharField(blank=True, max_length=40)),
            ],
            options={
                'ordering': ['id'],
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'objects',
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region_code', models.CharField(db_index=True, max_length=13)),
                ('slug', models.SlugField(max_length=60)),
                ('channel', models.CharField(max_length=20)),
                ('recipient', sentraki.kernel.fields.SecretJSONField(blank=True, default=dict, null=True)),
                ('fields', sentraki.kernel.fields.SecretJSONField(blank=True, default=dict, null=True)),
                ('on_ref', models.CharField(db_index=True, max_length=80)),
                ('status', models.CharField(choices=[('queued', 'queued'), ('sent', 'sent'), ('parked', 'parked')], default='queued', max_length=8)),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('tries_left', models.PositiveSmallIntegerField()),
                ('next_try_at', models.DateTimeField()),
                ('created_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('last_error', models.CharField(blank=True, max_length=80)),
                ('dedupe', models.CharField(max_length=64, unique=True)),
            ],
            options={
                'ordering': ['id'],
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'objects',
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(max_length=60)),
                ('key', models.CharField(max_length=100)),
                ('on_ref', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True)),
                ('purpose', models.CharField(choices=[('mark', 'mark'), ('letter', 'letter'), ('receipt', 'receipt'), ('certificate', 'certificate')], max_length=12)),
                ('on_ref', models.CharField(db_index=True, max_length=80)),
                ('region_code', models.CharField(db_index=True, max_length=13)),
                ('state', models.CharField(choices=[('applied', 'applied'), ('registered', 'registered'), ('valid', 'valid'), ('void', 'void')], max_length=12)),
                ('facts', models.JSONField(default=dict)),
                ('valid_until', models.DateField(blank=True, null=True)),
                ('cause', models.CharField(blank=True, max_length=40)),
                ('issued_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('checked_at', models.DateTimeField(blank=True, null=True)),
                ('key_id', models.CharField(max_length=16)),
                ('signature', models.BinaryField(max_length=64)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Counter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True)),
                ('value', models.PositiveBigIntegerField(default=0)),
                ('limit', models.PositiveBigIntegerField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('limit', None), ('value__lte', models.F('limit')), _connector='OR'), name='ledger_counter_within_limit')],
            },
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region_code', models.CharField(db_index=True, max_length=13)),
                ('public_id', models.CharField(default=sentraki.kernel.ids.new_secret, max_length=32, unique=True)),
                ('kind', models.CharField(max_length=40)),
                ('secrecy', models.CharField(choices=[('C0', 'C0'), ('C1', 'C1'), ('C2', 'C2'), ('C3', 'C3'), ('C4', 'C4'), ('C5', 'C5')], max_length=2)),
                ('mime', models.CharField(max_length=80)),
                ('size', models.PositiveBigIntegerField()),
                ('stored_sha256', models.CharField(db_index=True, max_length=64)),
                ('content_sha256', models.CharField(max_length=64)),
                ('on_ref', models.CharField(db_index=True, max_length=80)),
                ('encrypted', models.BooleanField()),
                ('original_name', sentraki.kernel.fields.SecretTextField(blank=True, default='', null=True)),
                ('created_at', models.DateTimeField()),
                ('by_ref', models.CharField(max_length=80)),
                ('erased_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['id'],
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'objects',
                'constraints': [models.CheckConstraint(condition=models.Q(('encrypted', True), ('secrecy__in', ['C0', 'C1', 'C2']), _connector='OR'), name='ledger_document_secret_is_encrypted'), models.CheckConstraint(condition=models.Q(('region_code', ''), _negated=True), name='ledger_document_region_given')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='EntryNote',
            fields=[
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='note', serialize=False, to='ledger.entry')),
                ('salt', models.BinaryField(max_length=32)),
                ('text', sentraki.kernel.fields.SecretTextField(blank=True, default='', null=True)),
            ],
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(('index__gte', 0)), name='ledger_entry_index_from_zero'),
        ),
        migrations.AddField(
            model_name='letter',
            name='office',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='offices.office'),
        ),
        migrations.AddField(
            model_name='letter',
            name='pdf',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.document'),
        ),
        migrations.AddField(
            model_name='letter',
            name='replaces',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='ledger.letter'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('status', 'queued')), fields=['next_try_at'], name='ledger_message_due'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('region_code', ''), _negated=True), name='ledger_message_region_given'),
        ),
        migrations.AddConstraint(
            model_name='receipt',
            constraint=models.UniqueConstraint(fields=('verb', 'key'), name='ledger_receipt_once'),
        ),
        migrations.AddField(
            model_name='letter',
            name='seal',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.seal'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.UniqueConstraint(condition=models.Q(('sequence__isnull', False)), fields=('office', 'kind', 'year', 'sequence'), name='ledger_letter_number_once'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'requested')), fields=('kind', 'on_ref'), name='ledger_letter_one_draft'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'issued')), fields=('kind', 'on_ref'), name='ledger_letter_one_in_force'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(('sequence', None), models.Q(models.Q(('number', ''), _negated=True), models.Q(('content_hash', ''), _negated=True)), _connector='OR'), name='ledger_letter_number_with_content'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(('region_code', ''), _negated=True), name='ledger_letter_region_given'),
        ),
    ]
