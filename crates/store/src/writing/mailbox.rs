//! Writing mailboxes elsewhere: who has one in hand, how it stands, how far each folder is read.

use crate::{
    fault::Fault,
    mailbox::{FolderMark, Hold},
    sql::statements,
    value::args,
    writing::Writing,
};
use domain::moment::Moment;

statements! {
    HOLD = "INSERT INTO mailbox (name, space_mail, lease, lease_until, state, words, since_at, next_at) \
        VALUES ($1, $2, $3, $4, 'connecting', '', $5, 0) ON CONFLICT (name) DO UPDATE \
        SET lease = excluded.lease, lease_until = excluded.lease_until, space_mail = excluded.space_mail \
        WHERE mailbox.lease = excluded.lease OR mailbox.lease_until <= $5";
    GIVE_BACK = "UPDATE mailbox SET lease_until = 0 WHERE name = $1 AND lease = $2";
    SAY = "UPDATE mailbox SET state = $3, words = $4, since_at = $5, next_at = $6 WHERE name = $1 AND lease = $2";
    BEGIN_FOLDER = "INSERT INTO mailbox_folder (mailbox, folder, validity, last_uid, recheck_to, began_at, looked_at, state, words, letters, \
        left_behind, last_letter_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 'reading', '', 0, 0, 0) ON CONFLICT (mailbox, folder) DO NOTHING";
    SAY_FOLDER = "UPDATE mailbox_folder SET state = $3, words = $4 WHERE mailbox = $1 AND folder = $2";
    LOOKED = "UPDATE mailbox_folder SET looked_at = $3 WHERE mailbox = $1 AND folder = $2";
    MOVE = "UPDATE mailbox_folder SET validity = $3, last_uid = $4, recheck_to = $5, letters = letters + $6, left_behind = left_behind + $7 \
        WHERE mailbox = $1 AND folder = $2 AND validity = $8 AND last_uid = $9 \
        AND EXISTS (SELECT 1 FROM mailbox m WHERE m.name = $1 AND m.lease = $10)";
    LAST_LETTER = "UPDATE mailbox_folder SET last_letter_at = $3 WHERE mailbox = $1 AND folder = $2";
    LEARN = "INSERT INTO mailbox_letter (mailbox, digest) VALUES ($1, $2) ON CONFLICT (mailbox, digest) DO NOTHING";
    MARK = "SELECT validity, last_uid, recheck_to, began_at, looked_at FROM mailbox_folder WHERE mailbox = $1 AND folder = $2";
    NAMES = "SELECT folder FROM mailbox_folder WHERE mailbox = $1 ORDER BY folder";
    KNOWS = "SELECT CAST(1 AS BIGINT) FROM mailbox_letter WHERE mailbox = $1 AND digest = $2";
}

/// Letters that a move of a mark passes.
#[derive(Clone, Copy, Default, Debug)]
pub struct Passed {
    /// Kept whole.
    pub letters: usize,
    /// Kept by their head only, with a reason.
    pub left_behind: usize,
}

impl Writing {
    /// Moves a folder's mark over letters that this very transaction keeps.
    ///
    /// # Errors
    /// [`Fault::Unfit`] where another node has the mailbox in hand or moved the mark: nothing is written then.
    pub async fn move_folder_mark(
        &mut self,
        hold: &Hold,
        folder: &str,
        (from, to): (&FolderMark, &FolderMark),
        passed: Passed,
    ) -> Result<(), Fault> {
        let name = hold.mailbox();
        let args = args![
            name,
            folder,
            to.validity,
            to.last_uid,
            to.recheck_to,
            passed.letters,
            passed.left_behind,
            from.validity,
            from.last_uid,
            hold.lease(),
        ];
        if self.run(&MOVE, args).await? != 1 {
            return Err(Fault::Unfit(String::from("another node reads this mailbox")));
        }
        if passed.letters > 0 {
            self.run(&LAST_LETTER, args![name, folder, self.at()]).await?;
        }
        Ok(())
    }

    /// Remembers a letter had from a mailbox.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn mailbox_learns(&mut self, hold: &Hold, digest: &[u8]) -> Result<(), Fault> {
        self.run(&LEARN, args![hold.mailbox(), digest]).await?;
        Ok(())
    }

    pub(crate) async fn hold_mailbox(&mut self, hold: &Hold, space_mail: &str, until: Moment) -> Result<bool, Fault> {
        Ok(self.run(&HOLD, args![hold.mailbox(), space_mail, hold.lease(), until, self.at()]).await? == 1)
    }
}
