//! Bodies of responses: the complete one of every operation, and ways to change it.

use serde_json::{Value, json};

/// Members that the model requires inside of responses: the official crate invents them when they are
/// absent, see the test `absent_required_members`.
pub(crate) const REQUIRED: [&str; 19] = [
    "/jobs/0/appId",
    "/jobs/0/backendEnvironmentName",
    "/jobs/1/appId",
    "/jobs/1/backendEnvironmentName",
    "/resourceConfig/authResources",
    "/resourceConfig/service",
    "/resourceConfig/userPoolConfigs",
    "/resourceConfig/identityPoolConfigs/identityPoolName",
    "/resourceConfig/identityPoolConfigs/unauthenticatedLogin",
    "/resourceConfig/userPoolConfigs/requiredSignUpAttributes",
    "/resourceConfig/userPoolConfigs/signInMethod",
    "/resourceConfig/userPoolConfigs/userPoolName",
    "/resourceConfig/userPoolConfigs/forgotPassword/deliveryMethod",
    "/resourceConfig/userPoolConfigs/mfa/MFAMode",
    "/resourceConfig/userPoolConfigs/passwordPolicy/minimumLength",
    "/resourceConfig/userPoolConfigs/oAuth/oAuthGrantType",
    "/resourceConfig/userPoolConfigs/oAuth/oAuthScopes",
    "/resourceConfig/userPoolConfigs/oAuth/redirectSignInURIs",
    "/resourceConfig/userPoolConfigs/oAuth/redirectSignOutURIs",
];

/// A complete response of `operation`, with every member that it had at the launch.
pub(crate) fn complete(operation: &str) -> Value {
    let status = json!({
        "appId": "app é 🚀",
        "backendEnvironmentName": "environment \"1\" \\ \n",
        "error": "",
        "jobId": "job",
        "operation": "operation",
        "status": "status",
    });
    match operation {
        "CreateBackendConfig" => json!({
            "appId": "app",
            "backendEnvironmentName": "environment",
            "jobId": "job",
            "status": "status",
        }),
        "CreateToken" | "GetToken" => json!({
            "appId": "app",
            "challengeCode": "challenge",
            "sessionId": "session",
            "ttl": "2020-12-01T00:00:00Z",
        }),
        "DeleteToken" => json!({ "isSuccess": true }),
        "GetBackend" => json!({
            "amplifyMetaConfig": "{\"providers\":{}}",
            "appId": "app",
            "appName": "name",
            "backendEnvironmentList": ["first", "second"],
            "backendEnvironmentName": "environment",
            "error": "none",
        }),
        "GetBackendAPI" => json!({
            "appId": "app",
            "backendEnvironmentName": "environment",
            "error": "none",
            "resourceConfig": api_resource(),
            "resourceName": "resource",
        }),
        "GetBackendAPIModels" => {
            json!({ "models": "type A @model { id: ID! }", "status": "LATEST" })
        }
        "GetBackendAuth" => json!({
            "appId": "app",
            "backendEnvironmentName": "environment",
            "error": "none",
            "resourceConfig": auth_resource(),
            "resourceName": "resource",
        }),
        "GetBackendJob" | "UpdateBackendJob" => job("1"),
        "ListBackendJobs" => json!({ "jobs": [job("1"), job("2")], "nextToken": "next" }),
        "RemoveAllBackends" => json!({
            "appId": "app",
            "error": "none",
            "jobId": "job",
            "operation": "operation",
            "status": "status",
        }),
        "RemoveBackendConfig" => json!({ "error": "none" }),
        "UpdateBackendConfig" => json!({
            "appId": "app",
            "backendManagerAppId": "manager",
            "error": "none",
            "loginAuthConfig": {
                "aws_cognito_identity_pool_id": "identity pool",
                "aws_cognito_region": "us-east-1",
                "aws_user_pools_id": "user pool",
                "aws_user_pools_web_client_id": "web client",
            },
        }),
        _ => status,
    }
}

fn job(name: &str) -> Value {
    json!({
        "appId": "app",
        "backendEnvironmentName": "environment",
        "createTime": "2020-12-01T00:00:00Z",
        "error": "none",
        "jobId": name,
        "operation": "operation",
        "status": "status",
        "updateTime": "2020-12-01T00:00:01Z",
    })
}

fn api_resource() -> Value {
    let auth_type = |mode: &str| {
        json!({
            "mode": mode,
            "settings": {
                "cognitoUserPoolId": "pool",
                "description": "description",
                "expirationTime": 123.5,
                "openIDAuthTTL": "1",
                "openIDClientId": "client",
                "openIDIatTTL": "2",
                "openIDIssueURL": "https://issuer.example",
                "openIDProviderName": "provider",
            },
        })
    };
    json!({
        "additionalAuthTypes": [auth_type("API_KEY"), auth_type("AWS_IAM")],
        "apiName": "api",
        "conflictResolution": { "resolutionStrategy": "LAMBDA" },
        "defaultAuthType": auth_type("OPENID_CONNECT"),
        "service": "AppSync",
        "transformSchema": "schema",
    })
}

fn auth_resource() -> Value {
    let provider = |name: &str| json!({ "client_id": name, "client_secret": "hidden" });
    json!({
        "authResources": "IDENTITY_POOL_AND_USER_POOL",
        "identityPoolConfigs": { "identityPoolName": "pool", "unauthenticatedLogin": false },
        "service": "COGNITO",
        "userPoolConfigs": {
            "forgotPassword": {
                "deliveryMethod": "EMAIL",
                "emailSettings": { "emailMessage": "hidden {####}", "emailSubject": "hidden" },
                "smsSettings": { "smsMessage": "hidden {####}" },
            },
            "mfa": {
                "MFAMode": "OPTIONAL",
                "settings": { "mfaTypes": ["SMS", "TOTP"], "smsMessage": "code {####}" },
            },
            "oAuth": {
                "domainPrefix": "prefix",
                "oAuthGrantType": "CODE",
                "oAuthScopes": ["PHONE", "AWS_COGNITO_SIGNIN_USER_ADMIN"],
                "redirectSignInURIs": ["https://a.example", "https://b.example"],
                "redirectSignOutURIs": ["https://c.example", "https://d.example"],
                "socialProviderSettings": {
                    "Facebook": provider("facebook"),
                    "Google": provider("google"),
                    "LoginWithAmazon": provider("amazon"),
                },
            },
            "passwordPolicy": {
                "additionalConstraints": ["REQUIRE_DIGIT", "REQUIRE_UPPERCASE"],
                "minimumLength": 8.0,
            },
            "requiredSignUpAttributes": ["ADDRESS", "ZONE_INFO"],
            "signInMethod": "USERNAME",
            "userPoolName": "users",
        },
    })
}

/// All values below `value`, as JSON pointers.
pub(crate) fn paths(value: &Value) -> Vec<String> {
    let mut paths = Vec::new();
    let children: Vec<(String, &Value)> = match value {
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (name.clone(), value))
            .collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(at, item)| (at.to_string(), item))
            .collect(),
        _ => Vec::new(),
    };
    for (name, child) in children {
        paths.push(format!("/{name}"));
        paths.extend(
            self::paths(child)
                .into_iter()
                .map(|path| format!("/{name}{path}")),
        );
    }
    paths
}

/// `value` with `new` at `path`.
pub(crate) fn replaced(value: &Value, path: &str, new: Value) -> Value {
    let mut value = value.clone();
    *value
        .pointer_mut(path)
        .expect("the path is one of this value") = new;
    value
}

/// `value` with `change` applied to every value in it, from the leaves to the root.
pub(crate) fn changed(value: &Value, change: &dyn Fn(Value) -> Value) -> Value {
    let inner = match value {
        Value::Object(members) => {
            let members = members.iter();
            Value::Object(
                members
                    .map(|(name, value)| (name.clone(), changed(value, change)))
                    .collect(),
            )
        }
        Value::Array(items) => items.iter().map(|item| changed(item, change)).collect(),
        other => other.clone(),
    };
    change(inner)
}

/// Adds what the model does not know to every object.
pub(crate) fn with_unknown_members(value: Value) -> Value {
    let Value::Object(known) = value else {
        return value;
    };
    let mut members = serde_json::Map::new();
    members.insert(
        "new".into(),
        json!({ "a": [1, -2.5e3, "b", true, null, { "code": {} }] }),
    );
    members.extend(known);
    members.insert("AppId".into(), json!("another case"));
    members.insert(String::new(), Value::Null);
    Value::Object(members)
}

/// Changes the values of enumerations: only they are in capitals here.
pub(crate) fn with_unknown_values(value: Value) -> Value {
    match value.as_str() {
        Some(text)
            if text.len() > 1 && text.chars().all(|c| c.is_ascii_uppercase() || c == '_') =>
        {
            json!(format!("{text} \"NEW\" é"))
        }
        _ => value,
    }
}

/// Empties lists.
pub(crate) fn without_items(value: Value) -> Value {
    if value.is_array() { json!([]) } else { value }
}

/// Puts `new` where a number is.
pub(crate) fn number(value: Value, new: Value) -> Value {
    if value.is_number() { new } else { value }
}

/// Values of other types than `value`; for a list also lists of other items.
pub(crate) fn wrong_types(value: &Value) -> Vec<(&'static str, Value)> {
    let mut wrong = vec![
        ("number", json!(12)),
        ("text", json!("12.5")),
        ("bool", json!(true)),
        ("list", json!(["12"])),
        ("object", json!({ "a": 1 })),
    ];
    if value.is_array() {
        wrong.push(("null item", json!([null])));
    }
    wrong.retain(|(_, other)| {
        std::mem::discriminant(other) != std::mem::discriminant(value) || value.is_array()
    });
    wrong
}

/// The same text with every character outside ASCII, and every slash, as an escape.
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for character in text.chars() {
        if character == '/' {
            escaped.push_str("\\/");
        } else if character.is_ascii() {
            escaped.push(character);
        } else {
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                escaped.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    escaped
}
