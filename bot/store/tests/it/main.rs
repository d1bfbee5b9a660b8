//! One suite for both databases: SQLite in memory and in a file always, PostgreSQL where `STREAMHAND_TEST_POSTGRES` names a server.
#![cfg(test)]

mod commands;
mod credentials;
mod databases;
mod files;
mod kill;
mod migrations;
mod roles;
