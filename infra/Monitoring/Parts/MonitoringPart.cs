using System.Security.Cryptography;
using System.Text;
using Infra.Backend.Metadata;
using Infra.Backend.Planning;
using Infra.Backend.Planning.Monitoring;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;
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

/// <summary>A part of the monitoring: its workload and the objects that every part has.</summary>
internal abstract class MonitoringPart : ComponentResource
{
    private readonly string _namespace;

    protected MonitoringPart(
        string name,
        MonitoringPlan plan,
        MonitoringNamespaces namespaces,
        ComponentResourceOptions options,
        bool onNodes = false
    )
        : base($"infra:monitoring:{name}", plan.System.ResourceName(PartNames.FromComponent(name)), options)
    {
        Plan = plan;
        Namespace = onNodes ? namespaces.Agents : namespaces.Name;
        _namespace = onNodes ? plan.AgentsNamespace : plan.Namespace;
    }

    protected MonitoringPlan Plan { get; }

    /// <summary>The part's namespace.</summary>
    protected Output<string> Namespace { get; }

    protected CustomResourceOptions Own() => new() { Parent = this };

    protected ObjectMetaArgs Metadata(string name, string? part = null) =>
        new ObjectMetaArgs
        {
            Name = name,
            Namespace = Namespace,
            Labels = PartLabels.ForPart(part ?? name, Plan.System),
        }.Annotate(Plan.System.Annotations);

    /// <summary>A ConfigMap of files.</summary>
    protected ConfigMap Files(string name, IReadOnlyDictionary<string, string> files) =>
        new(Plan.System.ResourceName(name), new ConfigMapArgs { Metadata = Metadata(name), Data = files.ToDictionary() }, Own());

    /// <summary>A Secret of files.</summary>
    protected Secret SecretFiles(string name, IReadOnlyDictionary<string, string> files) =>
        new(
            Plan.System.ResourceName(name),
            new()
            {
                Metadata = Metadata(name),
                Type = "Opaque",
                StringData = Output.CreateSecret(files.ToDictionary()),
            },
            Own()
        );

    /// <summary>Grants cluster-wide permissions to the part's service account.</summary>
    protected void Grant(string part, params PolicyRuleArgs[] rules)
    {
        var name = $"{Plan.System.Name}-{Plan.System.Stack}-{part}";
        var labels = PartLabels.ForPart(part, Plan.System);
        var role = new ClusterRole(
            Plan.System.ResourceName(name),
            new ClusterRoleArgs
            {
                Metadata = new ObjectMetaArgs { Name = name, Labels = labels }.Annotate(Plan.System.Annotations),
                Rules = rules,
            },
            Own()
        );
        Bind(name, part, role.Metadata.Apply(metadata => metadata.Name));
    }

    /// <summary>Binds a cluster role to the part's service account.</summary>
    protected void Bind(string name, string part, Input<string> role) =>
        _ = new ClusterRoleBinding(
            Plan.System.ResourceName(name),
            new()
            {
                Metadata = new ObjectMetaArgs { Name = name, Labels = PartLabels.ForPart(part, Plan.System) }.Annotate(
                    Plan.System.Annotations
                ),
                RoleRef = new RoleRefArgs
                {
                    ApiGroup = "rbac.authorization.k8s.io",
                    Kind = "ClusterRole",
                    Name = role,
                },
                Subjects =
                {
                    new SubjectArgs
                    {
                        Kind = "ServiceAccount",
                        Name = part,
                        Namespace = _namespace,
                    },
                },
            },
            Own()
        );

    /// <summary>Deploys the part as a Deployment.</summary>
    protected void Deploy(PartSpec part)
    {
        var account = DeployCommon(part);
        CreateService(part);
        _ = new Pulumi.Kubernetes.Apps.V1.Deployment(
            Plan.System.ResourceName(part.Name),
            new DeploymentArgs
            {
                Metadata = Metadata(part.Name),
                Spec = new DeploymentSpecArgs
                {
                    Replicas = part.Replicas,
                    RevisionHistoryLimit = 5,
                    Selector = new LabelSelectorArgs { MatchLabels = PartLabels.Selector(part.Name, Plan.System) },
                    Template = PartPods.Create(part, Plan.System, account),
                },
            },
            Own()
        );
    }

    /// <summary>Deploys the part as a StatefulSet with a volume per pod.</summary>
    protected void DeployStateful(PartSpec part, string volume, Quantity storage)
    {
        var account = DeployCommon(part);
        CreateService(part);
        var peers = CreateService(part, headless: true);
        var claim = new PersistentVolumeClaimSpecArgs
        {
            AccessModes = { "ReadWriteOnce" },
            Resources = new VolumeResourceRequirementsArgs { Requests = { ["storage"] = storage.ToString() } },
        };
        if (Plan.Settings.StorageClass is { } storageClass)
        {
            claim.StorageClassName = storageClass;
        }

        _ = new Pulumi.Kubernetes.Apps.V1.StatefulSet(
            Plan.System.ResourceName(part.Name),
            new StatefulSetArgs
            {
                Metadata = Metadata(part.Name),
                Spec = new StatefulSetSpecArgs
                {
                    Replicas = part.Replicas,
                    RevisionHistoryLimit = 5,
                    PodManagementPolicy = "Parallel",
                    ServiceName = peers.Metadata.Apply(metadata => metadata.Name),
                    Selector = new LabelSelectorArgs { MatchLabels = PartLabels.Selector(part.Name, Plan.System) },
                    Template = PartPods.Create(part, Plan.System, account),
                    VolumeClaimTemplates =
                    {
                        new PersistentVolumeClaimArgs
                        {
                            Metadata = new ObjectMetaArgs { Name = volume },
                            Spec = claim,
                        },
                    },
                },
            },
            Own()
        );
    }

    /// <summary>Deploys the part as a DaemonSet.</summary>
    protected void DeployOnNodes(PartSpec part)
    {
        var account = DeployCommon(part);
        _ = new Pulumi.Kubernetes.Apps.V1.DaemonSet(
            Plan.System.ResourceName(part.Name),
            new DaemonSetArgs
            {
                Metadata = Metadata(part.Name),
                Spec = new DaemonSetSpecArgs
                {
                    RevisionHistoryLimit = 5,
                    Selector = new LabelSelectorArgs { MatchLabels = PartLabels.Selector(part.Name, Plan.System) },
                    Template = PartPods.Create(part, Plan.System, account),
                    UpdateStrategy = new DaemonSetUpdateStrategyArgs
                    {
                        Type = "RollingUpdate",
                        RollingUpdate = new RollingUpdateDaemonSetArgs { MaxUnavailable = "10%" },
                    },
                },
            },
            Own()
        );
    }

    /// <summary>32 bits detect a change, and are too few to confirm a guessed secret.</summary>
    protected static string Checksum(IReadOnlyDictionary<string, string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, text) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\0{text}\0"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 4));
    }

    /// <summary>Deploys the service account, the network policy and the disruption budget.</summary>
    /// <returns>The name of the service account.</returns>
    private Output<string> DeployCommon(PartSpec part)
    {
        var account = new ServiceAccount(
            Plan.System.ResourceName(part.Name),
            new ServiceAccountArgs { Metadata = Metadata(part.Name), AutomountServiceAccountToken = false },
            Own()
        );
        _ = PartNetworkPolicy.Create(part, Plan, Metadata(part.Name), Own());

        // Drains skip the pods of DaemonSets, so a budget would have no effect.
        if (part.NodeAccess is null)
        {
            _ = new PodDisruptionBudget(
                Plan.System.ResourceName(part.Name),
                new PodDisruptionBudgetArgs
                {
                    Metadata = Metadata(part.Name),
                    Spec = new PodDisruptionBudgetSpecArgs
                    {
                        MaxUnavailable = 1,
                        UnhealthyPodEvictionPolicy = "AlwaysAllow",
                        Selector = new LabelSelectorArgs { MatchLabels = PartLabels.Selector(part.Name, Plan.System) },
                    },
                },
                Own()
            );
        }

        return account.Metadata.Apply(metadata => metadata.Name);
    }

    private Service CreateService(PartSpec part, bool headless = false)
    {
        var spec = new ServiceSpecArgs { Selector = PartLabels.Selector(part.Name, Plan.System) };
        foreach (var (name, port) in part.OtherPorts.Prepend((PartPods.PortName, part.Port)))
        {
            spec.Ports.Add(
                new ServicePortArgs
                {
                    Name = name,
                    Port = port,
                    TargetPort = name,
                }
            );
        }

        if (headless)
        {
            spec.ClusterIP = "None";

            // Peers have to discover each other before they become ready.
            spec.PublishNotReadyAddresses = true;
        }

        var serviceName = headless ? PartNames.Peers(part.Name) : part.Name;
        return new Service(
            Plan.System.ResourceName(serviceName),
            new ServiceArgs { Metadata = Metadata(serviceName, part.Name), Spec = spec },
            Own()
        );
    }
}
