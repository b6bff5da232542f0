using Infra.Backend.Loading;
using Infra.Tests.Settings;

namespace Infra.Tests.Stores;

/// <summary>Stores of a stack on several clusters.</summary>
public class StoreClusterTests
{
    private const string Catalogue = """
        name: shop
        sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}}
        stores:
          east-db: {kind: postgres, backup: bucket}
          bucket: {kind: s3}
          both: {kind: mysql}
          cache: {kind: valkey}
          fresh: {kind: postgres}
        services:
          a: {image: "a:1", port: 8080, uses: [east-db, both, cache], clusters: [east]}
          b: {image: "b:1", port: 8080, uses: [both, cache]}
        """;

    private const string Stack = """
        config:
          infra:faultTolerance: development
          infra:clusters:
            east: {kind: existing, context: east, region: eu-central-1}
            west: {kind: existing, context: west, region: eu-west-1}
        """;

    [Fact]
    public async Task AStore_IsWhereItsUsersAre_AndOneWithoutUsersEverywhere()
    {
        var plan = await RecordedPlan.Create(StackSources.From(Catalogue, Stack));

        string[] Stores(string cluster) =>
            [.. new[] { "east-db", "bucket", "both", "cache", "fresh" }.Where(store => plan.Has("StatefulSet", $"{cluster}/{store}"))];
        Assert.Equal(["east-db", "bucket", "both", "cache", "fresh"], Stores("east"));
        Assert.Equal(["both", "cache", "fresh"], Stores("west"));
        Assert.True(plan.Has("CronJob", "east/east-db-backup"));
        Assert.False(plan.Has("CronJob", "west/east-db-backup"));
    }

    [Fact]
    public void DataThatDiffersFromClusterToCluster_CausesAWarning_ButNotThatOfACache()
    {
        var warnings = SettingsLoader
            .Load(StackSources.From(Catalogue, Stack))
            .Warnings.Select(warning => warning.ToString())
            .Where(warning => warning.Contains("a store of its own", StringComparison.Ordinal));

        Assert.Contains(
            "stores.both: each of the clusters 'east' and 'west' has a store of its own, with data of its own",
            Assert.Single(warnings)
        );
    }
}
