//! How requests of `twitch_api` and `twitch_oauth2` come here: their addresses are fixed, so host and port are rewritten on the way, and nothing else.

use std::io;

use futures_util::future::BoxFuture;
use http::header::CONTENT_TYPE;
use http::uri::{Authority, Scheme};
use http::{Request, Response, StatusCode, Uri};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;
use streamhand_sim::Server;
use twitch_api::client::Bytes;
use twitch_api::{HelixClient, HttpClient};

/// The way to one simulator.
#[derive(Clone)]
pub(super) struct Door {
    authority: Authority,
    http: Client<HttpConnector, Full<Bytes>>,
}

impl Door {
    pub(super) fn of(server: &Server) -> Self {
        let authority = server.places().http.to_string();
        Self {
            authority: authority.parse().expect("an address is an authority"),
            http: Client::builder(TokioExecutor::new()).build_http(),
        }
    }

    /// Both libraries take this as their HTTP client.
    pub(super) fn client(server: &Server) -> HelixClient<'static, Self> {
        HelixClient::with_client(Self::of(server))
    }

    /// Does what a person or the world outside does, by the control API.
    pub(super) async fn control(&self, path: &str, order: &Value) -> Response<Bytes> {
        let request = Request::post(format!("http://sim{path}"))
            .header(CONTENT_TYPE, "application/json")
            .body(Bytes::from(order.to_string()))
            .expect("the test makes a good request");
        let answer = self.send(request).await.expect("the simulator answers");
        assert_eq!(answer.status(), StatusCode::OK, "{order}: {answer:?}");
        answer
    }

    /// Asks without following where an answer points.
    pub(super) async fn get(&self, url: &str) -> Response<Bytes> {
        let request = Request::get(url)
            .body(Bytes::new())
            .expect("the test makes a good request");
        self.send(request).await.expect("the simulator answers")
    }

    fn send(
        &self,
        mut request: Request<Bytes>,
    ) -> BoxFuture<'static, Result<Response<Bytes>, io::Error>> {
        let mut target = request.uri().clone().into_parts();
        target.scheme = Some(Scheme::HTTP);
        target.authority = Some(self.authority.clone());
        let http = self.http.clone();
        Box::pin(async move {
            *request.uri_mut() = Uri::from_parts(target).map_err(io::Error::other)?;
            let answer = http.request(request.map(Full::new)).await;
            let (parts, body) = answer.map_err(io::Error::other)?.into_parts();
            let body = body.collect().await.map_err(io::Error::other)?.to_bytes();
            Ok(Response::from_parts(parts, body))
        })
    }
}

impl HttpClient for Door {
    type Error = io::Error;

    fn req(
        &self,
        request: Request<Bytes>,
    ) -> impl Future<Output = Result<Response<Bytes>, io::Error>> + Send + use<> {
        self.send(request)
    }
}
