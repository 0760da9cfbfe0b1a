//! Escrow, readable by anyone without an indexer (§14).

use crate::types::Cause;
use codec::{Codec, Decode, Encode};
use dmex_primitives::{AssetKind, Balance, BlockNumber, Conduct, Day, ProductId, Serial};
use scale_info::TypeInfo;
use sp_arithmetic::Permill;

/// The books of a product. All amounts in its price asset.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct ProductEscrow<AccountId> {
	/// Is paid by the day.
	pub issuer: AccountId,
	/// What NFTs are priced in.
	pub asset: AssetKind,
	/// Of each release.
	pub sale_fee: Permill,
	/// How the product ended; none while it has not.
	pub ended: Option<Cause>,
	/// None unless the product is frozen.
	pub freeze: Option<FreezeStatement>,
	/// NFTs that are booked.
	pub nfts: u32,
	/// All prices.
	pub deposited: Balance,
	/// Released of them, before the fee.
	pub released: Balance,
	/// Refunded of them.
	pub refunded: Balance,
	/// Still to be refunded, once the product has ended.
	pub refundable: Balance,
	/// The bond; after termination what of it is still to be shared.
	pub bond: Balance,
	/// What the bond should be. What it lacks is taken from releases.
	pub bond_target: Balance,
	/// All that lies in escrow for the product.
	pub held: Balance,
	/// What a full day releases.
	pub daily_slices: Balance,
	/// Days that have closed.
	pub closed_days: u32,
	/// Days that are still to close; none before the first.
	pub days_left: Option<u32>,
	/// Breach predicate, bad days in a row, open due days.
	pub conduct: Conduct,
}

/// A freeze.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct FreezeStatement {
	/// The block of it.
	pub since: BlockNumber,
	/// Whether the breach predicate held: then the DAO may terminate.
	pub in_breach: bool,
	/// The block from which it can be ended by anyone, if it did not.
	pub lapses: Option<BlockNumber>,
	/// The block from which anyone may terminate, if it did.
	pub terminable_by_anyone_from: Option<BlockNumber>,
	/// Good days since.
	pub good_days: u32,
	/// Releases that wait, gross.
	pub withheld: Balance,
}

/// The booking of an NFT.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct NftEscrow {
	/// What its buyer paid.
	pub price: Balance,
	/// The first day that it earns.
	pub first_day: Day,
	/// Days that it earns.
	pub days: u32,
	/// What a full day releases.
	pub daily_slice: Balance,
	/// Released.
	pub released: Balance,
	/// Not released.
	pub remaining: Balance,
	/// Of it, what can be claimed now.
	pub claimable_refund: Balance,
	/// Share in the slashed bond that can be claimed now.
	pub claimable_bond_share: Balance,
}

sp_api::decl_runtime_apis! {
	/// Escrow of hashrate products.
	pub trait EscrowApi<AccountId>
	where
		AccountId: Codec,
	{
		/// The books of a product; none before its listing and after its last NFT.
		fn product(product: ProductId) -> Option<ProductEscrow<AccountId>>;

		/// The booking of an NFT; none once its refund was claimed.
		fn nft(product: ProductId, serial: Serial) -> Option<NftEscrow>;

		/// Whether a product is in breach, and what that depends on.
		fn conduct(product: ProductId) -> Conduct;

		/// What an account can claim because it could not be paid.
		fn credit(asset: AssetKind, account: AccountId) -> Balance;

		/// The account that holds all money in escrow.
		fn account() -> AccountId;
	}
}
