"""The DDL: PostgreSQL runs it; Hive's says the same in its words."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from hyperion_assets.model.ddl import hive_ddl, postgres_ddl
from hyperion_assets.model.tables import by_name, column_names, foreign_keys, released_tables, rules


@pytest.fixture
def made(postgres_dsn: str) -> Iterator[psycopg.Connection]:
    """A connection in whose transaction the whole script has run."""
    with psycopg.connect(postgres_dsn) as connection:
        connection.execute(postgres_ddl(released_tables(), "ddl_test").encode())
        yield connection
        connection.rollback()


def test_postgres_makes_every_table_with_its_constraints(made: psycopg.Connection) -> None:
    columns = made.execute(
        "SELECT table_name, array_agg(column_name::text ORDER BY ordinal_position), "
        "count(col_description(format('ddl_test.%I', table_name)::regclass, ordinal_position::int)) "
        "FROM information_schema.columns WHERE table_schema = 'ddl_test' GROUP BY 1"
    ).fetchall()
    assert {name: names for name, names, _ in columns} == {item.name: column_names(item) for item in released_tables()}
    assert all(described == len(names) for _, names, described in columns)
    constraints = made.execute(
        "SELECT contype::text, count(*) FROM pg_constraint WHERE connamespace = 'ddl_test'::regnamespace "
        "AND contype IN ('p', 'f', 'c') GROUP BY 1"
    ).fetchall()
    assert dict(constraints) == {
        "p": len(released_tables()),
        "f": sum(len(foreign_keys(item)) for item in released_tables()),
        "c": sum(len(rules(item)) for item in released_tables()),
    }


@pytest.mark.parametrize(
    ("values", "broken"),
    [
        ("'x-2000', 'X', 2000, 's', 'f', 'broadcast', 1", "ck_films_release_type_allowed"),
        ("'x-2000', 'X', 1800, 's', 'f', NULL, 1", "ck_films_release_year_range"),
        ("'x-2000', 'X', 2000, 's', 'f', NULL, -1", "ck_films_budget_cents_range"),
    ],
)
def test_postgres_refuses_values_outside_of_the_rules(made: psycopg.Connection, values: str, broken: str) -> None:
    columns = "film_id, title, release_year, studio_id, franchise_id, release_type, budget_cents"
    with pytest.raises(psycopg.errors.CheckViolation, match=broken):
        made.execute(f"INSERT INTO ddl_test.films ({columns}) VALUES ({values})".encode())


def test_foreign_keys_wait_for_the_commit(made: psycopg.Connection) -> None:
    made.execute("INSERT INTO ddl_test.character_films VALUES ('a--b', 'c-2000', NULL)")
    with pytest.raises(psycopg.errors.ForeignKeyViolation, match="fk_character_films_character_id"):
        made.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_hive_partitions_by_release_and_by_year_outside_of_the_columns() -> None:
    lines = hive_ddl([by_name("box_office_daily")]).splitlines()
    assert lines[:6:2] == [
        "CREATE DATABASE IF NOT EXISTS hyperion;",
        "CREATE DATABASE IF NOT EXISTS hyperion_releases;",
        "CREATE VIEW hyperion.`current_release` AS SELECT 1 AS `release`;",
    ]
    assert lines[6:] == [
        "CREATE EXTERNAL TABLE IF NOT EXISTS hyperion_releases.`box_office_daily` (",
        "  `film_id` STRING COMMENT 'The film.',",
        "  `date` DATE COMMENT 'Day of the run.',",
        "  `state` STRING COMMENT 'Postal code of the state; the 51 carry the whole domestic figure.',",
        "  `gross_cents` BIGINT COMMENT 'Gross of the day in the state, US cents.',",
        "  `basis` STRING COMMENT 'Modelled on curves of the film\\'s period, or extrapolated before 2000.'",
        ")",
        "COMMENT 'Daily box office of a film\\'s original run by state. Days and states are modelled; "
        "only their sum is a fact.'",
        "PARTITIONED BY (`release` INT, `year` INT COMMENT 'Year of the date; parts the files.')",
        "STORED AS PARQUET;",
        "",
        "ALTER TABLE hyperion_releases.`box_office_daily` ADD IF NOT EXISTS "
        "PARTITION (`release` = 1, `year` = {year}) LOCATION '{box_office_daily}';",
        "",
        "CREATE VIEW hyperion.`box_office_daily` AS",
        "SELECT `t`.`film_id` AS `film_id`, `t`.`date` AS `date`, `t`.`state` AS `state`, "
        "`t`.`gross_cents` AS `gross_cents`, `t`.`basis` AS `basis`, `t`.`year` AS `year` "
        "FROM `hyperion_releases`.`box_office_daily` `t` "
        "JOIN `hyperion`.`current_release` `r` ON `t`.`release` = `r`.`release`;",
        "",
    ]
