//! The terminal as a stage: taken at the start, given back as it was at the end, whatever the end is. What is drawn on it is the business of `view`.

mod brush;
mod suspension;

use std::io::{self, Stdout, stdout};
use std::panic;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ratatui::Terminal;
use ratatui::crossterm::event::{
    self, DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
    Event,
};
use ratatui::crossterm::terminal::{
    DisableLineWrap, EnableLineWrap, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode,
};
use ratatui::crossterm::{cursor, execute};
use ratatui::layout::Rect;
use tokio::sync::mpsc;

use brush::Brush;

/// The terminal, as long as it is ours.
#[derive(Debug)]
pub(super) struct Stage {
    terminal: Terminal<Brush<Stdout>>,
    is_taken: Arc<AtomicBool>,
    has_wheel: bool,
}

impl Stage {
    /// Takes the terminal.
    ///
    /// # Errors
    /// If it is none, or does not do what it is told.
    pub(super) fn open() -> io::Result<Self> {
        let is_taken = Arc::new(AtomicBool::new(true));
        give_back_before_a_panic_is_told(Arc::clone(&is_taken));
        let stage = Self {
            terminal: Terminal::new(Brush::new(stdout()))?,
            is_taken,
            has_wheel: false,
        };
        stage.take()?;
        Ok(stage)
    }

    /// Draws what has changed.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub(super) fn draw(&mut self, draw: impl FnOnce(&mut ratatui::Frame<'_>)) -> io::Result<()> {
        self.terminal.draw(draw).map(|_| ())
    }

    /// How large it is.
    pub(super) fn area(&self) -> Rect {
        let size = self.terminal.size().unwrap_or_default();
        Rect::new(0, 0, size.width, size.height)
    }

    /// Has everything drawn anew the next time.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub(super) fn clear(&mut self) -> io::Result<()> {
        // `Terminal::clear` would ask where the cursor is, and whoever listens to the keyboard would get the answer.
        self.terminal.resize(self.area())
    }

    /// Takes the wheel of the mouse, with which the terminal marks no text meanwhile, or gives it back.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub(super) fn take_wheel(&mut self, is_wanted: bool) -> io::Result<()> {
        self.has_wheel = is_wanted;
        match is_wanted {
            true => execute!(stdout(), EnableMouseCapture),
            false => execute!(stdout(), DisableMouseCapture),
        }
    }

    /// Goes back to the shell until it calls again.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub(super) fn suspend(&mut self) -> io::Result<()> {
        give_back();
        suspension::suspend();
        self.take()?;
        self.take_wheel(self.has_wheel)?;
        self.clear()
    }

    fn take(&self) -> io::Result<()> {
        enable_raw_mode()?;
        self.is_taken.store(true, Ordering::SeqCst);
        // What a terminal takes for wider than it was counted must not reach the next row.
        execute!(
            stdout(),
            EnterAlternateScreen,
            EnableBracketedPaste,
            DisableLineWrap
        )
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if self.is_taken.swap(false, Ordering::SeqCst) {
            give_back();
        }
    }
}

/// Keys, pasted texts and sizes as they come. Waiting for them cannot be broken off, so nobody waits for this thread at the end.
pub(super) fn listen() -> mpsc::Receiver<Event> {
    let (events, waiting) = mpsc::channel(EVENTS_WAITING);
    std::thread::spawn(move || {
        loop {
            match event::read() {
                Ok(event) => {
                    if events.blocking_send(event).is_err() {
                        break;
                    }
                }
                Err(error) => {
                    tracing::warn!(%error, "the keyboard cannot be read any more");
                    break;
                }
            }
        }
    });
    waiting
}

/// What a panic says would otherwise stand on a screen that disappears with it.
fn give_back_before_a_panic_is_told(is_taken: Arc<AtomicBool>) {
    let tell = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if is_taken.swap(false, Ordering::SeqCst) {
            give_back();
        }
        tell(panic);
    }));
}

/// A terminal that is gone needs nothing.
fn give_back() {
    let _gone = execute!(
        stdout(),
        EnableLineWrap,
        DisableMouseCapture,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        cursor::Show
    );
    let _gone = disable_raw_mode();
}

/// A person types slower than this is emptied.
const EVENTS_WAITING: usize = 256;
