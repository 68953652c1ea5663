//! Checksums of requests and responses. The CRCs of `123456789` are the check values of the catalogue of
//! parametrised CRC algorithms (CRC-32/ISO-HDLC, CRC-32/ISCSI, CRC-64/NVME), the hashes of `abc` are
//! those of FIPS 180-2, all in base64.

use aws_smithy_checksums::body::validate::Error as Mismatch;
use aws_smithy_runtime::client::interceptors::MutateRequestInterceptor;
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;
use aws_types::SdkConfig;
use aws_types::region::Region;

use super::feed::FeedError;
use super::http::Server;
use super::protocol::response;
use super::store::{Checked, Parts, Streaming};
use crate::config::{Builder, RequestChecksumCalculation, ResponseChecksumValidation};
use crate::runtime::checksums::compared;
use crate::runtime::{Attached, Operation};
use crate::{Client, Config};

type Call = crate::runtime::Builder<super::store::StoreInput, Attached<Checked>>;
type Change = fn(Call) -> Call;
type Setting = fn(Builder) -> Builder;
type Failure = SdkError<FeedError, HttpResponse>;

const NINE: &str = "123456789";
const CRC32: &str = "y/Q5Jg==";
const CRC32C: &str = "4waSgw==";
const CRC64: &str = "rosUhgp5mIg=";
const SHA1_ABC: &str = "qZk+NkcGgWq6PiVxeFDCbJzQ2J0=";
const SHA256_ABC: &str = "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";

const AS_IT_IS: Setting = |it| it;
const WHEN_REQUIRED: Setting = |it| {
    it.request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
        .response_checksum_validation(ResponseChecksumValidation::WhenRequired)
};

/// A server that answers once, and a client of it.
fn client(setting: Setting) -> (Server, Client) {
    let server = Server::new().then(200, &[], "");
    let config = setting(server.config()).build();
    (server, Client::from_conf(config))
}

#[tokio::test]
async fn a_body_in_memory_has_its_checksum_in_a_header() {
    let table = [
        ("CRC32", NINE, CRC32),
        ("crc32c", NINE, CRC32C),
        ("CRC64NVME", NINE, CRC64),
        ("SHA1", "abc", SHA1_ABC),
        ("SHA256", "abc", SHA256_ABC),
    ];
    for (algorithm, text, checksum) in table {
        for setting in [AS_IT_IS, WHEN_REQUIRED] {
            let (server, client) = client(setting);
            let sent = client.checked().algorithm(algorithm).text(text).send();
            sent.await.expect("the server answers");
            let name = format!("x-amz-checksum-{}", algorithm.to_lowercase());
            assert_eq!(server.header(&name), checksum, "{algorithm}");
            assert_eq!(server.header("x-algorithm"), algorithm);
            assert!(server.header("authorization").contains(&name));
            assert_eq!(server.header("content-md5"), "");
            assert_eq!(server.body(), text.as_bytes());
        }
    }
}

#[tokio::test]
async fn the_default_is_crc32() {
    let (server, client) = client(AS_IT_IS);
    let sent = client.checked().text(NINE).send().await;
    sent.expect("the server answers");
    assert_eq!(server.header("x-amz-checksum-crc32"), CRC32);
    assert_eq!(server.header("x-algorithm"), "CRC32");
}

#[tokio::test]
async fn the_configuration_leaves_out_what_is_not_required() {
    let (server, first) = client(WHEN_REQUIRED);
    let sent = first.checked().text(NINE).send().await;
    sent.expect("the server answers");
    assert_eq!(server.header("x-amz-checksum-crc32"), "");
    assert_eq!(server.header("x-algorithm"), "");
    // The other trait of this operation demands a checksum of its own.
    assert_ne!(server.header("content-md5"), "");

    let (server, second) = client(WHEN_REQUIRED);
    let sent = second.demanding().text(NINE).send().await;
    sent.expect("the server answers");
    assert_eq!(server.header("x-amz-checksum-crc32"), CRC32);
}

#[tokio::test]
async fn an_algorithm_that_nobody_knows_fails_the_call() {
    let (server, client) = client(AS_IT_IS);
    let failure = client.checked().algorithm("CRC7").text(NINE).send().await;
    let failure = failure.expect_err("there is no such algorithm");
    assert!(format!("{failure:?}").contains("CRC7"), "{failure:?}");
    assert_eq!(server.count(), 0);
}

#[tokio::test]
async fn a_checksum_of_the_program_is_left_alone() {
    let calls: [Change; 2] = [|it| it, |it| it.algorithm("SHA256")];
    for call in calls {
        let (server, client) = client(AS_IT_IS);
        let sent = call(client.checked().text(NINE).crc32("own")).send().await;
        sent.expect("the server answers");
        assert_eq!(server.header("x-amz-checksum-crc32"), "own");
        assert_eq!(server.header("x-amz-checksum-sha256"), "");
        assert_eq!(server.header("content-md5"), "");
    }
}

#[tokio::test]
async fn asking_for_a_checksum_is_none() {
    let (server, client) = client(AS_IT_IS);
    let sent = client.checked().text(NINE).mode("ENABLED").send().await;
    sent.expect("the server answers");
    assert_eq!(server.header("x-amz-checksum-crc32"), CRC32);
}

fn streaming(parts: Parts) -> (Server, Client) {
    let server = Server::new().then(200, &[], "");
    let config = server.config().interceptor(Streaming(parts)).build();
    (server, Client::from_conf(config))
}

#[tokio::test]
async fn a_stream_is_followed_by_its_checksum() {
    let table = [
        ("CRC32", "x-amz-checksum-crc32", CRC32),
        ("CRC32C", "x-amz-checksum-crc32c", CRC32C),
        ("CRC64NVME", "x-amz-checksum-crc64nvme", CRC64),
    ];
    for (algorithm, name, checksum) in table {
        let (server, client) = streaming(Parts::new(&["1234", "56789"]).sized());
        let sent = client.checked().algorithm(algorithm).encoding("gzip");
        sent.send().await.expect("the server answers");
        let body = format!("9\r\n{NINE}\r\n0\r\n{name}:{checksum}\r\n\r\n");
        let length = body.len().to_string();
        for (header, value) in [
            ("x-amz-trailer", name),
            ("x-amz-decoded-content-length", "9"),
            ("content-length", &length),
            (name, ""),
            ("content-md5", ""),
        ] {
            assert_eq!(server.header(header), value, "{header}");
        }
        let request = server.last();
        let encodings: Vec<_> = request.headers().get_all("content-encoding").collect();
        assert_eq!(encodings, ["gzip", "aws-chunked"]);
        let sent = collected(request.into_body()).await.expect("a body");
        assert_eq!(String::from_utf8_lossy(&sent), body);
    }
}

#[tokio::test]
async fn chunks_without_tls_are_signed() {
    let server = Server::new().then(200, &[], "");
    let parts = Parts::new(&["1234", "56789"]).sized();
    let config = server.config().interceptor(Streaming(parts));
    let config = config.endpoint_url("http://localhost").build();
    let sent = Client::from_conf(config).checked().send().await;
    sent.expect("the server answers");
    let length = server.header("content-length");
    let sent = collected(server.last().into_body()).await.expect("a body");
    assert_eq!(sent.len().to_string(), length);
    let sent = String::from_utf8(sent).expect("it is text");
    assert!(sent.starts_with("9;chunk-signature="), "{sent}");
    let trailer = format!("x-amz-checksum-crc32:{CRC32}\r\nx-amz-trailer-signature:");
    assert!(sent.contains(&trailer), "{sent}");
}

#[tokio::test]
async fn chunks_of_an_unsigned_request_are_unsigned() {
    let server = Server::new().then(200, &[], "");
    let parts = Parts::new(&[NINE]).sized();
    let config = Builder::new()
        .http_client(server.clone())
        .behavior_version_latest()
        .region(Region::from_static("eu-west-1"))
        .allow_no_auth()
        .interceptor(Streaming(parts))
        .endpoint_url("http://localhost");
    let sent = Client::from_conf(config.build()).checked().send().await;
    sent.expect("the server answers");
    let length = server.header("content-length");
    let sent = collected(server.last().into_body()).await.expect("a body");
    assert_eq!(sent.len().to_string(), length);
    assert!(sent.starts_with(b"9\r\n123"), "{sent:?}");
}

#[tokio::test]
async fn a_stream_of_unknown_length_cannot_be_sent() {
    let (server, client) = streaming(Parts::new(&[NINE]));
    let failure = client.checked().send().await.expect_err("it has no length");
    assert!(
        format!("{failure:?}").contains("unknown length"),
        "{failure:?}"
    );
    assert_eq!(server.count(), 0);
}

#[tokio::test]
async fn a_stream_whose_length_is_stated_can_be_sent() {
    let server = Server::new().then(200, &[], "");
    let length = MutateRequestInterceptor::new(|request: &mut HttpRequest| {
        request.headers_mut().insert("content-length", "9");
    });
    let config = server.config().interceptor(Streaming(Parts::new(&[NINE])));
    let config = config.interceptor(length).build();
    let sent = Client::from_conf(config).checked().send().await;
    sent.expect("the server answers");
    assert_eq!(server.header("x-amz-decoded-content-length"), "9");
}

#[tokio::test(start_paused = true)]
async fn every_attempt_sends_the_checksum() {
    let server = Server::new().then(500, &[], "").then(200, &[], "");
    let parts = Parts::new(&[NINE]).sized();
    let config = server.config().interceptor(Streaming(parts)).build();
    let sent = Client::from_conf(config).checked().send().await;
    sent.expect("the server answers");
    assert_eq!(server.count(), 2);
    let sent = collected(server.last().into_body()).await.expect("a body");
    assert!(String::from_utf8_lossy(&sent).ends_with(&format!(":{CRC32}\r\n\r\n")));
    let sent = collected(server.last().into_body()).await.expect("a body");
    assert!(String::from_utf8_lossy(&sent).ends_with(&format!(":{CRC32}\r\n\r\n")));
}

/// What the client makes of a response with the headers, and the mode that it asked with.
async fn read(
    setting: Setting,
    mode: Option<&str>,
    headers: &[(&str, &str)],
) -> (Result<Option<String>, Failure>, String) {
    let mut server = Server::new();
    for _ in 0..3 {
        server = server.then(200, headers, NINE);
    }
    let client = Client::from_conf(setting(server.config()).build());
    let mut call = client.checked();
    if let Some(mode) = mode {
        call = call.mode(mode);
    }
    let sent = call.send().await.map(|output| output.text);
    (sent, server.header("x-amz-checksum-mode"))
}

fn mismatch(failure: &Failure) -> Option<&Mismatch> {
    let SdkError::ResponseError(_) = failure else {
        return None;
    };
    let mut source = std::error::Error::source(failure);
    while let Some(error) = source {
        if let Some(mismatch) = error.downcast_ref() {
            return Some(mismatch);
        }
        source = error.source();
    }
    None
}

#[tokio::test]
async fn a_response_with_its_checksum_is_read() {
    let sha1 = "98O8HYCOBHMq32eZZczDTKeuNEE=";
    for (name, checksum) in [("crc32", CRC32), ("crc64nvme", CRC64), ("sha1", sha1)] {
        let name = format!("x-amz-checksum-{name}");
        let (read, mode) = read(AS_IT_IS, None, &[(&name, checksum)]).await;
        assert_eq!(read.expect("it is good").as_deref(), Some(NINE));
        assert_eq!(mode, "ENABLED");
    }
    let (read, _) = read(AS_IT_IS, None, &[]).await;
    assert_eq!(read.expect("there is no checksum").as_deref(), Some(NINE));
}

#[tokio::test(start_paused = true)]
async fn a_response_with_another_checksum_is_an_error() {
    let name = "x-amz-checksum-crc32";
    for wrong in ["AAAAAA==", "AAAA", ""] {
        let (read, _) = read(AS_IT_IS, None, &[(name, wrong)]).await;
        let failure = read.expect_err("it is not the body's");
        assert!(mismatch(&failure).is_some(), "{failure:?}");
    }
    // The fastest of several is the one that counts.
    let both = [(name, CRC32), ("x-amz-checksum-crc64nvme", "AAAAAAAAAAA=")];
    let (read, _) = read(AS_IT_IS, None, &both).await;
    assert!(mismatch(&read.expect_err("it is not the body's")).is_some());
}

#[tokio::test(start_paused = true)]
async fn a_response_is_compared_when_it_is_asked_for() {
    let wrong = [("x-amz-checksum-crc32", "AAAAAA==")];
    let (unread, mode) = read(WHEN_REQUIRED, None, &wrong).await;
    assert_eq!(unread.expect("nobody looks").as_deref(), Some(NINE));
    assert_eq!(mode, "");
    let (compared, mode) = read(WHEN_REQUIRED, Some("ENABLED"), &wrong).await;
    assert!(mismatch(&compared.expect_err("it is not the body's")).is_some());
    assert_eq!(mode, "ENABLED");
}

#[tokio::test]
async fn what_cannot_be_compared_is_not() {
    for headers in [
        // Of checksums of parts, in no base64, of an algorithm that the model does not list.
        [("x-amz-checksum-crc32", "AAAAAA==-2")],
        [("x-amz-checksum-crc32", "?")],
        [("x-amz-checksum-sha256", "AAAA")],
    ] {
        let (read, _) = read(AS_IT_IS, None, &headers).await;
        assert_eq!(
            read.expect("nobody looks").as_deref(),
            Some(NINE),
            "{headers:?}"
        );
    }
}

async fn collected(body: SdkBody) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let bytes = ByteStream::new(body).collect().await?;
    Ok(bytes.into_bytes().into())
}

#[tokio::test]
async fn a_stream_ends_in_an_error_if_it_is_not_the_one_of_the_checksum() {
    let algorithm = aws_smithy_checksums::ChecksumAlgorithm::Crc32;
    let compared = |parts: Parts, expected: &[u8]| {
        let checksum = algorithm.into_impl();
        collected(compared(parts.body(), checksum, expected.to_vec()))
    };
    let crc32 = 0xcbf4_3926_u32.to_be_bytes();
    for parts in [
        Parts::new(&["1234", "", "56789"]),
        Parts::new(&[NINE]).trailed(),
        Parts::new(&[NINE]).sized(),
    ] {
        let read = compared(parts.clone(), &crc32).await.expect("it is good");
        assert_eq!(read, NINE.as_bytes());
        let failure = compared(parts, &[0; 4]).await.expect_err("it is not");
        let source = failure.source().and_then(|it| it.downcast_ref());
        let expected = Mismatch::ChecksumMismatch {
            expected: vec![0; 4].into(),
            actual: crc32.to_vec().into(),
        };
        assert_eq!(source, Some(&expected), "{failure:?}");
    }
    let failure = compared(Parts::new(&["12345678"]), &crc32).await;
    failure.expect_err("the end is missing");
}

#[tokio::test]
async fn a_response_with_trailers_is_read() {
    let mut response = response(200, &[("x-amz-checksum-crc32", CRC32)], "");
    *response.body_mut() = Parts::new(&["12345", "6789"]).trailed().body();
    let server = Server::new().then_response(response);
    let sent = server.client().checked().send().await;
    assert_eq!(sent.expect("it is good").text.as_deref(), Some(NINE));
}

/// The features in the user agent of a call: `m/A,B`.
async fn features(setting: Setting, call: Change) -> Vec<String> {
    let (server, client) = client(setting);
    let sent = call(client.checked()).send().await;
    sent.expect("the server answers");
    let agent = server.header("x-amz-user-agent");
    let features = agent.split(' ').find_map(|part| part.strip_prefix("m/"));
    let features = features.unwrap_or_default().split(',');
    features.map(str::to_owned).collect()
}

/// The user agents of all AWS SDKs call the features U to Y, and Z to c.
#[tokio::test]
async fn the_user_agent_tells_of_checksums() {
    let table: [(Setting, Change, &[&str]); 7] = [
        (AS_IT_IS, |it| it, &["U", "Z", "b"]),
        (AS_IT_IS, |it| it.algorithm("CRC32C"), &["V", "Z", "b"]),
        (AS_IT_IS, |it| it.algorithm("CRC64NVME"), &["W", "Z", "b"]),
        (AS_IT_IS, |it| it.algorithm("SHA1"), &["X", "Z", "b"]),
        (AS_IT_IS, |it| it.algorithm("SHA256"), &["Y", "Z", "b"]),
        (WHEN_REQUIRED, |it| it, &["a", "c"]),
        (AS_IT_IS, |it| it.crc32("own"), &["b"]),
    ];
    for (index, (setting, call, expected)) in table.into_iter().enumerate() {
        let mut found = features(setting, call).await;
        found.retain(|it| "UVWXYZabc".contains(it.as_str()));
        assert_eq!(found, expected, "{index}");
    }
}

#[test]
fn settings_are_kept() {
    let shared = SdkConfig::builder()
        .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
        .response_checksum_validation(ResponseChecksumValidation::WhenRequired)
        .build();
    let config = Config::new(&shared);
    let required = Some(&RequestChecksumCalculation::WhenRequired);
    assert_eq!(config.request_checksum_calculation(), required);
    let required = Some(&ResponseChecksumValidation::WhenRequired);
    assert_eq!(config.response_checksum_validation(), required);
    let mut builder = config.to_builder();
    builder.set_request_checksum_calculation(None);
    builder.set_response_checksum_validation(None);
    let config = builder.build();
    assert_eq!(config.request_checksum_calculation(), None);
    assert_eq!(config.response_checksum_validation(), None);
    assert_eq!(Checked::INFO.name, "Checked");
}
