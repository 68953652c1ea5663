//! The peer test: the same calls through the official crate `aws-sdk-amplifybackend` and through ours,
//! over a transport that captures requests and plays responses, with time, identity and invocation ids
//! fixed. Both send the same bytes and give the same values and errors back.
//!
//! Every case is written once. The files `calls`, `groups`, `outcome`, `sending` and `settings` are compiled
//! twice, against either crate, and reduce what happens in a case to named texts; see `peer/official.rs` and
//! `peer/ours.rs`. A failing test lists all cases that differ, with the facts that differ. What may differ,
//! and why, is in the tables of `peer/deliberate.rs`.
//!
//! Only members and operations of the launch take part: the official crate has got more since then.

// The sides are one source text, compiled against two crates.
#![allow(clippy::duplicate_mod)]

#[path = "peer/absent.rs"]
mod absent;
#[path = "peer/bodies.rs"]
mod bodies;
#[path = "peer/carried.rs"]
mod carried;
#[path = "peer/deliberate.rs"]
mod deliberate;
#[path = "peer/facts.rs"]
mod facts;
#[path = "peer/given.rs"]
mod given;
#[path = "peer/hooks.rs"]
mod hooks;
#[path = "peer/official.rs"]
mod official;
#[path = "peer/ours.rs"]
mod ours;
#[path = "peer/replies.rs"]
mod replies;
#[path = "peer/wire.rs"]
mod wire;

use deliberate::stand_ins;
use facts::Cases;

/// Comparing a crate with itself would prove nothing.
#[test]
fn the_sides_are_different_crates() {
    let crates = [
        std::any::type_name::<amplifybackend::Client>(),
        std::any::type_name::<aws_sdk_amplifybackend::Client>(),
    ];
    assert_ne!(
        crates[0], crates[1],
        "`amplifybackend` is the official crate"
    );
}

/// Runs a group of cases on both sides, with a clock that jumps ahead whenever everybody waits.
macro_rules! same {
    ($($test:ident: $module:ident::$group:ident($($replies:path)?);)*) => {$(
        #[tokio::test(start_paused = true)]
        async fn $test() {
            let official = official::$module::$group($($replies)?).await;
            let ours = ours::$module::$group($($replies)?).await;
            let stand_ins = Vec::<Cases>::from([$(
                official::$module::$group(stand_ins(stringify!($test), $replies)).await
            )?]);
            deliberate::compare(stringify!($test), &official, &ours, &stand_ins.concat());
        }
    )*};
}

same! {
    same_requests: groups::requests();
    same_successes: groups::responses(replies::successes);
    same_odd_responses: groups::responses(replies::oddities);
    same_modelled_errors: groups::responses(replies::modelled_errors);
    same_other_errors: groups::responses(replies::other_errors);
    same_configurations: settings::configurations();
    same_endpoints: settings::endpoints();
    same_shared_configurations: settings::shared_config();
    same_identities: settings::identities();
    same_overrides: sending::overrides();
    same_retries: sending::retries();
}
