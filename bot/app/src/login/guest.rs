//! Who an account is to people: its name and its picture, asked of Twitch with the new token. What cannot be had is left out.

use std::sync::Arc;
use std::time::Duration;

use auth::{BoxFuture, Credential, Generation, Guest, Http, Picture, Token, TokenSource};
use http::header::CONTENT_TYPE;
use http::{Request, Uri};

use crate::context::Context;

/// Looks an account up; it takes a few seconds at most, and never fails.
pub(super) async fn look_up(context: &Context, http: &Http, credential: &Credential) -> Guest {
    let named = Guest {
        name: credential.login.to_string(),
        picture: None,
    };
    let asking = ask(context, http, credential);
    match tokio::time::timeout(PATIENCE, asking).await {
        Ok(Some(guest)) => guest,
        Ok(None) | Err(_) => named,
    }
}

async fn ask(context: &Context, http: &Http, credential: &Credential) -> Option<Guest> {
    let token = Fixed(Token::of_user(credential, Generation::FIRST));
    let client = helix::Client::new(http.clone(), context.helix_settings(), Arc::new(token));
    let users = match client.get_users().id(&credential.user_id).await {
        Ok(users) => users,
        Err(error) => {
            tracing::debug!(%error, "cannot ask for the name of who logged in");
            return None;
        }
    };
    let user = users.into_iter().next()?;
    Some(Guest {
        picture: picture(context, http, &user.profile_image_url).await,
        name: match user.display_name {
            name if name.is_empty() => credential.login.to_string(),
            name => name,
        },
    })
}

/// Twitch's pictures come over TLS; a simulator's come from where its calls are answered.
async fn picture(context: &Context, http: &Http, address: &str) -> Option<Picture> {
    let address: Uri = address.parse().ok()?;
    let helix: Uri = context.config.twitch.helix.as_str().parse().ok()?;
    let is_trusted =
        address.scheme_str() == Some("https") || address.authority() == helix.authority();
    if !is_trusted {
        return None;
    }
    let request = Request::get(address).body(Vec::new()).ok()?;
    let answer = http.send(request).await.ok()?;
    let media_type = answer.headers().get(CONTENT_TYPE)?.to_str().ok()?;
    let media_type = media_type.split(';').next()?.trim().to_owned();
    let is_picture = answer.status().is_success() && answer.body().len() <= PICTURE_LIMIT;
    is_picture.then(|| Picture {
        media_type,
        bytes: answer.body().to_vec(),
    })
}

/// One token, as long as it lasts.
#[derive(Debug)]
struct Fixed(Token);

impl TokenSource for Fixed {
    fn token(&self) -> BoxFuture<'_, Result<Token, auth::Error>> {
        Box::pin(async { Ok(self.0.clone()) })
    }

    fn report_unauthorized(&self, generation: Generation) {
        tracing::debug!(%generation, "the new token was refused");
    }
}

/// The person is waiting for the page that says who they are.
const PATIENCE: Duration = Duration::from_secs(5);
/// Twitch's are a tenth of that.
const PICTURE_LIMIT: usize = 2 * 1024 * 1024;
