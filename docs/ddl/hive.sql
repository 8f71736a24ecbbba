-- Generated from `hyperion_assets/model` by `python -m hyperion_assets.model`; do not edit.
-- What the asset hive registers in the Metastore. A partition is the folder of one version's files in
-- hyperion-processed: {films} stands for it, `films/data/<version>`, which the version's manifest in `films/_commits`
-- names; so for every table. Release 1 stands for the number of the release.

CREATE DATABASE IF NOT EXISTS hyperion;

CREATE DATABASE IF NOT EXISTS hyperion_releases;

CREATE VIEW hyperion.`current_release` AS SELECT 1 AS `release`;

CREATE EXTERNAL TABLE IF NOT EXISTS hyperion_releases.`studios` (
  `studio_id` STRING COMMENT 'Slug of the studio\'s name.',
  `name` STRING COMMENT 'The studio\'s name as the catalogue writes it.',
  `parent_company` STRING COMMENT 'Company that owns the studio, or owned it last.',
  `active_from` INT COMMENT 'First year of work.',
  `active_to` INT COMMENT 'Last year of work; null while active or unknown.'
)
COMMENT 'Animation studios of the catalogue.'
PARTITIONED BY (`release` INT)
STORED AS PARQUET;

ALTER TABLE hyperion_releases.`studios` ADD IF NOT EXISTS PARTITION (`release` = 1) LOCATION '{studios}';

CREATE VIEW hyperion.`studios` AS
SELECT `t`.`studio_id` AS `studio_id`, `t`.`name` AS `name`, `t`.`parent_company` AS `parent_company`, `t`.`active_from` AS `active_from`, `t`.`active_to` AS `active_to` FROM `hyperion_releases`.`studios` `t` JOIN `hyperion`.`current_release` `r` ON `t`.`release` = `r`.`release`;

CREATE EXTERNAL TABLE IF NOT EXISTS hyperion_releases.`franchises` (
  `franchise_id` STRING COMMENT 'Slug of the franchise\'s name.',
  `name` STRING COMMENT 'The franchise\'s name.'
)
COMMENT 'Franchises; a film that stands alone has one of its own.'
PARTITIONED BY (`release` INT)
STORED AS PARQUET;

ALTER TABLE hyperion_releases.`franchises` ADD IF NOT EXISTS PARTITION (`release` = 1) LOCATION '{franchises}';

CREATE VIEW hyperion.`franchises` AS
SELECT `t`.`franchise_id` AS `franchise_id`, `t`.`name` AS `name` FROM `hyperion_releases`.`franchises` `t` JOIN `hyperion`.`current_release` `r` ON `t`.`release` = `r`.`release`;

CREATE EXTERNAL TABLE IF NOT EXISTS hyperion_releases.`films` (
  `film_id` STRING COMMENT 'Slug of title and release year.',
  `title` STRING COMMENT 'Title as the catalogue writes it.',
  `release_year` INT COMMENT 'Year that identifies the film beside its title.',
  `release_date` DATE COMMENT 'First wide release; up to 13 months after the year\'s start for premieres.',
  `release_type` STRING COMMENT 'How the film came out.',
  `animation_type` STRING COMMENT 'Wholly animated, or mixed with live action.',
  `runtime_min` INT COMMENT 'Running time, minutes.',
  `mpaa_rating` STRING COMMENT 'Rating of the Motion Picture Association; NR is not rated.',
  `budget_cents` BIGINT COMMENT 'Production budget, US cents.',
  `domestic_gross_cents` BIGINT COMMENT 'Domestic gross of all releases, US cents.',
  `domestic_original_run_cents` BIGINT COMMENT 'Domestic gross of the original run, US cents.',
  `worldwide_gross_cents` BIGINT COMMENT 'Worldwide gross of all releases, US cents.',
  `studio_id` STRING COMMENT 'Studio that made the film.',
  `franchise_id` STRING COMMENT 'Franchise that the film belongs to.',
  `release_date_confidence` STRING COMMENT 'How well the release date is sourced.',
  `runtime_confidence` STRING COMMENT 'How well the running time is sourced.',
  `mpaa_confidence` STRING COMMENT 'How well the rating is sourced.',
  `budget_confidence` STRING COMMENT 'How well the budget is sourced.',
  `domestic_gross_confidence` STRING COMMENT 'How well the domestic gross is sourced.',
  `worldwide_gross_confidence` STRING COMMENT 'How well the worldwide gross is sourced.',
  `animation_type_confidence` STRING COMMENT 'How well the animation type is sourced.',
  `release_type_confidence` STRING COMMENT 'How well the release type is sourced.'
)
COMMENT 'Animated and hybrid features. Amounts are nominal; domestic is the United States and Canada together.'
PARTITIONED BY (`release` INT)
STORED AS PARQUET;

ALTER TABLE hyperion_releases.`films` ADD IF NOT EXISTS PARTITION (`release` = 1) LOCATION '{films}';

CREATE VIEW hyperion.`films` AS
SELECT `t`.`film_id` AS `film_id`, `t`.`title` AS `title`, `t`.`release_year` AS `release_year`, `t`.`release_date` AS `release_date`, `t`.`release_type` AS `release_type`, `t`.`animation_type` AS `animation_type`, `t`.`runtime_min` AS `runtime_min`, `t`.`mpaa_rating` AS `mpaa_rating`, `t`.`budget_cents` AS `budget_cents`, `t`.`domestic_gross_cents` AS `domestic_gross_cents`, `t`.`domestic_original_run_cents` AS `domestic_original_run_cents`, `t`.`worldwide_gross_cents` AS `worldwide_gross_cents`, `t`.`studio_id` AS `studio_id`, `t`.`franchise_id` AS `franchise_id`, `t`.`release_date_confidence` AS `release_date_confidence`, `t`.`runtime_confidence` AS `runtime_confidence`, `t`.`mpaa_confidence` AS `mpaa_confidence`, `t`.`budget_confidence` AS `budget_confidence`, `t`.`domestic_gross_confidence` AS `domestic_gross_confidence`, `t`.`worldwide_gross_confidence` AS `worldwide_gross_confidence`, `t`.`animation_type_confidence` AS `animation_type_confidence`, `t`.`release_type_confidence` AS `release_type_confidence` FROM `hyperion_releases`.`films` `t` JOIN `hyperion`.`current_release` `r` ON `t`.`release` = `r`.`release`;

CREATE EXTERNAL TABLE IF NOT EXISTS hyperion_releases.`characters` (
  `character_id` STRING COMMENT 'Franchise and slug of the name: `toy-story--woody`.',
  `name` STRING COMMENT 'The character\'s name.',
  `role` STRING COMMENT 'Part in the story; null if the source\'s word is not in the vocabulary.',
  `species` STRING COMMENT 'Species: the vocabulary\'s word, else the source\'s in small letters.',
  `species_group` STRING COMMENT 'Group of the species; null if none is known.',
  `gender` STRING COMMENT 'Gender; null if the source\'s word is not in the vocabulary.',
  `role_source` STRING COMMENT 'The source\'s word for the role.',
  `species_source` STRING COMMENT 'The source\'s word for the species.',
  `gender_source` STRING COMMENT 'The source\'s word for the gender.',
  `franchise_id` STRING COMMENT 'Franchise that the character comes from.'
)
COMMENT 'Characters, one row within a franchise; of films and of other media.'
PARTITIONED BY (`release` INT)
STORED AS PARQUET;

ALTER TABLE hyperion_releases.`characters` ADD IF NOT EXISTS PARTITION (`release` = 1) LOCATION '{characters}';

CREATE VIEW hyperion.`characters` AS
SELECT `t`.`character_id` AS `character_id`, `t`.`name` AS `name`, `t`.`role` AS `role`, `t`.`species` AS `species`, `t`.`species_group` AS `species_group`, `t`.`gender` AS `gender`, `t`.`role_source` AS `role_source`, `t`.`species_source` AS `species_source`, `t`.`gender_source` AS `gender_source`, `t`.`franchise_id` AS `franchise_id` FROM `hyperion_releases`.`characters` `t` JOIN `hyperion`.`current_release` `r` ON `t`.`release` = `r`.`release`;

CREATE EXTERNAL TABLE IF NOT EXISTS hyperion_releases.`talent` (
  `talent_id` STRING COMMENT 'Slug of the name.',
  `name` STRING COMMENT 'Name as most often credited.'
)
COMMENT 'People who voice, sing, speak or model for characters.'
PARTITIONED BY (`release` INT)
STORED AS PARQUET;

ALTER TABLE hyperion_releases.`talent` ADD IF NOT EXISTS PARTITION (`release` = 1) LOCATION '{talent}';

CREATE VIEW hyperion.`talent` AS
SELECT `t`.`talent_id` AS `talent_id`, `t`.`name` AS `name` FROM `hyperion_releases`.`talent` `t` JOIN `hyperion`.`current_release` `r` ON `t`.`release` = `r`.`release`;

CREATE EXTERNAL TABLE IF NOT EXISTS hyperion_releases.`character_films` (
  `character_id` STRING COMMENT 'The character.',
  `film_id` STRING COMMENT 'The film.',
  `role` STRING COMMENT 'Part in this film.'
)
COMMENT 'Which character is in which film.'
PARTITIONED BY (`release` INT)
STORED AS PARQUET;

ALTER TABLE hyperion_releases.`character_films` ADD IF NOT EXISTS PARTITION (`release` = 1) LOCATION '{character_films}';

CREATE VIEW hyperion.`character_films` AS
SELECT `t`.`character_id` AS `character_id`, `t`.`film_id` AS `film_id`, `t`.`role` AS `role` FROM `hyperion_releases`.`character_films` `t` JOIN `hyperion`.`current_release` `r` ON `t`.`release` = `r`.`release`;

CREATE EXTERNAL TABLE IF NOT EXISTS hyperion_releases.`character_talent` (
  `character_id` STRING COMMENT 'The character.',
  `talent_id` STRING COMMENT 'The person.',
  `film_id` STRING COMMENT 'The film.',
  `variant` STRING COMMENT 'Version of the character (young, adult, …); \'\' for the plain one.',
  `credit` STRING COMMENT 'Kind of performance.',
  `is_credited` BOOLEAN COMMENT 'False where the source says uncredited.',
  `confidence` STRING COMMENT 'How well the credit is sourced; null if the source does not say.',
  `source_text` STRING COMMENT 'The credit as the source writes it.'
)
COMMENT 'Who performed which character in which film, one row a version and kind of performance.'
PARTITIONED BY (`release` INT)
STORED AS PARQUET;

ALTER TABLE hyperion_releases.`character_talent` ADD IF NOT EXISTS PARTITION (`release` = 1) LOCATION '{character_talent}';

CREATE VIEW hyperion.`character_talent` AS
SELECT `t`.`character_id` AS `character_id`, `t`.`talent_id` AS `talent_id`, `t`.`film_id` AS `film_id`, `t`.`variant` AS `variant`, `t`.`credit` AS `credit`, `t`.`is_credited` AS `is_credited`, `t`.`confidence` AS `confidence`, `t`.`source_text` AS `source_text` FROM `hyperion_releases`.`character_talent` `t` JOIN `hyperion`.`current_release` `r` ON `t`.`release` = `r`.`release`;

CREATE EXTERNAL TABLE IF NOT EXISTS hyperion_releases.`box_office_daily` (
  `film_id` STRING COMMENT 'The film.',
  `date` DATE COMMENT 'Day of the run.',
  `state` STRING COMMENT 'Postal code of the state; the 51 carry the whole domestic figure.',
  `gross_cents` BIGINT COMMENT 'Gross of the day in the state, US cents.',
  `basis` STRING COMMENT 'Modelled on curves of the film\'s period, or extrapolated before 2000.'
)
COMMENT 'Daily box office of a film\'s original run by state. Days and states are modelled; only their sum is a fact.'
PARTITIONED BY (`release` INT, `year` INT COMMENT 'Year of the date; parts the files.')
STORED AS PARQUET;

ALTER TABLE hyperion_releases.`box_office_daily` ADD IF NOT EXISTS PARTITION (`release` = 1, `year` = {year}) LOCATION '{box_office_daily}';

CREATE VIEW hyperion.`box_office_daily` AS
SELECT `t`.`film_id` AS `film_id`, `t`.`date` AS `date`, `t`.`state` AS `state`, `t`.`gross_cents` AS `gross_cents`, `t`.`basis` AS `basis`, `t`.`year` AS `year` FROM `hyperion_releases`.`box_office_daily` `t` JOIN `hyperion`.`current_release` `r` ON `t`.`release` = `r`.`release`;

CREATE EXTERNAL TABLE IF NOT EXISTS hyperion_releases.`media` (
  `media_id` STRING COMMENT 'Slug of title and release year; of the title alone where no year is known.',
  `kind` STRING COMMENT 'What it is.',
  `title` STRING COMMENT 'Title as the source writes it.',
  `release_year` INT COMMENT 'Year of release.',
  `franchise_id` STRING COMMENT 'Franchise that it belongs to.'
)
COMMENT 'Games, series and shorts that characters stand in; films are in films.'
PARTITIONED BY (`release` INT)
STORED AS PARQUET;

ALTER TABLE hyperion_releases.`media` ADD IF NOT EXISTS PARTITION (`release` = 1) LOCATION '{media}';

CREATE VIEW hyperion.`media` AS
SELECT `t`.`media_id` AS `media_id`, `t`.`kind` AS `kind`, `t`.`title` AS `title`, `t`.`release_year` AS `release_year`, `t`.`franchise_id` AS `franchise_id` FROM `hyperion_releases`.`media` `t` JOIN `hyperion`.`current_release` `r` ON `t`.`release` = `r`.`release`;

CREATE EXTERNAL TABLE IF NOT EXISTS hyperion_releases.`media_characters` (
  `character_id` STRING COMMENT 'The character.',
  `media_id` STRING COMMENT 'The game, series or short.',
  `role` STRING COMMENT 'Part in it.'
)
COMMENT 'Which character is in which game, series or short.'
PARTITIONED BY (`release` INT)
STORED AS PARQUET;

ALTER TABLE hyperion_releases.`media_characters` ADD IF NOT EXISTS PARTITION (`release` = 1) LOCATION '{media_characters}';

CREATE VIEW hyperion.`media_characters` AS
SELECT `t`.`character_id` AS `character_id`, `t`.`media_id` AS `media_id`, `t`.`role` AS `role` FROM `hyperion_releases`.`media_characters` `t` JOIN `hyperion`.`current_release` `r` ON `t`.`release` = `r`.`release`;

CREATE EXTERNAL TABLE IF NOT EXISTS hyperion_releases.`media_character_talent` (
  `character_id` STRING COMMENT 'The character.',
  `talent_id` STRING COMMENT 'The person.',
  `media_id` STRING COMMENT 'The game, series or short.',
  `variant` STRING COMMENT 'Version of the character (young, adult, …); \'\' for the plain one.',
  `credit` STRING COMMENT 'Kind of performance.',
  `is_credited` BOOLEAN COMMENT 'False where the source says uncredited.',
  `confidence` STRING COMMENT 'How well the credit is sourced; null if the source does not say.',
  `source_text` STRING COMMENT 'The credit as the source writes it.'
)
COMMENT 'Who performed which character in which game, series or short.'
PARTITIONED BY (`release` INT)
STORED AS PARQUET;

ALTER TABLE hyperion_releases.`media_character_talent` ADD IF NOT EXISTS PARTITION (`release` = 1) LOCATION '{media_character_talent}';

CREATE VIEW hyperion.`media_character_talent` AS
SELECT `t`.`character_id` AS `character_id`, `t`.`talent_id` AS `talent_id`, `t`.`media_id` AS `media_id`, `t`.`variant` AS `variant`, `t`.`credit` AS `credit`, `t`.`is_credited` AS `is_credited`, `t`.`confidence` AS `confidence`, `t`.`source_text` AS `source_text` FROM `hyperion_releases`.`media_character_talent` `t` JOIN `hyperion`.`current_release` `r` ON `t`.`release` = `r`.`release`;

CREATE EXTERNAL TABLE IF NOT EXISTS hyperion_releases.`ensemble_credits` (
  `ensemble_credit_id` STRING COMMENT 'Film, person (or `unnamed`) and slug of the label.',
  `film_id` STRING COMMENT 'The film.',
  `talent_id` STRING COMMENT 'The person; null where the source names nobody.',
  `label` STRING COMMENT 'What the source writes in the character\'s place.',
  `is_credited` BOOLEAN COMMENT 'False where the source says uncredited.',
  `confidence` STRING COMMENT 'How well the credit is sourced; null if the source does not say.',
  `source_text` STRING COMMENT 'The credit as the source writes it.'
)
COMMENT 'Credits in a film that name no character: additional voices, various, a person without a part.'
PARTITIONED BY (`release` INT)
STORED AS PARQUET;

ALTER TABLE hyperion_releases.`ensemble_credits` ADD IF NOT EXISTS PARTITION (`release` = 1) LOCATION '{ensemble_credits}';

CREATE VIEW hyperion.`ensemble_credits` AS
SELECT `t`.`ensemble_credit_id` AS `ensemble_credit_id`, `t`.`film_id` AS `film_id`, `t`.`talent_id` AS `talent_id`, `t`.`label` AS `label`, `t`.`is_credited` AS `is_credited`, `t`.`confidence` AS `confidence`, `t`.`source_text` AS `source_text` FROM `hyperion_releases`.`ensemble_credits` `t` JOIN `hyperion`.`current_release` `r` ON `t`.`release` = `r`.`release`;

CREATE EXTERNAL TABLE IF NOT EXISTS hyperion_releases.`resolutions` (
  `resolution_id` STRING COMMENT 'MD5 (hex) of decision, entity, entity_id, other and rule joined by `|`.',
  `decision` STRING COMMENT 'joined: `other` is this entity; parted: it is not; candidate: it may be, nothing was done.',
  `entity` STRING COMMENT 'What kind of thing.',
  `entity_id` STRING COMMENT 'Key of the entity that the decision is about.',
  `other` STRING COMMENT 'The spelling as the source writes it, or the key of the other entity.',
  `rule` STRING COMMENT 'The rule that decided.',
  `evidence` STRING COMMENT 'What speaks for it, in words.',
  `entries` INT COMMENT 'Records that bear it.'
)
COMMENT 'Why two spellings are one entity, two names are two, and which pairs are only alike (candidates, not joined).'
PARTITIONED BY (`release` INT)
STORED AS PARQUET;

ALTER TABLE hyperion_releases.`resolutions` ADD IF NOT EXISTS PARTITION (`release` = 1) LOCATION '{resolutions}';

CREATE VIEW hyperion.`resolutions` AS
SELECT `t`.`resolution_id` AS `resolution_id`, `t`.`decision` AS `decision`, `t`.`entity` AS `entity`, `t`.`entity_id` AS `entity_id`, `t`.`other` AS `other`, `t`.`rule` AS `rule`, `t`.`evidence` AS `evidence`, `t`.`entries` AS `entries` FROM `hyperion_releases`.`resolutions` `t` JOIN `hyperion`.`current_release` `r` ON `t`.`release` = `r`.`release`;

CREATE EXTERNAL TABLE IF NOT EXISTS hyperion_releases.`conflicts` (
  `conflict_id` STRING COMMENT 'MD5 (hex) of entity, entity_id, context, field and other_value joined by `|`.',
  `entity` STRING COMMENT 'What kind of thing.',
  `entity_id` STRING COMMENT 'Key of the entity.',
  `context` STRING COMMENT 'The film that the value is for; \'\' where it is for all.',
  `field` STRING COMMENT 'The column, or for a cast the kind of performance and the variant.',
  `value` STRING COMMENT 'The value that stands, as text; several talents joined by \'; \'.',
  `source` STRING COMMENT 'A record that gives it: source file and place.',
  `other_value` STRING COMMENT 'The value that gave way.',
  `other_source` STRING COMMENT 'A record that gives that one.',
  `rule` STRING COMMENT 'The rule of precedence that decided.'
)
COMMENT 'Where two records disagree: the value that stands, the one that gave way, the source of both, and why.'
PARTITIONED BY (`release` INT)
STORED AS PARQUET;

ALTER TABLE hyperion_releases.`conflicts` ADD IF NOT EXISTS PARTITION (`release` = 1) LOCATION '{conflicts}';

CREATE VIEW hyperion.`conflicts` AS
SELECT `t`.`conflict_id` AS `conflict_id`, `t`.`entity` AS `entity`, `t`.`entity_id` AS `entity_id`, `t`.`context` AS `context`, `t`.`field` AS `field`, `t`.`value` AS `value`, `t`.`source` AS `source`, `t`.`other_value` AS `other_value`, `t`.`other_source` AS `other_source`, `t`.`rule` AS `rule` FROM `hyperion_releases`.`conflicts` `t` JOIN `hyperion`.`current_release` `r` ON `t`.`release` = `r`.`release`;

CREATE EXTERNAL TABLE IF NOT EXISTS hyperion_releases.`provenance` (
  `table_name` STRING COMMENT 'Table of the row.',
  `row_key` STRING COMMENT 'Primary key of the row, its columns joined by `|`.',
  `topic` STRING COMMENT 'Kafka topic of the record.',
  `generation` INT COMMENT 'How many times the topic had been made anew when the record was read.',
  `partition` INT COMMENT 'Kafka partition of the record.',
  `offset` BIGINT COMMENT 'Offset of the record in its partition.',
  `source` STRING COMMENT 'Source file, relative to the source folder.',
  `place` STRING COMMENT 'Where in the source: a JSON pointer.',
  `key` STRING COMMENT 'Key of the record.'
)
COMMENT 'The current records that each row was made of; sorted by table and row, so that a look-up reads little.'
PARTITIONED BY (`release` INT)
STORED AS PARQUET;

ALTER TABLE hyperion_releases.`provenance` ADD IF NOT EXISTS PARTITION (`release` = 1) LOCATION '{provenance}';

CREATE VIEW hyperion.`provenance` AS
SELECT `t`.`table_name` AS `table_name`, `t`.`row_key` AS `row_key`, `t`.`topic` AS `topic`, `t`.`generation` AS `generation`, `t`.`partition` AS `partition`, `t`.`offset` AS `offset`, `t`.`source` AS `source`, `t`.`place` AS `place`, `t`.`key` AS `key` FROM `hyperion_releases`.`provenance` `t` JOIN `hyperion`.`current_release` `r` ON `t`.`release` = `r`.`release`;

CREATE EXTERNAL TABLE IF NOT EXISTS hyperion_releases.`quarantine` (
  `quarantine_id` STRING COMMENT 'MD5 (hex) of scope, topic, partition, offset, generation, source, place, key, field and code joined by `|`, \'\' for null.',
  `scope` STRING COMMENT 'What is unusable: the file, the record, or one field of a record in use.',
  `topic` STRING COMMENT 'Kafka topic of the record.',
  `partition` INT COMMENT 'Kafka partition of the record.',
  `offset` BIGINT COMMENT 'Offset of the record in its partition.',
  `generation` INT COMMENT 'How many times the topic had been made anew when the record was read.',
  `source` STRING COMMENT 'Source file, relative to the source folder, or the provider.',
  `place` STRING COMMENT 'Where in the source: a JSON pointer, or the index of the row.',
  `key` STRING COMMENT 'Key of the record.',
  `field` STRING COMMENT 'The field, where the scope is one.',
  `code` STRING COMMENT 'The reason as a code.',
  `reason` STRING COMMENT 'The reason in words.',
  `original` BINARY COMMENT 'The original bytes; of an unreadable file the first 64 KiB.',
  `status` STRING COMMENT 'What became of it: open; replayed, and quarantined again; resolved, by an accepted record; dropped, by a person.',
  `resolved_at` STRING COMMENT 'When the record that replayed or resolved it was sent, or a person dropped it: ISO 8601, UTC.',
  `resolved_by` STRING COMMENT 'The record that replayed or resolved it: topic/partition/offset.',
  `why` STRING COMMENT 'Why it was dropped, or how it is resolved where no replay did so.'
)
COMMENT 'Files, records and fields that could not be used. A file or unpublished entry has no offset.'
PARTITIONED BY (`release` INT)
STORED AS PARQUET;

ALTER TABLE hyperion_releases.`quarantine` ADD IF NOT EXISTS PARTITION (`release` = 1) LOCATION '{quarantine}';

CREATE VIEW hyperion.`quarantine` AS
SELECT `t`.`quarantine_id` AS `quarantine_id`, `t`.`scope` AS `scope`, `t`.`topic` AS `topic`, `t`.`partition` AS `partition`, `t`.`offset` AS `offset`, `t`.`generation` AS `generation`, `t`.`source` AS `source`, `t`.`place` AS `place`, `t`.`key` AS `key`, `t`.`field` AS `field`, `t`.`code` AS `code`, `t`.`reason` AS `reason`, `t`.`original` AS `original`, `t`.`status` AS `status`, `t`.`resolved_at` AS `resolved_at`, `t`.`resolved_by` AS `resolved_by`, `t`.`why` AS `why` FROM `hyperion_releases`.`quarantine` `t` JOIN `hyperion`.`current_release` `r` ON `t`.`release` = `r`.`release`;

CREATE EXTERNAL TABLE IF NOT EXISTS hyperion_releases.`revenue_by_studio_year` (
  `studio_id` STRING COMMENT 'The studio.',
  `studio_name` STRING COMMENT 'The studio\'s name.',
  `year` INT COMMENT 'Calendar year.',
  `films` INT COMMENT 'Films released in the year.',
  `domestic_gross_cents` BIGINT COMMENT 'Domestic gross, all releases, of the year\'s films, US cents.',
  `worldwide_gross_cents` BIGINT COMMENT 'Worldwide gross, all releases, of the year\'s films, US cents.',
  `box_office_cents` BIGINT COMMENT 'Daily box office dated in the year, of any of the studio\'s films, US cents.'
)
COMMENT 'Films and their gross by studio and year of release, with the box office that fell into the year.'
PARTITIONED BY (`release` INT)
STORED AS PARQUET;

ALTER TABLE hyperion_releases.`revenue_by_studio_year` ADD IF NOT EXISTS PARTITION (`release` = 1) LOCATION '{revenue_by_studio_year}';

CREATE VIEW hyperion.`revenue_by_studio_year` AS
SELECT `t`.`studio_id` AS `studio_id`, `t`.`studio_name` AS `studio_name`, `t`.`year` AS `year`, `t`.`films` AS `films`, `t`.`domestic_gross_cents` AS `domestic_gross_cents`, `t`.`worldwide_gross_cents` AS `worldwide_gross_cents`, `t`.`box_office_cents` AS `box_office_cents` FROM `hyperion_releases`.`revenue_by_studio_year` `t` JOIN `hyperion`.`current_release` `r` ON `t`.`release` = `r`.`release`;

CREATE EXTERNAL TABLE IF NOT EXISTS hyperion_releases.`character_counts_by_franchise` (
  `franchise_id` STRING COMMENT 'The franchise.',
  `franchise_name` STRING COMMENT 'The franchise\'s name.',
  `films` INT COMMENT 'Films of the franchise.',
  `characters` INT COMMENT 'Characters of the franchise.',
  `leading_characters` INT COMMENT 'Characters whose role is a leading one.',
  `talent` INT COMMENT 'People who performed a character of the franchise.'
)
COMMENT 'How many films, characters and people a franchise has.'
PARTITIONED BY (`release` INT)
STORED AS PARQUET;

ALTER TABLE hyperion_releases.`character_counts_by_franchise` ADD IF NOT EXISTS PARTITION (`release` = 1) LOCATION '{character_counts_by_franchise}';

CREATE VIEW hyperion.`character_counts_by_franchise` AS
SELECT `t`.`franchise_id` AS `franchise_id`, `t`.`franchise_name` AS `franchise_name`, `t`.`films` AS `films`, `t`.`characters` AS `characters`, `t`.`leading_characters` AS `leading_characters`, `t`.`talent` AS `talent` FROM `hyperion_releases`.`character_counts_by_franchise` `t` JOIN `hyperion`.`current_release` `r` ON `t`.`release` = `r`.`release`;

CREATE EXTERNAL TABLE IF NOT EXISTS hyperion_releases.`voice_actor_filmography` (
  `talent_id` STRING COMMENT 'The person.',
  `talent_name` STRING COMMENT 'The person\'s name.',
  `film_id` STRING COMMENT 'The film.',
  `title` STRING COMMENT 'The film\'s title.',
  `release_year` INT COMMENT 'The film\'s year.',
  `characters` INT COMMENT 'Characters performed in the film.',
  `character_names` STRING COMMENT 'Their names, sorted, joined by \'; \'.'
)
COMMENT 'The films of each person and the characters performed there.'
PARTITIONED BY (`release` INT)
STORED AS PARQUET;

ALTER TABLE hyperion_releases.`voice_actor_filmography` ADD IF NOT EXISTS PARTITION (`release` = 1) LOCATION '{voice_actor_filmography}';

CREATE VIEW hyperion.`voice_actor_filmography` AS
SELECT `t`.`talent_id` AS `talent_id`, `t`.`talent_name` AS `talent_name`, `t`.`film_id` AS `film_id`, `t`.`title` AS `title`, `t`.`release_year` AS `release_year`, `t`.`characters` AS `characters`, `t`.`character_names` AS `character_names` FROM `hyperion_releases`.`voice_actor_filmography` `t` JOIN `hyperion`.`current_release` `r` ON `t`.`release` = `r`.`release`;

CREATE EXTERNAL TABLE IF NOT EXISTS hyperion_releases.`box_office_trends` (
  `year` INT COMMENT 'Calendar year.',
  `month` INT COMMENT 'Calendar month, 1 to 12.',
  `films` INT COMMENT 'Films with a row in the month.',
  `gross_cents` BIGINT COMMENT 'Box office of the month, US cents.',
  `top_film_id` STRING COMMENT 'Film with the highest box office of the month.',
  `basis` STRING COMMENT 'Extrapolated if any of the month\'s rows is.'
)
COMMENT 'Daily box office summed by month.'
PARTITIONED BY (`release` INT)
STORED AS PARQUET;

ALTER TABLE hyperion_releases.`box_office_trends` ADD IF NOT EXISTS PARTITION (`release` = 1) LOCATION '{box_office_trends}';

CREATE VIEW hyperion.`box_office_trends` AS
SELECT `t`.`year` AS `year`, `t`.`month` AS `month`, `t`.`films` AS `films`, `t`.`gross_cents` AS `gross_cents`, `t`.`top_film_id` AS `top_film_id`, `t`.`basis` AS `basis` FROM `hyperion_releases`.`box_office_trends` `t` JOIN `hyperion`.`current_release` `r` ON `t`.`release` = `r`.`release`;
