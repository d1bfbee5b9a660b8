//! Chat over TCP, plain or with TLS: bytes in, bytes out; what they mean is the session's business.

use std::future::pending;
use std::io;
use std::sync::Arc;
use std::time::Instant;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use super::hall::Hall;
use super::pouring::Pouring;
use super::tls::Tls;
use super::wire::{Habits, Wire};
use crate::chat::outbox::{Farewell, IrcId, IrcOutput};
use crate::mischief::Flow;
use crate::torrent::Torrent;
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
    let stream: Box<dyn Stream> = match tls {
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
    let mut connection = Connection {
        id,
        habits,
        hall,
        pouring: None,
    };
    if let Err(error) = connection.serve(stream, &writer).await {
        tracing::debug!(%error, "a chat connection broke");
    }
    connection.hall.close_irc(id);
}

/// One connection that a client got.
struct Connection {
    id: IrcId,
    habits: Habits,
    hall: Arc<Hall>,
    /// What is poured into it beside what it is told.
    pouring: Option<Pouring>,
}

impl Connection {
    async fn serve(
        &mut self,
        stream: Box<dyn Stream>,
        writer: &tokio::sync::Notify,
    ) -> io::Result<()> {
        let (id, hall) = (self.id, Arc::clone(&self.hall));
        let (mut reading, mut writing) = tokio::io::split(stream);
        let mut read = vec![0; READ_BUFFER];
        loop {
            let output = hall.with(|twitch| twitch.poll_irc(id));
            self.habits.follow(output.flow);
            let told = self.tell(&output, &mut writing);
            match hall
                .wait_for_client((id, writer), output.farewell, told)
                .await
            {
                Some(told) => told?,
                None => {
                    // How it ends may have been ordered in the meantime.
                    let output = hall.with(|twitch| twitch.poll_irc(id));
                    if output.farewell == Farewell::Reset {
                        self.habits.end_with_reset();
                    }
                    return Ok(());
                }
            }
            if output.closes {
                return Ok(());
            }
            let is_open = output.flow != Flow::Silent;
            tokio::select! {
                length = reading.read(&mut read), if is_open => match length? {
                    0 => return Ok(()),
                    length => self.hear(&read[..length]),
                },
                () = writer.notified() => {}
                poured = pour(&mut self.pouring, &mut writing), if is_open => poured?,
            }
        }
    }

    /// Writes what the client is told, and the end if it comes after that.
    async fn tell(
        &mut self,
        output: &IrcOutput,
        writing: &mut (impl AsyncWrite + Unpin),
    ) -> io::Result<()> {
        if output.farewell == Farewell::Reset {
            self.habits.end_with_reset();
            return Ok(());
        }
        if let Some(pouring) = &mut self.pouring
            && !output.lines.is_empty()
        {
            pouring.finish_line(writing).await?;
        }
        write(writing, output).await?;
        if !output.closes {
            return self.follow(output.torrent.clone(), writing).await;
        }
        match output.farewell {
            Farewell::Polite | Farewell::Impatient => writing.shutdown().await,
            Farewell::Cut | Farewell::Reset => Ok(()),
        }
    }

    /// Begins with a torrent that is new, and ends one that is over behind a whole line.
    async fn follow(
        &mut self,
        torrent: Option<Arc<Torrent>>,
        writing: &mut (impl AsyncWrite + Unpin),
    ) -> io::Result<()> {
        let is_same = match (&self.pouring, &torrent) {
            (Some(pouring), Some(torrent)) => pouring.is_of(torrent),
            (None, None) => true,
            _ => false,
        };
        if is_same {
            return Ok(());
        }
        if let Some(mut pouring) = self.pouring.take() {
            pouring.finish_line(writing).await?;
        }
        self.pouring = torrent.map(Pouring::new);
        Ok(())
    }

    fn hear(&mut self, bytes: &[u8]) {
        if let Some(pouring) = &mut self.pouring {
            pouring.hear(bytes, Instant::now());
        }
        self.hall.with(|twitch| twitch.handle_irc(self.id, bytes));
    }
}

async fn pour(
    pouring: &mut Option<Pouring>,
    writing: &mut (impl AsyncWrite + Unpin),
) -> io::Result<()> {
    match pouring {
        Some(pouring) => pouring.pour(writing).await,
        None => pending().await,
    }
}

/// Writes all lines in few pieces: one write per line would cost a system call each.
async fn write(stream: &mut (impl AsyncWrite + Unpin), output: &IrcOutput) -> io::Result<()> {
    if output.lines.is_empty() {
        return Ok(());
    }
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
