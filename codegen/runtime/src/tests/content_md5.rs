//! The header `Content-MD5`. Values are those of RFC 1321, A.5, in base64.

use aws_smithy_runtime::client::interceptors::MutateRequestInterceptor;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::result::SdkError;

use super::http::Server;
use super::store::{Parts, Streaming};
use crate::Client;

#[tokio::test]
async fn a_request_has_the_md5_of_its_body() {
    let table = [
        ("", "1B2M2Y8AsgTpgAmY7PhCfg=="),
        ("a", "DMF1ucDxtqgxw5niaXcmYQ=="),
        ("message digest", "+WtpfXy3k41SWi8xqvFh0A=="),
    ];
    for (text, md5) in table {
        let server = Server::new().then(200, &[], "");
        let sent = server.client().summed().text(text).send().await;
        sent.expect("the server answers");
        assert_eq!(server.header("content-md5"), md5, "{text}");
        let signed = server.header("authorization");
        assert!(signed.contains("content-md5;"), "{signed}");
    }
}

#[tokio::test]
async fn a_checksum_of_the_program_is_left_alone() {
    for name in ["content-md5", "x-amz-checksum-crc32", "x-amz-checksum-new"] {
        let server = Server::new().then(200, &[], "");
        let own = MutateRequestInterceptor::new(move |request: &mut HttpRequest| {
            request.headers_mut().insert(name, "own");
        });
        let config = server.config().interceptor(own).build();
        let sent = Client::from_conf(config).summed().text("a").send().await;
        sent.expect("the server answers");
        assert_eq!(server.header(name), "own");
        let md5 = server.header("content-md5");
        assert!(md5.is_empty() || name == "content-md5", "{name}: {md5}");
    }
}

#[tokio::test]
async fn a_stream_has_no_md5() {
    let server = Server::new();
    let streaming = Streaming(Parts::new(&["a"]));
    let config = server.config().interceptor(streaming).build();
    let failure = Client::from_conf(config).summed().send().await;
    let failure = failure.expect_err("the stream is not in memory");
    assert!(
        matches!(
            failure,
            SdkError::ConstructionFailure(_) | SdkError::DispatchFailure(_)
        ),
        "{failure:?}"
    );
    assert_eq!(server.count(), 0);
}
