using Infra.Cli.Clusters;
using Infra.Engine.Kubernetes;
using Infra.Simulator.Operators;

namespace Cli.Tests.Clusters;

public class OperatorInstallationsTests
{
    private readonly ClusterDirectory _clusters = new("/project");

    [Fact]
    public void Describe_KindOfEachOperator_NamesACommand()
    {
        foreach (var definition in OperatorDefinitions.All.SelectMany(operators => operators.Create()))
        {
            var kind = new MissingKind(
                $"{definition["spec"]!["group"]}/{definition["spec"]!["versions"]![0]!["name"]}",
                definition["spec"]!["names"]!["kind"]!.ToString(),
                null
            );

            Assert.Matches(
                "^install .+ first \\(`(kubectl apply|helm upgrade) .+`\\), or let `manifests` carry its definitions$",
                Describe(kind)
            );
        }
    }

    [Fact]
    public void Describe_KindOnASimulatedCluster_NamesItsCommand() =>
        Assert.StartsWith(
            "install CloudNativePG first (`infra cluster operator install cloudnative-pg --name dev`)",
            Describe(new MissingKind("postgresql.cnpg.io/v1", "Cluster", _clusters["dev"].Kubeconfig)),
            StringComparison.Ordinal
        );

    [Fact]
    public void Describe_UnknownKind_SaysThatItMayBeASlip() =>
        Assert.Contains(
            "correct apiVersion and kind",
            Describe(new MissingKind("example.org/v1", "Widget", null)),
            StringComparison.Ordinal
        );

    private string Describe(MissingKind kind) => new OperatorInstallations(_clusters).Describe(kind);
}
