//! The operator's side of the FIL gateway in a node: what its worker is told at the start, and what it says about itself.
//!
//! The worker is part of the runtime; it and the node meet in persistent off-chain storage (see `pallet_fil_gateway::offchain`).

use crate::cli::FilecoinParams;
use codec::Decode;
use dmex_primitives::Day;
use hyper::Uri;
use pallet_fil_gateway::{
	offchain::{
		rpc::{ENDPOINT_KEY, TOKEN_KEY},
		worker::{LOCK_KEY, STATUS_KEY},
		WorkerStatus,
	},
	RangeIndex, Subject, KEY_TYPE,
};
use serde::Serialize;
use sp_core::offchain::{OffchainStorage, STORAGE_PREFIX};
use sp_keystore::Keystore;
use std::{fmt, fs, path::Path, str::FromStr};

/// Longest token that is read.
const MAX_TOKEN: usize = 4096;

/// A URL of http or https. It may hold a provider's secret in its path, so only scheme and host are ever shown.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpUrl(String);

impl HttpUrl {
	/// The URL, without a slash at its end.
	pub fn as_str(&self) -> &str {
		&self.0
	}

	/// The URL of a Filecoin node's first API; what operators copy has the path already, or not.
	pub fn filecoin_api(&self) -> String {
		let base = ["/rpc/v1", "/rpc/v2"]
			.iter()
			.find_map(|path| self.0.strip_suffix(path))
			.unwrap_or(&self.0);
		format!("{base}/rpc/v1")
	}

	/// Whether it leads to this machine.
	pub fn is_local(&self) -> bool {
		self.uri()
			.and_then(|uri| {
				uri.host()
					.map(|host| matches!(host, "localhost" | "127.0.0.1" | "[::1]"))
			})
			.unwrap_or(false)
	}

	/// Whether everybody on the way can read along.
	pub fn is_plain(&self) -> bool {
		self.0.starts_with("http://")
	}

	fn uri(&self) -> Option<Uri> {
		self.0.parse().ok()
	}
}

impl fmt::Display for HttpUrl {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let scheme = if self.is_plain() { "http" } else { "https" };
		let uri = self.uri();
		let host = uri
			.as_ref()
			.and_then(Uri::authority)
			.map_or("", |host| host.as_str());
		write!(f, "{scheme}://{host}")
	}
}

impl fmt::Debug for HttpUrl {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		fmt::Display::fmt(self, f)
	}
}

impl FromStr for HttpUrl {
	type Err = String;

	fn from_str(text: &str) -> Result<Self, String> {
		let scheme = |name: &str| {
			text.get(..name.len())
				.is_some_and(|start| start.eq_ignore_ascii_case(name))
				.then(|| format!("{name}{}", &text[name.len()..]))
		};
		let Some(text) = scheme("http://").or_else(|| scheme("https://")) else {
			return Err("it must begin with http:// or https://".into());
		};
		if text.contains(['?', '#']) || text.contains(char::is_whitespace) {
			return Err("it must be a plain address, without ? and #".into());
		}
		let uri: Uri = text.parse().map_err(|error| format!("not a URL: {error}"))?;
		let authority = uri.authority().filter(|authority| !authority.host().is_empty());
		match authority {
			None => Err("it names no host".into()),
			Some(authority) if authority.as_str().contains('@') => {
				Err("a user and password cannot be in it; a token goes into --filecoin-token-file".into())
			}
			Some(_) => Ok(Self(text.trim_end_matches('/').into())),
		}
	}
}

/// What the worker is told.
#[derive(Clone, Default)]
pub struct Settings {
	/// The Filecoin node.
	pub rpc: Option<HttpUrl>,
	/// The token that it wants.
	pub token: Option<String>,
}

impl Settings {
	/// Reads the token's file, if there is one.
	pub fn read(params: &FilecoinParams) -> Result<Self, String> {
		Ok(Self {
			rpc: params.filecoin_rpc.clone(),
			token: params
				.filecoin_token_file
				.as_deref()
				.map(read_token)
				.transpose()?,
		})
	}

	/// Writes the settings of this start where the worker looks for them; what is not set any more is removed. The lock of a run
	/// that the last stop interrupted goes. Votes stay: without them a key could sign two digests and lose its bond.
	pub fn store(&self, storage: &mut impl OffchainStorage) {
		let mut put = |key: &[u8], value: Option<&str>| match value {
			Some(value) => storage.set(STORAGE_PREFIX, key, value.as_bytes()),
			None => storage.remove(STORAGE_PREFIX, key),
		};
		put(ENDPOINT_KEY, self.rpc.as_ref().map(HttpUrl::as_str));
		put(TOKEN_KEY, self.token.as_deref());
		put(LOCK_KEY, None);
	}

	/// Makes the key of a development operator if there is something that it could be used for. It is not written to disk.
	pub fn insert_dev_key(&self, keystore: &dyn Keystore, seed: Option<&str>) -> Result<(), String> {
		match seed.filter(|_| self.rpc.is_some()) {
			Some(seed) => keystore
				.sr25519_generate_new(KEY_TYPE, Some(seed))
				.map(|_| ())
				.map_err(|error| format!("cannot make the gateway key of a development operator: {error}")),
			None => Ok(()),
		}
	}

	/// What an operator should be told because the worker would not work as the flags promise.
	pub fn warnings(&self, keystore: &dyn Keystore, workers_enabled: bool) -> Vec<String> {
		let Some(rpc) = &self.rpc else {
			return Vec::new();
		};
		let mut warnings = Vec::new();
		if !workers_enabled {
			warnings.push(
				"--filecoin-rpc has no effect: off-chain workers run with --validator or --offchain-worker always"
					.into(),
			);
		}
		if gateway_keys(keystore) == 0 {
			warnings.push(
				"--filecoin-rpc has no effect yet: there is no gateway key in the keystore; insert the operator's with \
				 `dmex-node key insert --key-type filb --scheme sr25519`"
					.into(),
			);
		}
		if self.token.is_some() && rpc.is_plain() && !rpc.is_local() {
			warnings.push(format!(
				"the token goes to {rpc} unencrypted: everybody on the way can read it"
			));
		}
		warnings
	}
}

/// Reads a bearer token.
pub fn read_token(path: &Path) -> Result<String, String> {
	let fail = |what: &str| format!("the token file {}: {what}", path.display());
	let text = fs::read_to_string(path).map_err(|error| fail(&error.to_string()))?;
	let token = text.trim();
	if token.is_empty() {
		return Err(fail("it is empty"));
	}
	if token.len() > MAX_TOKEN || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
		return Err(fail("it must hold the token alone, in one line"));
	}
	Ok(token.into())
}

/// How many gateway keys the keystore holds.
pub fn gateway_keys(keystore: &dyn Keystore) -> usize {
	keystore.sr25519_public_keys(KEY_TYPE).len()
}

/// Whether the worker has a Filecoin node.
pub fn is_configured(storage: &impl OffchainStorage) -> bool {
	storage
		.get(STORAGE_PREFIX, ENDPOINT_KEY)
		.is_some_and(|url| !url.is_empty())
}

/// What the worker says of itself; none before it looked at Filecoin for the first time.
pub fn worker_status(storage: &impl OffchainStorage) -> Option<WorkerStatus> {
	let status = storage.get(STORAGE_PREFIX, STATUS_KEY)?;
	WorkerStatus::decode(&mut status.as_slice()).ok()
}

/// Answer of `filecoin_workerStatus`. What is not known is null.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WorkerReport {
	/// Whether the node was started with `--filecoin-rpc`.
	pub configured: bool,
	/// Gateway keys in the keystore.
	pub gateway_keys: usize,
	/// When the last run looked at Filecoin: Unix time in milliseconds.
	pub last_run: Option<u64>,
	/// Height of the last finalized tipset that was seen.
	pub finalized_height: Option<u64>,
	/// The last range that a report was made of.
	pub last_range: Option<RangeIndex>,
	/// The last day that a record was made of.
	pub last_day: Option<Day>,
	/// Votes cast.
	pub votes: Option<u64>,
	/// Reports for which a quorum accepted another digest than this node's.
	pub disagreements: Option<u64>,
	/// The last one of these.
	pub disagreed_on: Option<Disagreement>,
	/// What kept the last run from working.
	pub error: Option<String>,
	/// The last error there was.
	pub last_error: Option<String>,
	/// Its Unix time in milliseconds.
	pub last_error_at: Option<u64>,
}

/// A report that a quorum sees otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Disagreement {
	/// The range, if it was one.
	pub range: Option<RangeIndex>,
	/// The day, if it was one's record.
	pub day: Option<Day>,
	/// The round.
	pub round: u32,
}

impl WorkerReport {
	/// The report of a worker.
	pub fn new(configured: bool, gateway_keys: usize, status: Option<WorkerStatus>) -> Self {
		let known = Self {
			configured,
			gateway_keys,
			..Self::default()
		};
		let Some(status) = status else { return known };
		Self {
			last_run: Some(status.last_run),
			finalized_height: Some(status.finalized).filter(|height| *height > 0),
			last_range: status.last_range,
			last_day: status.last_day,
			votes: Some(status.votes),
			disagreements: Some(status.disagreements),
			disagreed_on: status.disagreed_on.map(|(subject, round)| {
				let (range, day) = match subject {
					Subject::Range(range) => (Some(range), None),
					Subject::Oracle(day) => (None, Some(day)),
				};
				Disagreement { range, day, round }
			}),
			error: text(&status.error),
			last_error: text(&status.last_error),
			last_error_at: Some(status.last_error_at).filter(|at| *at > 0),
			..known
		}
	}
}

fn text(bytes: &[u8]) -> Option<String> {
	(!bytes.is_empty()).then(|| String::from_utf8_lossy(bytes).into_owned())
}
