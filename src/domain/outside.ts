/** `60 of 120 records lie outside the window` */
export const tellOutside = (outside: number, records: number): string =>
  `${outside} of ${records} ${records === 1 ? 'record' : 'records'} ${outside === 1 ? 'lies' : 'lie'} outside the window`;
