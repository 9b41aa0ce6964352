//! `GET /v1/health`: the server answers.

/// Always "posta".
pub async fn health() -> &'static str {
    "posta"
}
