//! Names of code systems and extensions.

pub(super) const PERSON: &str = "urn:posta:person";
pub(super) const POST: &str = "urn:posta:post";
pub(super) const FACILITY: &str = "urn:posta:facility";
pub(super) const PROGRAM: &str = "urn:posta:program";
pub(super) const PURPOSE: &str = "urn:posta:purpose";
pub(super) const REQUIREMENT: &str = "urn:posta:requirement";
pub(super) const ENROLLMENT_STATUS: &str = "urn:posta:enrollment-status";
pub(super) const REFERRAL_STATE: &str = "urn:posta:referral-state";
pub(super) const REASON: &str = "urn:posta:reason";
pub(super) const NEED: &str = "urn:posta:need";
pub(super) const ANSWER: &str = "urn:posta:answer";
pub(super) const SERVICE_KIND: &str = "urn:posta:service-kind";

/// The facility that somebody is enrolled at.
pub(super) const FACILITY_OF_COVERAGE: &str = "urn:posta:adscription-facility";
/// That a year of birth comes from an age which somebody estimated.
pub(super) const ESTIMATED: &str = "urn:posta:birth-estimated";
pub(super) const NATIONALITY: &str = "http://hl7.org/fhir/StructureDefinition/patient-nationality";
pub(super) const ABSENT: &str = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

/// Kinds of identifiers: PPN, and NN with the alpha-3 code of a country.
pub(super) const IDENTIFIER: &str = "http://terminology.hl7.org/CodeSystem/v2-0203";
pub(super) const ROLE: &str = "http://terminology.hl7.org/CodeSystem/v3-RoleCode";
pub(super) const ACT: &str = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
pub(super) const CONSENT_SCOPE: &str = "http://terminology.hl7.org/CodeSystem/consentscope";
pub(super) const LOINC: &str = "http://loinc.org";
pub(super) const LANGUAGE: &str = "urn:ietf:bcp:47";
pub(super) const COUNTRY: &str = "urn:iso:std:iso:3166";
