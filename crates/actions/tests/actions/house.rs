//! Founding the house and naming it.

use crate::expect::*;
use actions::house::{self, Founding};
use testkit::{in_company, on_both};

fn founding() -> Founding {
    Founding {
        house: "Velo Lind".into(),
        name: "Dora Lind".into(),
        address: "dora@velo-lind.example".into(),
        password: "a long enough password".into(),
    }
}

#[test]
fn a_house_is_founded_once_and_with_what_can_be_taken() {
    on_both(async |it| {
        let store = it.store();
        for (case, key) in [
            (Founding { house: " ".into(), ..founding() }, "field-empty"),
            (Founding { name: "\n".into(), ..founding() }, "field-empty"),
            (Founding { address: "dora".into(), ..founding() }, "address-form"),
            (Founding { password: "short".into(), ..founding() }, "password-short"),
        ] {
            assert_eq!(refused(house::found(store, case).await), invalid(key));
        }
        assert_eq!(store.people_count().await.unwrap(), 0, "nothing of a refused founding stays");
        let founded = house::found(store, founding()).await.unwrap();
        let viewer = store.enter(&founded.token).await.unwrap().expect("she is in").viewer;
        assert!(viewer.administrator() && viewer.inside());
        assert_eq!(viewer.person(), Some(founded.founder));
        assert_eq!(store.setting("house-name").await.unwrap().as_deref(), Some("Velo Lind"));
        assert_eq!(refused(house::found(store, founding()).await), HIDDEN);
    });
}

#[test]
fn the_house_is_renamed_by_administrators() {
    in_company(async |house| {
        let store = house.store();
        for who in ["sami", "maya"] {
            assert_eq!(refused(house::rename(store, house.by(who), "Velo").await), forbidden("administrators-only"));
        }
        assert_eq!(refused(house::rename(store, None, "Velo").await), STRANGER);
        assert_eq!(refused(house::rename(store, house.by("dora"), "  ").await), invalid("field-empty"));
        house::rename(store, house.by("dora"), "Velo Lind & Daughters").await.unwrap();
        assert_eq!(store.setting("house-name").await.unwrap().as_deref(), Some("Velo Lind & Daughters"));
    });
}
