/** `14:03:07`, by the clock of this machine, as the terminal shows it. */
export const clock = (at: number): string => {
  const time = new Date(at);
  return [time.getHours(), time.getMinutes(), time.getSeconds()]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
};
