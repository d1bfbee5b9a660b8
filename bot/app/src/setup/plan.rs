//! What is asked next, from what is known; plain facts, without a terminal and without Twitch.

use crate::speaking::Rank;

/// What is known in a sitting.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Known {
    /// The application's id.
    pub client_id: Fact,
    /// The application's secret.
    pub client_secret: Fact,
    /// Whether the application is of no use without a secret.
    pub is_secret_needed: bool,
    /// The name of the account that speaks.
    pub bot: Fact,
    /// The name of the channel.
    pub channel: Fact,
    /// Whether the bot speaks with the account of the channel's owner.
    pub is_own_channel: bool,
    /// The login of the bot.
    pub bot_account: Account,
    /// The login of the channel's owner.
    pub broadcaster_account: Account,
    /// Whether that login allows moderators to be made.
    pub may_make_moderators: bool,
    /// Whether the bot is to be made a moderator.
    pub wish: Option<Wish>,
    /// Whether the bot is a moderator.
    pub rank: Option<Rank>,
    /// Whether it was decided if the bot is started.
    pub is_decided: bool,
}

/// How far something has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Fact {
    /// Nobody has said it.
    #[default]
    Absent,
    /// It is said, and not checked in this sitting.
    Said,
    /// Twitch agrees.
    Checked,
}

/// How far a login has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Account {
    /// Nobody is logged in, or not with all that is needed.
    #[default]
    Absent,
    /// It is there and works.
    Ready,
    /// It was left out on purpose.
    Skipped,
}

/// Whether the bot is to be made a moderator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wish {
    /// Yes.
    Moderator,
    /// No.
    Viewer,
}

/// One step of a sitting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    ClientId,
    ClientSecret,
    BotName,
    ChannelName,
    LogInBot,
    FindChannel,
    WishForModerator,
    LogInBroadcaster,
    LookAtStanding,
    MakeModerator,
    Start,
}

/// How a sitting ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Everything is there, and the bot is to be started.
    Start,
    /// Everything is there.
    Ready,
}

/// The next step; none when everything is done.
pub(super) fn next(known: &Known) -> Option<Step> {
    let Known { rank, wish, .. } = *known;
    let has_no_broadcaster = known.broadcaster_account == Account::Absent;
    let is_viewer = rank == Some(Rank::Viewer);
    let is_promoted = is_viewer && wish == Some(Wish::Moderator);
    let wants_to_know = (has_no_broadcaster && !known.is_own_channel) || is_viewer;
    let steps = [
        (known.client_id != Fact::Checked, Step::ClientId),
        (lacks_secret(known), Step::ClientSecret),
        (known.bot == Fact::Absent, Step::BotName),
        (known.channel == Fact::Absent, Step::ChannelName),
        (known.bot_account == Account::Absent, Step::LogInBot),
        (known.channel != Fact::Checked, Step::FindChannel),
        // Asked before the owner logs in, so that one login is enough.
        (wants_to_know && wish.is_none(), Step::WishForModerator),
        (has_no_broadcaster, Step::LogInBroadcaster),
        (rank.is_none(), Step::LookAtStanding),
        (
            is_promoted && !known.may_make_moderators,
            Step::LogInBroadcaster,
        ),
        (is_promoted, Step::MakeModerator),
        (!known.is_decided, Step::Start),
    ];
    let due = steps.into_iter().find(|(is_due, _)| *is_due);
    due.map(|(_, step)| step)
}

fn lacks_secret(known: &Known) -> bool {
    match known.client_secret {
        Fact::Absent => known.is_secret_needed,
        Fact::Said => true,
        Fact::Checked => false,
    }
}

impl Step {
    /// Its name in `--json`; a contract.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::ClientId => "client_id",
            Self::ClientSecret => "client_secret",
            Self::BotName => "bot",
            Self::ChannelName => "channel",
            Self::LogInBot => "log_in_bot",
            Self::FindChannel => "find_channel",
            Self::WishForModerator => "wish_for_moderator",
            Self::LogInBroadcaster => "log_in_broadcaster",
            Self::LookAtStanding => "standing",
            Self::MakeModerator => "make_moderator",
            Self::Start => "start",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Everything is there, and the bot is a moderator.
    fn all() -> Known {
        Known {
            client_id: Fact::Checked,
            bot: Fact::Checked,
            channel: Fact::Checked,
            bot_account: Account::Ready,
            broadcaster_account: Account::Ready,
            rank: Some(Rank::Moderator),
            ..Known::default()
        }
    }

    /// What is otherwise than when everything is there.
    type Change = fn(&mut Known);

    /// The step that comes next if only this is otherwise than when everything is there.
    fn check(what: &str, change: Change, expected: Option<Step>) {
        let mut known = all();
        change(&mut known);
        assert_eq!(next(&known), expected, "{what}");
    }

    #[test]
    fn a_person_is_asked_for_exactly_what_is_missing() {
        let cases: [(&str, Change, Step); 9] = [
            ("nothing", |known| *known = Known::default(), Step::ClientId),
            ("id", |known| known.client_id = Fact::Said, Step::ClientId),
            (
                "secret",
                |known| known.client_secret = Fact::Said,
                Step::ClientSecret,
            ),
            (
                "need",
                |known| known.is_secret_needed = true,
                Step::ClientSecret,
            ),
            ("bot", |known| known.bot = Fact::Absent, Step::BotName),
            (
                "channel",
                |known| known.channel = Fact::Absent,
                Step::ChannelName,
            ),
            (
                "login",
                |known| known.bot_account = Account::Absent,
                Step::LogInBot,
            ),
            (
                "search",
                |known| known.channel = Fact::Said,
                Step::FindChannel,
            ),
            ("rank", |known| known.rank = None, Step::LookAtStanding),
        ];
        for (what, change, expected) in cases {
            check(what, change, Some(expected));
        }
        check("everything is there", |_| {}, Some(Step::Start));
        check("it is decided", |known| known.is_decided = true, None);
    }

    #[test]
    fn the_owner_is_asked_for_once_and_may_be_left_out() {
        let absent: Change = |known| known.broadcaster_account = Account::Absent;
        check("not logged in", absent, Some(Step::WishForModerator));
        let own: Change = |known| {
            known.broadcaster_account = Account::Absent;
            known.is_own_channel = true;
        };
        check("the bot itself", own, Some(Step::LogInBroadcaster));
        let skipped: Change = |known| {
            known.broadcaster_account = Account::Skipped;
            known.rank = Some(Rank::Unclear);
        };
        check("left out", skipped, Some(Step::Start));
        let viewer: Change = |known| known.rank = Some(Rank::Viewer);
        check("no moderator", viewer, Some(Step::WishForModerator));
    }

    #[test]
    fn a_wish_is_granted_with_the_right_to_do_so() {
        let mut known = Known {
            rank: Some(Rank::Viewer),
            wish: Some(Wish::Moderator),
            ..all()
        };
        assert_eq!(next(&known), Some(Step::LogInBroadcaster));
        known.may_make_moderators = true;
        assert_eq!(next(&known), Some(Step::MakeModerator));
        known.wish = Some(Wish::Viewer);
        assert_eq!(next(&known), Some(Step::Start));
    }
}
