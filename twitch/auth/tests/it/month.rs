//! A month in the life of two accounts, minute by minute, with outages, a laptop's lid, deaths of tokens and a revocation.

use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use streamhand_auth::account::action::Status;
use streamhand_auth::{ClientKind, NetworkFailure};

use crate::household::{Household, Lid};
use crate::scene::{confidential, public};
use crate::twitch::{Fault, HOUR, MINUTE, OFFLINE, OUTAGE, Twitch};

const MINUTES: u32 = 30 * 24 * 60;
/// The account of a public client, whose refresh tokens work once.
const STREAMER: usize = 0;
/// The account of a confidential client, whose person disconnects the app once and comes back two days later.
const BOT: usize = 1;
const REVOKED_AT: u32 = 9 * 24 * 60;
const BACK_AT: u32 = 11 * 24 * 60;

#[test]
fn a10_thirty_days_without_a_late_validation_or_a_call_that_fails_by_expiry() {
    for seed in [10, 11, 12] {
        let household = Month::live(seed);
        for (who, member) in household.members.iter().enumerate() {
            for validated in &member.validated {
                assert_hourly(who, validated);
            }
            assert!(household.is_served(who), "account {who} ends well");
        }
        assert_eq!(household.told(STREAMER, "Lost"), 0);
        assert_eq!(household.told(STREAMER, "Suspected"), 0);
        assert_eq!(household.told(BOT, "Suspected"), 1, "a13: told once");
        assert_eq!(household.told(BOT, "Lost"), 1, "a13: told once");
        let refreshes = household.told(STREAMER, "Refreshed");
        assert!((30 * 4..=30 * 12).contains(&refreshes), "{refreshes}");
        assert!(
            household.told(STREAMER, "Adopted") > 0,
            "others refresh too"
        );
    }
}

#[test]
fn a10_the_same_seed_lives_the_same_month() {
    let month = Month::live(7).trace;
    assert_eq!(month, Month::live(7).trace);
    assert_ne!(month, Month::live(8).trace);
}

struct Month {
    household: Household,
    chance: StdRng,
    /// When the outage ends, and when the next thing may happen.
    outage_ends: Option<u32>,
    quiet_until: u32,
    /// Until when the machine may not know that it was asleep: the next validation tells how long a token still lives.
    clock_lies_until: u32,
}

impl Month {
    fn live(seed: u64) -> Household {
        let mut household = Household::new();
        let streamer = Twitch::new(household.start());
        let mut bot = Twitch::new(household.start());
        bot.client_kind = ClientKind::Confidential;
        "2002".clone_into(&mut bot.owner);
        "helper".clone_into(&mut bot.login);
        household.join(public(), streamer, seed);
        household.join(confidential(), bot, seed ^ 1);
        let mut month = Self {
            household,
            chance: StdRng::seed_from_u64(seed),
            outage_ends: None,
            quiet_until: 10,
            clock_lies_until: 0,
        };
        for minute in 0..MINUTES {
            month.household.run_for(MINUTE);
            let has_cause = month.happen(minute) || minute <= month.clock_lies_until;
            month.call(minute, has_cause);
        }
        month.household
    }

    /// What life brings in this minute; whether it explains that a token is refused.
    fn happen(&mut self, minute: u32) -> bool {
        match minute {
            REVOKED_AT => self.household.members[BOT].twitch.revoke_all(),
            BACK_AT => self.household.log_in(BOT),
            _ => {}
        }
        if self.outage_ends.is_some_and(|end| end <= minute) {
            self.outage_ends = None;
            self.quiet_until = minute + 10;
            self.set_outage(None);
        }
        if self.outage_ends.is_some() || minute < self.quiet_until {
            return false;
        }
        // Each of these comes about once a day.
        let who = self.chance.random_range(0..2);
        match self.chance.random_range(0..8 * 1440) {
            0..8 => self.begin_outage(minute),
            8..14 => return self.close_lid(minute),
            14..20 => {
                self.quiet_until = minute + 10;
                self.household.members[who].twitch.expire_access();
                return true;
            }
            20..30 if self.is_logged_in(who, minute) => {
                let is_dead = self.chance.random_bool(0.3);
                if is_dead {
                    // The visitor meets the 401 first, and the bot takes over what it got.
                    self.household.members[who].twitch.expire_access();
                }
                let token = self.household.visit(who, u64::from(minute));
                assert!(token.is_some(), "minute {minute}: a visitor gets a token");
                return is_dead;
            }
            30..34 if self.is_logged_in(who, minute) => {
                self.household.restart(who, u64::from(minute));
            }
            _ => {}
        }
        false
    }

    fn begin_outage(&mut self, minute: u32) {
        let kinds = [
            OFFLINE,
            OUTAGE,
            Fault::Network(NetworkFailure::TimedOut),
            Fault::Answer(429, r#"{"status":429,"message":"Too Many Requests"}"#),
            Fault::Answer(200, "<html>Welcome to the hotel.</html>"),
        ];
        let kind = kinds[self.chance.random_range(0..kinds.len())];
        self.outage_ends = Some(minute + self.chance.random_range(5..25));
        self.set_outage(Some(kind));
        if self.chance.random_bool(0.2) {
            // Its refresh token works again and again, so a lost answer costs nothing.
            self.household.members[BOT].twitch.on_token = Some(Fault::AnswerLost);
        }
    }

    fn set_outage(&mut self, fault: Option<Fault>) {
        for member in &mut self.household.members {
            (member.twitch.on_token, member.twitch.on_validate) = (fault, fault);
        }
    }

    fn close_lid(&mut self, minute: u32) -> bool {
        self.quiet_until = minute + 10;
        let time = MINUTE * self.chance.random_range(5..14 * 60);
        let lids = [
            Lid::LeavesClock,
            Lid::StopsClock,
            Lid::StopsClockAndOpeningIsTold,
        ];
        let lid = lids[self.chance.random_range(0..lids.len())];
        self.household.sleep(time, lid);
        if matches!(lid, Lid::StopsClock) {
            self.clock_lies_until = minute + 60;
        } else {
            for who in 0..2 {
                let is_looked_after = self.household.members[who]
                    .validated
                    .last()
                    .and_then(|login| login.last())
                    .is_some_and(|last| self.household.awake() - *last < MINUTE);
                assert!(
                    is_looked_after || time < HOUR || !self.is_logged_in(who, minute),
                    "minute {minute}: validated on waking up"
                );
            }
        }
        true
    }

    /// Both accounts call Twitch, every minute that the machine is awake.
    fn call(&mut self, minute: u32, has_cause: bool) {
        for who in 0..2 {
            if !self.is_logged_in(who, minute) {
                continue;
            }
            if !self.household.is_served(who) {
                assert!(has_cause, "minute {minute}: account {who} fails by expiry");
                self.household.report(who);
                let status = self.household.members[who].account.status();
                assert!(
                    self.household.is_served(who),
                    "minute {minute}: account {who} is not mended: {status:?}"
                );
            }
        }
        let bot = self.household.members[BOT].account.status();
        if minute == BACK_AT - 1 {
            assert!(matches!(bot, Status::Lost(_)), "a13: {bot:?}");
        }
    }

    fn is_logged_in(&self, who: usize, minute: u32) -> bool {
        who == STREAMER || !(REVOKED_AT..BACK_AT).contains(&minute)
    }
}

fn assert_hourly(who: usize, validated: &[Duration]) {
    for pair in validated.windows(2) {
        let [earlier, later] = pair else {
            unreachable!("windows of two");
        };
        assert!(
            *later - *earlier <= HOUR,
            "account {who}: no validation from {earlier:?} to {later:?}"
        );
    }
}
