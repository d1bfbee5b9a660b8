//! What users must have granted to the application before its app token may act for them.

use spec::AppTokenGrant;
use types::UserId;

use super::{identity, scopes};
use crate::helix::call::Call;
use crate::helix::refusal::Refusal;
use crate::world::World;

/// Checks every grant that the endpoint wants.
pub(super) fn check(world: &World, call: &Call<'_>) -> Result<(), Refusal> {
    for grant in call.endpoint.app_token_grants {
        let Some(id) = call.anywhere(grant.param) else {
            return Err(Refusal::missing(grant.param));
        };
        let grantor = UserId::new(id);
        if grant.grantor == "moderator"
            && let Some(channel) = identity::channel(world, call)
        {
            identity::permit(channel.may_moderate(&grantor), "a moderator")?;
        }
        let client = &call.caller.client;
        let is_granted = |scope: &str| world.tokens.is_granted(&grantor, client, scope);
        if !grant.scopes.are_met_by(is_granted) && !is_waived(world, call, grant) {
            return Err(not_granted(grant));
        }
    }
    Ok(())
}

fn is_waived(world: &World, call: &Call<'_>, grant: &AppTokenGrant) -> bool {
    if grant.waived_if != Some("sender_is_moderator_or_broadcaster") {
        return false;
    }
    let sender = call.anywhere("sender_id").map(UserId::new);
    let channel = identity::channel(world, call);
    sender
        .zip(channel)
        .is_some_and(|(sender, channel)| channel.may_moderate(&sender))
}

fn not_granted(grant: &AppTokenGrant) -> Refusal {
    let (who, wanted) = (grant.grantor, scopes::wanted(&grant.scopes));
    let message = format!("The {who} must have authorized the app with the scope {wanted}");
    // A channel that did not let the bot in is a matter of permission, not of the token.
    if grant.scopes.all_of == ["channel:bot"] {
        Refusal::forbidden(message)
    } else {
        Refusal::unauthorized(message)
    }
}
