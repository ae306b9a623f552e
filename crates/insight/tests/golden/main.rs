//! Values worked out by others: `ona_golden.json` was made with slow, plain programs and checked against igraph and networkx.

mod clocks;
mod krackhardt;

mod network;
mod six;
mod zachary;
