using System.Globalization;

namespace OrderToCash.Console.Demo;

/// <summary>Names of people and firms, and accounts at German banks: the same number gives the same ones.</summary>
internal static class DemoNames
{
    /// <summary>IBAN, check digits left out: the country's letters as digits and two zeros.</summary>
    private const string CountryAndZeros = "131400";

    private static readonly string[] First =
    [
        "Anna", "Jonas", "Marie", "Paul", "Lena", "Felix", "Sophie", "Maximilian", "Emma", "Lukas", "Mia", "Leon",
        "Hannah", "Elias", "Lea", "Noah", "Clara", "Ben", "Johanna", "Moritz", "Ida", "Jakob", "Greta", "Anton",
        "Katharina", "Sebastian", "Julia", "Christian", "Sabine", "Thomas", "Petra", "Andreas", "Monika", "Jürgen",
        "Ursula", "Wolfgang", "Renate", "Günther", "Ingrid", "Heinz", "Birgit", "Uwe", "Claudia", "Frank", "Nicole",
        "Stefan", "Melanie", "Torsten", "Ayşe", "Mehmet", "Fatma", "Emre", "Agnieszka", "Piotr", "Olga", "Dmitri",
        "Nguyen", "Chiara", "Marco", "José", "Zoë", "Björn", "Sören", "Käthe",
    ];

    private static readonly string[] Last =
    [
        "Müller", "Schmidt", "Schneider", "Fischer", "Weber", "Meyer", "Wagner", "Becker", "Schulz", "Hoffmann",
        "Schäfer", "Koch", "Bauer", "Richter", "Klein", "Wolf", "Schröder", "Neumann", "Schwarz", "Zimmermann",
        "Braun", "Krüger", "Hofmann", "Hartmann", "Lange", "Schmitt", "Werner", "Schmitz", "Krause", "Meier",
        "Lehmann", "Schmid", "Schulze", "Maier", "Köhler", "Herrmann", "König", "Walter", "Mayer", "Huber", "Kaiser",
        "Fuchs", "Peters", "Lang", "Scholz", "Möller", "Weiß", "Jung", "Hahn", "Schubert", "Vogel", "Friedrich",
        "Keller", "Günther", "Frank", "Berger", "Winkler", "Roth", "Beck", "Lorenz", "Baumann", "Franke", "Albrecht",
        "Schuster", "Simon", "Ludwig", "Böhm", "Winter", "Kraus", "Martin", "Schumacher", "Krämer", "Vogt", "Stein",
        "Jäger", "Otto", "Sommer", "Groß", "Seidel", "Heinrich", "Brandt", "Haas", "Schreiber", "Graf", "Schulte",
        "Dietrich", "Ziegler", "Kuhn", "Kühn", "Pohl", "Engel", "Horn", "Busch", "Bergmann", "Thomas", "Voigt",
        "Sauer", "Arnold", "Wolff", "Pfeiffer", "Yılmaz", "Kaya", "Demir", "Nowak", "Kowalski", "Wójcik", "Petrov",
        "Ivanova", "Nguyễn", "Rossi", "García", "Janssen", "de Vries", "van den Berg", "von Hohenstein",
        "Freiherr von Lüttwitz", "Öztürk", "Çelik", "Strauß", "Heß", "Thießen", "Freytag", "Quandt", "Xanthopoulos",
        "Ebner-Eschenbach", "Leutheusser-Schnarrenberger", "Adam", "Zoller",
    ];

    private static readonly string[] Firms =
    [
        "Elektro {0} GmbH", "{0} & Söhne KG", "Autohaus {0} e.K.", "{0} Bürobedarf und Einrichtungen GmbH & Co. KG",
        "Praxis Dr. {0}", "Gasthof {0} OHG", "{0} Consulting UG (haftungsbeschränkt)", "Gebr. {0} Metallbau GmbH",
    ];

    private static readonly string[] BankCodes =
        ["10050000", "20050550", "37040044", "43060967", "50010517", "70150000", "76026000", "12030000"];

    /// <summary>A person; the first eight thousand have different names.</summary>
    public static string PersonOf(int number)
    {
        var (place, round) = Place(number);
        var first = First[place % First.Length];
        return round == 0
            ? $"{first} {Last[place / First.Length]}"
            : $"{first}-{First[(place + (7 * round)) % First.Length]} {Last[place / First.Length]}";
    }

    /// <summary>A firm, named after its owner and what it does.</summary>
    public static string FirmOf(int number)
    {
        var (place, _) = Place(number);
        return string.Format(CultureInfo.InvariantCulture, Firms[place % Firms.Length], Last[place / First.Length]);
    }

    /// <summary>A German account whose check digits are right; another number, another account.</summary>
    public static string IbanOf(int number)
    {
        var account = string.Create(
            CultureInfo.InvariantCulture,
            $"{BankCodes[number % BankCodes.Length]}{(1_000_003L * (number + 1)) % 10_000_000_000:D10}");
        var remainder = 0;
        foreach (var digit in account + CountryAndZeros)
            remainder = ((remainder * 10) + (digit - '0')) % 97;
        return string.Create(CultureInfo.InvariantCulture, $"DE{98 - remainder:D2}{account}");
    }

    // An odd factor goes through all pairs of names before one comes again.
    private static (int Place, int Round) Place(int number)
    {
        var pairs = First.Length * Last.Length;
        return ((int)(number * 4001L % pairs), number / pairs);
    }
}
