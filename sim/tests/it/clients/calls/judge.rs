//! The other library at one simulator, with everybody's tokens; it panics about what does not work, and keeps what was called.

use std::cell::RefCell;
use std::collections::BTreeSet;

use serde_json::Value;
use streamhand_sim::Server;
use twitch_api::HelixClient;
use twitch_api::helix::{
    EmptyBody, HelixRequestBody, Request, RequestDelete, RequestGet, RequestPatch, RequestPost,
    RequestPut,
};
use twitch_api::types::UserId;
use twitch_oauth2::{AppAccessToken, TwitchToken, UserToken};

use super::super::door::Door;
use super::super::oauth::{self, Who};

/// The other library, with somebody's token for everything.
pub(super) struct Judge {
    pub(super) helix: HelixClient<'static, Door>,
    pub(super) owner: UserToken,
    pub(super) bot: UserToken,
    pub(super) app: AppAccessToken,
    called: RefCell<BTreeSet<String>>,
}

impl Judge {
    pub(super) async fn at(server: &Server) -> Self {
        let helix = Door::client(server);
        let (id, secret) = oauth::application(&server.env());
        let app = AppAccessToken::get_app_access_token(&helix, id, secret, vec![]);
        let app = app.await.expect("the application has its secret");
        let owner = oauth::token(&helix, server, Who::Broadcaster).await;
        let bot = oauth::token(&helix, server, Who::Bot).await;
        Self {
            owner,
            bot,
            app,
            helix,
            called: RefCell::default(),
        }
    }

    pub(super) async fn get<R>(&self, token: &impl TwitchToken, request: R) -> R::Response
    where
        R: Request + RequestGet,
    {
        self.note("GET", R::PATH);
        match self.helix.req_get(request, token).await {
            Ok(answer) => answer.data,
            Err(error) => panic!("GET {}: {error:?}", R::PATH),
        }
    }

    pub(super) async fn post<R, B>(
        &self,
        token: &impl TwitchToken,
        (request, body): (R, B),
    ) -> R::Response
    where
        R: Request + RequestPost<Body = B>,
        B: HelixRequestBody,
    {
        self.note("POST", R::PATH);
        match self.helix.req_post(request, body, token).await {
            Ok(answer) => answer.data,
            Err(error) => panic!("POST {}: {error:?}", R::PATH),
        }
    }

    pub(super) async fn put<R, B>(
        &self,
        token: &impl TwitchToken,
        (request, body): (R, B),
    ) -> R::Response
    where
        R: Request + RequestPut<Body = B>,
        B: HelixRequestBody,
    {
        self.note("PUT", R::PATH);
        match self.helix.req_put(request, body, token).await {
            Ok(answer) => answer.data,
            Err(error) => panic!("PUT {}: {error:?}", R::PATH),
        }
    }

    pub(super) async fn patch<R, B>(
        &self,
        token: &impl TwitchToken,
        (request, body): (R, B),
    ) -> R::Response
    where
        R: Request + RequestPatch<Body = B>,
        B: HelixRequestBody,
    {
        self.note("PATCH", R::PATH);
        match self.helix.req_patch(request, body, token).await {
            Ok(answer) => answer.data,
            Err(error) => panic!("PATCH {}: {error:?}", R::PATH),
        }
    }

    pub(super) async fn delete<R>(&self, token: &impl TwitchToken, request: R) -> R::Response
    where
        R: Request + RequestDelete,
    {
        self.note("DELETE", R::PATH);
        match self.helix.req_delete(request, token).await {
            Ok(answer) => answer.data,
            Err(error) => panic!("DELETE {}: {error:?}", R::PATH),
        }
    }

    /// Somebody's id by their login.
    pub(super) async fn id(&self, login: &str) -> UserId {
        let user = self.helix.get_user_from_login(login, &self.app).await;
        user.expect("users are found").expect("there is one").id
    }

    /// Lets the world outside do something.
    pub(super) async fn order(&self, path: &str, order: &Value) -> Value {
        let answer = self.helix.get_client().control(path, order).await;
        serde_json::from_slice(answer.body()).expect("the answer is JSON")
    }

    /// What was called, each method and path once.
    pub(super) fn into_called(self) -> BTreeSet<String> {
        self.called.into_inner()
    }

    fn note(&self, method: &str, path: &str) {
        let call = format!("{method} {path}");
        self.called.borrow_mut().insert(call);
    }
}

/// A request that has no body.
pub(super) fn bare<R>(request: R) -> (R, EmptyBody) {
    (request, EmptyBody)
}

/// The channel of all this, and its broadcaster.
pub(super) const ROOM: &str = "1001";
/// Another channel.
pub(super) const ELSEWHERE: &str = "1002";
