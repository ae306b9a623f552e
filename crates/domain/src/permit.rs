//! Permits: what only a rule can hand out, and what every write asks for.

/// Declares permits: structs whose fields are private, so that only the module of the rule can make one.
///
/// **Invariant.** `made` is private to the module that declares the permit; store's writing functions take the
/// permit by reference and read what it is for from it.
#[macro_export]
macro_rules! permit {
    ($($(#[$doc:meta])* $name:ident { $($field:ident : $type:ty),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub struct $name { $($field: $type,)* _only_a_rule: () }

        impl $name {
            fn made($($field: $type),*) -> Self {
                Self { $($field,)* _only_a_rule: () }
            }
            $(
                /// What the permit is for.
                pub fn $field(&self) -> $type { self.$field }
            )*
        }
    )*};
}
