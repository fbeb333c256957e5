import { render } from 'preact';
import { Workspace } from './workspace.tsx';

const place = document.querySelector('#page');
if (place === null) throw new Error('the document has no place for the page');
render(<Workspace />, place);
