using Infra.Cli.Clusters;
using Infra.Engine.Kubernetes;

namespace Cli.Tests.Clusters;

public class FeatureInstallationsTests
{
    private readonly ClusterDirectory _clusters = new("/project");

    [Theory]
    [InlineData(ClusterFeature.ResourceMetrics, null, "install metrics-server, or let `cluster.addons.metricsServer` bring it")]
    [InlineData(ClusterFeature.StorageClass, "fast", "`cluster.addons.csiDriver` bring it, or name a class of the cluster")]
    [InlineData(ClusterFeature.IngressClass, "nginx", "`cluster.addons.ingress` bring it, or name a class of the cluster")]
    [InlineData(ClusterFeature.GatewayClass, "envoy", "`cluster.addons.gateway` bring it")]
    [InlineData(ClusterFeature.CertManager, null, "`cluster.addons.certManager` bring it")]
    [InlineData(ClusterFeature.ExternalDns, null, "`cluster.addons.externalDns` bring it")]
    public void Describe_Feature_NamesWhatBringsIt(ClusterFeature feature, string? name, string cure) =>
        Assert.Contains(
            cure,
            new FeatureInstallations(_clusters).Describe(new MissingFeature(feature, name, null)),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(ClusterFeature.IngressClass, true)]
    [InlineData(ClusterFeature.StorageClass, false)]
    public void Describe_FeatureOfASimulatedCluster_IsOnlyWhatItDoesNotPlay(ClusterFeature feature, bool isPlayed) =>
        Assert.Equal(
            isPlayed,
            new FeatureInstallations(_clusters).Describe(new MissingFeature(feature, "x", _clusters["dev"].Kubeconfig)) is null
        );

    [Theory]
    [InlineData("cert-manager.io/v1", "Certificate", "cluster.addons.certManager")]
    [InlineData("gateway.networking.k8s.io/v1", "HTTPRoute", "cluster.addons.gateway")]
    public void Describe_KindOfAnAddon_NamesItsOption(string apiVersion, string kind, string option) =>
        Assert.Contains(
            option,
            new OperatorInstallations(_clusters).Describe(new MissingKind(apiVersion, kind, null)),
            StringComparison.Ordinal
        );
}
