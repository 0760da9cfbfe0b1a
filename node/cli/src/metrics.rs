//! What an operator's dashboard shows beyond the standard metrics: fill of blocks, supply, number of validators, the FIL gateway and
//! its worker.
//!
//! A gauge of the gateway whose value is not known is NaN, which dashboards leave out and no alert compares with.

use crate::{
	filecoin::{is_configured, worker_status},
	service::{FullBackend, FullClient, OffchainStorage},
};
use codec::{Compact, Decode};
use dmex_runtime::{opaque::Block, Balance, Hash, Runtime, TOKEN_DECIMALS};
use frame_support::{storage::storage_prefix, traits::Get};
use frame_system::{limits::BlockWeights, ConsumedWeight};
use futures::StreamExt;
use pallet_fil_gateway::{offchain::WorkerStatus, GatewayApi, GatewayStatement, Status};
use sc_client_api::{BlockchainEvents, StorageProvider};
use sp_api::ProvideRuntimeApi;
use sp_core::storage::StorageKey;
use std::sync::Arc;
use substrate_prometheus_endpoint::{register, Gauge, PrometheusError, Registry, F64, U64};

/// Values of the best block.
pub struct Gauges {
	block_fill: Gauge<F64>,
	total_issuance: Gauge<F64>,
	validators: Gauge<U64>,
	gateway: Gateway,
	worker: Worker,
}

/// What the chain says of the FIL gateway.
pub struct Gateway {
	supply: Gauge<F64>,
	claims: Gauge<F64>,
	reserve: Gauge<F64>,
	redeeming: Gauge<F64>,
	age: Gauge<F64>,
	next_range: Gauge<F64>,
	paused: Gauge<F64>,
}

/// What the worker of the FIL gateway says of itself.
pub struct Worker {
	configured: Gauge<U64>,
	last_run: Gauge<F64>,
	finalized: Gauge<F64>,
	last_range: Gauge<F64>,
	last_day: Gauge<F64>,
	votes: Gauge<F64>,
	disagreements: Gauge<F64>,
	error: Gauge<F64>,
}

fn unknown(registry: &Registry, name: &str, help: &str) -> Result<Gauge<F64>, PrometheusError> {
	let gauge = register(Gauge::new(name, help)?, registry)?;
	gauge.set(f64::NAN);
	Ok(gauge)
}

/// An amount of 18 decimals.
fn whole(amount: Balance) -> f64 {
	amount as f64 / 10f64.powi(18)
}

fn known(value: Option<f64>) -> f64 {
	value.unwrap_or(f64::NAN)
}

impl Gateway {
	/// Registers the gauges.
	pub fn register(registry: &Registry) -> Result<Self, PrometheusError> {
		let gauge = |name, help| unknown(registry, name, help);
		Ok(Self {
			supply: gauge("dmex_filecoin_supply_ifil", "IFIL in existence")?,
			claims: gauge(
				"dmex_filecoin_claims_fil",
				"IFIL in existence and what is owed in it: in suspense, delayed, credited",
			)?,
			reserve: gauge(
				"dmex_filecoin_reserve_fil",
				"FIL in custody, as far as it is reported",
			)?,
			redeeming: gauge("dmex_filecoin_redeeming_ifil", "IFIL on hold for redemptions")?,
			age: gauge(
				"dmex_filecoin_checkpoint_age_blocks",
				"Blocks since the last report of custody was accepted",
			)?,
			next_range: gauge(
				"dmex_filecoin_next_range",
				"The range of Filecoin heights to be reported next",
			)?,
			paused: gauge(
				"dmex_filecoin_paused",
				"1 if minting and redeeming are paused, or ranges wait for the DAO",
			)?,
		})
	}

	/// Shows what the chain says; nothing if it says nothing.
	pub fn show(&self, statement: Option<&GatewayStatement>) {
		let set = |gauge: &Gauge<F64>, of: &dyn Fn(&GatewayStatement) -> Option<f64>| {
			gauge.set(known(statement.and_then(of)))
		};
		set(&self.supply, &|statement| Some(whole(statement.supply)));
		set(&self.claims, &|statement| {
			let owed = [statement.suspense, statement.delayed, statement.credits];
			let claims = owed
				.into_iter()
				.fold(statement.supply, |sum, one| sum.saturating_add(one));
			Some(whole(claims))
		});
		// Before custody is set there is none.
		set(&self.reserve, &|statement| {
			statement.checkpoint.map(|_| whole(statement.reserve))
		});
		set(&self.redeeming, &|statement| Some(whole(statement.redeeming)));
		set(&self.age, &|statement| statement.age.map(f64::from));
		set(&self.next_range, &|statement| statement.next_range.map(f64::from));
		set(&self.paused, &|statement| {
			let paused = statement.halted || matches!(statement.status, Status::Paused { .. });
			Some(f64::from(u8::from(paused)))
		});
	}
}

impl Worker {
	/// Registers the gauges.
	pub fn register(registry: &Registry) -> Result<Self, PrometheusError> {
		let gauge = |name, help| unknown(registry, name, help);
		Ok(Self {
			configured: register(
				Gauge::new(
					"dmex_filecoin_worker_configured",
					"1 if the node was started with --filecoin-rpc",
				)?,
				registry,
			)?,
			last_run: gauge(
				"dmex_filecoin_worker_last_run_timestamp_seconds",
				"When the worker last looked at Filecoin: Unix time",
			)?,
			finalized: gauge(
				"dmex_filecoin_worker_finalized_height",
				"Height of the last finalized tipset that the worker saw",
			)?,
			last_range: gauge(
				"dmex_filecoin_worker_last_range",
				"The last range that the worker made a report of",
			)?,
			last_day: gauge(
				"dmex_filecoin_worker_last_day",
				"The last day that the worker made a record of",
			)?,
			votes: gauge("dmex_filecoin_worker_votes", "Votes that the worker cast, ever")?,
			disagreements: gauge(
				"dmex_filecoin_worker_disagreements",
				"Reports for which a quorum accepted another digest than this worker's, ever",
			)?,
			error: gauge(
				"dmex_filecoin_worker_error",
				"1 if something kept the worker's last run from working",
			)?,
		})
	}

	/// Shows what the worker says; nothing if it never ran.
	pub fn show(&self, configured: bool, status: Option<&WorkerStatus>) {
		self.configured.set(configured.into());
		let set = |gauge: &Gauge<F64>, of: &dyn Fn(&WorkerStatus) -> Option<f64>| {
			gauge.set(known(status.and_then(of)))
		};
		set(&self.last_run, &|status| Some(status.last_run as f64 / 1000.0));
		set(&self.finalized, &|status| {
			Some(status.finalized)
				.filter(|height| *height > 0)
				.map(|height| height as f64)
		});
		set(&self.last_range, &|status| status.last_range.map(f64::from));
		set(&self.last_day, &|status| status.last_day.map(f64::from));
		set(&self.votes, &|status| Some(status.votes as f64));
		set(&self.disagreements, &|status| Some(status.disagreements as f64));
		set(&self.error, &|status| {
			Some(f64::from(u8::from(!status.error.is_empty())))
		});
	}
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
			gateway: Gateway::register(registry)?,
			worker: Worker::register(registry)?,
		})
	}

	fn update(&self, client: &FullClient, offchain: Option<&OffchainStorage>, at: Hash) {
		self.gateway
			.show(client.runtime_api().statement(at).ok().as_ref());
		self.worker.show(
			offchain.is_some_and(is_configured),
			offchain.and_then(worker_status).as_ref(),
		);
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
pub async fn run(client: Arc<FullClient>, offchain: Option<OffchainStorage>, gauges: Gauges) {
	let mut imports = client.import_notification_stream();
	while let Some(block) = imports.next().await {
		if block.is_new_best {
			gauges.update(&client, offchain.as_ref(), block.hash);
		}
	}
}

/// The start of a stored value, decoded as `T`. `None` if it is not there: a gauge is left as it was.
fn read<T: Decode>(client: &FullClient, at: Hash, pallet: &str, item: &str) -> Option<T> {
	let key = StorageKey(storage_prefix(pallet.as_bytes(), item.as_bytes()).to_vec());
	let value = StorageProvider::<Block, FullBackend>::storage(client, at, &key).ok()??;
	T::decode(&mut value.0.as_slice()).ok()
}
