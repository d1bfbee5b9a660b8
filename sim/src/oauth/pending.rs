//! Logins that are on their way: codes waiting to be exchanged, device codes waiting for a person.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use types::{ClientId, ScopeSet, Timestamp, UserId};

use crate::places::Places;
use crate::world::World;

/// What the OAuth door works with.
pub(crate) struct Desk<'a> {
    pub(crate) world: &'a mut World,
    pub(crate) pending: &'a mut Pending,
    pub(crate) places: &'a Places,
}

/// All logins that are on their way.
#[derive(Default)]
pub(crate) struct Pending {
    /// By the code that the browser brought back.
    pub(super) codes: BTreeMap<String, Code>,
    /// By the device code.
    pub(super) devices: BTreeMap<String, Device>,
    /// Who consents to every login, if a person does not have to.
    pub(crate) consent: Option<UserId>,
    /// How long a device is asked to wait between two questions, if not as long as at Twitch.
    pub(crate) device_interval: Option<Duration>,
}

/// A person consented and their browser carries the code back.
pub(super) struct Code {
    pub(super) client: ClientId,
    pub(super) user: UserId,
    pub(super) scopes: ScopeSet,
    pub(super) redirect_uri: String,
    pub(super) expires_at: Timestamp,
}

/// A device shows a code and waits for a person.
pub(super) struct Device {
    pub(super) client: ClientId,
    pub(super) scopes: ScopeSet,
    pub(super) user_code: String,
    pub(super) expires_at: Timestamp,
    pub(super) state: DeviceState,
}

/// What the person did so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum DeviceState {
    Waiting,
    Approved(UserId),
    Denied,
}

/// What a person decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Decision {
    Approve(UserId),
    Deny,
}

impl Pending {
    /// The device that waits for a person and shows this code; capitals and dashes do not matter.
    pub(super) fn waiting_device(
        &mut self,
        user_code: &str,
        now: Timestamp,
    ) -> Option<&mut Device> {
        let typed: String = user_code
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|character| character.to_ascii_uppercase())
            .collect();
        self.devices.values_mut().find(|device| {
            device.user_code == typed
                && device.expires_at > now
                && device.state == DeviceState::Waiting
        })
    }

    /// Lets a person decide about a device; false if no device waits with that code.
    pub(crate) fn decide(&mut self, user_code: &str, decision: Decision, now: Timestamp) -> bool {
        let Some(device) = self.waiting_device(user_code, now) else {
            return false;
        };
        device.state = match decision {
            Decision::Approve(user) => DeviceState::Approved(user),
            Decision::Deny => DeviceState::Denied,
        };
        true
    }

    /// The codes that devices show at this moment.
    pub(crate) fn waiting_user_codes(&self, now: Timestamp) -> Vec<&str> {
        self.devices
            .values()
            .filter(|device| device.expires_at > now && device.state == DeviceState::Waiting)
            .map(|device| device.user_code.as_str())
            .collect()
    }

    /// Forgets what nobody can use any more.
    pub(super) fn sweep(&mut self, now: Timestamp) {
        self.codes.retain(|_, code| code.expires_at > now);
        self.devices.retain(|_, device| device.expires_at > now);
    }
}

impl fmt::Debug for Pending {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Pending")
            .field("codes", &self.codes.len())
            .field("devices", &self.devices.len())
            .field("consent", &self.consent)
            .finish()
    }
}

/// Twitch does not tell how long a code lives; a browser needs seconds.
pub(super) const CODE_LIFETIME: Duration = Duration::from_secs(600);
pub(super) const DEVICE_LIFETIME: Duration = Duration::from_secs(1_800);
/// How long Twitch asks a device to wait between two questions.
pub(super) const DEVICE_INTERVAL: Duration = Duration::from_secs(5);
