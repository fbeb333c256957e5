import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export type Assets = {
  readonly document: string;
  readonly script: Uint8Array;
  readonly style: Uint8Array;
};

const folder = fileURLToPath(new URL('browser/', import.meta.url));

/** The page, from its sources, in memory: there is no build step and nothing to be out of date. */
export async function bundleAssets(): Promise<Assets> {
  const { outputFiles } = await build({
    entryPoints: { page: `${folder}page.tsx`, style: `${folder}styles/page.css` },
    outdir: folder,
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'silent',
  });
  const find = (name: string): Uint8Array => {
    const file = outputFiles.find(({ path }) => path.endsWith(name));
    if (file === undefined) throw new Error(`the page's bundle has no ${name}`);
    return file.contents;
  };
  return { document, script: find('page.js'), style: find('style.css') };
}

const document = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Snapkeeper sandbox</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/style.css">
<script type="module" src="/page.js"></script>
</head>
<body><div id="page"></div><noscript>The sandbox's page needs JavaScript.</noscript></body>
</html>
`;
