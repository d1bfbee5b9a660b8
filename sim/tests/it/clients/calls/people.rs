//! People and channels: accounts, colors, followers, blocks, extensions, teams.

use serde_json::json;
use twitch_api::helix::channels::{
    GetChannelEditorsRequest, GetChannelFollowersRequest, GetChannelInformationRequest,
    GetFollowedChannels, ModifyChannelInformationBody, ModifyChannelInformationRequest,
};
use twitch_api::helix::chat::{GetUserChatColorRequest, UpdateUserChatColorRequest};
use twitch_api::helix::subscriptions::{
    CheckUserSubscriptionRequest, GetBroadcasterSubscriptionsRequest,
};
use twitch_api::helix::teams::get_channel_teams::GetChannelTeamsRequest;
use twitch_api::helix::teams::get_teams::GetTeamsRequest;
use twitch_api::helix::users::{
    BlockUserRequest, GetAuthorizationByUserRequest, GetUserActiveExtensionsRequest,
    GetUserBlockListRequest, GetUserExtensionsRequest, GetUsersRequest, UnblockUserRequest,
    UpdateUserRequest,
};
use twitch_api::types::{NamedUserColor, SubscriptionTier};
use twitch_oauth2::Scope;

use super::judge::{Judge, ROOM, bare};

pub(super) async fn calls(judge: &Judge) {
    oneself(judge).await;
    audience(judge).await;
    belongings(judge).await;
}

async fn oneself(judge: &Judge) {
    let (owner, bot, app) = (&judge.owner, &judge.bot, &judge.app);
    let users = judge
        .get(app, GetUsersRequest::ids(&[ROOM, "12345678"]))
        .await;
    assert_eq!(users.len(), 2);
    let oneself = judge
        .put(bot, bare(UpdateUserRequest::description("beep")))
        .await;
    assert_eq!(oneself.description.as_deref(), Some("beep"));
    let granted = judge
        .get(app, GetAuthorizationByUserRequest::new(&"12345678"))
        .await;
    assert!(granted[0].scopes.contains(&Scope::UserWriteChat));

    judge
        .put(
            bot,
            bare(UpdateUserChatColorRequest::new(
                &bot.user_id,
                NamedUserColor::Coral,
            )),
        )
        .await;
    let colors = judge
        .get(app, GetUserChatColorRequest::user_ids(&"12345678"))
        .await;
    assert_eq!(
        colors[0].color.as_ref().map(|color| color.as_str()),
        Some("#FF7F50")
    );

    let mut change = ModifyChannelInformationBody::new();
    change
        .title("Fixing what broke yesterday")
        .tags(&["Cozy", "Rust"]);
    judge
        .patch(
            owner,
            (
                ModifyChannelInformationRequest::broadcaster_id(ROOM),
                change,
            ),
        )
        .await;
    let channel = judge
        .get(app, GetChannelInformationRequest::broadcaster_ids(&ROOM))
        .await;
    assert_eq!(channel[0].title, "Fixing what broke yesterday");
    judge
        .get(owner, GetChannelEditorsRequest::broadcaster_id(ROOM))
        .await;
}

async fn audience(judge: &Judge) {
    let (owner, bot) = (&judge.owner, &judge.bot);
    let followers = judge
        .get(owner, GetChannelFollowersRequest::broadcaster_id(ROOM))
        .await;
    assert!(!followers.is_empty());
    let followed = judge
        .get(bot, GetFollowedChannels::user_id(&bot.user_id))
        .await;
    assert!(
        followed
            .iter()
            .any(|channel| channel.broadcaster_id.as_str() == ROOM)
    );
    let subscribers = judge
        .get(
            owner,
            GetBroadcasterSubscriptionsRequest::broadcaster_id(ROOM),
        )
        .await;
    assert!(!subscribers.is_empty());
    let order =
        json!({"do": "subscribe", "channel": "somechannel", "user": "perty", "tier": "1000"});
    judge.order("/sim/chat", &order).await;
    let own = CheckUserSubscriptionRequest::broadcaster_id(ROOM).user_ids(&"12345678");
    let own = judge.get(bot, own).await;
    assert_eq!(own.tier, SubscriptionTier::Tier1);
}

async fn belongings(judge: &Judge) {
    let (owner, bot, app) = (&judge.owner, &judge.bot, &judge.app);
    let other = judge.id("tin_roof").await;
    judge
        .put(bot, bare(BlockUserRequest::block_user(&other)))
        .await;
    let blocked = judge
        .get(bot, GetUserBlockListRequest::broadcaster_id(&bot.user_id))
        .await;
    assert_eq!(blocked.len(), 1);
    judge
        .delete(bot, UnblockUserRequest::unblock_user(&other))
        .await;

    let installed = judge.get(owner, GetUserExtensionsRequest::new()).await;
    assert!(!installed.is_empty());
    judge
        .get(owner, GetUserActiveExtensionsRequest::new())
        .await;

    let teams = judge
        .get(app, GetChannelTeamsRequest::broadcaster_id(ROOM))
        .await;
    let team = judge.get(app, GetTeamsRequest::id(&teams[0].team.id)).await;
    assert!(!team[0].users.is_empty());
}
