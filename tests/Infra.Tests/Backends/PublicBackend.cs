using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Infra.Backend.Settings;
using Infra.Tests.Backends.Facts;
using Infra.Tests.Settings;

namespace Infra.Tests.Backends;

/// <summary>A public backend as a catalogue, in a folder of its own with the facts of its original and the listed differences.</summary>
internal sealed class PublicBackend
{
    private const string Stack = "dev";

    private static readonly string Folder = StackSources.PathOf("tests", "Infra.Tests", "Backends");

    private static readonly ConcurrentDictionary<string, Lazy<PublicBackend>> Loaded = new();

    private readonly Lazy<Task<RecordedPlan>> _plan;

    private PublicBackend(string name)
    {
        Name = name;
        var differences = ReadYaml("differences.yaml");
        Original = Original.Parse(Read("original.yaml"));
        Differences = [.. Difference.Parse(differences)];
        Renamed = differences.Items("renamed").ToDictionary(entry => entry.Text("original")!, entry => entry.Text("catalogue")!);
        _plan = new(() => RecordedPlan.Create(Sources(), Stack));
    }

    /// <summary>The differences that several backends have in common.</summary>
    public static IReadOnlyList<Difference> CommonDifferences { get; } =
    [.. Difference.Parse(YamlNodes.Parse(File.ReadAllText(Path.Combine(Folder, "differences.yaml"))).Single())];

    public static IReadOnlyList<string> Names { get; } =
    [
        .. Directory
            .EnumerateDirectories(Folder)
            .Where(folder => File.Exists(Path.Combine(folder, "services.yaml")))
            .Select(folder => Path.GetFileName(folder)!)
            .Order(StringComparer.Ordinal),
    ];

    public string Name { get; }

    public Original Original { get; }

    public IReadOnlyList<Difference> Differences { get; }

    /// <summary>The objects that have another kind or name than in the original.</summary>
    public IReadOnlyDictionary<string, string> Renamed { get; }

    /// <summary>The lines of the catalogue, the stack's file and the manifests beside them.</summary>
    public int Lines =>
        Directory
            .EnumerateFiles(Path.Combine(Folder, Name), "*.yaml", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) is not ("original.yaml" or "differences.yaml"))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}files{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Sum(file => YamlLines.Count(File.ReadAllText(file)));

    public static PublicBackend Load(string name) =>
        Loaded.GetOrAdd(name, key => new Lazy<PublicBackend>(() => new PublicBackend(key))).Value;

    public Task<RecordedPlan> PlanAsync() => _plan.Value;

    /// <summary>Where the plan differs from the original.</summary>
    public async Task<IReadOnlyList<Deviation>> FindDeviationsAsync()
    {
        var plan = FactExtractor.Extract(Manifest.FromPlan(await PlanAsync()));
        return [.. Deviation.Compare(Original.Facts.Renamed(Renamed), plan)];
    }

    private SettingsSources Sources() =>
        StackSources.From(Read("services.yaml"), Read("Pulumi.dev.yaml"), Stack) with
        {
            Root = Path.Combine(Folder, Name),
            Catalogue = new SettingsFile("services.yaml", Read("services.yaml")),
        };

    private JsonObject ReadYaml(string file) => YamlNodes.Parse(Read(file)).SingleOrDefault() ?? [];

    private string Read(string file) => File.ReadAllText(Path.Combine(Folder, Name, file));
}
