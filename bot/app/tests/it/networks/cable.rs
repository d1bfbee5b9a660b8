//! Two namespaces of the kernel with a cable between them, gone when this is dropped. What goes over the cable is nobody's business here.

use std::fs::File;
use std::os::fd::AsFd;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use rustix::thread::{LinkNameSpaceType, move_into_link_name_space};

/// A network of two: Twitch's side and the bot's side.
pub(super) struct Cable {
    twitch: String,
    bot: String,
}

impl Cable {
    /// Lays it: 10.77.0.1 and fd77::1 on Twitch's side, 10.77.0.2 and fd77::2 on the bot's.
    pub(super) fn lay() -> Self {
        sweep();
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = |side| format!("{PREFIX}{}-{number}{side}", std::process::id());
        let cable = Self {
            twitch: name("t"),
            bot: name("b"),
        };
        let Self { twitch, bot } = &cable;
        for namespace in [twitch, bot] {
            run("ip", &["netns", "add", namespace]);
            // One side is bound to addresses of both kinds that are there from the first moment on.
            run("ip", &["-n", namespace, "link", "set", "lo", "up"]);
        }
        let ends = ["dev", "t0", "netns", twitch];
        let pair = ["type", "veth", "peer", "name", "b0", "netns", bot];
        run("ip", &[&["link", "add"], &ends[..], &pair[..]].concat());
        for (namespace, end, host) in [(twitch, "t0", 1), (bot, "b0", 2)] {
            let (four, six) = (format!("10.77.0.{host}/24"), format!("fd77::{host}/64"));
            run(
                "ip",
                &["-n", namespace, "address", "add", &four, "dev", end],
            );
            let six = ["address", "add", &six, "dev", end, "nodad"];
            run("ip", &[&["-n", namespace], &six[..]].concat());
            run("ip", &["-n", namespace, "link", "set", end, "up"]);
        }
        cable
    }

    /// What a program is started through to be on the bot's side.
    pub(super) fn to_bot(&self) -> Vec<String> {
        ["ip", "netns", "exec", &self.bot].map(str::to_owned).into()
    }

    /// Puts this thread, and whatever it starts from now on, on Twitch's side.
    pub(super) fn enter_twitch(&self) {
        enter(&self.twitch);
    }

    /// Puts this thread on the bot's side.
    pub(super) fn enter_bot(&self) {
        enter(&self.bot);
    }

    /// The file that says which name server the bot's side asks; the system lays it over the usual one.
    pub(super) fn resolver(&self) -> PathBuf {
        let folder = Path::new("/etc/netns").join(&self.bot);
        std::fs::create_dir_all(&folder).expect("root may write there");
        folder.join("resolv.conf")
    }

    /// Adds rules to the firewall on Twitch's side; `in` and `out` are the chains that everything goes through.
    pub(super) fn rule(&self, rules: &[&str]) {
        filter(&self.twitch, rules);
    }

    /// Lets nothing through any more, and tells nobody.
    pub(super) fn cut(&self) {
        self.rule(&["in iifname t0 drop", "out oifname t0 drop"]);
    }

    /// Lets everything through again.
    pub(super) fn mend(&self) {
        for namespace in [&self.twitch, &self.bot] {
            run(
                "ip",
                &["netns", "exec", namespace, "nft", "flush", "ruleset"],
            );
        }
    }

    /// Runs `ip` on the bot's side.
    pub(super) fn ip_at_bot(&self, arguments: &[&str]) {
        run("ip", &[&["-n", &self.bot], arguments].concat());
    }

    /// Runs `ip` on Twitch's side.
    pub(super) fn ip_at_twitch(&self, arguments: &[&str]) {
        run("ip", &[&["-n", &self.twitch], arguments].concat());
    }

    /// Limits how fast both sides send.
    pub(super) fn narrow(&self, rate: &str) {
        for (namespace, end) in [(&self.twitch, "t0"), (&self.bot, "b0")] {
            let shape = ["root", "tbf", "rate", rate, "burst", "2kb", "latency", "2s"];
            let place = ["-n", namespace, "qdisc", "add", "dev", end];
            run("tc", &[&place[..], &shape[..]].concat());
        }
    }

    /// Lets a third of all packets go a slower way, so that others overtake them.
    pub(super) fn disorder(&self) {
        for (namespace, end) in [(&self.twitch, "t0"), (&self.bot, "b0")] {
            let tc = |words: &str| {
                let words: Vec<_> = words.split(' ').collect();
                let place = [
                    &["-n", namespace][..],
                    &words[..2],
                    &["dev", end],
                    &words[2..],
                ];
                run("tc", &place.concat());
            };
            tc("qdisc add root handle 1: htb default 10");
            tc("class add parent 1: classid 1:10 htb rate 100mbit");
            tc("class add parent 1: classid 1:20 htb rate 128kbit");
            let rule = format!("out oifname {end} numgen random mod 3 < 1 meta priority set 1:20");
            filter(namespace, &[&rule]);
        }
    }
}

impl Drop for Cable {
    fn drop(&mut self) {
        for namespace in [&self.twitch, &self.bot] {
            remove(namespace);
        }
    }
}

fn filter(namespace: &str, rules: &[&str]) {
    let nft = |arguments: &[&str]| {
        run(
            "ip",
            &[&["netns", "exec", namespace, "nft"], arguments].concat(),
        );
    };
    nft(&["add table inet trial"]);
    for (chain, hook) in [("in", "input"), ("out", "output"), ("through", "forward")] {
        let kind = format!("{{ type filter hook {hook} priority 0; policy accept; }}");
        nft(&[&format!("add chain inet trial {chain} {kind}")]);
    }
    for rule in rules {
        nft(&[&format!("add rule inet trial {rule}")]);
    }
}

fn enter(namespace: &str) {
    let file = File::open(Path::new("/run/netns").join(namespace)).expect("it was made");
    move_into_link_name_space(file.as_fd(), Some(LinkNameSpaceType::Network))
        .expect("root may enter it");
}

fn run(program: &str, arguments: &[&str]) {
    let output = Command::new(program).args(arguments).output();
    let output = output.unwrap_or_else(|error| {
        panic!(
            "this trial needs `{program}` ({error}); `cargo xtask check` installs it or says how"
        )
    });
    assert!(
        output.status.success(),
        "`{program} {}` failed, which on Linux as root it should not: {}",
        arguments.join(" "),
        String::from_utf8_lossy(&output.stderr)
    );
}

fn remove(namespace: &str) {
    // What cannot be removed is left for the next sweep.
    let _left = Command::new("ip")
        .args(["netns", "del", namespace])
        .output();
    let _left = std::fs::remove_dir_all(Path::new("/etc/netns").join(namespace));
}

/// Removes what trials that were killed have left behind.
fn sweep() {
    let Ok(there) = std::fs::read_dir("/run/netns") else {
        return;
    };
    for name in there
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
    {
        let process = name
            .strip_prefix(PREFIX)
            .and_then(|rest| rest.split('-').next());
        if process.is_some_and(|process| !Path::new("/proc").join(process).exists()) {
            remove(&name);
        }
    }
}

const PREFIX: &str = "streamhand-";

static COUNT: AtomicUsize = AtomicUsize::new(0);
