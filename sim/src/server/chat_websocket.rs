//! Chat over WebSocket: one text frame may hold several lines, in both directions.

use std::sync::Arc;

use axum::extract::ws::{Message, Utf8Bytes, WebSocket};

use super::hall::Hall;
use super::wire::Habits;
use crate::chat::outbox::{Farewell, IrcId, IrcOutput};
use crate::mischief::Flow;

/// Serves one connection until either side ends it.
pub(super) async fn serve(mut socket: WebSocket, hall: Arc<Hall>, habits: Habits) {
    let (id, writer) = hall.open_irc();
    let writer = writer.as_ref();
    let mut farewell;
    loop {
        let output = hall.with(|twitch| twitch.poll_irc(id));
        habits.follow(output.flow);
        farewell = output.farewell;
        if farewell == Farewell::Reset {
            break;
        }
        let written = write(&mut socket, &output);
        match hall.wait_for_client((id, writer), farewell, written).await {
            Some(Ok(())) if !output.closes => {}
            Some(_) => break,
            None => {
                // How it ends may have been ordered in the meantime.
                farewell = hall.with(|twitch| twitch.poll_irc(id)).farewell;
                break;
            }
        }
        tokio::select! {
            message = socket.recv(), if output.flow != Flow::Silent => match message {
                Some(Ok(message)) => take(message, id, &hall),
                Some(Err(_)) | None => break,
            },
            () = writer.notified() => {}
            () = hall.stopped() => break,
        }
    }
    match farewell {
        Farewell::Polite | Farewell::Impatient => {
            let goodbye = socket.send(Message::Close(None));
            // The client may be gone already; then there is nobody to say goodbye to.
            let _ = hall.wait_for_client((id, writer), farewell, goodbye).await;
        }
        Farewell::Cut => {}
        Farewell::Reset => habits.end_with_reset(),
    }
    hall.close_irc(id);
}

fn take(message: Message, id: IrcId, hall: &Hall) {
    let bytes = match message {
        Message::Text(_) | Message::Binary(_) => message.into_data(),
        // The WebSocket answers these by itself; they hold no lines, and chat asks for life in its own way.
        Message::Ping(_) | Message::Pong(_) | Message::Close(_) => return,
    };
    hall.with(|twitch| {
        twitch.handle_irc(id, &bytes);
        // The end of a frame ends a line, with or without CRLF.
        if !bytes.ends_with(b"\n") {
            twitch.handle_irc(id, b"\r\n");
        }
    });
}

/// Writes all lines in frames that hold as many as arrived together, up to a size that every client takes.
async fn write(socket: &mut WebSocket, output: &IrcOutput) -> Result<(), axum::Error> {
    let mut frame = String::new();
    for line in &output.lines {
        if !frame.is_empty() && frame.len() + line.len() > LONGEST_FRAME {
            send(socket, std::mem::take(&mut frame)).await?;
        }
        // Replayed lines may hold anything; a text frame may not.
        frame.push_str(&String::from_utf8_lossy(line));
    }
    if frame.is_empty() {
        return Ok(());
    }
    send(socket, frame).await
}

async fn send(socket: &mut WebSocket, frame: String) -> Result<(), axum::Error> {
    socket.send(Message::Text(Utf8Bytes::from(frame))).await
}

const LONGEST_FRAME: usize = 16 * 1024;
