// Names for made-up books, in the order of how common they are. Kept apart from the table that the search reads.

export const FEMALE =
  'Sarah Michelle Emma Jessica Karen Olivia Rebecca Margaret Priya Susan Mei Charlotte Amanda Linh Nicole Elizabeth Fatima Lauren Helen Grace Anjali Jennifer Ngoc Chloe Katherine Deborah Isla Samantha Wei Patricia Zoe Victoria Aaliyah Joanne Thuy Stephanie Ingrid Catherine Marija Penelope Xiaoling Kirra Siobhan Beatriz Philippa Yasmin Georgina Oksana Tamsin Eleni'.split(
    ' ',
  );
export const MALE =
  'David Michael James Andrew Matthew Daniel John Robert Wei Peter Christopher Thomas Raj Anthony Mark Nguyen William Benjamin Ahmed Steven Joshua Minh Nicholas Samuel Gregory Timothy Jack Arjun Patrick Jonathan Edward Lachlan Omar Philip Angus Giuseppe Kenneth Hamish Dimitri Haruki Callum Zoran Alejandro Torben Malakai Bartholomew Fergus Tadeusz Ranjit Ewan'.split(
    ' ',
  );
export const FAMILY =
  "Smith Nguyen Jones Brown Williams Wilson Taylor Singh Lee Chen Wang Tran Li Anderson Martin White Thompson Kelly King Zhang Ryan Harris Walker Robinson Patel Campbell O'Brien Liu Kaur Pham Hughes Murphy Hall Clarke Young Morris Baker Edwards Green Mitchell Wright Turner Scott Stewart Moore Khan Le Cooper Watson Papadopoulos Rossi Kowalski McKenzie Fitzgerald van der Berg Hargreaves Okonkwo Ashworth Bellingham Castellano Dragovic Ekanayake Featherstone Goldsworthy Hernandez Ivanovski Jayawardena Karagiannis Lindqvist Moustafa Nakamura Oberholzer Pettigrew Quaresma Ravindran Schneider Tavaszi Ueda Vandenberg Whitcombe Xenakis Yilmaz Zielinski Abernethy Brightwater Cunningham Delacroix Everingham Farquharson Gillespie Hollingsworth Islington Jankowski Kirkpatrick Loughnan McAllister Northcote Ottaway Prendergast Quilty Rutherglen Stanislaus Trevithick Underhill Vlahos Winterbourne"
    .replace('van der Berg', 'van_der_Berg')
    .split(' ')
    .map((name) => name.replaceAll('_', ' '));

/** A full name and how its bearer may be called; written from memory of how people are called, not from the table of the program. */
export const CALLED: Readonly<Record<string, readonly string[]>> = {
  Michelle: ['Shell'],
  Jessica: ['Jess'],
  Rebecca: ['Bec', 'Becky'],
  Margaret: ['Maggie', 'Peg', 'Marg'],
  Susan: ['Sue'],
  Amanda: ['Mandy'],
  Nicole: ['Nikki'],
  Elizabeth: ['Liz', 'Beth', 'Libby', 'Betty'],
  Jennifer: ['Jen', 'Jenny'],
  Katherine: ['Kate', 'Kathy', 'Katie'],
  Deborah: ['Deb', 'Debbie'],
  Samantha: ['Sam'],
  Patricia: ['Pat', 'Trish'],
  Victoria: ['Vicky', 'Tori'],
  Joanne: ['Jo'],
  Stephanie: ['Steph'],
  Catherine: ['Cath', 'Cathy', 'Kate'],
  Penelope: ['Penny'],
  Philippa: ['Pip'],
  Georgina: ['Georgie'],
  David: ['Dave'],
  Michael: ['Mike', 'Mick'],
  James: ['Jim', 'Jimmy', 'Jamie'],
  Andrew: ['Andy', 'Drew'],
  Matthew: ['Matt'],
  Daniel: ['Dan', 'Danny'],
  John: ['Jack', 'Johnny'],
  Robert: ['Rob', 'Bob', 'Robbie'],
  Peter: ['Pete'],
  Christopher: ['Chris'],
  Thomas: ['Tom'],
  Anthony: ['Tony'],
  William: ['Bill', 'Will', 'Billy'],
  Benjamin: ['Ben'],
  Steven: ['Steve', 'Stephen'],
  Joshua: ['Josh'],
  Nicholas: ['Nick'],
  Samuel: ['Sam'],
  Gregory: ['Greg'],
  Timothy: ['Tim'],
  Patrick: ['Pat', 'Paddy'],
  Jonathan: ['Jon', 'Jonathon'],
  Edward: ['Ed', 'Ted'],
  Lachlan: ['Lachie'],
  Philip: ['Phil', 'Phillip'],
  Kenneth: ['Ken'],
};

/** Given names of twins that look alike. */
export const TWINS: readonly (readonly [string, string])[] = [
  ['Jayden', 'Hayden'],
  ['Emily', 'Emma'],
  ['Ella', 'Bella'],
  ['Madison', 'Addison'],
  ['Ryan', 'Bryan'],
  ['Lucas', 'Luke'],
  ['Anna', 'Hanna'],
  ['Jack', 'Jake'],
  ['Isabella', 'Isobel'],
  ['Tara', 'Sara'],
  ['Daniel', 'Nathaniel'],
  ['Olivia', 'Oliver'],
];

/** Suburbs with their postcodes, the large ones first. */
export const SUBURBS: readonly (readonly [string, string])[] = [
  ['Parramatta', '2150'],
  ['Blacktown', '2148'],
  ['Cabramatta', '2166'],
  ['Newtown', '2042'],
  ['Marrickville', '2204'],
  ['Chatswood', '2067'],
  ['Penrith', '2750'],
  ['Hurstville', '2220'],
  ['Liverpool', '2170'],
  ['Castle Hill', '2154'],
  ['Dee Why', '2099'],
  ['Cronulla', '2230'],
  ['Leichhardt', '2040'],
  ['Auburn', '2144'],
  ['Bankstown', '2200'],
  ['Ryde', '2112'],
  ['Mosman', '2088'],
  ['Katoomba', '2780'],
  ['Gosford', '2250'],
  ['Bowral', '2576'],
  ['Kiama', '2533'],
  ['Orange', '2800'],
  ['Mudgee', '2850'],
  ['Yass', '2582'],
];

export const STREETS =
  'Wattle Banksia Church George Station Victoria Albert Railway Park Ocean Bridge Mill Acacia King Queen Elizabeth Macquarie Phillip Bourke Crown Forest High Hill Lake River'.split(
    ' ',
  );
export const TRADES =
  'Bakery Plumbing Electrical Holdings Investments Constructions Transport Landscaping Dental Pharmacy Motors Joinery Consulting Properties Catering Physiotherapy Roofing Freight Vineyards Engineering'.split(
    ' ',
  );
export const MARKS =
  'Harbour Wattle Coastal Southern Summit Banksia Kestrel Redgum Meridian Bluewater Ironbark Lighthouse Pinnacle Riverina Sapphire Tasman Uluru Vista Westgate Yarra Aurora Billabong Coolabah Dorrigo Emu'.split(
    ' ',
  );
