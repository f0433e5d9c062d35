/** ISO order, Monday first. */
export const WEEKDAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const;
/** How sure a legal parameter is: high, medium, low. */
export const CONFIDENCES = ['H', 'M', 'L'] as const;
