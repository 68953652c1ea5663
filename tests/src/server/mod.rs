//! A local HTTP server that behaves like AmplifyBackend at its launch in December 2020.
//!
//! [`Server::start`] serves all 24 operations on an unused port of 127.0.0.1 and keeps what callers
//! create: apps, environments, API and auth resources, configurations, tokens and jobs. Requests are
//! checked as the real service checks them, signature included. [`Server::inject`] makes upcoming
//! requests go wrong, [`Server::requests`] shows what arrived.
//!
//! ```
//! use workspace_tests::server::{Fault, Server};
//!
//! let server = Server::start();
//! server.inject([Fault::Reset]); // the next request finds its connection reset
//! assert!(server.url().starts_with("http://127.0.0.1:"));
//! assert_eq!(server.request_count(), 0);
//! ```

mod answer;
mod connection;
mod fault;
mod received;
mod routes;
mod service;
mod signature;

use std::collections::VecDeque;
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use tokio::runtime;
use tokio::sync::oneshot;

pub use answer::Answer;
pub use fault::Fault;
pub use received::Received;
pub use signature::{ACCESS_KEY_ID, REGION, SECRET_ACCESS_KEY, credentials};

use service::Service;

/// The names of the 24 operations, sorted.
pub fn operations() -> Vec<&'static str> {
    let mut names: Vec<_> = routes::ROUTES.iter().map(|route| route.operation).collect();
    names.sort_unstable();
    names
}

/// A running server; dropping it stops it.
///
/// It lives on a thread of its own, so it neither needs nor disturbs the caller's runtime, and when
/// the drop returns its port is closed.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Starts a server without any state.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port of 127.0.0.1 is free");
        let address = listener
            .local_addr()
            .expect("a bound socket has an address");
        let shared = Arc::new(Shared::default());
        let (stop, stopped) = oneshot::channel();
        let thread = thread::Builder::new()
            .name("amplifybackend".into())
            .spawn({
                let shared = Arc::clone(&shared);
                move || run(listener, shared, stopped)
            })
            .expect("a thread can be started");
        Self {
            address,
            shared,
            stop: Some(stop),
            thread: Some(thread),
        }
    }

    /// The endpoint URL to give to a client.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Queues faults: each upcoming request, of whatever operation, takes the oldest one.
    pub fn inject(&self, faults: impl IntoIterator<Item = Fault>) {
        self.shared.lock().faults.extend(faults);
    }

    /// The requests so far, in the order of their arrival; failed attempts count.
    pub fn requests(&self) -> Vec<Received> {
        self.shared.lock().received.clone()
    }

    /// How many requests have arrived so far.
    pub fn request_count(&self) -> usize {
        self.shared.lock().received.len()
    }

    /// The request that arrived last.
    ///
    /// # Panics
    ///
    /// When none has arrived.
    pub fn last_request(&self) -> Received {
        self.shared
            .lock()
            .received
            .last()
            .expect("a request has arrived")
            .clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic of the server thread shows in the output; repeating it here could abort.
            let _ = thread.join();
        }
    }
}

/// Accepts connections until the handle is dropped; then the runtime ends and cuts the open ones.
fn run(listener: TcpListener, shared: Arc<Shared>, stopped: oneshot::Receiver<()>) {
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime can be built");
    runtime.block_on(async {
        tokio::select! {
            _ = connection::accept(listener, shared) => {}
            _ = stopped => {}
        }
    });
}

/// What the handle and the connections share.
#[derive(Debug, Default)]
struct Shared(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    faults: VecDeque<Fault>,
    received: Vec<Received>,
    service: Service,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes a request, gives it its id, and says which fault it meets.
    fn arrive(&self, request: &mut Received) -> Option<Fault> {
        let mut inner = self.lock();
        let number = inner.received.len() + 1;
        request.request_id = format!("00000000-0000-4000-8000-{number:012}");
        inner.received.push(request.clone());
        inner.faults.pop_front()
    }

    /// What the service answers to a request.
    fn serve(&self, request: &Received) -> Answer {
        self.lock().service.serve(request)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{ErrorKind, Read, Write};
    use std::net::TcpStream;
    use std::time::Duration;

    use super::*;

    fn connect(server: &Server) -> TcpStream {
        let stream = TcpStream::connect(server.address).expect("the server listens");
        let limit = Some(Duration::from_secs(5)); // a failure, not a hang
        stream
            .set_read_timeout(limit)
            .expect("a socket has timeouts");
        stream
    }

    #[test]
    fn unsigned_requests_are_refused() {
        let server = Server::start();
        let mut stream = connect(&server);
        stream
            .write_all(b"GET /backend/a/challenge/s HTTP/1.0\r\n\r\n")
            .expect("the server reads");
        let mut answer = String::new();
        stream
            .read_to_string(&mut answer)
            .expect("the server answers");

        assert!(answer.starts_with("HTTP/1.0 403"), "{answer}");
        assert!(
            answer.contains("MissingAuthenticationTokenException"),
            "{answer}"
        );
        assert!(
            answer.contains(&server.last_request().request_id),
            "{answer}"
        );
        assert_eq!(server.last_request().operation, Some("GetToken"));
    }

    #[test]
    fn dropping_the_server_cuts_its_connections() {
        let server = Server::start();
        let mut stream = connect(&server);
        drop(server);
        let outcome = stream.read(&mut [0]).map_err(|error| error.kind());
        assert!(
            matches!(outcome, Ok(0) | Err(ErrorKind::ConnectionReset)),
            "{outcome:?}"
        );
    }
}
