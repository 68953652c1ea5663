//! What the emitted crate states about its service, once.

use aws_smithy_schema::protocol::SharedClientProtocol;

use super::auth::Auth;
use super::endpoint::Endpoints;

/// The description of a service.
#[derive(Debug)]
pub struct Service {
    /// `sdkId` of `aws.api#service`: the name in profiles, logs and metrics.
    pub(crate) sdk_id: &'static str,
    /// The sdkId in lower case without spaces: the name in the user agent.
    pub(crate) metadata_name: &'static str,
    /// `name` of `aws.auth#sigv4`: the service's name in signatures.
    pub(crate) signing_name: &'static str,
    /// Writes requests and reads responses.
    pub(crate) protocol: fn() -> SharedClientProtocol,
    /// Headers that every request has, in lower case, unless its input sets them.
    pub(crate) headers: &'static [(&'static str, &'static str)],
    /// How requests are authenticated.
    pub(crate) auth: &'static Auth,
    /// How endpoints are chosen.
    pub(crate) endpoints: &'static Endpoints,
}
