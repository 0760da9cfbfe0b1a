//! What the DMEX chain says, in the state of its last finalized block.

use super::http::{Rpc, RpcError};
use codec::DecodeAll;
use data_encoding::HEXLOWER;
use dmex_primitives::{BlockNumber, CalendarParameters};
use frame_support::storage::storage_prefix;
use pallet_fil_gateway::{Custody, GatewayStatement, GatewayWork, RedemptionId, RedemptionStatement, Status};
use serde::Deserialize;
use serde_json::json;
use sp_core::H256;

/// How old the finalized block may be. Older, the node is not up to date, or finality stands still.
const MAX_AGE_SECONDS: u64 = 600;
/// Calls for redemptions in a pass; each looks at 256 ids.
const MAX_CALLS: u32 = 10_000;

/// The DMEX chain.
#[derive(Debug)]
pub struct View {
	/// Its genesis hash.
	pub chain: H256,
	/// Its last finalized block.
	pub now: BlockNumber,
	/// Its calendar.
	pub calendar: CalendarParameters,
	/// Whether the gateway is paused.
	pub paused: bool,
	/// Custody.
	pub custody: Custody,
	/// Open redemptions from an id on, ascending.
	pub redemptions: Vec<RedemptionStatement>,
}

/// Reads redemptions from `from` on, and all that they have to be judged by. `now` is Unix time in seconds.
pub async fn read(rpc: &Rpc, from: RedemptionId, now: u64) -> Result<View, String> {
	#[derive(Deserialize)]
	struct Header {
		number: String,
	}
	let genesis: H256 = rpc.ask("chain_getBlockHash", json!([0])).await?;
	let at: H256 = rpc.ask("chain_getFinalizedHead", json!([])).await?;
	let header: Header = rpc.ask("chain_getHeader", json!([at])).await?;
	let number = header
		.number
		.strip_prefix("0x")
		.and_then(|hex| BlockNumber::from_str_radix(hex, 16).ok())
		.ok_or("the DMEX node: chain_getHeader: the number is none")?;

	let time: u64 = storage(rpc, at, "Timestamp", "Now")
		.await?
		.ok_or("no block of the DMEX chain is final yet")?;
	let age = now.saturating_sub(time / 1000);
	if age > MAX_AGE_SECONDS {
		return Err(format!(
			"the DMEX node's last finalized block is {age} seconds old: it is not up to date, or finality stands still"
		));
	}

	let work: GatewayWork = state(rpc, at, "GatewayApi_work", &[]).await?;
	if work.chain != genesis {
		return Err("the DMEX node: its genesis hash is not the one that the gateway names".into());
	}
	let custody = work.custody.ok_or("no custody is set on the DMEX chain")?;
	let statement: GatewayStatement = state(rpc, at, "GatewayApi_statement", &[]).await?;
	let calendar = state(rpc, at, "CalendarApi_calendar", &[]).await?;

	let mut redemptions = Vec::new();
	let mut next = Some(from);
	for _ in 0..MAX_CALLS {
		let Some(id) = next else { break };
		let (mut found, following): (Vec<RedemptionStatement>, Option<RedemptionId>) =
			state(rpc, at, "GatewayApi_redemptions", &id.to_le_bytes()).await?;
		redemptions.append(&mut found);
		next = following.filter(|following| *following > id);
	}
	if let Some(id) = next {
		return Err(format!("too many redemptions: go on with --from {id}"));
	}
	let ascending = redemptions.windows(2).all(|pair| match pair {
		[one, other] => one.id < other.id,
		_ => true,
	});
	if !ascending {
		return Err("the DMEX node: GatewayApi_redemptions: not in order".into());
	}
	Ok(View {
		chain: genesis,
		now: number,
		calendar,
		paused: statement.halted || matches!(statement.status, Status::Paused { .. }),
		custody,
		redemptions,
	})
}

async fn state<T: DecodeAll>(rpc: &Rpc, at: H256, method: &str, params: &[u8]) -> Result<T, String> {
	let answer: String = rpc
		.ask("state_call", json!([method, hex(params), at]))
		.await
		.map_err(|error| format!("{error} ({method})"))?;
	decode(&answer).ok_or_else(|| rpc.explain(method, &RpcError::Malformed))
}

async fn storage<T: DecodeAll>(rpc: &Rpc, at: H256, pallet: &str, item: &str) -> Result<Option<T>, String> {
	let key = hex(&storage_prefix(pallet.as_bytes(), item.as_bytes()));
	let answer: Option<String> = rpc.ask("state_getStorage", json!([key, at])).await?;
	answer
		.map(|answer| decode(&answer).ok_or_else(|| rpc.explain(item, &RpcError::Malformed)))
		.transpose()
}

fn hex(bytes: &[u8]) -> String {
	format!("0x{}", HEXLOWER.encode(bytes))
}

fn decode<T: DecodeAll>(hex: &str) -> Option<T> {
	let bytes = HEXLOWER.decode(hex.strip_prefix("0x")?.as_bytes()).ok()?;
	T::decode_all(&mut bytes.as_slice()).ok()
}
