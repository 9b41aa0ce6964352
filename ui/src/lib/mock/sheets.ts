/** The sheets of the pack, in the shape that the shell answers. */
import type { SheetLanguage, SheetView } from '../bindings';
import en from '../../../../packs/bo/sheet.en.json';
import es from '../../../../packs/bo/sheet.es.json';
import fr from '../../../../packs/bo/sheet.fr.json';
import ht from '../../../../packs/bo/sheet.ht.json';
import pt from '../../../../packs/bo/sheet.pt.json';

export const SHEETS: SheetView[] = [es, pt, en, fr, ht];
export const SHEET_LANGUAGES: SheetLanguage[] = SHEETS.map(({ language, name, reviewed }) => ({ code: language, name, reviewed }));
