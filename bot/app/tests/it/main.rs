//! Tests of the whole program: a day in virtual time, and the real binary against its own simulator.

mod browser;
mod chromium;
mod doctor;
mod house;
mod hygiene;
mod planted;
mod roles;
mod scene;
mod simulated_day;
mod simulator;
mod two_processes;
mod wrong_input;
