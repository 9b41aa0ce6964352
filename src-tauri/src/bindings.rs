//! The one list of commands: the window's handler and `ui/src/lib/bindings.ts` both come from it.

use crate::commands;
use posta_app::view;
use tauri_specta::{Builder, collect_commands};

/// Every command that the window may call. One type a struct: what goes in is written whole, what comes out
/// holds `null` for nothing, so no struct needs a second shape for the other direction.
pub fn bindings() -> Builder<tauri::Wry> {
    Builder::<tauri::Wry>::new()
        .disable_serde_phases()
        .typ::<view::InvitationView>()
        .typ::<view::CodeView>()
        .typ::<view::ChallengeView>()
        .typ::<view::MembersView>()
        .typ::<view::NoticeCard>()
        .typ::<view::AuditFilter>()
        .typ::<view::AuditPage>()
        .typ::<view::ExportView>()
        .typ::<view::ErasureCard>()
        .commands(collect_commands![
            commands::session::profile,
            commands::session::resume,
            commands::session::set_pin,
            commands::session::pause,
            commands::session::touch,
            commands::session::lock_all,
            commands::join::look_at_invitation,
            commands::join::look_at_invitation_file,
            commands::join::join,
            commands::join::join_from_file,
            commands::join::resume_join,
            commands::join::begin_join_anew,
            commands::attach::attach_request,
            commands::attach::attach_answer,
            commands::attach::attach_finish,
            commands::recovery::begin_recovery,
            commands::recovery::inspect_challenge,
            commands::recovery::answer_recovery,
            commands::recovery::finish_recovery,
            commands::recovery::change_password,
            commands::code::qr,
            commands::code::read_qr,
            commands::session::unlock,
            commands::session::lock,
            commands::catalogue::catalogue,
            commands::look::look,
            commands::look::set_look,
            commands::home::home,
            commands::person::find_people,
            commands::person::same_people,
            commands::person::person,
            commands::person::check_person,
            commands::person::register_person,
            commands::person::edit_person,
            commands::person::resolve_conflict,
            commands::pair::look_for_pairs,
            commands::pair::pairs_page,
            commands::pair::pair,
            commands::pair::decide_pair,
            commands::elsewhere::ask_elsewhere,
            commands::elsewhere::elsewhere_page,
            commands::elsewhere::decide_elsewhere,
            commands::elsewhere::look_up_elsewhere,
            commands::elsewhere::bring_person,
            commands::conflict::conflicts_page,
            commands::conflict::put_off_conflict,
            commands::conflict::office_conflicts,
            commands::consultation::record_consultation,
            commands::consultation::consultation,
            commands::consultation::write_part,
            commands::consultation::sign_part,
            commands::consultation::amend_part,
            commands::consultation::tend_need,
            commands::consultation::link_consultation,
            commands::consultation::unlink_consultation,
            commands::consultation::unlinked_consultations,
            commands::screening::instruments,
            commands::screening::questionnaire,
            commands::screening::score_screening,
            commands::screening::record_screening,
            commands::screening::screenings,
            commands::service::services,
            commands::service::save_service,
            commands::service::verify_service,
            commands::shelf::shelf,
            commands::shelf::search_shelf,
            commands::shelf::shelf_page,
            commands::shelf::save_shelf_item,
            commands::shelf::add_shelf_file,
            commands::shelf::save_shelf_file,
            commands::shelf::shelf_file,
            commands::shelf::places_with,
            commands::training::trainings,
            commands::training::training,
            commands::training::save_training,
            commands::training::save_participant,
            commands::training::withdraw_participant,
            commands::training::evaluate,
            commands::training::training_report,
            commands::training::certificate,
            commands::training::save_certificate,
            commands::practice::start_practice,
            commands::practice::end_practice,
            commands::practice::practice_people,
            commands::practice::first_day,
            commands::practice::set_first_day,
            commands::plan::plans,
            commands::plan::plan,
            commands::plan::meeting,
            commands::plan::save_plan,
            commands::plan::save_meeting,
            commands::plan::save_commitment,
            commands::referral::create_referral,
            commands::referral::referrals,
            commands::referral::referral,
            commands::referral::step_referral,
            commands::referral::answer_referral,
            commands::referral::referral_letter,
            commands::referral::note_letter_printed,
            commands::referral::save_referral_letter,
            commands::summary::summary_offer,
            commands::summary::summary_page,
            commands::summary::save_summary,
            commands::summary::read_summary,
            commands::export::export_preview,
            commands::export::export_run,
            commands::export::export_progress,
            commands::export::preview_table,
            commands::export::import_table,
            commands::figures::figures,
            commands::figures::figure_campaigns,
            commands::figures::national_figures,
            commands::figures::take_national_figures,
            commands::figures::figures_print,
            commands::figures::save_figures,
            commands::follow_up::agenda,
            commands::follow_up::plan_follow_up,
            commands::follow_up::settle_follow_up,
            commands::follow_up::reassign_follow_up,
            commands::follow_up::team_mates,
            commands::draft::save_draft,
            commands::draft::discard_draft,
            commands::sync::sync_now,
            commands::sync::sync_if_due,
            commands::sync::sync_progress,
            commands::sync::note_network,
            commands::sync::sync_view,
            commands::register::register_page,
            commands::members::members,
            commands::members::revoke_user,
            commands::members::revoke_device,
            commands::members::admit,
            commands::notice::hand_over,
            commands::notice::hand_on,
            commands::notice::tell_protection,
            commands::notice::notices,
            commands::notice::settle_notice,
            commands::audit::audit_page,
            commands::audit::open_restricted,
            commands::audit::note_printed,
            commands::audit::export_person,
            commands::erasure::order_erasure,
            commands::erasure::agree_erasure,
            commands::erasure::erasures,
            commands::erasure::past_retention,
            commands::enrollment::check_eligibility,
            commands::enrollment::enroll_person,
            commands::enrollment::decide_eligibility,
            commands::enrollment::mark_requirement,
            commands::enrollment::set_enrollment_status,
            commands::enrollment::change_facility,
            commands::consent::record_consent,
            commands::household::set_household,
            commands::paper::read_mrz,
            commands::paper::open_card,
            commands::paper::sheet_languages,
            commands::paper::rights_sheet,
            commands::paper::slip,
            commands::paper::save_slip,
            commands::paper::card,
            commands::paper::save_card,
            commands::paper::sheet_print,
            commands::paper::save_sheet,
            commands::carry::carry_view,
            commands::carry::carry_save,
            commands::carry::carry_take,
            commands::peer::peer_listen,
            commands::peer::peer_call,
            commands::peer::peer_view,
            commands::peer::peer_confirm,
            commands::peer::peer_stop,
            commands::complaint::record_complaint,
            commands::complaint::complaints,
        ])
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use std::{fs, path::Path};

    const HEADER: &str = "// Generated from src-tauri by `cargo xtask bindings`. Do not edit.\n";

    /// Told `POSTA_WRITE_BINDINGS=1`, writes the file instead of refusing a stale one.
    #[test]
    fn bindings_are_fresh() {
        let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/lib/bindings.ts");
        let folder = tempfile::tempdir().unwrap();
        let fresh = folder.path().join("bindings.ts");
        super::bindings().export(specta_typescript::Typescript::default().header(HEADER), &fresh).unwrap();
        let fresh = fs::read_to_string(fresh).unwrap();
        if std::env::var_os("POSTA_WRITE_BINDINGS").is_some_and(|told| told == "1") {
            fs::write(&committed, &fresh).unwrap();
        }
        let found = fs::read_to_string(&committed).unwrap_or_default();
        assert!(found == fresh, "ui/src/lib/bindings.ts is stale: run `cargo xtask bindings`");
    }
}
