import { tongueOf } from '../tongue';

export const locale = 'es-BO';
export const { count, month, pick, size, span, tenth, whole } = tongueOf(locale);
