//! Which key does what, as one table for people and as code. What it does is decided by the state.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::prompt::Edit;

/// What a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Press {
    /// The input line is changed.
    Edit(Edit),
    /// What was typed is done.
    Enter,
    /// What was typed is completed.
    Complete,
    /// The completion before that.
    CompleteBack,
    /// What lies a page above.
    PageUp,
    /// What lies a page below.
    PageDown,
    /// The newest lines; the end of the input if they are seen already.
    Bottom,
    /// The next channel.
    NextTab,
    /// The channel before.
    PreviousTab,
    /// That channel, counted from one.
    Tab(usize),
    /// The message above is chosen.
    ChooseAbove,
    /// The message below is chosen.
    ChooseBelow,
    /// Whatever was begun is left.
    Leave,
    /// Ctrl-C.
    Interrupt,
    /// Ctrl-D.
    EndOfInput,
    /// Ctrl-Z.
    Suspend,
    /// Everything is drawn anew.
    Redraw,
}

/// What a key is for; nothing if it is for nothing.
pub(super) fn press(key: KeyEvent) -> Option<Press> {
    if key.kind == KeyEventKind::Release {
        return None;
    }
    let has = |modifier| key.modifiers.contains(modifier);
    // On some keyboards a third level is typed with both of them.
    if has(KeyModifiers::CONTROL) && !has(KeyModifiers::ALT) {
        return with_control(key.code);
    }
    if has(KeyModifiers::ALT) && !has(KeyModifiers::CONTROL) {
        return with_alt(key.code);
    }
    Some(match key.code {
        KeyCode::Char(letter) => Press::Edit(Edit::Insert(letter)),
        KeyCode::Backspace => Press::Edit(Edit::Backspace),
        KeyCode::Delete => Press::Edit(Edit::Delete),
        KeyCode::Left => Press::Edit(Edit::Left),
        KeyCode::Right => Press::Edit(Edit::Right),
        KeyCode::Home => Press::Edit(Edit::Start),
        KeyCode::Up => Press::Edit(Edit::Older),
        KeyCode::Down => Press::Edit(Edit::Newer),
        KeyCode::End => Press::Bottom,
        KeyCode::Enter => Press::Enter,
        KeyCode::Tab => Press::Complete,
        KeyCode::BackTab => Press::CompleteBack,
        KeyCode::PageUp => Press::PageUp,
        KeyCode::PageDown => Press::PageDown,
        KeyCode::Esc => Press::Leave,
        _ => return None,
    })
}

fn with_control(code: KeyCode) -> Option<Press> {
    Some(match code {
        KeyCode::Char('a') => Press::Edit(Edit::Start),
        KeyCode::Char('e') => Press::Edit(Edit::End),
        KeyCode::Char('u') => Press::Edit(Edit::DeleteToStart),
        KeyCode::Char('k') => Press::Edit(Edit::DeleteToEnd),
        // Many terminals send this for Backspace with Ctrl.
        KeyCode::Char('w' | 'h') | KeyCode::Backspace => Press::Edit(Edit::DeleteWord),
        KeyCode::Left => Press::Edit(Edit::WordLeft),
        KeyCode::Right => Press::Edit(Edit::WordRight),
        KeyCode::Char('n') => Press::NextTab,
        KeyCode::Char('p') => Press::PreviousTab,
        KeyCode::Up => Press::ChooseAbove,
        KeyCode::Down => Press::ChooseBelow,
        KeyCode::End => Press::Bottom,
        KeyCode::Char('c') => Press::Interrupt,
        KeyCode::Char('d') => Press::EndOfInput,
        KeyCode::Char('z') => Press::Suspend,
        KeyCode::Char('l') => Press::Redraw,
        _ => return None,
    })
}

fn with_alt(code: KeyCode) -> Option<Press> {
    Some(match code {
        KeyCode::Left => Press::PreviousTab,
        KeyCode::Right => Press::NextTab,
        // Terminals that know no Up with Ctrl know it with Alt.
        KeyCode::Up => Press::ChooseAbove,
        KeyCode::Down => Press::ChooseBelow,
        KeyCode::Char('b') => Press::Edit(Edit::WordLeft),
        KeyCode::Char('f') => Press::Edit(Edit::WordRight),
        KeyCode::Backspace => Press::Edit(Edit::DeleteWord),
        KeyCode::Char(digit @ '1'..='9') => Press::Tab(digit.to_digit(10)? as usize),
        _ => return None,
    })
}

/// What people are told of the keys.
pub(super) const KEYS: &[(&str, &str)] = &[
    (
        "Enter",
        "says what was typed, or does it if it begins with /",
    ),
    (
        "Tab, Shift+Tab",
        "completes a name or a command; again, the next one",
    ),
    ("Up, Down", "bring back what was typed before"),
    (
        "PageUp, PageDown, End",
        "look back, forward, and at the newest lines",
    ),
    (
        "Alt+1 … Alt+9, Ctrl+N, Ctrl+P",
        "go to another channel; Alt+Left and Alt+Right as well",
    ),
    (
        "Ctrl+Up, Ctrl+Down",
        "choose a message, also with Alt; then Enter answers it, d deletes it, t and b write the command for a timeout or a ban, Esc leaves it",
    ),
    (
        "Ctrl+W, Ctrl+U, Ctrl+K",
        "delete a word, everything before, and everything behind the cursor",
    ),
    (
        "Ctrl+C",
        "empties the line; on an empty one it ends the program, as Ctrl+D does",
    ),
    (
        "Ctrl+Z, Ctrl+L",
        "goes back to the shell for a while (not on Windows), and draws everything anew",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_the_third_level_are_typed_and_orders_are_not() {
        let press_of = |letter, modifiers| press(KeyEvent::new(KeyCode::Char(letter), modifiers));
        let both = KeyModifiers::CONTROL | KeyModifiers::ALT;
        let typed = |letter| Some(Press::Edit(Edit::Insert(letter)));
        assert_eq!(press_of('@', both), typed('@'));
        assert_eq!(press_of('A', KeyModifiers::SHIFT), typed('A'));
        assert_eq!(press_of('c', KeyModifiers::CONTROL), Some(Press::Interrupt));
        assert_eq!(press_of('3', KeyModifiers::ALT), Some(Press::Tab(3)));
        assert_eq!(press_of('x', KeyModifiers::CONTROL), None);
    }
}
