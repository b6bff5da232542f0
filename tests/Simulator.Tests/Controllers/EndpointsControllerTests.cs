using Infra.Simulator.Api;
using Infra.Simulator.Controllers.Endpoints;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Controllers;

public sealed class EndpointsControllerTests
{
    [Fact]
    public void Service_Deleted_TakesItsEndpointsWithIt()
    {
        // Without the garbage collector.
        using var cluster = new ControllerCluster(context => _ = new EndpointsController(context));
        cluster.CreateNamespace("shop");
        foreach (var name in (string[])["web", "other"])
        {
            cluster.Client.Create(
                GroupResource.Services,
                ControlPlaneCluster.Parse(
                    $$"""{"metadata":{"name":"{{name}}","namespace":"shop"},"spec":{"selector":{"app":"web"},"ports":[{"port":80}]} }"""
                )
            );
        }

        cluster.Run(5);
        Assert.Equal(["other", "web"], Names());

        cluster.Client.Delete(GroupResource.Services, "shop", "web", new DeleteOptions());
        cluster.Run(5);

        Assert.Equal(["other"], Names());

        IEnumerable<string> Names() =>
            cluster.Client.List(GroupResource.Endpoints, "shop").Items.Select(one => one.Name).Order(StringComparer.Ordinal);
    }
}
