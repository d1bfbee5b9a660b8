//! Tells who of a channel's team is live: `helix-team BROADCASTER_ID`.
//!
//! Any token will do.
#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

#[path = "beginning/start.rs"]
mod start;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), start::Failure> {
    let (helix, _, arguments) = start::begin().await?;
    let broadcaster = arguments.first().ok_or("whose team?")?;
    for team in helix.get_channel_teams(broadcaster).await? {
        println!("{}:", team.team_display_name);
        for team in helix.get_teams().id(&team.id).await? {
            let members = team.users.iter().map(|user| &user.user_id).take(100);
            for stream in helix.get_streams().user_ids(members).first(100).await?.data {
                println!("  {:<25} {}", stream.user_name, stream.title);
            }
        }
    }
    Ok(())
}
