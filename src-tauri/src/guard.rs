//! What the window may do, held against what was decided: a change here is a change of the threat model.

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use std::path::Path;

    fn read(name: &str) -> String {
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
    }

    #[test]
    fn the_window_has_one_capability_and_it_is_its_own_zoom() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("capabilities");
        let files: Vec<_> =
            std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name()).collect();
        assert_eq!(files, ["main.json"]);
        let capability = read("capabilities/main.json");
        let words: Vec<&str> = capability.split_whitespace().collect();
        let text = words.join(" ");
        assert!(text.contains(r#""permissions": ["core:webview:allow-set-webview-zoom"]"#), "{text}");
        assert!(text.contains(r#""windows": ["main"]"#), "{text}");
        assert!(!text.contains("remote"), "{text}");
        assert!(read("tauri.conf.json").contains(r#""capabilities": ["main"]"#));
    }

    #[test]
    fn nothing_is_loaded_from_outside_and_no_script_is_written_in_a_page() {
        let config = read("tauri.conf.json");
        let from = config.find("\"csp\": {").unwrap();
        let policy: String = config[from..].lines().skip(1).take_while(|line| line.trim() != "}").collect();
        let policy: Vec<&str> = policy.split(',').map(str::trim).collect();
        assert_eq!(
            policy,
            [
                r#""default-src": "'none'""#,
                r#""script-src": "'self'""#,
                r#""style-src": "'self'""#,
                r#""font-src": "'self'""#,
                r#""img-src": "'self' blob:""#,
                r#""connect-src": "ipc: http://ipc.localhost""#,
                r#""frame-ancestors": "'none'""#,
                r#""base-uri": "'none'""#,
                r#""form-action": "'none'""#,
            ]
        );
        for line in [
            r#""freezePrototype": true"#,
            r#""incognito": true"#,
            r#""withGlobalTauri": false"#,
            r#""create": false"#,
        ] {
            assert!(config.contains(line), "{line}");
        }
        assert!(!config.contains("dangerous"));
    }

    #[test]
    fn the_window_keeps_out_of_pictures_and_of_other_pages() {
        let window = read("src/window.rs");
        for guard in [
            ".content_protected(true)",
            ".devtools(cfg!(debug_assertions))",
            "NewWindowResponse::Deny",
            ".on_navigation(|url| is_ours(",
        ] {
            assert!(window.contains(guard), "{guard}");
        }
    }

    /// A profile in the clear beside the sealed files would tell who was looked for.
    #[test]
    fn nothing_but_a_window_built_for_tests_can_be_driven_or_keeps_a_profile() {
        let window = read("src/window.rs");
        for word in ["data_directory", "incognito(false)", "TAURI_WEBVIEW_AUTOMATION"] {
            assert_eq!(window.matches(word).count(), 1, "{word}");
        }
        assert!(window.contains("if is_driven() {\n            window = window.incognito(false)"));
        assert!(window.contains(r#"cfg!(any(debug_assertions, feature = "automation"))"#));
        // No bundle asks for it, and nobody gets it without asking.
        let manifest = read("Cargo.toml");
        let features = manifest.split("[features]").nth(1).and_then(|rest| rest.split("\n[").next()).unwrap();
        assert!(features.contains("\nautomation = []\n"), "{features}");
        assert_eq!(features.matches("automation").count(), 1, "{features}");
        assert!(!features.contains("default"), "{features}");
        assert!(!read("tauri.conf.json").contains("automation"));
    }

    /// Every command takes words and gives them to the app: none opens, spawns or asks the system for anything.
    #[test]
    fn commands_reach_the_app_only() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/commands");
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            for word in ["std::fs", "std::process", "std::net", "AppHandle", "Window", "shell()", "opener"] {
                assert!(!text.contains(word), "{word} in {}", path.display());
            }
        }
        let commands = read("src/bindings.rs");
        let listed = commands.matches("commands::").count();
        let written: usize = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/commands"))
            .unwrap()
            .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
            .map(|text| text.matches("#[tauri::command]").count())
            .sum();
        assert_eq!(
            listed, written,
            "a command is not in the one list, or the list names one that is not there"
        );
    }
}
