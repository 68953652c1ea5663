//! What a call costs beside the network, in the official crate and in ours: a client sends a request to
//! a service in memory, which answers at once. Both crates run the same lines.
//!
//! `bare` writes and reads next to nothing: it is what a call costs anyway (signing, retries, and so
//! on). `write` sends a `CreateBackendAuth` with every member, `read` receives a `GetBackendAuth` with
//! every member; what they take longer than `bare` is the cost of writing and of reading.
//!
//! `cargo bench -p workspace-tests --bench serde -- --quick`

use aws_credential_types::Credentials;
use aws_smithy_runtime_api::client::behavior_version::BehaviorVersion;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use aws_types::region::Region;
use criterion::{Criterion, criterion_group, criterion_main};

/// Answers every request with this body.
#[derive(Clone, Copy, Debug)]
struct Service(&'static str);

impl HttpClient for Service {
    fn http_connector(
        &self,
        _: &HttpConnectorSettings,
        _: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(*self)
    }
}

impl HttpConnector for Service {
    fn call(&self, _: HttpRequest) -> HttpConnectorFuture {
        let status = StatusCode::try_from(200).expect("a status");
        HttpConnectorFuture::ready(Ok(HttpResponse::new(status, SdkBody::from(self.0))))
    }
}

/// A response of `GetBackendAuth` with every member.
const AUTH: &str = r#"{
    "appId": "d2k9mexample1",
    "backendEnvironmentName": "staging",
    "error": "none so far",
    "resourceName": "auth",
    "resourceConfig": {
        "authResources": "IDENTITY_POOL_AND_USER_POOL",
        "identityPoolConfigs": {"identityPoolName": "pool", "unauthenticatedLogin": true},
        "service": "COGNITO",
        "userPoolConfigs": {
            "forgotPassword": {
                "deliveryMethod": "EMAIL",
                "emailSettings": {
                    "emailMessage": "Your code is {####}",
                    "emailSubject": "Your \u201ccode\u201d"
                },
                "smsSettings": {"smsMessage": "Your code is {####}"}
            },
            "mfa": {
                "MFAMode": "OPTIONAL",
                "settings": {"mfaTypes": ["SMS", "TOTP"], "smsMessage": "Your code is {####}"}
            },
            "oAuth": {
                "domainPrefix": "example",
                "oAuthGrantType": "CODE",
                "oAuthScopes": [
                    "PHONE", "EMAIL", "OPENID", "PROFILE", "AWS_COGNITO_SIGNIN_USER_ADMIN"
                ],
                "redirectSignInURIs": ["https://example.com/in", "https://example.org/in"],
                "redirectSignOutURIs": ["https://example.com/out", "https://example.org/out"],
                "socialProviderSettings": {
                    "Facebook": {"client_id": "facebook", "client_secret": "hush"},
                    "Google": {"client_id": "google", "client_secret": "hush"},
                    "LoginWithAmazon": {"client_id": "amazon", "client_secret": "hush"}
                }
            },
            "passwordPolicy": {
                "additionalConstraints": [
                    "REQUIRE_DIGIT", "REQUIRE_LOWERCASE", "REQUIRE_SYMBOL", "REQUIRE_UPPERCASE"
                ],
                "minimumLength": 12.0
            },
            "requiredSignUpAttributes": ["ADDRESS", "EMAIL", "NAME", "PHONE_NUMBER"],
            "signInMethod": "EMAIL_AND_PHONE_NUMBER",
            "userPoolName": "users"
        }
    }
}"#;

/// The benchmarks of one crate.
macro_rules! side {
    ($side:ident, $sdk:ident) => {
        mod $side {
            use $sdk::operation::get_backend_auth::GetBackendAuthOutput;
            use $sdk::types::CreateBackendAuthResourceConfig;
            use $sdk::{Client, Config};

            use super::*;

            fn client(body: &'static str) -> Client {
                let config = Config::builder()
                    .http_client(Service(body))
                    .region(Region::new("eu-west-1"))
                    .credentials_provider(Credentials::for_tests())
                    .behavior_version(BehaviorVersion::latest());
                Client::from_conf(config.build())
            }

            async fn get(client: &Client) -> GetBackendAuthOutput {
                let call = client.get_backend_auth().app_id("a");
                let call = call.backend_environment_name("e").resource_name("r");
                call.send().await.expect("the service answers")
            }

            async fn bare(client: &Client) {
                let call = client.remove_backend_config().app_id("a");
                call.send().await.expect("the service answers");
            }

            /// The configuration to write is the one that was read, so that all members are set.
            async fn create(client: &Client, config: CreateBackendAuthResourceConfig) {
                let call = client.create_backend_auth().app_id("a");
                let call = call.backend_environment_name("e").resource_name("r");
                let call = call.resource_config(config);
                call.send().await.expect("the service answers");
            }

            pub(super) fn run(criterion: &mut Criterion) {
                let runtime = tokio::runtime::Builder::new_current_thread();
                let runtime = { runtime }.enable_time().build().expect("it starts");
                let (quiet, full) = (client("{}"), client(AUTH));
                let auth = runtime.block_on(get(&full));
                let config = auth.resource_config().expect("it is in the response");
                let mut bench = |name: &str, run: &dyn Fn()| {
                    let name = format!("{name}/{}", stringify!($side));
                    criterion.bench_function(&name, |bencher| bencher.iter(run));
                };
                bench("bare", &|| runtime.block_on(bare(&quiet)));
                bench("write", &|| {
                    runtime.block_on(create(&quiet, config.clone()))
                });
                bench("read", &|| {
                    std::hint::black_box(runtime.block_on(get(&full)));
                });
            }
        }
    };
}

side!(official, aws_sdk_amplifybackend);
side!(ours, amplifybackend);

fn both(criterion: &mut Criterion) {
    official::run(criterion);
    ours::run(criterion);
}

criterion_group!(benches, both);
criterion_main!(benches);
