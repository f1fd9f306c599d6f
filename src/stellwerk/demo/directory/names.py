"""Names of people, places and offices in the made-up town of Lindenau."""

_FIRST = """
    Anna Jürgen Sabine Björn Käthe Thomas Zoë Michael Désirée Günther Petra Jörg Ursula Stefan
    Änne Andreas Birgit Ömer Monika Hans-Peter Renate Sören Claudia Götz Ayşe Klaus Susanne
    Rüdiger Martina Bernd Angelika Frank Gabriele Uwe Heike Ralf Karin Dieter Silke Anna-Lena
    Matthias Katharina Lukas Marie Jonas Sophie Leon Hannah Felix Johanna Maximilian Lea Paul
    Emma Noah Charlotte Ben Clara Elias Luise Moritz Friederike Jakob Mathilda Anton Greta
    Emil Frieda Oskar Ida Theo Helene Karl Lotte Ludwig Antonia Konrad Franziska Valentin
    Theresa Benedikt Magdalena Sebastian Veronika Florian Elisabeth Tobias Margarethe
    Christian Hildegard Alexander Irmgard Daniel Waltraud Markus Edeltraud Peter Brigitte
    Wolfgang Hannelore Marie-Luise
"""

FIRST = tuple(_FIRST.split())

_SINGLE = """
    Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer
    Richter Klein Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange
    Schmitt Werner Krause Lehmann Köhler Maier König Mayer Huber Kaiser Fuchs Peters Lang Scholz
    Möller Weiß Jung Hahn Vogel Friedrich Keller Günther Frank Berger Winkler Roth Beck Lorenz
    Baumann Franke Albrecht Schuster Simon Ludwig Böhm Winter Kraus Martin Schumacher Krämer Vogt
    Stein Jäger Otto Sommer Groß Seidel Heinrich Brandt Haas Schreiber Graf Dietrich Ziegler Kuhn
    Kühn Pohl Engel Horn Busch Bergmann Thomas Voigt Sauer Arnold Wolff Pfeiffer Strauß Öztürk
    Yıldız Kovač Nowak Kaminski Rößler Süß Preuß Faßbender Löwe Grün Hübner Thießen Jürgensen
    Brüggemann Lüdecke Mühlenbeck Öhlschläger Ackermann Bäcker Çelik Dörfler Eßer Fröhlich
"""

LAST = (
    *_SINGLE.split(),
    "von der Heide",
    "zu Löwenstein",
    "van den Berg",
    "O'Neill",
    "Meier-Lüdenscheidt",
    "Schulze-Delitzsch",
    "Freifrau von Stein",
)

TITLES = ("Dr.", "Prof. Dr.", "Dipl.-Ing.", "Dr. med. vet.", "Dr. h. c.")

OFFICES = (
    "Bürgerbüro",
    "Stromversorgung",
    "Straßen & Grünflächen",
    "Wasser und Abwasser",
    "Standesamt",
    "Verkehrsbetriebe",
    "Bauen, Wohnen",
    "Bäder",
    "Kämmerei",
    "Kundendienst",
    "Jugendamt",
    "Wärme",
    "Ordnungsamt",
    "Vertrieb",
    "Schulverwaltung",
    "Netzleitstelle",
    "Öffentlichkeitsarbeit",
    "Einkauf",
    "Personalamt",
    "Fuhrpark",
    "Rechtsamt",
    "Werkstatt",
    "Feuerwehr",
    "Buchhaltung",
)
"""Departments; with two contexts every second one belongs to the public utilities."""

POSITIONS = ("Sachbearbeitung", "Amtsleitung", "Teamleitung", "Außendienst", "Ausbildung")

STREETS = ("Große Gasse", "Lindenstraße", "Am Schloß", "Mühlweg", "Königsallee", "Brückenstraße")

CITIES = (
    ("Lindenau", "99901"),
    ("Groß Linden", "99903"),
    ("Mühlstedt", "99905"),
    ("Bad Äsch", "99907"),
)

CONTEXTS = ("Stadtverwaltung", "Stadtwerke")

_LETTERS = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "ß": "ss",
        "é": "e",
        "ë": "e",
        "ş": "s",
        "ı": "i",
        "č": "c",
        "ç": "c",
        " ": "",
        "'": "",
    }
)


def login_part(name: str) -> str:
    """Return a name as it goes into a login: lower-case ASCII, no spaces."""
    return name.lower().translate(_LETTERS)
