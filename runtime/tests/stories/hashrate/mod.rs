//! "A miner with an on-chain identity that a registrar appointed by the DAO has judged. A provider node is bound to an issuer. Power
//! of live and approved NFTs on a node <= 95% of its attested power: one terabyte is sold once. Every product needs the approval of
//! the DAO and a bond of 5%. The NFT is minted when it is sold; the whole price goes to escrow."

mod cost;
mod decisions;
mod life;
mod listing;
mod sales;
