using System.CommandLine;
using Infra.Kubernetes;
using Infra.Simulator.Hosting;
using Infra.Simulator.Metrics;
using Infra.Simulator.Objects;

namespace Infra.Cli.Commands.Cluster.Metrics;

/// <summary>The options that name what a metric belongs to: an object, or a namespace for an external metric.</summary>
internal sealed class MetricTarget
{
    /// <summary>The collections of the kinds by their names on the command line.</summary>
    private static readonly Dictionary<string, string> Collections = new(StringComparer.Ordinal)
    {
        ["deployment"] = "apis/apps/v1/deployments",
        ["statefulset"] = "apis/apps/v1/statefulsets",
        ["daemonset"] = "apis/apps/v1/daemonsets",
        ["replicaset"] = "apis/apps/v1/replicasets",
        ["job"] = "apis/batch/v1/jobs",
        ["cronjob"] = "apis/batch/v1/cronjobs",
        ["pod"] = "api/v1/pods",
        ["service"] = "api/v1/services",
        ["ingress"] = "apis/networking.k8s.io/v1/ingresses",
        ["persistentvolumeclaim"] = "api/v1/persistentvolumeclaims",
    };

    private readonly Option<string?> _object = new("--for")
    {
        Description = "The object: a workload for all of its pods, a pod, a service, an ingress or a claim (default: an external metric)",
        HelpName = "KIND/NAME",
    };

    private readonly Option<string?> _namespace = new("--namespace", "-n")
    {
        Description = "The namespace (default: the only one with such an object)",
        HelpName = "NAMESPACE",
    };

    public void AddTo(Command command)
    {
        command.Add(_object);
        command.Add(_namespace);
    }

    /// <summary>Finds the object, or the namespace of an external metric.</summary>
    /// <exception cref="UsageException">The object is not of the form KIND/NAME, is missing, or exists in several namespaces.</exception>
    public async Task<(string Namespace, string Kind, string Name)> FindAsync(
        ParseResult parsed,
        AdministratorClient client,
        CancellationToken cancellationToken
    )
    {
        var inNamespace = parsed.GetValue(_namespace);
        if (parsed.GetValue(_object) is not { } text)
        {
            return inNamespace is null
                ? throw new UsageException("name an object with --for KIND/NAME, or the namespace of an external metric with --namespace")
                : (inNamespace, MetricSetting.External, "");
        }

        var (kind, name) = Parse(text);
        var list = await client.GetAsync($"{Collections[kind]}?fieldSelector=metadata.name%3D{name}", cancellationToken);
        var found = list.Objects("items").Select(item => item.Text("metadata", "namespace") ?? "").ToList();
        if (inNamespace is not null ? found.Contains(inNamespace) : found.Count == 1)
        {
            return (inNamespace ?? found[0], kind, name);
        }

        throw new UsageException(
            found.Count == 0
                ? $"the cluster has no {kind} '{name}': deploy it first, or correct --for {text}"
                : $"the {kind} '{name}' exists in {string.Join(", ", found)}: name one of them with --namespace"
        );
    }

    private static (string Kind, string Name) Parse(string text) =>
        text.Split('/') is [var kind, var name] && Collections.ContainsKey(kind) && ObjectNames.IsSubdomain(name)
            ? (kind, name)
            : throw new UsageException(
                $"--for {text} names no object: write KIND/NAME, as in --for deployment/orders; KIND is {string.Join(", ", Collections.Keys)}"
            );
}
