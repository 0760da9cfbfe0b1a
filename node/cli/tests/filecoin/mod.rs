//! What the node tells the gateway's worker, and what it shows of it.

use clap::FromArgMatches;
use codec::Encode;
use dmex_cli::{
	cli::{described, Cli, FilecoinParams},
	filecoin::{gateway_keys, is_configured, read_token, worker_status, HttpUrl, Settings, WorkerReport},
	metrics::{Gateway, Worker},
};
use pallet_fil_gateway::{
	offchain::WorkerStatus, Checkpoint, Fault, GatewayStatement, Round, Status, Subject, KEY_TYPE,
};
use sp_core::{
	offchain::{storage::InMemOffchainStorage, OffchainStorage, STORAGE_PREFIX},
	Pair,
};
use sp_keystore::{testing::MemoryKeystore, Keystore};
use std::{fs, path::PathBuf};
use substrate_prometheus_endpoint::Registry;

fn parsed(args: &[&str]) -> Result<Cli, clap::Error> {
	let matches = described().try_get_matches_from([&["dmex-node"], args].concat())?;
	Cli::from_arg_matches(&matches)
}

fn url(text: &str) -> HttpUrl {
	text.parse().unwrap()
}

fn get(storage: &InMemOffchainStorage, key: &[u8]) -> Option<Vec<u8>> {
	storage.get(STORAGE_PREFIX, key)
}

/// A file of this test.
fn file(name: &str, content: &str) -> PathBuf {
	let path = std::env::temp_dir().join(format!("dmex-{}-{name}", std::process::id()));
	fs::write(&path, content).unwrap();
	path
}

#[test]
fn urls_should_be_of_http() {
	for text in [
		"http://127.0.0.1:1234",
		"https://api.node.glif.io/rpc/v1",
		"HTTPS://node.example",
		"http://[::1]:1234/",
	] {
		assert!(text.parse::<HttpUrl>().is_ok(), "{text}");
	}
	for text in [
		"",
		"127.0.0.1:1234",
		"ws://127.0.0.1:1234",
		"ftp://a",
		"http://",
		"http:///rpc/v1",
		"http://user:secret@host",
		"http://host/?token=1",
		"http://host/#x",
		"http://host /",
		"http://host\n",
		"/ip4/127.0.0.1/tcp/1234/http",
	] {
		assert!(text.parse::<HttpUrl>().is_err(), "{text}");
	}
	assert_eq!(url("HTTP://host/").as_str(), "http://host");
}

#[test]
fn urls_should_not_be_shown_whole() {
	let secret = url("https://host:8443/key-of-mine/rpc/v1");
	assert_eq!(secret.to_string(), "https://host:8443");
	assert_eq!(format!("{secret:?}"), "https://host:8443");
	assert_eq!(secret.filecoin_api(), "https://host:8443/key-of-mine/rpc/v1");
	assert_eq!(url("http://host/rpc/v2/").filecoin_api(), "http://host/rpc/v1");
	assert_eq!(url("http://host").filecoin_api(), "http://host/rpc/v1");
}

#[test]
fn flags_should_be_read() {
	let cli = parsed(&["--dev", "--filecoin-rpc", "http://127.0.0.1:1234"]).unwrap();
	assert_eq!(cli.filecoin.filecoin_rpc, Some(url("http://127.0.0.1:1234")));
	assert!(parsed(&["--filecoin-rpc", "127.0.0.1:1234"]).is_err());
	let alone = parsed(&["--filecoin-token-file", "token"]);
	assert!(alone.is_err(), "a token without a node is a mistake");
}

#[test]
fn token_should_be_read_and_trimmed() {
	let good = file("good.token", " eyJhbGciOi.J9-_\n");
	assert_eq!(read_token(&good).as_deref(), Ok("eyJhbGciOi.J9-_"));
	for (name, content) in [("empty", " \n"), ("two", "one\ntwo"), ("umlaut", "tökén")] {
		let path = file(name, content);
		let error = read_token(&path).unwrap_err();
		assert!(error.contains(&path.display().to_string()), "{error}");
		assert!(!error.contains("two") || name == "two", "{error}");
	}
	let missing = PathBuf::from("/nowhere/token");
	assert!(read_token(&missing).unwrap_err().contains("/nowhere/token"));
	let params = FilecoinParams {
		filecoin_rpc: Some(url("http://host")),
		filecoin_token_file: Some(missing),
	};
	assert!(Settings::read(&params).is_err());
}

#[test]
fn settings_should_hold_for_one_start() {
	let mut storage = InMemOffchainStorage::default();
	let votes = b"fil::votes and a key";
	storage.set(STORAGE_PREFIX, votes, b"signed");
	storage.set(STORAGE_PREFIX, b"fil::lock", b"held");
	storage.set(STORAGE_PREFIX, b"fil::range", b"scratch");
	let settings = Settings {
		rpc: Some(url("http://host/rpc/v1/")),
		token: Some("secret".into()),
	};
	settings.store(&mut storage);
	assert_eq!(
		get(&storage, b"fil::rpc").as_deref(),
		Some(&b"http://host/rpc/v1"[..])
	);
	assert_eq!(get(&storage, b"fil::token").as_deref(), Some(&b"secret"[..]));
	assert_eq!(get(&storage, b"fil::lock"), None);
	assert!(is_configured(&storage));

	Settings::default().store(&mut storage);
	assert_eq!(get(&storage, b"fil::rpc"), None);
	assert_eq!(get(&storage, b"fil::token"), None);
	assert!(!is_configured(&storage));
	assert_eq!(
		get(&storage, votes).as_deref(),
		Some(&b"signed"[..]),
		"votes are never removed"
	);
	assert_eq!(get(&storage, b"fil::range").as_deref(), Some(&b"scratch"[..]));
}

#[test]
fn development_operators_should_have_their_key() {
	let keystore = MemoryKeystore::new();
	Settings::default()
		.insert_dev_key(&keystore, Some("//Alice"))
		.unwrap();
	assert_eq!(gateway_keys(&keystore), 0, "there is nothing to ask");
	let settings = Settings {
		rpc: Some(url("http://127.0.0.1:1234")),
		token: None,
	};
	settings.insert_dev_key(&keystore, None).unwrap();
	assert_eq!(gateway_keys(&keystore), 0);
	settings.insert_dev_key(&keystore, Some("//Alice")).unwrap();
	let alice = sp_core::sr25519::Pair::from_string("//Alice", None)
		.unwrap()
		.public();
	assert_eq!(keystore.sr25519_public_keys(KEY_TYPE), [alice]);
	assert!(settings
		.insert_dev_key(&keystore, Some("no such phrase"))
		.is_err());
}

#[test]
fn warnings_should_tell_what_keeps_the_worker_from_working() {
	let (empty, full) = (MemoryKeystore::new(), MemoryKeystore::new());
	let settings = |rpc: &str, token: Option<&str>| Settings {
		rpc: Some(url(rpc)),
		token: token.map(Into::into),
	};
	let local = settings("http://127.0.0.1:1234", Some("token"));
	local.insert_dev_key(&full, Some("//Alice")).unwrap();
	assert!(Settings::default().warnings(&empty, false).is_empty());
	assert!(local.warnings(&full, true).is_empty());
	assert!(local.warnings(&full, false)[0].contains("--offchain-worker"));
	assert!(local.warnings(&empty, true)[0].contains("--key-type filb"));
	let far = settings("http://far.example/secret-path", Some("the-token")).warnings(&full, true);
	assert!(
		far[0].contains("unencrypted") && !far[0].contains("secret-path") && !far[0].contains("the-token")
	);
	assert!(settings("https://far.example", Some("t"))
		.warnings(&full, true)
		.is_empty());
}

fn status() -> WorkerStatus {
	WorkerStatus {
		last_run: 1_790_000_000_123,
		finalized: 4_321,
		last_range: Some(7),
		last_day: Some(2),
		votes: 9,
		disagreements: 1,
		disagreed_on: Some((Subject::Range(6), 3)),
		error: Vec::new(),
		last_error: b"Looked([Deadline])".to_vec(),
		last_error_at: 1_780_000_000_000,
	}
}

#[test]
fn report_should_be_null_where_nothing_is_known() {
	let report = serde_json::to_value(WorkerReport::new(false, 0, None)).unwrap();
	let fields = report.as_object().unwrap();
	assert_eq!(fields["configured"], false);
	assert_eq!(fields["gatewayKeys"], 0);
	assert_eq!(fields.len(), 12);
	assert_eq!(fields.values().filter(|value| value.is_null()).count(), 10);

	let fresh = WorkerReport::new(
		true,
		1,
		Some(WorkerStatus {
			last_run: 5,
			error: b"Abstained(WrongGenesis)".to_vec(),
			..WorkerStatus::default()
		}),
	);
	let fresh = serde_json::to_value(fresh).unwrap();
	assert_eq!(fresh["votes"], 0);
	assert_eq!(fresh["error"], "Abstained(WrongGenesis)");
	for unknown in [
		"finalizedHeight",
		"lastRange",
		"lastDay",
		"disagreedOn",
		"lastError",
		"lastErrorAt",
	] {
		assert!(fresh[unknown].is_null(), "{unknown}");
	}
}

#[test]
fn report_should_be_what_the_worker_wrote() {
	let mut storage = InMemOffchainStorage::default();
	assert_eq!(worker_status(&storage), None);
	storage.set(STORAGE_PREFIX, b"fil::status", b"\x01");
	assert_eq!(worker_status(&storage), None, "half a status is none");
	storage.set(STORAGE_PREFIX, b"fil::status", &status().encode());
	let report = WorkerReport::new(true, 1, worker_status(&storage));
	assert_eq!(
		serde_json::to_value(report).unwrap(),
		serde_json::json!({
			"configured": true,
			"gatewayKeys": 1,
			"lastRun": 1_790_000_000_123u64,
			"finalizedHeight": 4_321,
			"lastRange": 7,
			"lastDay": 2,
			"votes": 9,
			"disagreements": 1,
			"disagreedOn": { "range": 6, "day": null, "round": 3 },
			"error": null,
			"lastError": "Looked([Deadline])",
			"lastErrorAt": 1_780_000_000_000u64,
		})
	);
}

fn gauge(registry: &Registry, name: &str) -> f64 {
	let families = registry.gather();
	let family = families.iter().find(|family| family.get_name() == name);
	family.unwrap_or_else(|| panic!("no {name}")).get_metric()[0]
		.get_gauge()
		.get_value()
}

#[test]
fn worker_gauges_should_not_lie() {
	let registry = Registry::new();
	let worker = Worker::register(&registry).unwrap();
	let of = |name: &str| gauge(&registry, &format!("dmex_filecoin_worker_{name}"));
	let all = [
		"last_run_timestamp_seconds",
		"finalized_height",
		"last_range",
		"last_day",
		"votes",
		"disagreements",
		"error",
	];
	assert!(all.iter().all(|name| of(name).is_nan()));
	worker.show(true, Some(&status()));
	assert_eq!(all.map(of), [1_790_000_000.123, 4_321.0, 7.0, 2.0, 9.0, 1.0, 0.0]);
	assert_eq!(of("configured"), 1.0);
	let failed = WorkerStatus {
		error: b"x".to_vec(),
		..WorkerStatus::default()
	};
	worker.show(true, Some(&failed));
	assert_eq!(of("error"), 1.0);
	assert!(of("finalized_height").is_nan() && of("last_range").is_nan());
	worker.show(false, None);
	assert!(all.iter().all(|name| of(name).is_nan()));
	assert_eq!(of("configured"), 0.0);
}

#[test]
fn gateway_gauges_should_not_lie() {
	const FIL: u128 = 1_000_000_000_000_000_000;
	let registry = Registry::new();
	let gateway = Gateway::register(&registry).unwrap();
	let of = |name: &str| gauge(&registry, &format!("dmex_filecoin_{name}"));
	let mut statement = GatewayStatement {
		supply: 10 * FIL,
		reserve: 16 * FIL,
		suspense: FIL,
		delayed: 2 * FIL,
		credits: 3 * FIL,
		redeeming: 4 * FIL,
		shortfall: 0,
		age: None,
		status: Status::Running,
		halted: false,
		next_range: None,
		round: Round::default(),
		set: None,
		threshold: 0,
		mint_room: 0,
		checkpoint: None,
	};
	gateway.show(Some(&statement));
	assert_eq!(of("supply_ifil"), 10.0);
	assert_eq!(of("claims_fil"), 16.0);
	assert_eq!(of("redeeming_ifil"), 4.0);
	assert_eq!(of("paused"), 0.0);
	assert!(["reserve_fil", "checkpoint_age_blocks", "next_range"]
		.iter()
		.all(|name| of(name).is_nan()));
	statement.checkpoint = Some(Checkpoint {
		next: 8,
		tipset: Default::default(),
		time: 0,
		balance: 16 * FIL,
		head: None,
		at: 5,
	});
	statement.age = Some(12);
	statement.next_range = Some(8);
	statement.status = Status::Paused {
		fault: Fault::Reserve,
		since: 1,
	};
	gateway.show(Some(&statement));
	assert_eq!(
		["reserve_fil", "checkpoint_age_blocks", "next_range", "paused"].map(of),
		[16.0, 12.0, 8.0, 1.0]
	);
	gateway.show(None);
	assert!(of("reserve_fil").is_nan() && of("paused").is_nan() && of("supply_ifil").is_nan());
}
