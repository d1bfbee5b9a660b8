//! When channels mean to be live: single broadcasts, weekly ones, and vacations. All of it in UTC.

use std::collections::BTreeSet;
use std::time::Duration;

use types::Timestamp;

/// The schedule of one channel.
#[derive(Debug, Clone, Default)]
pub(crate) struct Schedule {
    pub(crate) segments: Vec<Segment>,
    /// From and to.
    pub(crate) vacation: Option<(Timestamp, Timestamp)>,
}

/// A broadcast that is planned, once or every week.
#[derive(Debug, Clone)]
pub(crate) struct Segment {
    pub(crate) id: String,
    /// Of a weekly one, the first time.
    pub(crate) starts_at: Timestamp,
    pub(crate) time_zone: TimeZone,
    pub(crate) length: Duration,
    pub(crate) is_recurring: bool,
    /// Empty if none was chosen.
    pub(crate) category_id: String,
    pub(crate) title: String,
    /// The weeks that fall out, counted from the first one.
    pub(crate) canceled: BTreeSet<u32>,
}

/// The name of a time zone; kept and told, never reckoned with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TimeZone(pub(crate) String);

/// One of the times at which a segment takes place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Occurrence<'a> {
    pub(crate) segment: &'a Segment,
    pub(crate) week: u32,
}

impl Schedule {
    /// What is still to come or under way at a moment, for a year, in order.
    pub(crate) fn occurrences(&self, from: Timestamp) -> Vec<Occurrence<'_>> {
        let mut all: Vec<Occurrence<'_>> = self
            .segments
            .iter()
            .flat_map(|segment| {
                let first = segment.first_week(from);
                let weeks = if segment.is_recurring { WEEKS_AHEAD } else { 1 };
                (first..)
                    .take(weeks)
                    .map(move |week| Occurrence { segment, week })
            })
            .filter(|occurrence| occurrence.ends_at() > from)
            .collect();
        all.sort_by_key(Occurrence::key);
        all
    }

    /// The occurrence with that id.
    pub(crate) fn occurrence(&self, id: &str) -> Option<Occurrence<'_>> {
        let (segment, week) = self.place(id)?;
        let segment = self.segments.get(segment)?;
        Some(Occurrence { segment, week })
    }

    /// Where the segment of an occurrence stands, and which week it is.
    pub(crate) fn place(&self, id: &str) -> Option<(usize, u32)> {
        let (segment, week) = id.rsplit_once('.')?;
        let week = week.parse().ok()?;
        let mut segments = self.segments.iter();
        let place = segments.position(|candidate| candidate.id == segment)?;
        let is_recurring = self.segments.get(place)?.is_recurring;
        (is_recurring || week == 0).then_some((place, week))
    }
}

impl Segment {
    /// The first week that is not over at a moment.
    fn first_week(&self, from: Timestamp) -> u32 {
        if !self.is_recurring {
            return 0;
        }
        let passed = from.since(self.starts_at.plus(self.length)).as_secs();
        let is_before = from < self.starts_at.plus(self.length);
        let weeks = if is_before {
            0
        } else {
            passed / WEEK.as_secs() + 1
        };
        u32::try_from(weeks).unwrap_or(u32::MAX)
    }
}

impl Occurrence<'_> {
    pub(crate) fn id(&self) -> String {
        format!("{}.{}", self.segment.id, self.week)
    }

    pub(crate) fn starts_at(&self) -> Timestamp {
        self.segment.starts_at.plus(WEEK * self.week)
    }

    pub(crate) fn ends_at(&self) -> Timestamp {
        self.starts_at().plus(self.segment.length)
    }

    /// Until when it is canceled, if it is.
    pub(crate) fn canceled_until(&self) -> Option<Timestamp> {
        let is_canceled = self.segment.canceled.contains(&self.week);
        is_canceled.then(|| self.ends_at())
    }

    /// What schedules are ordered by.
    pub(crate) fn key(&self) -> String {
        format!("{:015} {}", self.starts_at().as_unix_millis(), self.id())
    }
}

const WEEK: Duration = Duration::from_secs(7 * 86_400);

/// A list has to end, though weeks do not.
const WEEKS_AHEAD: usize = 52;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weekly_segment_goes_on_after_its_first_time() {
        let at = |hours: i64| Timestamp::from_unix_millis(hours * 3_600_000);
        let schedule = Schedule {
            segments: vec![Segment {
                id: "a".to_owned(),
                starts_at: at(10),
                time_zone: TimeZone("UTC".to_owned()),
                length: Duration::from_secs(3_600),
                is_recurring: true,
                category_id: String::new(),
                title: String::new(),
                canceled: [].into(),
            }],
            vacation: None,
        };
        for (now, week) in [(0, 0), (10, 0), (11, 1), (10 + 168, 1), (11 + 168, 2)] {
            let next = schedule.occurrences(at(now));
            let weeks: Vec<u32> = next.iter().take(2).map(|next| next.week).collect();
            assert_eq!(weeks, [week, week + 1], "at hour {now}");
        }
    }
}
