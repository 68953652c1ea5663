//! The client itself. Its methods, one an operation, are emitted in `crate::client`.

use std::sync::Arc;

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::runtime_plugin::RuntimePlugins;
use aws_smithy_types::config_bag::ConfigBag;

/// What all clones of a client share.
#[derive(Debug)]
pub struct Handle {
    pub(crate) conf: crate::Config,
    pub(crate) runtime_plugins: RuntimePlugins,
}

/// Calls the service: one method an operation, each returning a fluent builder that ends in `send()`.
///
/// Cloning a client is cheap, and the clones share connections, credentials and retry quota: make one
/// at start-up and clone it where it is needed.
///
/// ```text
/// let config = aws_config::load_from_env().await;
/// let client = Client::new(&config);
/// ```
#[derive(Clone, Debug)]
pub struct Client {
    pub(crate) handle: Arc<Handle>,
}

impl Client {
    /// A client with the service's own [`Config`](crate::Config).
    ///
    /// # Panics
    /// When the configuration lacks what every call needs; the message says what, and how to give it:
    /// - retries or timeouts without a `sleep_impl`,
    /// - identity caching without a `sleep_impl` and a `time_source`,
    /// - no `behavior_version`.
    #[track_caller]
    pub fn from_conf(conf: crate::Config) -> Self {
        let runtime_plugins = match super::plugins::client_plugins(conf.clone()) {
            Ok(plugins) => plugins,
            Err(message) => panic!("{message}"),
        };
        let handle = Handle {
            conf,
            runtime_plugins,
        };
        if let Err(err) = validate(&handle) {
            panic!("Invalid client configuration: {err}");
        }
        Self {
            handle: Arc::new(handle),
        }
    }

    /// A client with the configuration that all AWS services share, as `aws-config` loads it.
    ///
    /// # Panics
    /// As [`from_conf`](Self::from_conf).
    #[track_caller]
    pub fn new(sdk_config: &aws_types::sdk_config::SdkConfig) -> Self {
        Self::from_conf(sdk_config.into())
    }

    /// The configuration of this client.
    pub fn config(&self) -> &crate::Config {
        &self.handle.conf
    }
}

fn validate(handle: &Handle) -> Result<(), BoxError> {
    let mut cfg = ConfigBag::base();
    handle
        .runtime_plugins
        .apply_client_configuration(&mut cfg)?
        .validate_base_client_config(&cfg)
}
