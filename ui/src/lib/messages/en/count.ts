import { tongueOf } from '../tongue';

export const locale = 'en-GB';
export const { count, month, pick, size, span, tenth, whole } = tongueOf(locale);
