export { speak, t, type Messages, type TroubleWords } from './language.svelte';
