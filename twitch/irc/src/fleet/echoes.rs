//! The memory of what was heard while two connections are in the same channels, so that everything is told once.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::{Duration, Instant};

use super::order::LinkId;
use crate::line::Line;

/// What one of two connections has brought and the other has not; bounded, and the oldest is forgotten first.
///
/// What both have brought is forgotten at once: a third echo is nobody's to bring, and a lively chat would need
/// hundreds of kilobytes for it at each hand-over.
#[derive(Debug)]
pub(super) struct Echoes {
    first: LinkId,
    heard: BTreeMap<u64, Heard>,
    /// What was heard, by the order in which it was heard first.
    order: BTreeMap<u64, u64>,
    next_turn: u64,
    /// Whether something was forgotten that the first connection has not brought yet.
    is_blurred: bool,
    /// When nothing is to be feared any more; none while both connections are there.
    until: Option<Instant>,
}

/// How often a line came, from the first connection and from the other one, and how often it was told.
#[derive(Debug, Clone, Copy)]
struct Heard {
    /// Its place in the order.
    turn: u64,
    first: u32,
    other: u32,
    told: u32,
}

impl Echoes {
    /// A memory for the connection that goes and the one that comes.
    pub(super) const fn new(first: LinkId) -> Self {
        Self {
            first,
            heard: BTreeMap::new(),
            order: BTreeMap::new(),
            next_turn: 0,
            is_blurred: false,
            until: None,
        }
    }

    /// Whether a line that came through this connection is to be told.
    ///
    /// What has an id is told once. What has none, such as a CLEARCHAT, may rightly come twice through one connection;
    /// it is told as often as the connection says it that says it more often. What says how things stand now is always
    /// told: it comes again in the same words whenever that changes back, and to hear it twice does no harm.
    pub(super) fn is_news(&mut self, link: LinkId, line: &Line<'_>) -> bool {
        let id = line.tags().set("id");
        if id.is_none() && is_of_now(line) {
            return true;
        }
        let mut hasher = DefaultHasher::new();
        match id {
            // What we said and the state that confirms it have the same id.
            Some(id) => (line.command(), id.as_str()).hash(&mut hasher),
            None => line.as_str().hash(&mut hasher),
        }
        let key = hasher.finish();
        // Of two connections one is left: it may be late with what the other one brought, and nobody echoes what it brings first.
        if self.until.is_some() && !self.heard.contains_key(&key) {
            return true;
        }
        let mut heard = self.recall(key);
        let mine = if link == self.first {
            &mut heard.first
        } else {
            &mut heard.other
        };
        *mine = mine.saturating_add(1);
        let is_news = match id {
            Some(_) => heard.told == 0,
            None => *mine > heard.told,
        };
        heard.told += u32::from(is_news);
        let is_settled = match id {
            Some(_) => heard.first > 0 && heard.other > 0,
            None => heard.first == heard.other && heard.told == heard.first,
        };
        if is_settled {
            self.heard.remove(&key);
            self.order.remove(&heard.turn);
        } else {
            self.heard.insert(key, heard);
        }
        is_news
    }

    /// Another one comes beside this one: what was brought so far is still remembered.
    pub(super) fn pass_on(&mut self, first: LinkId) {
        self.until = None;
        self.is_blurred = false;
        // The other one may have gone before, and this one stayed.
        if self.first == first {
            return;
        }
        self.first = first;
        for heard in self.heard.values_mut() {
            heard.first = heard.other;
            heard.other = 0;
        }
    }

    /// Both connections have become one; late echoes may come until then.
    pub(super) const fn end(&mut self, until: Instant) {
        if self.until.is_none() {
            self.until = Some(until);
        }
    }

    /// Whether nothing is to be feared any more from the connection that is left, which last answered then.
    pub(super) fn is_over(&self, now: Instant, proven_at: Option<Instant>) -> bool {
        // After a sleep, what it brought before may lie unread.
        let is_up_to_date = |until| proven_at.is_some_and(|at| at + FRESH >= until);
        self.until
            .is_some_and(|until| until <= now && is_up_to_date(until))
    }

    /// Whether the first connection is so far behind that what it brings could not be told from what was told.
    pub(super) const fn is_blurred(&self) -> bool {
        self.is_blurred
    }

    /// What is remembered of a line; of one that is new, that it comes after all others.
    fn recall(&mut self, key: u64) -> Heard {
        if let Some(heard) = self.heard.get(&key) {
            return *heard;
        }
        if self.order.len() >= REMEMBERED
            && let Some((_, oldest)) = self.order.pop_first()
        {
            let forgotten = self.heard.remove(&oldest);
            self.is_blurred |= forgotten.is_some_and(|heard| heard.first < heard.other);
        }
        let turn = self.next_turn;
        self.next_turn += 1;
        self.order.insert(turn, key);
        Heard {
            turn,
            first: 0,
            other: 0,
            told: 0,
        }
    }
}

/// Whether a line tells a state or answers somebody, and not what happened at a moment that it names.
pub(super) fn is_of_now(line: &Line<'_>) -> bool {
    matches!(
        line.command(),
        "NOTICE" | "ROOMSTATE" | "USERSTATE" | "GLOBALUSERSTATE"
    )
}

/// A connection answers at least so often.
const FRESH: Duration = Duration::from_secs(30);

/// How many lines are remembered that only one has brought: seconds of the busiest channels, while two connections are rarely a second apart.
/// A silent one is given up before it could bring anything that is forgotten.
const REMEMBERED: usize = 8192;

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: LinkId = LinkId(1);
    const NEW: LinkId = LinkId(2);

    fn check(lines: &[(LinkId, &str, bool)]) {
        let mut echoes = Echoes::new(OLD);
        for (link, line, expected) in lines {
            let line = Line::parse(line).unwrap();
            let is_news = echoes.is_news(*link, &line);
            assert_eq!(is_news, *expected, "{line:?} from {link:?}");
        }
    }

    #[test]
    fn i03_a_message_with_an_id_is_told_once_whoever_brings_it() {
        check(&[
            (OLD, "@id=1 :a PRIVMSG #a :x", true),
            (NEW, "@id=1 :a PRIVMSG #a :x", false),
            (NEW, "@id=2 :a PRIVMSG #a :x", true),
            (NEW, "@id=2 :a PRIVMSG #a :x", false),
            (OLD, "@id=2 :a PRIVMSG #a :x", false),
        ]);
    }

    #[test]
    fn i03_what_has_no_id_is_told_as_often_as_one_connection_says_it() {
        check(&[
            (OLD, "CLEARCHAT #a", true),
            (OLD, "CLEARCHAT #a", true),
            (NEW, "CLEARCHAT #a", false),
            (NEW, "CLEARCHAT #a", false),
            (NEW, "CLEARCHAT #a", true),
            (OLD, "@id=;x=1 CLEARCHAT #a", true),
        ]);
    }

    #[test]
    fn i03_what_we_said_and_what_confirms_it_have_one_id_and_are_both_told() {
        check(&[
            (NEW, "@id=1 :bot PRIVMSG #a :x", true),
            (OLD, "@id=1;mod=0 :tmi.twitch.tv USERSTATE #a", true),
        ]);
    }

    #[test]
    fn i03_what_says_how_things_stand_is_told_whoever_brings_it_and_however_often() {
        for line in [
            "@msg-id=slow_on :tmi.twitch.tv NOTICE #a :This room is now in slow mode.",
            "@room-id=1;slow=10 :tmi.twitch.tv ROOMSTATE #a",
            "@badges=;mod=0 :tmi.twitch.tv USERSTATE #a",
        ] {
            check(&[(OLD, line, true), (OLD, line, true), (NEW, line, true)]);
        }
        let said = "@id=1;mod=0 :tmi.twitch.tv USERSTATE #a";
        check(&[(OLD, said, true), (NEW, said, false)]);
    }

    #[test]
    fn i03_an_echo_that_comes_after_the_next_hand_over_has_begun_is_known_too() {
        for line in ["@id=1 :a PRIVMSG #a :x", "CLEARCHAT #a"] {
            let message = Line::parse(line).unwrap();
            let mut echoes = Echoes::new(OLD);
            assert!(echoes.is_news(OLD, &message));
            echoes.pass_on(NEW);
            assert!(!echoes.is_news(NEW, &message), "{line:?} late");
            assert!(
                !echoes.is_news(LinkId(3), &message),
                "{line:?} from the third"
            );
        }
    }

    #[test]
    fn the_memory_has_a_limit_and_forgets_the_oldest() {
        let mut echoes = Echoes::new(OLD);
        for number in 0..3 * REMEMBERED {
            let line = format!("@id={number} :a PRIVMSG #a :x");
            assert!(echoes.is_news(OLD, &Line::parse(&line).unwrap()));
        }
        assert_eq!(echoes.heard.len(), REMEMBERED);
        let last = format!("@id={} :a PRIVMSG #a :x", 3 * REMEMBERED - 1);
        assert!(!echoes.is_news(NEW, &Line::parse(&last).unwrap()));
    }

    #[test]
    fn i03_what_both_have_brought_takes_no_memory_and_what_one_has_brought_is_still_known() {
        let mut echoes = Echoes::new(OLD);
        let late = Line::parse("@id=late :a PRIVMSG #a :x").unwrap();
        assert!(echoes.is_news(NEW, &late));
        for number in 0..3 * REMEMBERED {
            for line in [
                format!("@id={number} :a PRIVMSG #a :x"),
                "CLEARCHAT #a".to_owned(),
            ] {
                let line = Line::parse(&line).unwrap();
                assert!(echoes.is_news(OLD, &line), "{number}");
                assert!(!echoes.is_news(NEW, &line), "{number}");
            }
        }
        assert_eq!((echoes.heard.len(), echoes.order.len()), (1, 1));
        assert!(!echoes.is_blurred());
        assert!(!echoes.is_news(OLD, &late));
    }

    #[test]
    fn i03_once_one_connection_is_left_only_what_the_other_one_brought_is_remembered() {
        let mut echoes = Echoes::new(OLD);
        let early = Line::parse("@id=early :a PRIVMSG #a :x").unwrap();
        assert!(echoes.is_news(OLD, &early));
        #[expect(clippy::disallowed_methods, reason = "any moment will do")]
        echoes.end(Instant::now());
        for number in 0..3 * REMEMBERED {
            let line = format!("@id={number} :a PRIVMSG #a :x");
            assert!(echoes.is_news(NEW, &Line::parse(&line).unwrap()));
        }
        assert!(!echoes.is_news(NEW, &early));
        assert!(echoes.heard.is_empty() && echoes.order.is_empty());
    }
}
