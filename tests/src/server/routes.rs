//! Which request is which operation, and what it must say.

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use super::service::{Kind, Outcome, Service};
use super::{Answer, Received};

/// An operation: where it is found, what it requires, and who answers it.
pub(super) struct Route {
    pub(super) operation: &'static str,
    method: &'static str,
    uri: &'static str,
    /// Members of the body that must be there, with dots for nested ones. A nested member is required
    /// only where the structure around it is present.
    required: &'static [&'static str],
    answer: fn(&mut Service, &Call) -> Outcome,
}

/// A request that has been found to be complete.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) operation: &'static str,
    /// Labels of the path and members of the body; no operation has both under one name.
    arguments: Map<String, Value>,
}

impl Route {
    pub(super) fn serve(&self, service: &mut Service, call: &Call) -> Outcome {
        (self.answer)(service, call)
    }
}

impl Call {
    /// Understands a request, or answers what is wrong with it.
    pub(super) fn read(request: &Received) -> Result<(&'static Route, Self), Answer> {
        let (route, labels) = find(&request.method, &request.path)
            .ok_or_else(|| Answer::error(404, "UnknownOperationException", Value::Null))?;
        let mut arguments = body(request)?;
        if let Some(member) = route
            .required
            .iter()
            .find(|path| is_missing(path, &arguments))
        {
            return Err(Answer::bad_request(format!("member {member} is required")));
        }
        arguments.extend(labels);
        Ok((
            route,
            Self {
                operation: route.operation,
                arguments,
            },
        ))
    }

    /// A string that the operation requires.
    pub(super) fn text(&self, name: &str) -> Result<&str, Answer> {
        let wrong = || Answer::bad_request(format!("{name} must be a string"));
        self.optional_text(name).ok_or_else(wrong)
    }

    /// A string that may be absent.
    pub(super) fn optional_text(&self, name: &str) -> Option<&str> {
        self.argument(name).as_str()
    }

    /// Any argument, null when it is absent.
    pub(super) fn argument(&self, name: &str) -> &Value {
        self.arguments.get(name).unwrap_or(&Value::Null)
    }
}

/// Finds the route of a request and the labels in its path.
pub(super) fn find(method: &str, path: &str) -> Option<(&'static Route, Map<String, Value>)> {
    let of_method = ROUTES.iter().filter(|route| route.method == method);
    of_method
        .filter_map(|route| Some((route, labels(route.uri, path)?)))
        .next()
}

/// The labels of a path, if it has the form of the URI pattern.
fn labels(pattern: &str, path: &str) -> Option<Map<String, Value>> {
    let (pattern, path) = (pattern.split('/'), path.split('/'));
    if pattern.clone().count() != path.clone().count() {
        return None;
    }
    let mut labels = Map::new();
    for (expected, found) in pattern.zip(path) {
        match expected
            .strip_prefix('{')
            .and_then(|label| label.strip_suffix('}'))
        {
            Some(label) => {
                let value = percent_decode_str(found).decode_utf8().ok()?;
                labels.insert(label.to_owned(), value.into());
            }
            None if expected != found => return None,
            None => {}
        }
    }
    Some(labels)
}

/// The members of a JSON body.
fn body(request: &Received) -> Result<Map<String, Value>, Answer> {
    if request.body.is_empty() {
        return Ok(Map::new());
    }
    if request.header("content-type") != Some("application/json") {
        return Err(Answer::error(
            415,
            "UnsupportedMediaTypeException",
            Value::Null,
        ));
    }
    serde_json::from_slice(&request.body)
        .map_err(|_| Answer::error(400, "SerializationException", Value::Null))
}

/// Whether the last member of a dotted path is absent although all before it are present.
fn is_missing(path: &str, body: &Map<String, Value>) -> bool {
    let mut members = Some(body);
    let mut present = true;
    for name in path.split('.') {
        let Some(structure) = members else {
            return false;
        };
        let value = structure.get(name).unwrap_or(&Value::Null);
        present = !value.is_null();
        members = value.as_object();
    }
    !present
}

const fn post(
    operation: &'static str,
    uri: &'static str,
    required: &'static [&'static str],
    answer: fn(&mut Service, &Call) -> Outcome,
) -> Route {
    Route {
        operation,
        method: "POST",
        uri,
        required,
        answer,
    }
}

const fn get(
    operation: &'static str,
    uri: &'static str,
    answer: fn(&mut Service, &Call) -> Outcome,
) -> Route {
    Route {
        operation,
        method: "GET",
        uri,
        required: &[],
        answer,
    }
}

const NOTHING: &[&str] = &[];
const NAME: &[&str] = &["resourceName"];

/// All operations of the launch.
#[rustfmt::skip] // one operation, one line
pub(super) const ROUTES: &[Route] = &[
    post("CreateBackend", "/backend", BACKEND, Service::create_backend),
    post("GetBackend", "/backend/{appId}/details", NOTHING, |s, c| s.get_backend(c)),
    post("CloneBackend", "/backend/{appId}/environments/{backendEnvironmentName}/clone", &["targetEnvironmentName"], Service::clone_backend),
    post("DeleteBackend", "/backend/{appId}/environments/{backendEnvironmentName}/remove", NOTHING, Service::delete_backend),
    post("RemoveAllBackends", "/backend/{appId}/remove", NOTHING, Service::remove_all_backends),

    post("CreateBackendAPI", "/backend/{appId}/api", RESOURCE, |s, c| s.create_resource(Kind::Api, c)),
    post("GetBackendAPI", "/backend/{appId}/api/{backendEnvironmentName}/details", NAME, |s, c| s.get_resource(Kind::Api, c)),
    post("UpdateBackendAPI", "/backend/{appId}/api/{backendEnvironmentName}", NAME, |s, c| s.update_resource(Kind::Api, c)),
    post("DeleteBackendAPI", "/backend/{appId}/api/{backendEnvironmentName}/remove", NAME, |s, c| s.delete_resource(Kind::Api, c)),
    post("GenerateBackendAPIModels", "/backend/{appId}/api/{backendEnvironmentName}/generateModels", NAME, Service::generate_models),
    post("GetBackendAPIModels", "/backend/{appId}/api/{backendEnvironmentName}/getModels", NAME, |s, c| s.get_models(c)),

    post("CreateBackendAuth", "/backend/{appId}/auth", NEW_AUTH, |s, c| s.create_resource(Kind::Auth, c)),
    post("GetBackendAuth", "/backend/{appId}/auth/{backendEnvironmentName}/details", NAME, |s, c| s.get_resource(Kind::Auth, c)),
    post("UpdateBackendAuth", "/backend/{appId}/auth/{backendEnvironmentName}", CHANGED_AUTH, |s, c| s.update_resource(Kind::Auth, c)),
    post("DeleteBackendAuth", "/backend/{appId}/auth/{backendEnvironmentName}/remove", NAME, |s, c| s.delete_resource(Kind::Auth, c)),

    post("CreateBackendConfig", "/backend/{appId}/config", NOTHING, Service::create_config),
    post("UpdateBackendConfig", "/backend/{appId}/config/update", NOTHING, Service::update_config),
    post("RemoveBackendConfig", "/backend/{appId}/config/remove", NOTHING, Service::remove_config),

    post("CreateToken", "/backend/{appId}/challenge", NOTHING, Service::create_token),
    get("GetToken", "/backend/{appId}/challenge/{sessionId}", |s, c| s.get_token(c)),
    post("DeleteToken", "/backend/{appId}/challenge/{sessionId}/remove", NOTHING, Service::delete_token),

    get("GetBackendJob", "/backend/{appId}/job/{backendEnvironmentName}/{jobId}", Service::get_job),
    post("ListBackendJobs", "/backend/{appId}/job/{backendEnvironmentName}", NOTHING, |s, c| s.list_jobs(c)),
    post("UpdateBackendJob", "/backend/{appId}/job/{backendEnvironmentName}/{jobId}", NOTHING, Service::update_job),
];

const BACKEND: &[&str] = &["appId", "appName", "backendEnvironmentName"];

const RESOURCE: &[&str] = &["backendEnvironmentName", "resourceConfig", "resourceName"];

const NEW_AUTH: &[&str] = &[
    "backendEnvironmentName",
    "resourceName",
    "resourceConfig",
    "resourceConfig.authResources",
    "resourceConfig.service",
    "resourceConfig.identityPoolConfigs.identityPoolName",
    "resourceConfig.identityPoolConfigs.unauthenticatedLogin",
    "resourceConfig.userPoolConfigs",
    "resourceConfig.userPoolConfigs.requiredSignUpAttributes",
    "resourceConfig.userPoolConfigs.signInMethod",
    "resourceConfig.userPoolConfigs.userPoolName",
    "resourceConfig.userPoolConfigs.forgotPassword.deliveryMethod",
    "resourceConfig.userPoolConfigs.mfa.MFAMode",
    "resourceConfig.userPoolConfigs.oAuth.oAuthGrantType",
    "resourceConfig.userPoolConfigs.oAuth.oAuthScopes",
    "resourceConfig.userPoolConfigs.oAuth.redirectSignInURIs",
    "resourceConfig.userPoolConfigs.oAuth.redirectSignOutURIs",
    "resourceConfig.userPoolConfigs.passwordPolicy.minimumLength",
];

const CHANGED_AUTH: &[&str] = &[
    "resourceName",
    "resourceConfig",
    "resourceConfig.authResources",
    "resourceConfig.service",
    "resourceConfig.userPoolConfigs",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_is_found_by_its_own_pattern() {
        assert_eq!(ROUTES.len(), 24);
        for route in ROUTES {
            let (found, _) = find(route.method, route.uri).expect("some route matches");
            assert_eq!(found.operation, route.operation);
        }
    }

    #[test]
    fn labels_are_decoded() {
        let (route, labels) = find("GET", "/backend/a%2Fb%20c/challenge/s").expect("GetToken");
        assert_eq!(route.operation, "GetToken");
        assert_eq!(labels["appId"], "a/b c");
    }
}
