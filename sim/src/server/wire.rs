//! The bytes of one TCP connection, below TLS, HTTP and WebSocket: as they come, in small pieces, or ended by a reset. It does not know what they mean.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha12Rng;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::Sleep;

use crate::mischief::Flow;

/// A TCP connection with habits.
pub(super) struct Wire {
    stream: TcpStream,
    habits: Habits,
    /// The pause behind the last piece.
    pause: Option<Pin<Box<Sleep>>>,
}

/// What a connection is used to do; shared with whoever decides it.
#[derive(Clone, Default)]
pub(super) struct Habits(Arc<Mutex<Inside>>);

#[derive(Default)]
struct Inside {
    flow: Flow,
    pieces: Option<Pieces>,
    ends_with_reset: bool,
}

struct Pieces {
    largest: usize,
    gap: Duration,
    random: ChaCha12Rng,
}

impl Wire {
    pub(super) fn new(stream: TcpStream, habits: Habits) -> Self {
        Self {
            stream,
            habits,
            pause: None,
        }
    }
}

impl Habits {
    /// Lets bytes travel so from now on.
    pub(super) fn follow(&self, flow: Flow) {
        let mut inside = self.lock();
        if inside.flow == flow {
            return;
        }
        inside.flow = flow;
        inside.pieces = match flow {
            Flow::Free | Flow::Silent => None,
            Flow::Pieces { largest, gap, seed } => Some(Pieces {
                largest,
                gap,
                random: ChaCha12Rng::seed_from_u64(seed),
            }),
        };
    }

    /// The connection ends with a TCP reset whenever it ends.
    pub(super) fn end_with_reset(&self) {
        self.lock().ends_with_reset = true;
    }

    /// How many bytes of a text go next, and how long nothing follows them.
    fn next_piece(&self, length: usize) -> (usize, Duration) {
        match &mut self.lock().pieces {
            None => (length, Duration::ZERO),
            Some(pieces) => {
                let drawn = pieces.random.random_range(1..=pieces.largest);
                (drawn.min(length), pieces.gap)
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        if self.habits.lock().ends_with_reset
            && let Err(error) = self.stream.set_zero_linger()
        {
            tracing::debug!(%error, "a connection ends more politely than was ordered");
        }
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if let Some(pause) = &mut self.pause {
            ready!(pause.as_mut().poll(context));
            self.pause = None;
        }
        let (length, gap) = self.habits.next_piece(bytes.len());
        let written = ready!(Pin::new(&mut self.stream).poll_write(context, &bytes[..length]))?;
        if !gap.is_zero() {
            self.pause = Some(Box::pin(tokio::time::sleep(gap)));
        }
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
