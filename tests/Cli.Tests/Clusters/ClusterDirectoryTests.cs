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
}
