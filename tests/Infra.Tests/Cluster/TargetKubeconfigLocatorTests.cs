using Infra.Backend.Cluster;
using Infra.Backend.Settings;

namespace Infra.Tests.Cluster;

public class TargetKubeconfigLocatorTests
{
    private const string Expected = "/project/.infra/clusters/dev/kubeconfig";

    private static readonly TargetCluster Simulated = new(null, new ClusterSettings { Kind = ClusterKind.Simulated });

    [Fact]
    public void ASimulatedCluster_IsFoundBesideTheProject() => Assert.Equal(Expected, Locator(exists: Expected).Find(Simulated));

    [Fact]
    public void ASimulatedCluster_WithAName_IsFoundUnderThatName() =>
        Assert.Equal(
            "/project/.infra/clusters/shared/kubeconfig",
            Locator(exists: "/project/.infra/clusters/shared/kubeconfig")
                .Find(new TargetCluster(null, Simulated.Settings with { Name = "shared" }))
        );

    [Fact]
    public void ASimulatedCluster_UnderInfra_NeedNotExistYet() => Assert.Equal(Expected, Locator(contract: "2").Find(Simulated));

    [Fact]
    public void OneOfSeveralSimulatedClusters_HasTheStacksNameAsPrefix()
    {
        var target = new TargetCluster("eu", new MemberClusterSettings { Kind = ClusterKind.Simulated, Region = "eu-central-1" });

        Assert.Equal("/project/.infra/clusters/dev-eu/kubeconfig", Locator(contract: "2").Find(target));
    }

    [Fact]
    public void ASimulatedCluster_IsNeverReplacedByAnotherKubeconfig()
    {
        var error = Assert.Throws<ClusterNotFoundException>(() => Locator(kubeconfig: "/home/someone/.kube/config").Find(Simulated));

        Assert.Contains("infra cluster start --stack dev", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnExistingCluster_WithoutPath_IsLeftToTheProvider() =>
        Assert.Null(Locator().Find(new TargetCluster(null, new ClusterSettings { Kind = ClusterKind.Existing })));

    [Fact]
    public void AnExistingCluster_IsFoundRelativeToTheProject() =>
        Assert.Equal(
            "/project/clusters/prod",
            Locator(exists: "/project/clusters/prod")
                .Find(new TargetCluster(null, new ClusterSettings { Kind = ClusterKind.Existing, Kubeconfig = "clusters/prod" }))
        );

    [Fact]
    public void AnExistingCluster_WithAMissingKubeconfig_IsAnErrorThatNamesTheFile()
    {
        var target = new TargetCluster(null, new ClusterSettings { Kind = ClusterKind.Existing, Kubeconfig = "clusters/prod" });

        var error = Assert.Throws<ClusterNotFoundException>(() => Locator().Find(target));

        Assert.Contains("/project/clusters/prod", error.Message, StringComparison.Ordinal);
    }

    private static TargetKubeconfigLocator Locator(string? exists = null, string? kubeconfig = null, string? contract = null) =>
        new(
            "/project",
            "dev",
            name =>
                name switch
                {
                    "KUBECONFIG" => kubeconfig,
                    "INFRA_PROGRAM_CONTRACT" => contract,
                    _ => null,
                },
            path => path == exists
        );
}
