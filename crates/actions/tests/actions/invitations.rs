//! Invitations, handed over and mailed.

use crate::expect::*;
use actions::{
    invitation::{self, Inviting, Newcomer},
    party, person,
};
use domain::{
    id::{OrganizationId, UnitId},
    moment::DAY,
    side::Side,
};
use testkit::{House, in_company};

fn inviting(side: Side) -> Inviting {
    Inviting { side, unit: None, organization: None, administrator: false, address: String::new(), uses: 1 }
}

fn newcomer(address: &str) -> Newcomer {
    Newcomer { name: "Nele Winter".into(), address: address.into(), password: String::new() }
}

async fn invite(house: &House, by: &str, it: Inviting) -> Result<String, actions::Stop> {
    invitation::invite(house.store(), house.by(by), it).await
}

async fn accept(house: &House, token: &str, address: &str) -> Result<String, actions::Stop> {
    invitation::accept(house.store(), token, newcomer(address), "Firefox").await
}

#[test]
fn administrators_invite_colleagues_and_any_colleague_invites_outsiders() {
    in_company(async |house| {
        for (who, side, allowed) in [
            ("dora", Side::Employee, true),
            ("dora", Side::Partner, true),
            ("sami", Side::Customer, true),
            ("sami", Side::Public, true),
            ("sami", Side::Employee, false),
            ("maya", Side::Customer, false),
            ("anton", Side::Partner, false),
        ] {
            let answer = invite(house, who, inviting(side)).await;
            match allowed {
                true => assert!(!answer.unwrap().is_empty(), "{who} {side:?}"),
                false => assert_eq!(refused(answer), forbidden("administrators-only"), "{who} {side:?}"),
            }
        }
        let stopped = invitation::invite(house.store(), None, inviting(Side::Customer)).await;
        assert_eq!(refused(stopped), STRANGER);
        let hat = Inviting { administrator: true, ..inviting(Side::Customer) };
        assert_eq!(refused(invite(house, "sami", hat).await), forbidden("administrators-only"));
    });
}

#[test]
fn a_link_leads_to_the_side_and_unit_it_was_made_for_as_often_as_it_says() {
    in_company(async |house| {
        let unit = Some(UnitId(house.company.team("support").0));
        let link = invite(house, "dora", Inviting { unit, uses: 2, ..inviting(Side::Employee) }).await.unwrap();
        let offered = house.store().invitation(&link).await.unwrap().unwrap();
        assert_eq!((offered.side, offered.unit.as_str()), (Side::Employee, "Support"));
        let session = accept(house, &link, "nele@velo-lind.example").await.unwrap();
        let nele = house.store().enter(&session).await.unwrap().unwrap().viewer;
        assert!(nele.inside() && !nele.administrator());
        let eyes = house.eyes_of(nele.person().unwrap()).await;
        assert_eq!(read(&eyes, house.conversation("creak")).await.len(), 4, "the unit's past included");
        assert_eq!(refused(accept(house, &link, "nele@velo-lind.example").await), invalid("address-taken"));
        assert_eq!(refused(accept(house, &link, "no address").await), invalid("address-form"));
        accept(house, &link, "second@velo-lind.example").await.expect("what was refused used nothing up");
        assert_eq!(refused(accept(house, &link, "third@velo-lind.example").await), forbidden("link-spent"));
        assert_eq!(refused(accept(house, "made up", "third@velo-lind.example").await), forbidden("link-spent"));
        assert!(house.store().invitation(&link).await.unwrap().is_none());
    });
}

#[test]
fn an_invitation_ends_after_two_weeks_and_with_the_rights_of_who_made_it() {
    in_company(async |house| {
        let old = invite(house, "sami", inviting(Side::Customer)).await.unwrap();
        house.test().clock().advance(15 * DAY);
        assert_eq!(refused(accept(house, &old, "late@example.org").await), forbidden("link-spent"));

        let dora = house.by("dora");
        person::set_administrator(house.store(), dora, house.company.person("greta"), true).await.unwrap();
        let gretas = invite(house, "greta", inviting(Side::Employee)).await.unwrap();
        person::set_administrator(house.store(), dora, house.company.person("greta"), false).await.unwrap();
        assert_eq!(refused(accept(house, &gretas, "friend@velo-lind.example").await), forbidden("link-spent"));
        let samis = invite(house, "sami", inviting(Side::Customer)).await.unwrap();
        person::deactivate(house.store(), dora, house.company.person("sami")).await.unwrap();
        assert_eq!(refused(accept(house, &samis, "friend@example.org").await), forbidden("link-spent"));
    });
}

#[test]
fn a_mailed_invitation_proves_the_address_and_its_secret_travels_in_the_letter_alone() {
    in_company(async |house| {
        let it = |address: &str| Inviting { address: address.into(), ..inviting(Side::Customer) };
        assert_eq!(refused(invite(house, "sami", it("no address")).await), invalid("address-form"));
        let told = invite(house, "sami", it("nele@example.org")).await.unwrap();
        assert_eq!(told, "", "who invites could else come in as the invited");
        let due = letters(house).await;
        let letter = due.iter().find(|due| due.delivery.reason == "invitation").expect("a letter waits");
        assert_eq!(letter.delivery.address, "nele@example.org");
        let session = accept(house, &letter.secret, "somebody.else@example.org").await.unwrap();
        let nele = house.store().enter(&session).await.unwrap().unwrap().viewer;
        let eyes = house.eyes_of(nele.person().unwrap()).await;
        let me = eyes.me().await.unwrap().unwrap();
        let addresses = eyes.addresses_of(&me).await.unwrap();
        let told: Vec<_> = addresses.iter().map(|it| (it.address.as_str(), it.proved_at.is_some())).collect();
        assert_eq!(told, [("nele@example.org", true)]);
    });
}

#[test]
fn somebody_who_only_wrote_letters_comes_in_as_herself() {
    in_company(async |house| {
        let creak = house.conversation("creak");
        actions::conversation::bring_address(house.store(), house.by("tomas"), creak, "friend@example.org", true).await.unwrap();
        let it = Inviting { address: "friend@example.org".into(), ..inviting(Side::Customer) };
        invite(house, "tomas", it).await.unwrap();
        let due = letters(house).await;
        let letter = due.iter().find(|due| due.delivery.reason == "invitation").unwrap();
        let session = accept(house, &letter.secret, "").await.unwrap();
        let friend = house.store().enter(&session).await.unwrap().unwrap().viewer;
        assert_eq!(read(&house.eyes_of(friend.person().unwrap()).await, creak).await.len(), 4);
    });
}

#[test]
fn an_invitation_for_outsiders_leads_into_no_unit_and_no_group() {
    in_company(async |house| {
        for team in ["support", "wheel-group"] {
            let organization = Some(OrganizationId(house.company.team(team).0));
            let it = Inviting { organization, ..inviting(Side::Customer) };
            assert_eq!(refused(invite(house, "sami", it).await), invalid("party-unknown"), "{team}");
        }
        let unit = Some(UnitId(house.company.team("radwerk").0));
        let it = Inviting { unit, ..inviting(Side::Employee) };
        assert_eq!(refused(invite(house, "dora", it).await), invalid("party-unknown"));
        let organization = Some(OrganizationId(house.company.team("radwerk").0));
        let link = invite(house, "yara", Inviting { organization, ..inviting(Side::Partner) }).await.unwrap();
        let session = accept(house, &link, "new@radwerk.example").await.unwrap();
        let new = house.store().enter(&session).await.unwrap().unwrap().viewer.person().unwrap();
        let eyes = house.eyes("dora").await;
        let teams = eyes.parties_of(&eyes.person(new).await.unwrap().unwrap()).await.unwrap();
        assert_eq!(teams.iter().map(|t| t.name.as_str()).collect::<Vec<_>>(), ["Radwerk"]);
        party::enter(house.store(), house.by("dora"), new, house.company.team("wheel-group")).await.unwrap();
    });
}
