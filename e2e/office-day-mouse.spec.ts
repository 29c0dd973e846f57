import { mouse } from './fixtures/hands.ts';
import { officeDay } from './fixtures/office-day.ts';

officeDay(mouse);
