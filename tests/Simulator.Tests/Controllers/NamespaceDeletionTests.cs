using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Controllers;

public sealed class NamespaceDeletionTests : IDisposable
{
    private readonly ControlPlaneCluster _cluster = new();

    public NamespaceDeletionTests()
    {
        _cluster.CreateNamespace("team");
        _cluster.Run(2);
    }

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void Deletion_OfAnEmptyNamespace_SaysThatAllContentIsGoneBeforeItEnds()
    {
        var watch = _cluster.Client.Watch(GroupResource.Namespaces, afterVersion: _cluster.Cluster.Store.Version);

        Delete();
        _cluster.Run(2);

        var reasons = new List<string>();
        while (watch.TryRead(out var change))
        {
            reasons.Add(string.Join(' ', change.Item.Status.Objects("conditions").Select(one => one.Text("reason"))));
        }

        Assert.Contains("ResourcesDiscovered ParsedGroupVersions ContentDeleted ContentRemoved ContentHasNoFinalizers", reasons);
        Assert.Null(_cluster.Client.Find(GroupResource.Namespaces, "", "team"));
    }

    [Fact]
    public void Deletion_WithPods_KeepsOtherObjectsUntilThePodsHaveEnded()
    {
        Create(
            GroupResource.Pods,
            """{"metadata":{"name":"p","finalizers":["example.com/hold"]},"spec":{"containers":[{"name":"c","image":"i"}]}}"""
        );
        Create(GroupResource.ConfigMaps, """{"metadata":{"name":"settings","finalizers":["example.com/keep"]}}""");
        _cluster.Run(3);

        Delete();
        _cluster.Run(90);

        Assert.False(_cluster.Client.Find(GroupResource.ConfigMaps, "team", "settings")!.IsDeleting);
        Assert.Equal("All content successfully removed", Message("NamespaceContentRemaining"));

        _cluster.Client.Patch(GroupResource.Pods, "team", "p", ControlPlaneCluster.Parse("""{"metadata":{"finalizers":null}}"""));
        _cluster.Run(3);

        Assert.Equal("Some resources are remaining: configmaps. has 1 resource instances", Message("NamespaceContentRemaining"));
        Assert.Equal(
            "Some content in the namespace has finalizers remaining: example.com/keep in 1 resource instances",
            Message("NamespaceFinalizersRemaining")
        );
    }

    private void Create(GroupResource resource, string json)
    {
        var body = ControlPlaneCluster.Parse(json);
        body["metadata"]!["namespace"] = "team";
        _cluster.Client.Create(resource, body);
    }

    private void Delete() => _cluster.Client.Delete(GroupResource.Namespaces, "", "team", new DeleteOptions());

    private string? Message(string type) =>
        _cluster
            .Client.Find(GroupResource.Namespaces, "", "team")!
            .Status.Objects("conditions")
            .Single(condition => condition.Text("type") == type)
            .Text("message");
}
