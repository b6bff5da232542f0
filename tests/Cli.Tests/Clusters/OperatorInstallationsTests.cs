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
                "^install .+ first \\(`((kubectl create namespace [a-z-]+ && )?kubectl apply|helm upgrade) .+`\\), or let `manifests` carry its definitions$",
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

    [Theory]
    [InlineData("rabbitmq.com/v1beta1", "RabbitmqCluster")]
    [InlineData("rabbitmq.com/v1beta1", "Vhost")]
    [InlineData("postgresql.cnpg.io/v1", "Cluster")]
    [InlineData("pxc.percona.com/v1", "PerconaXtraDBCluster")]
    [InlineData("psmdb.percona.com/v1", "PerconaServerMongoDB")]
    public void Describe_ManifestOfAnOperator_NamesItsVersion(string apiVersion, string kind)
    {
        var description = Describe(new MissingKind(apiVersion, kind, null));

        Assert.Matches("[0-9]+\\.[0-9]+\\.[0-9]+", description);
        Assert.DoesNotContain("latest", description, StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_ManifestWithoutItsNamespace_CreatesTheNamespaceFirst() =>
        Assert.StartsWith(
            "install Percona Operator for MySQL based on Percona XtraDB Cluster first "
                + "(`kubectl create namespace pxc-operator && kubectl apply --server-side --namespace pxc-operator -f https://",
            Describe(new MissingKind("pxc.percona.com/v1", "PerconaXtraDBCluster", null)),
            StringComparison.Ordinal
        );

    private string Describe(MissingKind kind) => new OperatorInstallations(_clusters).Describe(kind);
}
