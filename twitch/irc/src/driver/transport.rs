//! One open connection, whatever it is made of: lines go in one by one, bytes come out.
//!
//! Writing has a task of its own, so that a server that takes nothing cannot keep us from reading.

use std::io;
use std::time::Duration;

use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadHalf, WriteHalf};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message as Frame;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

use super::address::Address;
use super::dial::KnownAddresses;
use super::endurance;
use super::tls::Tls;
use crate::error::Error;
use crate::outgoing::Outgoing;

/// An open connection, from which both ends are taken.
#[derive(Debug)]
pub(super) struct Transport {
    pub(super) reader: Reader,
    pub(super) writer: Lines,
}

/// Where lines go in.
#[derive(Debug)]
pub(super) struct Lines {
    queue: mpsc::Sender<Outgoing>,
    writing: JoinHandle<()>,
}

/// Anything that bytes go through.
pub(super) trait Io: AsyncRead + AsyncWrite + Send + Unpin + std::fmt::Debug {}

impl<Any: AsyncRead + AsyncWrite + Send + Unpin + std::fmt::Debug> Io for Any {}

pub(super) type Stream = Box<dyn Io>;

/// Where bytes come out.
#[derive(Debug)]
pub(super) enum Reader {
    Lines(ReadHalf<Stream>),
    Frames(SplitStream<WebSocketStream<Stream>>),
}

#[derive(Debug)]
enum Writer {
    Lines(WriteHalf<Stream>),
    Frames(SplitSink<WebSocketStream<Stream>, Frame>),
}

impl Transport {
    /// Opens a connection; it has no deadline of its own, the machine's holds.
    pub(super) async fn open(
        address: Address,
        tls: Tls,
        known: KnownAddresses,
    ) -> Result<Self, Error> {
        let network = |source| Error::Network {
            address: address.to_string(),
            source,
        };
        let stream = connect(&address, &tls, &known).await.map_err(network)?;
        let (reader, writer) = if address.scheme.is_web_socket() {
            let frames = upgrade(&address, stream).await.map_err(network)?;
            let (sink, frames) = frames.split();
            (Reader::Frames(frames), Writer::Frames(sink))
        } else {
            let (reader, writer) = tokio::io::split(stream);
            (Reader::Lines(reader), Writer::Lines(writer))
        };
        let (queue, lines) = mpsc::channel(UNSENT);
        let writing = tokio::spawn(write_all(writer, lines));
        let writer = Lines { queue, writing };
        Ok(Self { reader, writer })
    }
}

impl Lines {
    /// Queues a line; a server that takes so few that the queue is full is as good as gone.
    pub(super) fn send(&self, line: Outgoing) -> Result<(), String> {
        let sent = self.queue.try_send(line);
        sent.map_err(|_| "the server does not take our lines".to_owned())
    }

    /// Closes the connection when everything queued has been sent.
    pub(super) async fn close(self) {
        drop(self.queue);
        // The task ends by itself; that it was canceled or panicked would change nothing.
        let _ = self.writing.await;
    }
}

impl Reader {
    /// Appends what came; an error is the reason why nothing more will come.
    pub(super) async fn read(&mut self, buffer: &mut Vec<u8>) -> Result<(), String> {
        match self {
            Self::Lines(reader) => {
                // A quiet connection keeps a small buffer; one that fills it gets a bigger one.
                let is_busy = buffer.capacity() > 0 && buffer.len() == buffer.capacity();
                let room = if is_busy {
                    CHUNK.min(2 * buffer.capacity())
                } else {
                    SMALL_CHUNK
                };
                buffer.clear();
                buffer.reserve(room);
                match reader.read_buf(buffer).await {
                    Ok(0) => Err(CLOSED.to_owned()),
                    Ok(_) => Ok(()),
                    Err(error) => Err(error.to_string()),
                }
            }
            Self::Frames(frames) => {
                buffer.clear();
                match frames.next().await {
                    Some(Ok(frame)) => take_frame(&frame, buffer),
                    Some(Err(error)) => Err(error.to_string()),
                    None => Err(CLOSED.to_owned()),
                }
            }
        }
    }
}

type AnyError = Box<dyn std::error::Error + Send + Sync>;

async fn connect(address: &Address, tls: &Tls, known: &KnownAddresses) -> Result<Stream, AnyError> {
    let stream = known.connect(&address.host, address.port).await?;
    stream.set_nodelay(true)?;
    endurance::limit(&stream);
    if !address.scheme.is_encrypted() {
        return Ok(Box::new(stream));
    }
    let name = ServerName::try_from(address.host.clone())?;
    let connector = TlsConnector::from(tls.config());
    let stream = connector.connect(name, stream).await?;
    Ok(Box::new(stream))
}

async fn upgrade(address: &Address, stream: Stream) -> Result<WebSocketStream<Stream>, AnyError> {
    let config = WebSocketConfig::default()
        .max_message_size(Some(MESSAGE_LIMIT))
        .max_frame_size(Some(MESSAGE_LIMIT));
    let request = address.to_string();
    let upgrade = tokio_tungstenite::client_async_with_config(request, stream, Some(config));
    let (frames, _) = upgrade.await?;
    Ok(frames)
}

/// A frame holds whole lines; the last of them may lack its end.
fn take_frame(frame: &Frame, buffer: &mut Vec<u8>) -> Result<(), String> {
    match frame {
        Frame::Text(_) | Frame::Binary(_) => {
            let payload: &[u8] = match frame {
                Frame::Text(text) => text.as_bytes(),
                other => &other.clone().into_data(),
            };
            buffer.extend_from_slice(payload);
            if !payload.ends_with(b"\n") {
                buffer.extend_from_slice(b"\r\n");
            }
            Ok(())
        }
        Frame::Close(Some(close)) => Err(format!("{CLOSED} ({}: {})", close.code, close.reason)),
        Frame::Close(None) => Err(CLOSED.to_owned()),
        // The library answers pings by itself.
        Frame::Ping(_) | Frame::Pong(_) | Frame::Frame(_) => Ok(()),
    }
}

/// Writes lines until there are no more; a server that takes nothing for long is given up.
async fn write_all(mut writer: Writer, mut queue: mpsc::Receiver<Outgoing>) {
    let mut lines = Vec::new();
    while queue.recv_many(&mut lines, UNSENT).await > 0 {
        let written = timeout(WRITE_TIME, writer.write(lines.drain(..))).await;
        if !matches!(written, Ok(Ok(()))) {
            // Reading tells why, or the PING that stays unanswered.
            return;
        }
    }
    let _ = timeout(WRITE_TIME, writer.finish()).await;
}

impl Writer {
    async fn write(&mut self, lines: impl Iterator<Item = Outgoing>) -> io::Result<()> {
        match self {
            Self::Lines(writer) => {
                for line in lines {
                    writer.write_all(line.as_bytes()).await?;
                }
                writer.flush().await
            }
            Self::Frames(sink) => {
                for line in lines {
                    let text = String::from_utf8_lossy(line.as_bytes());
                    let frame = Frame::text(text.trim_end_matches(['\r', '\n']));
                    sink.feed(frame).await.map_err(io::Error::other)?;
                }
                sink.flush().await.map_err(io::Error::other)
            }
        }
    }

    async fn finish(&mut self) -> io::Result<()> {
        match self {
            Self::Lines(writer) => writer.shutdown().await,
            Self::Frames(sink) => sink.close().await.map_err(io::Error::other),
        }
    }
}

const CLOSED: &str = "the server closed the connection";

/// How much is read at once from a connection that has much to say.
const CHUNK: usize = 128 * 1024;

/// How much a connection can say at once that says little; thousands of these are held.
const SMALL_CHUNK: usize = 2 * 1024;

/// How many lines may wait for the server to take them.
const UNSENT: usize = 1024;

/// How long the server may take none of our lines.
const WRITE_TIME: Duration = Duration::from_secs(30);

/// The most that one WebSocket message may hold; many lines of the greatest length.
const MESSAGE_LIMIT: usize = 1024 * 1024;
