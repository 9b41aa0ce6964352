-- In which consultation a referral or a follow-up was made; none is 16 zero bytes.
ALTER TABLE referral ADD COLUMN consultation BLOB NOT NULL DEFAULT x'00000000000000000000000000000000';
ALTER TABLE follow_up ADD COLUMN consultation BLOB NOT NULL DEFAULT x'00000000000000000000000000000000';

CREATE INDEX screening_by_consultation ON screening (consultation);
CREATE INDEX referral_by_consultation ON referral (consultation);
CREATE INDEX follow_up_by_consultation ON follow_up (consultation);
CREATE INDEX follow_up_by_referral ON follow_up (referral);
