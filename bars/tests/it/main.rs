//! The bars themselves work: each is measured at a hundredth of its size, and holds. Times are not judged here.
#![cfg(test)]

use std::process::Command;

/// Measures one bar, and returns its line.
fn measure(subject: &str, bar: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_streamhand-bars"))
        .args([subject, "--quick", bar])
        .output()
        .expect("the bars can be started");
    let told = String::from_utf8(output.stdout).expect("the bars tell text");
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}{complaint}");
    told
}

#[test]
fn a03_b1a_faults_at_system_calls_of_the_save_path_lose_nothing() {
    let told = measure("auth", "b1a");
    let is_measured = told.starts_with("B1a  held") && told.contains("KILL");
    // Systems without strace say so.
    assert!(
        is_measured || told.contains("not measured: it needs strace"),
        "{told}"
    );
}

#[test]
fn a03_b1b_a_hundred_kills_while_saving_lose_nothing() {
    let told = measure("auth", "b1b");
    assert!(told.starts_with("B1b  held"), "{told}");
    assert!(told.contains("100 kills"), "{told}");
}

#[test]
#[cfg(unix)]
fn a03_b2_a_hundred_kills_while_refreshing_cost_a_login_only_in_the_window() {
    let told = measure("auth", "b2");
    assert!(told.starts_with("B2   held"), "{told}");
    assert!(told.contains(", 0 others"), "{told}");
}

#[test]
#[cfg(unix)]
fn a02_a17_b3_a_crowd_with_frozen_processes_refreshes_once_for_each_expiry() {
    let told = measure("auth", "b3");
    assert!(told.starts_with("B3   held"), "{told}");
    assert!(
        told.contains("10 refreshes for 10 rotations, 0 invalid grants"),
        "{told}"
    );
}

#[test]
fn i03_b9_hand_overs_under_load_lose_nothing_and_nothing_is_judged_twice() {
    let told = measure("chat", "b9");
    assert!(told.starts_with("B9   held"), "{told}");
    assert!(told.contains("0 lost, 0 told twice"), "{told}");
}

#[test]
fn i05_b10_hours_of_trouble_break_no_limit_of_logins_and_joins() {
    let told = measure("chat", "b10");
    assert!(told.starts_with("B10  held"), "{told}");
}

#[test]
fn what_is_no_bar_is_refused_with_the_names_of_those_that_are() {
    let output = Command::new(env!("CARGO_BIN_EXE_streamhand-bars"))
        .args(["auth", "b9"])
        .output()
        .expect("the bars can be started");
    assert!(!output.status.success());
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(complaint.contains("[b1a] [b1b] [b2] [b3]"), "{complaint}");
}
