//! The `benchmark` command: weights of pallets, of blocks and extrinsics, of the database and of the machine.

use crate::service::{self, FullClient};
use codec::Encode;
use dmex_runtime::{
	opaque::Block, AccountId, Balance, Runtime, RuntimeCall, Signature, SignedPayload, TxExtension,
	UncheckedExtrinsic, VERSION,
};
use frame_benchmarking_cli::{
	BenchmarkCmd, ExtrinsicBuilder, ExtrinsicFactory, SUBSTRATE_REFERENCE_HARDWARE,
};
use sc_client_api::UsageProvider;
use sc_service::Configuration;
use sp_core::{sr25519, Pair};
use sp_inherents::{InherentData, InherentDataProvider};
use sp_keyring::Sr25519Keyring;
use sp_runtime::{generic::Era, traits::HashingFor, OpaqueExtrinsic};
use std::{sync::Arc, time::Duration};

/// Runs one of the benchmarks.
pub fn run(cmd: &BenchmarkCmd, config: Configuration) -> sc_cli::Result<()> {
	match cmd {
		BenchmarkCmd::Pallet(cmd) => cmd.run_with_spec::<HashingFor<Block>, ()>(Some(config.chain_spec)),
		BenchmarkCmd::Block(cmd) => cmd.run(service::new_partial(&config, None)?.client),
		BenchmarkCmd::Storage(cmd) => {
			let partial = service::new_partial(&config, None)?;
			let database = partial.backend.expose_db();
			let storage = partial.backend.expose_storage();
			let trie_cache = partial.backend.expose_shared_trie_cache();
			cmd.run(config, partial.client, database, storage, trie_cache)
		}
		BenchmarkCmd::Overhead(cmd) => {
			let partial = service::new_partial(&config, None)?;
			let builder = SignedCall::remark(partial.client.clone());
			cmd.run(
				config.chain_spec.name().into(),
				partial.client,
				inherent_data()?,
				Vec::new(),
				&builder,
				false,
			)
		}
		BenchmarkCmd::Extrinsic(cmd) => {
			let partial = service::new_partial(&config, None)?;
			let factory = ExtrinsicFactory(vec![
				Box::new(SignedCall::remark(partial.client.clone())),
				Box::new(SignedCall::transfer(partial.client.clone())),
			]);
			cmd.run(partial.client, inherent_data()?, Vec::new(), &factory)
		}
		BenchmarkCmd::Machine(cmd) => cmd.run(&config, SUBSTRATE_REFERENCE_HARDWARE.clone()),
	}
}

/// One call, signed again and again with rising nonces by a well-known account that the development chain funds.
struct SignedCall {
	client: Arc<FullClient>,
	signer: sr25519::Pair,
	pallet: &'static str,
	extrinsic: &'static str,
	call: RuntimeCall,
}

impl SignedCall {
	fn remark(client: Arc<FullClient>) -> Self {
		let call = frame_system::Call::<Runtime>::remark { remark: Vec::new() }.into();
		Self {
			client,
			signer: Sr25519Keyring::Bob.pair(),
			pallet: "system",
			extrinsic: "remark",
			call,
		}
	}

	fn transfer(client: Arc<FullClient>) -> Self {
		let dest: AccountId = Sr25519Keyring::Alice.to_account_id();
		let value: Balance = dmex_primitives::constants::DMC;
		let call = pallet_balances::Call::<Runtime>::transfer_keep_alive {
			dest: dest.into(),
			value,
		}
		.into();
		Self {
			client,
			signer: Sr25519Keyring::Bob.pair(),
			pallet: "balances",
			extrinsic: "transfer_keep_alive",
			call,
		}
	}
}

impl ExtrinsicBuilder for SignedCall {
	fn pallet(&self) -> &str {
		self.pallet
	}

	fn extrinsic(&self) -> &str {
		self.extrinsic
	}

	fn build(&self, nonce: u32) -> Result<OpaqueExtrinsic, &'static str> {
		let extension: TxExtension = (
			frame_system::AuthorizeCall::new(),
			frame_system::CheckNonZeroSender::new(),
			frame_system::CheckSpecVersion::new(),
			frame_system::CheckTxVersion::new(),
			frame_system::CheckGenesis::new(),
			frame_system::CheckEra::from(Era::Immortal),
			frame_system::CheckNonce::from(nonce),
			frame_system::CheckWeight::new(),
			pallet_asset_conversion_tx_payment::ChargeAssetTxPayment::from(0, None),
			frame_metadata_hash_extension::CheckMetadataHash::new(false),
			frame_system::WeightReclaim::new(),
		);
		let genesis = self.client.usage_info().chain.genesis_hash;
		let payload = SignedPayload::from_raw(
			self.call.clone(),
			extension.clone(),
			(
				(),
				(),
				VERSION.spec_version,
				VERSION.transaction_version,
				genesis,
				genesis,
				(),
				(),
				(),
				None,
				(),
			),
		);
		let signature = payload.using_encoded(|bytes| self.signer.sign(bytes));
		let signer = AccountId::from(self.signer.public());
		Ok(UncheckedExtrinsic::new_signed(
			self.call.clone(),
			signer.into(),
			Signature::Sr25519(signature),
			extension,
		)
		.into())
	}
}

/// The time of the first block, in BABE's slot 0.
fn inherent_data() -> sc_cli::Result<InherentData> {
	let mut data = InherentData::new();
	let timestamp = sp_timestamp::InherentDataProvider::new(Duration::ZERO.into());
	futures::executor::block_on(timestamp.provide_inherent_data(&mut data))
		.map_err(|error| format!("no inherent data: {error:?}"))?;
	Ok(data)
}
