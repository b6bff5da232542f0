using System.Text;
using System.Text.Json.Nodes;
using Infra.Simulator.Api.Http;
using Infra.Simulator.Hosting;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;
using Infra.Simulator.Time;

namespace Infra.Simulator.Tests.Informers;

/// <summary>A component that cannot handle an object harms neither other objects nor other components.</summary>
public sealed class FailingHandlerTests : IDisposable
{
    private readonly VirtualClock _clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly List<ComponentFailure> _failures = [];
    private readonly InMemoryCluster _cluster;
    private readonly ControllerContext _context;

    public FailingHandlerTests()
    {
        _cluster = new InMemoryCluster(_clock, new IdentitySource(3));
        ClusterBootstrap.Run(_cluster.Client);
        _context = new ControllerContext(_cluster.Client, _clock, _cluster.Identities, _failures.Add);
    }

    public void Dispose() => _context.Loop.Dispose();

    [Fact]
    public void OnChange_AHandlerFails_OthersAreCalledAndItIsCalledAgain()
    {
        var (seen, handled, mustFail) = (new List<string>(), new List<string>(), true);
        var cache = _context.Plain(GroupResource.ConfigMaps);
        cache.OnChange(change =>
        {
            if (mustFail && change.Latest.Name == "bad")
            {
                throw new InvalidOperationException("unexpected");
            }

            handled.Add(change.Latest.Name);
        });
        cache.OnChange(change => seen.Add(change.Latest.Name));

        Create("bad");
        Create("good");
        Run(1);

        Assert.Equal(["bad", "good"], seen);
        Assert.Equal(["good"], handled);
        Assert.InRange(_failures.Count, 3, 10);
        Assert.All(_failures, failure => Assert.Equal("configmaps default/bad", failure.Subject));
        Assert.All(_failures, failure => Assert.Equal(nameof(FailingHandlerTests), failure.Component));

        mustFail = false;
        Run(10);

        Assert.Equal(["good", "bad"], handled);
    }

    [Fact]
    public void OnChange_AnObjectIsDeletedBeforeItsCreationWasHandled_NothingIsLeftToHandle()
    {
        _context.Plain(GroupResource.ConfigMaps).OnChange(_ => throw new InvalidOperationException("unexpected"));
        Create("bad");
        Run(0);
        _cluster.Client.Delete(GroupResource.ConfigMaps, "default", "bad");
        Run(0);
        var count = _failures.Count;

        Run(3600);

        Assert.Equal(1, count);
        Assert.Single(_failures);
    }

    [Fact]
    public void OnChange_AFailureAndALaterVersion_TheHandlerSeesTheLastVersionItHandledAndTheNewest()
    {
        var (changes, mustFail) = (new List<(string?, string?)>(), false);
        _context
            .Plain(GroupResource.ConfigMaps)
            .OnChange(change =>
            {
                if (mustFail)
                {
                    throw new InvalidOperationException("unexpected");
                }

                changes.Add((Value(change.Before), Value(change.After)));
            });
        Create("c");
        Run(0);
        mustFail = true;
        Set("c", "1");
        Run(0);
        mustFail = false;
        Set("c", "2");
        Run(60);

        Assert.Equal([(null, null), (null, "2")], changes);
    }

    [Fact]
    public void OnChange_ADeletionFailsAndTheNameIsTakenAgain_TheHandlerSeesTheDeletionAndTheCreation()
    {
        var (changes, mustFail) = (new List<(bool Existed, bool Exists)>(), false);
        _context
            .Plain(GroupResource.ConfigMaps)
            .OnChange(change =>
            {
                if (mustFail)
                {
                    throw new InvalidOperationException("unexpected");
                }

                changes.Add((change.Before is not null, change.After is not null));
            });
        Create("c");
        Run(0);
        mustFail = true;
        _cluster.Client.Delete(GroupResource.ConfigMaps, "default", "c");
        Run(0);
        Create("c");
        Run(0);
        mustFail = false;
        Run(60);

        Assert.Equal([(false, true), (true, false), (false, true)], changes);
    }

    [Fact]
    public void Read_AViewFails_OtherObjectsAreReadAndTheLastReadableVersionStays()
    {
        var cache = _context.Cache(GroupResource.ConfigMaps, source =>
            Value(new PlainObject(source)) == "bad" ? throw new FormatException("unreadable") : new PlainObject(source)
        );
        Create("a");
        Run(0);
        Set("a", "bad");
        Create("b");
        Run(0);

        Assert.Equal(2, cache.All.Count);
        Assert.Null(Value(cache.Find(new ObjectKey("default", "a"))));
        Assert.Equal("informer of configmaps", Assert.Single(_failures).Component);
    }

    [Fact]
    public void Work_Fails_TheLoopGoesOn()
    {
        var isDone = false;
        _context.Loop.Enqueue(() => throw new InvalidOperationException("unexpected"));
        _context.Loop.After(TimeSpan.FromSeconds(1), () => isDone = true);

        Run(2);

        Assert.True(isDone);
        Assert.Single(_failures);
    }

    [Fact]
    public void Throw_AFailure_EndsTheRun()
    {
        using var context = new ControllerContext(_cluster.Client, _clock, _cluster.Identities, ComponentFailure.Throw).Loop;
        context.Enqueue(() => throw new FormatException("unexpected"));

        var failure = Assert.Throws<InvalidOperationException>(() => context.RunFor(_clock, TimeSpan.FromSeconds(1)));

        Assert.IsType<FormatException>(failure.InnerException);
    }

    [Fact]
    public void FailureMetrics_CountByComponent()
    {
        var (metrics, text) = (new FailureMetrics(), new StringBuilder());
        metrics.Count("JobController");
        metrics.Count("JobController");
        metrics.Write(text);

        Assert.Contains("simulator_component_failures_total{component=\"JobController\"} 2\n", $"{text}", StringComparison.Ordinal);
    }

    private static string? Value(ObjectView? view) => view?.Source.Body.Text("data", "value");

    private void Run(double seconds) => _context.Loop.RunFor(_clock, TimeSpan.FromSeconds(seconds));

    private void Create(string name) =>
        _cluster.Client.Create(
            GroupResource.ConfigMaps,
            new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "default" },
            }
        );

    private void Set(string name, string value) =>
        _cluster.Client.Patch(
            GroupResource.ConfigMaps,
            "default",
            name,
            new JsonObject { ["data"] = new JsonObject { ["value"] = value } }
        );
}
