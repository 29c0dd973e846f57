import '../app/zodWithoutEval.ts';
import '../styles/fonts.css';
import '../styles/tokens.css';
import '../styles/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { OfficePage } from './OfficePage.tsx';

const place = document.getElementById('root');
if (place === null) throw new Error('the page has no root element');
createRoot(place).render(
  <StrictMode>
    <OfficePage />
  </StrictMode>,
);
