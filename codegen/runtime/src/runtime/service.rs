//! What the emitted crate states about its service, once.

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::endpoint::EndpointResolverParams;
use aws_smithy_schema::protocol::SharedClientProtocol;
use aws_smithy_types::config_bag::ConfigBag;

use super::auth::Auth;
use super::rules::Rule;

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
    /// How requests are authenticated.
    pub(crate) auth: &'static Auth,
    /// The endpoint rule set.
    pub(crate) endpoint_rules: &'static [Rule],
    /// The parameters of the endpoint rule set, from the configuration.
    pub(crate) endpoint_params: fn(&ConfigBag) -> Result<EndpointResolverParams, BoxError>,
}
