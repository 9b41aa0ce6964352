export { language, languageNamed, LANGUAGES, speak, spoken, t, type Language, type Messages, type TroubleWords } from './language.svelte';
