//! Looks accounts up by their logins: `helix-user LOGIN…`.
//!
//! Any token will do.
#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

#[path = "beginning/start.rs"]
mod start;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), start::Failure> {
    let (helix, _, arguments) = start::begin().await?;
    let users = helix
        .get_users()
        .logins(arguments.iter().map(String::as_str))
        .await?;
    for user in &users {
        println!("{} is {} ({})", user.login, user.display_name, user.id);
    }
    for login in arguments
        .iter()
        .filter(|login| users.iter().all(|user| user.login != **login))
    {
        println!("there is nobody called {login}");
    }
    Ok(())
}
