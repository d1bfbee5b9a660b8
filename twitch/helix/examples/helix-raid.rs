//! Sends one's viewers to another channel, or calls them back: `helix-raid LOGIN|cancel`.
//!
//! The broadcaster must have granted `channel:manage:raids`.
#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

#[path = "beginning/start.rs"]
mod start;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), start::Failure> {
    let (helix, me, arguments) = start::begin().await?;
    let login = arguments.first().ok_or("whom to?")?;
    if login == "cancel" {
        helix.cancel_a_raid(&me).await?;
        println!("nobody goes anywhere");
        return Ok(());
    }
    let users = helix.get_users().login(login).await?;
    let target = users.first().ok_or("there is nobody of that name")?;
    helix.start_a_raid(&me, &target.id).await?;
    println!(
        "off to {} in 90 seconds; `helix-raid cancel` calls it off",
        target.display_name
    );
    Ok(())
}
