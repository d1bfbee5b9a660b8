//! What children have acknowledged before they were killed, against what is kept afterwards. It kills nobody.

use std::collections::BTreeMap;

use anyhow::Result;

use crate::ledger::Serial;
use crate::process::numbers;

/// The newest pair of each account that was acknowledged in these lines.
pub(super) fn acknowledged(lines: &[String]) -> BTreeMap<u32, u32> {
    let mut newest = BTreeMap::new();
    for line in lines {
        // A longer line of the same word tells the moment as well.
        let short = numbers::<2>(line, "saved").map(|[person, number]| (person, number));
        let long = numbers::<3>(line, "saved").map(|[person, number, _]| (person, number));
        if let Some((person, number)) = short.or(long) {
            let person = u32::try_from(person).unwrap_or(u32::MAX);
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            let entry = newest.entry(person).or_insert(number);
            *entry = number.max(*entry);
        }
    }
    newest
}

/// What is wrong with what is kept of an account, if this was acknowledged and that was begun last.
pub(super) fn breach(kept: &Result<Serial>, acknowledged: u32, begun: u32) -> Option<String> {
    match kept {
        Err(error) => Some(format!("{error:#}")),
        Ok(Serial { person, number }) if *number < acknowledged => Some(format!(
            "account {person}: pair {acknowledged} was acknowledged, and {number} is kept"
        )),
        Ok(Serial { person, number }) if *number > begun => Some(format!(
            "account {person}: pair {number} is kept, and {begun} was the last"
        )),
        Ok(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_acknowledged_and_is_older_or_unreadable_afterwards_is_a_breach() {
        let kept = |number| Ok(Serial { person: 3, number });
        assert_eq!(breach(&kept(7), 7, 8), None);
        assert_eq!(breach(&kept(8), 7, 8), None);
        assert!(breach(&kept(6), 7, 8).unwrap().contains("6 is kept"));
        assert!(breach(&kept(9), 7, 8).is_some());
        let torn = Err(anyhow::anyhow!("account 3 keeps no whole pair"));
        assert!(breach(&torn, 7, 8).unwrap().contains("no whole pair"));
    }

    #[test]
    fn the_newest_acknowledgement_of_each_account_counts() {
        let lines = [
            "ready",
            "saved 1 4",
            "saved 2 4",
            "saved 1 5",
            "failed 2 5",
            "saved 2 6 99",
        ];
        let lines = lines.map(str::to_owned);
        let newest = acknowledged(&lines);
        assert_eq!(newest, BTreeMap::from([(1, 5), (2, 6)]));
    }
}
