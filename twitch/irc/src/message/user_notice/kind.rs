//! The kinds of USERNOTICE, each with what its `msg-param-*` tags say; a kind that is not known yet is kept by name.

use super::parameters::Parameters;
use crate::tags::Escaped;

/// What a [`UserNotice`](super::UserNotice) speaks of.
///
/// Twitch leaves out parameters now and then, so each may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoticeKind<'a> {
    /// Somebody subscribed for the first time.
    Subscribed(Subscription<'a>),
    /// Somebody subscribed again and says so.
    Resubscribed(Subscription<'a>),
    /// Somebody gave a subscription to one person; one of many if it has a `community_gift_id`.
    SubscriptionGifted(Gift<'a>),
    /// Somebody gives many subscriptions; a [`SubscriptionGifted`](Self::SubscriptionGifted) follows for each.
    ManySubscriptionsGifted {
        /// How many.
        count: Option<u64>,
        /// How many the giver gave in this channel so far; missing for Twitch itself and for the anonymous.
        total: Option<u64>,
        /// Which subscription.
        plan: Option<Plan<'a>>,
        /// Ties the single gifts to this notice.
        origin_id: Option<Escaped<'a>>,
        /// Also ties the single gifts to this notice.
        community_gift_id: Option<&'a str>,
    },
    /// Somebody continues a subscription that they were given.
    GiftContinued {
        /// The login of who gave it; nothing if that is not known or was anonymous.
        gifter_login: Option<&'a str>,
        /// The display name of who gave it.
        gifter_name: Option<Escaped<'a>>,
        /// The subscription drive that it happens in.
        promotion: Option<Escaped<'a>>,
    },
    /// Somebody turns their Prime subscription into a paid one.
    PrimeContinued {
        /// Which subscription.
        plan: Option<Plan<'a>>,
    },
    /// Somebody gives on because they were given something.
    PaidForward {
        /// To everybody or to one person.
        reach: Reach<'a>,
        /// The login of who gave first; nothing if anonymous.
        prior_gifter_login: Option<&'a str>,
    },
    /// A cheer gave emotes to others.
    RewardGifted {
        /// Which promotion.
        domain: Option<&'a str>,
        /// To how many.
        count: Option<u64>,
    },
    /// Another channel brings its viewers.
    Raided {
        /// The login of that channel.
        login: Option<&'a str>,
        /// Its display name.
        display_name: Option<Escaped<'a>>,
        /// How many come.
        viewers: Option<u64>,
    },
    /// A raid was called off.
    RaidCanceled,
    /// Somebody earned a new bits badge.
    BitsBadgeEarned {
        /// How many bits it stands for.
        threshold: Option<u64>,
    },
    /// Somebody reached a milestone, today always a watch streak.
    MilestoneReached {
        /// Which one, `watch-streak`.
        category: Option<&'a str>,
        /// How many streams in a row.
        value: Option<u64>,
        /// How many channel points it gave.
        points: Option<u64>,
    },
    /// Somebody has moderated the channel for so long.
    ModeratorAnniversary {
        /// How many months; the number in the system message may be wrong.
        months: Option<u64>,
    },
    /// A moderator announces something; it stands in the notice's text.
    Announced {
        /// `PRIMARY`, `BLUE`, `GREEN`, `ORANGE` or `PURPLE`.
        color: Option<&'a str>,
    },
    /// Somebody gave to the channel's charity.
    CharityDonated {
        /// How much, in the smallest unit that `exponent` tells.
        amount: Option<u64>,
        /// The currency (`EUR`).
        currency: Option<&'a str>,
        /// How many digits of the amount stand behind the point.
        exponent: Option<u64>,
        /// Who gets it.
        charity: Option<Escaped<'a>>,
    },
    /// Somebody new introduced themselves.
    RitualPerformed {
        /// `new_chatter`.
        name: Option<&'a str>,
    },
    /// Somebody earned a badge for sharing the stream.
    SharingBadgeEarned {
        /// Its level.
        level: Option<u64>,
    },
    /// Any other kind by its `msg-id`; show the system message.
    Other(&'a str),
}

/// A subscription that somebody pays for, or was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subscription<'a> {
    /// Which subscription.
    pub plan: Option<Plan<'a>>,
    /// What the channel calls it.
    pub plan_name: Option<Escaped<'a>>,
    /// For how many months in total.
    pub months: Option<u64>,
    /// For how many months without a break, if the subscriber shares it.
    pub streak: Option<u64>,
    /// How many months were paid at once.
    pub duration: Option<u64>,
    /// The login of who gave it, if it was a gift and not anonymous.
    pub gifter_login: Option<&'a str>,
    /// Whether it was a gift.
    pub is_gift: bool,
}

/// A subscription that somebody gave to one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gift<'a> {
    /// The numeric id of who got it.
    pub recipient_id: Option<&'a str>,
    /// The login of who got it.
    pub recipient_login: Option<&'a str>,
    /// The display name of who got it.
    pub recipient_name: Option<Escaped<'a>>,
    /// Which subscription.
    pub plan: Option<Plan<'a>>,
    /// For how many months.
    pub gift_months: Option<u64>,
    /// For how many months the recipient has been subscribed in total.
    pub months: Option<u64>,
    /// How many the giver gave in this channel so far.
    pub total: Option<u64>,
    /// Ties single gifts to the notice of many.
    pub origin_id: Option<Escaped<'a>>,
    /// Also ties single gifts to the notice of many; nothing for a gift on its own.
    pub community_gift_id: Option<&'a str>,
    /// Whether the giver wants to stay unknown; such kinds are old, today an account stands for them.
    pub is_anonymous: bool,
}

/// What is subscribed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plan<'a> {
    /// Paid by Amazon Prime.
    Prime,
    /// Tier 1.
    Tier1,
    /// Tier 2.
    Tier2,
    /// Tier 3.
    Tier3,
    /// A plan that is not known yet, as Twitch wrote it.
    Other(&'a str),
}

/// Whom a gift is passed on to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach<'a> {
    /// To the community.
    Community,
    /// To one person.
    Person {
        /// The login of that person.
        login: Option<&'a str>,
    },
}

impl<'a> NoticeKind<'a> {
    pub(crate) fn read(kind: &'a str, parameters: &Parameters<'a>) -> Self {
        let plan = || parameters.text("sub-plan").map(Plan::read);
        match kind {
            "sub" => Self::Subscribed(Subscription::read(parameters)),
            "resub" => Self::Resubscribed(Subscription::read(parameters)),
            "subgift" | "anonsubgift" => {
                Self::SubscriptionGifted(Gift::read(parameters, kind == "anonsubgift"))
            }
            "submysterygift" | "anonsubmysterygift" => Self::ManySubscriptionsGifted {
                count: parameters.number("mass-gift-count"),
                total: parameters.number("sender-count"),
                plan: plan(),
                origin_id: parameters.value("origin-id"),
                community_gift_id: parameters.text("community-gift-id"),
            },
            "giftpaidupgrade" | "anongiftpaidupgrade" => Self::GiftContinued {
                gifter_login: parameters.text("sender-login"),
                gifter_name: parameters.value("sender-name"),
                promotion: parameters.value("promo-name"),
            },
            "primepaidupgrade" => Self::PrimeContinued { plan: plan() },
            "standardpayforward" | "communitypayforward" => Self::PaidForward {
                reach: Reach::read(kind, parameters),
                prior_gifter_login: parameters.text("prior-gifter-user-name"),
            },
            "rewardgift" => Self::RewardGifted {
                domain: parameters.text("domain"),
                count: parameters.number("total-reward-count"),
            },
            "raid" => Self::Raided {
                login: parameters.text("login"),
                display_name: parameters.value("displayName"),
                viewers: parameters.number("viewerCount"),
            },
            _ => Self::read_rare(kind, parameters),
        }
    }

    fn read_rare(kind: &'a str, parameters: &Parameters<'a>) -> Self {
        match kind {
            "unraid" => Self::RaidCanceled,
            "bitsbadgetier" => Self::BitsBadgeEarned {
                threshold: parameters.number("threshold"),
            },
            "viewermilestone" => Self::MilestoneReached {
                category: parameters.text("category"),
                value: parameters.number("value"),
                points: parameters.number("copoReward"),
            },
            "modiversary" => Self::ModeratorAnniversary {
                months: parameters.number("months"),
            },
            "announcement" => Self::Announced {
                color: parameters.text("color"),
            },
            "charitydonation" => Self::CharityDonated {
                amount: parameters.number("donation-amount"),
                currency: parameters.text("donation-currency"),
                exponent: parameters.number("exponent"),
                charity: parameters.value("charity-name"),
            },
            "ritual" => Self::RitualPerformed {
                name: parameters.text("ritual-name"),
            },
            "socialsharingbadge" => Self::SharingBadgeEarned {
                level: parameters.number("current-badge-level"),
            },
            other => Self::Other(other),
        }
    }
}

impl<'a> Subscription<'a> {
    fn read(parameters: &Parameters<'a>) -> Self {
        let streak = parameters.number("streak-months");
        Self {
            plan: parameters.text("sub-plan").map(Plan::read),
            plan_name: parameters.value("sub-plan-name"),
            months: parameters.number("cumulative-months"),
            // Zero is what stands there when the subscriber does not share it.
            streak: streak.filter(|months| *months > 0),
            duration: parameters.number("multimonth-duration"),
            gifter_login: parameters.text("gifter-login"),
            is_gift: parameters.is_true("was-gifted"),
        }
    }
}

impl<'a> Gift<'a> {
    fn read(parameters: &Parameters<'a>, is_anonymous: bool) -> Self {
        Self {
            recipient_id: parameters.text("recipient-id"),
            recipient_login: parameters.text("recipient-user-name"),
            recipient_name: parameters.value("recipient-display-name"),
            plan: parameters.text("sub-plan").map(Plan::read),
            gift_months: parameters.number("gift-months"),
            months: parameters.number("months"),
            total: parameters.number("sender-count"),
            origin_id: parameters.value("origin-id"),
            community_gift_id: parameters.text("community-gift-id"),
            is_anonymous,
        }
    }
}

impl<'a> Plan<'a> {
    fn read(plan: &'a str) -> Self {
        match plan {
            "Prime" => Self::Prime,
            "1000" => Self::Tier1,
            "2000" => Self::Tier2,
            "3000" => Self::Tier3,
            other => Self::Other(other),
        }
    }
}

impl<'a> Reach<'a> {
    fn read(kind: &str, parameters: &Parameters<'a>) -> Self {
        if kind == "communitypayforward" {
            return Self::Community;
        }
        Self::Person {
            login: parameters.text("recipient-user-name"),
        }
    }
}
