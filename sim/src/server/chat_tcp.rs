//! Chat over TCP, plain or with TLS: bytes in, bytes out; what they mean is the session's business.

use std::io;
use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use super::hall::Hall;
use crate::chat::outbox::{IrcId, IrcOutput};

/// A connection of either kind.
trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}

impl<Anything: AsyncRead + AsyncWrite + Unpin + Send> Stream for Anything {}

/// Takes connections for ever; dropping this ends them all.
pub(super) async fn listen(listener: TcpListener, tls: Option<TlsAcceptor>, hall: Arc<Hall>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(connect(stream, tls.clone(), Arc::clone(&hall)));
                }
                // Out of file descriptors, most likely: those that are open go on.
                Err(error) => {
                    tracing::warn!(%error, "a chat connection could not be taken");
                    tokio::task::yield_now().await;
                }
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn connect(stream: TcpStream, tls: Option<TlsAcceptor>, hall: Arc<Hall>) {
    // Chat lines are short and someone waits for each of them.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a chat connection keeps its delay");
    }
    let mut stream: Box<dyn Stream> = match tls {
        None => Box::new(stream),
        Some(tls) => match tls.accept(stream).await {
            Ok(stream) => Box::new(stream),
            Err(error) => {
                tracing::debug!(%error, "a chat client gave up during the TLS handshake");
                return;
            }
        },
    };
    let (id, writer) = hall.open_irc();
    if let Err(error) = serve(&mut stream, id, &writer, &hall).await {
        tracing::debug!(%error, "a chat connection broke");
    }
    hall.close_irc(id);
}

async fn serve(
    stream: &mut Box<dyn Stream>,
    id: IrcId,
    writer: &tokio::sync::Notify,
    hall: &Hall,
) -> io::Result<()> {
    let mut read = vec![0; READ_BUFFER];
    loop {
        tokio::select! {
            length = stream.read(&mut read) => match length? {
                0 => return Ok(()),
                length => hall.with(|twitch| twitch.handle_irc(id, &read[..length])),
            },
            () = writer.notified() => {}
        }
        let output = hall.with(|twitch| twitch.poll_irc(id));
        write(stream, &output).await?;
        if output.is_cut {
            return Ok(());
        }
        if output.closes {
            return stream.shutdown().await;
        }
    }
}

/// Writes all lines in few pieces: one write per line would cost a system call each.
async fn write(stream: &mut Box<dyn Stream>, output: &IrcOutput) -> io::Result<()> {
    let mut piece = Vec::new();
    for line in &output.lines {
        piece.extend_from_slice(line);
        if piece.len() >= WRITE_PIECE {
            stream.write_all(&piece).await?;
            piece.clear();
        }
    }
    stream.write_all(&piece).await?;
    stream.flush().await
}

const READ_BUFFER: usize = 8 * 1024;
const WRITE_PIECE: usize = 64 * 1024;
