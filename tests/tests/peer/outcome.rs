//! How a call ended, as a caller can see it. Compiled once for each side.

use std::any::Any;
use std::error::Error as StdError;
use std::fmt::Debug;

use sdk::config::http::HttpResponse;
use sdk::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};
use sdk::operation::RequestId;
use sdk::operation::create_token::CreateTokenOutput;
use sdk::operation::get_backend_auth::GetBackendAuthOutput;
use sdk::operation::get_token::GetTokenOutput;
use sdk::types::error::{
    BadRequestException, GatewayTimeoutException, NotFoundException, TooManyRequestsException,
};

use super::sdk;
use crate::facts::Facts;

/// Everything that `result` shows; `is` asks an error for its variant, in the order of the model.
pub(crate) fn of<O, E>(
    result: Result<O, SdkError<E, HttpResponse>>,
    is: impl Fn(&E) -> [bool; 4],
) -> Facts
where
    O: Any + Debug + RequestId,
    E: StdError + ProvideErrorMetadata + RequestId + aws_smithy_types::retry::ProvideErrorKind,
    E: Send + Sync + 'static,
    sdk::Error: From<SdkError<E, HttpResponse>>,
{
    match result {
        Ok(output) => success(&output),
        Err(error) => failure(error, is),
    }
}

fn success<O: Any + Debug + RequestId>(output: &O) -> Facts {
    let mut facts = Facts::default();
    facts.note("result", "Ok");
    facts.note("output", without_later_members(&format!("{output:?}")));
    facts.note("request id", shown(output.request_id()));
    if let Some(output) = (output as &dyn Any).downcast_ref::<GetBackendAuthOutput>() {
        facts.note("sensitive", format!("{:?}", sensitive(output)));
    }
    if let Some(token) = token(output) {
        facts.note("token", format!("{token:?}"));
    }
    facts
}

fn failure<E>(error: SdkError<E, HttpResponse>, is: impl Fn(&E) -> [bool; 4]) -> Facts
where
    E: StdError + ProvideErrorMetadata + RequestId + aws_smithy_types::retry::ProvideErrorKind,
    E: Send + Sync + 'static,
    sdk::Error: From<SdkError<E, HttpResponse>>,
{
    let mut facts = Facts::default();
    let kind = match &error {
        SdkError::ConstructionFailure(_) => "ConstructionFailure".to_owned(),
        SdkError::TimeoutError(_) => "TimeoutError".to_owned(),
        SdkError::DispatchFailure(failure) => format!(
            "DispatchFailure io {} timeout {} user {} other {:?}",
            failure.is_io(),
            failure.is_timeout(),
            failure.is_user(),
            failure.as_other()
        ),
        SdkError::ResponseError(_) => "ResponseError".to_owned(),
        SdkError::ServiceError(_) => "ServiceError".to_owned(),
        other => format!("{other:?}"),
    };
    facts.note("result", kind);
    facts.note("sdk error", &error);
    facts.note("code", shown(error.code()));
    facts.note("message", shown(error.message()));
    facts.note("request id", shown(error.request_id()));
    facts.note(
        "raw status",
        format!(
            "{:?}",
            error.raw_response().map(|raw| raw.status().as_u16())
        ),
    );
    if let Some(error) = error.as_service_error() {
        facts.append(service_error(error, is(error)));
    }
    facts.note("cause", innermost(&error));
    facts.append(crate_error(&sdk::Error::from(error)));
    facts
}

fn service_error<E>(error: &E, is: [bool; 4]) -> Facts
where
    E: StdError + ProvideErrorMetadata + RequestId + aws_smithy_types::retry::ProvideErrorKind,
    E: 'static,
{
    let mut facts = Facts::default();
    facts.note("variant", format!("{is:?}"));
    facts.note("service error", error);
    facts.note("service error metadata", format!("{:?}", error.meta()));
    facts.note("service error request id", shown(error.request_id()));
    let kind = aws_smithy_types::retry::ProvideErrorKind::code(error);
    facts.note("classified by", shown(kind));
    facts.note(
        "modelled as retryable",
        format!("{:?}", error.retryable_error_kind()),
    );
    facts.note("has a cause", error.source().is_some());
    if let Some(modelled) = error.source().and_then(modelled) {
        facts.note("modelled", modelled);
        facts.note("context", DisplayErrorContext(error));
    }
    facts
}

/// The error as the model has it, when the operation's error carries one of the model.
fn modelled(error: &(dyn StdError + 'static)) -> Option<String> {
    if let Some(error) = error.downcast_ref::<BadRequestException>() {
        return Some(format!("{error:?} {error} {:?}", error.message()));
    }
    if let Some(error) = error.downcast_ref::<GatewayTimeoutException>() {
        return Some(format!("{error:?} {error} {:?}", error.message()));
    }
    if let Some(error) = error.downcast_ref::<NotFoundException>() {
        let members = (error.message(), error.resource_type());
        return Some(format!("{error:?} {error} {members:?}"));
    }
    let error = error.downcast_ref::<TooManyRequestsException>()?;
    let members = (error.message(), error.limit_type());
    Some(format!("{error:?} {error} {members:?}"))
}

fn crate_error(error: &sdk::Error) -> Facts {
    let mut facts = Facts::default();
    let variant = match error {
        sdk::Error::BadRequestException(_) => "BadRequestException",
        sdk::Error::GatewayTimeoutException(_) => "GatewayTimeoutException",
        sdk::Error::NotFoundException(_) => "NotFoundException",
        sdk::Error::TooManyRequestsException(_) => "TooManyRequestsException",
        _ => "Unhandled",
    };
    facts.note("crate error variant", variant);
    facts.note("crate error", error);
    facts.note("crate error code", shown(error.code()));
    facts.note("crate error message", shown(error.message()));
    facts.note("crate error request id", shown(error.request_id()));
    facts
}

/// The text of the last error in the chain of sources.
fn innermost(error: &dyn StdError) -> String {
    let mut last = error;
    while let Some(source) = last.source() {
        last = source;
    }
    last.to_string()
}

/// Challenge code and session of an output that has them; Debug of ours hides them.
fn token(output: &dyn Any) -> Option<[Option<&str>; 2]> {
    if let Some(output) = output.downcast_ref::<CreateTokenOutput>() {
        return Some([output.challenge_code(), output.session_id()]);
    }
    let output = output.downcast_ref::<GetTokenOutput>()?;
    Some([output.challenge_code(), output.session_id()])
}

/// What Debug hides.
fn sensitive(output: &GetBackendAuthOutput) -> Vec<Option<&str>> {
    let pool = output
        .resource_config()
        .and_then(|config| config.user_pool_configs());
    let forgot = pool.and_then(|pool| pool.forgot_password());
    let email = forgot.and_then(|forgot| forgot.email_settings());
    let sms = forgot.and_then(|forgot| forgot.sms_settings());
    let o_auth = pool.and_then(|pool| pool.o_auth());
    let social = o_auth.and_then(|o_auth| o_auth.social_provider_settings());
    let providers = [
        social.and_then(|social| social.facebook()),
        social.and_then(|social| social.google()),
        social.and_then(|social| social.login_with_amazon()),
    ];
    let mut values = vec![
        email.and_then(|email| email.email_message()),
        email.and_then(|email| email.email_subject()),
        sms.and_then(|sms| sms.sms_message()),
    ];
    for provider in providers {
        values.push(provider.and_then(|provider| provider.client_id()));
        values.push(provider.and_then(|provider| provider.client_secret()));
    }
    values
}

/// Debug text without the absent members that the service got after its launch.
fn without_later_members(debug: &str) -> String {
    let mut text = debug.to_owned();
    for value in ["None", "\"*** Sensitive Data Redacted ***\""] {
        for member in [
            "amplify_feature_flags",
            "model_introspection_schema",
            "sign_in_with_apple",
            "verification_message",
        ] {
            text = text.replace(&format!("{member}: {value}, "), "");
            text = text.replace(&format!(", {member}: {value}"), "");
        }
    }
    text
}

fn shown(value: Option<&str>) -> String {
    format!("{value:?}")
}
