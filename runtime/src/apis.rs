//! What a node, a wallet or an indexer can ask the runtime.

use crate::{configs::consensus::Number, *};
use alloc::vec::Vec;
use codec::Encode;
use frame_support::{
	genesis_builder_helper::{build_state, get_preset},
	traits::{fungible::NativeOrWithId, KeyOwnerProofSystem},
	weights::Weight,
};
use sp_api::impl_runtime_apis;
use sp_core::{crypto::KeyTypeId, OpaqueMetadata};
use sp_inherents::{CheckInherentsResult, InherentData};
use sp_runtime::{
	traits::Block as BlockT,
	transaction_validity::{TransactionSource, TransactionValidity},
	ApplyExtrinsicResult,
};

impl_runtime_apis! {
	impl sp_api::Core<Block> for Runtime {
		fn version() -> RuntimeVersion {
			VERSION
		}

		fn execute_block(block: <Block as BlockT>::LazyBlock) {
			Executive::execute_block(block);
		}

		fn initialize_block(header: &<Block as BlockT>::Header) -> sp_runtime::ExtrinsicInclusionMode {
			Executive::initialize_block(header)
		}
	}

	impl sp_api::Metadata<Block> for Runtime {
		fn metadata() -> OpaqueMetadata {
			OpaqueMetadata::new(Runtime::metadata().into())
		}

		fn metadata_at_version(version: u32) -> Option<OpaqueMetadata> {
			Runtime::metadata_at_version(version)
		}

		fn metadata_versions() -> Vec<u32> {
			Runtime::metadata_versions()
		}
	}

	impl frame_support::view_functions::runtime_api::RuntimeViewFunction<Block> for Runtime {
		fn execute_view_function(
			id: frame_support::view_functions::ViewFunctionId,
			input: Vec<u8>,
		) -> Result<Vec<u8>, frame_support::view_functions::ViewFunctionDispatchError> {
			Runtime::execute_view_function(id, input)
		}
	}

	impl sp_block_builder::BlockBuilder<Block> for Runtime {
		fn apply_extrinsic(extrinsic: <Block as BlockT>::Extrinsic) -> ApplyExtrinsicResult {
			Executive::apply_extrinsic(extrinsic)
		}

		fn finalize_block() -> <Block as BlockT>::Header {
			Executive::finalize_block()
		}

		fn inherent_extrinsics(data: InherentData) -> Vec<<Block as BlockT>::Extrinsic> {
			data.create_extrinsics()
		}

		fn check_inherents(block: <Block as BlockT>::LazyBlock, data: InherentData) -> CheckInherentsResult {
			data.check_extrinsics(&block)
		}
	}

	impl sp_transaction_pool::runtime_api::TaggedTransactionQueue<Block> for Runtime {
		fn validate_transaction(
			source: TransactionSource,
			tx: <Block as BlockT>::Extrinsic,
			block_hash: <Block as BlockT>::Hash,
		) -> TransactionValidity {
			Executive::validate_transaction(source, tx, block_hash)
		}
	}

	impl sp_offchain::OffchainWorkerApi<Block> for Runtime {
		fn offchain_worker(header: &<Block as BlockT>::Header) {
			Executive::offchain_worker(header)
		}
	}

	impl sp_session::SessionKeys<Block> for Runtime {
		fn generate_session_keys(
			owner: Vec<u8>,
			seed: Option<Vec<u8>>,
		) -> sp_session::OpaqueGeneratedSessionKeys {
			SessionKeys::generate(&owner, seed).into()
		}

		fn decode_session_keys(encoded: Vec<u8>) -> Option<Vec<(Vec<u8>, KeyTypeId)>> {
			SessionKeys::decode_into_raw_public_keys(&encoded)
		}
	}

	impl sp_consensus_babe::BabeApi<Block> for Runtime {
		fn configuration() -> sp_consensus_babe::BabeConfiguration {
			let epoch_config = Babe::epoch_config().unwrap_or(BABE_GENESIS_EPOCH_CONFIG);
			sp_consensus_babe::BabeConfiguration {
				slot_duration: Babe::slot_duration(),
				epoch_length: <Runtime as pallet_babe::Config>::EpochDuration::get(),
				c: epoch_config.c,
				authorities: Babe::authorities().to_vec(),
				randomness: Babe::randomness(),
				allowed_slots: epoch_config.allowed_slots,
			}
		}

		fn current_epoch_start() -> sp_consensus_babe::Slot {
			Babe::current_epoch_start()
		}

		fn current_epoch() -> sp_consensus_babe::Epoch {
			Babe::current_epoch()
		}

		fn next_epoch() -> sp_consensus_babe::Epoch {
			Babe::next_epoch()
		}

		fn generate_key_ownership_proof(
			slot: sp_consensus_babe::Slot,
			authority_id: sp_consensus_babe::AuthorityId,
		) -> Option<sp_consensus_babe::OpaqueKeyOwnershipProof> {
			// The node asks at the block's parent first. For the first block of a session that is a block of the session before,
			// whose proof would be refused; without one the node asks again, at the best block.
			let start = Babe::current_epoch_start();
			let slots = <Runtime as pallet_babe::Config>::EpochDuration::get();
			if slot < start || slot >= start.saturating_add(slots) {
				return None;
			}
			ValidatorSet::prove((sp_consensus_babe::KEY_TYPE, authority_id))
				.map(|proof| sp_consensus_babe::OpaqueKeyOwnershipProof::new(proof.encode()))
		}

		fn submit_report_equivocation_unsigned_extrinsic(
			equivocation_proof: sp_consensus_babe::EquivocationProof<<Block as BlockT>::Header>,
			key_owner_proof: sp_consensus_babe::OpaqueKeyOwnershipProof,
		) -> Option<()> {
			Babe::submit_unsigned_equivocation_report(equivocation_proof, key_owner_proof.decode()?)
		}
	}

	impl sp_consensus_grandpa::GrandpaApi<Block> for Runtime {
		fn grandpa_authorities() -> sp_consensus_grandpa::AuthorityList {
			Grandpa::grandpa_authorities()
		}

		fn current_set_id() -> sp_consensus_grandpa::SetId {
			pallet_grandpa::CurrentSetId::<Runtime>::get()
		}

		fn submit_report_equivocation_unsigned_extrinsic(
			equivocation_proof: sp_consensus_grandpa::EquivocationProof<<Block as BlockT>::Hash, Number>,
			key_owner_proof: sp_consensus_grandpa::OpaqueKeyOwnershipProof,
		) -> Option<()> {
			Grandpa::submit_unsigned_equivocation_report(equivocation_proof, key_owner_proof.decode()?)
		}

		fn generate_key_ownership_proof(
			_set_id: sp_consensus_grandpa::SetId,
			authority_id: sp_consensus_grandpa::AuthorityId,
		) -> Option<sp_consensus_grandpa::OpaqueKeyOwnershipProof> {
			ValidatorSet::prove((sp_consensus_grandpa::KEY_TYPE, authority_id))
				.map(|proof| sp_consensus_grandpa::OpaqueKeyOwnershipProof::new(proof.encode()))
		}
	}

	impl sp_authority_discovery::AuthorityDiscoveryApi<Block> for Runtime {
		fn authorities() -> Vec<sp_authority_discovery::AuthorityId> {
			AuthorityDiscovery::authorities()
		}
	}

	impl frame_system_rpc_runtime_api::AccountNonceApi<Block, AccountId, Nonce> for Runtime {
		fn account_nonce(account: AccountId) -> Nonce {
			System::account_nonce(account)
		}
	}

	impl pallet_transaction_payment_rpc_runtime_api::TransactionPaymentApi<Block, Balance> for Runtime {
		fn query_info(
			uxt: <Block as BlockT>::Extrinsic,
			len: u32,
		) -> pallet_transaction_payment_rpc_runtime_api::RuntimeDispatchInfo<Balance> {
			TransactionPayment::query_info(uxt, len)
		}

		fn query_fee_details(
			uxt: <Block as BlockT>::Extrinsic,
			len: u32,
		) -> pallet_transaction_payment::FeeDetails<Balance> {
			TransactionPayment::query_fee_details(uxt, len)
		}

		fn query_weight_to_fee(weight: Weight) -> Balance {
			TransactionPayment::weight_to_fee(weight)
		}

		fn query_length_to_fee(length: u32) -> Balance {
			TransactionPayment::length_to_fee(length)
		}
	}

	impl pallet_transaction_payment_rpc_runtime_api::TransactionPaymentCallApi<Block, Balance, RuntimeCall>
		for Runtime
	{
		fn query_call_info(
			call: RuntimeCall,
			len: u32,
		) -> pallet_transaction_payment::RuntimeDispatchInfo<Balance> {
			TransactionPayment::query_call_info(call, len)
		}

		fn query_call_fee_details(
			call: RuntimeCall,
			len: u32,
		) -> pallet_transaction_payment::FeeDetails<Balance> {
			TransactionPayment::query_call_fee_details(call, len)
		}

		fn query_weight_to_fee(weight: Weight) -> Balance {
			TransactionPayment::weight_to_fee(weight)
		}

		fn query_length_to_fee(length: u32) -> Balance {
			TransactionPayment::length_to_fee(length)
		}
	}

	impl pallet_asset_conversion::AssetConversionApi<Block, Balance, NativeOrWithId<AssetId>> for Runtime {
		fn quote_price_exact_tokens_for_tokens(
			asset1: NativeOrWithId<AssetId>,
			asset2: NativeOrWithId<AssetId>,
			amount: Balance,
			include_fee: bool,
		) -> Option<Balance> {
			AssetConversion::quote_price_exact_tokens_for_tokens(asset1, asset2, amount, include_fee)
		}

		fn quote_price_tokens_for_exact_tokens(
			asset1: NativeOrWithId<AssetId>,
			asset2: NativeOrWithId<AssetId>,
			amount: Balance,
			include_fee: bool,
		) -> Option<Balance> {
			AssetConversion::quote_price_tokens_for_exact_tokens(asset1, asset2, amount, include_fee)
		}

		fn get_reserves(
			asset1: NativeOrWithId<AssetId>,
			asset2: NativeOrWithId<AssetId>,
		) -> Option<(Balance, Balance)> {
			AssetConversion::get_reserves(asset1, asset2).ok()
		}
	}

	impl pallet_nfts_runtime_api::NftsApi<Block, AccountId, u32, u32> for Runtime {
		fn owner(collection: u32, item: u32) -> Option<AccountId> {
			<Nfts as frame_support::traits::tokens::nonfungibles_v2::Inspect<AccountId>>::owner(&collection, &item)
		}

		fn collection_owner(collection: u32) -> Option<AccountId> {
			<Nfts as frame_support::traits::tokens::nonfungibles_v2::Inspect<AccountId>>::collection_owner(&collection)
		}

		fn attribute(collection: u32, item: u32, key: Vec<u8>) -> Option<Vec<u8>> {
			<Nfts as frame_support::traits::tokens::nonfungibles_v2::Inspect<AccountId>>::attribute(&collection, &item, &key)
		}

		fn custom_attribute(account: AccountId, collection: u32, item: u32, key: Vec<u8>) -> Option<Vec<u8>> {
			<Nfts as frame_support::traits::tokens::nonfungibles_v2::Inspect<AccountId>>::custom_attribute(
				&account, &collection, &item, &key,
			)
		}

		fn system_attribute(collection: u32, item: Option<u32>, key: Vec<u8>) -> Option<Vec<u8>> {
			<Nfts as frame_support::traits::tokens::nonfungibles_v2::Inspect<AccountId>>::system_attribute(
				&collection, item.as_ref(), &key,
			)
		}

		fn collection_attribute(collection: u32, key: Vec<u8>) -> Option<Vec<u8>> {
			<Nfts as frame_support::traits::tokens::nonfungibles_v2::Inspect<AccountId>>::collection_attribute(&collection, &key)
		}
	}

	impl pallet_calendar::CalendarApi<Block> for Runtime {
		fn calendar() -> dmex_primitives::CalendarParameters {
			<Calendar as dmex_primitives::Calendar>::parameters()
		}

		fn today() -> u32 {
			<Calendar as dmex_primitives::Calendar>::today()
		}
	}

	impl pallet_dmc_emission::runtime_api::EmissionApi<Block, AccountId> for Runtime {
		fn statement() -> pallet_dmc_emission::runtime_api::EmissionStatement {
			Emission::statement()
		}

		fn recipient(
			recipient: dmex_primitives::Recipient,
		) -> Option<pallet_dmc_emission::runtime_api::RecipientStatement> {
			Emission::recipient_statement(recipient)
		}

		fn vesting(
			kind: pallet_dmc_emission::VestingKind,
			account: AccountId,
		) -> Option<pallet_dmc_emission::runtime_api::VestingStatement> {
			Emission::vesting_statement(kind, account)
		}

		fn funds() -> pallet_dmc_emission::runtime_api::FundsStatement<AccountId> {
			Emission::funds()
		}

		fn credit(account: AccountId) -> Option<pallet_dmc_emission::runtime_api::CreditStatement> {
			Emission::claimable_credit(account)
		}
	}

	impl pallet_hashrate_nft::runtime_api::HashrateApi<Block, AccountId> for Runtime {
		fn nft(
			product: dmex_primitives::ProductId,
			serial: dmex_primitives::Serial,
		) -> Option<pallet_hashrate_nft::runtime_api::NftStatement<AccountId>> {
			HashrateNft::nft_statement(product, serial)
		}

		fn product(
			product: dmex_primitives::ProductId,
		) -> Option<pallet_hashrate_nft::runtime_api::ProductStatement<AccountId>> {
			HashrateNft::product_statement(product)
		}

		fn record(product: dmex_primitives::ProductId) -> Option<pallet_hashrate_nft::Record<AccountId>> {
			pallet_hashrate_nft::Records::<Runtime>::get(product)
		}

		fn node(node: dmex_primitives::NodeId) -> pallet_hashrate_nft::runtime_api::NodeStatement<AccountId> {
			HashrateNft::node_statement(&node)
		}

		fn coin(coin: dmex_primitives::CoinId) -> Option<pallet_hashrate_nft::Coin> {
			pallet_hashrate_nft::Coins::<Runtime>::get(coin)
		}

		fn credit(account: AccountId, asset: dmex_primitives::AssetKind) -> Balance {
			HashrateNft::credit(&account, &asset)
		}
	}

	impl pallet_hashrate_nft::runtime_api::HashrateMarketApi<Block, AccountId> for Runtime {
		fn ask(
			product: dmex_primitives::ProductId,
			serial: dmex_primitives::Serial,
		) -> Option<pallet_hashrate_nft::AskStatement<AccountId>> {
			HashrateNft::ask_statement(product, serial)
		}

		fn auction(auction: pallet_hashrate_nft::AuctionId) -> Option<pallet_hashrate_nft::AuctionStatement<AccountId>> {
			HashrateNft::auction_statement(auction)
		}

		fn auction_of(
			product: dmex_primitives::ProductId,
			serial: dmex_primitives::Serial,
		) -> Option<pallet_hashrate_nft::AuctionId> {
			HashrateNft::auction_of(product, serial)
		}

		fn offers_of(
			account: AccountId,
		) -> Vec<(pallet_hashrate_nft::OfferId, pallet_hashrate_nft::Offer<AccountId>)> {
			HashrateNft::offers_of(&account)
		}

		fn stuck(account: AccountId, asset: dmex_primitives::AssetKind) -> pallet_hashrate_nft::Stuck {
			pallet_hashrate_nft::StuckHolds::<Runtime>::get(asset, account)
		}
	}

	impl pallet_fil_gateway::GatewayApi<Block> for Runtime {
		fn statement() -> pallet_fil_gateway::GatewayStatement {
			FilGateway::statement()
		}

		fn work() -> pallet_fil_gateway::GatewayWork {
			FilGateway::work()
		}

		fn redemption(id: pallet_fil_gateway::RedemptionId) -> Option<pallet_fil_gateway::RedemptionStatement> {
			FilGateway::redemption_statement(id)
		}

		fn redemptions(
			from: pallet_fil_gateway::RedemptionId,
		) -> (Vec<pallet_fil_gateway::RedemptionStatement>, Option<pallet_fil_gateway::RedemptionId>) {
			FilGateway::redemptions_from(from)
		}

		fn node(node: pallet_fil_gateway::ActorId) -> Option<pallet_fil_gateway::Node> {
			pallet_fil_gateway::Nodes::<Runtime>::get(node)
		}

		fn nodes() -> Vec<pallet_fil_gateway::ActorId> {
			FilGateway::bound_nodes()
		}

		fn day(day: dmex_primitives::Day) -> Option<pallet_fil_gateway::DayRecord> {
			pallet_fil_gateway::Days::<Runtime>::get(day)
		}

		fn sender(key: [u8; 20]) -> Option<pallet_fil_gateway::SenderBinding> {
			pallet_fil_gateway::Senders::<Runtime>::get(key)
		}

		fn suspense(id: u32) -> Option<pallet_fil_gateway::SuspenseEntry> {
			pallet_fil_gateway::Suspense::<Runtime>::get(id)
		}

		fn credit(account: AccountId) -> Balance {
			pallet_fil_gateway::Credits::<Runtime>::get(account).unwrap_or_default()
		}
	}

	impl pallet_escrow::runtime_api::EscrowApi<Block, AccountId> for Runtime {
		fn product(product: dmex_primitives::ProductId) -> Option<pallet_escrow::runtime_api::ProductEscrow<AccountId>> {
			Escrow::product_statement(product)
		}

		fn nft(
			product: dmex_primitives::ProductId,
			serial: dmex_primitives::Serial,
		) -> Option<pallet_escrow::runtime_api::NftEscrow> {
			Escrow::nft_statement(product, serial)
		}

		fn conduct(product: dmex_primitives::ProductId) -> dmex_primitives::Conduct {
			<Escrow as dmex_primitives::Escrow<AccountId>>::conduct(product)
		}

		fn credit(asset: dmex_primitives::AssetKind, account: AccountId) -> Balance {
			Escrow::credit(asset, account)
		}

		fn account() -> AccountId {
			Escrow::account_id()
		}
	}

	impl pallet_validator_set::ValidatorSetApi<Block, AccountId> for Runtime {
		fn validators() -> Vec<pallet_validator_set::ValidatorStatement<AccountId>> {
			ValidatorSet::validator_statements()
		}

		fn validator(who: AccountId) -> Option<pallet_validator_set::ValidatorStatement<AccountId>> {
			ValidatorSet::validator_statement(who)
		}

		fn minimum_bond() -> Balance {
			ValidatorSet::minimum_bond()
		}

		fn minimum_set_size() -> u32 {
			ValidatorSet::minimum_set_size()
		}
	}

	impl pallet_dao::runtime_api::DaoApi<Block, AccountId, Hash> for Runtime {
		fn stage() -> dmex_primitives::Stage {
			Dao::stage()
		}

		fn stage_two_at() -> BlockNumber {
			Dao::stage_two_at()
		}

		fn council() -> Vec<AccountId> {
			Dao::council()
		}

		fn pending_enactment(id: pallet_dao::EnactmentId) -> Option<pallet_dao::EnactmentInfo<Hash>> {
			Dao::pending_enactment(id)
		}

		fn pending_enactments() -> Vec<pallet_dao::EnactmentInfo<Hash>> {
			Dao::pending_enactments()
		}

		fn votable_supply() -> Balance {
			<adapters::VotableDmc as dmex_primitives::VotableSupply>::votable_supply()
		}

		fn required_turnout(delayed: bool) -> Option<Balance> {
			Dao::required_turnout(delayed)
		}

		fn decision_of(call: Vec<u8>) -> Option<dmex_primitives::Decision> {
			Dao::decision_of_encoded(&call)
		}
	}

	impl sp_genesis_builder::GenesisBuilder<Block> for Runtime {
		fn build_state(config: Vec<u8>) -> sp_genesis_builder::Result {
			build_state::<RuntimeGenesisConfig>(config)
		}

		fn get_preset(id: &Option<sp_genesis_builder::PresetId>) -> Option<Vec<u8>> {
			get_preset::<RuntimeGenesisConfig>(id, genesis_presets::preset)
		}

		fn preset_names() -> Vec<sp_genesis_builder::PresetId> {
			genesis_presets::names()
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	impl frame_benchmarking::Benchmark<Block> for Runtime {
		fn benchmark_metadata(extra: bool) -> (
			Vec<frame_benchmarking::BenchmarkList>,
			Vec<frame_support::traits::StorageInfo>,
		) {
			benchmarks::metadata(extra)
		}

		fn dispatch_benchmark(
			config: frame_benchmarking::BenchmarkConfig,
		) -> Result<Vec<frame_benchmarking::BenchmarkBatch>, alloc::string::String> {
			benchmarks::dispatch(config)
		}
	}

	#[cfg(feature = "try-runtime")]
	impl frame_try_runtime::TryRuntime<Block> for Runtime {
		fn on_runtime_upgrade(checks: frame_try_runtime::UpgradeCheckSelect) -> (Weight, Weight) {
			// A failed check has to stop the run with its reason.
			let weight = Executive::try_runtime_upgrade(checks).expect("the upgrade's checks hold");
			(weight, configs::system::RuntimeBlockWeights::get().max_block)
		}

		fn execute_block(
			block: <Block as BlockT>::LazyBlock,
			state_root_check: bool,
			signature_check: bool,
			select: frame_try_runtime::TryStateSelect,
		) -> Weight {
			Executive::try_execute_block(block, state_root_check, signature_check, select)
				.expect("the block executes")
		}
	}
}

use frame_support::traits::Get;
