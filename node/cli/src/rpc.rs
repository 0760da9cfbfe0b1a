//! What the node answers beside `sc-service`'s own chain, state, author, system, chainHead, transaction and archive methods.

use crate::{
	filecoin,
	service::{FullBackend, FullClient, FullSelectChain, OffchainStorage, TransactionPool},
};
use dmex_runtime::{opaque::Block, BlockNumber, Hash};
use jsonrpsee::{types::ErrorObjectOwned, Extensions, RpcModule};
use pallet_transaction_payment_rpc::{TransactionPayment, TransactionPaymentApiServer};
use sc_consensus_babe::BabeWorkerHandle;
use sc_consensus_babe_rpc::{Babe, BabeApiServer};
use sc_consensus_grandpa::{
	FinalityProofProvider, GrandpaJustificationStream, SharedAuthoritySet, SharedVoterState,
};
use sc_consensus_grandpa_rpc::{Grandpa, GrandpaApiServer};
use sc_rpc::{DenyUnsafe, SubscriptionTaskExecutor};
use sc_service::ChainSpec;
use sc_sync_state_rpc::{SyncState, SyncStateApiServer};
use sp_keystore::KeystorePtr;
use std::{error::Error, sync::Arc};
use substrate_frame_rpc_system::{System, SystemApiServer};

/// What the methods read from.
pub struct Deps {
	/// The chain.
	pub client: Arc<FullClient>,
	/// Transactions that wait.
	pub pool: Arc<TransactionPool>,
	/// Picks the best chain.
	pub select_chain: FullSelectChain,
	/// The spec that the node was started with.
	pub chain_spec: Box<dyn ChainSpec>,
	/// Session keys, for `babe_epochAuthorship`.
	pub keystore: KeystorePtr,
	/// What the worker of the FIL gateway keeps, for `filecoin_workerStatus`.
	pub offchain_storage: Option<OffchainStorage>,
	/// BABE's epochs.
	pub babe_worker: BabeWorkerHandle<Block>,
	/// The voter's round, for `grandpa_roundState`.
	pub voter_state: SharedVoterState,
	/// GRANDPA's current authorities.
	pub authority_set: SharedAuthoritySet<Hash, BlockNumber>,
	/// Justifications as they come, for `grandpa_subscribeJustifications`.
	pub justifications: GrandpaJustificationStream<Block>,
	/// Proves that a block is final.
	pub finality_proofs: Arc<FinalityProofProvider<FullBackend, Block>>,
	/// Runs subscriptions.
	pub executor: SubscriptionTaskExecutor,
}

/// All methods in one module. Those that read keys or change the node are refused to outside callers by `sc-rpc` itself.
pub fn create(deps: Deps) -> Result<RpcModule<()>, Box<dyn Error + Send + Sync>> {
	let Deps {
		client,
		pool,
		select_chain,
		chain_spec,
		keystore,
		offchain_storage,
		babe_worker,
		voter_state,
		authority_set,
		justifications,
		finality_proofs,
		executor,
	} = deps;
	let mut module = RpcModule::new(());

	module.merge(worker_status(keystore.clone(), offchain_storage)?)?;
	module.merge(System::new(client.clone(), pool).into_rpc())?;
	module.merge(TransactionPayment::new(client.clone()).into_rpc())?;
	module.merge(Babe::new(client.clone(), babe_worker.clone(), keystore, select_chain).into_rpc())?;
	module.merge(
		Grandpa::new(
			executor,
			authority_set.clone(),
			voter_state,
			justifications,
			finality_proofs,
		)
		.into_rpc(),
	)?;
	module.merge(SyncState::new(chain_spec, client, authority_set, babe_worker)?.into_rpc())?;

	Ok(module)
}

/// `filecoin_workerStatus`: how the worker of the FIL gateway is. It shows neither the URL nor the token. Refused to outside callers
/// all the same: who operates the gateway on which node is nothing that an attacker has to know.
fn worker_status(
	keystore: KeystorePtr,
	storage: Option<OffchainStorage>,
) -> Result<RpcModule<()>, Box<dyn Error + Send + Sync>> {
	let mut module = RpcModule::new(());
	module.register_method("filecoin_workerStatus", move |_, _, extensions| {
		worker_report(&keystore, storage.as_ref(), extensions)
	})?;
	Ok(module)
}

fn worker_report(
	keystore: &KeystorePtr,
	storage: Option<&OffchainStorage>,
	extensions: &Extensions,
) -> Result<filecoin::WorkerReport, ErrorObjectOwned> {
	extensions
		.get::<DenyUnsafe>()
		.copied()
		.unwrap_or(DenyUnsafe::Yes)
		.check_if_safe()?;
	Ok(filecoin::WorkerReport::new(
		storage.is_some_and(filecoin::is_configured),
		filecoin::gateway_keys(&**keystore),
		storage.and_then(filecoin::worker_status),
	))
}
