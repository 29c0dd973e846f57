import { drawFrom, slip } from './drawing.ts';
import { contactOf, type Human, type LabelledContact, type Maker, makerOf, type Written } from './maker.ts';
import { addOrganisations } from './organisations.ts';
import { CALLED, FAMILY, FEMALE, MALE, MARKS, STREETS, TRADES, TWINS } from './sample-names.ts';

const clearName = (human: Human): boolean => human.given.length > 4 && human.family.length > 4;

/** Situations in which one client has several records. */
const REPEATED: Readonly<Record<string, (make: Maker) => readonly Written[]>> = {
  'same e-mail': ({ human, mobile, place }) => {
    const one = human();
    return [one, { given: one.given, family: one.family, email: one.email.toUpperCase().toLowerCase(), phone: mobile(), place: place() }];
  },
  'same mobile': ({ human, email }) => {
    const one = human();
    return [one, { given: one.given, family: one.family, phone: one.phone, email: email(one.given, one.family) }];
  },
  'name and birth date': ({ human, mobile, place }) => {
    const one = human();
    return [
      { ...one, email: undefined as never },
      { given: one.given, family: one.family, born: one.born, phone: mobile(), place: place() },
    ];
  },
  'name and suburb': ({ human, draw }) => {
    const one = human({ family: draw.pick(FAMILY.slice(50)), given: draw.pick([...FEMALE, ...MALE].filter((name) => name.length > 3)) });
    return [
      { given: one.given, family: one.family, place: one.place, email: one.email },
      { given: one.given, family: one.family, place: { ...one.place, street: '' } },
    ];
  },
  nickname: ({ human, draw, mobile }) => {
    const one = human({ given: draw.common(Object.keys(CALLED)) });
    const called = draw.pick(CALLED[one.given] ?? [one.given]);
    const second = draw.below(3);
    return [
      one,
      {
        given: called,
        family: one.family,
        ...(second === 0 ? { born: one.born, phone: mobile() } : second === 1 ? { phone: one.phone } : { email: one.email }),
      },
    ];
  },
  'names exchanged': ({ human, draw }) => {
    const one = human();
    const second = draw.below(3);
    return [
      one,
      {
        given: one.family,
        family: one.given,
        ...(second === 0 ? { born: one.born } : second === 1 ? { phone: one.phone } : { email: one.email }),
      },
    ];
  },
  'married name': ({ human, draw, email, mobile }) => {
    const one = human({ given: draw.common(FEMALE) });
    const family = draw.common(FAMILY);
    const second = draw.below(4);
    const shared: Written =
      second === 0
        ? { born: one.born, phone: one.phone }
        : second === 1
          ? { born: one.born, email: one.email }
          : second === 2
            ? { phone: one.phone, email: one.email }
            : { born: one.born, place: one.place };
    const double = draw.chance(25) ? `${one.family}-${family}` : family;
    return [one, { given: one.given, family: double, email: email(one.given, family), phone: mobile(), ...shared }];
  },
  'slip in family name': ({ human, draw }) => {
    let one = human();
    while (!clearName(one)) one = human();
    const second = draw.below(3);
    return [
      one,
      {
        given: one.given,
        family: slip(one.family, draw),
        ...(second === 0 ? { born: one.born } : second === 1 ? { phone: one.phone } : { email: one.email }),
      },
    ];
  },
  'slip in given name': ({ human, draw }) => {
    let one = human();
    while (!clearName(one)) one = human();
    const second = draw.below(3);
    return [
      one,
      {
        given: slip(one.given, draw),
        family: one.family,
        ...(second === 0 ? { born: one.born, place: one.place } : second === 1 ? { phone: one.phone } : { email: one.email }),
      },
    ];
  },
  'slip in e-mail or number': ({ human, draw }) => {
    const one = human();
    return [
      one,
      draw.chance(50)
        ? { given: one.given, family: one.family, email: slip(one.email, draw), phone: one.phone }
        : {
            given: one.given,
            family: one.family,
            email: one.email,
            phone: `${one.phone.slice(0, -1)}${String((Number(one.phone.at(-1)) + 3) % 10)}`,
          },
    ];
  },
  'slip in birth date': ({ human, draw }) => {
    const one = human({ born: { year: 1950 + draw.below(50), month: 1 + draw.below(12), day: 1 + draw.below(12) } });
    const { year, month, day } = one.born;
    return [
      one,
      {
        given: one.given,
        family: one.family,
        born: draw.chance(50) ? { year, month: day, day: month } : { year, month, day: day === 9 ? 8 : day + 1 },
        email: one.email,
      },
    ];
  },
  initial: ({ human, draw }) => {
    const one = human();
    return [one, { given: one.given.slice(0, 1), family: one.family, ...(draw.chance(50) ? { phone: one.phone } : { email: one.email }) }];
  },
  'three records': ({ human, mobile, email }) => {
    const one = human();
    return [
      one,
      { given: one.given, family: one.family, born: one.born, phone: one.phone, email: email(one.given, one.family) },
      { given: one.given, family: one.family, born: one.born, email: one.email, phone: mobile() },
    ];
  },
};

/** Situations in which several clients look alike. */
const ALIKE: Readonly<Record<string, (make: Maker) => readonly Written[]>> = {
  'couple sharing all': ({ human, draw, landline, place, born }) => {
    const family = draw.common(FAMILY);
    const home = {
      family,
      place: place(),
      phone: landline(),
      email: `the.${family}s${String(draw.below(9999))}@bigpond.com`.toLowerCase().replaceAll(/[' ]/gu, ''),
    };
    return [human({ ...home, given: draw.common(FEMALE) }), human({ ...home, given: draw.common(MALE), born: born(1940, 2000) })];
  },
  'family sharing e-mail and phone': ({ human, draw, mobile, place, born }) => {
    const mother = human({ given: draw.common(FEMALE), phone: mobile(), place: place() });
    const children = [...new Set([draw.pick(FEMALE), draw.pick(MALE), draw.pick(MALE)])].filter((given) => given !== mother.given);
    return [mother, ...children.map((given) => ({ ...mother, given, born: born(2004, 2022) }))];
  },
  'father and son of one name': ({ human, draw, born, mobile }) => {
    const father = human({ given: draw.common(MALE), born: born(1940, 1965) });
    const said = draw.chance(50);
    return [
      said ? { ...father, suffix: 'Snr' } : father,
      { ...father, born: born(1970, 2002), phone: draw.chance(50) ? father.phone : mobile(), ...(said ? { suffix: 'Jnr' } : {}) },
    ];
  },
  twins: ({ human, draw, born }) => {
    const [one, other] = draw.chance(60) ? draw.pick(TWINS) : [draw.common(FEMALE), draw.common(MALE)];
    const first = human({ given: one, born: born(1990, 2020) });
    return [first, { ...first, given: other }];
  },
  'colleagues on an office number': ({ human, draw, landline, place }) => {
    const office = { phone: landline(), place: place(), employer: `${draw.pick(MARKS)} ${draw.pick(TRADES)}` };
    const mail = draw.chance(40) ? `info@${office.employer.replaceAll(' ', '').toLowerCase()}${String(draw.below(999))}.com.au` : null;
    return Array.from({ length: 3 + draw.below(30) }, () => {
      const one = human();
      return { given: one.given, family: one.family, email: mail ?? one.email, ...office };
    });
  },
  'same name, other person': ({ human, draw, born }) => {
    const one = human({
      given: draw.pick([...FEMALE.slice(0, 8), ...MALE.slice(0, 8)]),
      family: draw.pick(FAMILY.slice(0, 12)),
      born: born(1940, 1970),
    });
    const other = human({ given: one.given, family: one.family, born: born(1971, 2003) });
    return draw.chance(50)
      ? [one, { ...other, place: { ...other.place, suburb: one.place.suburb, postcode: one.place.postcode } }]
      : [one, other];
  },
  'same birth date and given name': ({ human, draw }) => {
    const one = human();
    return [one, human({ given: one.given, born: one.born, family: draw.pick(FAMILY.filter((family) => family !== one.family)) })];
  },
  'same birth date and family name': ({ human, draw }) => {
    const one = human();
    return [one, human({ family: one.family, born: one.born, given: draw.pick(MALE.filter((given) => given !== one.given)) })];
  },
  'neighbours of one family name': ({ human, draw }) => {
    const one = human();
    return [
      one,
      human({ family: one.family, place: { ...one.place, street: `${String(1 + draw.below(90))} ${draw.pick(STREETS)} Street` } }),
    ];
  },
};

/** Names of situations in which one client has several records. */
export const REPEATED_KINDS: readonly string[] = Object.keys(REPEATED);

/**
 * Makes a book of at least `size` contacts in which it is known who is who: nine in ten stand alone or only look like others, the rest are second
 * and third records. Knows nothing of how pairs are found.
 */
export const labelledBook = (seed: number, size: number): readonly LabelledContact[] => {
  const draw = drawFrom(seed);
  const made: LabelledContact[] = [];
  const make = makerOf(draw, made);
  const [repeated, alike] = [Object.entries(REPEATED), Object.entries(ALIKE)];
  while (made.length < size) {
    const turn = draw.below(100);
    if (turn < 45) {
      const alone = make.human();
      const thin = draw.chance(35);
      make.add(
        'alone',
        make.client(),
        contactOf(
          thin
            ? {
                given: alone.given,
                family: alone.family,
                ...(draw.chance(50) ? { email: alone.email } : { phone: alone.phone, place: alone.place }),
              }
            : alone,
        ),
      );
    } else if (turn < 70) {
      const [kind, write] = draw.pick(repeated);
      const client = make.client();
      for (const written of write(make)) make.add(kind, client, contactOf(written));
    } else if (turn < 85) {
      const [kind, write] = draw.pick(alike);
      for (const written of write(make)) make.add(kind, make.client(), contactOf(written));
    } else addOrganisations(make);
  }
  return made;
};
