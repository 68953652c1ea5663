//! The way of a request: socket, HTTP, faults, service.

use std::error::Error;
use std::fmt;
use std::future::poll_fn;
use std::net::TcpListener as StdListener;
use std::sync::Arc;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;

use super::{Fault, Received, Shared};

/// Serves every connection in a task of its own, for ever.
pub(super) async fn accept(listener: StdListener, shared: Arc<Shared>) {
    listener
        .set_nonblocking(true)
        .expect("a socket can be non-blocking");
    let listener = TcpListener::from_std(listener).expect("the runtime takes sockets");
    loop {
        // A connection may be gone before it is accepted; that is the client's affair.
        if let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream, Arc::clone(&shared)));
        }
    }
}

/// Serves the requests of one connection until it closes or has to break.
async fn serve(stream: TcpStream, shared: Arc<Shared>) {
    let service = service_fn(|request| Box::pin(respond(Arc::clone(&shared), request)));
    let mut connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    // Polled without shutdown, hyper hands the socket back, and the break can be chosen.
    let Err(error) = poll_fn(|context| connection.poll_without_shutdown(context)).await else {
        return;
    };
    if let Some(breakage) = error
        .source()
        .and_then(|cause| cause.downcast_ref::<Breakage>())
    {
        breakage
            .apply(connection.into_parts().io.into_inner())
            .await;
    }
}

/// Answers one request, or says how its connection breaks instead.
async fn respond(
    shared: Arc<Shared>,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Breakage> {
    let mut request = Received::read(request).await.map_err(|_| Breakage::Reset)?;
    let fault = shared.arrive(&mut request);
    let answer = match &fault {
        Some(Fault::Reset) => return Err(Breakage::Reset),
        Some(Fault::Answer(answer)) => answer.clone(),
        Some(Fault::Delay(time)) => {
            sleep(*time).await;
            shared.serve(&request)
        }
        Some(Fault::Truncate) | None => shared.serve(&request),
    };
    let answer = answer.with_header("x-amzn-RequestId", &request.request_id);
    match fault {
        Some(Fault::Truncate) => Err(Breakage::Truncated(answer.into_truncated_bytes())),
        _ => Ok(answer.into_response()),
    }
}

/// How a connection ends before its time; an error, because that is how it gets through hyper.
#[derive(Debug)]
enum Breakage {
    Reset,
    Truncated(Vec<u8>),
}

impl Breakage {
    async fn apply(&self, mut stream: TcpStream) {
        // Nobody is left to hear of an error: the connection is about to be gone in any case.
        let _ = match self {
            // Without lingering, closing sends RST instead of FIN.
            Self::Reset => stream.set_zero_linger(),
            Self::Truncated(bytes) => stream.write_all(bytes).await,
        };
    }
}

impl Error for Breakage {}

impl fmt::Display for Breakage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection breaks on purpose")
    }
}
