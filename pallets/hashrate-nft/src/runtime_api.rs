//! Products, NFTs and nodes, readable by anyone without an indexer (§14).
