export const SURVEY_MOMENTS = ['INTAKE', 'MID', 'END', 'M3', 'M12'] as const;
