using System.Security.Cryptography;
using System.Text;
using Infra.Backend.Planning;
using Infra.Backend.Settings.Values;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Policy.V1;
using Pulumi.Kubernetes.Rbac.V1;
using Pulumi.Kubernetes.Types.Inputs.Apps.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Policy.V1;
using Pulumi.Kubernetes.Types.Inputs.Rbac.V1;

namespace Infra.Backend.Monitoring.Parts;

/// <summary>A part of the monitoring stack: its pods and what every part has around them.</summary>
internal abstract class MonitoringPart : ComponentResource
{
    private readonly string _namespace;

    protected MonitoringPart(string name, MonitoringPlan plan, MonitoringHome home, ComponentResourceOptions options, bool onNodes = false)
        : base($"infra:monitoring:{name}", plan.System.ResourceName(PartNames.Of(name)), options)
    {
        Plan = plan;
        Namespace = onNodes ? home.Agents : home.Name;
        _namespace = onNodes ? plan.AgentsNamespace : plan.Namespace;
    }

    protected MonitoringPlan Plan { get; }

    /// <summary>Where it lives, known once that exists.</summary>
    protected Output<string> Namespace { get; }

    protected CustomResourceOptions Own() => new() { Parent = this };

    protected ObjectMetaArgs Metadata(string name, string? part = null) => new()
    {
        Name = name,
        Namespace = Namespace,
        Labels = PartNames.Labels(part ?? name, Plan.System),
    };

    /// <summary>A file or several, for pods to mount.</summary>
    protected ConfigMap Files(string name, IReadOnlyDictionary<string, string> files) =>
        new(Plan.System.ResourceName(name), new ConfigMapArgs { Metadata = Metadata(name), Data = files.ToDictionary() }, Own());

    /// <summary>Files nobody may read.</summary>
    protected Secret SecretFiles(string name, IReadOnlyDictionary<string, string> files) => new(Plan.System.ResourceName(name), new SecretArgs
    {
        Metadata = Metadata(name),
        Type = "Opaque",
        StringData = Output.CreateSecret(files.ToDictionary()),
    }, Own());

    /// <summary>Rights in the whole cluster, for this part's account alone.</summary>
    protected void Grant(string part, params PolicyRuleArgs[] rules)
    {
        var name = Plan.System.Name + "-" + Plan.System.Stack + "-" + part;
        var labels = PartNames.Labels(part, Plan.System);
        var role = new ClusterRole(Plan.System.ResourceName(name), new ClusterRoleArgs { Metadata = new ObjectMetaArgs { Name = name, Labels = labels }, Rules = rules }, Own());
        Bind(name, part, role.Metadata.Apply(metadata => metadata.Name));
    }

    /// <summary>A role of the cluster's own, for this part's account.</summary>
    protected void Bind(string name, string part, Input<string> role) => _ = new ClusterRoleBinding(Plan.System.ResourceName(name), new ClusterRoleBindingArgs
    {
        Metadata = new ObjectMetaArgs { Name = name, Labels = PartNames.Labels(part, Plan.System) },
        RoleRef = new RoleRefArgs { ApiGroup = "rbac.authorization.k8s.io", Kind = "ClusterRole", Name = role },
        Subjects = { new SubjectArgs { Kind = "ServiceAccount", Name = part, Namespace = _namespace } },
    }, Own());

    /// <summary>Pods that are all alike.</summary>
    protected void Deploy(PartSpec part)
    {
        var account = Surround(part);
        Serve(part);
        _ = new Pulumi.Kubernetes.Apps.V1.Deployment(Plan.System.ResourceName(part.Name), new DeploymentArgs
        {
            Metadata = Metadata(part.Name),
            Spec = new DeploymentSpecArgs
            {
                Replicas = part.Replicas,
                RevisionHistoryLimit = 5,
                Selector = new LabelSelectorArgs { MatchLabels = PartNames.Selector(part.Name, Plan.System) },
                Template = PartPods.Of(part, Plan.System, account),
            },
        }, Own());
    }

    /// <summary>Pods with a name and a volume each.</summary>
    protected void DeployStateful(PartSpec part, string volume, Quantity storage)
    {
        var account = Surround(part);
        Serve(part);
        var peers = Serve(part, headless: true);
        var claim = new PersistentVolumeClaimSpecArgs
        {
            AccessModes = { "ReadWriteOnce" },
            Resources = new VolumeResourceRequirementsArgs { Requests = { ["storage"] = storage.ToString() } },
        };
        if (Plan.Settings.StorageClass is { } storageClass)
        {
            claim.StorageClassName = storageClass;
        }

        _ = new Pulumi.Kubernetes.Apps.V1.StatefulSet(Plan.System.ResourceName(part.Name), new StatefulSetArgs
        {
            Metadata = Metadata(part.Name),
            Spec = new StatefulSetSpecArgs
            {
                Replicas = part.Replicas,
                RevisionHistoryLimit = 5,
                PodManagementPolicy = "Parallel",
                ServiceName = peers.Metadata.Apply(metadata => metadata.Name),
                Selector = new LabelSelectorArgs { MatchLabels = PartNames.Selector(part.Name, Plan.System) },
                Template = PartPods.Of(part, Plan.System, account),
                VolumeClaimTemplates = { new PersistentVolumeClaimArgs { Metadata = new ObjectMetaArgs { Name = volume }, Spec = claim } },
            },
        }, Own());
    }

    /// <summary>A pod on every node.</summary>
    protected void DeployOnNodes(PartSpec part)
    {
        var account = Surround(part);
        _ = new Pulumi.Kubernetes.Apps.V1.DaemonSet(Plan.System.ResourceName(part.Name), new DaemonSetArgs
        {
            Metadata = Metadata(part.Name),
            Spec = new DaemonSetSpecArgs
            {
                RevisionHistoryLimit = 5,
                Selector = new LabelSelectorArgs { MatchLabels = PartNames.Selector(part.Name, Plan.System) },
                Template = PartPods.Of(part, Plan.System, account),
                UpdateStrategy = new DaemonSetUpdateStrategyArgs { Type = "RollingUpdate", RollingUpdate = new RollingUpdateDaemonSetArgs { MaxUnavailable = "10%" } },
            },
        }, Own());
    }

    /// <summary>Thirty-two bits are enough to notice a change, and too few to confirm a guess at a secret.</summary>
    protected static string ChecksumOf(IReadOnlyDictionary<string, string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, text) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\0{text}\0"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 4));
    }

    /// <summary>What every part has, whatever runs its pods: an account, a network boundary and a disruption budget.</summary>
    private Output<string> Surround(PartSpec part)
    {
        var account = new ServiceAccount(Plan.System.ResourceName(part.Name), new ServiceAccountArgs { Metadata = Metadata(part.Name), AutomountServiceAccountToken = false }, Own());
        _ = PartBoundary.Around(part, Plan, Metadata(part.Name), Own());

        // Drains leave the pods of DaemonSets alone, so a budget for those would mean nothing.
        if (part.NodeAccess is null)
        {
            _ = new PodDisruptionBudget(Plan.System.ResourceName(part.Name), new PodDisruptionBudgetArgs
            {
                Metadata = Metadata(part.Name),
                Spec = new PodDisruptionBudgetSpecArgs
                {
                    MaxUnavailable = 1,
                    UnhealthyPodEvictionPolicy = "AlwaysAllow",
                    Selector = new LabelSelectorArgs { MatchLabels = PartNames.Selector(part.Name, Plan.System) },
                },
            }, Own());
        }

        return account.Metadata.Apply(metadata => metadata.Name);
    }

    private Service Serve(PartSpec part, bool headless = false)
    {
        var spec = new ServiceSpecArgs { Selector = PartNames.Selector(part.Name, Plan.System) };
        foreach (var (name, port) in part.OtherPorts.Prepend((PartPods.PortName, part.Port)))
        {
            spec.Ports.Add(new ServicePortArgs { Name = name, Port = port, TargetPort = name });
        }

        if (headless)
        {
            spec.ClusterIP = "None";

            // Peers find each other before they are ready.
            spec.PublishNotReadyAddresses = true;
        }

        var serviceName = headless ? PartNames.Peers(part.Name) : part.Name;
        return new Service(Plan.System.ResourceName(serviceName), new ServiceArgs { Metadata = Metadata(serviceName, part.Name), Spec = spec }, Own());
    }
}
