//! Idempotency tokens (`smithy.api#idempotencyToken`): a member that is absent gets a random one, so
//! that the service knows a repeated request.

use std::sync::{Mutex, PoisonError};

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeSerializationInterceptorContextMut;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreReplace};

use super::operation::OperationInfo;

/// Makes idempotency tokens: random ones, unless the configuration says otherwise.
#[derive(Debug)]
pub struct IdempotencyTokenProvider(Kind);

#[derive(Debug)]
enum Kind {
    Fixed(&'static str),
    Random(Mutex<fastrand::Rng>),
}

impl IdempotencyTokenProvider {
    /// Makes random tokens.
    pub fn random() -> Self {
        Self(Kind::Random(Mutex::new(fastrand::Rng::new())))
    }

    /// Makes the same tokens for the same seed.
    pub fn with_seed(seed: u64) -> Self {
        Self(Kind::Random(Mutex::new(fastrand::Rng::with_seed(seed))))
    }

    /// Makes one token again and again, as tests want it.
    pub fn fixed(token: &'static str) -> Self {
        Self(Kind::Fixed(token))
    }

    /// A token: a UUID of version 4, unless it is fixed.
    pub fn make_idempotency_token(&self) -> String {
        match &self.0 {
            Kind::Fixed(token) => (*token).to_owned(),
            Kind::Random(rng) => {
                let mut rng = rng.lock().unwrap_or_else(PoisonError::into_inner);
                uuid(rng.u128(..))
            }
        }
    }
}

impl Clone for IdempotencyTokenProvider {
    fn clone(&self) -> Self {
        match &self.0 {
            Kind::Fixed(token) => Self::fixed(token),
            Kind::Random(rng) => {
                let rng = rng.lock().unwrap_or_else(PoisonError::into_inner);
                Self(Kind::Random(Mutex::new(rng.clone())))
            }
        }
    }
}

impl From<&'static str> for IdempotencyTokenProvider {
    fn from(token: &'static str) -> Self {
        Self::fixed(token)
    }
}

impl Storable for IdempotencyTokenProvider {
    type Storer = StoreReplace<Self>;
}

/// Random bits as a UUID of version 4 (RFC 9562).
fn uuid(random: u128) -> String {
    let version_and_variant = 0x4000_8000_0000_0000_0000;
    let mask = 0xf000_c000_0000_0000_0000;
    let text = format!("{:032x}", random & !mask | version_and_variant);
    let parts = [
        &text[..8],
        &text[8..12],
        &text[12..16],
        &text[16..20],
        &text[20..],
    ];
    parts.join("-")
}

/// Gives an input what the caller left out: its token, or a text that is no one's own.
#[derive(Debug)]
pub(super) struct FillIn(pub(super) &'static OperationInfo);

#[dyn_dispatch_hint]
impl Intercept for FillIn {
    fn name(&self) -> &'static str {
        "FillIn"
    }

    fn modify_before_serialization(
        &self,
        context: &mut BeforeSerializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let (Some(fill), Some(provider)) = (self.0.fill, cfg.load::<IdempotencyTokenProvider>())
        {
            fill(context.input_mut(), provider);
        }
        Ok(())
    }
}
