//! Frames as bytes: pinned, round-tripped, hostile, and from a newer version.
//! A pinned frame that changes means a new protocol version, not a new expectation.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;
use wire::{
    CellKey, DecodeError, ErrorCode, MailboxId, Message, Request, RequestBody, Secret, SecretHashes,
    decode_message, decode_request, encode_message, encode_request,
};

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What a pinned frame writes for 32 equal bytes.
fn bytes_32(byte: u8) -> String {
    format!("5820{}", format!("{byte:02x}").repeat(32))
}

fn request(body: RequestBody) -> Request {
    Request { req: 500, body }
}

#[test]
fn requests_are_pinned() {
    let mailbox = MailboxId([0xaa; 32]);
    let secret = Secret([0xbb; 32]);
    let hashes = SecretHashes { read: [1; 32], write: [2; 32], own: [3; 32] };
    let create = format!("09{}0a{}0b{}", bytes_32(1), bytes_32(2), bytes_32(3));
    let addressed = format!("02{}03{}", bytes_32(0xaa), bytes_32(0xbb));
    let cases = [
        (RequestBody::Create { hashes }, format!("a50001011901f4{create}")),
        (
            RequestBody::Open { mailbox, read: secret.clone(), since: 0, chain: None, large: false },
            format!("a50002011901f4{addressed}0400"),
        ),
        (
            RequestBody::Open {
                mailbox,
                read: secret.clone(),
                since: 70_000,
                chain: Some([4; 32]),
                large: true,
            },
            format!("a70002011901f4{addressed}041a0001117005{}0f01", bytes_32(4)),
        ),
        (
            RequestBody::Put { mailbox, write: secret.clone(), bytes: vec![7, 8, 9] },
            format!("a50003011901f4{addressed}0843070809"),
        ),
        (
            RequestBody::PutCell { mailbox, write: secret.clone(), cell: CellKey([0xcc; 32]), bytes: vec![] },
            format!("a60004011901f4{addressed}07{}0840", bytes_32(0xcc)),
        ),
        (
            RequestBody::Signal { mailbox, write: secret, bytes: vec![1] },
            format!("a50005011901f4{addressed}084101"),
        ),
        (RequestBody::Ping, "a20006011901f4".to_owned()),
    ];
    for (body, expected) in cases {
        let request = request(body);
        let frame = encode_request(&request);
        assert_eq!(hex(&frame), expected, "{request:?}");
        assert_eq!(decode_request(&frame).unwrap(), request);
    }
}

#[test]
fn messages_are_pinned() {
    let mailbox = MailboxId([0xaa; 32]);
    let at = format!("02{}", bytes_32(0xaa));
    let chained = format!("05{}", bytes_32(5));
    let cases = [
        (Message::Created { req: 1 }, "a200010101".to_owned()),
        (
            Message::Cell { mailbox, cell: CellKey([0xcc; 32]), bytes: vec![1, 2] },
            format!("a40002{at}07{}08420102", bytes_32(0xcc)),
        ),
        (
            Message::Event {
                mailbox,
                seq: 3,
                chain: [5; 32],
                received_at: 1_700_000_000_000,
                bytes: Some(vec![1, 2]),
            },
            format!("a60003{at}0403{chained}061b0000018bcfe5680008420102"),
        ),
        (
            Message::Event { mailbox, seq: 3, chain: [5; 32], received_at: 1, bytes: None },
            format!("a50003{at}0403{chained}0601"),
        ),
        (Message::End { req: 1, mailbox, upto: 3, chain: [5; 32] }, format!("a500040101{at}0403{chained}")),
        (
            Message::Ack { req: 1, seq: 3, chain: [5; 32], received_at: 24 },
            format!("a5000501010403{chained}061818"),
        ),
        (Message::CellAck { req: 1 }, "a200060101".to_owned()),
        (Message::Signal { mailbox, bytes: vec![1, 2] }, format!("a30007{at}08420102")),
        (Message::Pong { req: 1 }, "a200080101".to_owned()),
        (
            Message::Error { req: Some(1), code: ErrorCode::Busy, retry_after_ms: Some(1000) },
            "a4000901010d050e1903e8".to_owned(),
        ),
        (
            Message::Error { req: None, code: ErrorCode::RolledBack, retry_after_ms: None },
            "a200090d08".to_owned(),
        ),
    ];
    for (message, expected) in cases {
        let frame = encode_message(&message);
        assert_eq!(hex(&frame), expected, "{message:?}");
        assert_eq!(decode_message(&frame).unwrap(), message);
    }
}

#[test]
fn error_codes_keep_their_numbers() {
    let numbers = [
        (ErrorCode::Quota, 2),
        (ErrorCode::TooLarge, 3),
        (ErrorCode::Version, 4),
        (ErrorCode::Busy, 5),
        (ErrorCode::Gone, 6),
        (ErrorCode::Moved, 7),
        (ErrorCode::RolledBack, 8),
        (ErrorCode::Denied, 9),
        (ErrorCode::Malformed, 10),
        (ErrorCode::Unknown(77), 77),
    ];
    for (code, number) in numbers {
        assert_eq!(code.number(), number);
        assert_eq!(ErrorCode::from_number(number), code);
    }
}

#[test]
fn a_newer_side_may_say_more() {
    // A ping with key 30 → {"x": [1, 2]} after the known ones.
    let frame = [0xa3, 0x00, 0x06, 0x01, 0x05, 0x18, 30, 0xa1, 0x61, b'x', 0x82, 0x01, 0x02];
    assert_eq!(decode_request(&frame).unwrap(), Request { req: 5, body: RequestBody::Ping });
    let pong = [0xa3, 0x00, 0x08, 0x01, 0x05, 0x18, 30, 0xf6];
    assert_eq!(decode_message(&pong).unwrap(), Message::Pong { req: 5 });
}

#[test]
fn a_newer_kind_is_told_from_rubbish_and_can_be_answered() {
    let drop_request = [0xa2, 0x00, 0x07, 0x01, 0x05];
    assert_eq!(
        decode_request(&drop_request).unwrap_err(),
        DecodeError::UnknownKind { kind: 7, req: Some(5) }
    );
    assert_eq!(
        decode_message(&[0xa1, 0x00, 0x18, 99]).unwrap_err(),
        DecodeError::UnknownKind { kind: 99, req: None }
    );
}

#[test]
fn ambiguous_frames_are_refused() {
    let cases: [(&str, &[u8]); 8] = [
        ("nothing", &[]),
        ("not a map", &[0x82, 0x00, 0x06]),
        ("a key twice", &[0xa3, 0x00, 0x06, 0x01, 0x05, 0x01, 0x06]),
        ("keys out of order", &[0xa2, 0x01, 0x05, 0x00, 0x06]),
        ("trailing bytes", &[0xa2, 0x00, 0x06, 0x01, 0x05, 0x00]),
        ("an indefinite map", &[0xbf, 0x00, 0x06, 0x01, 0x05, 0xff]),
        ("a text as key", &[0xa2, 0x00, 0x06, 0x61, b'a', 0x05]),
        ("a request number beyond 32 bits", &[0xa2, 0x00, 0x06, 0x01, 0x1b, 0, 0, 0, 1, 0, 0, 0, 0]),
    ];
    for (what, frame) in cases {
        assert_eq!(decode_request(frame).unwrap_err(), DecodeError::Malformed, "{what}");
    }
    assert_eq!(decode_request(&[0xa0]).unwrap_err(), DecodeError::Missing(0));
    assert_eq!(decode_request(&[0xa1, 0x00, 0x06]).unwrap_err(), DecodeError::Missing(1));
}

#[test]
fn the_greatest_envelope_fits_into_a_frame() {
    let body = RequestBody::PutCell {
        mailbox: MailboxId([0xff; 32]),
        write: Secret([0xff; 32]),
        cell: CellKey([0xff; 32]),
        bytes: vec![0xff; wire::MAX_ENVELOPE],
    };
    assert!(encode_request(&Request { req: u32::MAX, body }).len() <= wire::MAX_FRAME);
    let event = Message::Event {
        mailbox: MailboxId([0xff; 32]),
        seq: u64::MAX,
        chain: [0xff; 32],
        received_at: u64::MAX,
        bytes: Some(vec![0xff; wire::MAX_ENVELOPE]),
    };
    assert!(encode_message(&event).len() <= wire::MAX_FRAME);
}

#[test]
fn secrets_do_not_show_in_debug_output() {
    let body = RequestBody::Put { mailbox: MailboxId([0; 32]), write: Secret([0xab; 32]), bytes: vec![] };
    let shown = format!("{:?}", request(body));
    assert!(!shown.contains("171") && !shown.contains("abab"), "{shown}");
}

fn hash() -> impl Strategy<Value = [u8; 32]> {
    any::<[u8; 32]>()
}

fn blob() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 0..400)
}

fn any_request() -> impl Strategy<Value = Request> {
    let body = prop_oneof![
        (hash(), hash(), hash())
            .prop_map(|(read, write, own)| RequestBody::Create { hashes: SecretHashes { read, write, own } }),
        (hash(), hash(), any::<u64>(), any::<Option<[u8; 32]>>(), any::<bool>()).prop_map(
            |(mailbox, read, since, chain, large)| {
                RequestBody::Open { mailbox: MailboxId(mailbox), read: Secret(read), since, chain, large }
            }
        ),
        (hash(), hash(), blob()).prop_map(|(mailbox, write, bytes)| RequestBody::Put {
            mailbox: MailboxId(mailbox),
            write: Secret(write),
            bytes
        }),
        (hash(), hash(), hash(), blob()).prop_map(|(mailbox, write, cell, bytes)| RequestBody::PutCell {
            mailbox: MailboxId(mailbox),
            write: Secret(write),
            cell: CellKey(cell),
            bytes
        }),
        (hash(), hash(), blob()).prop_map(|(mailbox, write, bytes)| RequestBody::Signal {
            mailbox: MailboxId(mailbox),
            write: Secret(write),
            bytes
        }),
        Just(RequestBody::Ping),
    ];
    (any::<u32>(), body).prop_map(|(req, body)| Request { req, body })
}

fn any_message() -> impl Strategy<Value = Message> {
    prop_oneof![
        any::<u32>().prop_map(|req| Message::Created { req }),
        (hash(), hash(), blob()).prop_map(|(mailbox, cell, bytes)| Message::Cell {
            mailbox: MailboxId(mailbox),
            cell: CellKey(cell),
            bytes
        }),
        (hash(), any::<u64>(), hash(), any::<u64>(), prop::option::of(blob())).prop_map(
            |(mailbox, seq, chain, received_at, bytes)| Message::Event {
                mailbox: MailboxId(mailbox),
                seq,
                chain,
                received_at,
                bytes
            }
        ),
        (any::<u32>(), hash(), any::<u64>(), hash()).prop_map(|(req, mailbox, upto, chain)| Message::End {
            req,
            mailbox: MailboxId(mailbox),
            upto,
            chain
        }),
        (any::<u32>(), any::<u64>(), hash(), any::<u64>())
            .prop_map(|(req, seq, chain, received_at)| { Message::Ack { req, seq, chain, received_at } }),
        any::<u32>().prop_map(|req| Message::CellAck { req }),
        (hash(), blob()).prop_map(|(mailbox, bytes)| Message::Signal { mailbox: MailboxId(mailbox), bytes }),
        any::<u32>().prop_map(|req| Message::Pong { req }),
        (any::<Option<u32>>(), any::<u32>(), any::<Option<u32>>()).prop_map(|(req, code, retry_after_ms)| {
            Message::Error { req, code: ErrorCode::from_number(code), retry_after_ms }
        }),
    ]
}

proptest! {
    #[test]
    fn requests_survive_the_wire(request in any_request()) {
        prop_assert_eq!(decode_request(&encode_request(&request)).unwrap(), request);
    }

    #[test]
    fn messages_survive_the_wire(message in any_message()) {
        prop_assert_eq!(decode_message(&encode_message(&message)).unwrap(), message);
    }

    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = decode_request(&bytes);
        let _ = decode_message(&bytes);
    }

    #[test]
    fn damaged_frames_never_panic(
        request in any_request(),
        message in any_message(),
        place in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        cut in any::<prop::sample::Index>(),
    ) {
        for mut frame in [encode_request(&request), encode_message(&message)] {
            let place = place.index(frame.len());
            frame[place] = byte;
            frame.truncate(cut.index(frame.len() + 1));
            let _ = decode_request(&frame);
            let _ = decode_message(&frame);
        }
    }
}
