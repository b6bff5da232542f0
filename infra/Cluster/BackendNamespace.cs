using Infra.Backend.Settings;
using Infra.Backend.Workloads;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Networking.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Networking.V1;

namespace Infra.Backend.Cluster;

/// <param name="System">Whose namespace it is.</param>
/// <param name="Default">What a container gets that says nothing.</param>
/// <param name="Quota">What all pods together may use, or null for no bounds.</param>
internal sealed record BackendNamespaceArgs(SystemIdentity System, SizeSettings? Default, NamespaceQuota? Quota);

/// <summary>The namespace of a system: hardened, bounded, and silent until a service says otherwise.</summary>
internal sealed class BackendNamespace : ComponentResource
{
    private readonly BackendNamespaceArgs _args;

    public BackendNamespace(BackendNamespaceArgs args, ComponentResourceOptions options)
        : base("infra:cluster:BackendNamespace", args.System.ResourceName(args.System.Namespace), options)
    {
        _args = args;
        var itself = new Namespace(args.System.ResourceName(args.System.Namespace), new NamespaceArgs
        {
            Metadata = new ObjectMetaArgs { Name = args.System.Namespace, Labels = RestrictedPods(ServiceLabels.OfSystem(args.System)) },
        }, new CustomResourceOptions { Parent = this });
        Name = itself.Metadata.Apply(metadata => metadata.Name);

        _ = new NetworkPolicy(args.System.ResourceName("default-deny"), Policy("default-deny", DenyAll()), Own());
        _ = new NetworkPolicy(args.System.ResourceName("allow-dns"), Policy("allow-dns", AllowDns()), Own());
        if (args.Default is { } size)
        {
            _ = new LimitRange(args.System.ResourceName("defaults"), new LimitRangeArgs { Metadata = Metadata("defaults"), Spec = DefaultsOf(size) }, Own());
        }

        if (args.Quota is { } quota)
        {
            _ = new ResourceQuota(args.System.ResourceName("bounds"), new ResourceQuotaArgs
            {
                Metadata = Metadata("bounds"),
                Spec = new ResourceQuotaSpecArgs { Hard = quota.Hard() },
            }, Own());
        }

        RegisterOutputs(new Dictionary<string, object?> { ["name"] = Name });
    }

    /// <summary>The namespace's name, known once it exists.</summary>
    public Output<string> Name { get; }

    private CustomResourceOptions Own() => new() { Parent = this };

    private ObjectMetaArgs Metadata(string name) => new() { Name = name, Namespace = Name, Labels = ServiceLabels.OfSystem(_args.System) };

    private NetworkPolicyArgs Policy(string name, NetworkPolicySpecArgs spec) => new() { Metadata = Metadata(name), Spec = spec };

    /// <summary>Pods that ask for more than the standard "restricted" allows are refused, and reported where they are merely described.</summary>
    private static InputMap<string> RestrictedPods(InputMap<string> labels)
    {
        foreach (var mode in (ReadOnlySpan<string>)["enforce", "audit", "warn"])
        {
            labels[$"pod-security.kubernetes.io/{mode}"] = "restricted";
            labels[$"pod-security.kubernetes.io/{mode}-version"] = "latest";
        }

        return labels;
    }

    private static NetworkPolicySpecArgs DenyAll() => new() { PodSelector = new LabelSelectorArgs(), PolicyTypes = { "Ingress", "Egress" } };

    private static NetworkPolicySpecArgs AllowDns() => new()
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

    private static LimitRangeSpecArgs DefaultsOf(SizeSettings size)
    {
        var item = new LimitRangeItemArgs { Type = "Container" };
        if (Resources.Amounts(size.Requests) is { Count: > 0 } requests)
        {
            item.DefaultRequest = requests;
        }

        if (Resources.Amounts(size.Limits) is { Count: > 0 } limits)
        {
            item.Default = limits;
        }

        return new LimitRangeSpecArgs { Limits = item };
    }
}
