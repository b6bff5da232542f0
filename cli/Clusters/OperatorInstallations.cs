using Infra.Engine.Kubernetes;
using Infra.Simulator.Operators;

namespace Infra.Cli.Clusters;

/// <summary>How to install what a cluster lacks: the operator of a kind that it does not serve.</summary>
internal sealed class OperatorInstallations(ClusterDirectory clusters)
{
    private const string Manifests = "or let `manifests` carry its definitions";

    /// <summary>The commands by the names of <see cref="OperatorDefinitions"/>.</summary>
    private static readonly Dictionary<string, string> _commands = new(StringComparer.Ordinal)
    {
        ["barman-cloud"] = Apply("https://github.com/cloudnative-pg/plugin-barman-cloud/releases/download/v0.14.0/manifest.yaml"),
        ["cloudnative-pg"] = Apply(
            "https://raw.githubusercontent.com/cloudnative-pg/cloudnative-pg/release-1.30/releases/cnpg-1.30.0.yaml"
        ),
        ["external-secrets"] = Helm("external-secrets", "external-secrets --repo https://charts.external-secrets.io"),
        ["keda"] = Apply("https://github.com/kedacore/keda/releases/download/v2.20.0/keda-2.20.0.yaml"),
        ["percona-server-mongodb"] = Apply(
            "https://raw.githubusercontent.com/percona/percona-server-mongodb-operator/v1.22.0/deploy/cw-bundle.yaml",
            "psmdb-operator"
        ),
        ["percona-xtradb-cluster"] = Apply(
            "https://raw.githubusercontent.com/percona/percona-xtradb-cluster-operator/v1.19.0/deploy/cw-bundle.yaml",
            "pxc-operator"
        ),
        ["rabbitmq-cluster"] = Apply("https://github.com/rabbitmq/cluster-operator/releases/download/v2.22.3/cluster-operator.yml"),
        ["rabbitmq-topology"] = Apply(
            "https://github.com/rabbitmq/messaging-topology-operator/releases/download/v1.20.1/messaging-topology-operator-with-certmanager.yaml"
        ),
        ["rook"] = Helm("rook-ceph", "rook-ceph --repo https://charts.rook.io/release"),
        ["strimzi"] = Helm("strimzi-cluster-operator", "oci://quay.io/strimzi-helm/strimzi-kafka-operator --set watchAnyNamespace=true"),
    };

    /// <summary>Describes how to install the operator of a kind, as part of a sentence.</summary>
    public string Describe(MissingKind kind)
    {
        if (FeatureInstallations.FindOption(kind.ApiVersion) is { } option)
        {
            return $"install what has it first, {Manifests} or `{option}` bring it";
        }

        if (OperatorDefinitions.All.FirstOrDefault(definitions => definitions.Defines(kind.ApiVersion, kind.Kind)) is not { } found)
        {
            return $"install the operator that has it first, {Manifests}; if there is no such kind, correct apiVersion and kind";
        }

        var command =
            kind.Kubeconfig is { } kubeconfig && clusters.FindByKubeconfig(kubeconfig) is { } files
                ? $"infra cluster operator install {found.Name} --name {files.Name}"
                : _commands[found.Name];
        return $"install {found.Title} first (`{command}`), {Manifests}";
    }

    private static string Apply(string url) => $"kubectl apply --server-side -f {url}";

    /// <summary>For manifests that expect their namespace to exist.</summary>
    private static string Apply(string url, string space) =>
        $"kubectl create namespace {space} && kubectl apply --server-side --namespace {space} -f {url}";

    private static string Helm(string release, string chart) =>
        $"helm upgrade --install {release} {chart} --namespace {release} --create-namespace";
}
