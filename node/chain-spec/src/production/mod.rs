//! Completes the spec of the production chain from a file: who validates, who sits in the council, whose DMC vests.
//!
//! Everything that is wrong is told at once, and nothing is written unless the runtime makes a genesis of it.

mod check;
mod input;
mod spec;
#[cfg(test)]
mod tests;
mod values;

use clap::Args;
use dmex_primitives::constants::{DMC, FOUNDATION};
use dmex_runtime::Balance;
use input::parse;
use std::{fs, io::Write, path::PathBuf};

/// Seats of the council.
pub(crate) const COUNCIL_SEATS: usize = 7;
/// Operators that the Filecoin gateway starts with; 4 of them must agree.
const GATEWAY_OPERATORS: usize = 5;
/// With fewer validators finality would not survive the loss of one.
pub(crate) const MINIMUM_VALIDATORS: usize = 4;

/// What every account of the file starts with, for fees.
const STARTING_BALANCE: Balance = 10 * DMC;
/// The most that is taken from the foundation at genesis: what it may spend in a month.
const MAXIMUM_ENDOWMENT: Balance = FOUNDATION / 36;

// Lines of at most 96 characters: longer ones would be broken once more on the terminal.
const FORM: &str = r#"The input file:
  {
    "validators": [                      at least 4
      {
        "account": "5…",                 receives the author's reward
        "bond": "10000",                 DMC
        "babe": "5…",                    session keys: sr25519,
        "grandpa": "5…",                 ed25519,
        "authorityDiscovery": "5…"       sr25519
      }
    ],
    "council": ["5…"],                   7 accounts
    "operators": [                       5 of the Filecoin gateway
      {
        "account": "5…",                 bonds 10,000 DMC
        "key": "5…"                      gateway key: sr25519
      }
    ],
    "custody": {                         the multisig on Filecoin
      "testNetwork": false,              whether addresses begin with t
      "genesis": "bafy2bza…",            CID of Filecoin's genesis block
      "id": 3000123,                     actor id: the digits of f0…
      "robust": "f2…",
      "signers": [2000, 2001],           actor ids, ascending
      "approvals": 2,                    that a payment takes: at least 4 of 5
      "nextRange": 250000,               the first height to be reported / 20
      "balance": "0"                     FIL that it holds below that height
    },
    "team": [                            10,000,000 DMC in all, vested over 36 months
      { "account": "5…", "amount": "2500000" }
    ],
    "privateSale": [                     20,000,000 DMC in all, a fifth at once and at each of
      {                                  4 quarters
        "account": "5…",
        "amount": "1250000.5"
      }
    ],
    "bootNodes": [                       may be left out
      "/dns/boot.example.org/tcp/30333/p2p/12D3…"
    ]
  }

Accounts and keys are SS58 addresses, in DMEX's own form or the generic one, or 32 bytes of hex
after 0x. Amounts are decimal strings in DMC. Each key and each seat is held once, and none by a
development key, whose secret everybody knows.

Out of the foundation's 10,000,000 DMC come the validators' and the operators' bonds and 10 DMC
for each account, to pay its first fees; at most a month's allowance of the foundation."#;

/// Arguments of `production-spec`.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = FORM)]
pub struct ProductionSpecCmd {
	/// JSON file with validators, council, operators and beneficiaries (`--help` shows its form).
	#[arg(long, value_name = "FILE")]
	pub input: PathBuf,

	/// Where to write the spec; standard output if left out.
	#[arg(long, value_name = "FILE")]
	pub output: Option<PathBuf>,

	/// Write the raw spec, which all nodes start from.
	#[arg(long)]
	pub raw: bool,
}

impl ProductionSpecCmd {
	/// Reads, checks, completes, writes.
	pub fn run(&self) -> sc_cli::Result<()> {
		let text = fs::read_to_string(&self.input)
			.map_err(|error| format!("cannot read {}: {error}", self.input.display()))?;
		let production = parse(&text)
			.map_err(|problems| format!("{} cannot be used:\n{problems}", self.input.display()))?;
		let json = production.into_spec(self.raw)?;
		match &self.output {
			Some(path) => {
				fs::write(path, json).map_err(|error| format!("cannot write {}: {error}", path.display()))?;
				eprintln!("Wrote the production spec to {}", path.display());
			}
			None => std::io::stdout().write_all(json.as_bytes())?,
		}
		Ok(())
	}
}
