//! Every kind of USERNOTICE.

use streamhand_irc::{Message, NoticeKind, Plan, Reach, UserNotice};

fn notice(line: &str) -> UserNotice<'_> {
    match Message::parse(line).unwrap() {
        Message::UserNotice(notice) => notice,
        other => panic!("not a USERNOTICE: {other:?}"),
    }
}

/// Compares the debug form, which names every field that is set.
fn check(tags: &str, expected: NoticeKind<'_>) {
    let line = format!("@{tags};login=ann;room-id=1001 :tmi.twitch.tv USERNOTICE #a");
    let found = notice(&line).kind;
    assert_eq!(format!("{found:?}"), format!("{expected:?}"), "{tags}");
}

#[test]
fn a_resubscription_is_read_whole() {
    let notice = notice(
        r"@badges=subscriber/24;display-name=Ann;emotes=25:0-4;id=1;login=ann;msg-id=resub;msg-param-cumulative-months=27;msg-param-months=0;msg-param-multimonth-duration=3;msg-param-should-share-streak=1;msg-param-streak-months=5;msg-param-sub-plan-name=Channel\sSubscription;msg-param-sub-plan=Prime;msg-param-was-gifted=false;room-id=1001;system-msg=Ann\ssubscribed.;tmi-sent-ts=5;user-id=2002 :tmi.twitch.tv USERNOTICE #a :Kappa hi",
    );
    let NoticeKind::Resubscribed(subscription) = notice.kind else {
        panic!("{:?} is no resubscription", notice.kind);
    };
    assert_eq!(subscription.plan, Some(Plan::Prime));
    assert_eq!(
        subscription.plan_name.unwrap().text(),
        "Channel Subscription"
    );
    assert_eq!(
        (subscription.months, subscription.streak),
        (Some(27), Some(5))
    );
    assert_eq!(
        (subscription.duration, subscription.is_gift),
        (Some(3), false)
    );
    assert_eq!(
        (notice.channel, notice.room_id, notice.id),
        ("a", Some("1001"), Some("1"))
    );
    assert_eq!(
        (notice.sender.login, notice.sender.user_id),
        ("ann", Some("2002"))
    );
    assert_eq!(notice.system_message.text(), "Ann subscribed.");
    assert_eq!(notice.text, Some("Kappa hi"));
    assert_eq!(notice.emotes()[0].bytes, 0..5);
    assert_eq!(
        notice.parameter("should-share-streak").unwrap().as_str(),
        "1"
    );
    assert_eq!(notice.parameter("share-streak"), None);
}

#[test]
fn a_streak_that_is_not_shared_is_none() {
    let NoticeKind::Subscribed(subscription) =
        notice("@msg-id=sub;msg-param-streak-months=0;msg-param-sub-plan=9000 :t USERNOTICE #a")
            .kind
    else {
        panic!("this is a subscription");
    };
    assert_eq!(subscription.streak, None);
    assert_eq!(subscription.plan, Some(Plan::Other("9000")));
}

#[test]
fn p09_gifts_are_read_with_and_without_a_giver() {
    let gift = |kind: &str| {
        format!(
            "@login=ananonymousgifter;msg-id={kind};msg-param-community-gift-id=7;msg-param-gift-months=1;msg-param-months=3;msg-param-origin-id=a\\sb;msg-param-recipient-display-name=Bob;msg-param-recipient-id=4;msg-param-recipient-user-name=bob;msg-param-sub-plan=1000;user-id=274598607 :t USERNOTICE #a"
        )
    };
    for (kind, is_anonymous) in [("subgift", false), ("anonsubgift", true)] {
        let line = gift(kind);
        let notice = notice(&line);
        let NoticeKind::SubscriptionGifted(gift) = notice.kind else {
            panic!("{kind} is a gift");
        };
        assert_eq!(
            (gift.recipient_id, gift.recipient_login),
            (Some("4"), Some("bob"))
        );
        assert_eq!(
            (gift.gift_months, gift.months, gift.total),
            (Some(1), Some(3), None)
        );
        assert_eq!(gift.origin_id.unwrap().text(), "a b");
        assert_eq!(
            (gift.plan, gift.community_gift_id),
            (Some(Plan::Tier1), Some("7"))
        );
        assert_eq!(gift.is_anonymous, is_anonymous);
        assert!(notice.sender.is_anonymous_gifter());
    }
    check(
        "msg-id=submysterygift;msg-param-mass-gift-count=20;msg-param-sub-plan=2000",
        NoticeKind::ManySubscriptionsGifted {
            count: Some(20),
            total: None,
            plan: Some(Plan::Tier2),
            origin_id: None,
            community_gift_id: None,
        },
    );
}

#[test]
fn gifts_that_go_on_are_read() {
    for kind in ["giftpaidupgrade", "anongiftpaidupgrade"] {
        let line = format!("@msg-id={kind};msg-param-sender-login=bob :t USERNOTICE #a");
        let NoticeKind::GiftContinued { gifter_login, .. } = notice(&line).kind else {
            panic!("{kind} is a gift that goes on");
        };
        assert_eq!(gifter_login, Some("bob"));
    }
    check(
        "msg-id=primepaidupgrade;msg-param-sub-plan=3000",
        NoticeKind::PrimeContinued {
            plan: Some(Plan::Tier3),
        },
    );
    check(
        "msg-id=standardpayforward;msg-param-prior-gifter-user-name=bob;msg-param-recipient-user-name=carl",
        NoticeKind::PaidForward {
            reach: Reach::Person {
                login: Some("carl"),
            },
            prior_gifter_login: Some("bob"),
        },
    );
    check(
        "msg-id=communitypayforward;msg-param-prior-gifter-anonymous=true",
        NoticeKind::PaidForward {
            reach: Reach::Community,
            prior_gifter_login: None,
        },
    );
    check(
        "msg-id=rewardgift;msg-param-domain=hyper;msg-param-total-reward-count=5",
        NoticeKind::RewardGifted {
            domain: Some("hyper"),
            count: Some(5),
        },
    );
}

#[test]
fn raids_and_milestones_are_read() {
    let line = r"@msg-id=raid;msg-param-displayName=An\sOld;msg-param-login=an_old;msg-param-viewerCount=42 :t USERNOTICE #a";
    let NoticeKind::Raided {
        login,
        display_name,
        viewers,
    } = notice(line).kind
    else {
        panic!("this is a raid");
    };
    assert_eq!((login, viewers), (Some("an_old"), Some(42)));
    assert_eq!(display_name.unwrap().text(), "An Old");
    check("msg-id=unraid", NoticeKind::RaidCanceled);
    check(
        "msg-id=bitsbadgetier;msg-param-threshold=1000",
        NoticeKind::BitsBadgeEarned {
            threshold: Some(1000),
        },
    );
    check(
        "msg-id=viewermilestone;msg-param-category=watch-streak;msg-param-copoReward=450;msg-param-value=5",
        NoticeKind::MilestoneReached {
            category: Some("watch-streak"),
            value: Some(5),
            points: Some(450),
        },
    );
    check(
        "msg-id=modiversary;msg-param-months=12",
        NoticeKind::ModeratorAnniversary { months: Some(12) },
    );
}

#[test]
fn the_kinds_that_twitch_does_not_document_are_read() {
    check(
        "msg-id=announcement;msg-param-color=PRIMARY",
        NoticeKind::Announced {
            color: Some("PRIMARY"),
        },
    );
    check(
        "msg-id=charitydonation;msg-param-donation-amount=500;msg-param-donation-currency=EUR;msg-param-exponent=2",
        NoticeKind::CharityDonated {
            amount: Some(500),
            currency: Some("EUR"),
            exponent: Some(2),
            charity: None,
        },
    );
    check(
        "msg-id=ritual;msg-param-ritual-name=new_chatter",
        NoticeKind::RitualPerformed {
            name: Some("new_chatter"),
        },
    );
    check(
        "msg-id=socialsharingbadge;msg-param-current-badge-level=2",
        NoticeKind::SharingBadgeEarned { level: Some(2) },
    );
}

#[test]
fn p01_a_kind_that_nobody_knows_is_kept_by_name() {
    for kind in [
        "midnightsquid",
        "extendsub",
        "primecommunitygiftreceived",
        "new-in-2027",
    ] {
        check(&format!("msg-id={kind}"), NoticeKind::Other(kind));
    }
    check("color=", NoticeKind::Other(""));
}

#[test]
fn s10_a_mirrored_notice_shows_what_happened_over_there_and_is_known_as_a_copy() {
    let notice = notice(
        "@login=ann;msg-id=sharedchatnotice;room-id=1001;source-msg-id=unraid;source-room-id=1002 :t USERNOTICE #a",
    );
    assert_eq!(notice.kind, NoticeKind::RaidCanceled);
    assert!(notice.is_copy());
}
