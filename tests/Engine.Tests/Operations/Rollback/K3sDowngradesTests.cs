using Infra.Engine.Operations.Rollback;
using Infra.Engine.Resources;
using Infra.Engine.State;
using Infra.Protocol.Values;

namespace Engine.Tests.Operations.Rollback;

/// <summary>Former states of clusters of K3s.</summary>
public class K3sDowngradesTests
{
    [Theory]
    [InlineData("rancher/k3s:v1.37.0-k3s1", "rancher/k3s:v1.36.2-k3s1", "v1.36.2-k3s1 is an earlier minor version")]
    [InlineData("m.example.com:5000/rancher/k3s:v1.37.0-k3s1", "rancher/k3s:v1.36.2-k3s1@", null)]
    [InlineData("m.example.com:5000/rancher/k3s:v1.37.0-k3s1", "docker.io/rancher/k3s:v1.36.2-k3s1", "is an earlier minor version")]
    [InlineData("rancher/k3s:v1.36.2-k3s1", "rancher/k3s:v1.38.0-k3s1", "v1.38.0-k3s1 skips a minor version")]
    [InlineData("rancher/k3s:v1.36.2-k3s1", "rancher/k3s:v1.37.0-k3s1", null)]
    [InlineData("rancher/k3s:v1.36.2-k3s1", "rancher/k3s:v1.36.1-k3s1", null)]
    [InlineData("haproxy:3.1.0", "haproxy:3.0.7", null)]
    public void Find_FormerVersion_IsOnlyRefusedForAnotherMinorVersion(string now, string former, string? problem)
    {
        var problems = K3sDowngrades.Find(State(now), State(former)).ToArray();

        if (problem is null)
        {
            Assert.Empty(problems);
        }
        else
        {
            Assert.Contains(problem, Assert.Single(problems), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Find_NodeThatIsGone_IsNotRefused() => Assert.Empty(K3sDowngrades.Find(Snapshot.Empty, State("rancher/k3s:v1.36.2-k3s1")));

    private static Snapshot State(string image) =>
        new()
        {
            Resources =
            [
                new ResourceState
                {
                    Urn = Urn.Parse("urn:pulumi:prod::infra::docker:index/container:Container::server-1"),
                    Custom = true,
                    Type = "docker:index/container:Container",
                    Inputs = PropertyMap.Create(("image", image)),
                },
            ],
        };
}
