//! The unit tree, read whole: it is small and kept in memory.

use crate::{
    fault::Fault,
    opening::{Core, Store},
    sql::statements,
    value::args,
};
use domain::{
    id::UnitId,
    unit::{UnitNode, UnitTree},
};
use std::sync::Arc;

statements! {
    UNITS = "SELECT id, parent, name FROM party WHERE kind = 'unit' ORDER BY name";
}

pub(crate) async fn tree(core: &Core) -> Result<UnitTree, Fault> {
    let nodes = core
        .blind(&UNITS, args![], |row| UnitNode {
            id: UnitId(row.int(0)),
            parent: row.int_or_null(1).map(UnitId),
            name: row.text(2),
        })
        .await?;
    Ok(UnitTree::new(nodes))
}

impl Store {
    /// The unit tree as of the newest change this node has seen.
    pub fn units(&self) -> Arc<UnitTree> {
        self.core().units()
    }
}
