//! Another deliberate difference than those of `deliberate.rs`: members that the model requires and a
//! response lacks. The official crate invents a value for them; ours leaves them absent.

use crate::wire::Reply;
use crate::{official, ours};

/// A response of an operation, and the members that the official crate invents for it.
type Case = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

const NO_VALUE: &str = "Some(Unknown(UnknownVariantValue(\"no value was set\")))";
const EMPTY_TEXT: &str = "Some(\"\")";
const EMPTY_LIST: &str = "Some([])";

/// A response in which this structure of the user pool is there, and empty.
macro_rules! within_pool {
    ($member:literal, $invented:expr) => {
        (
            "GetBackendAuth",
            concat!(
                "{\"resourceConfig\":{\"authResources\":\"USER_POOL_ONLY\",\"service\":\"COGNITO\",",
                "\"userPoolConfigs\":{\"requiredSignUpAttributes\":[],\"signInMethod\":\"USERNAME\",",
                "\"userPoolName\":\"users\",\"",
                $member,
                "\":{}}}}"
            ),
            $invented,
        )
    };
}

const INVENTED: [Case; 9] = [
    (
        "ListBackendJobs",
        "{\"jobs\":[{}]}",
        &[
            ("app_id", EMPTY_TEXT),
            ("backend_environment_name", EMPTY_TEXT),
        ],
    ),
    (
        "ListBackendJobs",
        "{\"jobs\":[{\"appId\":null,\"backendEnvironmentName\":\"e\"}]}",
        &[("app_id", EMPTY_TEXT)],
    ),
    (
        "GetBackendAuth",
        "{\"resourceConfig\":{\"userPoolConfigs\":{}}}",
        &[
            ("auth_resources", NO_VALUE),
            ("service", NO_VALUE),
            ("required_sign_up_attributes", EMPTY_LIST),
            ("sign_in_method", NO_VALUE),
            ("user_pool_name", EMPTY_TEXT),
        ],
    ),
    (
        "GetBackendAuth",
        "{\"resourceConfig\":{}}",
        &[
            ("auth_resources", NO_VALUE),
            ("service", NO_VALUE),
            (
                "user_pool_configs",
                "Some(CreateBackendAuthUserPoolConfig { forgot_password: None, mfa: None, o_auth: None, \
                 password_policy: None, required_sign_up_attributes: Some([]), sign_in_method: \
                 Some(Unknown(UnknownVariantValue(\"no value was set\"))), user_pool_name: Some(\"\") })",
            ),
        ],
    ),
    (
        "GetBackendAuth",
        "{\"resourceConfig\":{\"authResources\":\"USER_POOL_ONLY\",\"service\":\"COGNITO\",\
         \"identityPoolConfigs\":{},\"userPoolConfigs\":{}}}",
        &[
            ("identity_pool_name", EMPTY_TEXT),
            ("unauthenticated_login", "Some(false)"),
            ("required_sign_up_attributes", EMPTY_LIST),
            ("sign_in_method", NO_VALUE),
            ("user_pool_name", EMPTY_TEXT),
        ],
    ),
    within_pool!("forgotPassword", &[("delivery_method", NO_VALUE)]),
    within_pool!("mfa", &[("mfa_mode", NO_VALUE)]),
    within_pool!("passwordPolicy", &[("minimum_length", "Some(0.0)")]),
    within_pool!(
        "oAuth",
        &[
            ("o_auth_grant_type", NO_VALUE),
            ("o_auth_scopes", EMPTY_LIST),
            ("redirect_sign_in_uris", EMPTY_LIST),
            ("redirect_sign_out_uris", EMPTY_LIST),
        ]
    ),
];

#[tokio::test(start_paused = true)]
async fn absent_required_members() {
    let mut wrong = Vec::new();
    for (operation, body, invented) in INVENTED {
        let reply = || Reply::http(200, body);
        let official = official::groups::response(operation, reply()).await;
        let ours = ours::groups::response(operation, reply()).await;
        let official = official.get("output").unwrap_or_default();
        let mut expected = official.to_owned();
        for (member, value) in invented {
            let invention = format!("{member}: {value}");
            if !expected.contains(&invention) {
                wrong.push(format!(
                    "{operation} {body}\n  {invention} is not in\n  {official}"
                ));
            }
            expected = expected.replacen(&invention, &format!("{member}: None"), 1);
        }
        let ours = ours.get("output").unwrap_or_default();
        if ours != expected {
            wrong.push(format!("{operation} {body}\n  - {expected}\n  + {ours}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "expected and ours differ:\n{}",
        wrong.join("\n")
    );
}
