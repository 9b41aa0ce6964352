import { tongueOf } from '../tongue';

export const locale = 'pt-BR';
export const { count, month, pick, size, span, tenth, whole } = tongueOf(locale);
