//! Tells somebody something that nobody else reads: `helix-whisper LOGIN WORDS…`.
//!
//! The account needs a phone number and must have granted `user:manage:whispers`.
#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

#[path = "beginning/start.rs"]
mod start;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), start::Failure> {
    let (helix, me, arguments) = start::begin().await?;
    let (login, words) = arguments.split_first().ok_or("whom?")?;
    let users = helix.get_users().login(login).await?;
    let friend = users.first().ok_or("there is nobody of that name")?;
    match helix.send_whisper(&me, &friend.id, words.join(" ")).await {
        Ok(()) => println!(
            "{} may have read it: Twitch does not tell",
            friend.display_name
        ),
        // What may have been sent is not sent again.
        Err(error) if error.may_have_happened() => println!("perhaps: {error}"),
        Err(error) => println!("no: {error}"),
    }
    Ok(())
}
