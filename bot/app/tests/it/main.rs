//! Tests of the whole program: a day in virtual time, and the real binary against its own simulator.

mod simulated_day;
