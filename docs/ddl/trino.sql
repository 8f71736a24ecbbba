-- What SHOW CREATE TABLE and SHOW CREATE VIEW say in Trino, written by
-- `python -m hyperion_assets.engines.trino_definitions`; do not edit. The location of a table is never read: every
-- partition has the folder of one version's files.

CREATE TABLE hive.hyperion_releases.studios (
   studio_id varchar COMMENT 'Slug of the studio''s name.',
   name varchar COMMENT 'The studio''s name as the catalogue writes it.',
   parent_company varchar COMMENT 'Company that owns the studio, or owned it last.',
   active_from integer COMMENT 'First year of work.',
   active_to integer COMMENT 'Last year of work; null while active or unknown.',
   release integer COMMENT 'Number of the release.'
)
COMMENT 'Animation studios of the catalogue.'
WITH (
   external_location = '…/studios',
   format = 'PARQUET',
   partitioned_by = ARRAY['release']
);

CREATE TABLE hive.hyperion_releases.franchises (
   franchise_id varchar COMMENT 'Slug of the franchise''s name.',
   name varchar COMMENT 'The franchise''s name.',
   release integer COMMENT 'Number of the release.'
)
COMMENT 'Franchises; a film that stands alone has one of its own.'
WITH (
   external_location = '…/franchises',
   format = 'PARQUET',
   partitioned_by = ARRAY['release']
);

CREATE TABLE hive.hyperion_releases.films (
   film_id varchar COMMENT 'Slug of title and release year.',
   title varchar COMMENT 'Title as the catalogue writes it.',
   release_year integer COMMENT 'Year that identifies the film beside its title.',
   release_date date COMMENT 'First wide release; up to 13 months after the year''s start for premieres.',
   release_type varchar COMMENT 'How the film came out.',
   animation_type varchar COMMENT 'Wholly animated, or mixed with live action.',
   runtime_min integer COMMENT 'Running time, minutes.',
   mpaa_rating varchar COMMENT 'Rating of the Motion Picture Association; NR is not rated.',
   budget_cents bigint COMMENT 'Production budget, US cents.',
   domestic_gross_cents bigint COMMENT 'Domestic gross of all releases, US cents.',
   domestic_original_run_cents bigint COMMENT 'Domestic gross of the original run, US cents.',
   worldwide_gross_cents bigint COMMENT 'Worldwide gross of all releases, US cents.',
   studio_id varchar COMMENT 'Studio that made the film.',
   franchise_id varchar COMMENT 'Franchise that the film belongs to.',
   release_date_confidence varchar COMMENT 'How well the release date is sourced.',
   runtime_confidence varchar COMMENT 'How well the running time is sourced.',
   mpaa_confidence varchar COMMENT 'How well the rating is sourced.',
   budget_confidence varchar COMMENT 'How well the budget is sourced.',
   domestic_gross_confidence varchar COMMENT 'How well the domestic gross is sourced.',
   worldwide_gross_confidence varchar COMMENT 'How well the worldwide gross is sourced.',
   animation_type_confidence varchar COMMENT 'How well the animation type is sourced.',
   release_type_confidence varchar COMMENT 'How well the release type is sourced.',
   release integer COMMENT 'Number of the release.'
)
COMMENT 'Animated and hybrid features. Amounts are nominal; domestic is the United States and Canada together.'
WITH (
   external_location = '…/films',
   format = 'PARQUET',
   partitioned_by = ARRAY['release']
);

CREATE TABLE hive.hyperion_releases.characters (
   character_id varchar COMMENT 'Franchise and slug of the name: `toy-story--woody`.',
   name varchar COMMENT 'The character''s name.',
   role varchar COMMENT 'Part in the story; null if the source''s word is not in the vocabulary.',
   species varchar COMMENT 'Species: the vocabulary''s word, else the source''s in small letters.',
   species_group varchar COMMENT 'Group of the species; null if none is known.',
   gender varchar COMMENT 'Gender; null if the source''s word is not in the vocabulary.',
   role_source varchar COMMENT 'The source''s word for the role.',
   species_source varchar COMMENT 'The source''s word for the species.',
   gender_source varchar COMMENT 'The source''s word for the gender.',
   franchise_id varchar COMMENT 'Franchise that the character comes from.',
   release integer COMMENT 'Number of the release.'
)
COMMENT 'Characters, one row within a franchise; of films and of other media.'
WITH (
   external_location = '…/characters',
   format = 'PARQUET',
   partitioned_by = ARRAY['release']
);

CREATE TABLE hive.hyperion_releases.talent (
   talent_id varchar COMMENT 'Slug of the name.',
   name varchar COMMENT 'Name as most often credited.',
   release integer COMMENT 'Number of the release.'
)
COMMENT 'People who voice, sing, speak or model for characters.'
WITH (
   external_location = '…/talent',
   format = 'PARQUET',
   partitioned_by = ARRAY['release']
);

CREATE TABLE hive.hyperion_releases.character_films (
   character_id varchar COMMENT 'The character.',
   film_id varchar COMMENT 'The film.',
   role varchar COMMENT 'Part in this film.',
   release integer COMMENT 'Number of the release.'
)
COMMENT 'Which character is in which film.'
WITH (
   external_location = '…/character_films',
   format = 'PARQUET',
   partitioned_by = ARRAY['release']
);

CREATE TABLE hive.hyperion_releases.character_talent (
   character_id varchar COMMENT 'The character.',
   talent_id varchar COMMENT 'The person.',
   film_id varchar COMMENT 'The film.',
   variant varchar COMMENT 'Version of the character (young, adult, …); '''' for the plain one.',
   credit varchar COMMENT 'Kind of performance.',
   is_credited boolean COMMENT 'False where the source says uncredited.',
   confidence varchar COMMENT 'How well the credit is sourced; null if the source does not say.',
   source_text varchar COMMENT 'The credit as the source writes it.',
   release integer COMMENT 'Number of the release.'
)
COMMENT 'Who performed which character in which film, one row a version and kind of performance.'
WITH (
   external_location = '…/character_talent',
   format = 'PARQUET',
   partitioned_by = ARRAY['release']
);

CREATE TABLE hive.hyperion_releases.box_office_daily (
   film_id varchar COMMENT 'The film.',
   date date COMMENT 'Day of the run.',
   state varchar COMMENT 'Postal code of the state; the 51 carry the whole domestic figure.',
   gross_cents bigint COMMENT 'Gross of the day in the state, US cents.',
   basis varchar COMMENT 'Modelled on curves of the film''s period, or extrapolated before 2000.',
   release integer COMMENT 'Number of the release.',
   year integer COMMENT 'Year of the date; parts the files.'
)
COMMENT 'Daily box office of a film''s original run by state. Days and states are modelled; only their sum is a fact.'
WITH (
   external_location = '…/box_office_daily',
   format = 'PARQUET',
   partitioned_by = ARRAY['release','year']
);

CREATE TABLE hive.hyperion_releases.media (
   media_id varchar COMMENT 'Slug of title and release year; of the title alone where no year is known.',
   kind varchar COMMENT 'What it is.',
   title varchar COMMENT 'Title as the source writes it.',
   release_year integer COMMENT 'Year of release.',
   franchise_id varchar COMMENT 'Franchise that it belongs to.',
   release integer COMMENT 'Number of the release.'
)
COMMENT 'Games, series and shorts that characters stand in; films are in films.'
WITH (
   external_location = '…/media',
   format = 'PARQUET',
   partitioned_by = ARRAY['release']
);

CREATE TABLE hive.hyperion_releases.media_characters (
   character_id varchar COMMENT 'The character.',
   media_id varchar COMMENT 'The game, series or short.',
   role varchar COMMENT 'Part in it.',
   release integer COMMENT 'Number of the release.'
)
COMMENT 'Which character is in which game, series or short.'
WITH (
   external_location = '…/media_characters',
   format = 'PARQUET',
   partitioned_by = ARRAY['release']
);

CREATE TABLE hive.hyperion_releases.media_character_talent (
   character_id varchar COMMENT 'The character.',
   talent_id varchar COMMENT 'The person.',
   media_id varchar COMMENT 'The game, series or short.',
   variant varchar COMMENT 'Version of the character (young, adult, …); '''' for the plain one.',
   credit varchar COMMENT 'Kind of performance.',
   is_credited boolean COMMENT 'False where the source says uncredited.',
   confidence varchar COMMENT 'How well the credit is sourced; null if the source does not say.',
   source_text varchar COMMENT 'The credit as the source writes it.',
   release integer COMMENT 'Number of the release.'
)
COMMENT 'Who performed which character in which game, series or short.'
WITH (
   external_location = '…/media_character_talent',
   format = 'PARQUET',
   partitioned_by = ARRAY['release']
);

CREATE TABLE hive.hyperion_releases.ensemble_credits (
   ensemble_credit_id varchar COMMENT 'Film, person (or `unnamed`) and slug of the label.',
   film_id varchar COMMENT 'The film.',
   talent_id varchar COMMENT 'The person; null where the source names nobody.',
   label varchar COMMENT 'What the source writes in the character''s place.',
   is_credited boolean COMMENT 'False where the source says uncredited.',
   confidence varchar COMMENT 'How well the credit is sourced; null if the source does not say.',
   source_text varchar COMMENT 'The credit as the source writes it.',
   release integer COMMENT 'Number of the release.'
)
COMMENT 'Credits in a film that name no character: additional voices, various, a person without a part.'
WITH (
   external_location = '…/ensemble_credits',
   format = 'PARQUET',
   partitioned_by = ARRAY['release']
);

CREATE TABLE hive.hyperion_releases.resolutions (
   resolution_id varchar COMMENT 'MD5 (hex) of decision, entity, entity_id, other and rule joined by `|`.',
   decision varchar COMMENT 'joined: `other` is this entity; parted: it is not; candidate: it may be, nothing was done.',
   entity varchar COMMENT 'What kind of thing.',
   entity_id varchar COMMENT 'Key of the entity that the decision is about.',
   other varchar COMMENT 'The spelling as the source writes it, or the key of the other entity.',
   rule varchar COMMENT 'The rule that decided.',
   evidence varchar COMMENT 'What speaks for it, in words.',
   entries integer COMMENT 'Records that bear it.',
   release integer COMMENT 'Number of the release.'
)
COMMENT 'Why two spellings are one entity, two names are two, and which pairs are only alike (candidates, not joined).'
WITH (
   external_location = '…/resolutions',
   format = 'PARQUET',
   partitioned_by = ARRAY['release']
);

CREATE TABLE hive.hyperion_releases.conflicts (
   conflict_id varchar COMMENT 'MD5 (hex) of entity, entity_id, context, field and other_value joined by `|`.',
   entity varchar COMMENT 'What kind of thing.',
   entity_id varchar COMMENT 'Key of the entity.',
   context varchar COMMENT 'The film that the value is for; '''' where it is for all.',
   field varchar COMMENT 'The column, or for a cast the kind of performance and the variant.',
   value varchar COMMENT 'The value that stands, as text; several talents joined by ''; ''.',
   source varchar COMMENT 'A record that gives it: source file and place.',
   other_value varchar COMMENT 'The value that gave way.',
   other_source varchar COMMENT 'A record that gives that one.',
   rule varchar COMMENT 'The rule of precedence that decided.',
   release integer COMMENT 'Number of the release.'
)
COMMENT 'Where two records disagree: the value that stands, the one that gave way, the source of both, and why.'
WITH (
   external_location = '…/conflicts',
   format = 'PARQUET',
   partitioned_by = ARRAY['release']
);

CREATE TABLE hive.hyperion_releases.provenance (
   table_name varchar COMMENT 'Table of the row.',
   row_key varchar COMMENT 'Primary key of the row, its columns joined by `|`.',
   topic varchar COMMENT 'Kafka topic of the record.',
   generation integer COMMENT 'How many times the topic had been made anew when the record was read.',
   partition integer COMMENT 'Kafka partition of the record.',
   offset bigint COMMENT 'Offset of the record in its partition.',
   source varchar COMMENT 'Source file, relative to the source folder.',
   place varchar COMMENT 'Where in the source: a JSON pointer.',
   key varchar COMMENT 'Key of the record.',
   release integer COMMENT 'Number of the release.'
)
COMMENT 'The current records that each row was made of; sorted by table and row, so that a look-up reads little.'
WITH (
   external_location = '…/provenance',
   format = 'PARQUET',
   partitioned_by = ARRAY['release']
);

CREATE TABLE hive.hyperion_releases.quarantine (
   quarantine_id varchar COMMENT 'MD5 (hex) of scope, topic, partition, offset, generation, source, place, key, field and code joined by `|`, '''' for null.',
   scope varchar COMMENT 'What is unusable: the file, the record, or one field of a record in use.',
   topic varchar COMMENT 'Kafka topic of the record.',
   partition integer COMMENT 'Kafka partition of the record.',
   offset bigint COMMENT 'Offset of the record in its partition.',
   generation integer COMMENT 'How many times the topic had been made anew when the record was read.',
   source varchar COMMENT 'Source file, relative to the source folder, or the provider.',
   place varchar COMMENT 'Where in the source: a JSON pointer, or the index of the row.',
   key varchar COMMENT 'Key of the record.',
   field varchar COMMENT 'The field, where the scope is one.',
   code varchar COMMENT 'The reason as a code.',
   reason varchar COMMENT 'The reason in words.',
   original varbinary COMMENT 'The original bytes; of an unreadable file the first 64 KiB.',
   status varchar COMMENT 'What became of it: open; replayed, and quarantined again; resolved, by an accepted record; dropped, by a person.',
   resolved_at varchar COMMENT 'When the record that replayed or resolved it was sent, or a person dropped it: ISO 8601, UTC.',
   resolved_by varchar COMMENT 'The record that replayed or resolved it: topic/partition/offset.',
   why varchar COMMENT 'Why it was dropped, or how it is resolved where no replay did so.',
   release integer COMMENT 'Number of the release.'
)
COMMENT 'Files, records and fields that could not be used. A file or unpublished entry has no offset.'
WITH (
   external_location = '…/quarantine',
   format = 'PARQUET',
   partitioned_by = ARRAY['release']
);

CREATE TABLE hive.hyperion_releases.revenue_by_studio_year (
   studio_id varchar COMMENT 'The studio.',
   studio_name varchar COMMENT 'The studio''s name.',
   year integer COMMENT 'Calendar year.',
   films integer COMMENT 'Films released in the year.',
   domestic_gross_cents bigint COMMENT 'Domestic gross, all releases, of the year''s films, US cents.',
   worldwide_gross_cents bigint COMMENT 'Worldwide gross, all releases, of the year''s films, US cents.',
   box_office_cents bigint COMMENT 'Daily box office dated in the year, of any of the studio''s films, US cents.',
   release integer COMMENT 'Number of the release.'
)
COMMENT 'Films and their gross by studio and year of release, with the box office that fell into the year.'
WITH (
   external_location = '…/revenue_by_studio_year',
   format = 'PARQUET',
   partitioned_by = ARRAY['release']
);

CREATE TABLE hive.hyperion_releases.character_counts_by_franchise (
   franchise_id varchar COMMENT 'The franchise.',
   franchise_name varchar COMMENT 'The franchise''s name.',
   films integer COMMENT 'Films of the franchise.',
   characters integer COMMENT 'Characters of the franchise.',
   leading_characters integer COMMENT 'Characters whose role is a leading one.',
   talent integer COMMENT 'People who performed a character of the franchise.',
   release integer COMMENT 'Number of the release.'
)
COMMENT 'How many films, characters and people a franchise has.'
WITH (
   external_location = '…/character_counts_by_franchise',
   format = 'PARQUET',
   partitioned_by = ARRAY['release']
);

CREATE TABLE hive.hyperion_releases.voice_actor_filmography (
   talent_id varchar COMMENT 'The person.',
   talent_name varchar COMMENT 'The person''s name.',
   film_id varchar COMMENT 'The film.',
   title varchar COMMENT 'The film''s title.',
   release_year integer COMMENT 'The film''s year.',
   characters integer COMMENT 'Characters performed in the film.',
   character_names varchar COMMENT 'Their names, sorted, joined by ''; ''.',
   release integer COMMENT 'Number of the release.'
)
COMMENT 'The films of each person and the characters performed there.'
WITH (
   external_location = '…/voice_actor_filmography',
   format = 'PARQUET',
   partitioned_by = ARRAY['release']
);

CREATE TABLE hive.hyperion_releases.box_office_trends (
   year integer COMMENT 'Calendar year.',
   month integer COMMENT 'Calendar month, 1 to 12.',
   films integer COMMENT 'Films with a row in the month.',
   gross_cents bigint COMMENT 'Box office of the month, US cents.',
   top_film_id varchar COMMENT 'Film with the highest box office of the month.',
   basis varchar COMMENT 'Extrapolated if any of the month''s rows is.',
   release integer COMMENT 'Number of the release.'
)
COMMENT 'Daily box office summed by month.'
WITH (
   external_location = '…/box_office_trends',
   format = 'PARQUET',
   partitioned_by = ARRAY['release']
);

CREATE VIEW hive.hyperion.current_release COMMENT 'The release in force.' SECURITY DEFINER AS
SELECT 1 "release"
FROM
  (
 VALUES 
     0
)  "t" ("ZERO");

CREATE VIEW hive.hyperion.studios COMMENT 'Animation studios of the catalogue.' SECURITY DEFINER AS
SELECT
  "studios"."studio_id" "studio_id"
, "studios"."name" "name"
, "studios"."parent_company" "parent_company"
, "studios"."active_from" "active_from"
, "studios"."active_to" "active_to"
FROM
  ("hyperion_releases"."studios" "studios"
INNER JOIN (
   SELECT 1 "release"
   FROM
     (
 VALUES 
        0
   )  "t" ("ZERO")
)  "t0" ON ("studios"."release" = "t0"."release"));

CREATE VIEW hive.hyperion.franchises COMMENT 'Franchises; a film that stands alone has one of its own.' SECURITY DEFINER AS
SELECT
  "franchises"."franchise_id" "franchise_id"
, "franchises"."name" "name"
FROM
  ("hyperion_releases"."franchises" "franchises"
INNER JOIN (
   SELECT 1 "release"
   FROM
     (
 VALUES 
        0
   )  "t" ("ZERO")
)  "t0" ON ("franchises"."release" = "t0"."release"));

CREATE VIEW hive.hyperion.films COMMENT 'Animated and hybrid features. Amounts are nominal; domestic is the United States and Canada together.' SECURITY DEFINER AS
SELECT
  "films"."film_id" "film_id"
, "films"."title" "title"
, "films"."release_year" "release_year"
, "films"."release_date" "release_date"
, "films"."release_type" "release_type"
, "films"."animation_type" "animation_type"
, "films"."runtime_min" "runtime_min"
, "films"."mpaa_rating" "mpaa_rating"
, "films"."budget_cents" "budget_cents"
, "films"."domestic_gross_cents" "domestic_gross_cents"
, "films"."domestic_original_run_cents" "domestic_original_run_cents"
, "films"."worldwide_gross_cents" "worldwide_gross_cents"
, "films"."studio_id" "studio_id"
, "films"."franchise_id" "franchise_id"
, "films"."release_date_confidence" "release_date_confidence"
, "films"."runtime_confidence" "runtime_confidence"
, "films"."mpaa_confidence" "mpaa_confidence"
, "films"."budget_confidence" "budget_confidence"
, "films"."domestic_gross_confidence" "domestic_gross_confidence"
, "films"."worldwide_gross_confidence" "worldwide_gross_confidence"
, "films"."animation_type_confidence" "animation_type_confidence"
, "films"."release_type_confidence" "release_type_confidence"
FROM
  ("hyperion_releases"."films" "films"
INNER JOIN (
   SELECT 1 "release"
   FROM
     (
 VALUES 
        0
   )  "t" ("ZERO")
)  "t0" ON ("films"."release" = "t0"."release"));

CREATE VIEW hive.hyperion.characters COMMENT 'Characters, one row within a franchise; of films and of other media.' SECURITY DEFINER AS
SELECT
  "characters"."character_id" "character_id"
, "characters"."name" "name"
, "characters"."role" "role"
, "characters"."species" "species"
, "characters"."species_group" "species_group"
, "characters"."gender" "gender"
, "characters"."role_source" "role_source"
, "characters"."species_source" "species_source"
, "characters"."gender_source" "gender_source"
, "characters"."franchise_id" "franchise_id"
FROM
  ("hyperion_releases"."characters" "characters"
INNER JOIN (
   SELECT 1 "release"
   FROM
     (
 VALUES 
        0
   )  "t" ("ZERO")
)  "t0" ON ("characters"."release" = "t0"."release"));

CREATE VIEW hive.hyperion.talent COMMENT 'People who voice, sing, speak or model for characters.' SECURITY DEFINER AS
SELECT
  "talent"."talent_id" "talent_id"
, "talent"."name" "name"
FROM
  ("hyperion_releases"."talent" "talent"
INNER JOIN (
   SELECT 1 "release"
   FROM
     (
 VALUES 
        0
   )  "t" ("ZERO")
)  "t0" ON ("talent"."release" = "t0"."release"));

CREATE VIEW hive.hyperion.character_films COMMENT 'Which character is in which film.' SECURITY DEFINER AS
SELECT
  "character_films"."character_id" "character_id"
, "character_films"."film_id" "film_id"
, "character_films"."role" "role"
FROM
  ("hyperion_releases"."character_films" "character_films"
INNER JOIN (
   SELECT 1 "release"
   FROM
     (
 VALUES 
        0
   )  "t" ("ZERO")
)  "t0" ON ("character_films"."release" = "t0"."release"));

CREATE VIEW hive.hyperion.character_talent COMMENT 'Who performed which character in which film, one row a version and kind of performance.' SECURITY DEFINER AS
SELECT
  "character_talent"."character_id" "character_id"
, "character_talent"."talent_id" "talent_id"
, "character_talent"."film_id" "film_id"
, "character_talent"."variant" "variant"
, "character_talent"."credit" "credit"
, "character_talent"."is_credited" "is_credited"
, "character_talent"."confidence" "confidence"
, "character_talent"."source_text" "source_text"
FROM
  ("hyperion_releases"."character_talent" "character_talent"
INNER JOIN (
   SELECT 1 "release"
   FROM
     (
 VALUES 
        0
   )  "t" ("ZERO")
)  "t0" ON ("character_talent"."release" = "t0"."release"));

CREATE VIEW hive.hyperion.box_office_daily COMMENT 'Daily box office of a film''s original run by state. Days and states are modelled; only their sum is a fact.' SECURITY DEFINER AS
SELECT
  "box_office_daily"."film_id" "film_id"
, "box_office_daily"."date" "date"
, "box_office_daily"."state" "state"
, "box_office_daily"."gross_cents" "gross_cents"
, "box_office_daily"."basis" "basis"
, "box_office_daily"."year" "year"
FROM
  ("hyperion_releases"."box_office_daily" "box_office_daily"
INNER JOIN (
   SELECT 1 "release"
   FROM
     (
 VALUES 
        0
   )  "t" ("ZERO")
)  "t0" ON ("box_office_daily"."release" = "t0"."release"));

CREATE VIEW hive.hyperion.media COMMENT 'Games, series and shorts that characters stand in; films are in films.' SECURITY DEFINER AS
SELECT
  "media"."media_id" "media_id"
, "media"."kind" "kind"
, "media"."title" "title"
, "media"."release_year" "release_year"
, "media"."franchise_id" "franchise_id"
FROM
  ("hyperion_releases"."media" "media"
INNER JOIN (
   SELECT 1 "release"
   FROM
     (
 VALUES 
        0
   )  "t" ("ZERO")
)  "t0" ON ("media"."release" = "t0"."release"));

CREATE VIEW hive.hyperion.media_characters COMMENT 'Which character is in which game, series or short.' SECURITY DEFINER AS
SELECT
  "media_characters"."character_id" "character_id"
, "media_characters"."media_id" "media_id"
, "media_characters"."role" "role"
FROM
  ("hyperion_releases"."media_characters" "media_characters"
INNER JOIN (
   SELECT 1 "release"
   FROM
     (
 VALUES 
        0
   )  "t" ("ZERO")
)  "t0" ON ("media_characters"."release" = "t0"."release"));

CREATE VIEW hive.hyperion.media_character_talent COMMENT 'Who performed which character in which game, series or short.' SECURITY DEFINER AS
SELECT
  "media_character_talent"."character_id" "character_id"
, "media_character_talent"."talent_id" "talent_id"
, "media_character_talent"."media_id" "media_id"
, "media_character_talent"."variant" "variant"
, "media_character_talent"."credit" "credit"
, "media_character_talent"."is_credited" "is_credited"
, "media_character_talent"."confidence" "confidence"
, "media_character_talent"."source_text" "source_text"
FROM
  ("hyperion_releases"."media_character_talent" "media_character_talent"
INNER JOIN (
   SELECT 1 "release"
   FROM
     (
 VALUES 
        0
   )  "t" ("ZERO")
)  "t0" ON ("media_character_talent"."release" = "t0"."release"));

CREATE VIEW hive.hyperion.ensemble_credits COMMENT 'Credits in a film that name no character: additional voices, various, a person without a part.' SECURITY DEFINER AS
SELECT
  "ensemble_credits"."ensemble_credit_id" "ensemble_credit_id"
, "ensemble_credits"."film_id" "film_id"
, "ensemble_credits"."talent_id" "talent_id"
, "ensemble_credits"."label" "label"
, "ensemble_credits"."is_credited" "is_credited"
, "ensemble_credits"."confidence" "confidence"
, "ensemble_credits"."source_text" "source_text"
FROM
  ("hyperion_releases"."ensemble_credits" "ensemble_credits"
INNER JOIN (
   SELECT 1 "release"
   FROM
     (
 VALUES 
        0
   )  "t" ("ZERO")
)  "t0" ON ("ensemble_credits"."release" = "t0"."release"));

CREATE VIEW hive.hyperion.resolutions COMMENT 'Why two spellings are one entity, two names are two, and which pairs are only alike (candidates, not joined).' SECURITY DEFINER AS
SELECT
  "resolutions"."resolution_id" "resolution_id"
, "resolutions"."decision" "decision"
, "resolutions"."entity" "entity"
, "resolutions"."entity_id" "entity_id"
, "resolutions"."other" "other"
, "resolutions"."rule" "rule"
, "resolutions"."evidence" "evidence"
, "resolutions"."entries" "entries"
FROM
  ("hyperion_releases"."resolutions" "resolutions"
INNER JOIN (
   SELECT 1 "release"
   FROM
     (
 VALUES 
        0
   )  "t" ("ZERO")
)  "t0" ON ("resolutions"."release" = "t0"."release"));

CREATE VIEW hive.hyperion.conflicts COMMENT 'Where two records disagree: the value that stands, the one that gave way, the source of both, and why.' SECURITY DEFINER AS
SELECT
  "conflicts"."conflict_id" "conflict_id"
, "conflicts"."entity" "entity"
, "conflicts"."entity_id" "entity_id"
, "conflicts"."context" "context"
, "conflicts"."field" "field"
, "conflicts"."value" "value"
, "conflicts"."source" "source"
, "conflicts"."other_value" "other_value"
, "conflicts"."other_source" "other_source"
, "conflicts"."rule" "rule"
FROM
  ("hyperion_releases"."conflicts" "conflicts"
INNER JOIN (
   SELECT 1 "release"
   FROM
     (
 VALUES 
        0
   )  "t" ("ZERO")
)  "t0" ON ("conflicts"."release" = "t0"."release"));

CREATE VIEW hive.hyperion.provenance COMMENT 'The current records that each row was made of; sorted by table and row, so that a look-up reads little.' SECURITY DEFINER AS
SELECT
  "provenance"."table_name" "table_name"
, "provenance"."row_key" "row_key"
, "provenance"."topic" "topic"
, "provenance"."generation" "generation"
, "provenance"."partition" "partition"
, "provenance"."offset" "offset"
, "provenance"."source" "source"
, "provenance"."place" "place"
, "provenance"."key" "key"
FROM
  ("hyperion_releases"."provenance" "provenance"
INNER JOIN (
   SELECT 1 "release"
   FROM
     (
 VALUES 
        0
   )  "t" ("ZERO")
)  "t0" ON ("provenance"."release" = "t0"."release"));

CREATE VIEW hive.hyperion.quarantine COMMENT 'Files, records and fields that could not be used. A file or unpublished entry has no offset.' SECURITY DEFINER AS
SELECT
  "quarantine"."quarantine_id" "quarantine_id"
, "quarantine"."scope" "scope"
, "quarantine"."topic" "topic"
, "quarantine"."partition" "partition"
, "quarantine"."offset" "offset"
, "quarantine"."generation" "generation"
, "quarantine"."source" "source"
, "quarantine"."place" "place"
, "quarantine"."key" "key"
, "quarantine"."field" "field"
, "quarantine"."code" "code"
, "quarantine"."reason" "reason"
, "quarantine"."original" "original"
, "quarantine"."status" "status"
, "quarantine"."resolved_at" "resolved_at"
, "quarantine"."resolved_by" "resolved_by"
, "quarantine"."why" "why"
FROM
  ("hyperion_releases"."quarantine" "quarantine"
INNER JOIN (
   SELECT 1 "release"
   FROM
     (
 VALUES 
        0
   )  "t" ("ZERO")
)  "t0" ON ("quarantine"."release" = "t0"."release"));

CREATE VIEW hive.hyperion.revenue_by_studio_year COMMENT 'Films and their gross by studio and year of release, with the box office that fell into the year.' SECURITY DEFINER AS
SELECT
  "revenue_by_studio_year"."studio_id" "studio_id"
, "revenue_by_studio_year"."studio_name" "studio_name"
, "revenue_by_studio_year"."year" "year"
, "revenue_by_studio_year"."films" "films"
, "revenue_by_studio_year"."domestic_gross_cents" "domestic_gross_cents"
, "revenue_by_studio_year"."worldwide_gross_cents" "worldwide_gross_cents"
, "revenue_by_studio_year"."box_office_cents" "box_office_cents"
FROM
  ("hyperion_releases"."revenue_by_studio_year" "revenue_by_studio_year"
INNER JOIN (
   SELECT 1 "release"
   FROM
     (
 VALUES 
        0
   )  "t" ("ZERO")
)  "t0" ON ("revenue_by_studio_year"."release" = "t0"."release"));

CREATE VIEW hive.hyperion.character_counts_by_franchise COMMENT 'How many films, characters and people a franchise has.' SECURITY DEFINER AS
SELECT
  "character_counts_by_franchise"."franchise_id" "franchise_id"
, "character_counts_by_franchise"."franchise_name" "franchise_name"
, "character_counts_by_franchise"."films" "films"
, "character_counts_by_franchise"."characters" "characters"
, "character_counts_by_franchise"."leading_characters" "leading_characters"
, "character_counts_by_franchise"."talent" "talent"
FROM
  ("hyperion_releases"."character_counts_by_franchise" "character_counts_by_franchise"
INNER JOIN (
   SELECT 1 "release"
   FROM
     (
 VALUES 
        0
   )  "t" ("ZERO")
)  "t0" ON ("character_counts_by_franchise"."release" = "t0"."release"));

CREATE VIEW hive.hyperion.voice_actor_filmography COMMENT 'The films of each person and the characters performed there.' SECURITY DEFINER AS
SELECT
  "voice_actor_filmography"."talent_id" "talent_id"
, "voice_actor_filmography"."talent_name" "talent_name"
, "voice_actor_filmography"."film_id" "film_id"
, "voice_actor_filmography"."title" "title"
, "voice_actor_filmography"."release_year" "release_year"
, "voice_actor_filmography"."characters" "characters"
, "voice_actor_filmography"."character_names" "character_names"
FROM
  ("hyperion_releases"."voice_actor_filmography" "voice_actor_filmography"
INNER JOIN (
   SELECT 1 "release"
   FROM
     (
 VALUES 
        0
   )  "t" ("ZERO")
)  "t0" ON ("voice_actor_filmography"."release" = "t0"."release"));

CREATE VIEW hive.hyperion.box_office_trends COMMENT 'Daily box office summed by month.' SECURITY DEFINER AS
SELECT
  "box_office_trends"."year" "year"
, "box_office_trends"."month" "month"
, "box_office_trends"."films" "films"
, "box_office_trends"."gross_cents" "gross_cents"
, "box_office_trends"."top_film_id" "top_film_id"
, "box_office_trends"."basis" "basis"
FROM
  ("hyperion_releases"."box_office_trends" "box_office_trends"
INNER JOIN (
   SELECT 1 "release"
   FROM
     (
 VALUES 
        0
   )  "t" ("ZERO")
)  "t0" ON ("box_office_trends"."release" = "t0"."release"));
