//! Who may do what.

use crate::transcript::check;

#[test]
fn only_moderators_and_the_broadcaster_change_commands_and_others_are_passed_over_in_silence() {
    check(
        "0s ann: !addcom hi Hello
         > ignore addcom: needs moderator
         1s ann/sub: !cmd add hi Hello
         > ignore addcom: needs moderator
         2s ann/vip: !cmd options hi -disable
         > ignore cmd options: needs moderator
         3s mods: !delcom hi
         > ignore delcom: needs moderator
         4s somechannel: !delcom hi
         > ignore delcom: needs moderator
         5s ann/badge: !delcom hi
         > ignore delcom: needs moderator
         6s mia/mod: !delcom hi
         > reply: There is no command !hi.
         7s owner/owner: !addcom hi Hello
         > ask 1: put hi = Hello [everyone 5 15]",
    );
}

#[test]
fn p06_a_name_is_shown_and_never_decides() {
    check(
        "0s owner/owner: !addcom -cd=0 -usercd=60 hi Hello $(user)
         > ask 1: put hi = Hello $(user) [everyone 0 60]
         0s * stored 1
         > reply: Added !hi.
         1s ann=\u{5B89}\u{5A1C}: !hi
         > say: Hello \u{5B89}\u{5A1C}
         2s ann=Renamed: !hi
         > ignore hi: rests 59s
         3s bob=: !hi
         > say: Hello bob
         4s eve=owner: !delcom hi
         > ignore delcom: needs moderator",
    );
}

#[test]
fn x18_each_level_includes_those_before_it() {
    check(
        "0s owner/owner: !addcom -cd=0 -usercd=0 -ul=sub s sub
         > ask 1: put s = sub [subscriber 0 0]
         0s * stored 1
         > reply: Added !s.
         0s owner/owner: !addcom -cd=0 -usercd=0 -ul=vip v vip
         > ask 2: put v = vip [vip 0 0]
         0s * stored 2
         > reply: Added !v.
         0s owner/owner: !addcom -cd=0 -usercd=0 -ul=broadcaster o owner
         > ask 3: put o = owner [broadcaster 0 0]
         0s * stored 3
         > reply: Added !o.
         1s ann: !s
         > ignore s: needs subscriber
         2s ann/sub: !s
         > say: sub
         3s ann/sub: !v
         > ignore v: needs vip
         4s ann/vip: !v
         > say: vip
         5s ann/vip: !s
         > say: sub
         6s mia/mod: !v
         > say: vip
         7s mia/mod: !o
         > ignore o: needs broadcaster
         8s owner/owner: !o
         > say: owner
         9s mia/mod: !editcom o mine
         > reply: Only a broadcaster may change !o.
         100s ann: !commands
         > reply: Commands: !ping, !uptime, !commands
         120s bob/vip: !commands
         > reply: Commands: !ping, !uptime, !commands, !s, !v",
    );
}
