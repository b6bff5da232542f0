using System.Globalization;
using Infra.Cluster;
using Infra.Monitoring.Configuration;
using Pulumi;
using Pulumi.Kubernetes.ApiRegistration.V1;
using Pulumi.Kubernetes.Rbac.V1;
using Pulumi.Kubernetes.Types.Inputs.ApiRegistration.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Rbac.V1;

namespace Infra.Monitoring.Parts;

/// <summary>prometheus-adapter: serves Kubernetes' custom metrics API from Prometheus, so that autoscalers can follow requests per second.</summary>
internal sealed class MetricsAdapter : MonitoringPart
{
    private const int Port = 6443;
    private const string Group = "custom.metrics.k8s.io";

    public MetricsAdapter(MonitoringPlan plan, MonitoringHome home, ComponentResourceOptions options)
        : base(nameof(MetricsAdapter), plan, home, options)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal) { ["adapter.yaml"] = ConfigurationFile.Write(AdapterConfiguration.Of(plan)) };
        GrantRights(plan);
        Deploy(new PartSpec
        {
            Name = PartNames.MetricsAdapter,
            Image = plan.ImageOf(MonitoringImage.MetricsAdapter),
            Args =
            [
                "--config=/etc/adapter/adapter.yaml",
                "--cert-dir=/var/run/serving-cert",
                string.Create(CultureInfo.InvariantCulture, $"--prometheus-url=http://{PartNames.Prometheus}.{plan.Namespace}.svc:{Prometheus.Port}"),
                $"--secure-port={Port}",
                "--metrics-relist-interval=1m",
            ],
            Resources = PartSizes.MetricsAdapter(plan.Size),
            Port = Port,
            ReadyPath = "/readyz",
            AlivePath = "/livez",
            IsProbedByTls = true,
            Replicas = plan.IsRedundant ? 2 : 1,
            UsesKubernetes = true,
            Callees = [(PartNames.Prometheus, Prometheus.Port)],
            PortsAnywhere = KubernetesApi.Ports,
            Checksum = ChecksumOf(files),
            Volumes = [PartVolumes.Of("configuration", Files(PartNames.MetricsAdapter, files)), PartVolumes.Scratch("certificate"), PartVolumes.Scratch("tmp")],
            Mounts = [PartVolumes.ReadOnly("configuration", "/etc/adapter"), PartVolumes.Writable("certificate", "/var/run/serving-cert"), PartVolumes.Writable("tmp", "/tmp")],
        });

        // The adapter signs its own certificate at every start, so there is no authority that the API server could hold it against.
        _ = new APIService(plan.System.ResourceName($"v1beta1.{Group}"), new APIServiceArgs
        {
            Metadata = new ObjectMetaArgs { Name = $"v1beta1.{Group}", Labels = PartNames.Labels(PartNames.MetricsAdapter, plan.System) },
            Spec = new APIServiceSpecArgs
            {
                Group = Group,
                Version = "v1beta1",
                GroupPriorityMinimum = 100,
                VersionPriority = 100,
                InsecureSkipTLSVerify = true,
                Service = new ServiceReferenceArgs { Name = PartNames.MetricsAdapter, Namespace = Namespace, Port = Port },
            },
        }, Own());
        RegisterOutputs();
    }

    private void GrantRights(MonitoringPlan plan)
    {
        var name = $"{plan.System.Name}-{plan.System.Stack}-{PartNames.MetricsAdapter}";
        Grant(
            PartNames.MetricsAdapter,
            new PolicyRuleArgs { ApiGroups = { "" }, Resources = { "namespaces", "pods" }, Verbs = { "get", "list", "watch" } },

            // Whose certificates the API server shows when it asks on behalf of others.
            new PolicyRuleArgs { ApiGroups = { "" }, Resources = { "configmaps" }, ResourceNames = { "extension-apiserver-authentication" }, Verbs = { "get", "list", "watch" } });

        // The adapter has it checked who those others are and what they may.
        Bind($"{name}-delegation", PartNames.MetricsAdapter, "system:auth-delegator");

        var reader = new ClusterRole(plan.System.ResourceName($"{name}-reader"), new ClusterRoleArgs
        {
            Metadata = new ObjectMetaArgs { Name = $"{name}-reader", Labels = PartNames.Labels(PartNames.MetricsAdapter, plan.System) },
            Rules = { new PolicyRuleArgs { ApiGroups = { Group }, Resources = { $"pods/{AdapterConfiguration.RequestsPerSecond}" }, Verbs = { "get", "list" } } },
        }, Own());
        _ = new ClusterRoleBinding(plan.System.ResourceName($"{name}-reader"), new ClusterRoleBindingArgs
        {
            Metadata = new ObjectMetaArgs { Name = $"{name}-reader", Labels = PartNames.Labels(PartNames.MetricsAdapter, plan.System) },
            RoleRef = new RoleRefArgs { ApiGroup = "rbac.authorization.k8s.io", Kind = "ClusterRole", Name = reader.Metadata.Apply(metadata => metadata.Name) },
            Subjects = { new SubjectArgs { Kind = "ServiceAccount", Name = "horizontal-pod-autoscaler", Namespace = "kube-system" } },
        }, Own());
    }
}
