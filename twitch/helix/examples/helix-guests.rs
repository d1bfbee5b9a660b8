//! Tells who is in a Guest Star session and who is on air: `helix-guests`.
//!
//! The broadcaster must have granted `channel:read:guest_star`.
#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

#[path = "beginning/start.rs"]
mod start;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), start::Failure> {
    let (helix, me, _) = start::begin().await?;
    let sessions = helix.get_guest_star_session(&me, &me).await?;
    let Some(session) = sessions.first() else {
        println!("nobody is a guest now");
        return Ok(());
    };
    for guest in &session.guests {
        let place = if guest.is_live { "on air" } else { "waiting" };
        println!(
            "{:<25} {place}, volume {}",
            guest.user_display_name, guest.volume
        );
    }
    Ok(())
}
