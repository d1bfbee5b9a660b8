//! How findings are shown: a word for each state, so that colors alone carry nothing; with `--json` one object a line.

use anstyle::{AnsiColor, Style};

use super::finding::{Finding, State};
use crate::command::output;

/// Prints all findings and their sum.
pub(super) fn print(findings: &[Finding], is_json: bool) {
    let count = |state| findings.iter().filter(|found| found.state == state).count();
    let (warnings, red) = (count(State::Warning), count(State::Red));
    if is_json {
        for finding in findings {
            output::line(&json(finding).to_string());
        }
        let sum = serde_json::json!({
            "event": "summary", "ok": count(State::Ok), "warnings": warnings, "red": red,
        });
        return output::line(&sum.to_string());
    }
    for finding in findings {
        output::line(&lines(finding));
    }
    output::line(&format!("\n{}", sum(warnings, red)));
}

fn json(finding: &Finding) -> serde_json::Value {
    serde_json::json!({
        "event": "finding",
        "part": finding.part,
        "state": finding.state.as_str(),
        "happened": finding.happened,
        "meaning": finding.meaning,
        "advice": finding.advice,
    })
}

fn lines(finding: &Finding) -> String {
    let style = style(finding.state);
    let mut text = format!(
        "{style}{:<7}{style:#}  {:<13}  {}",
        finding.state.as_str(),
        finding.part,
        finding.happened
    );
    if let Some(meaning) = &finding.meaning {
        text.push_str(&format!("\n{INDENT}{meaning}"));
    }
    if let Some(advice) = &finding.advice {
        text.push_str(&format!("\n{INDENT}What to do: {advice}"));
    }
    text
}

fn style(state: State) -> Style {
    let color = match state {
        State::Ok => AnsiColor::BrightGreen,
        State::Warning => AnsiColor::BrightYellow,
        State::Red => AnsiColor::BrightRed,
    };
    color.on_default().bold()
}

fn sum(warnings: usize, red: usize) -> String {
    let warnings = match warnings {
        0 => "no warning".to_owned(),
        1 => "one warning".to_owned(),
        count => format!("{count} warnings"),
    };
    match red {
        0 => format!("Nothing keeps the bot from working; {warnings}."),
        1 => format!("One thing keeps the bot from working; {warnings}."),
        count => format!("{count} things keep the bot from working; {warnings}."),
    }
}

/// Below the text of a finding, behind its state and its part.
const INDENT: &str = "                        ";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_is_read_without_colors() {
        let finding = Finding::warning("backup", "there is none", "make one").meaning("It is so.");
        let plain = anstream::adapter::strip_str(&lines(&finding)).to_string();
        assert_eq!(
            plain,
            "warning  backup         there is none\n                        It is so.\n                        \
             What to do: make one"
        );
    }
}
