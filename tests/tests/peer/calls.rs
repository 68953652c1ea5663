//! Every operation called with what a case gives. Compiled once for each side.

use sdk::operation::{
    clone_backend::builders::CloneBackendFluentBuilder as CloneBackend,
    create_backend::builders::CreateBackendFluentBuilder as CreateBackend,
    create_backend_api::builders::CreateBackendAPIFluentBuilder as CreateBackendAPI,
    create_backend_auth::builders::CreateBackendAuthFluentBuilder as CreateBackendAuth,
    create_backend_config::builders::CreateBackendConfigFluentBuilder as CreateBackendConfig,
    create_token::builders::CreateTokenFluentBuilder as CreateToken,
    delete_backend::builders::DeleteBackendFluentBuilder as DeleteBackend,
    delete_backend_api::builders::DeleteBackendAPIFluentBuilder as DeleteBackendAPI,
    delete_backend_auth::builders::DeleteBackendAuthFluentBuilder as DeleteBackendAuth,
    delete_token::builders::DeleteTokenFluentBuilder as DeleteToken,
    generate_backend_api_models::builders::GenerateBackendAPIModelsFluentBuilder as GenerateModels,
    get_backend::builders::GetBackendFluentBuilder as GetBackend,
    get_backend_api::builders::GetBackendAPIFluentBuilder as GetBackendAPI,
    get_backend_api_models::builders::GetBackendAPIModelsFluentBuilder as GetBackendAPIModels,
    get_backend_auth::builders::GetBackendAuthFluentBuilder as GetBackendAuth,
    get_backend_job::builders::GetBackendJobFluentBuilder as GetBackendJob,
    get_token::builders::GetTokenFluentBuilder as GetToken,
    list_backend_jobs::builders::ListBackendJobsFluentBuilder as ListBackendJobs,
    remove_all_backends::builders::RemoveAllBackendsFluentBuilder as RemoveAllBackends,
    remove_backend_config::builders::RemoveBackendConfigFluentBuilder as RemoveBackendConfig,
    update_backend_api::builders::UpdateBackendAPIFluentBuilder as UpdateBackendAPI,
    update_backend_auth::builders::UpdateBackendAuthFluentBuilder as UpdateBackendAuth,
    update_backend_config::builders::UpdateBackendConfigFluentBuilder as UpdateBackendConfig,
    update_backend_job::builders::UpdateBackendJobFluentBuilder as UpdateBackendJob,
};
use sdk::types::{
    AdditionalConstraintsElement, BackendApiAppSyncAuthSettings, BackendApiAuthType,
    BackendApiConflictResolution, BackendApiResourceConfig, BackendAuthSocialProviderConfig,
    CreateBackendAuthForgotPasswordConfig, CreateBackendAuthIdentityPoolConfig,
    CreateBackendAuthMfaConfig, CreateBackendAuthOAuthConfig,
    CreateBackendAuthPasswordPolicyConfig, CreateBackendAuthResourceConfig,
    CreateBackendAuthUserPoolConfig, EmailSettings, LoginAuthConfigReqObj, MfaTypesElement, Mode,
    OAuthScopesElement, RequiredSignUpAttributesElement, ResourceConfig, Settings, SmsSettings,
    SocialProviderSettings, UpdateBackendAuthForgotPasswordConfig,
    UpdateBackendAuthIdentityPoolConfig, UpdateBackendAuthMfaConfig, UpdateBackendAuthOAuthConfig,
    UpdateBackendAuthPasswordPolicyConfig, UpdateBackendAuthResourceConfig,
    UpdateBackendAuthUserPoolConfig,
};

use super::{outcome, sdk};
use crate::facts::Facts;
use crate::given::Give;

/// The two ways in which a finished builder is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// `client.operation().member(..).send()`
    Fluent,
    /// `input_builder.send_with(&client)`
    SendWith,
}

/// Matches an operation's name and calls it; expects a function of the method's name for each.
macro_rules! dispatch {
    ($client:ident, $operation:ident, $give:ident, $way:ident: $($name:literal $method:ident),* $(,)?) => {
        match $operation {
            $($name => {
                let call = $method($client.$method(), $give);
                let result = match $way {
                    Way::Fluent => Box::pin(call.send()).await,
                    Way::SendWith => Box::pin(call.as_input().clone().send_with($client)).await,
                };
                outcome::of(result, |error| {
                    [
                        error.is_bad_request_exception(),
                        error.is_gateway_timeout_exception(),
                        error.is_not_found_exception(),
                        error.is_too_many_requests_exception(),
                    ]
                })
            })*
            other => unreachable!("no operation {other}"),
        }
    };
}

/// Calls `operation` and tells how it ended.
pub(crate) async fn call(client: &sdk::Client, operation: &str, give: Give, way: Way) -> Facts {
    dispatch!(client, operation, give, way:
        "CloneBackend" clone_backend,
        "CreateBackend" create_backend,
        "CreateBackendAPI" create_backend_api,
        "CreateBackendAuth" create_backend_auth,
        "CreateBackendConfig" create_backend_config,
        "CreateToken" create_token,
        "DeleteBackend" delete_backend,
        "DeleteBackendAPI" delete_backend_api,
        "DeleteBackendAuth" delete_backend_auth,
        "DeleteToken" delete_token,
        "GenerateBackendAPIModels" generate_backend_api_models,
        "GetBackend" get_backend,
        "GetBackendAPI" get_backend_api,
        "GetBackendAPIModels" get_backend_api_models,
        "GetBackendAuth" get_backend_auth,
        "GetBackendJob" get_backend_job,
        "GetToken" get_token,
        "ListBackendJobs" list_backend_jobs,
        "RemoveAllBackends" remove_all_backends,
        "RemoveBackendConfig" remove_backend_config,
        "UpdateBackendAPI" update_backend_api,
        "UpdateBackendAuth" update_backend_auth,
        "UpdateBackendConfig" update_backend_config,
        "UpdateBackendJob" update_backend_job,
    )
}

fn clone_backend(call: CloneBackend, give: Give) -> CloneBackend {
    call.set_app_id(give.label("app_id"))
        .set_backend_environment_name(give.label("backend_environment_name"))
        .set_target_environment_name(give.required("targetEnvironmentName"))
}

fn create_backend(call: CreateBackend, give: Give) -> CreateBackend {
    call.set_app_id(give.required("appId"))
        .set_app_name(give.required("appName"))
        .set_backend_environment_name(give.required("backendEnvironmentName"))
        .set_resource_config(give.all().then(|| ResourceConfig::builder().build()))
        .set_resource_name(give.optional("resourceName"))
}

fn create_backend_api(call: CreateBackendAPI, give: Give) -> CreateBackendAPI {
    call.set_app_id(give.label("app_id"))
        .set_backend_environment_name(give.required("backendEnvironmentName"))
        .set_resource_config(give.requires().then(|| api_resource(give)))
        .set_resource_name(give.required("resourceName"))
}

fn create_backend_auth(call: CreateBackendAuth, give: Give) -> CreateBackendAuth {
    call.set_app_id(give.label("app_id"))
        .set_backend_environment_name(give.required("backendEnvironmentName"))
        .set_resource_config(give.requires().then(|| create_auth_resource(give)))
        .set_resource_name(give.required("resourceName"))
}

fn create_backend_config(call: CreateBackendConfig, give: Give) -> CreateBackendConfig {
    call.set_app_id(give.label("app_id"))
        .set_backend_manager_app_id(give.optional("backendManagerAppId"))
}

fn create_token(call: CreateToken, give: Give) -> CreateToken {
    call.set_app_id(give.label("app_id"))
}

fn delete_backend(call: DeleteBackend, give: Give) -> DeleteBackend {
    call.set_app_id(give.label("app_id"))
        .set_backend_environment_name(give.label("backend_environment_name"))
}

fn delete_backend_api(call: DeleteBackendAPI, give: Give) -> DeleteBackendAPI {
    call.set_app_id(give.label("app_id"))
        .set_backend_environment_name(give.label("backend_environment_name"))
        .set_resource_config(give.all().then(|| api_resource(give)))
        .set_resource_name(give.required("resourceName"))
}

fn delete_backend_auth(call: DeleteBackendAuth, give: Give) -> DeleteBackendAuth {
    call.set_app_id(give.label("app_id"))
        .set_backend_environment_name(give.label("backend_environment_name"))
        .set_resource_name(give.required("resourceName"))
}

fn delete_token(call: DeleteToken, give: Give) -> DeleteToken {
    call.set_app_id(give.label("app_id"))
        .set_session_id(give.label("session_id"))
}

fn generate_backend_api_models(call: GenerateModels, give: Give) -> GenerateModels {
    call.set_app_id(give.label("app_id"))
        .set_backend_environment_name(give.label("backend_environment_name"))
        .set_resource_name(give.required("resourceName"))
}

fn get_backend(call: GetBackend, give: Give) -> GetBackend {
    call.set_app_id(give.label("app_id"))
        .set_backend_environment_name(give.optional("backendEnvironmentName"))
}

fn get_backend_api(call: GetBackendAPI, give: Give) -> GetBackendAPI {
    call.set_app_id(give.label("app_id"))
        .set_backend_environment_name(give.label("backend_environment_name"))
        .set_resource_config(give.all().then(|| api_resource(give)))
        .set_resource_name(give.required("resourceName"))
}

fn get_backend_api_models(call: GetBackendAPIModels, give: Give) -> GetBackendAPIModels {
    call.set_app_id(give.label("app_id"))
        .set_backend_environment_name(give.label("backend_environment_name"))
        .set_resource_name(give.required("resourceName"))
}

fn get_backend_auth(call: GetBackendAuth, give: Give) -> GetBackendAuth {
    call.set_app_id(give.label("app_id"))
        .set_backend_environment_name(give.label("backend_environment_name"))
        .set_resource_name(give.required("resourceName"))
}

fn get_backend_job(call: GetBackendJob, give: Give) -> GetBackendJob {
    call.set_app_id(give.label("app_id"))
        .set_backend_environment_name(give.label("backend_environment_name"))
        .set_job_id(give.label("job_id"))
}

fn get_token(call: GetToken, give: Give) -> GetToken {
    call.set_app_id(give.label("app_id"))
        .set_session_id(give.label("session_id"))
}

fn list_backend_jobs(call: ListBackendJobs, give: Give) -> ListBackendJobs {
    call.set_app_id(give.label("app_id"))
        .set_backend_environment_name(give.label("backend_environment_name"))
        .set_job_id(give.optional("jobId"))
        .set_max_results(give.all().then(|| give.whole()))
        .set_next_token(give.optional("nextToken"))
        .set_operation(give.optional("operation"))
        .set_status(give.optional("status"))
}

fn remove_all_backends(call: RemoveAllBackends, give: Give) -> RemoveAllBackends {
    call.set_app_id(give.label("app_id"))
        .set_clean_amplify_app(give.all().then(|| give.truth()))
}

fn remove_backend_config(call: RemoveBackendConfig, give: Give) -> RemoveBackendConfig {
    call.set_app_id(give.label("app_id"))
}

fn update_backend_api(call: UpdateBackendAPI, give: Give) -> UpdateBackendAPI {
    call.set_app_id(give.label("app_id"))
        .set_backend_environment_name(give.label("backend_environment_name"))
        .set_resource_config(give.all().then(|| api_resource(give)))
        .set_resource_name(give.required("resourceName"))
}

fn update_backend_auth(call: UpdateBackendAuth, give: Give) -> UpdateBackendAuth {
    call.set_app_id(give.label("app_id"))
        .set_backend_environment_name(give.label("backend_environment_name"))
        .set_resource_config(give.requires().then(|| update_auth_resource(give)))
        .set_resource_name(give.required("resourceName"))
}

fn update_backend_config(call: UpdateBackendConfig, give: Give) -> UpdateBackendConfig {
    let login = LoginAuthConfigReqObj::builder()
        .set_aws_cognito_identity_pool_id(give.optional("identity pool"))
        .set_aws_cognito_region(give.optional("region"))
        .set_aws_user_pools_id(give.optional("user pools"))
        .set_aws_user_pools_web_client_id(give.optional("web client"))
        .build();
    call.set_app_id(give.label("app_id"))
        .set_login_auth_config(give.all().then_some(login))
}

fn update_backend_job(call: UpdateBackendJob, give: Give) -> UpdateBackendJob {
    call.set_app_id(give.label("app_id"))
        .set_backend_environment_name(give.label("backend_environment_name"))
        .set_job_id(give.label("job_id"))
        .set_operation(give.optional("operation"))
        .set_status(give.optional("status"))
}

fn api_resource(give: Give) -> BackendApiResourceConfig {
    let config = BackendApiResourceConfig::builder();
    if !give.all() {
        return config.build();
    }
    let types = [
        auth_type(give, "API_KEY"),
        auth_type(give, "AMAZON_COGNITO_USER_POOLS"),
    ];
    let resolution = BackendApiConflictResolution::builder()
        .set_resolution_strategy(give.fills().then(|| give.choice("AUTOMERGE")));
    config
        .set_additional_auth_types(Some(give.items(types)))
        .api_name(give.text("apiName"))
        .conflict_resolution(resolution.build())
        .default_auth_type(auth_type(give, "OPENID_CONNECT"))
        .service(give.text("service"))
        .transform_schema(give.text("transformSchema"))
        .build()
}

fn auth_type(give: Give, mode: &'static str) -> BackendApiAuthType {
    if !give.fills() {
        return BackendApiAuthType::builder().build();
    }
    let settings = BackendApiAppSyncAuthSettings::builder()
        .cognito_user_pool_id(give.text("cognitoUserPoolId"))
        .description(give.text("description"))
        .expiration_time(give.double())
        .open_id_auth_ttl(give.text("openIDAuthTTL"))
        .open_id_client_id(give.text("openIDClientId"))
        .open_id_iat_ttl(give.text("openIDIatTTL"))
        .open_id_issue_url(give.text("openIDIssueURL"))
        .open_id_provider_name(give.text("openIDProviderName"))
        .build();
    let mode = give.choice::<Mode>(mode);
    BackendApiAuthType::builder()
        .mode(mode)
        .settings(settings)
        .build()
}

/// Sets lists as a whole; its counterpart for updates appends item by item.
fn create_auth_resource(give: Give) -> CreateBackendAuthResourceConfig {
    CreateBackendAuthResourceConfig::builder()
        .auth_resources(give.choice("IDENTITY_POOL_AND_USER_POOL"))
        .set_identity_pool_configs(give.all().then(|| {
            CreateBackendAuthIdentityPoolConfig::builder()
                .identity_pool_name(give.text("identityPoolName"))
                .unauthenticated_login(give.truth())
                .build()
        }))
        .service(give.choice("COGNITO"))
        .user_pool_configs(create_user_pool(give))
        .build()
}

fn create_user_pool(give: Give) -> CreateBackendAuthUserPoolConfig {
    let attributes = [
        RequiredSignUpAttributesElement::ZoneInfo,
        give.choice("PHONE_NUMBER"),
    ];
    CreateBackendAuthUserPoolConfig::builder()
        .set_forgot_password(give.all().then(|| create_forgot_password(give)))
        .set_mfa(give.all().then(|| {
            CreateBackendAuthMfaConfig::builder()
                .mfa_mode(give.choice("OPTIONAL"))
                .settings(mfa_settings(give))
                .build()
        }))
        .set_o_auth(give.all().then(|| create_o_auth(give)))
        .set_password_policy(give.all().then(|| {
            let constraints = [
                AdditionalConstraintsElement::RequireDigit,
                give.choice("REQUIRE_SYMBOL"),
            ];
            CreateBackendAuthPasswordPolicyConfig::builder()
                .set_additional_constraints(Some(give.items(constraints)))
                .minimum_length(give.double())
                .build()
        }))
        .set_required_sign_up_attributes(Some(give.items(attributes)))
        .sign_in_method(give.choice("EMAIL_AND_PHONE_NUMBER"))
        .user_pool_name(give.text("userPoolName"))
        .build()
}

fn create_forgot_password(give: Give) -> CreateBackendAuthForgotPasswordConfig {
    CreateBackendAuthForgotPasswordConfig::builder()
        .delivery_method(give.choice("EMAIL"))
        .email_settings(email_settings(give))
        .sms_settings(sms_settings(give))
        .build()
}

fn create_o_auth(give: Give) -> CreateBackendAuthOAuthConfig {
    let uris = |name| give.items([give.text(name), format!("{name} 2")]);
    let scopes = [
        OAuthScopesElement::AwsCognitoSigninUserAdmin,
        give.choice("OPENID"),
    ];
    CreateBackendAuthOAuthConfig::builder()
        .domain_prefix(give.text("domainPrefix"))
        .o_auth_grant_type(give.choice("IMPLICIT"))
        .set_o_auth_scopes(Some(give.items(scopes)))
        .set_redirect_sign_in_uris(Some(uris("redirectSignInURIs")))
        .set_redirect_sign_out_uris(Some(uris("redirectSignOutURIs")))
        .social_provider_settings(social_providers(give))
        .build()
}

/// Appends to lists item by item; its counterpart for creation sets them as a whole.
fn update_auth_resource(give: Give) -> UpdateBackendAuthResourceConfig {
    UpdateBackendAuthResourceConfig::builder()
        .auth_resources(give.choice("USER_POOL_ONLY"))
        .set_identity_pool_configs(give.all().then(|| {
            UpdateBackendAuthIdentityPoolConfig::builder()
                .unauthenticated_login(give.truth())
                .build()
        }))
        .service(give.choice("COGNITO"))
        .user_pool_configs(update_user_pool(give))
        .build()
}

fn update_user_pool(give: Give) -> UpdateBackendAuthUserPoolConfig {
    let pool = UpdateBackendAuthUserPoolConfig::builder();
    if !give.all() {
        return pool.build();
    }
    let forgot = UpdateBackendAuthForgotPasswordConfig::builder()
        .delivery_method(give.choice("SMS"))
        .email_settings(email_settings(give))
        .sms_settings(sms_settings(give));
    let mfa = UpdateBackendAuthMfaConfig::builder()
        .mfa_mode(give.choice("ON"))
        .settings(mfa_settings(give));
    let policy = UpdateBackendAuthPasswordPolicyConfig::builder()
        .additional_constraints(give.choice("REQUIRE_LOWERCASE"))
        .additional_constraints(AdditionalConstraintsElement::RequireUppercase)
        .minimum_length(give.double());
    pool.forgot_password(forgot.build())
        .mfa(mfa.build())
        .o_auth(update_o_auth(give))
        .password_policy(policy.build())
        .build()
}

fn update_o_auth(give: Give) -> UpdateBackendAuthOAuthConfig {
    UpdateBackendAuthOAuthConfig::builder()
        .domain_prefix(give.text("domainPrefix"))
        .o_auth_grant_type(give.choice("CODE"))
        .o_auth_scopes(OAuthScopesElement::Phone)
        .o_auth_scopes(give.choice("PROFILE"))
        .redirect_sign_in_uris(give.text("redirectSignInURIs"))
        .redirect_sign_in_uris("second sign in")
        .redirect_sign_out_uris(give.text("redirectSignOutURIs"))
        .redirect_sign_out_uris("second sign out")
        .social_provider_settings(social_providers(give))
        .build()
}

fn email_settings(give: Give) -> EmailSettings {
    EmailSettings::builder()
        .set_email_message(give.fills().then(|| give.text("emailMessage")))
        .set_email_subject(give.fills().then(|| give.text("emailSubject")))
        .build()
}

fn sms_settings(give: Give) -> SmsSettings {
    SmsSettings::builder()
        .set_sms_message(give.fills().then(|| give.text("smsMessage")))
        .build()
}

fn mfa_settings(give: Give) -> Settings {
    Settings::builder()
        .set_mfa_types(Some(
            give.items([MfaTypesElement::Totp, give.choice("SMS")]),
        ))
        .set_sms_message(give.fills().then(|| give.text("smsMessage")))
        .build()
}

fn social_providers(give: Give) -> SocialProviderSettings {
    if !give.fills() {
        return SocialProviderSettings::builder().build();
    }
    let provider = |name: &str| {
        BackendAuthSocialProviderConfig::builder()
            .client_id(give.text(&format!("{name} id")))
            .client_secret(give.text(&format!("{name} secret")))
            .build()
    };
    SocialProviderSettings::builder()
        .facebook(provider("facebook"))
        .google(provider("google"))
        .login_with_amazon(provider("amazon"))
        .build()
}
