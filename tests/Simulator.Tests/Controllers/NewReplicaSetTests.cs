using Infra.Simulator.Controllers.Deployments;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Controllers;

public sealed class NewReplicaSetTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    [InlineData(253)]
    public void Create_NameOfTheDeployment_IsCutSoThatTheHashFitsInto253Characters(int length)
    {
        var name = new string('a', length);
        var body = ControlPlaneCluster.Parse(
            """
            {"metadata":{"namespace":"default","uid":"u"},"spec":{"selector":{"matchLabels":{"app":"web"} },
             "template":{"metadata":{"labels":{"app":"web"} },"spec":{"containers":[{"name":"a","image":"a:1"}]} } } }
            """
        );
        body.Map("metadata")!["name"] = name;

        var created = NewReplicaSet.Create(new Deployment(new KubeObject(GroupResource.Deployments, body, 1)), replicas: 1, revision: 1);

        var hash = created.Text("metadata", "labels", "pod-template-hash")!;
        Assert.Equal($"{name[..Math.Min(length, 252 - hash.Length)]}-{hash}", created.Text("metadata", "name"));
    }
}
