//! Making, changing and deleting commands from chat.

use std::time::Duration;

use streamhand_engine::{Command, CommandName, Event, Level, Settings};
use types::{Timestamp, UserId};

use crate::transcript::{CHANNEL, Stage, check};

#[test]
fn a_command_is_there_once_it_is_stored() {
    check(
        "0s mia/mod: !addcom !discord Join us: discord.example/x
         > ask 1: put discord = Join us: discord.example/x [everyone 5 15]
         0.1s ann: !discord
         > ignore discord: unknown
         0.2s * stored 1
         > reply: Added !discord.
         1s ann: !Discord
         > say: Join us: discord.example/x
         60s ann: !commands
         > reply: Commands: !ping, !uptime, !commands, !discord",
    );
}

#[test]
fn a_change_that_could_not_be_stored_is_told_and_not_made() {
    check(
        "0s mia/mod: !addcom hi Hello
         > ask 1: put hi = Hello [everyone 5 15]
         1s * failed 1
         > reply: I could not save !hi, so nothing has changed; please try again in a minute.
         2s ann: !hi
         > ignore hi: unknown",
    );
}

#[test]
fn a_change_that_takes_long_is_told_and_made_when_it_is_stored() {
    check(
        "0s mia/mod: !addcom hi Hello
         > ask 1: put hi = Hello [everyone 5 15]
         8s * timeout
         > reply: Saving !hi takes longer than usual; I tell you when it is done.
         20s mia/mod: !addcom hi Good day
         > reply: I am still saving !hi; please try again in a moment.
         30s * stored 1
         > reply: Added !hi.
         31s ann: !hi
         > say: Hello
         32s * stored 1",
    );
}

#[test]
fn a_change_of_which_nothing_is_heard_does_not_lock_its_command_for_ever() {
    check(
        "0s mia/mod: !addcom hi Hello
         > ask 1: put hi = Hello [everyone 5 15]
         8s * timeout
         > reply: Saving !hi takes longer than usual; I tell you when it is done.
         68s mia/mod: !addcom hi Hello
         > ask 2: put hi = Hello [everyone 5 15]",
    );
}

#[test]
fn a_second_change_of_a_command_waits_for_the_first() {
    check(
        "0s mia/mod: !addcom hi Hello
         > ask 1: put hi = Hello [everyone 5 15]
         1s mia/mod: !addcom hi Good day
         > reply: I am still saving !hi; please try again in a moment.
         2s mia/mod: !addcom ho Ho
         > ask 2: put ho = Ho [everyone 5 15]
         3s * stored 2
         > reply: Added !ho.
         3s * stored 1
         > reply: Added !hi.",
    );
}

#[test]
fn all_the_words_that_people_know_work() {
    check(
        "0s mia/mod: !addcmd a one
         > ask 1: put a = one [everyone 5 15]
         0s * stored 1
         > reply: Added !a.
         1s mia/mod: !cmd add b one
         > ask 2: put b = one [everyone 5 15]
         1s * stored 2
         > reply: Added !b.
         2s mia/mod: !commands ADD !c one
         > ask 3: put c = one [everyone 5 15]
         2s * stored 3
         > reply: Added !c.
         3s mia/mod: !editcom a two
         > ask 4: put a = two [everyone 5 15]
         3s * stored 4
         > reply: Changed !a.
         4s zoe/mod: !editcmd !a three
         > ask 5: put a = three [everyone 5 15]
         4s * stored 5
         > reply: @zoe Changed !a.
         5s zoe/mod: !command update a four
         > ask 6: put a = four [everyone 5 15]
         5s * stored 6
         > reply: Changed !a.
         6s zoe/mod: !cmd edit a five
         > ask 7: put a = five [everyone 5 15]
         6s * stored 7
         > reply: @zoe Changed !a.
         7s owner/owner: !delcom a
         > ask 8: delete a
         7s * stored 8
         > reply: Deleted !a.
         8s owner/owner: !cmd remove !b
         > ask 9: delete b
         8s * stored 9
         > reply: Deleted !b.
         9s owner/owner: !commands rem c
         > ask 10: delete c
         9s * stored 10
         > reply: Deleted !c.
         10s owner/owner: !delcmd c
         > reply: There is no command !c.
         11s owner/owner: !cmd delete c
         > reply: @owner There is no command !c.",
    );
}

#[test]
fn options_stand_before_or_behind_the_name() {
    check(
        "0s mia/mod: !addcom -ul=moderator -cd=30 !a text
         > ask 1: put a = text [moderator 30 15]
         0s * stored 1
         > reply: Added !a.
         1s mia/mod: !addcom b -cd 0 -usercd 60s -level 250 text -cd 5
         > ask 2: put b = text -cd 5 [subscriber 0 60]
         1s * stored 2
         > reply: Added !b.
         2s mia/mod: !cmd options b -level everyone -disable
         > ask 3: put b = text -cd 5 [everyone 0 60 off]
         2s * stored 3
         > reply: Changed the options of !b.
         3s mia/mod: !b
         > ignore b: disabled
         4s mia/mod: !cmd show b
         > reply: Command !b (everyone, cooldown 0 s, per person 1 min, disabled): text -cd 5
         5s mia/mod: !editcom b -enable
         > ask 4: put b = text -cd 5 [everyone 0 60]
         5s * stored 4
         > reply: Changed !b.
         6s mia/mod: !editcom b -- -shrug
         > ask 5: put b = -shrug [everyone 0 60]
         6s * stored 5
         > reply: @mia Changed !b.
         7s mia/mod: !b
         > say: -shrug",
    );
}

#[test]
fn what_is_mistyped_is_explained() {
    check(
        "0s mia/mod: !addcom
         > reply: Please type: !addcom [-ul=LEVEL] [-cd=SECONDS] [-usercd=SECONDS] NAME TEXT
         1s mia/mod: !addcom hi
         > reply: Please type a text too: !addcom [-ul=LEVEL] [-cd=SECONDS] [-usercd=SECONDS] NAME TEXT
         2s mia/mod: !addcom -cd=soon hi Hello
         > reply: -cd needs a number of seconds, at most 86400 (one day).
         3s mia/mod: !addcom -cd=999999999999 hi Hello
         > reply: @mia -cd needs a number of seconds, at most 86400 (one day).
         4s mia/mod: !addcom -ul=regular hi Hello
         > reply: For -ul, there is no such level; the levels are everyone, subscriber, vip, moderator and broadcaster.
         5s mia/mod: !addcom hi -shrug
         > reply: I do not know the option -shrug; I know -ul, -cd, -usercd, -enable and -disable. A text that begins with a dash goes behind -- and a blank.
         6s owner/owner: !editcom nothing new
         > reply: There is no command !nothing.
         7s owner/owner: !addcom ping pong
         > reply: The command !ping is built in; please choose another name.
         8s owner/owner: !delcom ping
         > reply: The command !ping is built in and cannot be changed.
         9s owner/owner: !cmd show ping
         > reply: Built in: !ping - Shows that I am here, and since when.
         10s owner/owner: !cmd options ping
         > reply: The command !ping is built in and cannot be changed.
         11s owner/owner: !addcom /ban text
         > reply: This cannot be a name: the name of a command is one word of at most 50 letters, digits or signs, and does not begin with a dash, a slash or a dot.",
    );
}

#[test]
fn a_name_that_is_taken_is_not_overwritten() {
    check(
        "0s mia/mod: !addcom hi Hello
         > ask 1: put hi = Hello [everyone 5 15]
         0s * stored 1
         > reply: Added !hi.
         1s mia/mod: !addcom !HI Other
         > reply: The command !hi is there already; !editcom hi NEW TEXT changes it.",
    );
}

#[test]
fn before_the_commands_are_loaded_nothing_of_them_is_changed() {
    let mut stage = Stage::new(Settings::default());
    stage.check(
        "0s mia/mod: !addcom hi Hello
         > reply: I am still reading this channel's commands; please try again in a moment.
         1s ann: !ping
         > reply: Pong! I have been here for 1 s.",
    );
    let stored = Command {
        name: CommandName::parse("hi").unwrap(),
        reply: "Hello $(user)".to_owned(),
        level: Level::Viewer,
        cooldown: Duration::ZERO,
        user_cooldown: Duration::ZERO,
        is_enabled: true,
        created_by: UserId::new("3003"),
        created_at: Timestamp::from_unix_millis(0),
        updated_by: UserId::new("3003"),
        updated_at: Timestamp::from_unix_millis(0),
    };
    stage.engine.handle(
        stage.start,
        Event::CommandsLoaded {
            channel: UserId::new(CHANNEL),
            commands: vec![stored],
        },
    );
    stage.check(
        "2s ann: !hi
         > say: Hello ann",
    );
}

#[test]
fn x17_x19_what_viewers_type_is_shown_and_never_obeyed() {
    check(
        "0s mia/mod: !addcom -cd=0 -usercd=0 echo $(1) $(2)
         > ask 1: put echo = $(1) $(2) [everyone 0 0]
         0s * stored 1
         > reply: Added !echo.
         1s eve: !echo /ban ann
         > say: » /ban ann
         2s eve: !echo .timeout ann
         > say: » .timeout ann
         3s eve: !echo !give 500
         > say: » !give 500
         4s eve: !echo $(user) ${token}
         > say: $(user) ${token}
         5s eve: !echo \\e/w
         > say: » /w
         6s eve: !echo",
    );
}
