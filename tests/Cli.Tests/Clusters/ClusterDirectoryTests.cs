using Cli.Tests.Support;
using Infra.Cli.Clusters;

namespace Cli.Tests.Clusters;

public sealed class ClusterDirectoryTests
{
    [Fact]
    public void Kubeconfig_IsWhereTheProgramContractPlacesIt()
    {
        var contract = File.ReadAllText(Path.Combine(Repository.Root, "docs", "program-contract.md"));
        var kubeconfig = Path.GetRelativePath("/shop", new ClusterDirectory("/shop")["lab"].Kubeconfig);

        Assert.Contains(
            $"`{kubeconfig.Replace('\\', '/').Replace("lab", "NAME", StringComparison.Ordinal)}`",
            contract,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("/shop/.infra/clusters/lab/kubeconfig", "lab")]
    [InlineData("/other/.infra/clusters/lab/kubeconfig", null)]
    [InlineData("/shop/.infra/clusters/../kubeconfig", null)]
    [InlineData("/shop/.infra/clusters/lab/kubeconfig:/home/someone/.kube/config", null)]
    [InlineData("apiVersion: v1\nkind: Config\n", null)]
    [InlineData("", null)]
    public void FindByKubeconfig_FindsOnlyClustersOfTheProject(string kubeconfig, string? name) =>
        Assert.Equal(name, new ClusterDirectory("/shop").FindByKubeconfig(kubeconfig)?.Name);
}
