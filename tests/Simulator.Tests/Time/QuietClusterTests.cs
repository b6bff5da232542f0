using System.Diagnostics;
using Infra.Simulator.Objects;
using Infra.Simulator.Storage;
using Infra.Simulator.Tests.Controllers;

namespace Infra.Simulator.Tests.Time;

/// <summary>Virtual time: what happens depends on the seed only, and time in which nothing happens costs nothing.</summary>
public sealed class QuietClusterTests
{
    private const string Web = """
        {"metadata":{"name":"web","namespace":"default"},"spec":{"replicas":5,"selector":{"matchLabels":{"app":"web"}},
        "template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"c","image":"i:1","resources":{"requests":{"cpu":"10m"}}}]}}}}
        """;

    private const string Tick = """
        {"metadata":{"name":"tick","namespace":"default"},"spec":{"schedule":"*/7 * * * *","jobTemplate":{"spec":{"template":
        {"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i:1"}]}}}}}}
        """;

    [Fact]
    public void RunFor_TheSameSeed_EveryByteOfEveryChangeIsTheSame()
    {
        Assert.Equal(Changes(seed: 5), Changes(seed: 5));
        Assert.NotEqual(Changes(seed: 5), Changes(seed: 6));
    }

    [Fact]
    public void RunFor_AnHourOfAQuietCluster_CostsMilliseconds()
    {
        using var cluster = new ControlPlaneCluster();
        cluster.Create(GroupResource.Deployments, Web);
        cluster.Run(60);
        cluster.Run(3600);

        // The fastest of several hours, since other processes share the machine.
        var fastest = Enumerable.Range(0, 5).Min(_ => Measure(() => cluster.Run(3600)));

        Assert.InRange(fastest, TimeSpan.Zero, TimeSpan.FromMilliseconds(100));
    }

    private static TimeSpan Measure(Action action)
    {
        var begun = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(begun);
    }

    private static List<string> Changes(int seed)
    {
        using var cluster = new ControlPlaneCluster(seed: seed);
        var streams = cluster
            .Cluster.Catalog.Kinds.Select(kind => kind.StoredAs)
            .Distinct()
            .Select(kind => cluster.Cluster.Store.Watch(kind))
            .ToList();
        cluster.Create(GroupResource.Deployments, Web);
        cluster.Create(GroupResource.CronJobs, Tick);
        cluster.Run(1200);
        cluster.Patch(GroupResource.Deployments, "web", """{"spec":{"replicas":2,"template":{"metadata":{"annotations":{"v":"2"}}}}}""");
        cluster.Run(1200);
        var changes = new List<WatchEvent>();
        foreach (var stream in streams)
        {
            while (stream.TryRead(out var change))
            {
                changes.Add(change);
            }
        }

        return [.. changes.OrderBy(change => change.Version).Select(change => $"{change.Type} {change.Item.Body.ToJsonString()}")];
    }
}
