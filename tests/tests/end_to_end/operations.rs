//! Each group of operations from creation to removal; together they are all 24.

use amplifybackend::Client;
use amplifybackend::operation::RequestId;
use amplifybackend::types::{
    AdditionalConstraintsElement, AuthResources, BackendApiAppSyncAuthSettings, BackendApiAuthType,
    BackendApiConflictResolution, BackendApiResourceConfig, BackendAuthSocialProviderConfig,
    BackendJobRespObj, CreateBackendAuthForgotPasswordConfig, CreateBackendAuthIdentityPoolConfig,
    CreateBackendAuthMfaConfig, CreateBackendAuthOAuthConfig,
    CreateBackendAuthPasswordPolicyConfig, CreateBackendAuthResourceConfig,
    CreateBackendAuthUserPoolConfig, DeliveryMethod, EmailSettings, LoginAuthConfigReqObj, MfaMode,
    MfaTypesElement, Mode, OAuthGrantType, OAuthScopesElement, RequiredSignUpAttributesElement,
    ResolutionStrategy, ResourceConfig, Service, Settings, SignInMethod, SmsSettings,
    SocialProviderSettings, Status, UpdateBackendAuthPasswordPolicyConfig,
    UpdateBackendAuthResourceConfig, UpdateBackendAuthUserPoolConfig,
};
use workspace_tests::{Server, server};

use crate::{Result, client, create_backend, start_five_jobs};

const BACKENDS: &[&str] = &[
    "CloneBackend",
    "CreateBackend",
    "DeleteBackend",
    "GetBackend",
    "RemoveAllBackends",
];
const APIS: &[&str] = &[
    "CreateBackendAPI",
    "DeleteBackendAPI",
    "GenerateBackendAPIModels",
    "GetBackendAPI",
    "GetBackendAPIModels",
    "UpdateBackendAPI",
];
const AUTHS: &[&str] = &[
    "CreateBackendAuth",
    "DeleteBackendAuth",
    "GetBackendAuth",
    "UpdateBackendAuth",
];
const CONFIGS: &[&str] = &[
    "CreateBackendConfig",
    "RemoveBackendConfig",
    "UpdateBackendConfig",
];
const TOKENS: &[&str] = &["CreateToken", "DeleteToken", "GetToken"];
const JOBS: &[&str] = &["GetBackendJob", "ListBackendJobs", "UpdateBackendJob"];

#[test]
fn the_groups_cover_every_operation() {
    let mut covered = [BACKENDS, APIS, AUTHS, CONFIGS, TOKENS, JOBS].concat();
    covered.sort_unstable();
    assert_eq!(covered, server::operations());
}

/// Asserts that a test has called all operations of its group.
fn assert_called(server: &Server, group: &[&str]) {
    let called: Vec<_> = server
        .requests()
        .iter()
        .filter_map(|request| request.operation)
        .collect();
    for operation in group {
        assert!(called.contains(operation), "{operation} was not called");
    }
}

#[tokio::test]
async fn backends() -> Result {
    let server = Server::start();
    let client = client(&server);

    let created = client
        .create_backend()
        .app_id("app")
        .app_name("Recipes")
        .backend_environment_name("dev")
        .resource_name("recipes")
        .resource_config(ResourceConfig::builder().build())
        .send()
        .await?;
    assert_eq!(created.app_id(), Some("app"));
    assert_eq!(created.backend_environment_name(), Some("dev"));
    assert_eq!(created.job_id(), Some("job-1"));
    assert_eq!(created.operation(), Some("CreateBackend"));
    assert_eq!(created.status(), Some("PENDING"));
    assert_eq!(created.error(), None);
    assert_eq!(
        created.request_id(),
        Some(&*server.last_request().request_id)
    );
    assert_eq!(
        server.last_request().json(),
        serde_json::json!({
            "appId": "app",
            "appName": "Recipes",
            "backendEnvironmentName": "dev",
            "resourceConfig": {},
            "resourceName": "recipes",
        })
    );

    let cloned = client
        .clone_backend()
        .app_id("app")
        .backend_environment_name("dev")
        .target_environment_name("test")
        .send()
        .await?;
    assert_eq!(cloned.backend_environment_name(), Some("test"));
    assert_eq!(cloned.job_id(), Some("job-2"));

    let read = client.get_backend().app_id("app").send().await?;
    assert_eq!(read.app_name(), Some("Recipes"));
    assert_eq!(read.backend_environment_list(), ["dev", "test"]);
    assert_eq!(read.backend_environment_name(), None);
    assert_eq!(read.amplify_meta_config(), None);

    create_api(&client, &schema("v1")).await?;
    let read = client
        .get_backend()
        .app_id("app")
        .backend_environment_name("dev")
        .send()
        .await?;
    assert_eq!(read.backend_environment_name(), Some("dev"));
    assert_eq!(read.amplify_meta_config(), Some(r#"{"api":["recipes"]}"#));

    let deleted = client
        .delete_backend()
        .app_id("app")
        .backend_environment_name("dev")
        .send()
        .await?;
    assert_eq!(deleted.operation(), Some("DeleteBackend"));
    let read = client.get_backend().app_id("app").send().await?;
    assert_eq!(read.backend_environment_list(), ["test"]);

    let removed = client.remove_all_backends().app_id("app").send().await?;
    assert_eq!(removed.app_id(), Some("app"));
    assert_eq!(removed.operation(), Some("RemoveAllBackends"));
    let read = client.get_backend().app_id("app").send().await?;
    assert!(read.backend_environment_list().is_empty());

    client
        .remove_all_backends()
        .app_id("app")
        .clean_amplify_app(true)
        .send()
        .await?;
    let gone = client
        .get_backend()
        .app_id("app")
        .send()
        .await
        .expect_err("the app is cleaned");
    assert!(gone.into_service_error().is_not_found_exception());

    assert_called(&server, BACKENDS);
    Ok(())
}

#[tokio::test]
async fn apis() -> Result {
    let server = Server::start();
    let client = client(&server);
    create_backend(&client).send().await?;

    let config = schema("v1");
    create_api(&client, &config).await?;
    let read = get_api(&client).send().await?;
    assert_eq!(read.resource_name(), Some("recipes"));
    assert_eq!(read.resource_config(), Some(&config));

    let generated = client
        .generate_backend_api_models()
        .app_id("app")
        .backend_environment_name("dev")
        .resource_name("recipes")
        .send()
        .await?;
    assert_eq!(generated.operation(), Some("GenerateBackendAPIModels"));
    let models = get_models(&client).send().await?;
    assert_eq!(models.models(), Some("v1"));
    assert_eq!(models.status(), Some(&Status::Latest));

    let updated = client
        .update_backend_api()
        .app_id("app")
        .backend_environment_name("dev")
        .resource_name("recipes")
        .resource_config(
            BackendApiResourceConfig::builder()
                .transform_schema("v2")
                .build(),
        )
        .send()
        .await?;
    assert_eq!(updated.job_id(), Some("job-4"));
    let read = get_api(&client).send().await?;
    assert_eq!(read.resource_config(), Some(&schema("v2")));
    let models = get_models(&client).send().await?;
    assert_eq!(models.status(), Some(&Status::Stale));

    let deleted = client
        .delete_backend_api()
        .app_id("app")
        .backend_environment_name("dev")
        .resource_name("recipes")
        .resource_config(config)
        .send()
        .await?;
    assert_eq!(deleted.operation(), Some("DeleteBackendAPI"));
    let gone = get_api(&client)
        .send()
        .await
        .expect_err("the API is deleted");
    assert!(gone.into_service_error().is_not_found_exception());

    assert_called(&server, APIS);
    Ok(())
}

/// An API configuration with every member set.
fn schema(text: &str) -> BackendApiResourceConfig {
    let key = BackendApiAppSyncAuthSettings::builder()
        .description("for visitors")
        .expiration_time(7.5)
        .build();
    let open_id = BackendApiAppSyncAuthSettings::builder()
        .cognito_user_pool_id("us-east-1_pool")
        .open_id_auth_ttl("60")
        .open_id_client_id("client")
        .open_id_iat_ttl("30")
        .open_id_issue_url("https://issuer.example")
        .open_id_provider_name("issuer")
        .build();
    let strategy = ResolutionStrategy::OptimisticConcurrency;
    BackendApiResourceConfig::builder()
        .api_name("recipes")
        .service("AppSync")
        .transform_schema(text)
        .default_auth_type(
            BackendApiAuthType::builder()
                .mode(Mode::ApiKey)
                .settings(key)
                .build(),
        )
        .additional_auth_types(BackendApiAuthType::builder().mode(Mode::AwsIam).build())
        .additional_auth_types(
            BackendApiAuthType::builder()
                .mode(Mode::OpenidConnect)
                .settings(open_id)
                .build(),
        )
        .conflict_resolution(
            BackendApiConflictResolution::builder()
                .resolution_strategy(strategy)
                .build(),
        )
        .build()
}

async fn create_api(client: &Client, config: &BackendApiResourceConfig) -> Result {
    let created = client
        .create_backend_api()
        .app_id("app")
        .backend_environment_name("dev")
        .resource_name("recipes")
        .resource_config(config.clone())
        .send()
        .await?;
    assert_eq!(created.operation(), Some("CreateBackendAPI"));
    Ok(())
}

fn get_api(
    client: &Client,
) -> amplifybackend::operation::get_backend_api::builders::GetBackendAPIFluentBuilder {
    client
        .get_backend_api()
        .app_id("app")
        .backend_environment_name("dev")
        .resource_name("recipes")
}

fn get_models(
    client: &Client,
) -> amplifybackend::operation::get_backend_api_models::builders::GetBackendAPIModelsFluentBuilder {
    client
        .get_backend_api_models()
        .app_id("app")
        .backend_environment_name("dev")
        .resource_name("recipes")
}

#[tokio::test]
async fn auths() -> Result {
    let server = Server::start();
    let client = client(&server);
    create_backend(&client).send().await?;

    let created = client
        .create_backend_auth()
        .app_id("app")
        .backend_environment_name("dev")
        .resource_name("cooks")
        .resource_config(auth_config(8.0))
        .send()
        .await?;
    assert_eq!(created.operation(), Some("CreateBackendAuth"));
    let read = get_auth(&client).send().await?;
    assert_eq!(read.resource_name(), Some("cooks"));
    assert_eq!(read.resource_config(), Some(&auth_config(8.0)));

    let policy = UpdateBackendAuthPasswordPolicyConfig::builder()
        .minimum_length(12.5)
        .build();
    let update = UpdateBackendAuthResourceConfig::builder()
        .auth_resources(AuthResources::IdentityPoolAndUserPool)
        .service(Service::Cognito)
        .user_pool_configs(
            UpdateBackendAuthUserPoolConfig::builder()
                .password_policy(policy)
                .build(),
        )
        .build();
    let updated = client
        .update_backend_auth()
        .app_id("app")
        .backend_environment_name("dev")
        .resource_name("cooks")
        .resource_config(update)
        .send()
        .await?;
    assert_eq!(updated.status(), Some("PENDING"));
    let read = get_auth(&client).send().await?;
    assert_eq!(read.resource_config(), Some(&auth_config(12.5)));

    let deleted = client
        .delete_backend_auth()
        .app_id("app")
        .backend_environment_name("dev")
        .resource_name("cooks")
        .send()
        .await?;
    assert_eq!(deleted.operation(), Some("DeleteBackendAuth"));
    let gone = get_auth(&client)
        .send()
        .await
        .expect_err("the resource is deleted");
    assert!(gone.into_service_error().is_not_found_exception());

    assert_called(&server, AUTHS);
    Ok(())
}

fn get_auth(
    client: &Client,
) -> amplifybackend::operation::get_backend_auth::builders::GetBackendAuthFluentBuilder {
    client
        .get_backend_auth()
        .app_id("app")
        .backend_environment_name("dev")
        .resource_name("cooks")
}

/// An authentication configuration with every member of the launch set.
fn auth_config(minimum_length: f64) -> CreateBackendAuthResourceConfig {
    let identity_pool = CreateBackendAuthIdentityPoolConfig::builder()
        .identity_pool_name("visitors")
        .unauthenticated_login(true)
        .build();
    CreateBackendAuthResourceConfig::builder()
        .auth_resources(AuthResources::IdentityPoolAndUserPool)
        .service(Service::Cognito)
        .identity_pool_configs(identity_pool)
        .user_pool_configs(user_pool(minimum_length))
        .build()
}

fn user_pool(minimum_length: f64) -> CreateBackendAuthUserPoolConfig {
    let sms = SmsSettings::builder()
        .sms_message("Your code: {####}")
        .build();
    let email = EmailSettings::builder()
        .email_subject("Forgotten?")
        .email_message("“Code”:\n\t{####} \u{1f511}") // needs escapes and more than ASCII
        .build();
    let forgot_password = CreateBackendAuthForgotPasswordConfig::builder()
        .delivery_method(DeliveryMethod::Email)
        .email_settings(email)
        .sms_settings(sms)
        .build();
    let mfa = CreateBackendAuthMfaConfig::builder()
        .mfa_mode(MfaMode::Optional)
        .settings(
            Settings::builder()
                .mfa_types(MfaTypesElement::Sms)
                .mfa_types(MfaTypesElement::Totp)
                .sms_message("{####}")
                .build(),
        )
        .build();
    let policy = CreateBackendAuthPasswordPolicyConfig::builder()
        .minimum_length(minimum_length)
        .additional_constraints(AdditionalConstraintsElement::RequireDigit)
        .additional_constraints(AdditionalConstraintsElement::RequireSymbol)
        .build();
    CreateBackendAuthUserPoolConfig::builder()
        .user_pool_name("cooks")
        .sign_in_method(SignInMethod::EmailAndPhoneNumber)
        .required_sign_up_attributes(RequiredSignUpAttributesElement::Email)
        .required_sign_up_attributes(RequiredSignUpAttributesElement::ZoneInfo)
        .forgot_password(forgot_password)
        .mfa(mfa)
        .o_auth(o_auth())
        .password_policy(policy)
        .build()
}

fn o_auth() -> CreateBackendAuthOAuthConfig {
    let provider = |id: &str| {
        BackendAuthSocialProviderConfig::builder()
            .client_id(id)
            .client_secret("secret")
            .build()
    };
    let providers = SocialProviderSettings::builder()
        .facebook(provider("facebook"))
        .google(provider("google"))
        .login_with_amazon(provider("amazon"))
        .build();
    CreateBackendAuthOAuthConfig::builder()
        .domain_prefix("recipes")
        .o_auth_grant_type(OAuthGrantType::Code)
        .o_auth_scopes(OAuthScopesElement::Openid)
        .o_auth_scopes(OAuthScopesElement::AwsCognitoSigninUserAdmin)
        .redirect_sign_in_uris("https://recipes.example/in")
        .redirect_sign_out_uris("https://recipes.example/out")
        .social_provider_settings(providers)
        .build()
}

#[tokio::test]
async fn configs() -> Result {
    let server = Server::start();
    let client = client(&server);
    create_backend(&client).send().await?;

    let created = client
        .create_backend_config()
        .app_id("app")
        .backend_manager_app_id("manager")
        .send()
        .await?;
    assert_eq!(created.app_id(), Some("app"));
    assert_eq!(created.backend_environment_name(), Some("dev"));
    assert_eq!(created.job_id(), Some("job-2"));
    assert_eq!(created.status(), Some("PENDING"));

    let login = LoginAuthConfigReqObj::builder()
        .aws_cognito_identity_pool_id("us-east-1:pool")
        .aws_cognito_region("us-east-1")
        .aws_user_pools_id("us-east-1_users")
        .aws_user_pools_web_client_id("web")
        .build();
    let updated = client
        .update_backend_config()
        .app_id("app")
        .login_auth_config(login.clone())
        .send()
        .await?;
    assert_eq!(updated.backend_manager_app_id(), Some("manager"));
    assert_eq!(updated.login_auth_config(), Some(&login));

    let removed = client.remove_backend_config().app_id("app").send().await?;
    assert_eq!(removed.error(), None);
    let gone = client
        .remove_backend_config()
        .app_id("app")
        .send()
        .await
        .expect_err("removed before");
    assert!(gone.into_service_error().is_not_found_exception());

    assert_called(&server, CONFIGS);
    Ok(())
}

#[tokio::test]
async fn tokens() -> Result {
    let server = Server::start();
    let client = client(&server);
    create_backend(&client).send().await?;

    let created = client.create_token().app_id("app").send().await?;
    assert_eq!(created.challenge_code(), Some("challenge-1"));
    assert_eq!(created.session_id(), Some("session-1"));
    assert_eq!(created.ttl(), Some("600"));

    let read = client
        .get_token()
        .app_id("app")
        .session_id("session-1")
        .send()
        .await?;
    assert_eq!(server.last_request().method, "GET");
    assert_eq!(read.app_id(), Some("app"));
    assert_eq!(read.challenge_code(), Some("challenge-1"));
    assert_eq!(read.session_id(), Some("session-1"));
    assert_eq!(read.ttl(), Some("600"));

    let deleted = client
        .delete_token()
        .app_id("app")
        .session_id("session-1")
        .send()
        .await?;
    assert_eq!(deleted.is_success(), Some(true));
    let gone = client
        .get_token()
        .app_id("app")
        .session_id("session-1")
        .send()
        .await;
    let gone = gone.expect_err("the token is deleted").into_service_error();
    assert!(gone.is_not_found_exception());

    assert_called(&server, TOKENS);
    Ok(())
}

#[tokio::test]
async fn jobs() -> Result {
    let server = Server::start();
    let client = client(&server);
    start_five_jobs(&client).await?;

    let read = get_job(&client, "job-3").send().await?;
    assert_eq!(read.app_id(), Some("app"));
    assert_eq!(read.backend_environment_name(), Some("dev"));
    assert_eq!(read.operation(), Some("CreateBackendAPI"));
    assert_eq!(read.status(), Some("PENDING"));
    assert_eq!(read.create_time(), Some("1606780803"));
    assert_eq!(read.update_time(), read.create_time());

    let updated = client
        .update_backend_job()
        .app_id("app")
        .backend_environment_name("dev")
        .job_id("job-3")
        .operation("Deploy")
        .status("COMPLETED")
        .send()
        .await?;
    assert_eq!(updated.create_time(), Some("1606780803"));
    assert_eq!(updated.update_time(), Some("1606780806"));
    let read = get_job(&client, "job-3").send().await?;
    assert_eq!(read.operation(), Some("Deploy"));
    assert_eq!(read.status(), Some("COMPLETED"));

    let page = list_jobs(&client).status("COMPLETED").send().await?;
    assert_eq!(ids(page.jobs()), ["job-3"]);
    let page = list_jobs(&client).operation("CreateBackend").send().await?;
    assert_eq!(ids(page.jobs()), ["job-1"]);
    let page = list_jobs(&client).job_id("job-4").send().await?;
    assert_eq!(ids(page.jobs()), ["job-4"]);
    assert_eq!(page.next_token(), None);
    let page = list_jobs(&client)
        .job_id("job-4")
        .status("FAILED")
        .send()
        .await?;
    assert!(page.jobs().is_empty());

    let unknown = get_job(&client, "job-9")
        .send()
        .await
        .expect_err("there is no such job");
    assert!(unknown.into_service_error().is_not_found_exception());

    assert_called(&server, JOBS);
    Ok(())
}

#[tokio::test]
async fn jobs_come_in_three_pages() -> Result {
    let server = Server::start();
    let client = client(&server);
    start_five_jobs(&client).await?;

    let mut pages = Vec::new();
    let mut token = None;
    loop {
        let page = list_jobs(&client)
            .max_results(2)
            .set_next_token(token)
            .send()
            .await?;
        token = page.next_token().map(str::to_owned);
        pages.push(page);
        if token.is_none() {
            break;
        }
    }

    let pages: Vec<_> = pages.iter().map(|page| ids(page.jobs())).collect();
    assert_eq!(
        pages,
        [
            vec!["job-1", "job-2"],
            vec!["job-3", "job-4"],
            vec!["job-5"]
        ]
    );
    Ok(())
}

#[tokio::test]
async fn pages_have_a_longest_length_and_tokens_an_origin() -> Result {
    let server = Server::start();
    let client = client(&server);
    create_backend(&client).send().await?;

    for wrong in [0, 26, -1] {
        let refused = list_jobs(&client)
            .max_results(wrong)
            .send()
            .await
            .expect_err("out of range");
        assert!(
            refused.into_service_error().is_bad_request_exception(),
            "{wrong}"
        );
    }
    let refused = list_jobs(&client)
        .next_token("made up")
        .send()
        .await
        .expect_err("unknown token");
    assert!(refused.into_service_error().is_bad_request_exception());
    Ok(())
}

fn get_job(
    client: &Client,
    id: &str,
) -> amplifybackend::operation::get_backend_job::builders::GetBackendJobFluentBuilder {
    client
        .get_backend_job()
        .app_id("app")
        .backend_environment_name("dev")
        .job_id(id)
}

fn list_jobs(
    client: &Client,
) -> amplifybackend::operation::list_backend_jobs::builders::ListBackendJobsFluentBuilder {
    client
        .list_backend_jobs()
        .app_id("app")
        .backend_environment_name("dev")
}

fn ids(jobs: &[BackendJobRespObj]) -> Vec<&str> {
    jobs.iter().filter_map(|job| job.job_id()).collect()
}
