/** The zone in which business days are read: that of every shipped calendar. */
export const HOME_ZONE = 'Europe/Amsterdam';
