using Infra.Backend.Metadata;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Networking.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Networking.V1;

namespace Infra.Backend.Cluster;

/// <param name="System">The system's names.</param>
/// <param name="PodSecurity">The Pod Security Standard that it enforces.</param>
/// <param name="Defaults">The requests and limits of containers that set none; null for no LimitRange.</param>
/// <param name="Quota">The limits on all pods together; null for no ResourceQuota.</param>
internal sealed record BackendNamespaceArgs(
    SystemIdentity System,
    PodSecurityLevel PodSecurity,
    SizeSettings? Defaults,
    NamespaceQuota? Quota
)
{
    /// <summary>What the quota comes after.</summary>
    public InputList<Resource> BeforeQuota { get; init; } = [];
}

/// <summary>The namespace of a system, with its pod security level, default network policies, LimitRange and ResourceQuota.</summary>
internal sealed class BackendNamespace : ComponentResource
{
    private readonly BackendNamespaceArgs _args;

    public BackendNamespace(BackendNamespaceArgs args, ComponentResourceOptions options)
        : base("infra:cluster:BackendNamespace", args.System.ResourceName(args.System.Namespace), options)
    {
        _args = args;
        var created = new Namespace(
            args.System.ResourceName(args.System.Namespace),
            new NamespaceArgs
            {
                Metadata = new ObjectMetaArgs
                {
                    Name = args.System.Namespace,
                    Labels = WithPodSecurity(ServiceLabels.ForSystem(args.System), args.PodSecurity),
                }.Annotate(args.System.Annotations),
            },
            new CustomResourceOptions { Parent = this }
        );
        Name = created.Metadata.Apply(metadata => metadata.Name);

        _ = new NetworkPolicy(args.System.ResourceName(DerivedNames.DenyPolicy), Policy(DerivedNames.DenyPolicy, DenyAll()), Own());
        _ = new NetworkPolicy(args.System.ResourceName(DerivedNames.DnsPolicy), Policy(DerivedNames.DnsPolicy, AllowDns()), Own());
        if (args.Defaults is { } size)
        {
            _ = new LimitRange(
                args.System.ResourceName(DerivedNames.Defaults),
                new LimitRangeArgs { Metadata = Metadata(DerivedNames.Defaults), Spec = Defaults(size) },
                Own()
            );
        }

        if (args.Quota is { } quota)
        {
            Quota = new ResourceQuota(
                args.System.ResourceName(DerivedNames.Quota),
                new ResourceQuotaArgs
                {
                    Metadata = Metadata(DerivedNames.Quota),
                    Spec = new ResourceQuotaSpecArgs { Hard = quota.ToHardLimits() },
                },
                new CustomResourceOptions { Parent = this, DependsOn = args.BeforeQuota }
            );
        }

        RegisterOutputs(new Dictionary<string, object?> { ["name"] = Name });
    }

    /// <summary>The namespace's name, known once it exists.</summary>
    public Output<string> Name { get; }

    /// <summary>The quota; null for none.</summary>
    public ResourceQuota? Quota { get; }

    private CustomResourceOptions Own() => new() { Parent = this };

    private ObjectMetaArgs Metadata(string name) =>
        new ObjectMetaArgs
        {
            Name = name,
            Namespace = Name,
            Labels = ServiceLabels.ForSystem(_args.System),
        }.Annotate(_args.System.Annotations);

    private NetworkPolicyArgs Policy(string name, NetworkPolicySpecArgs spec) => new() { Metadata = Metadata(name), Spec = spec };

    /// <summary>
    /// Adds the labels by which Kubernetes rejects pods above a Pod Security Standard, and warns of workloads above "restricted".
    /// </summary>
    private static Dictionary<string, string> WithPodSecurity(Dictionary<string, string> labels, PodSecurityLevel enforced)
    {
        foreach (var mode in (ReadOnlySpan<string>)["enforce", "audit", "warn"])
        {
            var level = mode == "enforce" ? enforced : PodSecurityLevel.Restricted;
            labels[$"pod-security.kubernetes.io/{mode}"] = ScalarType.EnumName(level.ToString());
            labels[$"pod-security.kubernetes.io/{mode}-version"] = "latest";
        }

        return labels;
    }

    private static NetworkPolicySpecArgs DenyAll() =>
        new() { PodSelector = new LabelSelectorArgs(), PolicyTypes = { "Ingress", "Egress" } };

    private static NetworkPolicySpecArgs AllowDns() =>
        new()
        {
            PodSelector = new LabelSelectorArgs(),
            PolicyTypes = { "Egress" },
            Egress = new NetworkPolicyEgressRuleArgs
            {
                To = new NetworkPolicyPeerArgs
                {
                    NamespaceSelector = new LabelSelectorArgs { MatchLabels = { ["kubernetes.io/metadata.name"] = "kube-system" } },
                    PodSelector = new LabelSelectorArgs { MatchLabels = { ["k8s-app"] = "kube-dns" } },
                },
                Ports =
                {
                    new NetworkPolicyPortArgs { Protocol = "UDP", Port = 53 },
                    new NetworkPolicyPortArgs { Protocol = "TCP", Port = 53 },
                },
            },
        };

    private static LimitRangeSpecArgs Defaults(SizeSettings size)
    {
        var item = new LimitRangeItemArgs { Type = "Container" };
        if (ResourceList.From(size.Requests) is { Count: > 0 } requests)
        {
            item.DefaultRequest = requests;
        }

        if (ResourceList.From(size.Limits) is { Count: > 0 } limits)
        {
            item.Default = limits;
        }

        return new LimitRangeSpecArgs { Limits = item };
    }
}
