//! What a sitting begins with: what the config says, unless the command line says otherwise.

use super::plan::Fact;
use super::sitting::Sitting;

/// Looks what was said before. What Twitch thinks of it, the steps find out.
pub(super) fn look_up(sitting: &mut Sitting) {
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
    known.bot = said(config.bot.is_some(), options.bot.is_some());
    sitting.channel = config.channels.first().cloned();
    known.channel = said(sitting.channel.is_some(), options.channel.is_some());
    sitting.compare_names();
}
