//! JSON-RPC over HTTP. Every call has a deadline, every answer a largest size; nothing that is sent is ever shown.

use http_body_util::{BodyExt, Full, Limited};
use hyper::{
	body::Bytes,
	header::{AUTHORIZATION, CONTENT_TYPE},
	Request,
};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
	client::legacy::{connect::HttpConnector, Client},
	rt::TokioExecutor,
};
use serde::{de::DeserializeOwned, Deserialize};
use serde_json::{json, Value};
use std::{
	fmt,
	sync::atomic::{AtomicU64, Ordering},
	time::Duration,
};

/// From the first byte sent to the last byte received.
const TIMEOUT: Duration = Duration::from_secs(30);
/// Far above what any call of a payout answers.
const MAX_BODY: usize = 8 << 20;
/// Characters of a node's own words that are shown.
const MAX_WORDS: usize = 300;

/// Why a call gave nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RpcError {
	/// The node cannot be reached, or the connection broke.
	Connection(String),
	/// No whole answer in time.
	Deadline,
	/// The answer broke off, or is larger than any true one.
	Body,
	/// HTTP says something else than 200, and there is no JSON-RPC error.
	Status(u16),
	/// Not the JSON that the method answers with.
	Malformed,
	/// The node refused.
	Refused {
		/// The error's code.
		code: i64,
		/// The node's words.
		message: String,
	},
}

impl fmt::Display for RpcError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			RpcError::Connection(why) => write!(f, "no connection: {why}"),
			RpcError::Deadline => write!(f, "no answer in {} seconds", TIMEOUT.as_secs()),
			RpcError::Body => f.write_str("the answer broke off or is too large"),
			RpcError::Status(status) => write!(f, "HTTP status {status}"),
			RpcError::Malformed => f.write_str("not the answer that this method has"),
			RpcError::Refused { code, message } => write!(f, "{message} (code {code})"),
		}
	}
}

/// A JSON-RPC node.
pub struct Rpc {
	client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
	url: String,
	token: Option<String>,
	name: &'static str,
	calls: AtomicU64,
}

impl Rpc {
	/// The node behind that URL; `name` stands before its errors.
	pub fn new(name: &'static str, url: String, token: Option<String>) -> Result<Self, String> {
		let connector = HttpsConnectorBuilder::new()
			.with_provider_and_native_roots(rustls::crypto::ring::default_provider())
			.map_err(|error| format!("the system's root certificates: {error}"))?
			.https_or_http()
			.enable_http1()
			.build();
		Ok(Self {
			client: Client::builder(TokioExecutor::new()).build(connector),
			url,
			token,
			name,
			calls: AtomicU64::new(0),
		})
	}

	/// A call whose failure ends the pass.
	pub async fn ask<T: DeserializeOwned>(&self, method: &str, params: Value) -> Result<T, String> {
		self.call(method, params)
			.await
			.map_err(|error| self.explain(method, &error))
	}

	/// An error in words.
	pub fn explain(&self, method: &str, error: &RpcError) -> String {
		format!("{}: {method}: {error}", self.name)
	}

	/// A call.
	pub async fn call<T: DeserializeOwned>(&self, method: &str, params: Value) -> Result<T, RpcError> {
		let id = self.calls.fetch_add(1, Ordering::Relaxed);
		let body = json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }).to_string();
		let mut request = Request::post(&self.url).header(CONTENT_TYPE, "application/json");
		if let Some(token) = &self.token {
			request = request.header(AUTHORIZATION, format!("Bearer {token}"));
		}
		let request = request
			.body(Full::new(Bytes::from(body)))
			.map_err(|_| RpcError::Connection("the URL or the token cannot be sent".into()))?;
		let (status, body) = tokio::time::timeout(TIMEOUT, self.send(request))
			.await
			.map_err(|_| RpcError::Deadline)??;
		read(id, status, &body)
	}

	async fn send(&self, request: Request<Full<Bytes>>) -> Result<(u16, Bytes), RpcError> {
		let response = self.client.request(request).await.map_err(|error| {
			// The error itself names the URL in some cases.
			RpcError::Connection(
				if error.is_connect() {
					"not reachable"
				} else {
					"broken off"
				}
				.into(),
			)
		})?;
		let status = response.status().as_u16();
		let body = Limited::new(response.into_body(), MAX_BODY)
			.collect()
			.await
			.map_err(|_| RpcError::Body)?;
		Ok((status, body.to_bytes()))
	}
}

/// Reads the answer to the call `id`.
pub fn read<T: DeserializeOwned>(id: u64, status: u16, body: &[u8]) -> Result<T, RpcError> {
	#[derive(Deserialize)]
	struct Refusal {
		code: i64,
		#[serde(default)]
		message: String,
	}
	#[derive(Deserialize)]
	struct Answer {
		#[serde(default)]
		id: Value,
		#[serde(default)]
		result: Value,
		error: Option<Refusal>,
	}
	let answer: Option<Answer> = serde_json::from_slice(body).ok();
	match answer {
		// Lotus says its errors over any HTTP status.
		Some(Answer {
			error: Some(Refusal { code, message }),
			..
		}) => Err(RpcError::Refused {
			code,
			message: plain(&message),
		}),
		_ if status != 200 => Err(RpcError::Status(status)),
		Some(Answer { id: of, result, .. }) if of == json!(id) => {
			serde_json::from_value(result).map_err(|_| RpcError::Malformed)
		}
		_ => Err(RpcError::Malformed),
	}
}

/// A node's words, without what a terminal would obey.
pub fn plain(words: &str) -> String {
	words
		.chars()
		.map(|letter| if letter.is_control() { ' ' } else { letter })
		.take(MAX_WORDS)
		.collect()
}
