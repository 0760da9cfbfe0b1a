//! What an operator's dashboard shows beyond the standard metrics: fill of blocks, supply, number of validators.

use crate::service::{FullBackend, FullClient};
use codec::{Compact, Decode};
use dmex_runtime::{opaque::Block, Balance, Hash, Runtime, TOKEN_DECIMALS};
use frame_support::{storage::storage_prefix, traits::Get};
use frame_system::{limits::BlockWeights, ConsumedWeight};
use futures::StreamExt;
use sc_client_api::{BlockchainEvents, StorageProvider};
use sp_core::storage::StorageKey;
use std::sync::Arc;
use substrate_prometheus_endpoint::{register, Gauge, PrometheusError, Registry, F64, U64};

/// Values of the best block.
pub struct Gauges {
	block_fill: Gauge<F64>,
	total_issuance: Gauge<F64>,
	validators: Gauge<U64>,
}

impl Gauges {
	/// Registers them under the names that the dashboard asks for.
	pub fn register(registry: &Registry) -> Result<Self, PrometheusError> {
		Ok(Self {
			block_fill: register(
				Gauge::new(
					"dmex_block_fill_ratio",
					"Weight of the best block over the most that a block may weigh",
				)?,
				registry,
			)?,
			total_issuance: register(
				Gauge::new("dmex_total_issuance_dmc", "DMC in existence at the best block")?,
				registry,
			)?,
			validators: register(
				Gauge::new("dmex_validators", "Validators of the session of the best block")?,
				registry,
			)?,
		})
	}

	fn update(&self, client: &FullClient, at: Hash) {
		if let Some(weight) = read::<ConsumedWeight>(client, at, "System", "BlockWeight") {
			let limits = <<Runtime as frame_system::Config>::BlockWeights as Get<BlockWeights>>::get();
			let most = limits.max_block.ref_time().max(1);
			self.block_fill
				.set(weight.total().ref_time() as f64 / most as f64);
		}
		if let Some(issuance) = read::<Balance>(client, at, "Balances", "TotalIssuance") {
			self.total_issuance
				.set(issuance as f64 / 10f64.powi(TOKEN_DECIMALS.into()));
		}
		if let Some(Compact(validators)) = read::<Compact<u32>>(client, at, "Session", "Validators") {
			self.validators.set(validators.into());
		}
	}
}

/// Follows the best block for as long as the node runs.
pub async fn run(client: Arc<FullClient>, gauges: Gauges) {
	let mut imports = client.import_notification_stream();
	while let Some(block) = imports.next().await {
		if block.is_new_best {
			gauges.update(&client, block.hash);
		}
	}
}

/// The start of a stored value, decoded as `T`. `None` if it is not there: a gauge is left as it was.
fn read<T: Decode>(client: &FullClient, at: Hash, pallet: &str, item: &str) -> Option<T> {
	let key = StorageKey(storage_prefix(pallet.as_bytes(), item.as_bytes()).to_vec());
	let value = StorageProvider::<Block, FullBackend>::storage(client, at, &key).ok()??;
	T::decode(&mut value.0.as_slice()).ok()
}
