//! Keeps the screen up to date with a running bot: every happening, and the figures twice a second.

use std::time::{Duration, Instant};

use crate::bot::Bot;
use crate::screen::Screen;
use crate::screen::shown::Figures;

/// A screen that follows a bot.
#[derive(Debug)]
pub(crate) struct Viewing<'screen> {
    screen: &'screen Screen,
    counted_at: Instant,
    lines_then: u64,
    lines_per_second: u64,
}

/// Why nothing is followed any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Watched {
    /// The bot ended.
    Ended,
    /// Nobody reads what is shown.
    Unread,
}

impl<'screen> Viewing<'screen> {
    /// Begins with what the bot has counted so far as nothing.
    pub(crate) fn new(screen: &'screen Screen) -> Self {
        Self {
            screen,
            counted_at: Instant::now(),
            lines_then: 0,
            lines_per_second: 0,
        }
    }

    /// Follows the bot until it ends; it goes on without anybody who watches.
    pub(crate) async fn follow(&mut self, bot: &mut Bot) {
        while self.follow_while_read(bot).await == Watched::Unread {}
    }

    /// Follows the bot until it ends, or until something is shown that nobody reads, as behind `| head`.
    pub(crate) async fn follow_while_read(&mut self, bot: &mut Bot) -> Watched {
        let mut tick = tokio::time::interval(TICK);
        loop {
            tokio::select! {
                biased;
                _ = tick.tick() => self.update(bot),
                shown = bot.shown.recv() => match shown {
                    Some(shown) if self.screen.show(&shown) => {}
                    Some(_) => return Watched::Unread,
                    None => return Watched::Ended,
                },
            }
        }
    }

    fn update(&mut self, bot: &Bot) {
        let elapsed = self.counted_at.elapsed();
        if elapsed >= Duration::from_secs(1) {
            let lines = bot.counters.chat_lines.value();
            let new = u128::from(lines.saturating_sub(self.lines_then));
            self.lines_per_second =
                u64::try_from(new * 1_000 / elapsed.as_millis().max(1)).unwrap_or(u64::MAX);
            (self.counted_at, self.lines_then) = (Instant::now(), lines);
        }
        self.screen.update(Figures {
            accounts: bot.living_accounts(),
            lines_per_second: self.lines_per_second,
            commands: bot.counters.commands.value(),
            replies: bot.counters.replies_sent.value(),
            answer_time: bot.counters.answer_time(),
        });
    }
}

/// How often the figures change.
const TICK: Duration = Duration::from_millis(500);
