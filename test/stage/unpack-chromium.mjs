// Run on its own, because the package unpacks into TMPDIR and takes a Lambda of Node 20 for a reason to bring its
// libraries along.
import chromium from '@sparticuz/chromium';

process.stdout.write(await chromium.executablePath());
