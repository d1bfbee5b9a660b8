//! Results on standard output, and words beside them on standard error; the only place of the commands that prints.

use std::io::{self, ErrorKind, Write};
use std::sync::OnceLock;

use crate::failure::{Failure, Status};

/// Why the first line was lost that could not be printed.
static LOST: OnceLock<io::Error> = OnceLock::new();

/// Prints one line; the end of the program tells whether one was [`lost`].
#[cfg(not(test))]
pub(crate) fn line(text: &str) {
    let mut output = anstream::stdout().lock();
    note(writeln!(output, "{text}").and_then(|()| output.flush()));
}

/// A reader who went away is no reason to fail: nobody is left to be told. Anything else is, a full disk above all.
pub(crate) fn note(printed: io::Result<()>) {
    if let Err(error) = printed
        && error.kind() != ErrorKind::BrokenPipe
    {
        let _known = LOST.set(error);
    }
}

/// The failure that something was not printed, if that is so.
pub(crate) fn lost() -> Option<Failure> {
    let error = LOST.get()?;
    let happened = format!("cannot print the result: {error}");
    let failure = Failure::new(Status::Failed, happened)
        .meaning("What was printed is not whole, although the command itself went through.");
    Some(failure.advice("look at where the output goes, whether its disk is full for example"))
}

/// Tells a person something beside the result, on standard error.
pub(crate) fn aside(text: &str) {
    let mut output = anstream::stderr().lock();
    let _unread = writeln!(output, "{text}").and_then(|()| output.flush());
}

/// What commands print that run inside of a test belongs to that test.
#[cfg(test)]
pub(crate) fn line(text: &str) {
    println!("{text}");
    PRINTED.with_borrow_mut(|printed| printed.push(text.to_owned()));
}

/// What was printed in this test since the last time that it asked.
#[cfg(test)]
pub(crate) fn take_printed() -> Vec<String> {
    PRINTED.take()
}

#[cfg(test)]
thread_local! {
    static PRINTED: std::cell::RefCell<Vec<String>> = const { std::cell::RefCell::new(Vec::new()) };
}
