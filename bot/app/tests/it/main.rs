//! Tests of the whole program: a day in virtual time, and the real binary against its own simulator.

mod api;
mod browser;
mod chat;
#[cfg(unix)]
mod chat_client;
mod chromium;
mod completions;
mod copies;
mod doctor;
#[cfg(unix)]
mod ends;
mod house;
mod hygiene;
#[cfg(target_os = "linux")]
mod networks;
mod outcomes;
mod planted;
mod roles;
mod scene;
#[cfg(target_os = "linux")]
mod service_manager;
mod setup;
mod short_forms;
mod simulated_day;
mod simulator;
#[cfg(unix)]
mod terminal;
mod two_processes;
mod wrong_input;
