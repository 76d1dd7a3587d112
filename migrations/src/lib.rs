//! The history of the database schema: expand, then contract. It must not know any domain type.
//!
//! A migration is one file of SQL for both databases. The few words in which SQLite and PostgreSQL differ are
//! written as `{id}`, `{key}`, `{bytes}`, and replaced here; where the two have nothing in common there is a file for each.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{ConnectionTrait, DbBackend},
};

/// All migrations, oldest first.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(Sql::for_both("m0001_office", include_str!("m0001_office.sql"))),
            Box::new(Sql {
                name: "m0002_search",
                sqlite: include_str!("m0002_search_sqlite.sql"),
                postgres: include_str!("m0002_search_postgres.sql"),
            }),
            Box::new(Sql::for_both("m0003_sheets", include_str!("m0003_sheets.sql"))),
            Box::new(Sql::for_both("m0004_issues", include_str!("m0004_issues.sql"))),
            Box::new(Sql::for_both("m0005_unit_changes", include_str!("m0005_unit_changes.sql"))),
            Box::new(Sql::for_both("m0006_handed_in", include_str!("m0006_handed_in.sql"))),
            Box::new(Sql::for_both("m0007_upkeep", include_str!("m0007_upkeep.sql"))),
            Box::new(Sql::for_both("m0008_persons", include_str!("m0008_persons.sql"))),
            Box::new(Sql::for_both("m0009_copies", include_str!("m0009_copies.sql"))),
            Box::new(Sql::for_both("m0010_accounts", include_str!("m0010_accounts.sql"))),
            Box::new(Sql::for_both("m0011_chain", include_str!("m0011_chain.sql"))),
            Box::new(Sql::for_both("m0012_digests", include_str!("m0012_digests.sql"))),
            Box::new(Sql::for_both("m0013_jobs", include_str!("m0013_jobs.sql"))),
            Box::new(Sql::for_both("m0014_files", include_str!("m0014_files.sql"))),
            Box::new(Sql::for_both("m0015_page_pictures", include_str!("m0015_page_pictures.sql"))),
            Box::new(Sql::for_both("m0016_records", include_str!("m0016_records.sql"))),
            Box::new(Sql {
                name: "m0017_likeness",
                sqlite: include_str!("m0017_likeness_sqlite.sql"),
                postgres: include_str!("m0017_likeness_postgres.sql"),
            }),
            Box::new(Sql::for_both("m0018_came_with", include_str!("m0018_came_with.sql"))),
            Box::new(Sql::for_both("m0019_proof", include_str!("m0019_proof.sql"))),
            Box::new(Sql::for_both("m0020_near", include_str!("m0020_near.sql"))),
            Box::new(Sql::for_both("m0021_frames", include_str!("m0021_frames.sql"))),
            Box::new(Sql::for_both("m0022_columns", include_str!("m0022_columns.sql"))),
            Box::new(Sql::for_both("m0023_corrections", include_str!("m0023_corrections.sql"))),
            Box::new(Sql::for_both("m0024_desk", include_str!("m0024_desk.sql"))),
            Box::new(Sql::for_both("m0025_invitations", include_str!("m0025_invitations.sql"))),
            Box::new(Sql::for_both("m0026_comments", include_str!("m0026_comments.sql"))),
            Box::new(Sql::for_both("m0027_handlers", include_str!("m0027_handlers.sql"))),
            Box::new(Sql::for_both("m0028_revision_names", include_str!("m0028_revision_names.sql"))),
            Box::new(Sql::for_both("m0029_taken_passages", include_str!("m0029_taken_passages.sql"))),
            Box::new(Sql::for_both("m0030_deputies", include_str!("m0030_deputies.sql"))),
            Box::new(Sql::for_both("m0031_readers", include_str!("m0031_readers.sql"))),
            Box::new(Sql {
                name: "m0032_search_places",
                sqlite: include_str!("m0032_search_places_sqlite.sql"),
                postgres: include_str!("m0032_search_places_postgres.sql"),
            }),
            Box::new(Sql {
                name: "m0033_subject_search",
                sqlite: include_str!("m0033_subject_search_sqlite.sql"),
                postgres: include_str!("m0033_subject_search_postgres.sql"),
            }),
        ]
    }
}

/// A migration written as SQL.
struct Sql {
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

impl Sql {
    fn for_both(name: &'static str, up: &'static str) -> Self {
        Self { name, sqlite: up, postgres: up }
    }
}

impl MigrationName for Sql {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Sql {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        let backend = connection.get_database_backend();
        let up = if backend == DbBackend::Postgres { self.postgres } else { self.sqlite };
        let sql = in_dialect(up, backend);
        connection.execute_unprepared(&sql).await?;
        Ok(())
    }

    /// Whole or not at all, on SQLite as well, whenever the program is killed.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    /// A published schema only moves forward; going back is restoring a backup.
    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration(format!("{} cannot be undone; restore a backup instead", self.name)))
    }
}

fn in_dialect(sql: &str, backend: DbBackend) -> String {
    let (id, key, bytes) = match backend {
        DbBackend::Postgres => ("BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY", "BIGINT", "BYTEA"),
        // A whole number as the key of a table is the place of its rows, only under this name.
        _ => ("INTEGER PRIMARY KEY AUTOINCREMENT", "INTEGER", "BLOB"),
    };
    sql.replace("{id}", id).replace("{key}", key).replace("{bytes}", bytes)
}
