//! A Twitch in memory that takes any code, and gives the tokens of whoever is said to have consented.

use std::error::Error as StdError;
use std::io;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Request, Response, Uri};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use streamhand_auth::{BoxFuture, Connect, Socket};

use crate::twitch::CLIENT;

/// Clones are the same Twitch.
#[derive(Debug, Clone, Default)]
pub(crate) struct Consenting(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    login: String,
    exchanges: usize,
}

impl Consenting {
    /// From now on all tokens are this account's.
    pub(crate) fn consent_as(&self, login: &str) {
        self.0.lock().unwrap().login = login.to_owned();
    }

    /// How many codes were exchanged.
    pub(crate) fn exchanges(&self) -> usize {
        self.0.lock().unwrap().exchanges
    }

    fn answer(&self, path: &str) -> String {
        let mut state = self.0.lock().unwrap();
        let login = state.login.clone();
        match path {
            "/oauth2/token" => {
                state.exchanges += 1;
                format!(
                    r#"{{"access_token":"u1canary-{login}","expires_in":14124,"refresh_token":"r1canary","scope":["chat:read"],"token_type":"bearer"}}"#
                )
            }
            _ => format!(
                r#"{{"client_id":"{CLIENT}","login":"{login}","scopes":["chat:read"],"user_id":"1001","expires_in":14120}}"#
            ),
        }
    }
}

impl Connect for Consenting {
    fn connect(
        &self,
        _address: Uri,
    ) -> BoxFuture<'static, Result<Box<dyn Socket>, Box<dyn StdError + Send + Sync>>> {
        let twitch = self.clone();
        Box::pin(async move {
            let (near, far) = tokio::io::duplex(64 * 1024);
            let service = service_fn(move |request: Request<Incoming>| {
                let body = twitch.answer(request.uri().path());
                async move { Ok::<_, io::Error>(Response::new(Full::new(Bytes::from(body)))) }
            });
            tokio::spawn(async move {
                // A line that breaks is the test's doing.
                let _ = http1::Builder::new()
                    .serve_connection(TokioIo::new(far), service)
                    .await;
            });
            Ok(Box::new(near) as Box<dyn Socket>)
        })
    }
}
