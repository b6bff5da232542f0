using Infra.Simulator.Api;
using Infra.Simulator.Controllers.Pods;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Controllers;

public sealed class PodCreatorTests : IDisposable
{
    private readonly ControllerCluster _cluster = new(_ => { });

    public PodCreatorTests() => _cluster.CreateNamespace("shop");

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void Create_NamespaceTerminating_IsNoFailure()
    {
        var owner = CreateOwner();
        _cluster.Client.Patch(
            GroupResource.Namespaces,
            "",
            "shop",
            ControlPlaneCluster.Parse("""{"metadata":{"finalizers":["example.com/hold"]} }""")
        );
        _cluster.Client.Delete(GroupResource.Namespaces, "", "shop", new DeleteOptions());

        Create(owner, "a:1");

        Assert.Empty(_cluster.Client.List(GroupResource.Pods, "shop").Items);
    }

    [Fact]
    public void Create_Refused_FailsAndRecordsTheCause()
    {
        var failure = Assert.Throws<StatusException>(() => Create(CreateOwner(), image: ""));

        Assert.Equal([("FailedCreate", $"Error creating: {failure.Message}")], FindEvents());
    }

    [Fact]
    public void Create_Accepted_RecordsThePod()
    {
        Create(CreateOwner(), "a:1");

        Assert.Equal([("SuccessfulCreate", "Created pod: p")], FindEvents());
    }

    private IEnumerable<(string?, string?)> FindEvents() =>
        _cluster.Client.List(GroupResource.Events, "shop").Items.Select(one => (one.Body.Text("reason"), one.Body.Text("message")));

    private KubeObject CreateOwner() =>
        _cluster.Client.Create(
            GroupResource.ConfigMaps,
            ControlPlaneCluster.Parse("""{"metadata":{"name":"owner","namespace":"shop"} }""")
        );

    private void Create(KubeObject owner, string image) =>
        new PodCreator(_cluster.Client, _cluster.Context.Events, "test").Create(
            owner,
            ControlPlaneCluster.Parse(
                $$$"""{"metadata":{"name":"p","namespace":"shop"},"spec":{"containers":[{"name":"a","image":"{{{image}}}"}]} }"""
            )
        );
}
