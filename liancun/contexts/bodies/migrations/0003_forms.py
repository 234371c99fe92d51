"""Kinds become words of the playbook: the database keeps the form of a body and whether it may join."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.functions
from django.db import migrations, models

import liancun.framework.database.ranges
from liancun.framework.database import operations as op

FILL = """
update bodies_body set
    form = case
        when kind in ('prefecture', 'county', 'township', 'village') then 'area'
        when kind in ('branch', 'collective', 'village_committee', 'supervision') then 'part'
        when kind = 'joint_committee' then 'joint'
        else 'outside' end,
    joins = kind in ('village', 'collective', 'branch', 'cooperative', 'company');
alter table bodies_membership disable trigger bodies_membership_end;
update bodies_membership m set joint_kind = j.kind from bodies_body j where j.id = m.joint_id;
alter table bodies_membership enable trigger bodies_membership_end;
"""

KINDS = """
create or replace function bodies_stay() returns trigger language plpgsql as $$
begin
    if (new.id, new.kind, new.form, new.joins, new.parent_id, new.path, new.code, new.since) is distinct from
        (old.id, old.kind, old.form, old.joins, old.parent_id, old.path, old.code, old.since) then
        raise exception 'a body keeps its kind, place, code and beginning' using errcode = 'LC001';
    end if;
    return new;
end $$;

create or replace function bodies_kinds() returns trigger language plpgsql as $$
declare upper bodies_body; lower bodies_body;
begin
    if tg_table_name = 'bodies_membership' then
        select * into strict upper from bodies_body where id = new.joint_id;
        select * into strict lower from bodies_body where id = new.member_id;
        if upper.form <> 'joint' or not lower.joins then
            raise exception 'a % cannot be a member of a %', lower.kind, upper.kind using errcode = 'LC002';
        end if;
        new.joint_kind := upper.kind;
    else
        select * into strict upper from bodies_body where id = new.agency_id;
        select * into strict lower from bodies_body where id = new.client_id;
        if upper.kind <> 'agency' or lower.form <> 'area' or not lower.joins then
            raise exception 'a % cannot keep the books of a %', upper.kind, lower.kind using errcode = 'LC002';
        end if;
    end if;
    return new;
end $$;

grant update (end_basis) on bodies_membership to liancun_app;
"""


class Migration(migrations.Migration):
    dependencies = [("bodies", "0002_rows")]
    operations = [
        migrations.RemoveConstraint(model_name="body", name="bodies_body_kind_known"),
        migrations.AlterField(model_name="body", name="kind", field=models.CharField(max_length=20)),
        migrations.AddField(
            model_name="body",
            name="form",
            field=models.CharField(
                choices=[
                    ("area", "行政区划"),
                    ("part", "区划自身的组织"),
                    ("joint", "联建组织"),
                    ("outside", "其他单位"),
                    ("place", "片区与示范点"),
                ],
                default="outside",
                max_length=10,
            ),
            preserve_default=False,
        ),
        migrations.AddField(model_name="body", name="joins", field=models.BooleanField(default=False)),
        migrations.AddField(
            model_name="membership",
            name="joint_kind",
            field=models.CharField(default="", editable=False, max_length=20),
        ),
        migrations.AddField(
            model_name="membership",
            name="basis",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
        migrations.AddField(
            model_name="membership",
            name="end_basis",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
        migrations.RemoveConstraint(model_name="membership", name="bodies_membership_sole"),
        op.sql(FILL),
        op.sql(KINDS),
        migrations.AddConstraint(
            model_name="membership",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("sole", True)),
                expressions=[
                    ("member", django.contrib.postgres.fields.RangeOperators.EQUAL),
                    ("joint_kind", django.contrib.postgres.fields.RangeOperators.EQUAL),
                    (
                        liancun.framework.database.ranges.holds(),
                        django.contrib.postgres.fields.RangeOperators.OVERLAPS,
                    ),
                ],
                name="bodies_membership_sole",
            ),
        ),
        migrations.AddConstraint(
            model_name="body",
            constraint=models.CheckConstraint(
                condition=models.Q(("form__in", ["area", "part", "joint", "outside", "place"])),
                name="bodies_body_form_known",
            ),
        ),
    ]
