import { keyboard } from './fixtures/hands.ts';
import { officeDay } from './fixtures/office-day.ts';

officeDay(keyboard);
