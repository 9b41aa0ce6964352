import HandHeart from '@lucide/svelte/icons/hand-heart';
import MessagesSquare from '@lucide/svelte/icons/messages-square';
import ChartColumn from '@lucide/svelte/icons/chart-column';
import UserPlus from '@lucide/svelte/icons/user-plus';

export const ROLE_ICONS = { registrar: UserPlus, care: MessagesSquare, protection: HandHeart, supervisor: ChartColumn };
