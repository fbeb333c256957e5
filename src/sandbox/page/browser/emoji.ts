// The few that a bot of this kind may use; any other name is shown as it was written, between its colons.
const known: Readonly<Record<string, string>> = {
  white_check_mark: '✅',
  heavy_check_mark: '✔️',
  x: '❌',
  warning: '⚠️',
  hourglass: '⌛',
  hourglass_flowing_sand: '⏳',
  lock: '🔒',
  unlock: '🔓',
  camera: '📷',
  floppy_disk: '💾',
  mag: '🔍',
  bell: '🔔',
  no_entry: '⛔',
  question: '❓',
  rotating_light: '🚨',
  clock3: '🕒',
  wastebasket: '🗑️',
  rocket: '🚀',
  wave: '👋',
  '+1': '👍',
  '-1': '👎',
};

export function emoji(text: string): string {
  return text.replaceAll(/:([a-z0-9_+-]+):/g, (whole, name: string) => known[name] ?? whole);
}
