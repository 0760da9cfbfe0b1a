//! Joins the client, consensus, the network and RPC into a running node.

use crate::{
	filecoin, metrics, rpc,
	seal::{Sealed, Unsealed},
};
use dmex_runtime::{apis::RuntimeApi, opaque::Block, Runtime};
use frame_support::{dispatch::DispatchClass, traits::Get};
use frame_system::limits::BlockLength;
use futures::{FutureExt, StreamExt};
use sc_client_api::{Backend, BlockBackend};
use sc_consensus_babe::{BabeBlockImport, BabeLink, BabeWorkerHandle, SlotProportion};
use sc_consensus_grandpa::{GrandpaBlockImport, GrandpaPruningFilter, LinkHalf, SharedVoterState};
use sc_executor::{HeapAllocStrategy, DEFAULT_HEAP_ALLOC_STRATEGY};
use sc_network::{
	config::{FullNetworkConfiguration, NetworkBackendType},
	Event, Litep2pNetworkBackend, NetworkBackend, NetworkEventStream, NetworkWorker,
};
use sc_service::{
	config::Configuration, error::Error as ServiceError, KeystoreContainer, PartialComponents, RpcHandlers,
	TaskManager, WarpSyncConfig,
};
use sc_storage_monitor::{StorageMonitorParams, StorageMonitorService};
use sc_telemetry::{Telemetry, TelemetryWorker};
use sc_transaction_pool::TransactionPoolHandle;
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use sp_consensus_babe::{inherents::BabeCreateInherentDataProviders, SlotDuration};
use sp_runtime::traits::Block as BlockT;
use std::{
	path::{Path, PathBuf},
	sync::Arc,
	time::Duration,
};

/// What the runtime may call in the node.
#[cfg(not(feature = "runtime-benchmarks"))]
pub type HostFunctions = sp_io::SubstrateHostFunctions;
/// What the runtime may call in the node.
#[cfg(feature = "runtime-benchmarks")]
pub type HostFunctions = (
	sp_io::SubstrateHostFunctions,
	frame_benchmarking::benchmarking::HostFunctions,
);

/// Runs the wasm runtime.
pub type RuntimeExecutor = sc_executor::WasmExecutor<HostFunctions>;
/// The chain: blocks, state and the runtime on top of it.
pub type FullClient = sc_service::TFullClient<Block, RuntimeApi, RuntimeExecutor>;
/// The database under the chain.
pub type FullBackend = sc_service::TFullBackend<Block>;
/// The longest chain is the best one, among those that contain the last finalized block.
pub type FullSelectChain = sc_consensus::LongestChain<FullBackend, Block>;
/// What workers keep between blocks.
pub type OffchainStorage = <FullBackend as Backend<Block>>::OffchainStorage;
/// Transactions that wait.
pub type TransactionPool = TransactionPoolHandle<Block, FullClient>;

type FinalityImport = GrandpaBlockImport<FullBackend, Block, FullClient, FullSelectChain>;
type AuthorshipImport = Sealed<
	BabeBlockImport<
		Block,
		FullClient,
		Unsealed<FinalityImport>,
		BabeCreateInherentDataProviders<Block>,
		FullSelectChain,
	>,
>;

/// A node without network, RPC and consensus tasks: what the commands on a database need.
pub type Partial = PartialComponents<
	FullClient,
	FullBackend,
	FullSelectChain,
	sc_consensus::DefaultImportQueue<Block>,
	TransactionPool,
	ConsensusParts,
>;

/// What [`new_partial`] prepares for the tasks of consensus.
pub struct ConsensusParts {
	block_import: AuthorshipImport,
	babe_link: BabeLink<Block>,
	babe_worker: BabeWorkerHandle<Block>,
	grandpa_link: LinkHalf<Block, FullClient, FullSelectChain>,
	inherents: BabeCreateInherentDataProviders<Block>,
	telemetry: Option<Telemetry>,
}

/// A justification is made and kept at least every so many blocks, besides those at changes of the authority set.
const JUSTIFICATION_PERIOD_BLOCKS: u32 = 512;

/// Share of the slot for building a block: a block weighs at most 1.2 s of the 3 s, and the others have to execute it in what is left.
const PROPOSAL_SLOT_PORTION: f32 = 2.0 / 3.0;

/// Bytes that the proposer counts on top of the extrinsics: header and digest.
const HEADER_ALLOWANCE_BYTES: usize = 4096;

/// Runs runtimes as the configuration says, and keeps compiled ones: compiling takes seconds.
fn executor(config: &Configuration, wasm_cache: Option<PathBuf>) -> RuntimeExecutor {
	let heap = config
		.executor
		.default_heap_pages
		.and_then(|pages| pages.try_into().ok())
		.map_or(DEFAULT_HEAP_ALLOC_STRATEGY, |extra_pages| {
			HeapAllocStrategy::Static { extra_pages }
		});
	RuntimeExecutor::builder()
		.with_execution_method(config.executor.wasm_method)
		.with_onchain_heap_alloc_strategy(heap)
		.with_offchain_heap_alloc_strategy(heap)
		.with_max_runtime_instances(config.executor.max_runtime_instances)
		.with_runtime_cache_size(config.executor.runtime_cache_size)
		.with_cache_path(wasm_cache.unwrap_or_else(|| config.base_path.path().join("wasm-cache")))
		.build()
}

/// Opens the database and prepares consensus. Compiled runtimes are kept in `wasm_cache`, or else in the base path.
pub fn new_partial(config: &Configuration, wasm_cache: Option<PathBuf>) -> Result<Partial, ServiceError> {
	let telemetry = config
		.telemetry_endpoints
		.clone()
		.filter(|endpoints| !endpoints.is_empty())
		.map(|endpoints| -> Result<_, sc_telemetry::Error> {
			let worker = TelemetryWorker::new(16)?;
			let telemetry = worker.handle().new_telemetry(endpoints);
			Ok((worker, telemetry))
		})
		.transpose()?;

	let (client, backend, keystore_container, task_manager) =
		sc_service::new_full_parts::<Block, RuntimeApi, _>(
			config,
			telemetry.as_ref().map(|(_, telemetry)| telemetry.handle()),
			executor(config, wasm_cache),
			// Without them a pruned node could not prove the changes of the authority set to a node that warp syncs.
			vec![Arc::new(GrandpaPruningFilter)],
		)?;
	let client = Arc::new(client);

	let telemetry = telemetry.map(|(worker, telemetry)| {
		task_manager.spawn_handle().spawn("telemetry", None, worker.run());
		telemetry
	});
	let telemetry_handle = telemetry.as_ref().map(Telemetry::handle);

	let select_chain = sc_consensus::LongestChain::new(backend.clone());

	let transaction_pool = Arc::new(
		sc_transaction_pool::Builder::new(
			task_manager.spawn_essential_handle(),
			client.clone(),
			config.role.is_authority().into(),
		)
		.with_options(config.transaction_pool.clone())
		.with_prometheus(config.prometheus_registry())
		.build(),
	);

	let (finality_import, grandpa_link) = sc_consensus_grandpa::block_import(
		client.clone(),
		JUSTIFICATION_PERIOD_BLOCKS,
		&client,
		select_chain.clone(),
		telemetry_handle.clone(),
	)?;

	let babe_config = sc_consensus_babe::configuration(&*client)?;
	let slot_duration = babe_config.slot_duration();
	let inherents = inherent_data_providers(slot_duration);

	let (block_import, babe_link) = sc_consensus_babe::block_import(
		babe_config,
		Unsealed(finality_import.clone()),
		client.clone(),
		inherents.clone(),
		select_chain.clone(),
		OffchainTransactionPoolFactory::new(transaction_pool.clone()),
	)?;
	let block_import = Sealed(block_import);

	let (import_queue, babe_worker) =
		sc_consensus_babe::import_queue(sc_consensus_babe::ImportQueueParams {
			link: babe_link.clone(),
			block_import: block_import.clone(),
			justification_import: Some(Box::new(finality_import)),
			client: client.clone(),
			slot_duration,
			spawner: &task_manager.spawn_essential_handle(),
			registry: config.prometheus_registry(),
			telemetry: telemetry_handle,
		})?;

	Ok(PartialComponents {
		client,
		backend,
		task_manager,
		keystore_container,
		select_chain,
		import_queue,
		transaction_pool,
		other: ConsensusParts {
			block_import,
			babe_link,
			babe_worker,
			grandpa_link,
			inherents,
			telemetry,
		},
	})
}

/// Starts the node with the network stack that was asked for, and watches the disk.
pub fn start(
	config: Configuration,
	storage_monitor: StorageMonitorParams,
	wasm_cache: Option<PathBuf>,
	filecoin: filecoin::Settings,
) -> Result<TaskManager, ServiceError> {
	let database_path = config.database.path().map(Path::to_path_buf);

	let task_manager = match config.network.network_backend {
		NetworkBackendType::Litep2p => new_full::<Litep2pNetworkBackend>(config, wasm_cache, &filecoin)?,
		NetworkBackendType::Libp2p => {
			new_full::<NetworkWorker<Block, <Block as BlockT>::Hash>>(config, wasm_cache, &filecoin)?
		}
	};

	if let Some(path) = database_path {
		StorageMonitorService::try_spawn(storage_monitor, path, &task_manager.spawn_essential_handle())
			.map_err(|error| ServiceError::Application(error.into()))?;
	}

	Ok(task_manager)
}

/// A node that syncs, serves RPC, and, as an authority, builds and finalizes blocks.
fn new_full<N>(
	config: Configuration,
	wasm_cache: Option<PathBuf>,
	filecoin: &filecoin::Settings,
) -> Result<TaskManager, ServiceError>
where
	N: NetworkBackend<Block, <Block as BlockT>::Hash>,
{
	let PartialComponents {
		client,
		backend,
		mut task_manager,
		keystore_container,
		select_chain,
		import_queue,
		transaction_pool,
		other:
			ConsensusParts {
				block_import,
				babe_link,
				babe_worker,
				grandpa_link,
				inherents,
				mut telemetry,
			},
	} = new_partial(&config, wasm_cache)?;

	// `spawn_tasks` takes the configuration; these parts of it are needed after that.
	let role = config.role;
	let is_authority = role.is_authority();
	let node_name = config.network.node_name.clone();
	let force_authoring = config.force_authoring;
	let finality_enabled = !config.disable_grandpa;
	let offchain_workers_enabled = config.offchain_worker.enabled;
	let prometheus_registry = config.prometheus_registry().cloned();
	let slot_duration = babe_link.config().slot_duration();
	let discovery_config = sc_authority_discovery::WorkerConfig {
		publish_non_global_ips: config.network.allow_non_globals_in_dht,
		public_addresses: config.network.public_addresses.clone(),
		persisted_cache_directory: config.network.net_config_path.clone(),
		..Default::default()
	};

	let offchain_storage = backend.offchain_storage();
	prepare_gateway(filecoin, offchain_storage.clone(), &keystore_container, &config)?;

	let genesis_hash = client
		.block_hash(0)?
		.ok_or_else(|| ServiceError::Other("the database has no genesis block".into()))?;

	let metrics = N::register_notification_metrics(prometheus_registry.as_ref());
	let mut net_config =
		FullNetworkConfiguration::<_, _, N>::new(&config.network, prometheus_registry.clone());
	let grandpa_protocol = sc_consensus_grandpa::protocol_standard_name(&genesis_hash, &config.chain_spec);
	let (grandpa_protocol_config, grandpa_notifications) =
		sc_consensus_grandpa::grandpa_peers_set_config::<_, N>(
			grandpa_protocol.clone(),
			metrics.clone(),
			net_config.peer_store_handle(),
		);
	// Litep2p refuses every connection once a protocol that it knows has nobody to serve it.
	if finality_enabled {
		net_config.add_notification_protocol(grandpa_protocol_config);
	}

	let warp_sync = sc_consensus_grandpa::warp_proof::NetworkProvider::new(
		backend.clone(),
		grandpa_link.shared_authority_set().clone(),
		Vec::new(),
	);

	let (network, system_rpc_tx, tx_handler_controller, sync_service, _) =
		sc_service::build_network(sc_service::BuildNetworkParams {
			config: &config,
			net_config,
			client: client.clone(),
			transaction_pool: transaction_pool.clone(),
			spawn_handle: task_manager.spawn_handle(),
			spawn_essential_handle: task_manager.spawn_essential_handle(),
			import_queue,
			block_announce_validator_builder: None,
			warp_sync_config: Some(WarpSyncConfig::WithProvider(Arc::new(warp_sync))),
			block_relay: None,
			metrics,
			gap_sync_body_policy: None,
		})?;

	if offchain_workers_enabled {
		let offchain_workers = sc_offchain::OffchainWorkers::new(sc_offchain::OffchainWorkerOptions {
			runtime_api_provider: client.clone(),
			keystore: Some(keystore_container.keystore()),
			offchain_db: backend.offchain_storage(),
			transaction_pool: Some(OffchainTransactionPoolFactory::new(transaction_pool.clone())),
			network_provider: Arc::new(network.clone()),
			is_validator: is_authority,
			enable_http_requests: true,
			custom_extensions: |_| Vec::new(),
		})?;
		task_manager.spawn_handle().spawn(
			"offchain-workers-runner",
			"offchain-worker",
			offchain_workers
				.run(client.clone(), task_manager.spawn_handle())
				.boxed(),
		);
	}

	let voter_state = SharedVoterState::empty();
	let rpc_builder = {
		let client = client.clone();
		let pool = transaction_pool.clone();
		let select_chain = select_chain.clone();
		let keystore = keystore_container.keystore();
		let offchain_storage = offchain_storage.clone();
		let chain_spec = config.chain_spec.cloned_box();
		let voter_state = voter_state.clone();
		let authority_set = grandpa_link.shared_authority_set().clone();
		let justifications = grandpa_link.justification_stream();
		let finality_proofs = sc_consensus_grandpa::FinalityProofProvider::new_for_service(
			backend.clone(),
			Some(authority_set.clone()),
		);
		Box::new(move |executor| {
			rpc::create(rpc::Deps {
				client: client.clone(),
				pool: pool.clone(),
				select_chain: select_chain.clone(),
				chain_spec: chain_spec.cloned_box(),
				keystore: keystore.clone(),
				offchain_storage: offchain_storage.clone(),
				babe_worker: babe_worker.clone(),
				voter_state: voter_state.clone(),
				authority_set: authority_set.clone(),
				justifications: justifications.clone(),
				finality_proofs: finality_proofs.clone(),
				executor,
			})
			.map_err(ServiceError::Application)
		})
	};

	let _: RpcHandlers = sc_service::spawn_tasks(sc_service::SpawnTasksParams {
		config,
		client: client.clone(),
		backend,
		task_manager: &mut task_manager,
		keystore: keystore_container.keystore(),
		transaction_pool: transaction_pool.clone(),
		rpc_builder,
		network: network.clone(),
		system_rpc_tx,
		tx_handler_controller,
		sync_service: sync_service.clone(),
		telemetry: telemetry.as_mut(),
		tracing_execute_block: None,
	})?;
	let telemetry = telemetry.as_ref().map(Telemetry::handle);

	if let Some(registry) = &prometheus_registry {
		let gauges = metrics::Gauges::register(registry)?;
		task_manager.spawn_handle().spawn(
			"dmex-metrics",
			None,
			metrics::run(client.clone(), offchain_storage, gauges),
		);
	}

	if is_authority {
		let mut proposer = sc_basic_authorship::ProposerFactory::new(
			task_manager.spawn_handle(),
			client.clone(),
			transaction_pool.clone(),
			prometheus_registry.as_ref(),
			telemetry.clone(),
		);
		proposer.set_default_block_size_limit(block_size_limit());

		let babe = sc_consensus_babe::start_babe(sc_consensus_babe::BabeParams {
			keystore: keystore_container.keystore(),
			client: client.clone(),
			select_chain,
			env: proposer,
			block_import,
			sync_oracle: sync_service.clone(),
			justification_sync_link: sync_service.clone(),
			create_inherent_data_providers: inherents,
			force_authoring,
			// Blocks go on while finality waits: a validator that backed off would count as absent in its session.
			backoff_authoring_blocks: Option::<()>::None,
			babe_link,
			block_proposal_slot_portion: SlotProportion::new(PROPOSAL_SLOT_PORTION),
			max_block_proposal_slot_portion: None,
			telemetry: telemetry.clone(),
		})?;
		// A validator that cannot build blocks any more must stop, so that it is noticed.
		task_manager
			.spawn_essential_handle()
			.spawn_blocking("babe-proposer", Some("block-authoring"), babe);

		let dht_events = network
			.event_stream("authority-discovery")
			.filter_map(|event| async move {
				match event {
					Event::Dht(event) => Some(event),
					_ => None,
				}
			});
		let (worker, _) = sc_authority_discovery::new_worker_and_service_with_config(
			discovery_config,
			client.clone(),
			Arc::new(network.clone()),
			Box::pin(dht_events),
			sc_authority_discovery::Role::PublishAndDiscover(keystore_container.keystore()),
			prometheus_registry.clone(),
			task_manager.spawn_handle(),
		);
		task_manager
			.spawn_handle()
			.spawn("authority-discovery-worker", Some("networking"), worker.run());
	}

	if finality_enabled {
		// Full nodes run the voter too: it follows the votes without casting any, as it gets no keystore.
		let voter = sc_consensus_grandpa::run_grandpa_voter(sc_consensus_grandpa::GrandpaParams {
			config: sc_consensus_grandpa::Config {
				gossip_duration: gossip_duration(slot_duration),
				justification_generation_period: JUSTIFICATION_PERIOD_BLOCKS,
				observer_enabled: false,
				local_role: role,
				name: Some(node_name),
				keystore: is_authority.then(|| keystore_container.keystore()),
				telemetry: telemetry.clone(),
				protocol_name: grandpa_protocol,
			},
			link: grandpa_link,
			network,
			sync: Arc::new(sync_service),
			notification_service: grandpa_notifications,
			voting_rule: sc_consensus_grandpa::VotingRulesBuilder::default().build(),
			prometheus_registry,
			shared_voter_state: voter_state,
			telemetry,
			offchain_tx_pool_factory: OffchainTransactionPoolFactory::new(transaction_pool),
		})?;
		task_manager
			.spawn_essential_handle()
			.spawn_blocking("grandpa-voter", None, voter);
	}

	Ok(task_manager)
}

/// Tells the worker of the FIL gateway what this start says, before it runs.
fn prepare_gateway(
	settings: &filecoin::Settings,
	storage: Option<OffchainStorage>,
	keystore: &KeystoreContainer,
	config: &Configuration,
) -> Result<(), ServiceError> {
	if let Some(mut storage) = storage {
		settings.store(&mut storage);
	}
	let keystore = keystore.keystore();
	settings
		.insert_dev_key(&*keystore, config.dev_key_seed.as_deref())
		.map_err(ServiceError::Other)?;
	for warning in settings.warnings(&*keystore, config.offchain_worker.enabled) {
		log::warn!(target: "fil-gateway", "{warning}");
	}
	if let Some(rpc) = &settings.rpc {
		log::info!(target: "fil-gateway", "The FIL gateway's worker asks {rpc}");
	}
	Ok(())
}

/// Time and slot of a block that is built or checked now. The slot length is the one that genesis fixed.
fn inherent_data_providers(slot_duration: SlotDuration) -> BabeCreateInherentDataProviders<Block> {
	Arc::new(move |_, ()| async move {
		let timestamp = sp_timestamp::InherentDataProvider::from_system_time();
		let slot = sp_consensus_babe::inherents::InherentDataProvider::from_timestamp_and_slot_duration(
			*timestamp,
			slot_duration,
		);
		Ok((slot, timestamp))
	})
}

/// How long a vote may travel. A round takes at least four of it, so that finality keeps up with slots of any length.
pub fn gossip_duration(slot_duration: SlotDuration) -> Duration {
	let share = slot_duration.as_duration() / 9;
	share.clamp(Duration::from_millis(50), Duration::from_millis(333))
}

/// The most bytes that the runtime accepts in a block; the proposer's own limit is lower.
pub fn block_size_limit() -> usize {
	let length = <<Runtime as frame_system::Config>::BlockLength as Get<BlockLength>>::get();
	let longest = DispatchClass::all()
		.iter()
		.map(|class| *length.max.get(*class))
		.max();
	usize::try_from(longest.unwrap_or_default())
		.unwrap_or(usize::MAX)
		.saturating_add(HEADER_ALLOWANCE_BYTES)
}
