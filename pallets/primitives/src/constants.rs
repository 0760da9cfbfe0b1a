//! The numbers of the protocol that no vote can change (§0, §1, §2), and the ids of the assets of genesis.

use crate::types::{AssetId, Balance, BlockNumber, Moment};

/// One DMC (18 decimals).
pub const DMC: Balance = 1_000_000_000_000_000_000;
/// A thousandth of a DMC.
pub const MILLI_DMC: Balance = DMC / 1_000;
/// A millionth of a DMC.
pub const MICRO_DMC: Balance = MILLI_DMC / 1_000;

/// Hard cap of the supply.
pub const MAX_SUPPLY: Balance = 100_000_000 * DMC;
/// Exists at genesis: risk fund, foundation, team, private sale.
pub const GENESIS_SUPPLY: Balance = 50_000_000 * DMC;
/// What emission may ever allocate.
pub const MINING_CAP: Balance = 50_000_000 * DMC;
/// Buy-backs never take the supply below this.
pub const SUPPLY_FLOOR: Balance = 21_000_000 * DMC;
/// DMC of the risk fund at genesis.
pub const RISK_FUND: Balance = 10_000_000 * DMC;
/// DMC of the foundation at genesis.
pub const FOUNDATION: Balance = 10_000_000 * DMC;
/// DMC vested to the team in 36 months.
pub const TEAM: Balance = 10_000_000 * DMC;
/// DMC vested to the buyers of the private sale: a fifth at genesis and at each of 4 quarters.
pub const PRIVATE_SALE: Balance = 20_000_000 * DMC;
/// Emission of a block before the first halving.
pub const FIRST_BLOCK_REWARD: Balance = 5 * DMC;

/// Blocks of a day at the production calendar, which all durations of the protocol are stated in.
pub const NOMINAL_BLOCKS_PER_DAY: BlockNumber = 28_800;
/// The slot length of production, and of every preset.
pub const NOMINAL_SLOT_MS: Moment = 3_000;
/// Filecoin epochs a day.
pub const NOMINAL_EPOCHS_PER_DAY: u32 = 2_880;
/// Filecoin epochs that one range report covers.
pub const NOMINAL_EPOCHS_PER_RANGE: u32 = 20;
/// No scaled duration is shorter.
pub const MINIMUM_SCALED_BLOCKS: BlockNumber = 3;
/// Days of a year.
pub const DAYS_PER_YEAR: u32 = 365;

/// FIL held in custody, 1:1 (18 decimals).
pub const IFIL: AssetId = 1;
/// Tether (6 decimals).
pub const USDT: AssetId = 2;
/// HUSD (6 decimals).
pub const HUSD: AssetId = 3;
/// HT (18 decimals).
pub const HT: AssetId = 4;
/// HBTC (8 decimals).
pub const HBTC: AssetId = 5;
