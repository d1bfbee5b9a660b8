//! One suite for both databases: SQLite in memory and in a file always, PostgreSQL where `STREAMHAND_TEST_POSTGRES` names a server.
#![cfg(test)]

mod backups;
mod child;
mod claims;
mod commands;
mod credentials;
mod damage;
mod databases;
mod files;
mod keys;
mod kill;
mod leases;
mod migrations;
mod outcomes;
#[cfg(unix)]
mod private;
mod roles;
