using Infra.Tests.Documentation;
using Infra.Tests.Golden;
using Infra.Tests.Settings;

namespace Infra.Tests.Backends;

/// <summary>Public backends fit into catalogues: what these yield is what the originals say, but for listed differences.</summary>
public class PublicBackendTests
{
    public static TheoryData<string> Names => [.. PublicBackend.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Plan_ComparedWithTheOriginal_DiffersOnlyAsListed(string name)
    {
        var backend = PublicBackend.Load(name);
        Difference[] listed = [.. PublicBackend.CommonDifferences, .. backend.Differences];

        var unlisted = (await backend.FindDeviationsAsync()).Where(deviation => !listed.Any(difference => difference.Covers(deviation)));

        AssertNone("deviations that are not listed", unlisted);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task ListedDifferences_OfABackend_Occur(string name)
    {
        var backend = PublicBackend.Load(name);
        var deviations = await backend.FindDeviationsAsync();

        AssertNone("listed differences that do not occur", backend.Differences.Where(difference => !deviations.Any(difference.Covers)));
        Assert.Empty(backend.Renamed.Keys.Except(backend.Original.Facts.All.Select(fact => fact.Object)));
    }

    [Fact]
    public async Task ListedDifferences_InCommon_OccurInSeveralBackends()
    {
        var deviations = await Task.WhenAll(PublicBackend.Names.Select(name => PublicBackend.Load(name).FindDeviationsAsync()));

        AssertNone(
            "common differences that occur in fewer than two backends",
            PublicBackend.CommonDifferences.Where(difference => deviations.Count(ofOne => ofOne.Any(difference.Covers)) < 2)
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ListedDifferences_AllHaveAReason(string name) =>
        Assert.All(PublicBackend.CommonDifferences.Concat(PublicBackend.Load(name).Differences), difference =>
            Assert.False(string.IsNullOrWhiteSpace(difference.Reason), difference.ToString())
        );

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Plan_OfABackend_MatchesTheSchemaOfKubernetes(string name)
    {
        using var schema = ManifestSchema.Load();

        AssertNone(
            "errors",
            from resource in (await PublicBackend.Load(name).PlanAsync()).KubernetesObjects()
            from error in schema.FindErrors(resource.Type!, resource.Inputs)
            select $"{resource.Name}: {error}"
        );
    }

    /// <summary>
    /// The file is what its facts write. With ORIGINAL_MANIFESTS in the environment, a folder with a file of manifests for each backend,
    /// the facts are read from there first.
    /// </summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Original_IsWrittenAsItsFactsAre(string name)
    {
        string[] path = ["tests", "Infra.Tests", "Backends", name, "original.yaml"];
        var original = PublicBackend.Load(name).Original;
        if (
            Environment.GetEnvironmentVariable("ORIGINAL_MANIFESTS") is { } folder
            && Path.Combine(folder, $"{name}.yaml") is var file
            && File.Exists(file)
        )
        {
            original = original.Record(File.ReadAllText(file));
            File.WriteAllText(StackSources.PathOf(path), original.Write());
        }

        GeneratedFile.AssertCurrent(path, original.Write());
    }

    private static void AssertNone<T>(string what, IEnumerable<T> found)
    {
        var all = found.Select(item => item!.ToString()!).ToList();
        Assert.True(all.Count == 0, $"{all.Count} {what}:\n{string.Join('\n', all)}");
    }
}
