//! The login service's port: HTTP on the loopback around the ledger, in a thread of its own. It decides nothing.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use auth::Settings;
use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use types::ClientId;

use crate::ledger::Ledger;

/// A login service that runs until the program ends.
#[derive(Debug, Clone)]
pub(crate) struct Service {
    ledger: Arc<Mutex<Ledger>>,
    /// Connections that are open.
    callers: Arc<AtomicUsize>,
    /// How long the answer to a refresh is on its way, in milliseconds.
    delay: Arc<AtomicU64>,
    address: SocketAddr,
}

impl Service {
    /// Opens a port and serves the ledger on it.
    pub(crate) fn start(ledger: Ledger) -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).context("cannot open a port")?;
        listener.set_nonblocking(true)?;
        let service = Self {
            ledger: Arc::new(Mutex::new(ledger)),
            callers: Arc::default(),
            delay: Arc::default(),
            address: listener.local_addr()?,
        };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let served = service.clone();
        thread::Builder::new()
            .name("login service".to_owned())
            .spawn(move || runtime.block_on(served.serve(listener)))?;
        Ok(service)
    }

    pub(crate) fn ledger(&self) -> MutexGuard<'_, Ledger> {
        // The books are consistent after each entry, so a panic elsewhere spoils nothing.
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until nobody is connected: what a killed client has sent is acted on although nobody waits for the answer.
    ///
    /// A killed client's connection may still wait to be accepted, and then nobody counts it. Connections are accepted
    /// in their order, so all earlier ones are counted when a later one gets its answer.
    pub(crate) fn wait_until_alone(&self) -> Result<()> {
        self.ask("GET /alone HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")?
            .read_to_end(&mut Vec::new())
            .context("the login service does not answer")?;
        while self.callers.load(Ordering::SeqCst) > 0 {
            thread::sleep(Duration::from_micros(200));
        }
        Ok(())
    }

    /// Sends a request on a connection of its own and does not wait for the answer.
    fn ask(&self, request: &str) -> Result<TcpStream> {
        let mut stream =
            TcpStream::connect(self.address).context("the login service is not there")?;
        stream.write_all(request.as_bytes())?;
        Ok(stream)
    }

    /// Where it is for the process of this number, as the settings of a client name it.
    pub(crate) fn address_for(&self, process: u32) -> String {
        format!("http://{}/{process}", self.address)
    }

    /// Lets each answer to a refresh take this long, after the service has acted on it.
    pub(crate) fn delay_answers(&self, delay: Duration) {
        let millis = u64::try_from(delay.as_millis()).unwrap_or(u64::MAX);
        self.delay.store(millis, Ordering::Relaxed);
    }

    async fn serve(self, listener: TcpListener) {
        let Ok(listener) = tokio::net::TcpListener::from_std(listener) else {
            return;
        };
        // A client that is killed takes its connections with it, which is no trouble of the service.
        while let Ok((stream, _)) = listener.accept().await {
            let _ = stream.set_nodelay(true);
            self.callers.fetch_add(1, Ordering::SeqCst);
            let service = self.clone();
            tokio::spawn(async move {
                let callers = Arc::clone(&service.callers);
                let answer = service_fn(move |request| service.clone().answer(request));
                // What a client has asked counts, though it died right after.
                let _ = http1::Builder::new()
                    .half_close(true)
                    .serve_connection(TokioIo::new(stream), answer)
                    .await;
                callers.fetch_sub(1, Ordering::SeqCst);
            });
        }
    }

    async fn answer(self, request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
        let (parts, body) = request.into_parts();
        let body = match body.collect().await {
            Ok(body) => body.to_bytes(),
            // The client died while it was asking: it has asked for nothing.
            Err(_) => return Ok(response(400, String::new())),
        };
        let path = parts.uri.path().trim_start_matches('/');
        let (process, path) = path.split_once('/').unwrap_or_default();
        let asked_by = process.parse().unwrap_or_default();
        Ok(match path {
            "validate" => {
                let header = parts.headers.get(AUTHORIZATION);
                let header = header.and_then(|value| value.to_str().ok());
                validate(&mut self.ledger(), header.unwrap_or_default())
            }
            "token" => {
                let answer = refresh(&mut self.ledger(), (&body, asked_by));
                let delay = Duration::from_millis(self.delay.load(Ordering::Relaxed));
                if !delay.is_zero() {
                    tokio::time::sleep(delay).await;
                }
                answer
            }
            _ => refuse(404, "not found"),
        })
    }
}

/// The application that all accounts belong to, asking at this address.
pub(crate) fn settings(address: &str) -> Result<Settings> {
    Ok(Settings::new(ClientId::new(CLIENT)).with_base(address)?)
}

/// The name of an account, which its id makes.
pub(crate) fn login_of(person: u32) -> String {
    format!("account{person}")
}

fn validate(ledger: &mut Ledger, header: &str) -> Response<Full<Bytes>> {
    let access = header.strip_prefix("OAuth ").unwrap_or_default();
    let Some(person) = ledger.validate(access) else {
        return refuse(401, "invalid access token");
    };
    let (login, remaining) = (login_of(person), ledger.remaining);
    let body = format!(
        r#"{{"client_id":"{CLIENT}","login":"{login}","scopes":["chat:read"],"user_id":"{person}","expires_in":{remaining}}}"#
    );
    response(200, body)
}

fn refresh(ledger: &mut Ledger, (body, asked_by): (&[u8], u32)) -> Response<Full<Bytes>> {
    let form: BTreeMap<String, String> = serde_urlencoded::from_bytes(body).unwrap_or_default();
    let token = form.get("refresh_token").map_or("", String::as_str);
    let Some(pair) = ledger.refresh(token, asked_by) else {
        return refuse(400, "Invalid refresh token");
    };
    let (access, refresh) = (pair.access.expose(), pair.refresh.expose());
    let body = format!(
        r#"{{"access_token":"{access}","refresh_token":"{refresh}","expires_in":{LIFE},"scope":["chat:read"],"token_type":"bearer"}}"#
    );
    response(200, body)
}

fn refuse(status: u16, message: &str) -> Response<Full<Bytes>> {
    response(
        status,
        format!(r#"{{"status":{status},"message":"{message}"}}"#),
    )
}

fn response(status: u16, body: String) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(body)));
    *response.status_mut() = http::StatusCode::from_u16(status).unwrap_or_default();
    response
}

/// The id of the application.
pub(crate) const CLIENT: &str = "bars";

/// How long a token is said to live when it is given, in seconds.
const LIFE: u64 = 14_400;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Uses;

    #[test]
    fn b2_what_a_client_has_asked_before_it_died_is_acted_on_before_anybody_looks() {
        let service = Service::start(Ledger::new(60)).unwrap();
        let mut pair = service.ledger().log_in(1, Uses::Once);
        for asked in 1..=500 {
            let form = format!("refresh_token={}", pair.refresh.expose());
            let request = format!(
                "POST /1/token HTTP/1.1\r\nhost: localhost\r\ncontent-length: {}\r\n\r\n{form}",
                form.len()
            );
            drop(service.ask(&request).unwrap());
            service.wait_until_alone().unwrap();
            let ledger = service.ledger();
            assert_eq!(ledger.rotations, asked);
            let number = ledger.person(1).unwrap().newest;
            pair = crate::ledger::pair(crate::ledger::Serial { person: 1, number });
        }
    }
}
