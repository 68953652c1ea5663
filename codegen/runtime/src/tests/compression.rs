//! Compressed requests.

use std::io::Read;

use aws_smithy_types::byte_stream::ByteStream;
use aws_types::SdkConfig;
use flate2::read::MultiGzDecoder;

use super::http::Server;
use super::store::{Parts, Streaming};
use crate::config::Builder;
use crate::{Client, Config};

type Setting = fn(Builder) -> Builder;

fn text(length: usize) -> String {
    "compress me ".chars().cycle().take(length).collect()
}

fn unpacked(bytes: &[u8]) -> String {
    let mut text = String::new();
    let read = MultiGzDecoder::new(bytes).read_to_string(&mut text);
    read.expect("it is gzip");
    text
}

/// What the server got of a text.
async fn sent(setting: Setting, text: &str, encoding: Option<&str>) -> Server {
    let server = Server::new().then(200, &[], "");
    let client = Client::from_conf(setting(server.config()).build());
    let mut call = client.packed().text(text);
    if let Some(encoding) = encoding {
        call = call.encoding(encoding);
    }
    call.send().await.expect("the server answers");
    server
}

#[tokio::test]
async fn a_body_is_compressed_from_a_length_on() {
    let table: [(Setting, usize, bool); 8] = [
        (|it| it, 10_239, false),
        (|it| it, 10_240, true),
        (|it| it.disable_request_compression(true), 20_000, false),
        (|it| it.disable_request_compression(false), 20_000, true),
        (|it| it.request_min_compression_size_bytes(1), 1, true),
        (
            |it| it.request_min_compression_size_bytes(30_000),
            29_999,
            false,
        ),
        (
            |it| it.request_min_compression_size_bytes(10_485_760),
            20_000,
            false,
        ),
        (|it| it.request_min_compression_size_bytes(0), 0, true),
    ];
    for (index, (setting, length, is_compressed)) in table.into_iter().enumerate() {
        let text = text(length);
        let server = sent(setting, &text, None).await;
        let body = server.body();
        let encoding = server.header("content-encoding");
        if is_compressed {
            assert_eq!(encoding, "gzip", "{index}");
            assert_eq!(unpacked(&body), text, "{index}");
            let length = body.len().to_string();
            assert_eq!(server.header("content-length"), length, "{index}");
        } else {
            assert_eq!(
                (encoding.as_str(), body),
                ("", text.into_bytes()),
                "{index}"
            );
        }
        let agent = server.header("x-amz-user-agent");
        let features = agent.split(' ').find_map(|part| part.strip_prefix("m/"));
        let tells = features.is_some_and(|it| it.split(',').any(|it| it == "L"));
        assert_eq!(tells, is_compressed, "{index}: {agent}");
    }
}

#[tokio::test]
async fn an_encoding_of_the_program_comes_first() {
    let server = sent(|it| it, &text(20_000), Some("custom")).await;
    let request = server.last();
    let encodings: Vec<_> = request.headers().get_all("content-encoding").collect();
    assert_eq!(encodings, ["custom", "gzip"]);
}

#[tokio::test]
async fn the_checksum_is_that_of_the_compressed_body() {
    let server = sent(|it| it, &text(20_000), None).await;
    let mut checksum = aws_smithy_checksums::ChecksumAlgorithm::Crc32.into_impl();
    checksum.update(&server.body());
    let expected = checksum.header_value();
    assert_eq!(server.header("x-amz-checksum-crc32"), expected);
}

#[tokio::test]
async fn a_length_out_of_range_fails_the_call() {
    let server = Server::new();
    let config = server
        .config()
        .request_min_compression_size_bytes(10_485_761);
    let sent = Client::from_conf(config.build()).packed().send().await;
    let failure = sent.expect_err("it is too large");
    assert!(format!("{failure:?}").contains("10485761"), "{failure:?}");
    assert_eq!(server.count(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_stream_is_compressed_while_it_is_sent() {
    let server = Server::new().then(500, &[], "").then(200, &[], "");
    let config = server
        .config()
        .interceptor(Streaming(Parts::new(&["ab", "c"])));
    // The checksum needs a length, which a compressed stream has not.
    let required = crate::config::RequestChecksumCalculation::WhenRequired;
    let config = config.request_checksum_calculation(required).build();
    let sent = Client::from_conf(config).packed().send().await;
    sent.expect("the server answers");
    for _ in 0..2 {
        let request = server.last();
        assert_eq!(request.headers().get("content-encoding"), Some("gzip"));
        assert_eq!(request.headers().get("content-length"), None);
        let body = ByteStream::new(request.into_body()).collect().await;
        assert_eq!(unpacked(&body.expect("a body").into_bytes()), "abc");
    }
}

#[tokio::test]
async fn a_short_stream_is_not_compressed() {
    let server = Server::new().then(200, &[], "");
    let parts = Parts::new(&["ab", "c"]).sized();
    let config = server.config().interceptor(Streaming(parts)).build();
    let sent = Client::from_conf(config).packed().send().await;
    sent.expect("the server answers");
    assert_eq!(server.header("content-encoding"), "aws-chunked");
}

#[test]
fn settings_are_kept() {
    let shared = SdkConfig::builder()
        .disable_request_compression(true)
        .request_min_compression_size_bytes(7)
        .build();
    let config = Config::new(&shared);
    assert_eq!(config.disable_request_compression(), Some(true));
    assert_eq!(config.request_min_compression_size_bytes(), Some(7));
    let mut builder = config.to_builder();
    builder.set_disable_request_compression(None);
    builder.set_request_min_compression_size_bytes(None);
    let config = builder.build();
    assert_eq!(config.disable_request_compression(), None);
    assert_eq!(config.request_min_compression_size_bytes(), None);
}
