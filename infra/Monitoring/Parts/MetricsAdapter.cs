using System.Globalization;
using Infra.Backend.Metadata;
using Infra.Backend.Monitoring.Configuration;
using Infra.Backend.Planning;
using Infra.Backend.Planning.Monitoring;
using Pulumi;
using Pulumi.Kubernetes.ApiRegistration.V1;
using Pulumi.Kubernetes.Rbac.V1;
using Pulumi.Kubernetes.Types.Inputs.ApiRegistration.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Rbac.V1;

namespace Infra.Backend.Monitoring.Parts;

/// <summary>
/// prometheus-adapter: serves Kubernetes' custom metrics API from Prometheus, for autoscalers that scale on the request rate or other
/// metrics of pods,
/// and the external metrics API for those that scale on something else, such as the length of a queue.
/// </summary>
internal sealed class MetricsAdapter : MonitoringPart
{
    private const int Port = 6443;
    private const string CustomMetrics = "custom.metrics.k8s.io";
    private const string ExternalMetrics = "external.metrics.k8s.io";

    public MetricsAdapter(MonitoringPlan plan, MonitoringNamespaces namespaces, ComponentResourceOptions options)
        : base(nameof(MetricsAdapter), plan, namespaces, options)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["adapter.yaml"] = ConfigurationFile.Write(AdapterConfiguration.Create(plan)),
        };
        GrantPermissions(plan);
        Deploy(
            new PartSpec
            {
                Name = PartNames.MetricsAdapter,
                Image = plan.ResolveImage(MonitoringImage.MetricsAdapter),
                Args =
                [
                    "--config=/etc/adapter/adapter.yaml",
                    "--cert-dir=/var/run/serving-cert",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"--prometheus-url=http://{PartNames.Prometheus}.{plan.Namespace}.svc:{Prometheus.Port}"
                    ),
                    $"--secure-port={Port}",
                    "--metrics-relist-interval=1m",
                ],
                Resources = PartSizes.MetricsAdapter(plan.Size),
                Port = Port,
                ReadinessPath = "/readyz",
                LivenessPath = "/livez",
                IsProbedByTls = true,
                Replicas = plan.IsRedundant ? 2 : 1,
                UsesKubernetes = true,
                Callees = [(PartNames.Prometheus, Prometheus.Port)],
                PortsAnywhere = KubernetesApi.Ports,
                Checksum = Checksum(files),
                Volumes =
                [
                    PartVolumes.FromConfigMap("configuration", Files(PartNames.MetricsAdapter, files)),
                    PartVolumes.Scratch("certificate"),
                    PartVolumes.Scratch("tmp"),
                ],
                Mounts =
                [
                    PartVolumes.ReadOnly("configuration", "/etc/adapter"),
                    PartVolumes.Writable("certificate", "/var/run/serving-cert"),
                    PartVolumes.Writable("tmp", "/tmp"),
                ],
            }
        );

        Register(CustomMetrics, plan);
        if (!AdapterConfiguration.ExternalMetrics(plan).IsEmpty)
        {
            Register(ExternalMetrics, plan);
        }

        RegisterOutputs();
    }

    /// <summary>The permissions of the autoscaling controller: reading the metrics that autoscalers use.</summary>
    private static IEnumerable<PolicyRuleArgs> ReaderRules(MonitoringPlan plan)
    {
        yield return new PolicyRuleArgs
        {
            ApiGroups = { CustomMetrics },
            Resources = AdapterConfiguration.PodMetrics(plan).Select(metric => $"pods/{metric}").ToArray(),
            Verbs = { "get", "list" },
        };
        if (AdapterConfiguration.ExternalMetrics(plan) is { IsEmpty: false } metrics)
        {
            yield return new PolicyRuleArgs
            {
                ApiGroups = { ExternalMetrics },
                Resources = metrics.ToArray(),
                Verbs = { "get", "list" },
            };
        }
    }

    /// <summary>The API server cannot verify the adapter's certificate, which the adapter signs itself at every start.</summary>
    private void Register(string group, MonitoringPlan plan) =>
        _ = new APIService(
            plan.System.ResourceName($"v1beta1.{group}"),
            new()
            {
                Metadata = new ObjectMetaArgs
                {
                    Name = $"v1beta1.{group}",
                    Labels = PartLabels.ForPart(PartNames.MetricsAdapter, plan.System),
                }.Annotate(plan.System.Annotations),
                Spec = new APIServiceSpecArgs
                {
                    Group = group,
                    Version = "v1beta1",
                    GroupPriorityMinimum = 100,
                    VersionPriority = 100,
                    InsecureSkipTLSVerify = true,
                    Service = new ServiceReferenceArgs
                    {
                        Name = PartNames.MetricsAdapter,
                        Namespace = Namespace,
                        Port = Port,
                    },
                },
            },
            Own()
        );

    private void GrantPermissions(MonitoringPlan plan)
    {
        var name = $"{plan.System.Name}-{plan.System.Stack}-{PartNames.MetricsAdapter}";
        Grant(
            PartNames.MetricsAdapter,
            new PolicyRuleArgs
            {
                ApiGroups = { "" },
                Resources = { "namespaces", "pods" },
                Verbs = { "get", "list", "watch" },
            },
            // The certificate authority of requests that the API server forwards.
            new PolicyRuleArgs
            {
                ApiGroups = { "" },
                Resources = { "configmaps" },
                ResourceNames = { "extension-apiserver-authentication" },
                Verbs = { "get", "list", "watch" },
            }
        );

        // Authentication and authorization of forwarded requests are delegated to the API server.
        Bind($"{name}-delegation", PartNames.MetricsAdapter, "system:auth-delegator");

        var reader = new ClusterRole(
            plan.System.ResourceName($"{name}-reader"),
            new ClusterRoleArgs
            {
                Metadata = new ObjectMetaArgs
                {
                    Name = $"{name}-reader",
                    Labels = PartLabels.ForPart(PartNames.MetricsAdapter, plan.System),
                }.Annotate(plan.System.Annotations),
                Rules = ReaderRules(plan).ToArray(),
            },
            Own()
        );
        _ = new ClusterRoleBinding(
            plan.System.ResourceName($"{name}-reader"),
            new ClusterRoleBindingArgs
            {
                Metadata = new ObjectMetaArgs
                {
                    Name = $"{name}-reader",
                    Labels = PartLabels.ForPart(PartNames.MetricsAdapter, plan.System),
                }.Annotate(plan.System.Annotations),
                RoleRef = new RoleRefArgs
                {
                    ApiGroup = "rbac.authorization.k8s.io",
                    Kind = "ClusterRole",
                    Name = reader.Metadata.Apply(metadata => metadata.Name),
                },
                Subjects =
                {
                    new SubjectArgs
                    {
                        Kind = "ServiceAccount",
                        Name = "horizontal-pod-autoscaler",
                        Namespace = "kube-system",
                    },
                },
            },
            Own()
        );
    }
}
