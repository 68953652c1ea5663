//! Jobs: what the mutating operations start.

use serde_json::{Value, json};

use super::{Outcome, Service};
use crate::server::Answer;
use crate::server::routes::Call;

/// 1 December 2020, when the clock of every server starts.
const LAUNCH: u64 = 1_606_780_800;
/// The longest page, and the length of a page when the caller names none.
const LONGEST_PAGE: usize = 25;
/// What the number of the next job looks like from outside.
const TOKEN_PREFIX: &str = "next-job-";

#[derive(Debug)]
pub(super) struct Job {
    app: String,
    environment: String,
    id: String,
    operation: String,
    status: String,
    created: String,
    updated: String,
}

impl Service {
    /// Starts a job for a call and answers what most mutating operations answer.
    pub(super) fn start_job(&mut self, call: &Call, environment: &str) -> Outcome {
        let now = self.now();
        let job = Job {
            app: call.text("appId")?.to_owned(),
            environment: environment.to_owned(),
            id: format!("job-{}", self.jobs.len() + 1),
            operation: call.operation.to_owned(),
            status: "PENDING".to_owned(),
            created: now.clone(),
            updated: now,
        };
        let answer = json!({
            "appId": job.app,
            "backendEnvironmentName": job.environment,
            "jobId": job.id,
            "operation": job.operation,
            "status": job.status,
        });
        self.jobs.push(job);
        Ok(answer)
    }

    pub(in crate::server) fn get_job(&mut self, call: &Call) -> Outcome {
        Ok(self.job(call)?.describe())
    }

    pub(in crate::server) fn update_job(&mut self, call: &Call) -> Outcome {
        let now = self.now();
        let job = self.job(call)?;
        if let Some(operation) = call.optional_text("operation") {
            job.operation = operation.to_owned();
        }
        if let Some(status) = call.optional_text("status") {
            job.status = status.to_owned();
        }
        job.updated = now;
        Ok(job.describe())
    }

    /// A page of the jobs that pass the filters, oldest first.
    pub(in crate::server) fn list_jobs(&self, call: &Call) -> Outcome {
        let environment = call.text("backendEnvironmentName")?;
        if !self.jobs.iter().any(|job| job.belongs_to(call)) {
            return Err(Answer::not_found("BackendEnvironment", environment));
        }
        let jobs = self.jobs.iter().enumerate().skip(start_of_page(call)?);
        let mut matching = jobs.filter(|(_, job)| job.belongs_to(call) && job.passes(call));
        let page = matching.by_ref().take(length_of_page(call)?);
        let mut answer = json!({ "jobs": page.map(|(_, job)| job.describe()).collect::<Vec<_>>() });
        if let Some((next, _)) = matching.next() {
            answer["nextToken"] = format!("{TOKEN_PREFIX}{next}").into();
        }
        Ok(answer)
    }

    fn job(&mut self, call: &Call) -> Result<&mut Job, Answer> {
        let id = call.text("jobId")?;
        let mut jobs = self.jobs.iter_mut();
        jobs.find(|job| job.belongs_to(call) && job.id == id)
            .ok_or_else(|| Answer::not_found("Job", id))
    }

    fn now(&mut self) -> String {
        self.clock += 1;
        (LAUNCH + self.clock).to_string()
    }
}

impl Job {
    fn belongs_to(&self, call: &Call) -> bool {
        call.argument("appId") == &self.app
            && call.argument("backendEnvironmentName") == &self.environment
    }

    fn passes(&self, call: &Call) -> bool {
        let passes = |filter, value: &String| {
            call.optional_text(filter)
                .is_none_or(|expected| expected == value)
        };
        passes("jobId", &self.id)
            && passes("operation", &self.operation)
            && passes("status", &self.status)
    }

    fn describe(&self) -> Value {
        json!({
            "appId": self.app,
            "backendEnvironmentName": self.environment,
            "createTime": self.created,
            "jobId": self.id,
            "operation": self.operation,
            "status": self.status,
            "updateTime": self.updated,
        })
    }
}

fn start_of_page(call: &Call) -> Result<usize, Answer> {
    let Some(token) = call.optional_text("nextToken") else {
        return Ok(0);
    };
    let start = token
        .strip_prefix(TOKEN_PREFIX)
        .and_then(|number| number.parse().ok());
    start.ok_or_else(|| Answer::bad_request(format!("nextToken {token} is not ours")))
}

fn length_of_page(call: &Call) -> Result<usize, Answer> {
    let length = call.argument("maxResults");
    if length.is_null() {
        return Ok(LONGEST_PAGE);
    }
    let length = length
        .as_u64()
        .and_then(|length| usize::try_from(length).ok());
    length
        .filter(|length| (1..=LONGEST_PAGE).contains(length))
        .ok_or_else(|| Answer::bad_request(format!("maxResults must be 1 to {LONGEST_PAGE}")))
}
