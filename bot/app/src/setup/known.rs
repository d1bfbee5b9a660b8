//! What a sitting begins with: what the config says, unless the command line says otherwise.

use store::Role;

use super::plan::Fact;
use super::sitting::Sitting;
use crate::explain;
use crate::failure::Failure;

/// Looks what was said before. What Twitch thinks of it, the steps find out.
///
/// A person is asked once more for the bot's name as long as nobody has logged in under it: only that shows whether it is right.
///
/// # Errors
/// If the store fails.
pub(super) async fn look_up(sitting: &mut Sitting) -> Result<(), Failure> {
    let holder = sitting.store.role(&Role::Bot).await;
    let holder = holder.map_err(|error| explain::store(&error))?;
    let is_unsure = holder.is_none() && sitting.has_person();
    let config = &sitting.context.config;
    let options = &sitting.options;
    let known = &mut sitting.known;
    let said = |is_in_config: bool, is_option: bool| match (is_in_config, is_option) {
        (true, false) => Fact::Said,
        _ => Fact::Absent,
    };
    known.client_id = said(config.app.client_id.is_some(), options.client_id.is_some());
    known.client_secret = said(
        config.app.client_secret.is_some(),
        options.client_secret_file.is_some(),
    );
    known.is_secret_needed |= options.client_secret_file.is_some();
    known.bot = said(config.bot.is_some(), options.bot.is_some() || is_unsure);
    sitting.channel = config.channels.first().cloned();
    known.channel = said(sitting.channel.is_some(), options.channel.is_some());
    sitting.compare_names();
    Ok(())
}
