//! Stands in for the emitted module of this name.

use crate::runtime::Service;

pub(crate) static SERVICE: Service = Service {
    sdk_id: "Stand In",
    metadata_name: "standin",
    signing_name: "stand-in",
    protocol: || {
        aws_smithy_schema::protocol::SharedClientProtocol::new(
            aws_smithy_json::protocol::aws_rest_json_1::AwsRestJsonProtocol::new(),
        )
    },
    headers: &[],
    auth: &crate::auth::AUTH,
    endpoints: &crate::endpoint::ENDPOINTS,
};
