//! The words that invented names are put together from: plants, birds, weather, tools. None says anything about
//! who somebody is.

/// Given names.
pub(crate) const GIVEN: &[&str] = &[
    "Alder", "Anise", "Ash", "Aspen", "Auk", "Avens", "Basil", "Bay", "Birch", "Bracken", "Briar", "Brook",
    "Burdock", "Cedar", "Cicely", "Clove", "Clover", "Coral", "Cricket", "Curlew", "Dale", "Drift", "Dunlin",
    "Elder", "Ember", "Fennel", "Fern", "Finch", "Flax", "Flint", "Frost", "Gale", "Garnet", "Gorse", "Hail",
    "Harrier", "Hazel", "Heath", "Heron", "Hyssop", "Ibis", "Iris", "Ivy", "Jay", "Juniper", "Kestrel", "Lark",
    "Laurel", "Linden", "Linnet", "Lupin", "Mallow", "Maple", "Marram", "Martin", "Merlin", "Mist", "Moss",
    "Myrtle", "Nettle", "Oriole", "Osprey", "Pepper", "Perrin", "Piper", "Plover", "Poppy", "Quill", "Rain",
    "Reed", "Robin", "Rook", "Rowan", "Rue", "Rush", "Sage", "Sedge", "Senna", "Skye", "Sorrel", "Starling",
    "Storm", "Swift", "Tansy", "Teal", "Tern", "Thistle", "Thrift", "Vetch", "Wattle", "Willow", "Wren", "Yarrow",
];

/// Family names.
pub(crate) const FAMILY: &[&str] = &[
    "Adze", "Anvil", "Auger", "Awlman", "Barrow", "Bellows", "Bevel", "Billhook", "Bodkin", "Brace", "Bradawl",
    "Burnish", "Calliper", "Chisel", "Clamp", "Cleaver", "Cooper", "Crank", "Crowbar", "Dibber", "Dowel", "Drum",
    "Ferrule", "Fettle", "File", "Flail", "Forge", "Froe", "Gimlet", "Gouge", "Graver", "Hackle", "Hammer",
    "Handsaw", "Harrow", "Hasp", "Hatchet", "Jack", "Jigger", "Kiln", "Ladle", "Lathe", "Level", "Loom", "Mallet",
    "Mattock", "Maul", "Mortar", "Needle", "Pestle", "Pickaxe", "Pincer", "Pintle", "Plane", "Pliers", "Plumb",
    "Pulley", "Rasp", "Ratchet", "Reamer", "Riddle", "Rivet", "Sander", "Scraper", "Scythe", "Shackle", "Shears",
    "Sickle", "Spindle", "Spokes", "Square", "Swage", "Tenon", "Thimble", "Tongs", "Trowel", "Vice", "Wedge",
    "Wheeler", "Whetstone", "Winch", "Wrench",
];

/// Streets.
pub(crate) const STREETS: &[&str] = &[
    "Wattle Square", "Heron Street", "Gravel Road", "Tern Avenue", "Culvert Lane", "Magpie Row", "Kestrel Street",
    "Sandpiper Court", "Bellbird Close", "Ironbark Way", "Saltbush Drive", "Quarry Road", "Mill Lane",
    "Plover Parade", "Banksia Street", "Weir Street", "Tinsmith Lane", "Pardalote Place",
];

/// Suburbs and towns.
pub(crate) const SUBURBS: &[&str] = &[
    "Plover Bay", "Saltbush", "Quandong", "Ironbark Flat", "Lower Weir", "Bellbird", "Tern Point", "Gravel Hill",
    "Mallee Crossing", "Wattle Downs", "Curlew Creek", "Samphire",
];

/// The word at a place of a list that goes round and round.
pub(crate) fn pick<'a>(words: &[&'a str], n: usize) -> &'a str {
    words.get(n % words.len().max(1)).copied().unwrap_or_default()
}
