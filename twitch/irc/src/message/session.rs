//! The messages that keep a connection going: login, capabilities, PING and PONG.

use crate::line::Line;

/// The server asks whether we are there; it wants the same text back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ping<'a> {
    /// What to send back.
    pub text: &'a str,
}

/// The server answers our PING.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pong<'a> {
    /// What we had sent, or the server's name if that was nothing.
    pub text: &'a str,
}

/// The login worked (`001`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Welcome<'a> {
    /// Our login as the server sees it, whatever nick was sent.
    pub login: &'a str,
}

/// The server's answer to a request for capabilities.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capabilities<'a> {
    /// What it says about them.
    pub verdict: Verdict,
    /// The names, separated by blanks.
    pub names: &'a str,
}

/// What the server says about capabilities.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// They are switched on (`ACK`).
    Granted,
    /// They are not known; none of the request is switched on (`NAK`).
    Refused,
    /// They are listed (`LS`, `LIST`).
    Listed,
}

/// The server does not know a command that we sent (`421`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownCommand<'a> {
    /// The command.
    pub command: &'a str,
}

impl<'a> Ping<'a> {
    pub(crate) fn read(line: &Line<'a>) -> Self {
        let text = line.params().last().unwrap_or("");
        Self { text }
    }
}

impl<'a> Pong<'a> {
    pub(crate) fn read(line: &Line<'a>) -> Self {
        let text = line.params().last().unwrap_or("");
        Self { text }
    }
}

impl<'a> Welcome<'a> {
    pub(crate) fn read(line: &Line<'a>) -> Option<Self> {
        let login = line.params().get(0)?;
        Some(Self { login })
    }
}

impl<'a> Capabilities<'a> {
    pub(crate) fn read(line: &Line<'a>) -> Option<Self> {
        let verdict = match line.params().get(1)? {
            "ACK" => Verdict::Granted,
            "NAK" => Verdict::Refused,
            "LS" | "LIST" => Verdict::Listed,
            _ => return None,
        };
        let names = line.params().get(2).unwrap_or("");
        Some(Self { verdict, names })
    }
}

impl<'a> UnknownCommand<'a> {
    pub(crate) fn read(line: &Line<'a>) -> Option<Self> {
        let command = line.params().get(1)?;
        Some(Self { command })
    }
}
