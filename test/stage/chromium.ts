import { execFile } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';

const run = promisify(execFile);

const root = fileURLToPath(new URL('../..', import.meta.url));
const cache = join(root, 'node_modules/.cache');
const bundled = join(cache, 'chromium-147.0.0');

/** A browser to look at pages with, or the sentence that says why there is none. */
export async function launchChromium(): Promise<Browser | string> {
  const own = systemChromium();
  if (own === null && !(process.platform === 'linux' && process.arch === 'x64'))
    return 'there is no Chromium here, and the one among the packages is for Linux on x64';
  try {
    const env = own === null ? await bundledEnv() : { ...process.env };
    return await chromium.launch({
      executablePath: own ?? join(bundled, 'chromium'),
      // Without a sandbox of its own: it opens nothing but this machine's page, and CI often runs as root.
      args: ['--no-sandbox', '--no-zygote', '--disable-gpu', '--font-render-hinting=none'],
      env: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value ?? ''])),
    });
  } catch (error) {
    return `Chromium does not start here: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function systemChromium(): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const paths = names.flatMap(name => folders.map(folder => join(folder, name)));
  return paths.find(isProgram) ?? null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Unpacks it once, and whole: two test runs may come here at the same moment. */
async function bundledEnv(): Promise<NodeJS.ProcessEnv> {
  if (!existsSync(bundled)) {
    mkdirSync(cache, { recursive: true });
    const folder = mkdtempSync(join(cache, 'unpacking-'));
    await run(process.execPath, [fileURLToPath(new URL('unpack-chromium.mjs', import.meta.url))], {
      env: { PATH: process.env['PATH'] ?? '', TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' },
    });
    writeFileSync(join(folder, 'fonts.conf'), fontConfig);
    try {
      renameSync(folder, bundled);
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      if (!existsSync(bundled)) throw error;
    }
  }
  return {
    ...process.env,
    LD_LIBRARY_PATH: join(bundled, 'al2023/lib'),
    FONTCONFIG_FILE: join(bundled, 'fonts.conf'),
  };
}

/** The package's own looks for its fonts in /tmp only. */
const fontConfig = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${bundled}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${bundled}/font-cache</cachedir>
  <alias><family>system-ui</family><prefer><family>Open Sans</family></prefer></alias>
  <alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
  <alias><family>sans-serif</family><prefer><family>Open Sans</family></prefer></alias>
</fontconfig>
`;
