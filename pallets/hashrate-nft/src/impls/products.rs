//! Products from listing to their start, and their disclosures.

use crate::*;
use alloc::vec::Vec;
use codec::Encode;
use dmex_primitives::{
	math::mul_div_ceil, AssetKind, Calendar, Day, Escrow, EscrowTerms, IssuerIdentity, MarketOracle, NodeId,
	NodeOracle, PowerLedger, ProductId, ProductState,
};
use frame_support::{
	ensure,
	pallet_prelude::DispatchResult,
	traits::{fungibles::Inspect, Get},
};
use pallet_nfts::{CollectionConfig, CollectionSetting, CollectionSettings, DestroyWitness, MintSettings};
use sp_arithmetic::Permill;
use sp_core::H256;
use sp_io::hashing::blake2_256;
use sp_runtime::{traits::Zero, DispatchError};

/// Attributes of a collection: facts that its NFTs have in common, SCALE-encoded.
pub(crate) mod collection_key {
	/// Id of the coin.
	pub const COIN: &[u8] = b"coin";
	/// Id of the node.
	pub const NODE: &[u8] = b"node";
	/// Power of one NFT.
	pub const POWER: &[u8] = b"power";
	/// The first day that pays.
	pub const START: &[u8] = b"start";
	/// The day after the last one.
	pub const END: &[u8] = b"end";
	/// Hash of the terms.
	pub const TERMS: &[u8] = b"terms";
}

impl<T: Config> Pallet<T> {
	/// A product's data, or that there is none.
	pub(crate) fn product(product: ProductId) -> Result<Product<T::AccountId>, Error<T>> {
		Products::<T>::get(product).ok_or(Error::<T>::ProductNotFound)
	}

	pub(crate) fn book(product: ProductId) -> Result<Book, Error<T>> {
		Books::<T>::get(product).ok_or(Error::<T>::ProductNotFound)
	}

	/// Writes a product in its new state.
	pub(crate) fn put_product(product: ProductId, data: Product<T::AccountId>) {
		let state = data.state();
		Products::<T>::insert(product, data);
		Self::put_state(product, state);
	}

	pub(crate) fn put_state(product: ProductId, state: ProductState) {
		Records::<T>::mutate_extant(product, |record| record.state = state);
	}

	/// The product and its book while its NFTs have all their rights: approved or active, and not ended by time. What the market
	/// asks first.
	pub(crate) fn ensure_live(product: ProductId) -> Result<(Live<T::AccountId>, Book), DispatchError> {
		let live = match Self::product(product)? {
			Product::Approved(Approved(live)) | Product::Active(Active(live)) => live,
			Product::Frozen(_) => return Err(Error::<T>::ProductFrozen.into()),
			Product::Proposed(_) => return Err(Error::<T>::NotLive.into()),
			Product::Cancelled(_) | Product::Terminated(_) | Product::Expired(_) => {
				return Err(Error::<T>::ProductEnded.into())
			}
		};
		let book = Self::book(product)?;
		ensure!(T::Calendar::today() < book.end_day, Error::<T>::ProductEnded);
		Ok((live, book))
	}

	/// The epoch of the product's market: what was made in another one is void. `None` while there is no market.
	pub fn market_epoch(product: ProductId) -> Option<u32> {
		Products::<T>::get(product)?.market_epoch()
	}

	/// The epoch of an account's listings and offers: those of another one are void.
	pub fn order_epoch(who: &T::AccountId) -> u32 {
		OrderEpochs::<T>::get(who)
	}

	/// Checks all that a listing says, and where the oracle and the ledger stand.
	fn check_listing(who: &T::AccountId, listing: Listing) -> Result<Terms, DispatchError> {
		let today = T::Calendar::today();
		ensure!(T::IssuerIdentity::is_judged(who), Error::<T>::IdentityNotJudged);
		Self::open_coin(listing.coin)?;
		ensure!(listing.power > 0, Error::<T>::ZeroPower);
		ensure!(listing.count > 0, Error::<T>::ZeroCount);
		ensure!(listing.sale.floor_price() > 0, Error::<T>::ZeroPrice);
		ensure!(
			(1..=MAX_TERM_DAYS).contains(&listing.term_days),
			Error::<T>::TermOutOfRange
		);
		ensure!(listing.start_day > today, Error::<T>::StartInPast);
		ensure!(
			listing.service_fee <= MAX_SERVICE_FEE,
			Error::<T>::ServiceFeeTooHigh
		);
		let end_day = listing
			.start_day
			.checked_add(listing.term_days)
			.ok_or(Error::<T>::NumberOutOfRange)?;
		ensure!(
			T::Calendar::parameters().days(end_day).is_some(),
			Error::<T>::NumberOutOfRange
		);
		Self::check_sale_window(&listing, today, end_day)?;
		ensure!(
			T::Assets::asset_exists(listing.price_asset.clone()),
			Error::<T>::AssetNotFound
		);

		let uri = |uri: Vec<u8>| Uri::try_from(uri).map_err(|_| Error::<T>::UriTooLong);
		let terms = Terms {
			node: NodeId {
				coin: listing.coin,
				id: listing
					.node
					.try_into()
					.ok()
					.filter(|id: &frame_support::BoundedVec<u8, _>| !id.is_empty())
					.ok_or(Error::<T>::NodeIdOutOfBounds)?,
			},
			power: listing.power,
			count: listing.count,
			start_day: listing.start_day,
			term_days: listing.term_days,
			price_asset: listing.price_asset,
			sale: listing.sale,
			sale_from: listing.sale_from,
			sale_until: listing.sale_until,
			service_fee: listing.service_fee,
			disclosure: Disclosure {
				hash: listing.disclosure_hash,
				uri: uri(listing.disclosure_uri)?,
			},
			metadata_uri: uri(listing.metadata_uri)?,
		};
		let power = terms
			.power
			.checked_mul(terms.count.into())
			.ok_or(Error::<T>::NumberOutOfRange)?;
		Self::check_issuer(who, &terms.node)?;
		Self::ensure_covered(&terms.node)?;
		ensure!(
			power <= <Self as PowerLedger>::available(&terms.node)?,
			Error::<T>::PowerExceeded
		);
		Ok(terms)
	}

	/// The sale must be open some day, and leave whoever buys last a whole day to earn.
	fn check_sale_window(listing: &Listing, today: Day, end_day: Day) -> DispatchResult {
		let calendar = T::Calendar::parameters();
		let last_sale = match listing.sale {
			SaleMode::Fixed { .. } => listing.sale_until.checked_sub(1),
			SaleMode::Auction { duration, .. } => {
				ensure!(duration > 0, Error::<T>::ZeroDuration);
				// A lot may be extended by a day, and its end may be processed late.
				calendar
					.days(listing.sale_until)
					.and_then(|until| until.checked_add(duration))
					.map(|end| calendar.day_of(end))
					.and_then(|day| day.checked_add(2))
			}
		};
		let first_day_of_last = last_sale
			.and_then(|day| day.checked_add(1))
			.ok_or(Error::<T>::SaleWindowOutOfRange)?;
		ensure!(
			listing.sale_until > today
				&& listing.sale_from < listing.sale_until
				&& first_day_of_last < end_day,
			Error::<T>::SaleWindowOutOfRange
		);
		Ok(())
	}

	/// Whether `who` may issue products on the node today.
	fn check_issuer(who: &T::AccountId, node: &NodeId) -> DispatchResult {
		ensure!(T::IssuerIdentity::is_judged(who), Error::<T>::IdentityNotJudged);
		ensure!(
			T::NodeOracle::issuer(node).as_ref() == Some(who),
			Error::<T>::NodeNotBound
		);
		ensure!(T::MarketOracle::is_fresh(node.coin), Error::<T>::OracleStale);
		Ok(())
	}

	pub(crate) fn do_list(issuer: T::AccountId, listing: Listing, max_sale_fee: Permill) -> DispatchResult {
		let sale_fee = T::SaleFee::get();
		ensure!(sale_fee <= max_sale_fee, Error::<T>::SaleFeeTooHigh);
		let terms = Self::check_listing(&issuer, listing)?;
		let terms_hash = H256(terms.using_encoded(blake2_256));
		let bond = terms
			.sale
			.floor_price()
			.checked_mul(terms.count.into())
			.and_then(|value| mul_div_ceil(value, BOND_PERCENT, 100))
			.ok_or(Error::<T>::NumberOutOfRange)?;
		let power = terms
			.power
			.checked_mul(terms.count.into())
			.ok_or(Error::<T>::NumberOutOfRange)?;

		let product = NextProduct::<T>::get();
		NextProduct::<T>::put(product.checked_add(1).ok_or(Error::<T>::IdsExhausted)?);
		T::Escrow::open(
			product,
			EscrowTerms {
				issuer: issuer.clone(),
				asset: terms.price_asset.clone(),
				bond,
				sale_fee,
			},
		)?;
		Records::<T>::insert(
			product,
			Record {
				issuer: issuer.clone(),
				terms_hash,
				disclosures: Self::chain_disclosure(H256::zero(), terms.disclosure.hash),
				state: ProductState::Proposed,
			},
		);
		let node = terms.node.clone();
		let facts = Facts {
			issuer: issuer.clone(),
			terms,
			terms_hash,
		};
		Products::<T>::insert(product, Product::Proposed(Proposed { facts }));
		Self::deposit_event(Event::Listed {
			product,
			issuer,
			node,
			power,
			bond,
			terms_hash,
		});
		Ok(())
	}

	/// The next value of a chain of disclosures.
	fn chain_disclosure(chain: H256, next: H256) -> H256 {
		H256((chain, next).using_encoded(blake2_256))
	}

	fn proposed(product: ProductId) -> Result<Proposed<T::AccountId>, Error<T>> {
		match Self::product(product)? {
			Product::Proposed(proposed) => Ok(proposed),
			_ => Err(Error::<T>::NotProposed),
		}
	}

	pub(crate) fn do_approve(product: ProductId) -> DispatchResult {
		let proposed = Self::proposed(product)?;
		let Facts { issuer, terms, .. } = &proposed.facts;
		let today = T::Calendar::today();
		ensure!(today < terms.start_day, Error::<T>::StartInPast);
		ensure!(today < terms.sale_until, Error::<T>::SaleClosed);
		let coin = Self::open_coin(terms.node.coin)?;
		Self::check_issuer(issuer, &terms.node)?;
		let power = terms
			.power
			.checked_mul(terms.count.into())
			.ok_or(Error::<T>::NumberOutOfRange)?;
		Self::reserve_for_product(&terms.node, power)?;
		let mut book = Self::new_book(terms, coin.asset)?;
		Self::create_collection(product, &proposed.facts, book.end_day)?;
		Self::push_tick(product, &mut book)?;
		Books::<T>::insert(product, book);
		Self::put_product(product, Product::Approved(proposed.approve()));
		Self::deposit_event(Event::Approved { product });
		Ok(())
	}

	pub(crate) fn new_book(terms: &Terms, asset: AssetKind) -> Result<Book, Error<T>> {
		let day = terms.start_day;
		Ok(Book {
			coin: terms.node.coin,
			asset,
			power: terms.power,
			service_fee: terms.service_fee,
			end_day: day
				.checked_add(terms.term_days)
				.ok_or(Error::<T>::NumberOutOfRange)?,
			over: false,
			minted: 0,
			alive: 0,
			lots: 0,
			reserved: terms.count,
			first_day: None,
			pay: PayCursor {
				day,
				entered: false,
				live: 0,
				expected: None,
				paid: 0,
				share: 0,
			},
			due: DueCursor {
				day,
				entered: false,
				live: 0,
			},
			acc: 0,
			acc_missing: 0,
			prepaid: 0,
			window: Window::default(),
			due_days: 0,
			closed_days: 0,
			short_days: 0,
			dust: 0,
			paid_total: 0,
			node: NodeShare::default(),
			claimed_total: 0,
			missing: 0,
			struck: None,
			last_due_at: None,
			tick: None,
			receipt: None,
		})
	}

	/// The product's collection, without deposits, of a keyless account.
	fn create_collection(product: ProductId, facts: &Facts<T::AccountId>, end_day: Day) -> DispatchResult {
		let Facts {
			terms, terms_hash, ..
		} = facts;
		let owner = Self::account();
		let config = CollectionConfig {
			settings: CollectionSettings::from_disabled(CollectionSetting::DepositRequired.into()),
			max_supply: Some(terms.count),
			mint_settings: MintSettings::default(),
		};
		pallet_nfts::Pallet::<T>::do_create_collection(
			product,
			owner.clone(),
			owner.clone(),
			config,
			Zero::zero(),
			pallet_nfts::Event::ForceCreated {
				collection: product,
				owner,
			},
		)?;
		use collection_key::*;
		Self::set_collection_attribute(product, COIN, &terms.node.coin)?;
		Self::set_collection_attribute(product, NODE, &terms.node.id)?;
		Self::set_collection_attribute(product, POWER, &terms.power)?;
		Self::set_collection_attribute(product, START, &terms.start_day)?;
		Self::set_collection_attribute(product, END, &end_day)?;
		Self::set_collection_attribute(product, TERMS, terms_hash)?;
		if !terms.metadata_uri.is_empty() {
			use frame_support::traits::tokens::nonfungibles_v2::Mutate;
			<pallet_nfts::Pallet<T> as Mutate<T::AccountId, pallet_nfts::ItemConfig>>::set_collection_metadata(
				None,
				&product,
				&terms.metadata_uri,
			)?;
		}
		Ok(())
	}

	pub(crate) fn set_collection_attribute(
		product: ProductId,
		key: &[u8],
		value: &impl Encode,
	) -> DispatchResult {
		use frame_support::traits::tokens::nonfungibles_v2::Mutate;
		value.using_encoded(|value| {
			<pallet_nfts::Pallet<T> as Mutate<T::AccountId, _>>::set_collection_attribute(
				&product, key, value,
			)
		})
	}

	/// Removes the collection of a product whose last NFT is gone.
	pub(crate) fn destroy_collection(product: ProductId) -> DispatchResult {
		let witness = pallet_nfts::Collection::<T>::get(product)
			.map(|collection| collection.destroy_witness())
			.unwrap_or(DestroyWitness {
				item_metadatas: 0,
				item_configs: 0,
				attributes: 0,
			});
		pallet_nfts::Pallet::<T>::do_destroy_collection(product, witness, None)?;
		Ok(())
	}

	pub(crate) fn do_reject(product: ProductId) -> DispatchResult {
		Self::proposed(product)?;
		Self::drop_proposal(product, ProductState::Rejected)?;
		Self::deposit_event(Event::Rejected { product });
		Ok(())
	}

	/// A product that was never approved goes at once, with its bond.
	fn drop_proposal(product: ProductId, state: ProductState) -> DispatchResult {
		Products::<T>::remove(product);
		Self::put_state(product, state);
		T::Escrow::cancelled(product)?;
		T::Escrow::close_product(product)
	}

	pub(crate) fn do_cancel(who: T::AccountId, product: ProductId) -> DispatchResult {
		let data = Self::product(product)?;
		ensure!(data.facts().issuer == who, Error::<T>::NotIssuer);
		match data {
			Product::Proposed(_) => {
				Self::drop_proposal(product, ProductState::Cancelled)?;
				Self::deposit_event(Event::Cancelled { product });
				Ok(())
			}
			Product::Approved(approved) => {
				let book = Self::book(product)?;
				ensure!(
					T::Calendar::today() < approved.0.facts.terms.start_day
						&& book.minted == 0
						&& book.lots == 0,
					Error::<T>::CannotCancel
				);
				Self::cancel_approved(product, approved, book)
			}
			_ => Err(Error::<T>::CannotCancel.into()),
		}
	}

	pub(crate) fn cancel_approved(
		product: ProductId,
		approved: Approved<T::AccountId>,
		book: Book,
	) -> DispatchResult {
		let node = approved.0.facts.terms.node.clone();
		Self::deposit_event(Event::Cancelled { product });
		Self::finish(
			product,
			&node,
			Product::Cancelled(approved.cancel()),
			book,
			|| T::Escrow::cancelled(product),
		)
	}

	pub(crate) fn do_activate(product: ProductId) -> DispatchResult {
		let Product::Approved(approved) = Self::product(product)? else {
			return Err(Error::<T>::NotApproved.into());
		};
		ensure!(
			T::Calendar::today() >= approved.0.facts.terms.start_day,
			Error::<T>::NotStarted
		);
		Self::ensure_covered(&approved.0.facts.terms.node)?;
		let book = Self::book(product)?;
		Self::start(product, approved, book)
	}

	/// The product runs from now on, and has its part of what its node pays.
	pub(crate) fn start(
		product: ProductId,
		approved: Approved<T::AccountId>,
		mut book: Book,
	) -> DispatchResult {
		Self::weigh_sold(&approved.0.facts.terms.node, &mut book)?;
		Books::<T>::insert(product, book);
		Self::put_product(product, Product::Active(approved.activate()));
		Self::deposit_event(Event::Activated { product });
		Ok(())
	}

	pub(crate) fn do_append_disclosure(
		who: T::AccountId,
		product: ProductId,
		hash: H256,
		uri: Vec<u8>,
	) -> DispatchResult {
		let data = Self::product(product)?;
		ensure!(data.facts().issuer == who, Error::<T>::NotIssuer);
		ensure!(
			matches!(
				data,
				Product::Approved(_) | Product::Active(_) | Product::Frozen(_)
			),
			Error::<T>::NotLive
		);
		let uri = Uri::try_from(uri).map_err(|_| Error::<T>::UriTooLong)?;
		ensure!(
			!PendingDisclosures::<T>::contains_key(product),
			Error::<T>::DisclosurePending
		);
		PendingDisclosures::<T>::insert(product, Disclosure { hash, uri });
		Self::deposit_event(Event::DisclosureAppended { product, hash });
		Ok(())
	}

	/// Takes the pending disclosure, if it is the one that was meant.
	fn take_disclosure(product: ProductId, hash: H256) -> Result<Disclosure, Error<T>> {
		PendingDisclosures::<T>::take(product)
			.filter(|pending| pending.hash == hash)
			.ok_or(Error::<T>::DisclosureNotFound)
	}

	pub(crate) fn do_accept_disclosure(product: ProductId, hash: H256) -> DispatchResult {
		let disclosure = Self::take_disclosure(product, hash)?;
		let mut record = Records::<T>::get(product).ok_or(Error::<T>::ProductNotFound)?;
		let chain = Self::chain_disclosure(record.disclosures, hash);
		record.disclosures = chain;
		Records::<T>::insert(product, record);
		Disclosures::<T>::insert(product, disclosure);
		Self::deposit_event(Event::DisclosureAccepted { product, hash, chain });
		Ok(())
	}

	pub(crate) fn do_refuse_disclosure(product: ProductId, hash: H256) -> DispatchResult {
		Self::take_disclosure(product, hash)?;
		Self::deposit_event(Event::DisclosureRefused { product, hash });
		Ok(())
	}
}
