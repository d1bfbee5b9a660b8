//! Chat over TCP, plain or with TLS: bytes in, bytes out; what they mean is the session's business.

use std::io;
use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use super::hall::Hall;
use super::tls::Tls;
use super::wire::{Habits, Wire};
use crate::chat::outbox::{Farewell, IrcId, IrcOutput};
use crate::mischief::Flow;
use crate::twitch::Twitch;

/// A connection of either kind.
trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}

impl<Anything: AsyncRead + AsyncWrite + Unpin + Send> Stream for Anything {}

/// Takes connections for ever; dropping this ends them all.
pub(super) async fn listen(listener: TcpListener, tls: Option<Arc<Tls>>, hall: Arc<Hall>) {
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

async fn connect(stream: TcpStream, tls: Option<Arc<Tls>>, hall: Arc<Hall>) {
    // Chat lines are short and someone waits for each of them.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a chat connection keeps its delay");
    }
    let habits = Habits::default();
    let wire = Wire::new(stream, habits.clone());
    let mut stream: Box<dyn Stream> = match tls {
        None => Box::new(wire),
        Some(tls) => match tls.accept(wire, hall.with(Twitch::tls_trouble)).await {
            Ok(stream) => Box::new(stream),
            Err(error) => {
                tracing::debug!(%error, "no TLS connection came about with a chat client");
                return;
            }
        },
    };
    let (id, writer) = hall.open_irc();
    let mut connection = Connection { id, habits, hall };
    if let Err(error) = connection.serve(&mut stream, &writer).await {
        tracing::debug!(%error, "a chat connection broke");
    }
    connection.hall.close_irc(id);
}

/// One connection that a client got.
struct Connection {
    id: IrcId,
    habits: Habits,
    hall: Arc<Hall>,
}

impl Connection {
    async fn serve(
        &mut self,
        stream: &mut Box<dyn Stream>,
        writer: &tokio::sync::Notify,
    ) -> io::Result<()> {
        let id = self.id;
        let mut read = vec![0; READ_BUFFER];
        loop {
            let output = self.hall.with(|twitch| twitch.poll_irc(id));
            self.habits.follow(output.flow);
            match output.farewell {
                Farewell::Polite => write(stream, &output).await?,
                Farewell::Cut => return write(stream, &output).await,
                Farewell::Reset => {
                    self.habits.end_with_reset();
                    return Ok(());
                }
            }
            if output.closes {
                return stream.shutdown().await;
            }
            tokio::select! {
                length = stream.read(&mut read), if output.flow != Flow::Silent => match length? {
                    0 => return Ok(()),
                    length => self.hall.with(|twitch| twitch.handle_irc(id, &read[..length])),
                },
                () = writer.notified() => {}
            }
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
