//! The DMEX node.

use std::process::ExitCode;

fn main() -> ExitCode {
	match dmex_node::command::run() {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			eprintln!("Error: {error}");
			ExitCode::FAILURE
		}
	}
}
