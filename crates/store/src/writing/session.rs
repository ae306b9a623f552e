//! Writing sessions, tokens, sign-in links and invitations; only digests of their secrets are kept.

use crate::{fault::Fault, secret, sql::statements, value::args, writing::Writing};
use domain::{
    address::MailAddress,
    id::{InvitationId, OrganizationId, PersonId, SessionId, UnitId},
    limits,
    moment::{DAY, HOUR, MINUTE},
    side::Side,
};

statements! {
    ADD = "INSERT INTO session (id, digest, person, name, scopes, made_at, used_at, ends_at, ended_at) VALUES ($1, $2, $3, $4, $5, $6, $6, $7, NULL)";
    USED = "UPDATE session SET used_at = $2, ends_at = CASE WHEN scopes = 'all' THEN $3 ELSE ends_at END WHERE id = $1";
    END = "UPDATE session SET ended_at = $3 WHERE id = $1 AND person = $2 AND ended_at IS NULL";
    END_ALL = "UPDATE session SET ended_at = $2 WHERE person = $1 AND ended_at IS NULL";
    OTHERS = "SELECT id FROM session WHERE person = $1 AND id <> $2 AND ended_at IS NULL ORDER BY id";
    END_OTHERS = "UPDATE session SET ended_at = $3 WHERE person = $1 AND id <> $2 AND ended_at IS NULL";
    ADD_LINK = "INSERT INTO sign_in (digest, person, made_at, ends_at, used_at, address) VALUES ($1, $2, $3, $4, NULL, COALESCE((SELECT a.id FROM address a WHERE a.address = $5), 0))";
    LINKS = "SELECT COUNT(*) FROM sign_in WHERE person = $1 AND made_at > $2";
    USE_LINK = "UPDATE sign_in SET used_at = $2 WHERE digest = $1 AND used_at IS NULL AND ends_at > $2 RETURNING person, address";
    PROVE = "UPDATE address SET verified_at = COALESCE(verified_at, $3) WHERE id = $1 AND person = $2";
    ADD_INVITATION = "INSERT INTO invitation (id, digest, side, unit, organization, administrator, address, made_by, made_at, ends_at, uses_left) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    USE_INVITATION = "UPDATE invitation SET uses_left = uses_left - 1 WHERE digest = $1 AND uses_left > 0 AND ends_at > $2 \
        RETURNING side, unit, organization, administrator, address, made_by";
}

/// What an invitation leads to.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// The side.
    pub side: Side,
    /// The unit, for an employee.
    pub unit: Option<UnitId>,
    /// The organization, for a partner or customer.
    pub organization: Option<OrganizationId>,
    /// Whether the administrator's hat comes with it.
    pub administrator: bool,
    /// The only address it is for; empty for whoever holds the link.
    pub address: String,
    /// Who invited.
    pub made_by: PersonId,
}

impl Writing {
    /// Opens a session or token; gives its id and the secret that is shown once.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn add_session(
        &mut self,
        person: PersonId,
        name: &str,
        scopes: &str,
        days: i64,
    ) -> Result<(SessionId, String), Fault> {
        let (id, token) = (SessionId(self.mint()), secret::token());
        let args = args![id, secret::digest(&token), person, name, scopes, self.at(), self.at().plus(days * DAY)];
        self.run(&ADD, args).await?;
        Ok((id, token))
    }

    /// Notes that a session was used; a browser's lasts on from now.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn use_session(&mut self, session: SessionId) -> Result<(), Fault> {
        self.run(&USED, args![session, self.at(), self.at().plus(limits::SESSION_DAYS * DAY)]).await?;
        Ok(())
    }

    /// Ends one of a person's own sessions; whether it was one.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn end_session(&mut self, person: PersonId, session: SessionId) -> Result<bool, Fault> {
        Ok(self.run(&END, args![session, person, self.at()]).await? == 1)
    }

    /// Ends all of a person's sessions and tokens.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn end_sessions(&mut self, person: PersonId) -> Result<(), Fault> {
        self.run(&END_ALL, args![person, self.at()]).await?;
        Ok(())
    }

    /// Ends all of a person's sessions and tokens but this one; gives those that ended.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn end_other_sessions(&mut self, person: PersonId, kept: SessionId) -> Result<Vec<SessionId>, Fault> {
        let ended = self.rows(&OTHERS, args![person, kept], |row| SessionId(row.int(0))).await?;
        self.run(&END_OTHERS, args![person, kept, self.at()]).await?;
        Ok(ended)
    }

    /// How many sign-in links somebody asked for within the last hour.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn links_asked(&self, person: PersonId) -> Result<i64, Fault> {
        Ok(self.one(&LINKS, args![person, self.at().plus(-HOUR)], |row| row.int(0)).await?.unwrap_or(0))
    }

    /// Makes a sign-in link for an address of hers; gives its secret.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn add_sign_in(&mut self, person: PersonId, address: &MailAddress, minutes: i64) -> Result<String, Fault> {
        let token = secret::token();
        let args = args![secret::digest(&token), person, self.at(), self.at().plus(minutes * MINUTE), address.as_str()];
        self.run(&ADD_LINK, args).await?;
        Ok(token)
    }

    /// Uses a sign-in link up; whose it was. The address it was for is proved, where it is still hers.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn use_sign_in(&mut self, token: &str) -> Result<Option<PersonId>, Fault> {
        let used = self.one(&USE_LINK, args![secret::digest(token), self.at()], |row| (PersonId(row.int(0)), row.int(1))).await?;
        let Some((person, address)) = used else { return Ok(None) };
        self.run(&PROVE, args![address, person, self.at()]).await?;
        Ok(Some(person))
    }

    /// Keeps an invitation; gives its id and secret.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn add_invitation(&mut self, it: &Invitation, uses: i64) -> Result<(InvitationId, String), Fault> {
        let (id, token) = (InvitationId(self.mint()), secret::token());
        let (unit, organization) = (it.unit.map_or(0, |u| u.0), it.organization.map_or(0, |o| o.0));
        let ends = self.at().plus(limits::INVITATION_DAYS * DAY);
        let digest = secret::digest(&token);
        let administrator = i64::from(it.administrator);
        let args = args![
            id,
            digest,
            it.side.word(),
            unit,
            organization,
            administrator,
            it.address.as_str(),
            it.made_by,
            self.at(),
            ends,
            uses
        ];
        self.run(&ADD_INVITATION, args).await?;
        Ok((id, token))
    }

    /// Uses an invitation once; what it leads to.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn use_invitation(&mut self, token: &str) -> Result<Option<Invitation>, Fault> {
        self.one(&USE_INVITATION, args![secret::digest(token), self.at()], |row| Invitation {
            side: Side::from_word(&row.text(0)).unwrap_or(Side::Public),
            unit: Some(row.int(1)).filter(|id| *id != 0).map(UnitId),
            organization: Some(row.int(2)).filter(|id| *id != 0).map(OrganizationId),
            administrator: row.yes(3),
            address: row.text(4),
            made_by: PersonId(row.int(5)),
        })
        .await
    }
}
