//! Results on standard output, and words beside them on standard error; the only place of the commands that prints.

use std::io::Write;

/// Prints one line. A reader who went away is no reason to fail: nobody is left to be told.
#[cfg(not(test))]
pub(crate) fn line(text: &str) {
    let mut output = anstream::stdout().lock();
    let _unread = writeln!(output, "{text}").and_then(|()| output.flush());
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
