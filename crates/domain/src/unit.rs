//! Units: the tree of our organization, in memory, so that ancestors are walked and never joined.

use crate::{id::UnitId, limits};
use std::collections::HashMap;

/// A unit's place in the tree.
#[derive(Clone, Debug)]
pub struct UnitNode {
    /// Which unit.
    pub id: UnitId,
    /// The unit above, if any.
    pub parent: Option<UnitId>,
    /// What people call it.
    pub name: String,
}

/// The tree.
#[derive(Clone, Debug, Default)]
pub struct UnitTree {
    nodes: HashMap<UnitId, UnitNode>,
}

impl UnitTree {
    /// A tree of these units.
    pub fn new(nodes: impl IntoIterator<Item = UnitNode>) -> UnitTree {
        UnitTree { nodes: nodes.into_iter().map(|n| (n.id, n)).collect() }
    }

    /// The unit itself and every unit above it, nearest first; a loop in the tree ends at the depth limit.
    pub fn upward(&self, unit: UnitId) -> impl Iterator<Item = UnitId> + '_ {
        std::iter::successors(Some(unit), |u| self.nodes.get(u).and_then(|n| n.parent)).take(limits::UNIT_DEPTH_MAX)
    }

    /// Whether `unit` may hang below `parent`: not below itself, and not too deep.
    pub fn may_hang(&self, unit: UnitId, parent: UnitId) -> bool {
        let above: Vec<UnitId> = self.upward(parent).collect();
        !above.contains(&unit) && above.len() < limits::UNIT_DEPTH_MAX
    }

    /// A unit's name.
    pub fn name(&self, unit: UnitId) -> Option<&str> {
        self.nodes.get(&unit).map(|n| n.name.as_str())
    }

    /// All units.
    pub fn nodes(&self) -> impl Iterator<Item = &UnitNode> {
        self.nodes.values()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loop_in_the_tree_ends() {
        let node = |id, parent| UnitNode { id: UnitId(id), parent: Some(UnitId(parent)), name: String::new() };
        let tree = UnitTree::new([node(1, 2), node(2, 1)]);
        assert_eq!(tree.upward(UnitId(1)).count(), limits::UNIT_DEPTH_MAX);
        assert!(!tree.may_hang(UnitId(1), UnitId(2)));
    }
}
