using Infra.Backend.Metadata;
using Infra.Backend.Planning;
using Infra.Backend.Planning.Monitoring;
using Pulumi;
using Pulumi.Kubernetes.Networking.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Networking.V1;

namespace Infra.Backend.Monitoring.Parts;

/// <param name="Plan">What is scraped.</param>
/// <param name="Namespace">The namespace of the services.</param>
internal sealed record ScrapeAccessArgs(MonitoringPlan Plan, Output<string> Namespace);

/// <summary>Network policies that allow Prometheus to scrape the services and stores, whose namespace denies all other traffic.</summary>
internal sealed class ScrapeAccess : ComponentResource
{
    public ScrapeAccess(ScrapeAccessArgs args, ComponentResourceOptions options)
        : base("infra:monitoring:ScrapeAccess", args.Plan.System.ResourceName("scrape-access"), options)
    {
        foreach (var service in args.Plan.Services.Where(service => service.Metrics is not null))
        {
            Allow(service.Name, ServiceLabels.Selector(service.Name, args.Plan.System), service.Metrics!.Port, args);
        }

        foreach (var store in args.Plan.Stores)
        {
            Allow(store.Name, store.Metrics.Pods, store.Metrics.Port, args);
        }

        RegisterOutputs();
    }

    private void Allow(string target, IReadOnlyDictionary<string, string> pods, int port, ScrapeAccessArgs args)
    {
        var name = DerivedNames.MetricsPolicy(target);
        _ = new NetworkPolicy(
            args.Plan.System.ResourceName(name),
            new NetworkPolicyArgs
            {
                Metadata = new ObjectMetaArgs
                {
                    Name = name,
                    Namespace = args.Namespace,
                    Labels = PartLabels.ForPart(target, args.Plan.System),
                }.Annotate(args.Plan.System.Annotations),
                Spec = new NetworkPolicySpecArgs
                {
                    PodSelector = new LabelSelectorArgs { MatchLabels = pods.ToDictionary() },
                    PolicyTypes = { "Ingress" },
                    Ingress = new NetworkPolicyIngressRuleArgs
                    {
                        From = PartNetworkPolicy.Peer(PartNames.Prometheus, args.Plan),
                        Ports = new NetworkPolicyPortArgs { Port = port },
                    },
                },
            },
            new CustomResourceOptions { Parent = this }
        );
    }
}
