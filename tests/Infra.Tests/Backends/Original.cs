using System.Text.Json.Nodes;
using Infra.Tests.Backends.Facts;

namespace Infra.Tests.Backends;

/// <summary>The facts of a public backend's own manifests, with their source.</summary>
/// <param name="Source">Repository, commit and files.</param>
/// <param name="Lines">The number of lines of the manifests, counted by <see cref="YamlLines"/>.</param>
/// <param name="Facts">What their objects say.</param>
internal sealed record Original(JsonObject Source, int Lines, FactSet Facts)
{
    private const string Header = """
        # Facts of the original's objects, in the form of tests/Infra.Tests/Backends/Facts. Made from its manifests with:
        # ORIGINAL_MANIFESTS=<folder with a file of manifests for each backend> dotnet test tests/Infra.Tests --filter Backends
        """;

    public string Repository => Source.Text("repository")!;

    public static Original Parse(string text)
    {
        var file = YamlNodes.Parse(text).Single();
        return new Original(
            (JsonObject)file["source"]!,
            int.Parse(file.Text("lines") ?? "0", System.Globalization.CultureInfo.InvariantCulture),
            FactFile.Read(file["facts"] as JsonObject ?? [])
        );
    }

    /// <summary>Reads the facts again from the manifests of the same source.</summary>
    public Original Record(string manifests) =>
        this with
        {
            Lines = YamlLines.CountManifests(manifests),
            Facts = FactExtractor.Extract(Manifest.Parse(manifests)),
        };

    public string Write()
    {
        var source = string.Concat(Source.Leaves().Select(entry => $"  {entry.Key}: {entry.Value}\n"));
        return $"{Header}\nsource:\n{source}lines: {Lines}\nfacts:\n{FactFile.Write(Facts)}";
    }
}
