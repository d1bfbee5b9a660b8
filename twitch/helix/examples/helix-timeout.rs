//! Sends somebody out of one's chat for ten minutes, and lists who else is out: `helix-timeout LOGIN REASON…`.
//!
//! The broadcaster must have granted `moderator:manage:banned_users`.
#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

#[path = "beginning/start.rs"]
mod start;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), start::Failure> {
    let (helix, me, arguments) = start::begin().await?;
    let (login, reason) = arguments.split_first().ok_or("whom?")?;
    let users = helix.get_users().login(login).await?;
    let user = users.first().ok_or("there is nobody of that name")?;
    let request = helix.ban_user(&me, &me, &user.id).duration(600);
    let bans = request.reason(reason.join(" ")).await?;
    if let Some(end) = bans.first().and_then(|ban| ban.end_time) {
        println!("{} may speak again at {end}", user.display_name);
    }
    for banned in helix.get_banned_users(&me).first(100).pages().all().await? {
        println!("{:<25} {}", banned.user_name, banned.reason);
    }
    Ok(())
}
